"""F309: compatibility characters."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F309",
    Severity.WARNING,
    Phrase("compatibility characters", "含兼容字符"),
    Phrase(
        "Characters from old character sets that look like the ordinary ones, such as the "
        "radical ⻓ for 长, are others for every search.",
        "旧字符集遗留的字符看起来与常用字相同，如部首 ⻓ 与 长，但查找时是不同的字。",
    ),
    bad='city = "⻓沙"',
    good='city = "长沙"',
)
