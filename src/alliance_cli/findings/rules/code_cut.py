"""F312: a credit code cut by a spreadsheet."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F312",
    Severity.ERROR,
    Phrase("a credit code cut by a spreadsheet", "信用代码被表格截断"),
    Phrase(
        "A spreadsheet keeps 15 digits of a number and makes the others zero.  The code must "
        "be typed again, into a cell that is formatted as text.",
        "表格软件只保留数字的前 15 位，其余变为 0。需在文本格式的单元格中重新录入。",
    ),
    bad='credit_code = "914200001775704000"',
    good='credit_code = "91420000177570439L"',
)
