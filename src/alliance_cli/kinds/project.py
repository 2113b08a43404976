"""The fields of a project of the alliance's call."""

from ..language import Phrase
from ..values.choices import Choice, ListOf
from ..values.reference import Reference
from ..values.scalars import WAN_YUAN, Number, WholeNumber
from ..values.texts import Identifier, Text
from .field import Field
from .kind import Kind, Words
from .member import MEMBER
from .shared import CONFIRMED

PROJECT = Kind(
    table="projects",
    fields={
        field.key: field
        for field in (
            Field(
                "id",
                Phrase("ID", "项目编号"),
                Identifier(),
                Phrase("number of the project; unique, never used again", "唯一，不重复使用"),
                required=True,
                rank=2,
                aliases=("编号", "project id"),
            ),
            Field(
                "name",
                Phrase("Name", "项目名称"),
                Text(minimum=2, maximum=200, names=True),
                Phrase("as it is called in full", "填写全称"),
                required=True,
                rank=1,
                asked=True,
                aliases=("名称", "项目", "重大项目名称"),
                on_form=True,
            ),
            Field(
                "lead",
                Phrase("Lead", "牵头单位"),
                Reference(MEMBER.table),
                Phrase("id of the member that leads it", "填写会员编号"),
                wanted=True,
                rank=3,
                asked=True,
                aliases=("申报单位", "承担单位", "牵头单位编号"),
                on_form=True,
            ),
            Field(
                "partners",
                Phrase("Partners", "参与单位"),
                ListOf(Reference(MEMBER.table)),
                Phrase("id of a member that takes part", "填写会员编号"),
                one="partner",
                asked=True,
                aliases=("合作单位", "参与单位编号"),
                on_form=True,
            ),
            Field(
                "theme",
                Phrase("Theme", "主题"),
                Choice(table="themes"),
                Phrase("key or label of the registry's [themes]", "名录 [themes] 中的键或名称"),
                wanted=True,
                rank=4,
                asked=True,
                aliases=("领域", "项目类别", "方向"),
                on_form=True,
                counted=1,
                chooses=True,
            ),
            Field(
                "stage",
                Phrase("Stage", "阶段"),
                Choice(table="stages"),
                Phrase("key or label of the registry's [stages]", "名录 [stages] 中的键或名称"),
                rank=5,
                asked=True,
                aliases=("项目阶段", "建设阶段", "进展"),
                on_form=True,
                counted=2,
                chooses=True,
            ),
            MEMBER.fields["city"]._replace(
                wanted=False, rank=6, counted=3, heading=Phrase("City", "建设地点")
            ),
            Field(
                "content",
                Phrase("Content", "建设内容"),
                Text(maximum=5000, lines=True),
                Phrase("what is built, and its scale", "主要内容和规模"),
                asked=True,
                aliases=("建设内容及规模", "主要内容"),
                on_form=True,
            ),
            Field(
                "investment_wan",
                Phrase("Investment (10,000 CNY)", "总投资(万元)"),
                Number(units=WAN_YUAN),
                Phrase("in all, in units of 10,000 CNY", "单位万元"),
                rank=7,
                asked=True,
                aliases=("投资额(万元)", "计划总投资(万元)"),
                on_form=True,
                summed=True,
            ),
            Field(
                "funding",
                Phrase("Funding", "资金来源"),
                Text(maximum=500),
                Phrase("where the money comes from", "如 自筹、银行贷款"),
                asked=True,
                on_form=True,
            ),
            Field(
                "start",
                Phrase("Start", "起始年"),
                WholeNumber(units={"年": 1}),
                Phrase("year in which it begins", "开始年份"),
                rank=8,
                asked=True,
                aliases=("开工年份", "开始年份", "起始年份"),
                on_form=True,
            ),
            Field(
                "end",
                Phrase("End", "完成年"),
                WholeNumber(units={"年": 1}),
                Phrase("year in which it is to be completed", "计划完成年份"),
                rank=9,
                asked=True,
                aliases=("竣工年份", "完成年份", "截止年份"),
                on_form=True,
            ),
            Field(
                "needs",
                Phrase("Needs", "需求"),
                ListOf(Text(maximum=200)),
                Phrase("what the project still needs", "项目尚需的支持"),
                one="need",
                asked=True,
                aliases=("合作需求", "需求事项"),
                on_form=True,
            ),
            CONFIRMED,
            MEMBER.fields["tags"]._replace(chooses=True),
            MEMBER.fields["note"],
            MEMBER.fields["source"],
        )
    },
    id_prefix="P",
    words=Words(Phrase("project", "项目"), Phrase("projects", "项目"), "个"),
    form=Phrase("Project declaration form", "项目申报表"),
    names=("name",),
    official_names=("name",),
    lasting=("start", "end"),
    last_id="last_project_id",
)
"""The projects of an alliance."""
