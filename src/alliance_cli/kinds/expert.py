"""The fields of an expert: a candidate of the expert pool, or one who was appointed."""

from ..language import Phrase
from ..values.choices import Choice, ListOf, labelled
from ..values.dates import Date
from ..values.reference import Reference
from ..values.texts import Identifier, Text
from .field import Field
from .kind import Kind, Words
from .member import CONTACT_FIELDS, MEMBER
from .shared import CONFIRMED, LONGEST_OFFICE, seats_field
from .tables import Tables

_STATUS = {
    "candidate": Phrase("candidate", "候选"),
    "appointed": Phrase("appointed", "在聘"),
    "retired": Phrase("retired", "退出"),
}

_REACHED_BY = tuple(field._replace(asked=True) for field in CONTACT_FIELDS if field.personal)

EXPERT = Kind(
    table="experts",
    fields={
        field.key: field
        for field in (
            Field(
                "id",
                Phrase("ID", "专家编号"),
                Identifier(),
                Phrase("number of the expert; unique, never used again", "唯一，不重复使用"),
                required=True,
                rank=2,
                aliases=("编号", "expert id"),
            ),
            Field(
                "name",
                Phrase("Name", "姓名"),
                Text(maximum=100, names=True),
                Phrase("kept exactly as typed", "原样保存"),
                required=True,
                rank=1,
                asked=True,
                aliases=("专家姓名", "专家"),
                on_form=True,
            ),
            Field(
                "unit",
                Phrase("Member", "所属会员"),
                Reference(MEMBER.table),
                Phrase("id of the member where the expert works", "专家所在会员单位的编号"),
                rank=3,
                asked=True,
                aliases=("会员编号", "单位编号"),
                on_form=True,
            ),
            Field(
                "unit_name",
                Phrase("Workplace", "工作单位"),
                Text(maximum=100, names=True),
                Phrase("where the expert works, if that is no member", "所在单位不是会员时填写"),
                rank=4,
                asked=True,
                aliases=("单位", "所在单位", "单位名称"),
                on_form=True,
            ),
            Field(
                "position",
                Phrase("Position", "职务"),
                Text(maximum=100, names=True),
                Phrase("office held there", "在单位担任的职务"),
                rank=6,
                asked=True,
                on_form=True,
            ),
            Field(
                "title",
                Phrase("Title", "职称"),
                Text(maximum=100, names=True),
                Phrase("professional, like 教授", "如 教授、高级工程师"),
                rank=5,
                asked=True,
                aliases=("技术职称", "专业技术职务"),
                on_form=True,
            ),
            Field(
                "expertise",
                Phrase("Expertise", "专业领域"),
                ListOf(Choice(table="expertise")),
                Phrase(
                    "key or label of the registry's [expertise]", "名录 [expertise] 中的键或名称"
                ),
                wanted=True,
                rank=7,
                asked=True,
                aliases=("领域", "从事专业", "专业"),
                on_form=True,
                counted=1,
                chooses=True,
            ),
            Field(
                "research",
                Phrase("Research", "研究方向"),
                ListOf(Text(maximum=200)),
                Phrase("a subject of research", "一项主要研究内容"),
                asked=True,
                on_form=True,
            ),
            Field(
                "status",
                Phrase("Status", "状态"),
                Choice(labelled(_STATUS)),
                Phrase("candidate, if not given", "不填为候选"),
                default="candidate",
                rank=8,
                aliases=("专家状态",),
                counted=2,
                chooses=True,
            ),
            MEMBER.fields["city"]._replace(rank=0, wanted=False, on_form=True),
            *_REACHED_BY,
            Field(
                "introduction",
                Phrase("Introduction", "个人简介"),
                Text(maximum=5000, lines=True),
                Phrase("education, career and results, in short", "学历、经历和主要成果"),
                asked=True,
                aliases=("简介",),
                on_form=True,
            ),
            Field(
                "recommended_by",
                Phrase("Recommended by", "推荐单位"),
                Text(maximum=100, names=True),
                Phrase("who recommended the expert", "也可填写推荐人"),
                aliases=("推荐人",),
                on_form=True,
            ),
            Field(
                "appointed",
                Phrase("Appointed", "聘任时间"),
                Date(years_ahead=LONGEST_OFFICE),
                Phrase("first day of the appointment", "聘期第一天"),
                rank=9,
                aliases=("聘任日期", "聘期起始"),
            ),
            Field(
                "until",
                Phrase("Until", "聘期截止"),
                Date(years_ahead=LONGEST_OFFICE),
                Phrase("last day of the appointment", "聘期最后一天"),
                rank=10,
                aliases=("聘期至", "聘任截止"),
            ),
            Field(
                "decision",
                Phrase("Decision", "聘任决议"),
                Text(maximum=500),
                Phrase("the decision of the appointment", "名称或文号"),
                aliases=("聘任文号",),
            ),
            Field(
                "avoid",
                Phrase("Avoid", "回避单位"),
                ListOf(Reference(MEMBER.table)),
                Phrase(
                    "id of a member for whose matters the expert is not asked",
                    "须回避的会员编号",
                ),
                aliases=("回避",),
            ),
            CONFIRMED,
            MEMBER.fields["tags"]._replace(chooses=True),
            MEMBER.fields["note"],
            MEMBER.fields["source"],
            seats_field(),
            Field(
                "drawn",
                Phrase("Drawn", "抽取记录"),
                Tables(
                    (
                        Field(
                            "on",
                            Phrase("Day", "日期"),
                            Date(),
                            Phrase("day of the drawing", "抽取日期"),
                            required=True,
                        ),
                        Field(
                            "purpose",
                            Phrase("Purpose", "事由"),
                            Text(maximum=200),
                            Phrase("what for", "抽取的事由"),
                        ),
                        Field(
                            "seed",
                            Phrase("Seed", "随机种子"),
                            Text(maximum=100),
                            Phrase("by which the drawing can be repeated", "用于复核抽取结果"),
                        ),
                    )
                ),
                Phrase("a drawing: on=…,purpose=…,seed=…", "一次抽取：on=…,purpose=…,seed=…"),
            ),
        )
    },
    id_prefix="E",
    words=Words(Phrase("expert", "专家"), Phrase("experts", "专家"), "位"),
    form=Phrase("Expert registration form", "专家信息登记表"),
    names=("name",),
    gone=("retired",),
    to_come=("candidate",),
    lasting=("appointed", "until"),
    last_id="last_expert_id",
)
"""The experts of an alliance."""
