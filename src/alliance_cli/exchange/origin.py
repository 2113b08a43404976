"""The origin of a workbook: what it was exported from, kept in it for a comparison three ways.

On a sheet that no menu shows, row by row, stands every text that the visible sheets show of a
member, and nothing that they do not show.  A1 says which form this is, B1 the keys of the columns,
C1 whose registry it was, D1 of a file of rejects that it was to have only some of the rows; below
stand the id of a member in A, and from B on the pieces of a JSON object: column key to text.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET = "_alliance"
MARKER = "alliance-cli origin 1"
CONTACTS = "contacts_sheet"
"""The key under which the rows of a member on the sheet of contacts stand: part key to text."""

# A cell holds 32,767 UTF-16 units, and a character takes up to two.
_PIECE = 16_000
_PART = "part"

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class OriginSheet:
    """What the visible sheets of a workbook show, collected while they are written."""

    def __init__(self, keys: Sequence[str], title: str) -> None:
        """`keys` are those of the columns, `title` is the name of the alliance as it is shown."""
        self._keys = list(keys)
        self._title = title
        self._members: list[tuple[str, str]] = []

    def add(
        self,
        member_id: str,
        texts: Sequence[str],
        contacts: Sequence[Mapping[str, str]] | None = None,
    ) -> None:
        """Take in one member: its id and its cells as shown, and its rows among the contacts."""
        shown: dict[str, Any] = {
            key: text for key, text in zip(self._keys, texts, strict=True) if text
        }
        if contacts is not None:
            shown[CONTACTS] = [
                {key: text for key, text in contact.items() if text} for contact in contacts
            ]
        self._members.append((member_id, _json(shown)))

    def write(self, workbook: "Workbook") -> None:
        """Write the sheet; it is the last one, so that another is the first that people see."""
        sheet = workbook.add_worksheet(SHEET)
        sheet.very_hidden()
        sheet.write_string(0, 0, MARKER)
        sheet.write_string(0, 1, _json(self._keys))
        sheet.write_string(0, 2, self._title)
        for row, (member_id, text) in enumerate(self._members, 1):
            sheet.write_string(row, 0, member_id)
            for column, start in enumerate(range(0, len(text), _PIECE), 1):
                sheet.write_string(row, column, text[start : start + _PIECE])


@dataclass(frozen=True)
class Origin:
    """The texts of the cells as they were exported: by the text of the id, then by column.

    `contacts` are the rows of the sheet of contacts, by the id too; `title` is the name of the
    alliance; `rows` is all that is there; `file` is where it stands, if there are several.  Of one
    that `is_part` the file was never to have all the rows.
    """

    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    contacts: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    title: str = ""
    rows: Sequence[Sequence[str]] = ()
    file: str = ""
    is_part: bool = False

    @property
    def rows_of_part(self) -> Sequence[Sequence[str]]:
        """What is there, for a file that gets only some of the rows."""
        head = [*self.rows[0], "", ""]
        return [[*head[:3], _PART], *self.rows[1:]]


def read_origin(rows: Sequence[Sequence[str]]) -> Origin:
    """The origin that stands on its sheet; what is not as it was written tells nothing."""
    cells: dict[str, Mapping[str, str]] = {}
    contacts: dict[str, Sequence[Mapping[str, str]]] = {}
    repeated: set[str] = set()
    try:
        (marker, columns, *about), *members = rows
        title, part = [*about, "", ""][:2]
        keys = json.loads(columns)
        if marker != MARKER or not _is_list_of_texts(keys):
            return Origin()
        for identifier, *pieces in members:
            table = json.loads("".join(pieces))
            people = table.pop(CONTACTS, [])
            if not all(map(_is_texts, [table, *people])):
                return Origin()
            if identifier in cells:
                repeated.add(identifier)
            cells[identifier] = {**dict.fromkeys(keys, ""), **table}
            contacts[identifier] = people
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Origin()
    for identifier in repeated:
        # Whose of them it is cannot be told.
        del cells[identifier], contacts[identifier]
    return Origin(cells, contacts, title, rows, is_part=part == _PART)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
