"""The origin of a workbook: what it was exported from, kept in it for a comparison three ways.

On a sheet that no menu shows, row by row, stands every text that the visible sheets show of a
member, and nothing that they do not show.  A1 says which form this is, B1 the keys of the columns,
C1 whose registry it was, D1 of a file of rejects that it was to have only some of the rows; below
stand the id of a member in A, and from B on the pieces of a JSON object: column key to text.
"""

import functools
import itertools
import json
import sys
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..kinds.declared import CONTACTS
from ..kinds.kind import Kind
from ..kinds.known import KINDS
from ..kinds.member import MEMBER
from ..values.names import name_key

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET = "_alliance"
"""The sheet of the members' origin; other kinds have their table in its name."""

MARKER = "alliance-cli origin 1"


def sheet_of(kind: Kind) -> str:
    """The name of the sheet with the origin of the records of a kind."""
    return SHEET if kind.table == MEMBER.table else f"{SHEET}_{kind.table}"


TABLES: Mapping[str, str] = {sheet_of(kind): table for table, kind in KINDS.items()}
"""The table of the records whose origin a sheet has, by the name of the sheet."""


def rows_key(key: str) -> str:
    """The key under which the rows of a record stand that have a sheet of their own.

    They are of the field `key`, such as contacts; each is part key to text.
    """
    return f"{key}{_ROWS}"


_ROWS = "_sheet"
# A cell holds 32,767 UTF-16 units, and a character takes up to two.
_PIECE = 16_000
_PART = "part"
_LONGEST_RECORD = 1_000_000

MOST_CELLS = 6_000_000
"""The cells from the first corner of each sheet to its last, of all sheets together."""

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class OriginSheet:
    """What the visible sheets of a workbook show, collected while they are written."""

    def __init__(self, keys: Sequence[str], title: str, kind: Kind = MEMBER) -> None:
        """`keys` are those of the columns, `title` is the name of the alliance as it is shown."""
        self._keys = list(keys)
        self._sheet = sheet_of(kind)
        self._title = title
        self._members: list[tuple[str, str]] = []

    def add(
        self,
        member_id: str,
        texts: Sequence[str],
        tables: Mapping[str, Sequence[Mapping[str, str]]] = MappingProxyType({}),
    ) -> None:
        """Take in one record: its id, its cells as shown, and its rows on sheets of their own.

        Those are by the key of the field that holds them, each part key to text.
        """
        shown: dict[str, Any] = {
            key: text for key, text in zip(self._keys, texts, strict=True) if text
        }
        for key, rows in tables.items():
            shown[rows_key(key)] = [
                {part: text for part, text in row.items() if text} for row in rows
            ]
        self._members.append((member_id, _json(shown)))

    def write(self, workbook: "Workbook") -> None:
        """Write the sheet; it is the last one, so that another is the first that people see."""
        sheet = workbook.add_worksheet(self._sheet)
        sheet.very_hidden()
        sheet.write_string(0, 0, MARKER)
        sheet.write_string(0, 1, _json(self._keys))
        sheet.write_string(0, 2, self._title)
        for row, (member_id, text) in enumerate(self._members, 1):
            sheet.write_cells(
                row,
                [(column, each, None) for column, each in enumerate((member_id, *_pieces(text)))],
            )


def _pieces(text: str) -> Iterator[str]:
    return (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))


