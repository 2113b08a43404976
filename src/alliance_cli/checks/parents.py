"""Who is above whom: the members that name another as their parent."""

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
