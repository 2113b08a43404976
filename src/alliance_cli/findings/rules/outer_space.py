"""F307: spaces around the text."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F307",
    Severity.WARNING,
    Phrase("spaces around the text", "首尾有空格"),
    Phrase(
        "Nobody sees a space before or after a text, and searching and sorting stumble over it.",
        "文字首尾的空格看不见，却会影响查找和排序。",
    ),
    bad='city = " 武汉"',
    good='city = "武汉"',
)
