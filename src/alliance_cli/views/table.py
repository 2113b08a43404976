"""Members as a table for a person: by Rich on a terminal, in plain aligned lines otherwise."""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from .. import channels
from ..kinds.member import MEMBER
from ..language import say
from ..registry.query import Roster
from ..registry.shown import Shown
from .console import is_terminal, lay_out, put, rich_console

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

_MOST_RICH_ROWS = 300
"""Rich takes a millisecond a row; longer tables are plain, on a terminal too."""

# How far a column folds before another gives way for it.  A name should rarely fold; columns that
# somebody asked for fold further before one of them goes.
_NARROWEST = 12
_NARROWEST_NAME = 28
_NARROWEST_CHOSEN = 10
_BETWEEN_COLUMNS = 2


class Column(NamedTuple):
    """A column of inert texts, with its width and the least that it can fold to.

    The more `dispensable`, the sooner it gives way on a narrow terminal.
    """

    heading: str
    cells: list[str]
    width: int
    narrowest: int
    dispensable: float = 0


def column_of(heading: str, texts: Iterable[str], narrowest: int, dispensable: float = 0) -> Column:
    """A column as wide as its widest text."""
    from rich.cells import cell_len

    # What is piped may end in a spreadsheet.
    inert = channels.line if is_terminal() else channels.plain_cell
    heading, *cells = map(inert, (heading, *texts))
    width = max(map(cell_len, (heading, *cells)))
    return Column(heading, cells, width, min(width, narrowest), dispensable)


def filled_columns(
    headings: Iterable[str], narrowest: Iterable[int], rows: Iterable[Sequence[str]]
) -> list[Column]:
    """The columns of rows in which something stands."""
    return [
        column_of(heading, cells, width)
        for heading, width, cells in zip(headings, narrowest, zip(*rows, strict=True), strict=False)
        if any(cells)
    ]


def fits(columns: Sequence[Column]) -> bool:
    """Whether columns fit the terminal, as far as they fold."""
    gaps = _BETWEEN_COLUMNS * (len(columns) - 1)
    return sum(column.narrowest for column in columns) + gaps <= rich_console().width


def print_columns(columns: Sequence[Column]) -> None:
    """Print columns on a terminal: as many rows as Rich is quick enough for, else plain."""
    if len(columns[0].cells) <= _MOST_RICH_ROWS:
        lay_out(partial(_print_rich, columns))
    else:
        put(plain_lines(columns))


def print_table(roster: Roster, shown: Shown, *, terminal: bool) -> None:
    """Print the roster; on a terminal it fits the width, elsewhere nothing is folded or dropped."""
    columns = _columns(roster, shown)
    caption = _caption(roster)
    sums = _sums(roster, shown)
    if not terminal:
        put(plain_lines(columns))
        put(["\n", caption, "\n"])
        put(f"{' ' * indent}{channels.plain_cell(text)}\n" for indent, text in sums)
        return
    if not roster.chosen_columns:
        columns = [
            column
            for column, field in zip(columns, roster.columns, strict=True)
            if any(column.cells) or field.required
        ]
    rich = len(roster.members) <= _MOST_RICH_ROWS
    # Plain lines do not fold, so there a column needs its whole width.
    widths = [column.narrowest if rich else column.width for column in columns]
    fitting = _fitting(columns, widths, rich_console().width)
    if dropped := [column.heading for column in columns if column not in fitting]:
        mark = say(", ", "、")
        caption += say("; left out: ", "；未显示：") + mark.join(dropped)
    if rich:
        lay_out(partial(_print_rich, fitting))
    else:
        put(plain_lines(fitting))
    lay_out(lambda console: console.print(caption, style="dim"))
    if sums:
        lay_out(partial(_print_sums, sums))


def _sums(roster: Roster, shown: Shown) -> list[tuple[int, str]]:
    """The lines about sums below a table, each with how far it is indented."""
    if not roster.kind.summed:
        return []
    # What counts is not needed for most lists.
    from .sums import lines_of_sums

    return [*lines_of_sums(roster, shown)]


def _print_sums(lines: Iterable[tuple[int, str]], console: "RichConsole") -> None:
    from rich.padding import Padding
    from rich.text import Text

    for indent, text in lines:
        words = Text(channels.line(text), style="dim", overflow="fold")
        console.print(Padding(words, (0, 0, 0, indent)))


def _columns(roster: Roster, shown: Shown) -> list[Column]:
    columns = []
    for field in roster.columns:
        heading = field.heading.worded(field.key, shown.wording)
        cells = shown.cells(roster.members, field)
        narrowest = _NARROWEST_NAME if field.key == "name" else _NARROWEST
        if roster.chosen_columns:
            narrowest = _NARROWEST_CHOSEN
        # What is no default column gives way first.
        columns.append(column_of(heading, cells, narrowest, field.rank or math.inf))
    return columns


def _caption(roster: Roster) -> str:
    shown, recorded, declared = len(roster.members), roster.recorded, roster.registry.declared
    words = roster.kind.words
    text = say(
        f"{shown} of {recorded} {words.several.english}",
        f"显示 {shown} {words.measure}，名录共 {recorded} {words.measure}",
    )
    if declared is not None and roster.kind.table == MEMBER.table:
        text += say(f" ({declared} declared)", f"(联盟公布 {declared} 家)")
    return text


def _fitting(columns: Sequence[Column], widths: Sequence[int], available: int) -> list[Column]:
    """The most important columns that fit, each of which needs a width."""
    shown = list(zip(columns, widths, strict=True))
    gaps = _BETWEEN_COLUMNS * (len(shown) - 1)
    while len(shown) > 1 and sum(width for _, width in shown) + gaps > available:
        shown.remove(max(reversed(shown), key=lambda pair: pair[0].dispensable))
        gaps -= _BETWEEN_COLUMNS
    return [column for column, _ in shown]


def _print_rich(columns: Sequence[Column], console: "RichConsole") -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    widths = _widths(columns, console.width)
    folded = any(column.width > width for column, width in zip(columns, widths, strict=True))
    # The divider of this box is one space, the padding or a wider column makes it two.  Padding
    # costs Rich as much again as the cells, so only tables that fold have it.
    padding, wider = ((0, 1, 0, 0), 0) if folded else (0, _BETWEEN_COLUMNS - 1)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=padding)
    for number, (column, width) in enumerate(zip(columns, widths, strict=True), 1):
        gap = wider if number < len(columns) else 0
        table.add_column(Text(column.heading), overflow="fold", width=width + gap)
    for cells in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(Text, cells))
    console.print(table)


def _widths(columns: Sequence[Column], available: int) -> list[int]:
    """The width of each column: its own, or less for the widest ones until all of them fit."""
    widths = [column.width for column in columns]
    gaps = _BETWEEN_COLUMNS * (len(columns) - 1)
    while sum(widths) + gaps > available:
        foldable = [n for n, column in enumerate(columns) if widths[n] > column.narrowest]
        if not foldable:
            break
        widths[max(foldable, key=widths.__getitem__)] -= 1
    return widths


def plain_lines(columns: Sequence[Column]) -> Iterator[str]:
    """Aligned lines, complete whatever the width."""
    from rich.cells import cell_len

    gap = " " * _BETWEEN_COLUMNS
    rows = zip(*(column.cells for column in columns), strict=True)
    for row in itertools.chain([[column.heading for column in columns]], rows):
        padded = (
            text + " " * (column.width - cell_len(text))
            for text, column in zip(row, columns, strict=True)
        )
        yield gap.join(padded).rstrip() + "\n"
