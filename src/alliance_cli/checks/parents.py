"""Who is above whom: the members that name another as their parent."""

from collections import Counter
from collections.abc import Iterable

from ..kinds.kind import Kind
from ..registry.registry import Registry
from .check import RegistryContext


def ids(context: RegistryContext) -> dict[str, int]:
    """The place of the first member that has an id, whatever its case."""
    found: dict[str, int] = {}
    for index, member in enumerate(context.records):
        if isinstance(identifier := member.get("id"), str):
            found.setdefault(identifier.casefold(), index)
    return found


def parents(context: RegistryContext) -> dict[int, int | None]:
    """The place of each member's parent, None where nobody has that id."""
    places = context.once(ids)
    return {
        index: places.get(parent.casefold())
        for index, member in enumerate(context.records)
        if isinstance(parent := member.get("parent"), str)
    }


def referring(registry: Registry, kind: Kind, places: Iterable[int]) -> dict[int, list[int]]:
    """The places of the records that name one of those at `places`, by the one that they name.

    An id that several records have names none of them.
    """
    records = registry.of(kind)
    having = Counter(str(record.get("id", "")).casefold() for record in records)
    sought = {str(records[place].get("id", "")).casefold(): place for place in places}
    keys = [key for key, table in kind.references.items() if table == kind.table]
    found: dict[int, list[int]] = {}
    for number, record in enumerate(records):
        for named in {str(record.get(key, "")).casefold() for key in keys}:
            place = sought.get(named) if named and having[named] == 1 else None
            if place is not None and place != number:
                found.setdefault(place, []).append(number)
    return found
