"""Missing rows: those that a list was exported with and has no longer.

Who took a row out may have meant that the member left, that the record goes, or nothing: a sheet
is cut short by accident, too.  So they are told, and nothing becomes of them unless a person says.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import NamedTuple

from ..registry.standing import keys_of_status
from ..values.dates import Day
from .matching import Matcher
from .rows import Row

ExportedKey = tuple[str, str]
"""A file, empty where there is one alone, and the folded id of a member."""

SAID_OF_MISSING = ("status", *keys_of_status("left"))
"""The fields whose values for all rows are those of members that are withdrawn as missing."""


class How(Enum):
    """What becomes of a member whose row is missing; contacts go by `REMOVE` alone."""

    WITHDRAW = "withdraw"
    REMOVE = "remove"


class Measure(NamedTuple):
    """What becomes of those whose rows are missing; the others are about a withdrawal."""

    how: How
    status: str = "left"
    day: Day | None = None
    reason: str | None = None


class Expected(NamedTuple):
    """Whose rows a list was exported with: of members, and of contacts, each in its order.

    `below` are those of other sheets, each with the field whose tables have rows there.
    `elsewhere` are, by file, the folded texts of sheets that are not read: what is named there is
    not missing.
    """

    members: tuple[ExportedKey, ...] = ()
    contacts: tuple[ExportedKey, ...] = ()
    below: tuple[tuple[ExportedKey, str], ...] = ()
    elsewhere: Mapping[str, AbstractSet[str]] = {}


class Met:
    """Which members the rows of a list may be about, whatever became of these rows."""

    def __init__(self, expected: Expected, matcher: Matcher) -> None:
        self._expected = expected
        self._matcher = matcher
        self._places: set[int] = set()
        self._in_doubt: set[int] = set()
        self._with_nameless_rows: set[str] = set()

    def note(self, row: Row, place: int | None) -> None:
        """Note that a row is about the member at this place, or about none that is there."""
        if place is not None:
            self._places.add(place)
        elif not self._matcher.identifies(row.cells):
            self._with_nameless_rows.add(row.file)

    def note_doubt(self, row: Row) -> None:
        """Note whose a row may be that is set aside."""
        self._in_doubt |= self._matcher.possible(row.cells)
        if row.former:
            self._in_doubt |= self._matcher.possible({**row.cells, "name": row.former})

    @property
    def expected(self) -> int:
        """How many of the members that were exported are still in the registry."""
        return len({self._place(*each) for each in self._expected.members} - {None})

    def in_doubt(self, place: int) -> bool:
        """Whether rows that are set aside may be about a member."""
        return place in self._in_doubt

    def has_nameless_rows(self, file: str) -> bool:
        """Whether rows of a file, which name nobody, may be anybody's who seems to be missing."""
        return file in self._with_nameless_rows

    def missing(self) -> Iterator[tuple[int, str]]:
        """The places of the members whose rows are missing, and the files that had them."""
        known = self._places | self._in_doubt
        for file, key in self._expected.members:
            place = self._place(file, key)
            if place is not None and place not in known:
                known.add(place)
                yield place, file

    def with_contacts(self) -> dict[int, str]:
        """The members whose contacts were exported to rows of their own, and to which file."""
        places = ((self._place(*each), each[0]) for each in self._expected.contacts)
        return {place: file for place, file in places if place is not None}

    def with_below(self) -> dict[int, dict[str, str]]:
        """The members whose other tables were exported to rows: by field, to which file."""
        found: dict[int, dict[str, str]] = {}
        for exported, key in self._expected.below:
            if (place := self._place(*exported)) is not None:
                found.setdefault(place, {})[key] = exported[0]
        return found

    def _place(self, file: str, key: str) -> int | None:
        """The member that was exported with this id, unless it is gone, or stands elsewhere."""
        places = self._matcher.having_id(key)
        if len(places) != 1:
            return None
        elsewhere = self._expected.elsewhere.get(file, frozenset())
        named = bool(elsewhere) and not elsewhere.isdisjoint(self._matcher.keys_of(places[0]))
        return None if named else places[0]
