"""`alliance export`: members as a file for Excel, for other programs, for people."""

import codecs
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ..errors import CannotDo, WrongUsage
from ..exchange.text import WRITERS, Wishes
from ..exchange.workbook import write_workbook
from ..language import Wording, say
from ..members.fields import FIELDS
from ..members.lists import Tables
from ..members.query import Roster, select
from ..options import Choosing, ContactsOption, HeadingsOption, RegistryOption, one_of
from ..store.load import load
from ..store.locate import find_registry
from ..store.save import replace_file
from ..views import console

HELP = say(
    "Write members to a file.\n\nCSV, Excel, JSON and others, by its ending or --format.",
    "将会员导出为文件。\n\nCSV、Excel、JSON 等，由扩展名或 --format 决定。",
)

_WORKBOOK = "xlsx"
_FORMATS = (*WRITERS, _WORKBOOK)
_ENDINGS = {**{f".{name}": name for name in _FORMATS}, ".md": "markdown", ".txt": "tsv"}
_ENCODINGS = ("utf-8-sig", "utf-8", "gb18030")
_SPREADSHEET_TEXTS = ("csv", "tsv")
_STANDARD_OUTPUT = "-"

_OutArgument = Annotated[
    str,
    typer.Argument(
        metavar="OUT",
        help=say("The file to write; - is standard output.", "目标文件；- 为标准输出。"),
    ),
]
_ForceOption = Annotated[
    bool, typer.Option("--force", help=say("Overwrite the file.", "覆盖已有文件。"))
]


def run(
    out: _OutArgument,
    choosing: Choosing,
    format: one_of(  # type: ignore[valid-type]
        _FORMATS,
        "--format",
        "-f",
        help=say("The format, if the ending does not say.", "文件格式；不填则看扩展名。"),
    ) = None,
    headings: HeadingsOption = None,
    encoding: one_of(  # type: ignore[valid-type]
        _ENCODINGS,
        "--encoding",
        help=say(
            "Encoding of CSV and TSV; a file has a byte-order mark for Excel if not given.",
            "CSV 和 TSV 的编码；不填时文件带字节序标记，便于 Excel 打开。",
        ),
    ) = None,
    contacts: ContactsOption = False,
    force: _ForceOption = False,
    registry: RegistryOption = None,
) -> None:
    """Write the members that the options choose to `out`."""
    kind = format or _format_of(out)
    if encoding and kind not in _SPREADSHEET_TEXTS:
        raise WrongUsage(say(f"--encoding does not go with {kind}", f"{kind} 不能指定 --encoding"))
    source = find_registry(registry)
    if out != _STANDARD_OUTPUT:
        _refuse_overwriting(Path(out), source, force=force)
    document = load(source)
    columns = [f for f in FIELDS.values() if contacts or not isinstance(f.type, Tables)]
    roster = select(document.registry, choosing.selection(), columns=columns)
    wishes = Wishes(headings or Wording.CHINESE, contacts, console.tracked)
    if out == _STANDARD_OUTPUT:
        _write_to_standard_output(roster, wishes, kind, encoding or "utf-8")
    else:
        data = _contents(roster, wishes, kind, encoding or _encoding_of_file(kind))
        replace_file(Path(out), lambda file: file.write(data))
        count = len(roster.members)
        console.tell(say(f"{count} members written to {out}", f"已将 {count} 家会员写入 {out}"))
    console.tell_passed_over(roster.passed_over)


def _format_of(out: str) -> str:
    if out == _STANDARD_OUTPUT:
        return "csv"
    ending = Path(out).suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    raise WrongUsage(
        say(f"{out}: the ending does not say which format", f"{out}：无法由扩展名判断格式"),
        say("end in ", "请用扩展名 ")
        + ", ".join(_ENDINGS)
        + say(", or use --format", "，或用 --format"),
    )


def _encoding_of_file(format: str) -> str:
    """A spreadsheet that opens a text by double click looks for a byte-order mark."""
    return "utf-8-sig" if format in _SPREADSHEET_TEXTS else "utf-8"


def _refuse_overwriting(path: Path, registry: Path, *, force: bool) -> None:
    try:
        exists = path.exists()
        if exists and registry.exists() and path.samefile(registry):
            raise WrongUsage(
                say(f"{path} is the registry itself", f"{path} 就是名录文件本身"),
                say("name another file", "请指定另一个文件"),
            )
    except (OSError, ValueError) as error:
        raise CannotDo(
            say(f"{path}: cannot be written: {error}", f"{path}：无法写入：{error}")
        ) from None
    if exists and (path.is_dir() or not path.is_file()):
        raise CannotDo(say(f"{path}: this is not a file", f"{path}：这不是文件"))
    if exists and not force:
        raise CannotDo(
            say(f"{path}: the file is there already", f"{path}：文件已存在"),
            say("use --force to overwrite it", "如需覆盖请加 --force"),
        )


def _contents(roster: Roster, wishes: Wishes, format: str, encoding: str) -> bytes:
    """The whole file before any of it is written, so that a failure leaves none."""
    if format == _WORKBOOK:
        buffer = io.BytesIO()
        write_workbook(roster, wishes, buffer)
        return buffer.getvalue()
    return b"".join(_encoded(WRITERS[format](roster, wishes), encoding))


def _encoded(pieces: Iterable[str], encoding: str) -> Iterable[bytes]:
    encoder = codecs.getincrementalencoder(encoding)()
    yield from map(encoder.encode, pieces)


def _write_to_standard_output(roster: Roster, wishes: Wishes, format: str, encoding: str) -> None:
    if format == _WORKBOOK and console.is_terminal():
        raise WrongUsage(
            say("a workbook cannot be shown on a terminal", "工作簿不能显示在终端上"),
            say("name a file, or pipe it", "请指定文件，或用管道"),
        )
    console.put_bytes(_contents(roster, wishes, format, encoding))
