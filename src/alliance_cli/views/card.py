"""Everything about one member, field by field."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .. import channels
from ..kinds.kind import Kind
from ..language import say
from ..registry.registry import Record
from ..registry.shown import Shown
from .console import is_terminal, lay_out

if TYPE_CHECKING:
    from rich.console import Console as RichConsole


class Line(NamedTuple):
    """One fact of a card: what it is called and what it is."""

    name: str
    text: str


def lines_of(record: Record, kind: Kind, shown: Shown) -> Iterator[Line]:
    """Every field that the record has, in field order, then what has no definition."""
    for key, field in kind.fields.items():
        name = field.heading.worded(key, shown.wording)
        value = record.get(key)
        if field.type.fields and isinstance(value, list):
            # A contact a line; the cell of a table has them all on one.
            for table in value:
                yield Line(name, shown.value([table], field))
        elif text := shown.cell(record, field):
            yield Line(name, text)
    for key, value in record.items():
        if key not in kind.fields:
            yield Line(shown.said(key), shown.said(str(value)))


def print_card(title: str, lines: Sequence[Line], place: str) -> None:
    """Print a card on a terminal; long values fold within their column."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    # What is piped may end in a spreadsheet.
    guarded = str if is_terminal() else channels.guarded
    for line in lines:
        name, text = channels.line(line.name), channels.lines(line.text)
        grid.add_row(Text(guarded(name)), Text(guarded(text)))

    def draw(console: "RichConsole") -> None:
        console.print(Text(guarded(channels.line(title)), style="bold underline"))
        console.print(grid)
        console.print(Text(channels.line(place)), style="dim", soft_wrap=True)

    lay_out(draw)


def tab_separated(lines: Sequence[Line]) -> Iterator[str]:
    """A line a fact: name, tab, text."""
    yield channels.tsv_row((say("field", "字段"), say("value", "内容")))
    yield from map(channels.tsv_row, lines)
