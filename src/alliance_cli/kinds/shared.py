"""Fields that several kinds of record have: seats in bodies, and who to reach."""

from ..language import Phrase
from ..values.choices import Choice
from ..values.dates import Date
from ..values.scalars import WholeNumber
from ..values.texts import Text
from .field import Field
from .tables import Tables

SEATS = "seats"
"""The key of the field that holds the seats of a record."""

LONGEST_OFFICE = 20
"""No term, seat or appointment ends so many years ahead; who types 2062 means 2026."""

TERM_DATES = (
    Field(
        "number",
        Phrase("Term", "届次"),
        WholeNumber(),
        Phrase("number of the term", "第几届"),
        required=True,
    ),
    Field(
        "from",
        Phrase("From", "起始"),
        Date(years_ahead=LONGEST_OFFICE),
        Phrase("first day of the term", "任期第一天"),
    ),
    Field(
        "until",
        Phrase("Until", "截止"),
        Date(years_ahead=LONGEST_OFFICE),
        Phrase("last day of the term", "任期最后一天"),
    ),
)


def seats_field() -> Field:
    """The seats that a record has in bodies, each with its role and its days."""
    return Field(
        SEATS,
        Phrase("Seats", "任职"),
        Tables(
            (
                Field(
                    "body",
                    Phrase("Body", "机构"),
                    Choice(table="groups", refers_to="bodies"),
                    Phrase("id of one of the [[bodies]]", "[[bodies]] 中的机构编号"),
                    required=True,
                ),
                Field(
                    "role",
                    Phrase("Role", "角色"),
                    Choice(table="roles"),
                    Phrase("one of the roles of the body", "该机构设置的角色"),
                ),
                Field(
                    "person",
                    Phrase("Person", "人员"),
                    Text(maximum=100, names=True),
                    Phrase("who takes the seat", "担任此职的人"),
                ),
                Field(
                    "term",
                    Phrase("Term", "届次"),
                    WholeNumber(),
                    Phrase("number of the term, which gives the days", "第几届，由此确定起止日期"),
                ),
                Field(
                    "since",
                    Phrase("Since", "任职时间"),
                    Date(years_ahead=LONGEST_OFFICE),
                    Phrase(
                        "first day, where it is not that of the term", "任职起始日，与届次不同时填"
                    ),
                ),
                Field(
                    "until",
                    Phrase("Until", "离任时间"),
                    Date(years_ahead=LONGEST_OFFICE),
                    Phrase(
                        "last day, where it is not that of the term", "任职截止日，与届次不同时填"
                    ),
                ),
                Field(
                    "decision",
                    Phrase("Decision", "决议"),
                    Text(maximum=500),
                    Phrase("the decision by which it was taken", "名称或文号"),
                ),
            )
        ),
        Phrase(
            "a seat in a body: body=…,role=…,person=…,term=…",
            "一处任职：body=…,role=…,person=…,term=…",
        ),
    )


CONFIRMED = Field(
    "confirmed",
    Phrase("Confirmed", "核对日期"),
    Date(),
    Phrase("day on which the record was last confirmed", "最近一次核对信息的日期"),
    aliases=("核实日期", "确认日期"),
)
