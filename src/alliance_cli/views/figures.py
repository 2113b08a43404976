"""How figures look: tables with bars on a terminal, rows for programs and for documents."""

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from .. import channels
from ..exchange.figures import Column, Figure, Row, Table
from ..language import Phrase, Wording
from . import console
from .table import Column as Shown
from .table import column_of, plain_lines, print_columns

Listing = Callable[[Table, Row], str | None]
"""What gives the command that lists the members of a line, None where none does."""

_NARROWEST_LABEL = 12
_SHORTEST_BAR, _LONGEST_BAR = 6, 30
_GAP = 2
_TABLE = Phrase("Table", "统计项")
_LINE = Phrase("Value", "值")
_LISTED = Phrase("Members listed by", "名单命令")


# --- numbers


def _for_people(figure: Figure, column: Column) -> str:
    if figure is None:
        return ""
    if column.of == "share":
        return f"{figure:.1%}"
    return f"{_rounded(figure, column):,f}" if isinstance(figure, Decimal) else f"{figure:,}"


def _for_programs(figure: Figure, column: Column) -> str:
    if figure is None:
        return ""
    return f"{_rounded(figure, column):f}" if isinstance(figure, Decimal) else str(figure)


_DIGITS = {"share": Decimal("0.0001"), "mean": Decimal("0.01")}


def _rounded(figure: Decimal, column: Column) -> Decimal:
    """A number with the digits that say something; a sum is as exact as what was summed up."""
    digits = _DIGITS.get(column.of)
    figure = figure.quantize(digits) if digits else figure
    return (
        figure.quantize(Decimal(1)) if figure == figure.to_integral_value() else figure.normalize()
    )


def _as_data(figure: Figure, column: Column) -> int | float | None:
    if not isinstance(figure, Decimal):
        return figure
    rounded = _rounded(figure, column)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


# --- a terminal


def print_tables(tables: Sequence[Table]) -> None:
    """Print tables for a person; what is too wide for the terminal goes on below."""
    for number, table in enumerate(tables):
        console.put(["\n"] * bool(number))
        label, *figures = _columns(table)
        if not console.is_terminal():
            console.put(plain_lines([label, *figures]))
            continue
        available = console.rich_console().width
        for part in _parts(label, figures, available):
            console.put(["\n"] * (part[0] is not figures[0]))
            print_columns([label, *part, *_bar(table, [label, *part], available)])


def _columns(table: Table) -> list[Shown]:
    """The labels of the lines, then their figures, which end below each other."""
    lines = [*table.rows, *([table.total] if table.total else [])]
    labels = column_of(table.headings[0], (line.labels[0] for line in lines), _NARROWEST_LABEL)
    columns = [labels]
    for column in table.columns:
        texts = [_for_people(line.figures[column.key], column) for line in lines]
        columns.append(_to_the_right(column_of(column.heading, texts, sys.maxsize)))
    return columns


def _to_the_right(column: Shown) -> Shown:
    from rich.cells import cell_len

    def moved(text: str) -> str:
        return " " * (column.width - cell_len(text)) + text

    return column._replace(heading=moved(column.heading), cells=[*map(moved, column.cells)])


def _parts(label: Shown, figures: Sequence[Shown], available: int) -> Iterator[list[Shown]]:
    """The columns of figures that fit beside the labels, then those that go on below."""
    part: list[Shown] = []
    width = label.narrowest
    for column in figures:
        if part and width + _GAP + column.width > available:
            yield part
            part, width = [], label.narrowest
        part.append(column)
        width += _GAP + column.width
    yield part


def _bar(table: Table, columns: Sequence[Shown], available: int) -> list[Shown]:
    """A column of bars as long as the shares, where they say more than one number and fit."""
    shares = [row.figures.get("share") for row in table.rows]
    taken = sum(column.width + _GAP for column in columns)
    longest = min(available - taken, _LONGEST_BAR)
    most = max((share for share in shares if share), default=None)
    if most is None or longest < _SHORTEST_BAR or len(columns) <= len(table.columns):
        return []
    mark = "█" if console.can_show("█") else "#"
    # What counts at all has a bar.
    bars = [mark * (max(1, round(longest * share / most)) if share else 0) for share in shares]
    return [column_of("", [*bars, ""] if table.total else bars, longest)]


# --- rows


def rows_of(tables: Sequence[Table], wording: Wording, *, of_page: bool) -> Iterator[list[str]]:
    """The headings, then a row for each line, and the line about all of them.

    Those of a page say first to which table they belong, and need no line about all.
    """
    if not of_page:
        (table,) = tables
        yield _headings(table)
        yield from _rows(table, _for_programs)
        return
    columns = list({each.key: each for table in tables for each in table.columns}.values())
    first = [_TABLE.worded("table", wording), _LINE.worded("value", wording)]
    yield [*first, *(column.heading for column in columns)]
    for table in tables:
        for row in table.rows:
            figures = [_for_programs(row.figures.get(each.key), each) for each in columns]
            yield [table.headings[0], row.labels[0], *figures]


def _headings(table: Table) -> list[str]:
    return [table.headings[0], *(column.heading for column in table.columns)]


def _rows(table: Table, text: Callable[[Figure, Column], str]) -> Iterator[list[str]]:
    for row in (*table.rows, *([table.total] if table.total else [])):
        yield [row.labels[0], *(text(row.figures[each.key], each) for each in table.columns)]


def _tsv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    return map(channels.tsv_row, rows)


def _csv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield channels.csv_rows(rows)


WRITERS: Mapping[str, Callable[[Iterable[Sequence[str]]], Iterator[str]]] = {
    "tsv": _tsv,
    "csv": _csv,
}
"""The formats of rows, by name."""


def markdown_of(tables: Sequence[Table], wording: Wording, listing: Listing) -> Iterator[str]:
    """A table after the other, each line with the command that lists its members."""
    for number, table in enumerate(tables):
        yield "\n" * bool(number)
        yield from channels.markdown_head([*_headings(table), _LISTED.worded("list", wording)])
        commands = [listing(table, row) or "" for row in table.rows]
        for cells, command in itertools.zip_longest(_rows(table, _for_people), commands):
            yield channels.markdown_row([*cells, command or ""])


# --- JSON


def json_of(tables: Sequence[Table], listing: Listing, *, of_page: bool) -> str:
    """The lines as data, of a page by table; see docs/commands.md."""
    document: Any = {}
    for table in tables:
        lines = [_line(table, row, listing) for row in table.finest]
        if not of_page:
            document = lines
        elif table.by:
            # A field of the registry may be called as the other tables are.
            document.setdefault("by", {})[table.key] = lines
        else:
            document[table.key] = lines
    return channels.json_text(document, indent=2) + "\n"


def _line(table: Table, row: Row, listing: Listing) -> dict[str, Any]:
    line: dict[str, Any]
    if table.by:
        line = {"values": dict(zip(table.of, row.values, strict=True))}
        line["labels"] = dict(zip(table.of, row.labels, strict=True))
    else:
        line = {table.of[0]: row.values[0], "label": row.labels[0]}
    for column in table.finest_columns:
        line[column.key] = _as_data(row.figures[column.key], column)
    return {**line, table.lists: listing(table, row)}
