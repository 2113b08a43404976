"""JSON: an array with a member on each line, by field keys."""

from collections.abc import Iterator

from ...registry.query import Roster
from .format import Format, Wishes
from .ndjson import objects


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """The whole array."""
    opening = "[\n"
    for line in objects(roster, wishes):
        yield opening + line
        opening = ",\n"
    yield "\n]\n" if roster.members else "[]\n"


FORMAT = Format("json", place=3, pieces=pieces, endings=(".json",), on_screen=True)
