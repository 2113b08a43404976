"""Everything about one member, field by field."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..kinds.member import FIELDS
from ..kinds.tables import Tables
from ..language import Wording, say
from ..registry.registry import Member, Registry
from ..registry.shown import cell
from ..values.characters import printable
from ..values.privacy import masked


class Line(NamedTuple):
    """One fact of a card: what it is called and what it is."""

    name: str
    text: str


def lines_of(
    member: Member, registry: Registry, wording: Wording, *, contacts: bool
) -> Iterator[Line]:
    """Every field that the member has, in field order, then what has no definition."""
    for key, field in FIELDS.items():
        name = field.heading.worded(key, wording)
        value = member.get(key)
        if isinstance(field.type, Tables) and isinstance(value, list):
            # A contact a line; the cell of a table has them all on one.
            for table in value:
                alone = {key: [table]}
                yield Line(
                    name, cell(alone, field, registry.vocabularies, wording, contacts=contacts)
                )
        elif text := cell(member, field, registry.vocabularies, wording, contacts=contacts):
            yield Line(name, text)
    for key, value in member.items():
        if key not in FIELDS:
            line = Line(key, str(value))
            yield line if contacts else Line(*map(masked, line))


def print_card(title: str, lines: Sequence[Line], place: str) -> None:
    """Print a card on a terminal; long values fold within their column."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for line in lines:
        grid.add_row(Text(printable(line.name)), Text(printable(line.text, keep="\n")))
    console.print(Text(printable(title), style="bold underline"))
    console.print(grid)
    console.print(Text(printable(place)), style="dim", soft_wrap=True)


def tab_separated(lines: Sequence[Line]) -> Iterator[str]:
    """A line a fact: name, tab, text."""
    yield f"{say('field', '字段')}\t{say('value', '内容')}\n"
    for line in lines:
        name, text = (printable(part.replace("\\", "\\\\")) for part in line)
        yield f"{name}\t{text}\n"
