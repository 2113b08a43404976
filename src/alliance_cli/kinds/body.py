"""The fields of a body of the alliance: a working group, a council, a secretariat."""

from ..language import Phrase
from ..values.choices import Choice, labelled
from ..values.dates import Date
from ..values.roles import Roles
from ..values.texts import Identifier, Text
from .field import Field
from .kind import Kind, Words
from .member import MEMBER
from .shared import TERM_DATES
from .tables import Tables

_KIND = {
    "assembly": Phrase("assembly", "会员大会"),
    "council": Phrase("council", "理事会"),
    "standing-council": Phrase("standing council", "常务理事会"),
    "supervisors": Phrase("board of supervisors", "监事会"),
    "secretariat": Phrase("secretariat", "秘书处"),
    "committee": Phrase("committee", "专业委员会"),
    "working-group": Phrase("working group", "专项工作组"),
    "expert-pool": Phrase("expert pool", "专家智库"),
    "branch": Phrase("branch", "分支机构"),
}

BODY = Kind(
    table="bodies",
    fields={
        field.key: field
        for field in (
            Field(
                "id",
                Phrase("ID", "机构编号"),
                Identifier(),
                Phrase(
                    "short word, such as connected; never changed",
                    "简短的标识，如 connected，不再改动",
                ),
                required=True,
                rank=2,
                asked=True,
                aliases=("编号", "body id"),
                on_form=True,
            ),
            Field(
                "label",
                Phrase("Name", "机构名称"),
                Text(minimum=2, maximum=100, names=True),
                Phrase("as it is called in full", "填写全称"),
                required=True,
                rank=1,
                asked=True,
                aliases=("名称", "name"),
                on_form=True,
            ),
            Field(
                "kind",
                Phrase("Kind", "机构类型"),
                Choice(labelled(_KIND)),
                Phrase("what sort of body it is", "如 理事会、专项工作组"),
                rank=3,
                asked=True,
                aliases=("类型",),
                chooses=True,
                on_form=True,
            ),
            Field(
                "roles",
                Phrase("Roles", "角色"),
                Roles(),
                Phrase(
                    "the seats of each, 0 for no bound: lead=1,deputy=3",
                    "各角色的席位数，不限填 0：lead=1,deputy=3",
                ),
                rank=4,
                asked=True,
                on_form=True,
            ),
            Field(
                "host",
                Phrase("Host", "挂靠单位"),
                MEMBER.fields["parent"].type,
                Phrase("id of the member where it has its seat", "填写会员编号"),
                rank=5,
                aliases=("所在单位", "设在"),
                on_form=True,
            ),
            Field(
                "founded",
                Phrase("Founded", "成立时间"),
                Date(),
                Phrase("day on which it was set up", "批准成立的日期"),
                aliases=("成立日期",),
                on_form=True,
            ),
            Field(
                "ended",
                Phrase("Ended", "撤销时间"),
                Date(),
                Phrase("day on which it was dissolved", "不再设立的日期"),
                aliases=("撤销日期",),
            ),
            MEMBER.fields["note"],
            MEMBER.fields["source"],
            Field(
                "terms",
                Phrase("Terms", "届期"),
                Tables(TERM_DATES),
                Phrase(
                    "a term of office: number=1,from=…,until=…", "一届任期：number=1,from=…,until=…"
                ),
            ),
        )
    },
    id_prefix="",
    words=Words(Phrase("body", "机构"), Phrase("bodies", "机构"), "个"),
    form=Phrase("Body registration form", "机构信息登记表"),
    names=("label",),
    official_names=("label",),
    lasting=("founded", "ended"),
)
"""The bodies of an alliance."""
