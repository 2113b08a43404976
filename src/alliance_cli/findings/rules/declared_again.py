"""F318: a field that is there already."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "F318",
    Severity.ERROR,
    Phrase("a field that is there already", "字段重复声明"),
    Phrase(
        "A registry declares fields of its own beside those of the program.  A key or a heading "
        "that is there already would mean two things.",
        "名录可以在程序的字段之外声明自己的字段。已有的键名或表头不能再有第二种含义。",
    ),
    bad=f'[fields.city]\nlabel = "城市"\ntype = "text"\n\n{MEMBER}',
    good=f'[fields.plant]\nlabel = "工厂"\ntype = "text"\n\n{MEMBER}',
)
