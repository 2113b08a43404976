"""F306: a date in the future."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F306",
    Severity.ERROR,
    Phrase("a date in the future", "日期在将来"),
    Phrase(
        "A member joined or left on a day that has been; a day to come is a typing error.",
        "入会和退会是已经发生的事，将来的日期是录入错误。",
    ),
    bad="joined = 2999-01-01",
    good="joined = 2019-05-28",
)
