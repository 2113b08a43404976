"""F317: a list that repeats itself."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F317",
    Severity.WARNING,
    Phrase("a list that repeats itself", "列表中有重复"),
    Phrase("Once is enough; twice is a slip of the hand.", "同一项只需写一次，重复多半是误录。"),
    bad='tags = ["出口", "新能源", "出口"]',
    good='tags = ["出口", "新能源"]',
)
