"""F302: too short or too long."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F302",
    Severity.ERROR,
    Phrase("too short or too long", "长度不对"),
    Phrase(
        "A text is not empty (a field without a value is left out), and a name has 2 to 100 "
        "characters.",
        "文字不能为空，没有值的字段应当省略；名称为 2 至 100 个字符。",
    ),
    bad='city = ""',
    good='city = "武汉"',
)
