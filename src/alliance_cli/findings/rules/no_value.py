"""F320: what a spreadsheet shows where there is no value."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F320",
    Severity.ERROR,
    Phrase("no value, but a sign that there is none", "不是值，而是没有值的标记"),
    Phrase(
        "Spreadsheets and programs show #N/A, Err:502, NULL or a ditto mark where they have no "
        "value.  Nobody's city or name is that.",
        "表格或程序没有值时会显示 #N/A、Err:502、NULL、同上 等，它们不是任何会员的信息。",
    ),
    bad='city = "#N/A"',
    good='city = "武汉"',
)
