"""R204: an unknown key."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "R204",
    Severity.WARNING,
    Phrase("an unknown key", "未知的键"),
    Phrase(
        "A table that no command reads is most often a typing error, and what stands in it has "
        "no effect.",
        "没有命令读取的表多半是拼写错误，其中的内容不起作用。",
    ),
    bad=f'[catagories]\nvehicle = "整车企业"\n\n{MEMBER}',
    good=f'[categories]\nvehicle = "整车企业"\n\n{MEMBER}',
)
