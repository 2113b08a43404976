"""Reading a table of members from a file of any kind, every cell as its text.

Nothing is guessed from a cell: a number is its digits, a date is 2019-05-28, and whatever a field
makes of that is the field's own affair.
"""

import datetime
import decimal
import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...errors import WrongUsage
from ...language import say
from ..origin import SHEET as ORIGIN_SHEET
from ..origin import Origin, read_origin
from ..workbooks.sheet_names import OWN_SHEETS
from .delimited import read_delimited
from .inspection import MOST_CELLS, check_workbook, damaged, unreadable

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read, in bytes."""

_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")


class Sheet(NamedTuple):
    """A sheet: its name, and the texts of its rows from the first one on; a CSV is one too."""

    name: str
    rows: list[list[str]]


@dataclass(frozen=True)
class Book:
    """What was read from a file: its visible sheets, and what it was exported from, if it tells.

    `encoding` is that of a text, empty for a workbook.  `hidden` are the names of sheets that
    nobody sees, `errors` counts the cells that hold an error and are read as empty.
    """

    sheets: list[Sheet]
    origin: Origin = field(default_factory=Origin)
    encoding: str = ""
    hidden: Sequence[str] = ()
    errors: int = 0


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
    if raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower().startswith(_MARKUP):
        raise unreadable(
            name,
            say("this is a web page or XML, whatever its name", "这是网页或 XML，而不是表格"),
        )
    read = read_delimited(
        name,
        raw,
        encoding=encoding,
        separator=separator,
        recognised=recognised,
        exported=exported,
    )
    return Book([Sheet("", read.rows)], encoding=read.encoding)


def _read_workbook(name: str, raw: bytes) -> Book:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    errors = check_workbook(name, raw)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets: list[Sheet] = []
        hidden: list[str] = []
        origin = Origin()
        for about in workbook.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.name == ORIGIN_SHEET:
                origin = read_origin(_rows(workbook.get_sheet_by_name(about.name)))
            elif about.visible == SheetVisibleEnum.Visible:
                sheets.append(Sheet(about.name, _rows(workbook.get_sheet_by_name(about.name))))
            elif about.name not in OWN_SHEETS:
                hidden.append(about.name)
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name) from error
    return Book(sheets, origin, hidden=hidden, errors=errors)


def _rows(sheet: Any) -> list[list[str]]:
    """The texts of a sheet, those of cells merged over several rows in each of them."""
    # Most of what stands in a list stands there many times.
    known: dict[str, str] = {}
    left = [""] * sheet.start[1] if sheet.start else []
    rows = []
    for values in sheet.iter_rows():
        texts = map(_text, values)
        rows.append([*left, *(known.setdefault(text, text) for text in texts)])
    room = MOST_CELLS
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        below = rows[top + 1 : bottom + 1]
        if not below or column >= len(rows[top]):
            continue
        room -= len(below)
        if room < 0:
            break
        for row in below:
            row[column] = rows[top][column]
    return rows


def _text(value: Any) -> str:
    """A cell as a person reads it, with every digit that is known of a number."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        # A spreadsheet keeps fifteen digits; what a float has beyond them is chance.
        return format(decimal.Decimal(f"{value:.14e}").normalize(), "f")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    # A datetime has a space between day and time, as a person writes it.
    return str(value)
