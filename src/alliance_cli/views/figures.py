"""How figures look: tables with bars on a terminal, rows for programs and for documents."""

import itertools
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .. import channels
from ..exchange.figures.table import Column, Figure, Row, Table, name_of
from ..language import Phrase, say
from ..registry.shown import Shown
from . import console
from .sums import for_people, without_zeros
from .table import Column as Laid
from .table import column_of, plain_lines, print_columns

_NARROWEST_LABEL = 12
_SHORTEST_BAR, _LONGEST_BAR = 6, 30
_GAP = 2
_TABLE = Phrase("Table", "统计项")
_VALUE = Phrase("Value", "值")
_LISTED = Phrase("Members listed by", "名单命令")


@dataclass(frozen=True)
class Listing:
    """The commands that list the members whom figures count.

    `filters` and `time` are the options that chose those who are counted at all; `asked` those that
    made the tables, which may be about a `day` by themselves.  `kind` are the words before the
    commands about another kind of record.
    """

    filters: Sequence[str]
    time: Sequence[str]
    asked: Sequence[str]
    day: Sequence[str]
    shown: Shown
    registry: str | None
    kind: tuple[str, ...] = ()

    def command(self, table: Table, row: Row, column: str = "") -> str | None:
        """The command for a line, or a figure in it; None where none lists just those."""
        part = row.parts[column] if column else row
        if part.chosen_by is not None:
            # Some choose the day themselves.
            is_dated = any(each.startswith("--on=") for each in part.chosen_by)
            day = [] if is_dated else self.day
            filters = [] if row.whole else self.filters
            words = ["list", *day, *self.time, *filters, *part.chosen_by]
        elif part.members and self.asked and (name := name_of(table, row, column)):
            words = ["stats", *self.time, *self.filters, *self.asked, f"--list={name}"]
        else:
            return None
        words += ["--contacts"] * self.shown.contacts
        words += [] if self.registry is None else ["-r", self.registry]
        command = shlex.join(["alliance", *self.kind, *words])
        # What is masked finds nobody.
        return command if self.shown.said(command) == command else None


def counts_items(name: str) -> str:
    """That lines of the field that is called so may add up to more than the members."""
    return say(
        f"{name}: members count once for each item, so they may count more than once",
        f"{name}：一家可有多项，每项各计一次，各行之和可大于家数",
    )


# --- numbers


def _for_people(figure: Figure, column: Column) -> str:
    if figure is None:
        return ""
    if column.of == "share":
        return f"{figure:.1%}"
    return for_people(_rounded(figure, column)) if isinstance(figure, Decimal) else f"{figure:,}"


def _for_programs(figure: Figure, column: Column) -> str:
    if figure is None:
        return ""
    return f"{_rounded(figure, column):f}" if isinstance(figure, Decimal) else str(figure)


_DIGITS = {"share": Decimal("0.0001"), "mean": Decimal("0.01")}


def _rounded(figure: Decimal, column: Column) -> Decimal:
    """A number with the digits that say something; a sum is as exact as what was summed up."""
    digits = _DIGITS.get(column.of)
    figure = figure.quantize(digits) if digits else figure
    return without_zeros(figure)


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
        lines = _lines(table)
        labels = [
            column_of(heading, texts, _NARROWEST_LABEL)
            for heading, *texts in zip(
                table.line_headings, *(line.labels for line in lines), strict=True
            )
        ]
        figures = [
            _to_the_right(column_of(each.heading, texts, sys.maxsize))
            for each in table.columns
            for texts in [[_for_people(line.figures[each.key], each) for line in lines]]
        ]
        if not console.is_terminal():
            console.put(plain_lines([*labels, *figures]))
            continue
        available = console.rich_console().width
        for part in _parts(labels, figures, available):
            console.put(["\n"] * (part[0] is not figures[0]))
            columns = [*labels, *part]
            is_whole = len(part) == len(figures)
            print_columns([*columns, *(_bar(table, columns, available) if is_whole else [])])


def _lines(table: Table) -> list[Row]:
    return [*table.rows, *([table.total] if table.total else [])]


def _to_the_right(column: Laid) -> Laid:
    from rich.cells import cell_len

    def moved(text: str) -> str:
        return " " * (column.width - cell_len(text)) + text

    return column._replace(heading=moved(column.heading), cells=[*map(moved, column.cells)])


