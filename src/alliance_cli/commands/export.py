"""`alliance export`: members as a file for Excel, for other programs, for people."""

import codecs
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

from ..actions.write import write_file
from ..errors import WrongUsage
from ..exchange.mailing import MAILINGS
from ..exchange.text import WRITERS, Wishes
from ..kinds.member import MEMBER
from ..language import Wording, say
from ..ledger import LEDGER
from ..options import (
    Choosing,
    ContactsOption,
    ForceOption,
    HeadingsOption,
    RegistryOption,
    argument,
    one_of,
    option,
)
from ..registry.query import Roster, select
from ..registry.shown import Shown
from ..store.load import load
from ..store.locate import find_registry
from ..store.save import refuse_overwriting
from ..views import console

HELP = say(
    "Write members to a file.\n\nCSV, Excel, JSON and others, by its ending or --format.",
    "将会员导出为文件。\n\nCSV、Excel、JSON 等，由扩展名或 --format 决定。",
)

_WORKBOOK, _SIGN_IN = "xlsx", "sign-in"
_WORKBOOKS = (_WORKBOOK, _SIGN_IN)
_FORMATS = (*WRITERS, _WORKBOOK, *MAILINGS, _SIGN_IN)
_ENDINGS = {
    **{f".{name}": name for name in (*WRITERS, _WORKBOOK, "vcf")},
    ".md": "markdown",
    ".txt": "tsv",
}
_ENCODINGS = ("utf-8-sig", "utf-8", "gb18030")
_SPREADSHEET_TEXTS = ("csv", "tsv")
_ENCODABLE = (*_SPREADSHEET_TEXTS, "emails", "labels")
_STANDARD_OUTPUT = "-"


class _Wanted(NamedTuple):
    """What the workbook options ask for."""

    by: str | None
    summary: bool
    template: bool
    filled: bool


def run(
    out: Annotated[
        str, argument("OUT", "The file to write; - is standard output.", "目标文件；- 为标准输出。")
    ],
    choosing: Choosing,
    format: Annotated[
        str | None,
        one_of(
            _FORMATS,
            "--format -f",
            "The format, if the ending does not say.",
            "文件格式；不填则看扩展名。",
        ),
    ] = None,
    headings: HeadingsOption = None,
    encoding: Annotated[
        str | None,
        one_of(
            _ENCODINGS,
            "--encoding",
            "Encoding of texts; a CSV or TSV file has a byte-order mark for Excel if not given.",
            "文本的编码；不填时 CSV 和 TSV 文件带字节序标记，便于 Excel 打开。",
        ),
    ] = None,
    contacts: ContactsOption = False,
    by: Annotated[
        str | None,
        option(
            "--by", "A sheet for each value of FIELD (xlsx).", "按字段的值分工作表(xlsx)。", "FIELD"
        ),
    ] = None,
    summary: Annotated[
        bool,
        option(
            "--summary",
            "Counts and charts on a first sheet (xlsx).",
            "首张工作表为统计和图表(xlsx)。",
        ),
    ] = False,
    template: Annotated[
        bool,
        option(
            "--template",
            "A form to send out, empty or filled with the members chosen (xlsx).",
            "供会员填写的表格，空白或填有所选会员的信息(xlsx)。",
        ),
    ] = False,
    force: ForceOption = False,
    registry: RegistryOption = None,
) -> None:
    """Write the members that the options choose to `out`."""
    LEDGER.open()
    shape = format or _format_of(out)
    wanted = _Wanted(by, summary, template, filled=choosing.chooses)
    _refuse_what_does_not_fit(shape, wanted, encoding, contacts=contacts)
    source = find_registry(registry)
    if out != _STANDARD_OUTPUT:
        refuse_overwriting(Path(out), source, force=force)
    document = load(source)
    # A workbook has a sheet for the contacts.
    in_cells = contacts and shape != _WORKBOOK
    kind = document.registry.kinds[MEMBER.table]
    columns = list(kind.fields.values()) if in_cells else kind.plain
    roster = select(document.registry, kind, choosing.selection(), columns=columns)
    shown = Shown(document.registry, headings or Wording.CHINESE, contacts=contacts)
    wishes = Wishes(shown, console.tracked)
    if out == _STANDARD_OUTPUT:
        if shape in _WORKBOOKS and console.is_terminal():
            raise WrongUsage(
                say("a workbook cannot be shown on a terminal", "工作簿不能显示在终端上"),
                say("name a file, or pipe it", "请指定文件，或用管道"),
            )
        console.put_bytes(_contents(roster, wishes, shape, encoding or "utf-8", wanted))
    else:
        data = _contents(roster, wishes, shape, encoding or _encoding_of_file(shape), wanted)
        write_file(Path(out), data)
    if template and not wanted.filled:
        console.tell(say("an empty form was written", "已写出空白表格"))
        return
    unreached = _unreached(roster, shape)
    if out != _STANDARD_OUTPUT:
        count = len(roster.members) - unreached
        console.tell(say(f"{count} members written to {out}", f"已将 {count} 家会员写入 {out}"))
    if unreached:
        missing = MAILINGS[shape].missing
        console.tell(
            say(
                f"{unreached} without a {missing} were passed over",
                f"另有 {unreached} 家没有{missing}，已略过",
            )
        )
    console.tell_passed_over(roster.passed_over)


