"""CSV as RFC 4180 has it, with plain line feeds."""

import itertools
from collections.abc import Iterator

from ... import channels
from ...registry.query import Roster
from .format import Format, Wishes, headings, rows

_ROWS_AT_A_TIME = 500


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A heading line, then a member a row."""
    yield channels.csv_rows([headings(roster.columns, wishes.wording)])
    members = rows(roster, wishes)
    while some := list(itertools.islice(members, _ROWS_AT_A_TIME)):
        yield channels.csv_rows(some)


FORMAT = Format(
    "csv",
    place=2,
    pieces=pieces,
    endings=(".csv",),
    on_screen=True,
    spreadsheet=True,
    encodable=True,
)
