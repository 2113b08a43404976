"""What a workbook from outside must pass before any reader opens it.

A small file can hold a huge table: parts that unpack a thousandfold, a single cell in the last
corner of a sheet.  Readers would take all the memory there is, or end the process.  So the parts
are unpacked piece by piece, and what they would become is counted first.
"""

import copy
import io
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from xml.parsers import expat

from ...errors import CannotDo
from ...language import say
from ..origin import MOST_CELLS
from .cells import column_number
from .marks import parts_of
from .open_document import MOST_SPACES
from .text_sizes import MOST_STRINGS, MOST_TEXT, StringSizes, sizes_of_strings, text_of_records

MOST_ROWS = 262_144
"""The rows of a sheet: a list of 100,000 members with two contacts each."""

_MOST_XML = 400_000_000
_MOST_XML_OF_PART = 150_000_000
_MOST_XML_BESIDES = 20_000_000
_MOST_PARTS = 5_000
_MOST_MERGED = 20_000
_PIECE = 1 << 20
_LONGEST_STEP = 1 << 18
"""A tag and the text behind it: that of a cell has 32,767 characters."""

_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']\$?([A-Za-z]{1,8})\$?(\d{1,10})")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\br\s*=\s*[\"'](\d{1,10})")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s>/]")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s>/]")
_MERGED_TAG = re.compile(rb"<(?:\w+:)?mergeCell[\s>/]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

_ACTIVE_PARTS = (
    ("vbaproject", "holds macros", "含有宏"),
    ("xl/macrosheets/", "holds macros", "含有宏"),
    ("xl/activex/", "holds controls", "含有控件"),
    ("xl/externallinks/", "is linked to other files", "链接到其他文件"),
    ("xl/connections", "is linked to a source of data", "链接到外部数据源"),
)


def unreadable(name: str, message: str, hint: str = "") -> CannotDo:
    """The error that the workbook called `name` is not read."""
    hint = hint or say("save it as xlsx in Excel or WPS", "请用 Excel 或 WPS 另存为 xlsx")
    return CannotDo(f"{name}: {message}", hint)


def check_workbook(name: str, raw: bytes) -> None:
    """Raise CannotDo where `raw` is no workbook, or would be dangerous to open."""
    try:
        if raw.startswith(b"PK"):
            _check_package(name, raw)
        else:
            _check_compound_file(name, raw)
    except (
        *(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError),
        *(expat.ExpatError, struct.error, OSError, ValueError, LookupError),
    ) as error:
        raise damaged(name) from error


def damaged(name: str) -> CannotDo:
    """The error that the workbook called `name` cannot be made sense of."""
    return unreadable(name, say("the workbook is damaged", "工作簿已损坏"))


def too_large(name: str) -> CannotDo:
    """The error that the workbook called `name` would take more memory than a list is worth."""
    return unreadable(
        name,
        say("the workbook unpacks to more than a list ever has", "工作簿展开后超出名单的限度"),
        say(
            "copy the list into a new workbook, or save it as CSV",
            "请将名单复制到新的工作簿，或另存为 CSV",
        ),
    )


def _locked(name: str) -> CannotDo:
    return unreadable(
        name,
        say("the workbook is protected by a password", "工作簿有密码保护"),
        say("save a copy without a password", "请另存一份没有密码的副本"),
    )


def _active(name: str, english: str, chinese: str) -> CannotDo:
    return unreadable(
        name,
        say(f"the workbook {english}", f"工作簿{chinese}"),
        say("save a copy without them as xlsx", "请另存一份不含这些内容的 xlsx 副本"),
    )


def _check_package(name: str, raw: bytes) -> None:
    """Look into a package of Office Open XML (ECMA-376) or OpenDocument, which are zip files."""
    package = zipfile.ZipFile(io.BytesIO(raw))
    entries = package.infolist()
    parts = {entry.filename.lower().lstrip("/"): entry for entry in entries}
    if len(entries) > _MOST_PARTS or len(parts) < len(entries):
        raise too_large(name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _locked(name)
    for sign, english, chinese in _ACTIVE_PARTS:
        if any(sign in part for part in parts):
            raise _active(name, english, chinese)
    is_workbook = "xl/workbook.xml" in parts and "xl/workbook.bin" not in parts
    if not (is_workbook or {"content.xml", "mimetype"} <= parts.keys()):
        raise unreadable(name, say("this is no workbook", "这不是工作簿"))
    if any(part != str(PurePosixPath(part)) for part in parts if not part.endswith("/")):
        # Others may take such a name for another part.
        raise damaged(name)
    budget = _Budget(name)
    strings = StringSizes()
    for part, entry in parts.items():
        if part.startswith(_SHEETS) or not part.endswith((".xml", ".rels")):
            continue
        pieces = budget.pieces(package, entry, besides=part not in _TABLES)
        if part == "content.xml":
            budget.take(*_extent_of_open_document(pieces))
        elif part == "xl/sharedstrings.xml":
            strings = sizes_of_strings(pieces)
            if strings.count >= MOST_STRINGS:
                raise too_large(name)
        elif part == "meta-inf/manifest.xml":
            if b"encryption-data" in b"".join(pieces):
                raise _locked(name)
        else:
            for _ in pieces:
                pass
    named = {part.lower().lstrip("/") for part in parts_of(package) if part}
    for part in named | {part for part in parts if part.startswith(_SHEETS)}:
        if part in named or part.endswith((".xml", ".rels")):
            pieces = budget.pieces(package, parts[part], besides=False)
            budget.take(*_extent_of_office_sheet(pieces, strings))


_SHEETS = "xl/worksheets/"
_TABLES = ("content.xml", "xl/sharedstrings.xml")


class _Budget:
    """What the parts of a package may unpack to, together."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._size = self._besides = self._cells = self._text = 0

    def take(self, cells: int, text: int) -> None:
        """Count the cells of a sheet, and what their texts come to."""
        self._cells += cells
        self._text += text
        if self._cells > MOST_CELLS or self._text > MOST_TEXT:
            raise too_large(self._name)

    def pieces(
        self, package: zipfile.ZipFile, entry: zipfile.ZipInfo, *, besides: bool
    ) -> Iterator[bytes]:
        """A part as it unpacks; it is XML without declarations of its own."""
        # What an entry says of its size need not be true; the end of its data is.
        entry = copy.copy(entry)
        entry.file_size = sys.maxsize
        tail = b""
        of_part = 0
        with package.open(entry) as file:
            while piece := file.read(_PIECE):
                of_part += len(piece)
                self._size += len(piece)
                self._besides += len(piece) if besides else 0
                if (
                    self._size > _MOST_XML
                    or of_part > _MOST_XML_OF_PART
                    or self._besides > _MOST_XML_BESIDES
                ):
                    raise too_large(self._name)
                if b"\0" in piece or _DECLARATION.search(tail + piece):
                    raise damaged(self._name)
                tail = piece[-10:]
                yield piece


def _extent_of_office_sheet(pieces: Iterable[bytes], strings: StringSizes) -> tuple[int, int]:
    """The cells up to the last corner of a sheet, which says or not where each of them is.

    With them comes the size of the `strings` that they refer to.
    """
    rows = cells = merged = shared = last_row = last_column = 0
    rest = b""
    for piece in pieces:
        text = rest + piece
        for column, row in _CELL.findall(text):
            last_row = max(last_row, int(row))
            last_column = max(last_column, column_number(column.decode("ascii")) + 1)
        last_row = max(last_row, *map(int, _ROW.findall(text)), 0)
        # The rest may be cut within a tag; what is whole in it is counted here.
        cut = max(text.rfind(b"<"), 0)
        whole, rest = text[:cut], text[cut:]
        rows += len(_ROW_TAG.findall(whole))
        cells += len(_CELL_TAG.findall(whole))
        merged += len(_MERGED_TAG.findall(whole))
        shared += strings.of_cells(text[: cut + 1])
        is_too_long = len(rest) > _LONGEST_STEP or shared > MOST_TEXT
        corner = _corner(rows, cells, last_row, last_column)
        if is_too_long or merged > _MOST_MERGED or corner > MOST_CELLS:
            return MOST_CELLS + 1, shared
    return _corner(rows, cells, last_row, last_column), shared


def _corner(rows: int, cells: int, last_row: int, last_column: int) -> int:
    """The cells up to the last corner; without a place of its own, one stands behind another."""
    columns = max(last_column, 1 if cells else 0, -(-cells // max(rows, 1)))
    return _area(max(last_row, rows), columns)


def _area(rows: int, columns: int) -> int:
    return rows * columns if rows <= MOST_ROWS else MOST_CELLS + 1


def _extent_of_open_document(pieces: Iterable[bytes]) -> tuple[int, int]:
    """The cells up to the last corner of the tables, and the characters of their texts.

    Rows and cells can be repeated.
    """
    cells = shown = before = times = row = column = last_row = last_column = repeated = 0
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal cells, shown, before, times, row, column, last_row, last_column, repeated
        kind = tag.rpartition(":")[2]
        if kind == "table":
            cells += _area(last_row, last_column)
            row = last_row = last_column = 0
        elif kind == "table-row":
            row += repeated
            repeated = int(attributes.get("table:number-rows-repeated", 1))
            column = 0
        elif kind in ("table-cell", "covered-table-cell"):
            across = int(attributes.get("table:number-columns-repeated", 1))
            column += across
            times, before = max(across, 1) * max(repeated, 1), shown
            shown += len(attributes.get("office:string-value", "")) * times
            if "office:value-type" in attributes or "table:formula" in attributes:
                last_row = max(last_row, row + repeated)
                last_column = max(last_column, column)
        elif kind == "s":
            shown += min(int(attributes.get("text:c", 1)), MOST_SPACES) * times

    def characters(text: str) -> None:
        nonlocal shown
        shown += len(text) * times

    parser.StartElementHandler = start
    parser.CharacterDataHandler = characters
    for piece in pieces:
        parser.Parse(piece, False)
        if shown > MOST_TEXT or shown - before > _LONGEST_STEP * times:
            return cells, MOST_TEXT + 1
    parser.Parse(b"", True)
    return cells + _area(last_row, last_column), shown


# Records of the binary format (MS-XLS) that hold cells begin with a row and a column.
_CELL_RECORDS = frozenset(
    (0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E)
)
_SHEET_BEGINS, _PASSWORD = 0x0809, 0x002F


def _check_compound_file(name: str, raw: bytes) -> None:
    """Look into a workbook of Excel 97 to 2003, or an encrypted one: both are compound files."""
    import olefile

    if not olefile.isOleFile(raw):
        raise unreadable(name, say("this is no workbook", "这不是工作簿"))
    with olefile.OleFileIO(raw) as file:
        if file.exists("EncryptedPackage"):
            raise _locked(name)
        if file.exists("_VBA_PROJECT_CUR"):
            raise _active(name, "holds macros", "含有宏")
    records = records_of(raw)
    if not records:
        raise unreadable(name, say("this is no workbook", "这不是工作簿"))
    budget = _Budget(name)
    last_row = last_column = offset = 0
    while offset + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, offset)
        if kind == _PASSWORD:
            raise _locked(name)
        if kind == _SHEET_BEGINS:
            budget.take(last_row * last_column, 0)
            last_row = last_column = 0
        elif kind in _CELL_RECORDS and length >= 4:
            row, column = struct.unpack_from("<HH", records, offset + 4)
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        offset += 4 + length
    budget.take(last_row * last_column, text_of_records(records))


def records_of(raw: bytes) -> bytes:
    """The records of the workbook in a compound file, nothing where it has none."""
    import olefile

    with olefile.OleFileIO(raw) as file:
        stream = next((each for each in ("Workbook", "Book") if file.exists(each)), None)
        records: bytes = b"" if stream is None else file.openstream(stream).read()
    return records
