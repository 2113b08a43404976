"""What a workbook was exported from, which it carries on a sheet that nobody sees.

When it comes back, a cell that is as it was exported was not edited; one that was edited may have
been changed in the registry meanwhile, and then somebody has to decide.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SHEET = "_alliance"
MARK = "alliance-cli origin 1"
CONTACTS = "contacts_sheet"


@dataclass(frozen=True)
class Origin:
    """The texts of the cells as they were exported: by the text of the id, then by column.

    `contacts` are the rows of the sheet of contacts, by the id too; `rows` is all that is there.
    """

    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    contacts: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    rows: Sequence[Sequence[str]] = ()


def read_origin(rows: Sequence[Sequence[str]]) -> Origin:
    """The origin that stands on its sheet; what is not as it was written tells nothing."""
    cells: dict[str, Mapping[str, str]] = {}
    contacts: dict[str, Sequence[Mapping[str, str]]] = {}
    repeated: set[str] = set()
    try:
        (mark, columns, *_), *members = rows
        keys = json.loads(columns)
        if mark != MARK or not _is_list_of_texts(keys):
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
    except (ValueError, TypeError, AttributeError):
        return Origin()
    for identifier in repeated:
        # Whose of them it is cannot be told.
        del cells[identifier], contacts[identifier]
    return Origin(cells, contacts, rows)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
