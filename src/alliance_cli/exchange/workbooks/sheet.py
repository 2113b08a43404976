"""A sheet with a row a member or a contact: headings, typed cells, help for whoever fills it in."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import DataRefused
from ...kinds.field import Field
from ...language import Wording, say
from ...registry.registry import TITLES, Record
from ...values.characters import display_width
from .book import (
    HEADING,
    LINE,
    NARROWEST,
    TEXT,
    WIDEST,
    Formats,
    height_of,
    laid_out,
    utf16_length,
)
from .entry import Entry

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from .xlsxwriter_internals import Cell, Sheet

LONGEST_CELL = 32_767
"""UTF-16 units that a cell holds; Excel cuts the rest without a word."""

SPARE_ROWS = 500
"""Rows below the members in which staff find the same help."""

# No text that is as wide takes a second line.
_SHORT = NARROWEST - 2
# The first day that an Excel serial number can mean without an error of one day.
_FIRST_DAY = datetime.date(1900, 3, 1)
_DAY_ZERO = datetime.date(1899, 12, 30)
_MOST_ROWS = 1_048_576


class Column(NamedTuple):
    """One column: the key of its values, their field, and its heading."""

    key: str
    field: Field
    heading: str


Row = tuple[Mapping[str, Any], Sequence[str]]
"""The values of a row by the keys of its columns, and the texts that its cells show."""


def columns_of(fields: Iterable[Field], wording: Wording) -> list[Column]:
    """A column for each field."""
    return [Column(f.key, f, f.heading.worded(f.key, wording)) for f in fields]


class Extent(NamedTuple):
    """How many rows were written below the headings, and the pages side by side that they take."""

    rows: int
    pages: int


def write_table(
    sheet: "Sheet",
    columns: Sequence[Column],
    rows: Iterable[Row],
    formats: Formats,
    *,
    top: int = 0,
    widths: Sequence[int] = (),
    frame: Mapping[str, Any] | None = None,
    folds: bool = False,
) -> Extent:
    """Write headings and rows from row `top` on and set the widths, at least `widths`.

    `frame` holds further properties of every cell in these rows, empty ones too.  A table that
    `folds` hides the columns in which nobody has anything, and is printed without them.

    Codes, numbers to call and postcodes are text cells, dates are date cells.  Raises DataRefused
    where a text is longer than a cell.
    """
    heading = formats.of(HEADING)
    further = dict(frame or {})
    shapes = [shape_of(column.field, formats, further) for column in columns]
    # What can be no date and no number is a text, whatever the record has.
    plain = [column.field.type.cell_form == "text" for column in columns]
    wide = [display_width(column.heading) + 2 for column in columns]
    wide = [max(pair) for pair in zip(wide, widths or wide, strict=True)]
    for number, column in enumerate(columns):
        sheet.write_string(top, number, column.heading, heading)
    count, used = 0, set[int]()
    long: dict[int, list[tuple[int, str]]] = {}
    for row, (record, texts) in enumerate(rows, top + 1):
        count += 1
        cells: list[Cell] = []
        for number, text in enumerate(texts):
            if not text:
                if further:
                    cells.append((number, None, shapes[number].empty))
                continue
            used.add(number)
            # No text is wider than two columns a character.
            if 2 * len(text) > min(wide[number], _SHORT) or "\n" in text:
                width = display_width(text)
                wide[number] = max(wide[number], min(width, WIDEST))
                if width > _SHORT or "\n" in text:
                    long.setdefault(row, []).append((number, text))
            if plain[number] and len(text) <= WIDEST:
                cells.append((number, text, shapes[number].text))
            else:
                cells.append((number, *content(record, columns[number], text, shapes[number])))
        sheet.write_cells(row, cells)
    seen = used if folds and used else set(range(len(columns)))
    layout = laid_out(
        [width + 2 if number in seen else 0 for number, width in enumerate(wide)],
        _naming(columns),
    )
    for number, width in enumerate(wide):
        # The format of a column is that of its empty cells: zeros typed into one stay.
        shape = shape_of(columns[number].field, formats).empty
        if number in seen:
            # A mark above the column behind those that are folded unfolds them.
            mark = {"collapsed": True} if number and number - 1 not in seen else None
            sheet.set_column(number, number, layout.widths[number], shape, mark)
        else:
            sheet.set_column(number, number, width + 2, shape, {"level": 1, "hidden": True})
    if len(columns) - 1 not in seen:
        sheet.set_column(len(columns), len(columns), None, None, {"collapsed": True})
    for row, folded in long.items():
        height = height_of((text, layout.widths[number]) for number, text in folded)
        if height > LINE:
            sheet.set_row(row, height)
    return Extent(count, layout.pages)


class Shape(NamedTuple):
    """The formats of the cells of a field: the usual one, and those of an empty one and of a text.

    Where a person types a date, a spreadsheet would make the first of the month of 2020-03, and a
    day in 1905 of 2019.  In an empty cell of text both stay, and so does a whole date.
    """

    usual: Any
    empty: Any
    text: Any


def shape_of(field: Field, formats: Formats, further: Mapping[str, Any] | None = None) -> Shape:
    """The formats of the cells of a field, with `further` properties."""
    further = dict(further or {})
    usual = formats.of(dict(_SHAPES[field.type.cell_form]), further)
    text = formats.of(TEXT, further)
    return Shape(usual, text if field.type.cell_form == "date" else usual, text)


def content(record: Record, column: Column, text: str, shape: Shape) -> tuple[str | float, Any]:
    """What a cell holds for `text` to be shown of a record, and its format.

    That is a number where it is a number or a date.  Raises DataRefused where the text is longer
    than a cell.
    """
    if column.field.type.cell_form != "text":
        number = _number(record.get(column.key), column.field, text)
        if number is not None:
            return number, shape.usual
    if len(text) * 2 > LONGEST_CELL:
        _refuse_long_cell(record, column.field, text)
    return text, shape.text


def explain(sheet: "Worksheet", cell: tuple[int, int], field: Field, entry: Entry) -> None:
    """Explain a heading, which stands in this cell, in a note."""
    note = entry.note(field)
    lines = sum(1 + display_width(line) // 28 for line in note.split("\n"))
    size = {"width": 200, "height": 14 * lines + 12}
    sheet.write_comment(*cell, note, {**size, "font_size": 9, "color": "#FFFFE1"})


def guide(sheet: "Worksheet", columns: Sequence[Column], entry: Entry, top: int, last: int) -> None:
    """Explain every heading in a note and help to fill in the cells below, down to row `last`."""
    last = min(last, _MOST_ROWS - 1)
    for number, column in enumerate(columns):
        explain(sheet, (top, number), column.field, entry)
        entry.guide(sheet, column.field, column.heading, (number, top + 1, last))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})


def make_sortable(sheet: "Worksheet", columns: Sequence[Column], count: int) -> None:
    """Keep headings and names in view, and let people filter by the headings."""
    freeze(sheet, columns, 0)
    sheet.autofilter(0, 0, count, max(len(columns) - 1, 0))


def freeze(sheet: "Worksheet", columns: Sequence[Column], top: int) -> None:
    """Keep the headings, and what names a member, in view and on every page."""
    names = _naming(columns)
    sheet.freeze_panes(top + 1, names)
    sheet.repeat_rows(top)
    if names:
        sheet.repeat_columns(0, names - 1)


def _naming(columns: Sequence[Column]) -> int:
    """How many of the first columns say whose row it is."""
    first = [column.key in TITLES for column in columns[:3]]
    return first.index(True) + 1 if any(first) else 0


_SHAPES: Mapping[str, Mapping[str, Any]] = {
    "text": TEXT,
    "date": {"num_format": "yyyy-mm-dd", "valign": "vcenter", "align": "left"},
    "number": {"num_format": "0", "valign": "vcenter"},
    "decimal": {"num_format": "General", "valign": "vcenter"},
}


def _number(value: Any, field: Field, text: str) -> float | None:
    """The value as Excel counts it where it can hold it and `text` shows it, else None."""
    if not field.type.fits(value) or str(value) != text:
        return None
    if isinstance(value, datetime.date):
        return (value - _DAY_ZERO).days if value >= _FIRST_DAY else None
    # A cell holds 15 digits; what has more stays text.
    is_number = isinstance(value, (int, float)) and abs(value) < 10**15
    return value if is_number and float(f"{value:.15g}") == value else None


def _refuse_long_cell(record: Record, field: Field, text: str) -> None:
    if (length := utf16_length(text)) > LONGEST_CELL:
        who = record.get("id", "?")
        raise DataRefused(
            say(
                f"{field.key} of {who} has {length:,} characters, a cell holds 32,767",
                f"{who} 的{field.heading}有 {length:,} 个字符，单元格最多 32,767 个",
            ),
            say("export to CSV or JSON instead", "请改为导出 CSV 或 JSON"),
        )
