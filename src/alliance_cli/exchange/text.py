"""Members as text for other programs: TSV, CSV, JSON, NDJSON, Markdown, ids.

Each writer gives a document in pieces, complete and never cut.  Nothing in it acts: characters
that steer a terminal, open a CI command or begin a spreadsheet formula arrive inert.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..channels import json_value
from ..kinds.field import Field
from ..language import Wording
from ..registry.query import Roster
from ..registry.registry import Record, value_of
from ..registry.shown import Shown
from ..values.characters import printable


def _untracked(members: Sequence[Record]) -> Iterable[Record]:
    return members


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


# A cell that a spreadsheet would run; the quotes before it are those that `guarded` put there.
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guarded(text: str) -> str:
    """`text` with a `'` before what a spreadsheet would take for a formula.

    Taking one `'` off what matches again gives the text back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """`text` without the `'` that `guarded` put before it."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def tsv_cell(text: str) -> str:
    r"""A text as a cell of TSV: a tab as `\t`, a backslash as `\\`, and nothing that acts."""
    return guarded(printable(text.replace("\\", "\\\\")))


def csv_cell(text: str) -> str:
    """A text as a cell of CSV, in which lines stay lines, and nothing acts."""
    return guarded(printable(text, keep="\n"))


def rows(roster: Roster, wishes: Wishes) -> Iterator[list[str]]:
    """The cells of the members, row by row, as they stand in the registry."""
    cell = wishes.shown.cell
    for member in wishes.track(roster.members):
        yield [cell(member, field) for field in roster.columns]


def headings(columns: Iterable[Field], wording: Wording) -> list[str]:
    """The headings of the columns."""
    return [field.heading.worded(field.key, wording) for field in columns]


def tsv(roster: Roster, wishes: Wishes) -> Iterator[str]:
    r"""A heading line, then a line a member; a tab in a value as `\t`, a backslash as `\\`."""
    yield "\t".join(headings(roster.columns, wishes.wording)) + "\n"
    for row in rows(roster, wishes):
        yield "\t".join(tsv_cell(text) for text in row) + "\n"


def csv_text(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """CSV as RFC 4180 has it, with plain line feeds."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings(roster.columns, wishes.wording))
    for row in rows(roster, wishes):
        writer.writerow([csv_cell(text) for text in row])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


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
        yield json_value(data)


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#!~&:@])")


def markdown(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A Markdown table, with everything escaped that Markdown would read."""
    names = headings(roster.columns, wishes.wording)
    yield f"| {' | '.join(names)} |\n"
    yield f"|{'|'.join(' --- ' for _ in names)}|\n"
    for row in rows(roster, wishes):
        texts = (_MARKDOWN.sub(r"\\\1", printable(text)) for text in row)
        yield f"| {' | '.join(texts)} |\n"


def ids(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """An id a line."""
    for member in roster.members:
        yield printable(wishes.shown.cell(member, roster.kind.fields["id"])) + "\n"


WRITERS: dict[str, Callable[[Roster, Wishes], Iterator[str]]] = {
    "tsv": tsv,
    "csv": csv_text,
    "json": json_text,
    "ndjson": ndjson,
    "markdown": markdown,
    "ids": ids,
}
"""The text formats by name; options and endings are derived from here."""
