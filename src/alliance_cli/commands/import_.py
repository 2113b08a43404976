"""`alliance import`: members from a spreadsheet; a preview first, then the registry.

Here is what may be typed; what it does is in `importing`, for which a shell that completes a
command line does not wait.
"""

from dataclasses import dataclass, field
from typing import Annotated

from ..actions.completion import Files
from ..exchange.sheets.files import ENCODINGS, ENDINGS, REJECTS_ENDINGS, SEPARATORS
from ..intake.incoming import Prefer
from ..intake.missing import How
from ..kinds.kind import Kind
from ..options import ForceOption, RegistryOption, Writing, argument, one_of, option

_PREVIEWS = ("table", "tsv", "json")


@dataclass(eq=False, repr=False)
class Importing:
    """How lists are read, what their words mean, and what becomes of their rows."""

    apply: Annotated[bool, option("--apply", "Write to the registry.", "写入名录。")] = False
    map: Annotated[
        list[str],
        option(
            "--map",
            "What a heading means; nothing after = leaves it out (repeatable).",
            "说明表头对应的字段；= 后留空则略去该列(可重复)。",
            "HEADING=COLUMN",
        ),
    ] = field(default_factory=list)
    map_value: Annotated[
        list[str],
        option(
            "--map-value",
            "Which choice the list calls VALUE in a column (repeatable).",
            "说明名单中某列的说法对应的选项(可重复)。",
            "COLUMN:VALUE=CHOICE",
        ),
    ] = field(default_factory=list)
    match: Annotated[
        list[str],
        option(
            "--match",
            "Which member the list means by a name; nothing after = is a new one (repeatable).",
            "说明名单中的名称是哪一家会员；= 后留空为新会员(可重复)。",
            "NAME=MEMBER",
        ),
    ] = field(default_factory=list)
    remember: Annotated[
        bool,
        option(
            "--remember",
            "Keep what --map and --map-value say in the registry, for lists to come.",
            "将 --map 和 --map-value 的说明记入名录，供以后的名单使用。",
        ),
    ] = False
    default: Annotated[
        list[str],
        option(
            "--default",
            "A value for new members that have none (repeatable).",
            "新会员没有填写时使用的值(可重复)。",
            "COLUMN=VALUE",
        ),
    ] = field(default_factory=list)
    set: Annotated[
        list[str],
        option(
            "--set",
            "A value for all rows where the list has none (repeatable).",
            "名单中没有填写的各行统一使用的值(可重复)。",
            "COLUMN=VALUE",
        ),
    ] = field(default_factory=list)
    sheet: Annotated[
        list[str],
        option("--sheet", "Only this sheet (repeatable).", "只读此工作表(可重复)。", "NAME"),
    ] = field(default_factory=list)
    blank_clears: Annotated[
        bool,
        option(
            "--blank-clears",
            "An empty cell clears the value; else only [clear] does.",
            "空单元格表示清除；不加则只有 [清空] 才清除。",
        ),
    ] = False
    prefer: Annotated[
        str | None,
        one_of(
            [each.value for each in Prefer],
            "--prefer",
            "Whose value is taken where the list and the registry were both changed.",
            "表格与名录都改过的值以哪一方为准。",
        ),
    ] = None
    missing: Annotated[
        str | None,
        one_of(
            [each.value for each in How],
            "--missing",
            "What becomes of members and contacts whose rows were exported and are missing; only "
            "told, if not given. withdraw: members have left, today or as --set says of left, "
            "left_reason and status; contacts stay. remove: records and contacts are taken out.",
            "导出过、表中现在没有的行如何处理，不填则只提示。withdraw：会员按退会处理，日期为今天，"
            "或用 --set 指定退会时间、退会原因、状态，联系人不变；remove：删除会员的记录或联系人。",
        ),
    ] = None
    confirmed: Annotated[
        str | None,
        option(
            "--confirmed",
            "The day on which the records of the list were confirmed, as by a form that came back.",
            "将名单中各条记录(如填回的表)的核对日期记为此日。",
            "DATE",
        ),
    ] = None
    rejects: Annotated[
        str | None,
        option(
            "--rejects",
            "Write rows that are set aside to FILE, with the reasons, without --apply too; take in "
            "the others.",
            "将有问题的行连同原因写入文件(不加 --apply 时也写)，其余照常导入。",
            "FILE",
            Files(REJECTS_ENDINGS),
        ),
    ] = None
    force: ForceOption = False
    encoding: Annotated[
        str | None,
        one_of(ENCODINGS, "--encoding", "Encoding of CSV and TSV.", "CSV 和 TSV 的编码。"),
    ] = None
    separator: Annotated[
        str | None,
        one_of(SEPARATORS, "--separator", "What separates cells.", "单元格之间的分隔符。"),
    ] = None
    format: Annotated[
        str | None,
        one_of(
            _PREVIEWS,
            "--format -f",
            "Format of the preview; if not given, table on a terminal and tsv when piped.",
            "预览的格式；不填时终端为 table，管道为 tsv。",
        ),
    ] = None


def run(
    file: Annotated[
        list[str],
        argument(
            "FILE...",
            "Spreadsheets, or folders of them, as one change; - is standard input.",
            "表格文件，可有多个，也可以是文件夹，作为一次改动导入；- 为标准输入。",
            Files(ENDINGS),
        ),
    ],
    importing: Importing,
    *,
    writing: Writing,
    registry: RegistryOption = None,
    kind: Kind,
) -> None:
    """Take in the members that the rows of these files describe."""
    from .importing import take_in

    take_in(file, importing, writing, registry, kind)
