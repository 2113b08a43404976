"""What an output format is, and what its writers share."""

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

from ...data import Tracked
from ...kinds.field import Field
from ...kinds.kind import Kind
from ...language import Phrase, Wording
from ...registry.query import Roster
from ...registry.registry import Record
from ...registry.shown import Shown


def _untold(remark: str) -> None:
    """Tell nobody."""


class Wishes(NamedTuple):
    """What the person asked of an output: how records are shown, and what a workbook is to have.

    `track` sees the records go by, to show how far a long export is, and `tell` says what to
    know of it.  A workbook has a sheet for each value of `by`, counts before them for a `summary`;
    one of `everything` has all records of all kinds, whatever was chosen; a `template` is a form to
    send out, empty unless it is `filled`, a row a member or, as `pages`, a sheet a member.  Labels
    lie on their sheets as `label_grid` has it, and what is of a day is of that `day`, or of today.
    """

    shown: Shown
    track: Tracked = iter
    by: Field | None = None
    summary: bool = False
    everything: bool = False
    template: bool = False
    filled: bool = False
    pages: bool = False
    label_grid: str = ""
    day: datetime.date | None = None
    tell: Callable[[str], None] = _untold

    @property
    def wording(self) -> Wording:
        """The language of headings and labels, or their keys."""
        return self.shown.wording

    @property
    def contacts(self) -> bool:
        """Whether personal values are shown in full."""
        return self.shown.contacts


def _reaches_all(record: Record, kind: Kind) -> bool:
    return True


def _suits_all(kind: Kind) -> bool:
    return True


class Format(NamedTuple):
    """One output format: a module of this package has it as `FORMAT`.

    It is written as text in `pieces`, or as a `book` of bytes; the ending decides between both.
    `place` is its place in the help, `endings` are those of files that have it, `further_endings`
    those of files that have it if it is named.  A terminal can show what is `on_screen`.  The text
    of a `spreadsheet` has a byte-order mark in a file, for those who open it by double click; the
    encoding of an `encodable` text can be chosen.  `options` are those of `export` that
    it has a use for.  A `personal` format is of no use with masked contacts.  Contacts stand
    `apart` from the cells of members.  It is for kinds that it `suits`, since it is `made_of` what
    others do not have.  What is `of_a_day` tells itself who was there on the day that is asked for.
    It passes over records that it does not reach, for want of what is `missing`.
    """

    name: str
    place: int
    pieces: Callable[[Roster, Wishes], Iterator[str]] | None = None
    book: Callable[[Roster, Wishes, BinaryIO], None] | None = None
    endings: tuple[str, ...] = ()
    further_endings: tuple[str, ...] = ()
    on_screen: bool = False
    spreadsheet: bool = False
    encodable: bool = False
    options: frozenset[str] = frozenset()
    personal: bool = False
    apart: bool = False
    of_a_day: bool = False
    suits: Callable[[Kind], bool] = _suits_all
    made_of: Phrase = Phrase("contacts", "联系方式")
    reaches: Callable[[Record, Kind], bool] = _reaches_all
    missing: Phrase = Phrase("", "")

    @property
    def own_endings(self) -> tuple[str, ...]:
        """The endings that go with this format, the usual ones first; plain text holds any text."""
        own = (*self.endings, *self.further_endings)
        return (*own, _PLAIN) if self.pieces and _PLAIN not in own else own

    def in_file(self, ending: str) -> "Format":
        """The same in the one form that a file with this ending has, with the options of that."""
        if not (self.pieces and self.book):
            return self
        if ending == _BOOK:
            return self._replace(pieces=None, encodable=False)
        return self._replace(book=None, options=frozenset())


_ROWS_AT_A_TIME = 500
_BOOK, _PLAIN = ".xlsx", ".txt"


def rows(roster: Roster, wishes: Wishes) -> Iterator[list[str]]:
    """The cells of the members, row by row, as they stand in the registry."""
    members = iter(wishes.track(roster.members))
    # By columns, most of which hold a few values or none.
    while some := list(itertools.islice(members, _ROWS_AT_A_TIME)):
        columns = [wishes.shown.cells(some, field) for field in roster.columns]
        yield from map(list, zip(*columns, strict=True))


def headings(columns: Iterable[Field], wording: Wording) -> list[str]:
    """The headings of the columns."""
    return [field.heading.worded(field.key, wording) for field in columns]
