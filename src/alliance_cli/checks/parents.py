"""Who is above whom: the members that name another as their parent."""

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


def referring(registry: Registry, kind: Kind, place: int) -> list[int]:
    """The places of the records that name the one at `place`, and no other, as theirs."""
    records = registry.of(kind)
    ids = [str(record.get("id", "")).casefold() for record in records]
    if not ids[place] or ids.count(ids[place]) > 1:
        return []
    keys = [key for key, table in kind.references.items() if table == kind.table]
    return [
        n
        for n, record in enumerate(records)
        if n != place and any(str(record.get(key, "")).casefold() == ids[place] for key in keys)
    ]
