"""F314: a wrong check character."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F314",
    Severity.ERROR,
    Phrase("a wrong check character", "信用代码校验位不对"),
    Phrase(
        "The last character of a credit code follows from the others; where it does not, one "
        "of the 18 was mistyped or two were swapped.",
        "信用代码最后一位由前面各位算出，不符说明有一位录错或相邻两位颠倒。",
    ),
    bad='credit_code = "12100000441626842C"',
    good='credit_code = "12100000441626842D"',
)
