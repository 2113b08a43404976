"""The commands: one module each, which loads, calls the domain once and shows the outcome."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..language import Phrase

if TYPE_CHECKING:
    from ..kinds.kind import Kind

COMMANDS: Mapping[str, Phrase] = {
    "init": Phrase(
        "Begin a new registry.\n\n"
        "From options, from a list of members or, on a terminal, asked for step by step.",
        "新建名录。\n\n用选项给出，由现有会员名单生成，或在终端上逐步询问。",
    ),
    "list": Phrase(
        "Show members as a table.",
        "以表格显示会员。",
    ),
    "filter": Phrase(
        "Show the members of some categories.",
        "显示某些类别的会员。",
    ),
    "show": Phrase(
        "Show everything on one member.\n\nIt is found by its id, a name or a part of a name.",
        "显示一个会员的全部信息。\n\n按编号、名称、简称、曾用名或名称的一部分查找。",
    ),
    "add": Phrase(
        "Add a member.\n\nFrom options or, on a terminal, asked for field by field; < goes back.",
        "添加会员。\n\n用选项给出，或在终端上逐项询问，输入 < 可回到上一项。",
    ),
    "edit": Phrase(
        "Change members.\n\n"
        "One by its id or name, or all that filters choose. KEY is a field, with dots for a "
        "part of it: city, contacts.张三.mobile.",
        "修改会员。\n\n用编号或名称指定，或用筛选条件选出多家。"
        "字段可用点号表示其中一部分：city、contacts.张三.mobile。",
    ),
    "admit": Phrase(
        "Make members of applicants.\n\n"
        "With the day of joining, the decision and, if they get another, the id.",
        "吸收申请单位入会。\n\n登记入会日期、决议，需要时另编会员编号。",
    ),
    "withdraw": Phrase(
        "Note that members left, were expelled or suspended.\n\n"
        "Their records stay; reinstate takes it back.",
        "登记退会、除名或暂停。\n\n记录保留，可用 reinstate 恢复。",
    ),
    "reinstate": Phrase(
        "Restore members who left, were expelled or suspended.\n\n"
        "The membership that ended is kept under earlier.",
        "恢复已退会、除名或暂停的会员。\n\n此前的会籍记入以往会籍。",
    ),
    "rename": Phrase(
        "Give a member another name.\n\n"
        "The old one goes among the former names, by which the member is still found.",
        "会员更名。\n\n原名记入曾用名，仍可用来查找。",
    ),
    "merge": Phrase(
        "Let two members become one.\n\n"
        "MEMBER leaves; INTO takes its names, contacts and lists, and who names it names INTO.",
        "两家会员合并为一家。\n\n"
        "前一家退出，其名称、联系人和各项列表归入后一家；以其为上级单位的，改为后一家。",
    ),
    "remove": Phrase(
        "Delete the records of members.\n\n"
        "For who leaves there is withdraw, which keeps the record.",
        "删除会员记录。\n\n退会请用 withdraw，记录会保留。",
    ),
    "validate": Phrase(
        "Check registries for mistakes.\n\nEvery finding is reported at its line and column. "
        "CODE is a code such as F303, or the beginning of some, such as F3.",
        "检查名录。\n\n报告每个问题及其行列位置。代码如 F303，也可只写开头，如 F3。",
    ),
    "export": Phrase(
        "Write members to a file.\n\nCSV, Excel, JSON and others, by its ending or --format.",
        "将会员导出为文件。\n\nCSV、Excel、JSON 等，由扩展名或 --format 决定。",
    ),
    "import": Phrase(
        "Take in members from a spreadsheet.\n\n"
        "Excel, WPS, ODS, CSV or TSV. Shows what would change; --apply writes it. "
        "COLUMN is a field, or a part of a contact such as contacts.mobile.",
        "从表格导入会员。\n\n支持 Excel、WPS、ODS、CSV 和 TSV。先显示将有哪些变化，--apply 才写入。"
        "字段也可为联系人的一项，如 contacts.mobile。",
    ),
    "stats": Phrase(
        "Count members.\n\n"
        "In all and by what is usual, or by any field; who joined and left; for an annual report.",
        "统计会员。\n\n总数和常用各项，或按任意字段统计；各期入会、退会；年度报告所需数字。",
    ),
    "diff": Phrase(
        "Show what changed between two states of the registry.\n\n"
        "Files or git revisions; what is not committed yet, if none is named.",
        "显示名录两个状态之间的变化。\n\n可为文件或 git 版本；不指定时显示尚未提交的变化。",
    ),
    "log": Phrase(
        "Tell what became of a member, or of the registry, commit by commit.",
        "按提交逐次列出会员或整个名录的变化。",
    ),
    "due": Phrase(
        "Show what wants somebody's attention.\n\n"
        "Terms and appointments that end, vacant seats, applicants, records to confirm, each with "
        "the command that settles it.",
        "列出待办事项。\n\n届期和聘期届满、席位空缺、入会申请、信息核对等，并给出相应的命令。",
    ),
    "body": Phrase(
        "Bodies of the alliance: working groups, councils, the secretariat.",
        "联盟的机构：专项工作组、理事会、秘书处等。",
    ),
    "expert": Phrase("Experts: candidates and those who were appointed.", "专家：候选和在聘专家。"),
    "project": Phrase("Projects of the alliance's call.", "征集的重大项目。"),
    "schema": Phrase(
        "Print the JSON Schema for editors.\n\n"
        "It has the vocabularies and the fields of the registry that is found.",
        "输出供编辑器使用的 JSON Schema。\n\n其中包含名录的类别等词表和自有字段。",
    ),
    "completion": Phrase(
        "Let the shell complete what you type: ids, names, fields, choices.\n\n"
        "Prints the script, or installs it.",
        "让终端补全输入的内容：编号、名称、字段、选项等。\n\n输出脚本，或直接安装。",
    ),
}
"""Every command, in the order of the help, and its own help.

