"""S103: beyond what is read."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "S103",
    Severity.ERROR,
    Phrase("beyond what is read", "超出可读取的限度"),
    Phrase(
        "Numbers beyond 64 bits, and values nested a hundred deep, are no registry; other "
        "programs read them wrongly or not at all.",
        "超出 64 位的整数和嵌套过深的内容不会出现在名录中，其他程序也无法正确读取。",
    ),
    bad=f"{MEMBER}employees = 99999999999999999999\n",
    good=f"{MEMBER}employees = 12000\n",
    stops_reading=True,
)
