"""Ids alone, for scripts."""

from collections.abc import Iterator

from ... import channels
from ...registry.query import Roster
from .format import Format, Wishes


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """An id a line."""
    for member in roster.members:
        yield channels.plain_cell(wishes.shown.cell(member, roster.kind.fields["id"])) + "\n"


FORMAT = Format("ids", place=6, pieces=pieces, endings=(".ids",), on_screen=True)
