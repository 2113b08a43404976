"""F308: invisible characters."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F308",
    Severity.WARNING,
    Phrase("invisible characters", "含不可见字符"),
    Phrase(
        "Zero-width and directional characters come along when text is copied from the web.  "
        "Nobody sees them, and two names that look the same are not.",
        "从网页复制文字时常带入零宽字符和方向控制符，看不见，却使相同的名称变得不同。",
    ),
    bad='city = "武\\u200b汉"',
    good='city = "武汉"',
)