A module of that name in this package has its function `run`; it is imported when it runs.
"""


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


_OF_ONE_KIND: Mapping[str, Mapping[str, Phrase]] = {
    "bodies": {
        "seat": Phrase(
            "Give a member or an expert a seat in a body.", "登记会员或专家在机构中的任职。"
        ),
        "leave": Phrase("Note that a member or an expert left a seat.", "登记会员或专家离任。"),
    },
    "experts": {
        "draw": Phrase(
            "Draw experts by lot.\n\n"
            "Of those who are appointed; who was drawn longest ago comes first, and a seed decides "
            "among the others. It can be repeated with that seed.",
            "随机抽取专家。\n\n"
            "从在聘专家中抽取：最久未抽取的优先，其余由随机种子决定；用同一种子可复核结果。",
        ),
    },
}
"""The commands that one kind alone has, by its table."""


def commands_of(kind: "Kind") -> Mapping[str, Phrase]:
    """The commands about another kind of record than members, and their help."""
    words = kind.words
    one, several = words.one, words.several
    return {
        "list": Phrase(f"Show {several.english} as a table.", f"以表格显示{several.chinese}。"),
        "show": Phrase(
            f"Show everything on one {one.english}.",
            f"显示一{words.measure}{one.chinese}的全部信息。",
        ),
        "add": Phrase(
            f"Add {_a(one.english)}.\n\n"
            "From options or, on a terminal, asked for field by field; < goes back.",
            f"添加{one.chinese}。\n\n用选项给出，或在终端上逐项询问，输入 < 可回到上一项。",
        ),
        "edit": Phrase(
            f"Change {several.english}.\n\nOne by its id or name, or all that filters choose.",
            f"修改{several.chinese}。\n\n用编号或名称指定，或用筛选条件选出多{words.measure}。",
        ),
        "stats": Phrase(
            f"Count {several.english}, by any field; sums and means of numbers.",
            f"统计{several.chinese}，可按任意字段，并对数值求和、求平均。",
        ),
        "remove": Phrase(
            f"Delete the records of {several.english}.", f"删除{several.chinese}的记录。"
        ),
        "export": Phrase(
            f"Write {several.english} to a file.\n\n"
            "CSV, Excel, JSON and others, by its ending or --format.",
            f"将{several.chinese}导出为文件。\n\nCSV、Excel、JSON 等，由扩展名或 --format 决定。",
        ),
        "import": Phrase(
            f"Take in {several.english} from a spreadsheet.\n\n"
            "Shows what would change; --apply writes it.",
            f"从表格导入{several.chinese}。\n\n先显示将有哪些变化，--apply 才写入。",
        ),
        **_OF_ONE_KIND.get(kind.table, {}),
    }
