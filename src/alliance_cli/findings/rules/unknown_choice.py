"""F304: not one of the choices."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F304",
    Severity.ERROR,
    Phrase("not one of the choices", "不在可选范围内"),
    Phrase(
        "Where the registry has a vocabulary, members use its keys.  The labels may then "
        "change in one place.",
        "名录中有词表的字段只能使用词表中的键，这样名称只需在一处修改。",
    ),
    bad='status = "正常"',
    good='status = "active"',
)
