"""Markdown: a table."""

from collections.abc import Iterator

from ... import channels
from ...registry.query import Roster
from .format import Format, Wishes, headings, rows


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """The headings, then a row a member."""
    yield from channels.markdown_head(headings(roster.columns, wishes.wording))
    yield from map(channels.markdown_row, rows(roster, wishes))


FORMAT = Format("markdown", place=5, pieces=pieces, endings=(".markdown", ".md"), on_screen=True)
