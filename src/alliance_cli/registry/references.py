"""References: which records name others by their ids."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..data import Data, Path, identity
from ..kinds.kind import Kind
from .registry import Record, Registry, tables_of


class Referrer(NamedTuple):
    """A record that names another: its kind, its place, and the columns in which it does."""

    kind: Kind
    place: int
    columns: tuple[str, ...]


def ids_named(record: Record, kind: Kind, table: str) -> Iterator[tuple[str, Path, str]]:
    """Every id of a record of `table` that a record names: column, path within it, the id."""
    for column, named in kind.references.items():
        if named != table:
            continue
        key, _, part = column.partition(".")
        if part:
            for number, row in enumerate(tables_of(record, key)):
                if isinstance(row.get(part), str):
                    yield column, (key, number, part), row[part]
        elif isinstance(value := record.get(key), str):
            yield column, (key,), value
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, str):
                    yield column, (key, number), each


def referring(registry: Registry, kind: Kind, places: Iterable[int]) -> dict[int, list[Referrer]]:
    """The records of any kind that name one of those at `places`, by the one that they name.

    An id that several records have names none of them, and nobody names itself.
    """
    records = registry.of(kind)
    having = Counter(str(record.get("id", "")).casefold() for record in records)
    sought = {str(records[place].get("id", "")).casefold(): place for place in places}
    found: dict[int, list[Referrer]] = {}
    for other in registry.kinds.values():
        if kind.table not in other.references.values():
            continue
        for number, record in enumerate(registry.of(other)):
            columns: dict[int, dict[str, None]] = {}
            for column, _, named in ids_named(record, other, kind.table):
                place = sought.get(named.casefold()) if named else None
                if place is None or having[named.casefold()] > 1:
                    continue
                if (other.table, number) != (kind.table, place):
                    columns.setdefault(place, {})[column] = None
            for place, those in columns.items():
                found.setdefault(place, []).append(Referrer(other, number, tuple(those)))
    return found


def with_reference(record: Record, kind: Kind, table: str, old: str, new: str) -> Data:
    """`record` naming `new` wherever it names `old`, once in a list; nobody names itself."""
    changed: Any = dict(record)
    for column, named in kind.references.items():
        key, _, part = column.partition(".")
        if named != table or key not in record:
            continue
        if part:
            changed[key] = [
                {**row, part: new} if _is(row.get(part), old) else row
                for row in tables_of(record, key)
            ]
        elif isinstance(value := record[key], list):
            once: dict[Hashable, Any] = {}
            for each in (new if _is(each, old) else each for each in value):
                once.setdefault(identity(each), each)
            changed[key] = [*once.values()]
        elif _is(value, old):
            changed[key] = new
            if table == kind.table and str(record.get("id")) == new:
                del changed[key]
    return dict(changed)


def _is(value: Any, identifier: str) -> bool:
    return isinstance(value, str) and value.casefold() == identifier.casefold()


def following(
    registry: Registry,
    kind: Kind,
    place: int,
    identifier: str,
    changed: Mapping[int, Record],
) -> dict[Kind, dict[int, Data]]:
    """The records, by kind and place, that name another id in place of that of the one at `place`.

    Those of the kind itself are taken from `changed` where they are there.
    """
    old = str(registry.of(kind)[place].get("id", ""))
    found: dict[Kind, dict[int, Data]] = {}
    for other, number, _ in referring(registry, kind, [place]).get(place, ()):
        record = registry.of(other)[number]
        if other.table == kind.table:
            record = changed.get(number, record)
        found.setdefault(other, {})[number] = with_reference(
            record, other, kind.table, old, identifier
        )
    return found
