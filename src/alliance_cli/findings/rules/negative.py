"""F305: a number below zero."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F305",
    Severity.ERROR,
    Phrase("a number below zero", "数值为负"),
    Phrase("There are no fewer than no employees.", "人数和金额不能小于零。"),
    bad="employees = -1",
    good="employees = 120",
)
