"""M402: an unknown field."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "M402",
    Severity.WARNING,
    Phrase("an unknown field", "未知的字段"),
    Phrase(
        "A field that has no definition is most often a typing error; no table and no export "
        "shows it.",
        "没有定义的字段多半是拼写错误，不会出现在任何表格和导出文件中。",
    ),
    bad='ctiy = "武汉"',
    good='city = "武汉"',
)
