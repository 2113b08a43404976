"""F321: a name without a letter."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F321",
    Severity.WARNING,
    Phrase("a name without a letter", "名称中没有文字"),
    Phrase(
        "A city, a person or an organisation is rarely called by a number; a 0, a date or TRUE "
        "mostly comes from a spreadsheet that refers to an empty cell.",
        "城市、人名和单位名称很少只是数字；0、日期或 TRUE 多半来自引用空单元格的公式。",
    ),
    bad='city = "0"',
    good='city = "武汉"',
)
