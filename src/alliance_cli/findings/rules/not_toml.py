"""S102: text that is not TOML."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "S102",
    Severity.ERROR,
    Phrase("text that is not TOML", "文本不符合 TOML 语法"),
    Phrase(
        "Nothing can be read from a file that is not TOML.  The place is where a person would "
        "look: an unclosed string or list at its opening, not at the end of the file.",
        "不符合 TOML 语法的文件无法读取。位置指向需要修改之处，"
        "没有结束的引号或列表指向其开头，而不是文件末尾。",
    ),
    bad=f"{MEMBER}city = “武汉”\n",
    good=f'{MEMBER}city = "武汉"\n',
    stops_reading=True,
)
