"""Reading a spreadsheet of OpenDocument (ISO 26300), which LibreOffice and WPS write.

Readers made for many formats lose what this one keeps: merged cells, line breaks and tabs within a
text, the base text of ruby without its reading, errors, and which sheets are hidden.
"""

import contextlib
import datetime
import io
import re
import zipfile
from typing import Any
from xml.parsers import expat

from ...values.dates import is_partial
from ...values.words import is_no_value
from .cells import NOT_AVAILABLE, NoValue, Why
from .day_formats import Shows, in_part
from .marks import Marks, RawSheet


def is_open_document(raw: bytes) -> bool:
    """Whether the package `raw` is a document of OpenDocument."""
    return "content.xml" in zipfile.ZipFile(io.BytesIO(raw)).namelist()


def read_open_document(raw: bytes) -> list[RawSheet]:
    """The sheets of the package `raw`, whose size was looked into before.

    Raises expat.ExpatError, zipfile.BadZipFile, KeyError or ValueError where it is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(raw)).open("content.xml") as file:
        document = _Document()
        document.parser.ParseFile(file)
    return document.sheets


# Within a paragraph, white space is one space; elements stand for more.
_SPACE = re.compile(r"[ \t\r\n]+")
# What stands within a cell and is no text of it.
_PASSED_OVER = frozenset(
    ("ruby-text", "annotation", "note", "shapes", "tracked-changes", "dde-links")
)
_MOST_HIDDEN = 65_536
MOST_SPACES = 1_000
"""The most spaces that an element stands for."""


class _Document:
    """A document as it goes by."""

    def __init__(self) -> None:
        self.sheets: list[RawSheet] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._rows: list[list[Any]] = []
        # How many tables and how many elements that are passed over are open.
        self._tables = self._outside = 0
        self._row = self._column = self._rows_repeated = self._columns_defined = 0
        self._cell: dict[str, str] | None = None
        # Each in the pieces that went by.
        self._paragraphs: list[list[str]] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if _is_passed_over(tag) or (name == "table" and self._tables):
            self._outside += 1
        elif self._outside:
            return
        elif name == "style":
            self._style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table":
            self._begin_table(attributes)
        elif name == "table-column":
            self._define_columns(attributes)
        elif name == "table-row":
            self._begin_row(attributes)
        elif name in ("table-cell", "covered-table-cell"):
            self._cell = {**attributes, "covered": "yes" if name[0] == "c" else ""}
            self._paragraphs = []
        elif self._cell is not None:
            self._start_text(name, attributes)

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("p", "h"):
            self._paragraphs.append([])
        elif self._paragraphs:
            if name == "s":
                spaces = min(_count(attributes.get("text:c")), MOST_SPACES)
                self._paragraphs[-1].append(" " * spaces)
            elif name == "tab":
                self._paragraphs[-1].append("\t")
            elif name == "line-break":
                self._paragraphs[-1].append("\n")

    def _characters(self, text: str) -> None:
        if self._paragraphs and self._cell is not None and not self._outside:
            self._paragraphs[-1].append(_SPACE.sub(" ", text))

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if self._outside:
            self._outside -= _is_passed_over(tag) or name == "table"
        elif name == "table":
            self._tables -= 1
        elif name == "table-row":
            self._row += self._rows_repeated
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._take_cell(self._cell)
            self._cell = None

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        visible = attributes.get("table:style-name") not in self._hidden_styles
        name = attributes.get("table:name", "")
        self._rows = []
        self.sheets.append(RawSheet(name, visible, self._rows, [], Marks()))
        self._row = self._columns_defined = 0

    def _define_columns(self, attributes: dict[str, str]) -> None:
        first = self._columns_defined
        self._columns_defined += _count(attributes.get("table:number-columns-repeated"))
        if attributes.get("table:visibility", "visible") != "visible":
            last = min(self._columns_defined, _MOST_HIDDEN)
            self.sheets[-1].marks.hidden_columns.update(range(first, last))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._rows_repeated = _count(attributes.get("table:number-rows-repeated"))
        self._column = 0
        if attributes.get("table:visibility", "visible") != "visible":
            last = min(self._row + self._rows_repeated, _MOST_HIDDEN)
            self.sheets[-1].marks.hidden_rows.update(range(self._row, last))

    def _take_cell(self, cell: dict[str, str]) -> None:
        repeated = _count(cell.get("table:number-columns-repeated"))
        value = (
            "" if cell["covered"] else _value(cell, ["".join(each) for each in self._paragraphs])
        )
        if value != "" or isinstance(value, NoValue):
            for row in range(self._row, self._row + self._rows_repeated):
                self._put(row, value, repeated)
        down = _count(cell.get("table:number-rows-spanned"))
        across = _count(cell.get("table:number-columns-spanned"))
        if down > 1 or across > 1:
            last = (self._row + down - 1, self._column + across - 1)
            self.sheets[-1].merged.append(((self._row, self._column), last))
        self._column += repeated

    def _put(self, row: int, value: Any, repeated: int) -> None:
        rows = self._rows
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (self._column - len(rows[row]))
        rows[row] += [value] * repeated


def _is_passed_over(tag: str) -> bool:
    prefix, _, name = tag.rpartition(":")
    return prefix == "draw" or name in _PASSED_OVER


def _count(text: str | None) -> int:
    return max(int(text or 1), 1)


_MONTH = re.compile(r"(?:[A-Z][a-z]{2,8}|\d{1,2}月)[ -]\d\d(?:\d\d)?")


def _shown(text: str) -> Shows | None:
    """Whether the text of a day shows a month or a year alone."""
    if _MONTH.fullmatch(text):
        return "month"
    if not is_partial(text):
        return None
    return "year" if re.fullmatch(r"\d{4}年?", text) else "month"


def _value(cell: dict[str, str], paragraphs: list[str]) -> Any:
    """The value of a cell that shows these paragraphs."""
    shown = "\n".join(paragraphs).strip(" ")
    kind = cell.get("office:value-type")
    has_formula = "table:formula" in cell
    if cell.get("calcext:value-type") == "error" or (has_formula and is_no_value(shown)):
        return NoValue(shown or NOT_AVAILABLE, Why.ERROR)
    if kind is None:
        # A formula that gives an empty text shows it in an empty paragraph.
        has_result = paragraphs or not has_formula
        return "" if has_result else NoValue(NOT_AVAILABLE, Why.NO_RESULT)
    if kind in ("float", "percentage", "currency"):
        return float(cell.get("office:value", "nan"))
    if kind == "date":
        with contextlib.suppress(ValueError):
            day = datetime.datetime.fromisoformat(cell.get("office:date-value", ""))
            shows = _shown(shown)
            return (shows and in_part(day, shows)) or day
    if kind == "boolean":
        return cell.get("office:boolean-value", shown)
    return shown or cell.get("office:string-value", "")
