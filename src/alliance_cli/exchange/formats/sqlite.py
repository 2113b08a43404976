"""SQLite: the registry as a database."""

from typing import BinaryIO

from ...registry.query import Roster
from .format import Format, Wishes


def book(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the database.  What makes its tables is imported only here."""
    from ..database import write

    write(roster, wishes, file)


FORMAT = Format("sqlite", place=15, book=book, endings=(".sqlite", ".db"), apart=True)
