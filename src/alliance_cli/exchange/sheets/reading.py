"""Reading a table of members from a file of any kind, every cell as its text.

Nothing is guessed from a cell: a number is its digits, a date is 2019-05-28, and whatever a field
makes of that is the field's own affair.
"""

import contextlib
import io
import sys
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from xml.parsers import expat

from ...errors import CannotDo, WrongUsage
from ...kinds.member import MEMBER
from ...language import say
from ..origin import MOST_CELLS, Origin, read_origin
from ..origin import TABLES as ORIGIN_SHEETS
from ..workbooks.sheet import LONGEST_CELL
from ..workbooks.sheet_names import is_own
from .cells import NoValue, Repeated, Why, cell_name, text_of
from .day_formats import DayFormats
from .delimited import read_delimited
from .foreign import refuse_foreign
from .inspection import check_workbook, damaged, records_of, too_large, unreadable
from .marks import Range, RawSheet, marks_of_package, marks_of_records
from .open_document import is_open_document, read_open_document

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read, in bytes."""

# An export to CSV has what no cell of a spreadsheet would hold.
_LONGEST_DELIMITED = 1_000_000
# Lists of 100,000 members have 30 million, and a million takes half a second to look at.
_MOST_CHARACTERS = 100_000_000

# A workbook of some ten thousand members.
_LARGE = 2_000_000

_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")


class Sheet(NamedTuple):
    """A sheet: its name, and the texts of its rows from the first one on; a CSV is one too.

    Cells from which nothing can be read are `NoValue`.  `file` is where it stands, if there are
    several.
    """

    name: str
    rows: list[list[str]]
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    is_hidden: bool = False
    file: str = ""

    @property
    def place(self) -> str:
        """Its name, with that of its file where there are several."""
        return " ".join(filter(None, (self.file, self.name)))


@dataclass(frozen=True)
class Book:
    """What was read from a file: its visible sheets, and what it was exported from, if it tells.

    Those are the `origins` of the records of each table; `table` is the one that it is read for.
    `encoding` is that of a text, empty for a workbook.  `hidden` are the sheets that nobody sees,
    `unwanted` those that a person does not want to be read.
    """

    sheets: list[Sheet]
    origins: Mapping[str, Origin] = field(default_factory=dict)
    encoding: str = ""
    hidden: Sequence[Sheet] = ()
    unwanted: Sequence[Sheet] = ()
    table: str = MEMBER.table

    @property
    def origin(self) -> Origin:
        """What the records that it is read for were exported from."""
        return self.origins.get(self.table, Origin())

    def of_several(self, file: str) -> "Book":
        """The same, whose every part tells that it stands in this file of several."""
        return replace(
            self,
            sheets=[sheet._replace(file=file) for sheet in self.sheets],
            origins={table: replace(each, file=file) for table, each in self.origins.items()},
            hidden=[sheet._replace(file=file) for sheet in self.hidden],
        )


def read_book(
    name: str,
    raw: bytes,
    *,
    recognised: Callable[[Sequence[str]], int],
    exported: Collection[str],
    encoding: str | None = None,
    separator: str | None = None,
) -> Book:
    """The sheets of the workbook or text `raw`, which comes from the file called `name`.

    `recognised` counts the headings of members in a row, `exported` are those of
    an export.  Raises CannotDo where the file cannot be read or would be dangerous to, WrongUsage
    where it is not what the options say.
    """
    if not raw.strip():
        raise unreadable(name, say("the file is empty", "文件是空的"))
    if raw.startswith(_WORKBOOKS):
        if encoding or separator:
            option = "--encoding" if encoding else "--separator"
            raise WrongUsage(
                say(f"{option} does not go with a workbook", f"工作簿不能指定 {option}")
            )
        return _read_workbook(name, raw)
    refuse_foreign(name, raw)
    read = read_delimited(
        name,
        raw,
        encoding=encoding,
        separator=separator,
        recognised=recognised,
        exported=exported,
    )
    sheet = Sheet("", read.rows)
    _refuse_long_texts(name, [sheet], _LONGEST_DELIMITED)
    return Book([sheet], encoding=read.encoding)


def _read_workbook(name: str, raw: bytes) -> Book:
    from python_calamine import CalamineError

    check_workbook(name, raw)
    visible: list[Sheet] = []
    hidden: list[Sheet] = []
    origins: list[Origin] = []
    texts: dict[str, str] = {}
    try:
        is_open = raw.startswith(b"PK") and is_open_document(raw)
        # One after the other: what was read of a sheet is larger than its texts.
        for each in read_open_document(raw) if is_open else _office_workbook(raw, texts):
            if each.name in ORIGIN_SHEETS:
                origins.append(read_origin(each.rows, each.name, texts))
            elif each.is_visible:
                visible.append(_sheet(each, texts))
            elif not is_own(each.name):
                hidden.append(_sheet(each, texts))
    except (
        *(CalamineError, zipfile.BadZipFile, expat.ExpatError),
        *(ValueError, LookupError, OSError),
    ) as error:
        raise damaged(name) from error
    if len(raw) > _LARGE:
        _give_back()
    _refuse_long_texts(name, [*visible, *hidden])
    return Book(
        visible,
        {ORIGIN_SHEETS[origin.sheet]: origin for origin in origins if origin},
        hidden=hidden,
    )


def _give_back() -> None:
    """Give the system what the reader of workbooks has let go of.

    Python takes its own memory elsewhere, so that it would lie idle until the end.
    """
    import ctypes

    if sys.platform == "linux":
        # Not every library of C has it.
        with contextlib.suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def _refuse_long_texts(name: str, sheets: Iterable[Sheet], longest: int = LONGEST_CELL) -> None:
    """Raise CannotDo for a cell that no spreadsheet holds, or for more text than a list ever has.

    A text that is merged or repeated over many rows counts in each of them.
    """
    room = _MOST_CHARACTERS
    for sheet in sheets:
        for number, row in enumerate(sheet.rows):
            lengths = [*map(len, row)]
            room -= sum(lengths)
            if lengths and max(lengths) > longest:
                column = next(each for each, length in enumerate(lengths) if length > longest)
                place = " ".join(filter(None, (sheet.name, cell_name(number, column))))
                raise _too_long(name, place, lengths[column], longest)
        if room < 0:
            raise too_large(name)


def _too_long(name: str, place: str, length: int, longest: int) -> CannotDo:
    return unreadable(
        name,
        say(
            f"{place}: the cell has {length:,} characters, at most {longest:,} are read",
            f"{place}：单元格有 {length:,} 个字符，最多读取 {longest:,} 个",
        ),
        say("shorten it", "请缩短内容"),
    )


def _office_workbook(raw: bytes, texts: dict[str, str]) -> Iterator[RawSheet]:
    """The sheets of a workbook of Excel; of equal texts there is one, which is in `texts`.

    The reader makes a text of its own for every cell.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    is_package = raw.startswith(b"PK")
    marks = marks_of_package(raw) if is_package else marks_of_records(records_of(raw))
    formats = DayFormats(raw) if is_package else None
    about_sheets = zip(workbook.sheets_metadata, marks, strict=False)
    for number, (about, marked) in enumerate(about_sheets):
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(about.name)
            left = [""] * sheet.start[1] if sheet.start else []
            is_visible = about.visible == SheetVisibleEnum.Visible
            if about.name in ORIGIN_SHEETS:
                rows = ([*left, *values] for values in sheet.iter_rows())
                yield RawSheet(about.name, is_visible, rows, [], marked)
                continue
            filled = [
                [
                    *left,
                    *(texts.setdefault(v, v) if isinstance(v, str) else v for v in values),
                ]
                for values in sheet.iter_rows()
            ]
            if formats:
                formats.show(filled, number)
            merged = sheet.merged_cell_ranges or []
            del sheet
            yield RawSheet(about.name, is_visible, filled, merged, marked)
            del filled


