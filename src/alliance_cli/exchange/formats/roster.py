"""The roster of a body on paper: who has its seats on a day, and which are vacant."""

from typing import BinaryIO

from ...kinds.body import BODY
from ...kinds.kind import Kind
from ...language import Phrase
from ...registry.query import Roster
from .format import Format, Wishes


def book(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the workbook.  What makes it is imported only here."""
    from ..workbooks.roster import write_rosters

    write_rosters(roster, wishes, file)


def _suits(kind: Kind) -> bool:
    return kind.table == BODY.table


FORMAT = Format(
    "roster",
    place=13,
    book=book,
    further_endings=(".xlsx",),
    suits=_suits,
    made_of=Phrase("seats of a body", "机构的席位"),
    of_a_day=True,
)
