"""S106: a comment that ignores nothing."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "S106",
    Severity.WARNING,
    Phrase("a comment that ignores nothing", "忽略注释不起作用"),
    Phrase(
        "A comment `# alliance: ignore[CODE]` silences findings on its line, or on the line "
        "below where it stands alone.  One that silences nothing hides the next mistake.",
        "注释 # alliance: ignore[代码] 忽略本行的问题，单独成行时忽略下一行的问题。"
        "不再起作用的注释会掩盖以后的错误，应当删除。",
    ),
    bad=f'{MEMBER}city = "武汉" # alliance: ignore[F307] as printed\n',
    good=f'{MEMBER}city = " 武汉" # alliance: ignore[F307] as printed\n',
)
