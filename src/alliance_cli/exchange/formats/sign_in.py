"""The sheet that is signed at a meeting."""

from typing import BinaryIO

from ...registry.query import Roster
from ..contacts import reaches_people
from .format import Format, Wishes


def book(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the workbook.  What makes it is imported only here."""
    from ..workbooks.sign_in import write_sign_in

    write_sign_in(roster, wishes, file)


FORMAT = Format("sign-in", place=12, book=book, further_endings=(".xlsx",), suits=reaches_people)
