"""X503: a credit code used twice."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase
from ..check import RegistryCheck, RegistryContext
from ..duplicates import duplicates

RULE = Rule(
    "X503",
    Severity.ERROR,
    Phrase("a credit code used twice", "信用代码重复"),
    Phrase(
        "A credit code belongs to one organisation: one of the two has another's, or both are "
        "the same.",
        "一个信用代码只属于一家单位，要么其中一家录错，要么两家是同一单位。",
    ),
    bad=two_members(
        'name = "东风汽车"\ncredit_code = "12100000441626842D"',
        'name = "骆驼集团"\ncredit_code = "12100000441626842D"',
    ),
    good=two_members('name = "东风汽车"\ncredit_code = "12100000441626842D"', 'name = "骆驼集团"'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Credit codes that an earlier member has."""
    return duplicates(context, RULE, "credit_code", str.upper, "code")


CHECK = RegistryCheck(RULE, find, fields={"credit_code"})
