"""F310: control characters."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F310",
    Severity.ERROR,
    Phrase("control characters", "含控制字符"),
    Phrase(
        "A control character can move the cursor of a terminal or break a spreadsheet, and has "
        "no place in a registry.",
        "控制字符会扰乱终端显示、损坏表格，不应出现在名录中。",
    ),
    bad='city = "武\\u001b汉"',
    good='city = "武汉"',
)