def _sheet(raw: RawSheet, texts: dict[str, str]) -> Sheet:
    """A sheet with its texts: errors at their places, merged cells filled.

    Equal ones are one, with those of other sheets too, which are in `texts`.
    """
    # Most of what stands in a list stands there many times.
    known: dict[Any, str] = {}

    def text(value: Any) -> str:
        if isinstance(value, NoValue):
            return value
        key = type(value), value
        found = known.get(key)
        if found is None:
            found = known[key] = text_of(value)
            if type(found) is str:
                found = known[key] = texts.setdefault(found, found)
        return found

    rows = [list(map(text, row)) for row in raw.rows]
    last_row, last_column = map(max, zip((-1, -1), *raw.marks.no_value, strict=True))
    width = max(last_column + 1, *map(len, rows), 0)
    if max(last_row + 1, len(rows)) * width > MOST_CELLS:
        raise ValueError
    rows += [[] for _ in range(last_row + 1 - len(rows))]
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    for (number, column), found in raw.marks.no_value.items():
        rows[number][column] = found
    _fill_merged(rows, raw.merged, width)
    marks = raw.marks
    return Sheet(raw.name, rows, marks.hidden_rows, marks.hidden_columns, not raw.is_visible)


def _fill_merged(rows: list[list[str]], merged: Iterable[Range], width: int) -> None:
    """Give merged cells the text of the first in every row; those beside it have no value."""
    room = MOST_CELLS
    repeated: dict[str, Repeated] = {}
    for (top, left), (bottom, right) in merged:
        concerned = rows[top : bottom + 1]
        room -= len(concerned) * (min(right + 1, width) - left)
        if room < 0:
            return
        if left < width and concerned:
            beside = [NoValue("", Why.COVERED)] * (min(right + 1, width) - left - 1)
            text = concerned[0][left]
            below = text
            if not isinstance(text, NoValue | Repeated):
                below = repeated.setdefault(text, Repeated(text))
            for number, row in enumerate(concerned):
                row[left : left + 1 + len(beside)] = [below if number else text, *beside]