def _parts(labels: Sequence[Laid], figures: Sequence[Laid], available: int) -> Iterator[list[Laid]]:
    """The columns of figures that fit beside the labels, then those that go on below."""
    part: list[Laid] = []
    width = beside = sum(each.narrowest + _GAP for each in labels) - _GAP
    for column in figures:
        if part and width + _GAP + column.width > available:
            yield part
            part, width = [], beside
        part.append(column)
        width += _GAP + column.width
    yield part


def _bar(table: Table, columns: Sequence[Laid], available: int) -> list[Laid]:
    """A column of bars as long as the shares, where there are some and room for them."""
    shares = [row.figures.get("share") for row in table.rows]
    taken = sum(column.width + _GAP for column in columns)
    longest = min(available - taken, _LONGEST_BAR)
    most = max((share for share in shares if share), default=None)
    if most is None or longest < _SHORTEST_BAR:
        return []
    mark = "█" if console.can_show("█") else "#"
    # What counts at all has a bar.
    bars = [mark * (max(1, round(longest * share / most)) if share else 0) for share in shares]
    return [column_of("", [*bars, ""] if table.total else bars, longest)]


# --- rows and documents


def pieces(
    tables: Sequence[Table], listing: Listing, shape: str, *, is_page: bool
) -> Iterator[str]:
    """Figures as a text for programs or for a document, complete; see docs/commands.md.

    The rows of a page of several tables say first to which they belong.
    """
    if shape == "json":
        yield _json_of(tables, listing, is_page=is_page)
    elif shape == "markdown":
        yield from _markdown_of(tables, listing)
    else:
        yield from ROWS[shape](_page(tables, listing) if is_page else _table(tables[0]))


def _table(table: Table) -> Iterator[list[str]]:
    yield _headings(table)
    yield from _rows(table, _for_programs)


def _page(tables: Sequence[Table], listing: Listing) -> Iterator[list[str]]:
    # Those of a cross table are two.
    values = max(len(row.labels) for table in tables for row in table.finest)
    columns = list({each.key: each for table in tables for each in table.finest_columns}.values())
    wording = listing.shown.wording
    first = [_TABLE.worded("table", wording), *[_VALUE.worded("value", wording)] * values]
    yield [*first, *(column.heading for column in columns)]
    for table in tables:
        for row in table.finest:
            figures = [_for_programs(row.figures.get(each.key), each) for each in columns]
            labels = [*row.labels, *[""] * (values - len(row.labels))]
            yield [",".join(table.headings), *labels, *figures]


def _headings(table: Table) -> list[str]:
    return [*table.line_headings, *(column.heading for column in table.columns)]


def _rows(table: Table, text: Callable[[Figure, Column], str]) -> Iterator[list[str]]:
    for row in _lines(table):
        yield [*row.labels, *(text(row.figures[each.key], each) for each in table.columns)]


def _tsv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    return map(channels.tsv_row, rows)


def _csv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield channels.csv_rows(rows)


ROWS: Mapping[str, Callable[[Iterable[Sequence[str]]], Iterator[str]]] = {"tsv": _tsv, "csv": _csv}
"""The formats of rows, by name."""


def _markdown_of(tables: Sequence[Table], listing: Listing) -> Iterator[str]:
    """A table after the other, each line with the command that lists its members."""
    last = _LISTED.worded("list", listing.shown.wording)
    for number, table in enumerate(tables):
        yield "\n" * bool(number)
        yield from channels.markdown_head([*_headings(table), last])
        commands = [listing.command(table, row) or "" for row in table.rows]
        for cells, command in itertools.zip_longest(_rows(table, _for_people), commands):
            yield channels.markdown_row([*cells, command or ""])


def _json_of(tables: Sequence[Table], listing: Listing, *, is_page: bool) -> str:
    document: Any = {}
    for table in tables:
        lines = [_line(table, row, listing) for row in table.finest]
        if not is_page:
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
        for key, value, label in zip(table.of[1:], row.values[1:], row.labels[1:], strict=True):
            line |= {"values": {key: value}, "labels": {key: label}}
    for column in table.finest_columns:
        line[column.key] = _as_data(row.figures[column.key], column)
    line[table.lists] = listing.command(table, row)
    if row.parts:
        line["lists"] = {key: listing.command(table, row, key) for key in row.parts}
    return line
