"""Every kind of record that the program knows, and the kinds as one registry has them."""

from collections.abc import Mapping

from ..data import Data
from ..values.value_type import Terms
from .declared import TABLE as FIELDS_TABLE
from .declared import with_declared
from .imports import TABLE as IMPORTS_TABLE
from .kind import Kind
from .member import MEMBER
from .terms import terms_of

KINDS: Mapping[str, Kind] = {kind.table: kind for kind in (MEMBER,)}
"""The program's own kinds, by the key of their tables."""


VOCABULARY_TABLES = ("categories", "levels", "groups")
"""The tables of a registry's own words: key to label and aliases, in the order of display."""


WORD_TABLES = (*VOCABULARY_TABLES, FIELDS_TABLE, IMPORTS_TABLE)
"""The tables of a registry that hold no records, but words: choices, fields, headings of lists."""


def vocabularies_of(data: Data) -> dict[str, Terms]:
    """The registry's own words in the data of a file: table (`categories`) to its choices."""
    return {
        table: terms_of(data[table])
        for table in VOCABULARY_TABLES
        if isinstance(data.get(table), dict)
    }


def kinds_of(data: Data) -> dict[str, Kind]:
    """The kinds of a registry: with the fields that it declares, and choices from its own words."""
    vocabularies = vocabularies_of(data)
    kinds = {**KINDS, MEMBER.table: with_declared(MEMBER, data)}
    return {
        table: kind.with_fields(field.bound(vocabularies) for field in kind.fields.values())
        for table, kind in kinds.items()
    }
