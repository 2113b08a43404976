"""F301: a value of another type."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F301",
    Severity.ERROR,
    Phrase("a value of another type", "值的类型不对"),
    Phrase(
        "Every field has one type: numbers and dates stand without quotes, texts with quotes, "
        "lists in brackets.  A number in quotes sorts and adds up wrongly.",
        "每个字段只有一种类型，数字和日期不加引号，文字加引号，列表用方括号。"
        "加了引号的数字无法正确排序和合计。",
    ),
    bad='employees = "120"',
    good="employees = 120",
)