def _refuse_what_does_not_fit(
    kind: str, wanted: _Wanted, encoding: str | None, *, contacts: bool
) -> None:
    """Refuse options that a format has no use for, and a format that needs another option."""
    given = {
        "--encoding": bool(encoding) and kind not in _ENCODABLE,
        "--by": bool(wanted.by) and kind != _WORKBOOK,
        "--summary": wanted.summary and kind != _WORKBOOK,
        "--template": wanted.template and kind != _WORKBOOK,
    }
    for name, misplaced in given.items():
        if misplaced:
            raise WrongUsage(say(f"{name} does not go with {kind}", f"{kind} 不能指定 {name}"))
    if wanted.template and (wanted.by or wanted.summary):
        option = "--by" if wanted.by else "--summary"
        raise WrongUsage(
            say(f"{option} does not go with --template", f"--template 不能与 {option} 同用")
        )
    if kind in MAILINGS and MAILINGS[kind].personal and not contacts:
        raise WrongUsage(
            say(f"{kind} is of no use with masked contacts", f"联系方式隐去后，{kind} 没有用处"),
            say("add --contacts", "请加 --contacts"),
        )


def _unreached(roster: Roster, kind: str) -> int:
    """How many of the members a mailing passes over."""
    if kind not in MAILINGS:
        return 0
    return sum(not MAILINGS[kind].reaches(member) for member in roster.members)


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


def _contents(roster: Roster, wishes: Wishes, format: str, encoding: str, wanted: _Wanted) -> bytes:
    """The whole file before any of it is written, so that a failure leaves none."""
    if format in _WORKBOOKS:
        buffer = io.BytesIO()
        _write_workbook(roster, wishes, format, buffer, wanted)
        return buffer.getvalue()
    write = MAILINGS[format].write if format in MAILINGS else WRITERS[format]
    return b"".join(_encoded(write(roster, wishes), encoding))


def _write_workbook(
    roster: Roster, wishes: Wishes, format: str, file: BinaryIO, wanted: _Wanted
) -> None:
    if format == _SIGN_IN:
        from ..exchange.workbooks.sign_in import write_sign_in

        write_sign_in(roster, wishes, file)
    elif wanted.template:
        from ..exchange.workbooks.form import write_form

        write_form(roster, wishes, file, filled=wanted.filled)
    else:
        from ..exchange.workbooks.workbook import Layout, write_workbook

        by = roster.kind.known_field(wanted.by) if wanted.by else None
        write_workbook(roster, wishes, Layout(by, wanted.summary), file)


def _encoded(pieces: Iterable[str], encoding: str) -> Iterable[bytes]:
    encoder = codecs.getincrementalencoder(encoding)()
    yield from map(encoder.encode, pieces)
