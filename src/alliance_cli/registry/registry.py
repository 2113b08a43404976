"""A registry: the alliance, its own words, and its records."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ..data import Data, Path
from ..kinds.field import Field
from ..kinds.imports import remembered
from ..kinds.kind import Kind
from ..kinds.kinds import WORD_TABLES, kinds_of
from ..kinds.known import KINDS
from ..kinds.member import MEMBER
from ..language import say
from ..values.names import has_hanzi, name_key

Record = Mapping[str, Any]
"""One record as it stands in the file: field key to value.  A value may be of a wrong type.

Records are never changed in place: what a file is compared with before it is written shares them.
"""

FIRST_ID = "first_id"
"""The key of [alliance] for the id of the first member, from which the others are counted."""


class Registry(NamedTuple):
    """Everything that a registry file says: its records by table, and the kinds of these.

    `words` are its tables of words as they stand in the file, of which the kinds are made.
    """

    records: Mapping[str, Sequence[Record]]
    alliance: Mapping[str, Any] = MappingProxyType({})
    kinds: Mapping[str, Kind] = KINDS
    words: Data = {}  # noqa: RUF012 - nothing is put into it

    @property
    def members(self) -> Sequence[Record]:
        """The members of the alliance."""
        return self.of(MEMBER)

    def of(self, kind: Kind) -> Sequence[Record]:
        """The records of a kind."""
        return self.records.get(kind.table, ())

    def headings(self, kind: Kind) -> dict[str, str]:
        """The headings of lists that the registry remembers, and what each means."""
        return remembered(self.words, kind)

    @property
    def rebound(self) -> "Registry":
        """The same, whose kinds know by name the records that are there by now."""
        return self._replace(kinds=kinds_of({**self.words, **self.records}))

    @property
    def title(self) -> str:
        """The name of the alliance, or nothing."""
        name = self.alliance.get("name")
        return name if isinstance(name, str) else ""

    def written(self, english: str, chinese: str) -> str:
        """The one of two texts that is to stand in the file, whoever runs the command.

        It is Chinese where the name of the alliance or most names of members are; else it is in the
        language of this run.
        """
        names = [str(member.get("name", "")) for member in self.members]
        in_hanzi = sum(map(has_hanzi, names))
        return (
            chinese if has_hanzi(self.title) or in_hanzi * 2 > len(names) else say(english, chinese)
        )

    @property
    def numbers(self) -> dict[str, int]:
        """How many records there are of each kind, by its table."""
        return {table: len(self.of(kind)) for table, kind in self.kinds.items()}

    @property
    def declared(self) -> int | None:
        """How many members the alliance says it has, where it says so."""
        number = self.alliance.get("declared_members")
        return number if type(number) is int else None


def from_data(data: Data) -> Registry:
    """The registry in `data`, in which `shape_findings` found no error."""
    kinds = kinds_of(data)
    records = {table: data.get(table, []) for table in kinds}
    words = {table: data[table] for table in WORD_TABLES if table in data}
    return Registry(records, data.get("alliance", {}), kinds, words)


def value_of(record: Record, field: Field) -> Any:
    """The value of a field, its default where the record has none, else None."""
    value = record.get(field.key)
    return (field.default or None) if value is None else value


TITLES = ("name", "label")
"""The fields of which a record has one: what people call it."""


def title_of(record: Record) -> Any:
    """What people call a record: its name, or its label; nothing where it has neither."""
    return next((record[key] for key in TITLES if key in record), "")


def has_value(record: Record, field: Field) -> bool:
    """Whether somebody gave the field a value, or it has one by itself."""
    return value_of(record, field) not in (None, "", [])


def tables_of(record: Record, key: str) -> list[Data]:
    """The tables that a field of a record holds, such as contacts; what is none is passed over."""
    value = record.get(key)
    tables = value if isinstance(value, list) else [value]
    return [table for table in tables if isinstance(table, dict)]


def is_gone(record: Record, kind: Kind = MEMBER) -> bool:
    """Whether a record is one of the past, as of who left; it stays all the same."""
    return record.get("status") in kind.gone


def names_of(record: Record, kind: Kind) -> Iterator[tuple[str, Path, str]]:
    """Every name of a record: field, path within the record, text.  Wrong types are passed over."""
    for key in kind.names:
        value = record.get(key)
        if isinstance(value, str):
            yield key, (key,), value
        elif isinstance(value, list):
            for index, name in enumerate(value):
                if isinstance(name, str):
                    yield key, (key, index), name


class Directory:
    """Finds the records of a kind by their ids and names, each of which is folded once.

    Names are folded only once a word is asked for that is no id.
    """

    def __init__(self, registry: Registry, kind: Kind) -> None:
        self._records = registry.of(kind)
        self._kind = kind

    @functools.cached_property
    def _exact(self) -> dict[str, list[int]]:
        ids = (record.get("id", "") for record in self._records)
        return _places((each,) if isinstance(each, str) else () for each in ids)

    @functools.cached_property
    def _ids(self) -> dict[str, list[int]]:
        return _places((name_key(str(record.get("id", ""))),) for record in self._records)

    @functools.cached_property
    def _names(self) -> dict[str, list[int]]:
        return _places(
            {name_key(name) for _, _, name in names_of(record, self._kind)}
            for record in self._records
        )

    def called(self, word: str, *, in_part: bool = True) -> list[int]:
        """The places of the records that `word` means: by id, else by name, else by part of one."""
        wanted = name_key(word)
        if not wanted:
            return []
        found = self._exact.get(word) or self._ids.get(wanted) or self._names.get(wanted)
        if found or not in_part:
            return found or []
        return sorted({n for name, places in self._names.items() if wanted in name for n in places})


def _places(words: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """The places of the records that have a word, by word; `words` are those of each."""
    found: dict[str, list[int]] = {}
    for place, those in enumerate(words):
        for word in those:
            found.setdefault(word, []).append(place)
    return found
