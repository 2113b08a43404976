"""References: which records name others by their ids."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..data import Data, Path, identity
from ..errors import NOTHING_WRITTEN, DataRefused
from ..kinds.kind import Kind
from ..language import say
from .changes import Change, remembering, replacement
from .registry import Record, Registry, tables_of
from .shown import called, masked_message


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


def refuse_named(registry: Registry, kind: Kind, places: Collection[int], *, remedy: str) -> None:
    """Raise DataRefused where a record that is none of those at `places` names one of them.

    `remedy` says what helps.
    """
    for place, found in sorted(referring(registry, kind, places).items()):
        others = [
            each for each in found if each.kind.table != kind.table or each.place not in places
        ]
        if not others:
            continue
        who = called(registry.of(kind)[place])
        mark = say(", ", "、")
        listed = mark.join(_named_in(registry, each) for each in others[:_MOST_NAMED])
        if len(others) > _MOST_NAMED:
            listed += say(f" and {len(others) - _MOST_NAMED} more", f"等 {len(others)} 处")
        raise DataRefused(
            say(f"{who} is named by {listed}", f"{listed} 引用了 {who}"), remedy + NOTHING_WRITTEN
        )


_MOST_NAMED = 10


def _named_in(registry: Registry, referrer: Referrer) -> str:
    """A record that names another, and the fields in which it does."""
    kind, place, columns = referrer
    identifier = masked_message(str(registry.of(kind)[place].get("id", "?")))
    headings = say(", ", "、").join(kind.spoken_name(column) for column in columns)
    return say(f"{identifier} ({headings})", f"{identifier}({headings})")


def following(
    registry: Registry, kind: Kind, ids: Mapping[int, str], changed: Mapping[int, Data]
) -> Change:
    """The change to records `changed` of a kind, with all that name those in `ids` following.

    `ids` has the new id, which may be that of another record, by the place of each.
    """
    records = {kind: dict(changed)}
    for other, each in _naming_others(registry, kind, ids, {kind.table: records[kind]}).items():
        records.setdefault(other, {}).update(each)
    return _together(registry, kind, records)


def removing(registry: Registry, kind: Kind, places: Collection[int]) -> Change:
    """The change that removes records, and their ids from all that name them."""
    found = _naming_others(registry, kind, dict.fromkeys(places), {})
    going = frozenset(places)
    found[kind] = {n: each for n, each in found.get(kind, {}).items() if n not in going}
    change = _together(registry, kind, found)
    removed = dataclasses.replace(change, removed=going, beside=())
    return dataclasses.replace(remembering(registry, removed), beside=change.beside)


def _together(registry: Registry, kind: Kind, records: Mapping[Kind, Mapping[int, Data]]) -> Change:
    """One change of the records of several kinds, those of `kind` first."""
    first = replacement(registry, kind, records[kind])
    others = ((other, each) for other, each in records.items() if other is not kind)
    beside = [replacement(registry, other, each) for other, each in others]
    return dataclasses.replace(first, beside=beside)


def _naming_others(
    registry: Registry,
    kind: Kind,
    ids: Mapping[int, str | None],
    changed: Mapping[str, Mapping[int, Data]],
) -> dict[Kind, dict[int, Data]]:
    """The records that name those in `ids`, as they name them by their new ids, or not at all.

    `changed` are the states of records, by table and place, that they have by now.
    """
    new_ids: dict[tuple[Kind, int], dict[str, str | None]] = {}
    for place, found in referring(registry, kind, ids).items():
        old = str(registry.of(kind)[place].get("id", ""))
        for other, number, _ in found:
            new_ids.setdefault((other, number), {})[old.casefold()] = ids[place]
    records: dict[Kind, dict[int, Data]] = {}
    for (other, number), by_old in new_ids.items():
        record = changed.get(other.table, {}).get(number, registry.of(other)[number])
        records.setdefault(other, {})[number] = _naming(record, other, kind.table, by_old)
    return records


def _naming(record: Record, kind: Kind, table: str, ids: Mapping[str, str | None]) -> Data:
    """`record` naming by their new ids those that it names by the old ones, or nothing.

    `ids` has the new ids by the folded old ones; nobody names itself.
    """
    changed: Any = dict(record)
    for column, named in kind.references.items():
        key, _, part = column.partition(".")
        if named != table or key not in record:
            continue
        if part:
            rows = [_row_naming(row, part, ids) for row in tables_of(record, key)]
            value: Any = [row for row in rows if row]
        elif isinstance(held := record[key], list):
            once: dict[Hashable, Any] = {}
            for each in (_now(each, ids) for each in held):
                once.setdefault(identity(each), each)
            value = [each for each in once.values() if each]
        else:
            value = _now(held, ids)
        changed[key] = value
        is_own = table == kind.table and value == record.get("id")
        if value in (None, []) or is_own:
            del changed[key]
    return dict(changed)


def _row_naming(row: Data, part: str, ids: Mapping[str, str | None]) -> Data:
    """A table within a record naming a new id; without one there is none, as of a seat nowhere."""
    held = row.get(part)
    new = _now(held, ids)
    return row if new == held else {} if new is None else {**row, part: new}


def _now(value: Any, ids: Mapping[str, str | None]) -> Any:
    """What is named in place of an id, which may be nothing; else the value itself."""
    return ids.get(value.casefold(), value) if isinstance(value, str) else value
