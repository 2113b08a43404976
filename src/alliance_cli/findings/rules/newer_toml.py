"""S105: what only TOML 1.1 allows."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "S105",
    Severity.WARNING,
    Phrase("what only TOML 1.1 allows", "TOML 1.1 才有的写法"),
    Phrase(
        "TOML 1.1 allows new lines and a last comma in braces, \\e and \\x in strings, and "
        "times without seconds.  Most programs read TOML 1.0 and would refuse the file.",
        "TOML 1.1 才允许在花括号内换行或以逗号结尾、在字符串中写 \\e 和 \\x、时间省略秒。"
        "多数程序只支持 TOML 1.0，会拒绝读取。",
    ),
    bad=f'{MEMBER}contacts = [{{ name = "张三", }}]\n',
    good=f'{MEMBER}contacts = [{{ name = "张三" }}]\n',
)
