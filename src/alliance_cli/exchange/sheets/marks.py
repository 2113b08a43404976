"""Marks of a sheet that the reader of workbooks does not tell.

Cells with an error, or with a formula that nobody computed, look empty to it; and it does not say
which rows and columns are hidden.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from xml.parsers import expat

from .cells import NOT_AVAILABLE, NoValue, Why, column_number

_MOST_COLUMNS = 16_384


@dataclass
class Marks:
    """What is to be known of a sheet beside its values; rows and columns count from 0."""

    no_value: dict[tuple[int, int], NoValue] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


Range = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of those that are merged: row and column, from 0."""


class RawSheet(NamedTuple):
    """A sheet as it stands in a workbook: the values of its rows from the first one on."""

    name: str
    is_visible: bool
    rows: Iterable[list[Any]]
    merged: list[Range]
    marks: Marks


def marks_of_package(raw: bytes) -> list[Marks]:
    """The marks of every sheet of a workbook of Office Open XML, in the order of the workbook.

    Raises expat.ExpatError, zipfile.BadZipFile or KeyError where it is damaged.
    """
    package = zipfile.ZipFile(io.BytesIO(raw))
    return [_marks_of_part(package, part) for part in parts_of(package)]


def parts_of(package: zipfile.ZipFile) -> list[str]:
    """The names of the parts of the sheets, in the order of the workbook."""
    known = {each.filename.lower().lstrip("/"): each.filename for each in package.infolist()}
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for tag, attributes in _elements(package, known.get("xl/_rels/workbook.xml.rels"))
        if tag == "Relationship"
    }
    parts = []
    for tag, attributes in _elements(package, known.get("xl/workbook.xml")):
        if tag == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            part = str(PurePosixPath("xl", targets.get(relation, ""))).lower().lstrip("/")
            parts.append(known.get(part, ""))
    return parts


def _elements(package: zipfile.ZipFile, part: str | None) -> list[tuple[str, dict[str, str]]]:
    """The name and the attributes of every element in a part, which is a small one."""
    elements: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: elements.append(
        (tag.rpartition(":")[2], attributes)
    )
    if part is not None:
        parser.Parse(package.read(part), True)
    return elements


# Most sheets have none of these: no formula, no error, nothing hidden.
_SIGN = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt\s*=\s*[\"']e[\"']|\bhidden\s*=")
_PIECE = 1 << 20
_LONGEST_SIGN = 64


def _marks_of_part(package: zipfile.ZipFile, part: str) -> Marks:
    if not part:
        return Marks()
    with package.open(part) as file:
        if not _has_sign(iter(lambda: file.read(_PIECE), b"")):
            return Marks()
    with package.open(part) as file:
        sheet = _OfficeSheet()
        sheet.parser.ParseFile(file)
    return sheet.marks


def _has_sign(pieces: Iterator[bytes]) -> bool:
    tail = b""
    for piece in pieces:
        if _SIGN.search(tail + piece):
            return True
        tail = piece[-_LONGEST_SIGN:]
    return False


class Place:
    """Where the reading of a sheet of Office Open XML is: the row and the column, from 0.

    Rows and cells may say where they stand; else one stands behind another.
    """

    def __init__(self) -> None:
        self.row = self.column = -1

    def begin_row(self, attributes: dict[str, str]) -> None:
        """Go on to the row with these attributes."""
        self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        self.column = -1

    def begin_cell(self, attributes: dict[str, str]) -> None:
        """Go on to the cell with these attributes."""
        self.column += 1
        place = attributes.get("r", "").replace("$", "")
        if letters := place.rstrip("0123456789"):
            self.row, self.column = int(place[len(letters) :]) - 1, column_number(letters)


class _OfficeSheet:
    """A sheet of Office Open XML (ECMA-376, 18.3) as it goes by."""

    def __init__(self) -> None:
        self.marks = Marks()
        self._place = Place()
        self._type = self._value = ""
        self._has_formula = self._within_value = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._place.begin_row(attributes)
            if _is_true(attributes.get("hidden", "")):
                self.marks.hidden_rows.add(self._place.row)
        elif name == "col" and _is_true(attributes.get("hidden", "")):
            last = min(int(attributes.get("max", 0)), _MOST_COLUMNS)
            self.marks.hidden_columns.update(range(int(attributes.get("min", 1)) - 1, last))
        elif name == "f":
            self._has_formula = True
        self._within_value = name == "v"

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._place.begin_cell(attributes)
        self._type, self._value, self._has_formula = attributes.get("t", ""), "", False

    def _text(self, text: str) -> None:
        # What an error is called is short, and of anything else only that it is there counts.
        if self._within_value and len(self._value) < _LONGEST_SIGN:
            self._value += text

    def _end(self, tag: str) -> None:
        self._within_value = False
        if tag.rpartition(":")[2] != "c":
            return
        if self._type == "e":
            found = NoValue(self._value or NOT_AVAILABLE, Why.ERROR)
        elif self._has_formula and not self._value and self._type not in ("str", "inlineStr"):
            found = NoValue(NOT_AVAILABLE, Why.NO_RESULT)
        else:
            return
        self.marks.no_value[self._place.row, self._place.column] = found


def _is_true(text: str) -> bool:
    return text in ("1", "true")


# Records of the binary format (MS-XLS, 2.3 and 2.5.10), and its codes of errors.
_FORMULA, _ERROR, _ROW, _COLUMNS, _SHEET, _BEGINS = 0x0006, 0x0205, 0x0208, 0x007D, 0x0085, 0x0809
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def marks_of_records(records: bytes) -> list[Marks]:
    """The marks of every sheet in the stream of a workbook of Excel 97 to 2003."""
    sheets: dict[int, Marks] = {}
    marks = Marks()
    offset = 0
    while offset + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, offset)
        data = records[offset + 4 : offset + 4 + length]
        if kind == _SHEET and length >= 4:
            sheets[int.from_bytes(data[:4], "little")] = Marks()
        elif kind == _BEGINS:
            # What begins anywhere else, such as a chart within a sheet, is nobody's.
            marks = sheets.get(offset, Marks())
        else:
            _mark(marks, kind, data)
        offset += 4 + length
    return list(sheets.values())


def _mark(marks: Marks, kind: int, data: bytes) -> None:
    if kind == _FORMULA and len(data) >= 14 and data[6] == 2 and data[12:14] == b"\xff\xff":
        _mark_error(marks, data, data[8])
    elif kind == _ERROR and len(data) >= 8 and data[7] == 1:
        _mark_error(marks, data, data[6])
    elif kind == _ROW and len(data) >= 16 and data[12] & 0x20:
        marks.hidden_rows.add(int.from_bytes(data[:2], "little"))
    elif kind == _COLUMNS and len(data) >= 10 and data[8] & 1:
        first, last = struct.unpack_from("<HH", data)
        marks.hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))


def _mark_error(marks: Marks, data: bytes, code: int) -> None:
    text = _ERRORS.get(code, NOT_AVAILABLE)
    marks.no_value[struct.unpack_from("<HH", data)] = NoValue(text, Why.ERROR)
