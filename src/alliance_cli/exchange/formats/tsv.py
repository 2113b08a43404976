r"""TSV: a line a member; a tab in a value as `\t`, a line feed as `\n`, a backslash doubled."""

from collections.abc import Iterator

from ... import channels
from ...registry.query import Roster
from .format import Format, Wishes, headings, rows


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A heading line, then a line a member."""
    yield channels.tsv_row(headings(roster.columns, wishes.wording))
    yield from map(channels.tsv_row, rows(roster, wishes))


FORMAT = Format(
    "tsv",
    place=1,
    pieces=pieces,
    endings=(".tsv", ".txt"),
    on_screen=True,
    spreadsheet=True,
    encodable=True,
)
