"""Members as text for other programs: TSV, CSV, JSON, NDJSON, Markdown, ids.

Each writer gives a document in pieces, complete and never cut.  Nothing in it acts: characters
that steer a terminal, open a CI command or begin a spreadsheet formula arrive inert.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from .. import channels
from ..kinds.field import Field
from ..language import Wording
from ..registry.query import Roster
from ..registry.registry import Record, value_of
from ..registry.shown import Shown


def _untracked(members: Sequence[Record]) -> Iterable[Record]:
    return members


_ROWS_AT_A_TIME = 500


class Wishes(NamedTuple):
    """What the person asked of an output: how records are shown.

    `track` sees the records go by, to show how far a long export is.
    """

    shown: Shown
    track: Callable[[Sequence[Record]], Iterable[Record]] = _untracked

    @property
    def wording(self) -> Wording:
        """The language of headings and labels, or their keys."""
        return self.shown.wording

    @property
    def contacts(self) -> bool:
        """Whether personal values are shown in full."""
        return self.shown.contacts


def rows(roster: Roster, wishes: Wishes) -> Iterator[list[str]]:
    """The cells of the members, row by row, as they stand in the registry."""
    cell = wishes.shown.cell
    for member in wishes.track(roster.members):
        yield [cell(member, field) for field in roster.columns]


def headings(columns: Iterable[Field], wording: Wording) -> list[str]:
    """The headings of the columns."""
    return [field.heading.worded(field.key, wording) for field in columns]


def tsv(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A heading line, then a line a member."""
    yield channels.tsv_row(headings(roster.columns, wishes.wording))
    yield from map(channels.tsv_row, rows(roster, wishes))


def csv_text(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A heading line, then a member a row."""
    yield channels.csv_rows([headings(roster.columns, wishes.wording)])
    members = rows(roster, wishes)
    while some := list(itertools.islice(members, _ROWS_AT_A_TIME)):
        yield channels.csv_rows(some)


def json_text(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A JSON array with a member on each line, by field keys."""
    opening = "[\n"
    for line in _json_lines(roster, wishes):
        yield opening + line
        opening = ",\n"
    yield "\n]\n" if roster.members else "[]\n"


def ndjson(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A JSON object a line, by field keys."""
    for line in _json_lines(roster, wishes):
        yield line + "\n"


def _json_lines(roster: Roster, wishes: Wishes) -> Iterator[str]:
    for member in wishes.track(roster.members):
        data = wishes.shown.data(member, roster.kind)
        if roster.chosen_columns:
            data = {
                field.key: data.get(field.key, value_of(member, field)) for field in roster.columns
            }
        yield channels.json_text(data)


def markdown(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A table of Markdown."""
    names = headings(roster.columns, wishes.wording)
    yield channels.markdown_row(names)
    yield f"|{'|'.join(' --- ' for _ in names)}|\n"
    yield from map(channels.markdown_row, rows(roster, wishes))


def ids(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """An id a line."""
    for member in roster.members:
        yield channels.line(wishes.shown.cell(member, roster.kind.fields["id"])) + "\n"


WRITERS: dict[str, Callable[[Roster, Wishes], Iterator[str]]] = {
    "tsv": tsv,
    "csv": csv_text,
    "json": json_text,
    "ndjson": ndjson,
    "markdown": markdown,
    "ids": ids,
}
"""The text formats by name; options and endings are derived from here."""
