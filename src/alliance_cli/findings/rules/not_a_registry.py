"""R201: not a registry."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "R201",
    Severity.ERROR,
    Phrase("not a registry", "不是名录文件"),
    Phrase(
        "A registry has members: `[[members]]`, once for each.  This file is TOML, but "
        "something else.",
        "名录由会员组成，每家一个 [[members]]。此文件是 TOML，但不是名录。",
    ),
    bad='[project]\nname = "x"\n',
    good=MEMBER,
    stops_reading=True,
)
