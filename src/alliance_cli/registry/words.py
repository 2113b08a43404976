"""What a registry remembers of the words of lists: aliases of its choices, and headings."""

from collections.abc import Mapping
from typing import Any

from ..data import Data, Path, table_at
from ..kinds.imports import TABLE as IMPORTS
from ..kinds.kind import Kind
from ..kinds.terms import ALIASES, LABEL
from ..values.names import name_key
from .registry import Registry

Words = Mapping[str, Mapping[str, str]]
"""What choices are called in a list: column to word to key."""


def remembering_words(
    registry: Registry, kind: Kind, words: Words, headings: Mapping[str, str]
) -> dict[Path, Data]:
    """What is to stand in the tables of the registry's own words, so that it knows these too.

    `headings` are those of columns, and what each means.  What is known already changes nothing,
    and words for the program's own choices have no place in a registry.
    """
    tables: dict[Path, Data] = {}
    for column, of_column in words.items():
        type_ = kind.column(column).type
        for word, key in of_column.items():
            known_words = table_at(registry.words, type_.place) if type_.place else {}
            # A body has no entry among the groups.
            if key in known_words and not type_.meant(word):
                table = tables.setdefault(type_.place, dict(known_words))
                table[key] = _with_alias(table[key], word)
    known = registry.words.get(IMPORTS, {})
    new = {heading: key for heading, key in headings.items() if known.get(heading) != key}
    if new:
        folded = {name_key(heading) for heading in new}
        kept = {heading: key for heading, key in known.items() if name_key(heading) not in folded}
        tables[(IMPORTS,)] = {**kept, **new}
    return tables


def new_words(before: Registry, tables: Mapping[Path, Data]) -> list[str]:
    """The words that are in `tables`, which `remembering_words` gave, and not in the registry."""
    found: list[str] = []
    for path, table in tables.items():
        old = table_at(before.words, path)
        for key, said in table.items():
            if said == old.get(key):
                continue
            if path == (IMPORTS,):
                found.append(key)
            else:
                known = old[key].get(ALIASES, ()) if isinstance(old[key], dict) else ()
                found += (word for word in said[ALIASES] if word not in known)
    return found


def _with_alias(said: Any, word: str) -> Data:
    """What a registry says of a choice, with one more word for it."""
    if not isinstance(said, dict):
        return {LABEL: said, ALIASES: [word]}
    aliases = said.get(ALIASES, [])
    return {**said, ALIASES: [*(aliases if isinstance(aliases, list) else [aliases]), word]}
