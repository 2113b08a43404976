"""`alliance export`: members as a file for Excel, for other programs, for people."""

import codecs
import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from ..actions.completion import Files
from ..actions.write import write_file
from ..errors import WrongUsage
from ..exchange.formats import ENDINGS, FORMATS
from ..exchange.formats.format import Format, Wishes
from ..exchange.workbooks.labels import GRIDS
from ..kinds.kind import Kind
from ..kinds.known import counted
from ..language import Wording, say
from ..ledger import LEDGER
from ..options import (
    AsOf,
    Choosing,
    ContactsOption,
    ForceOption,
    HeadingsOption,
    RegistryOption,
    argument,
    one_of,
    option,
)
from ..registry.membership import was_there
from ..registry.query import Roster, select
from ..registry.registry import Registry
from ..registry.shown import Shown
from ..store.locate import find_registry
from ..store.save import refuse_overwriting
from ..views import console

_ENCODINGS = ("utf-8-sig", "utf-8", "gb18030")
_LAYOUTS = ("row", "page")
_STANDARD_OUTPUT = "-"


def run(
    out: Annotated[
        str,
        argument(
            "OUT",
            "The file to write; - is standard output.",
            "目标文件；- 为标准输出。",
            Files([*ENDINGS]),
        ),
    ],
    choosing: Choosing,
    time: AsOf,
    format: Annotated[
        str | None,
        one_of(
            FORMATS,
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
    everything: Annotated[
        bool,
        option(
            "--everything",
            "All records of every kind, a sheet for each kind and for what they hold (xlsx).",
            "整份名录：会员、机构、专家、项目及其任职等各占一张工作表(xlsx)。",
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
    layout: Annotated[
        str | None,
        one_of(
            _LAYOUTS,
            "--layout",
            "The form has a row or a page (a sheet to print) for each member; row if not given.",
            "表格每家一行(row)或一页(page，每家一张工作表，可打印)；不填为 row。",
        ),
    ] = None,
    label_grid: Annotated[
        str | None,
        one_of(
            GRIDS,
            "--label-grid",
            "Labels across and down a sheet of A4 (labels in .xlsx); the first if not given.",
            "A4 标签纸每页的列数 x 行数(labels，.xlsx)；不填为前者。",
        ),
    ] = None,
    force: ForceOption = False,
    registry: RegistryOption = None,
    *,
    kind: Kind,
) -> None:
    """Write the members that the options choose to `out`."""
    if out != _STANDARD_OUTPUT:
        LEDGER.open()
    shape = _format_in(out, FORMATS[format]) if format else _format_of(out)
    filled = choosing.chooses or time.on is not None
    given = {
        "--by": by,
        "--summary": summary,
        "--everything": everything,
        "--template": template,
        "--layout": layout,
        "--label-grid": label_grid,
        "--encoding": encoding,
    }
    _refuse_what_does_not_fit(shape, [each for each in given if given[each]], contacts=contacts)
    if everything and (filled or choosing.sort or choosing.columns or choosing.limit is not None):
        raise WrongUsage(
            say("--everything goes with no choice of records", "--everything 不能与筛选、排序同用"),
            say("leave one of them out", "请去掉其一"),
        )
    if not shape.suits(kind):
        several, made_of = kind.words.several, shape.made_of
        raise WrongUsage(
            say(
                f"{shape.name} is made of {made_of.english}, which {several.english} do not have",
                f"{shape.name} 由{made_of.chinese}生成，{several.chinese}没有{made_of.chinese}",
            )
        )
    source = find_registry(registry)
    if out != _STANDARD_OUTPUT:
        refuse_overwriting(Path(out), [source], force=force)
    document = time.document(registry, console.tracked)
    kind = document.registry.kinds[kind.table]
    columns = list(kind.fields.values()) if contacts and not shape.apart else kind.plain
    selection = choosing.selection(time=time)
    day = time.day or datetime.date.today()
    absent = 0
    if shape.of_a_day:
        chosen = select(document.registry, kind, selection._replace(on=None), columns=columns)
        roster, absent = _there_on(day, chosen)
    else:
        roster = select(document.registry, kind, selection, columns=columns)
    wishes = Wishes(
        Shown(document.registry, headings or Wording.CHINESE, contacts=contacts),
        console.tracked,
        kind.known_field(by) if by else None,
        summary,
        everything,
        template,
        filled,
        layout == "page",
        label_grid or "",
        day,
        console.tell,
    )
    if out == _STANDARD_OUTPUT:
        if shape.book and console.is_terminal():
            raise WrongUsage(
                say(
                    f"{shape.name} cannot be shown on a terminal", f"{shape.name} 不能显示在终端上"
                ),
                say("name a file, or pipe it", "请指定文件，或用管道"),
            )
        console.put_bytes(_contents(shape, roster, wishes, encoding or "utf-8"))
    else:
        usual = "utf-8-sig" if shape.spreadsheet else "utf-8"
        data = _contents(shape, roster, wishes, encoding or usual)
        write_file(Path(out), data)
    if everything:
        if out != _STANDARD_OUTPUT:
            console.tell(_all_written(document.registry, out))
        return
    if template and not filled:
        console.tell(say("an empty form was written", "已写出空白表格"))
        return
    unreached = sum(not shape.reaches(each, kind) for each in roster.members)
    if out != _STANDARD_OUTPUT:
        written = kind.words.counted(len(roster.members) - unreached)
        console.tell(say(f"{written} written to {out}", f"已将 {written}写入 {out}"))
    if unreached:
        console.tell(
            say(
                f"{unreached} without a {shape.missing} were passed over",
                f"另有 {unreached} {kind.words.measure}没有{shape.missing}，已略过",
            )
        )
    if absent:
        console.tell(
            say(
                f"{absent} were not there on {day}",
                f"另有 {absent} {kind.words.measure}在 {day} 尚未成立或已撤销",
            )
        )
    console.tell_not_chosen(roster)


def _there_on(day: datetime.date, roster: Roster) -> tuple[Roster, int]:
    """The records that may have been there on a day, and how many others there are."""
    there = [r for r in roster.members if was_there(r, roster.kind, day) is not False]
    return roster._replace(members=there), len(roster.members) - len(there)


_ALONE = {
    "--template": {"--by", "--summary", "--everything"},
    "--everything": {"--by", "--summary"},
}


def _all_written(registry: Registry, out: str) -> str:
    """How many records of each kind were written."""
    records = say(", ", "、").join(map(str, counted(registry.numbers)))
    return say(f"{records} written to {out}", f"已将 {records}写入 {out}")


def _refuse_what_does_not_fit(shape: Format, given: Sequence[str], *, contacts: bool) -> None:
    """Refuse options that a format has no use for, and a format that needs another option."""
    useful = {*shape.options, *(["--encoding"] if shape.encodable else [])}
    for name in given:
        if name not in useful:
            raise WrongUsage(
                say(f"{name} does not go with {shape.name}", f"{shape.name} 不能指定 {name}")
            )
    for one, no_others in _ALONE.items():
        if one in given and (others := no_others.intersection(given)):
            name = min(others)
            raise WrongUsage(say(f"{name} does not go with {one}", f"{one} 不能与 {name} 同用"))
    if "--layout" in given and "--template" not in given:
        raise WrongUsage(
            say("--layout goes with --template only", "--layout 只能与 --template 同用"),
            say("add --template", "请加 --template"),
        )
    if shape.personal and not contacts:
        name = shape.name
        raise WrongUsage(
            say(f"{name} is of no use with masked contacts", f"联系方式隐去后，{name} 没有用处"),
            say("add --contacts", "请加 --contacts"),
        )


def _format_of(out: str) -> Format:
    if out == _STANDARD_OUTPUT:
        return FORMATS["csv"]
    ending = Path(out).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    raise WrongUsage(
        say(f"{out}: the ending does not say which format", f"{out}：无法由扩展名判断格式"),
        say("end in ", "请用扩展名 ")
        + ", ".join(ENDINGS)
        + say(", or use --format", "，或用 --format"),
    )


def _format_in(out: str, shape: Format) -> Format:
    """The format that was named, in a file called `out`, whose ending must not say otherwise."""
    ending = "" if out == _STANDARD_OUTPUT else Path(out).suffix.lower()
    other = ENDINGS.get(ending)
    if other is None or ending in shape.own_endings:
        return shape.in_file(ending)
    endings = say(" or ", " 或 ").join(shape.own_endings)
    raise WrongUsage(
        say(
            f"{out}: a file that ends in {ending} is no {shape.name}",
            f"{out}：扩展名 {ending} 与格式 {shape.name} 不符",
        ),
        say(
            f"end in {endings}, or leave out --format and get {other.name}",
            f"请将扩展名改为 {endings}，或去掉 --format 导出 {other.name}",
        ),
    )


def _contents(shape: Format, roster: Roster, wishes: Wishes, encoding: str) -> bytes:
    """The whole file before any of it is written, so that a failure leaves nothing."""
    buffer = io.BytesIO()
    if shape.book:
        shape.book(roster, wishes, buffer)
    elif shape.pieces:
        encoder = codecs.getincrementalencoder(encoding)()
        buffer.writelines(map(encoder.encode, shape.pieces(roster, wishes)))
    return buffer.getvalue()
