"""R203: a format of another version."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "R203",
    Severity.ERROR,
    Phrase("a format of another version", "格式版本不同"),
    Phrase(
        "`format` says by which version of these rules a registry is written.  This program "
        "reads format 1; a newer one may mean something else by the same words.",
        "format 表示名录所用规则的版本。本程序读取版本 1，更新的版本可能含义不同。",
    ),
    bad=f"format = 2\n\n{MEMBER}",
    good=f"format = 1\n\n{MEMBER}",
    stops_reading=True,
)
