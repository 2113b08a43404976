"""`alliance import`: members from a spreadsheet; a preview first, then the registry."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..actions.take_in import (
    PREVIEWS,
    STANDARD_INPUT,
    Importing,
    Reading,
    read_source,
    take_in_source,
)
from ..actions.write import Writing
from ..errors import ExitCode, WrongUsage
from ..exchange.sheets.delimited import ENCODINGS, SEPARATORS
from ..exchange.sheets.headings import key_of
from ..exchange.sheets.rejects import ENDINGS as REJECTS_ENDINGS
from ..intake.incoming import Prefer
from ..intake.intake import Terms
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import say
from ..options import ForceOption, RegistryOption, one_of
from ..store.load import load
from ..store.locate import find_registry
from ..store.save import refuse_overwriting
from ..values.words import guidance

HELP = say(
    "Take in members from a spreadsheet.\n\nExcel, WPS, ODS, CSV or TSV. Shows what would change; "
    "--apply writes it. COLUMN is a field, or a part of a contact such as contacts.mobile.",
    "从表格导入会员。\n\n支持 Excel、WPS、ODS、CSV 和 TSV。先显示将有哪些变化，--apply 才写入。"
    "COLUMN 为字段，或联系人的一项，如 contacts.mobile。",
)

_FileArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help=say("The spreadsheet; - is standard input.", "表格文件；- 为标准输入。"),
    ),
]
_ApplyOption = Annotated[
    bool, typer.Option("--apply", help=say("Write to the registry.", "写入名录。"))
]
_MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADING=COLUMN",
        help=say(
            "What a heading means; nothing after = leaves it out (repeatable).",
            "说明表头对应的字段；= 后留空则略去该列(可重复)。",
        ),
        show_default=False,
    ),
]
_DefaultOption = Annotated[
    list[str] | None,
    typer.Option(
        "--default",
        metavar="COLUMN=VALUE",
        help=say(
            "A value for new members that have none (repeatable).",
            "新会员没有填写时使用的值(可重复)。",
        ),
        show_default=False,
    ),
]
_SheetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--sheet",
        metavar="NAME",
        help=say("Only this sheet (repeatable).", "只读此工作表(可重复)。"),
        show_default=False,
    ),
]
_BlankOption = Annotated[
    bool,
    typer.Option(
        "--blank-clears",
        help=say(
            "An empty cell clears the value; else only [clear] does.",
            "空单元格表示清除；不加则只有 [清空] 才清除。",
        ),
    ),
]
_RejectsOption = Annotated[
    str | None,
    typer.Option(
        "--rejects",
        metavar="FILE",
        help=say(
            "Write rows that are set aside to FILE, with the reasons, and take in the others.",
            "将有问题的行连同原因写入 FILE，其余照常导入。",
        ),
    ),
]


def run(
    file: _FileArgument,
    apply: _ApplyOption = False,
    map: _MapOption = None,
    default: _DefaultOption = None,
    sheet: _SheetOption = None,
    blank_clears: _BlankOption = False,
    prefer: one_of(  # type: ignore[valid-type]
        [each.value for each in Prefer],
        "--prefer",
        help=say(
            "Whose value is taken where the list and the registry were both changed.",
            "表格与名录都改过的值以哪一方为准。",
        ),
    ) = None,
    rejects: _RejectsOption = None,
    force: ForceOption = False,
    encoding: one_of(  # type: ignore[valid-type]
        ENCODINGS, "--encoding", help=say("Encoding of CSV and TSV.", "CSV 和 TSV 的编码。")
    ) = None,
    separator: one_of(  # type: ignore[valid-type]
        SEPARATORS, "--separator", help=say("What separates cells.", "单元格之间的分隔符。")
    ) = None,
    format: one_of(  # type: ignore[valid-type]
        PREVIEWS,
        "--format",
        "-f",
        help=say(
            "Format of the preview; if not given, table on a terminal and tsv when piped.",
            "预览的格式；不填时终端为 table，管道为 tsv。",
        ),
    ) = None,
    *,
    writing: Writing,
    registry: RegistryOption = None,
) -> None:
    """Take in the members that the rows of `file` describe."""
    path = find_registry(registry)
    kind = load(path).registry.kinds[MEMBER.table]
    values = _defaults(default or (), kind)
    terms = Terms(blank_clears, Prefer(prefer) if prefer else None, values)
    target = _target(rejects, file, path, force=force)
    reading = Reading(encoding, separator, sheet or (), _mapping(map or (), kind))
    source = read_source(file, kind, reading)
    importing = Importing(terms, apply, target, format, writing)
    intake = take_in_source(path, source, importing)
    if intake.set_aside():
        raise typer.Exit(ExitCode.FINDINGS)


def _mapping(typed: Sequence[str], kind: Kind) -> dict[str, str]:
    """What headings are said to mean, by heading; nothing for those to leave out."""
    # A heading may hold the mark, a column cannot.
    pairs = (_parted(each, "--map", str.rpartition) for each in typed)
    return {heading: _column(word, "--map", kind) if word else "" for heading, word in pairs}


def _defaults(typed: Sequence[str], kind: Kind) -> dict[str, str]:
    """The values of new members that have none, by column."""
    pairs = (_parted(each, "--default", str.partition) for each in typed)
    return {_column(word, "--default", kind): text for word, text in pairs}


def _parted(
    typed: str, option: str, part: Callable[[str, str], tuple[str, str, str]]
) -> tuple[str, str]:
    before, equals, after = part(typed, "=")
    if not equals:
        before, equals, after = part(typed, "\uff1d")
    if not equals or not before.strip():
        raise WrongUsage(
            say(
                f"{option}: {typed} is not of the form name=value",
                f"{option}：{typed} 不是 名称=值 的形式",
            )
        )
    return before.strip(), after.strip()


def _column(word: str, option: str, kind: Kind) -> str:
    key = key_of(kind, word)
    if key is None:
        raise WrongUsage(
            say(f"{option}: there is no field {word}", f"{option}：没有 {word} 这个字段"),
            guidance(word, kind.keys_and_headings(), kind.fields),
        )
    return key


def _target(rejects: str | None, file: str, registry: Path, *, force: bool) -> Path | None:
    """Where the rows go that are set aside."""
    if rejects is None:
        return None
    path = Path(rejects)
    if path.suffix.lower() not in REJECTS_ENDINGS:
        endings = ", ".join(REJECTS_ENDINGS)
        raise WrongUsage(
            say(f"--rejects: {rejects} must end in {endings}", f"--rejects：扩展名应为 {endings}")
        )
    refuse_overwriting(path, registry, force=force)
    if file != STANDARD_INPUT and path.exists() and path.samefile(file):
        raise WrongUsage(
            say(f"--rejects: {rejects} is the list itself", f"--rejects：{rejects} 就是名单本身"),
            say("name another file", "请指定另一个文件"),
        )
    return path
