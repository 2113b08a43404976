"""References: which records name others by their ids."""

from collections import Counter
from collections.abc import Iterable

from ..data import Data
from ..kinds.kind import Kind
from .registry import Record, Registry


def referring(registry: Registry, kind: Kind, places: Iterable[int]) -> dict[int, list[int]]:
    """The places of the records that name one of those at `places`, by the one that they name.

    An id that several records have names none of them.
    """
    records = registry.of(kind)
    having = Counter(str(record.get("id", "")).casefold() for record in records)
    sought = {str(records[place].get("id", "")).casefold(): place for place in places}
    keys = _keys(kind)
    found: dict[int, list[int]] = {}
    for number, record in enumerate(records):
        for named in {str(record.get(key, "")).casefold() for key in keys}:
            place = sought.get(named) if named and having[named] == 1 else None
            if place is not None and place != number:
                found.setdefault(place, []).append(number)
    return found


def with_reference(record: Record, old: str, new: str, kind: Kind) -> Data:
    """`record` naming `new` wherever it names `old`; nobody names itself."""
    changed = dict(record)
    for key in _keys(kind):
        if str(record.get(key, "")).casefold() == old.casefold():
            changed[key] = new
            if str(record.get("id")) == new:
                del changed[key]
    return changed


def with_other_id(registry: Registry, kind: Kind, place: int, identifier: str) -> dict[int, Data]:
    """The records that differ when that at `place` has another id: itself, and who names it."""
    records = registry.of(kind)
    old = str(records[place].get("id", ""))
    naming = referring(registry, kind, [place]).get(place, ())
    others = {number: with_reference(records[number], old, identifier, kind) for number in naming}
    return {place: {**records[place], "id": identifier}, **others}


def _keys(kind: Kind) -> list[str]:
    """The fields by which records of a kind name others of that kind."""
    return [key for key, table in kind.references.items() if table == kind.table]
