"""The kinds of record as one registry has them, with its own fields and words."""

import functools
from collections.abc import Iterator, Mapping

from ..data import Data
from ..language import Phrase
from ..values.value_type import Term, Terms
from .body import BODY
from .declared import TABLE as FIELDS_TABLE
from .declared import with_declared
from .imports import TABLE as IMPORTS_TABLE
from .kind import Kind
from .known import KINDS
from .terms import terms_of

VOCABULARY_TABLES = ("categories", "levels", "groups", "roles", "expertise", "themes", "stages")
"""The tables of a registry's own words: key to label and aliases, in the order of display."""


WORD_TABLES = (*VOCABULARY_TABLES, FIELDS_TABLE, IMPORTS_TABLE)
"""The tables of a registry that hold no records, but words: choices, fields, headings of lists."""


def vocabularies_of(data: Data) -> dict[str, Terms]:
    """The registry's own words in the data of a file: table (`categories`) to its choices."""
    found: dict[str, Terms] = {
        table: terms_of(data[table])
        for table in VOCABULARY_TABLES
        if isinstance(data.get(table), dict)
    }
    if bodies := _bodies(data):
        # A group without terms and roles needs no more than its name.
        found["groups"] = {**found.get("groups", {}), **bodies}
    return found


def _bodies(data: Data) -> Terms:
    """The bodies as what there is to choose from: id to name."""
    bodies = data.get(BODY.table)
    tables = [each for each in bodies if isinstance(each, dict)] if isinstance(bodies, list) else []
    named = ((each.get("id"), each.get("label")) for each in tables)
    return {
        key: Term(Phrase(label, label) if isinstance(label, str) else Phrase(key, key))
        for key, label in named
        if isinstance(key, str)
    }


class _Named(Mapping[str, Term]):
    """The records of a table by their ids, each with its names; made when somebody asks for one."""

    def __init__(self, kind: Kind, data: Data) -> None:
        self._kind = kind
        self._data = data

    @functools.cached_property
    def _terms(self) -> Terms:
        records = self._data.get(self._kind.table)
        found: dict[str, Term] = {}
        for record in records if isinstance(records, list) else ():
            if isinstance(record, dict) and isinstance(identifier := record.get("id"), str):
                values = (record.get(key) for key in self._kind.names)
                texts = (each for value in values for each in _texts_in(value))
                name, *others = [*texts, ""]
                found.setdefault(identifier, Term(Phrase(name, name), tuple(filter(None, others))))
        return found

    def __getitem__(self, identifier: str) -> Term:
        return self._terms[identifier]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)


def _texts_in(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def kinds_of(data: Data) -> dict[str, Kind]:
    """The kinds of a registry: with the fields that it declares, and choices from its own words.

    What refers to a record is read by the names of the records that are there.
    """
    named = {table: _Named(kind, data) for table, kind in KINDS.items()}
    vocabularies = {**vocabularies_of(data), **named}
    declared = {table: with_declared(kind, data) for table, kind in KINDS.items()}
    return {
        table: kind.with_fields(field.bound(vocabularies) for field in kind.fields.values())
        for table, kind in declared.items()
    }