@dataclass(frozen=True)
class Origin:
    """The texts of the cells as they were exported: by the text of the id, then by column.

    `contacts` are the rows of the sheet of contacts, by the id too, `tables` those of other sheets
    by the id and the field; `title` is the name of the alliance; `columns` are the keys of those
    that were exported, None where no origin is there; `sheet` is where it stands, and `file`, if
    there are several.  Of one that `is_part` the file was never to have all the rows.
    """

    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    contacts: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    title: str = ""
    columns: Sequence[str] | None = None
    file: str = ""
    sheet: str = SHEET
    tables: Mapping[str, Mapping[str, Sequence[Mapping[str, str]]]] = field(default_factory=dict)
    is_part: bool = False

    def __bool__(self) -> bool:
        return self.columns is not None

    @functools.cached_property
    def keys(self) -> Mapping[str, tuple[str, str]]:
        """The file and the folded id by the id: what the rows of a record are known by."""
        return {key: (self.file, name_key(key)) for key in self.cells}

    def rows_of_part(self) -> Iterator[Sequence[str]]:
        """What stands on its sheet, for a file that gets only some of the rows."""
        yield self.head
        for identifier, cells in self.cells.items():
            of_fields = {CONTACTS: self.contacts[identifier], **self.tables.get(identifier, {})}
            shown = {key: text for key, text in cells.items() if text}
            below = {rows_key(key): rows for key, rows in of_fields.items()}
            yield [identifier, *_pieces(_json({**shown, **below}))]

    @property
    def head(self) -> Sequence[str]:
        """The first row of its sheet, for a file that gets only some of the rows."""
        return [MARKER, _json(self.columns), self.title, _PART]


class _Texts(Mapping[str, str]):
    """The texts of a record by column; the columns are those of all, and held once."""

    __slots__ = ("_columns", "_texts")

    def __init__(self, columns: Mapping[str, int], texts: Sequence[str]) -> None:
        """`columns` have the place of each among the `texts`, in their order."""
        self._columns = columns
        self._texts = texts

    def __getitem__(self, key: str) -> str:
        return self._texts[self._columns[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def items(self) -> ItemsView[str, str]:
        """The columns and texts; faster than one by one."""
        return dict(zip(self._columns, self._texts, strict=True)).items()


def read_origin(
    rows: Iterable[Sequence[str]],
    sheet: str = SHEET,
    known: Mapping[str, str] = MappingProxyType({}),
) -> Origin:
    """The origin that stands on this sheet; what is not as it was written tells nothing.

    The texts of other sheets that are `known` are taken for equal ones: mostly a list comes back
    as it was exported.
    """
    cells: dict[str, Mapping[str, str]] = {}
    contacts: dict[str, Sequence[Mapping[str, str]]] = {}
    tables: dict[str, Mapping[str, Sequence[Mapping[str, str]]]] = {}
    repeated: set[str] = set()
    room = MOST_CELLS
    try:
        members = iter(rows)
        marker, listed, *about = next(members, ())
        title, part = [*about, "", ""][:2]
        keys = json.loads(listed)
        if marker != MARKER or not _is_list_of_texts(keys):
            return Origin()
        columns = {sys.intern(key): number for number, key in enumerate(dict.fromkeys(keys))}
        for member_id, *pieces in members:
            identifier = known.get(member_id, member_id)
            text = "".join(pieces)
            if len(text) > _LONGEST_RECORD:
                return Origin()
            table = json.loads(text)
            below = {key: table.pop(key) for key in [*table] if isinstance(table[key], list)}
            # A table takes as much room as several texts.
            room -= len(table) + sum(len(row) + 4 for row in itertools.chain(*below.values()))
            if room < 0:
                return Origin()
            if not all(map(_is_texts, [table, *itertools.chain(*below.values())])):
                return Origin()
            if identifier in cells:
                repeated.add(identifier)
            shared = _shared(table, known)
            if shared.keys() <= columns.keys():
                cells[identifier] = _Texts(columns, tuple(shared.get(key, "") for key in columns))
            else:
                cells[identifier] = {**dict.fromkeys(columns, ""), **shared}
            below = {key: [_shared(row, known) for row in below[key]] for key in below}
            contacts[identifier] = below.pop(rows_key(CONTACTS), ())
            if below:
                tables[identifier] = {key.removesuffix(_ROWS): below[key] for key in below}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Origin()
    for identifier in repeated:
        # Whose of them it is cannot be told.
        del cells[identifier], contacts[identifier]
        tables.pop(identifier, None)
    is_part = part == _PART
    return Origin(cells, contacts, title, keys, sheet=sheet, tables=tables, is_part=is_part)


def _shared(cells: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The cells, with what is `known` in place of an equal text, and the same keys in all rows."""
    return {sys.intern(key): known.get(text, text) for key, text in cells.items()}


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
