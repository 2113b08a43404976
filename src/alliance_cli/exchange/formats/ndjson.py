"""NDJSON: an object a line, by field keys."""

from collections.abc import Iterator

from ... import channels
from ...registry.query import Roster
from ...registry.registry import value_of
from .format import Format, Wishes


def objects(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A member as an object, on one line."""
    for member in wishes.track(roster.members):
        data = wishes.shown.data(member, roster.kind)
        if roster.chosen_columns:
            data = {
                field.key: data.get(field.key, value_of(member, field)) for field in roster.columns
            }
        yield channels.json_text(data)


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A line a member."""
    for line in objects(roster, wishes):
        yield line + "\n"


FORMAT = Format("ndjson", place=4, pieces=pieces, endings=(".ndjson",), on_screen=True)
