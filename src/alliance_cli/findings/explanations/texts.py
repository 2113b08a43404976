"""Why the rules of the text and of the shape of a registry are there."""

from ...language import Phrase
from ..rules import Rule
from .explanation import Explanation

_MEMBER = '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\n'

EXPLANATIONS = {
    Rule.NOT_UTF8: Explanation(
        Phrase(
            "TOML is UTF-8.  Old editors on Windows save GBK, and spreadsheets UTF-16; such a file "
            "would show other characters on every other machine.  Save it again as UTF-8.",
            "TOML 文件必须是 UTF-8 编码。Windows 上的旧编辑器常存为 GBK，表格软件常存为 UTF-16，"
            "换一台机器就会变成乱码。请另存为 UTF-8。",
        ),
        '# 汽车联盟\n[[members]]\nid = "M001"\n'.encode("gb18030"),
        f"# 汽车联盟\n{_MEMBER}",
    ),
    Rule.NOT_TOML: Explanation(
        Phrase(
            "Nothing can be read from a file that is not TOML.  The place is where a person would "
            "look: an unclosed string or list at its opening, not at the end of the file.",
            "不符合 TOML 语法的文件无法读取。位置指向需要修改之处，"
            "没有结束的引号或列表指向其开头，而不是文件末尾。",
        ),
        f"{_MEMBER}city = “武汉”\n",
        f'{_MEMBER}city = "武汉"\n',
    ),
    Rule.BEYOND_LIMITS: Explanation(
        Phrase(
            "Numbers beyond 64 bits, and values nested a hundred deep, are no registry; other "
            "programs read them wrongly or not at all.",
            "超出 64 位的整数和嵌套过深的内容不会出现在名录中，其他程序也无法正确读取。",
        ),
        f"{_MEMBER}employees = 99999999999999999999\n",
        f"{_MEMBER}employees = 12000\n",
    ),
    Rule.NO_FILE: Explanation(
        Phrase(
            "There is no such file, or it is a folder, a pipe or a device, or it is larger than "
            "any registry.  Check the name.",
            "文件不存在，或者是目录、管道、设备，或者大小超出名录的限度。请检查文件名。",
        ),
        "",
        _MEMBER,
    ),
    Rule.NEWER_TOML: Explanation(
        Phrase(
            "TOML 1.1 allows new lines and a last comma in braces, \\e and \\x in strings, and "
            "times without seconds.  Most programs read TOML 1.0 and would refuse the file.",
            "TOML 1.1 才允许在花括号内换行或以逗号结尾、在字符串中写 \\e 和 \\x、时间省略秒。"
            "多数程序只支持 TOML 1.0，会拒绝读取。",
        ),
        f'{_MEMBER}contacts = [{{ name = "张三", }}]\n',
        f'{_MEMBER}contacts = [{{ name = "张三" }}]\n',
    ),
    Rule.UNUSED_IGNORE: Explanation(
        Phrase(
            "A comment `# alliance: ignore[CODE]` silences findings on its line, or on the line "
            "below where it stands alone.  One that silences nothing hides the next mistake.",
            "注释 # alliance: ignore[代码] 忽略本行的问题，单独成行时忽略下一行的问题。"
            "不再起作用的注释会掩盖以后的错误，应当删除。",
        ),
        f'{_MEMBER}city = "武汉" # alliance: ignore[F307] as printed\n',
        f'{_MEMBER}city = " 武汉" # alliance: ignore[F307] as printed\n',
    ),
    Rule.NOT_A_REGISTRY: Explanation(
        Phrase(
            "A registry has members: `[[members]]`, once for each.  This file is TOML, but "
            "something else.",
            "名录由会员组成，每家一个 [[members]]。此文件是 TOML，但不是名录。",
        ),
        '[project]\nname = "x"\n',
        _MEMBER,
    ),
    Rule.WRONG_SHAPE: Explanation(
        Phrase(
            "The parts of a registry have fixed shapes: members are `[[members]]`, vocabularies "
            "give every key a label in quotes.",
            "名录各部分的结构是固定的，会员写作 [[members]]，词表中每个键对应一个带引号的名称。",
        ),
        f"[categories]\nvehicle = 1\n\n{_MEMBER}",
        f'[categories]\nvehicle = "整车企业"\n\n{_MEMBER}',
    ),
    Rule.UNKNOWN_FORMAT: Explanation(
        Phrase(
            "`format` says by which version of these rules a registry is written.  This program "
            "reads format 1; a newer one may mean something else by the same words.",
            "format 表示名录所用规则的版本。本程序读取版本 1，更新的版本可能含义不同。",
        ),
        f"format = 2\n\n{_MEMBER}",
        f"format = 1\n\n{_MEMBER}",
    ),
    Rule.UNKNOWN_TABLE: Explanation(
        Phrase(
            "A table that no command reads is most often a typing error, and what stands in it has "
            "no effect.",
            "没有命令读取的表多半是拼写错误，其中的内容不起作用。",
        ),
        f'[catagories]\nvehicle = "整车企业"\n\n{_MEMBER}',
        f'[categories]\nvehicle = "整车企业"\n\n{_MEMBER}',
    ),
}
