"""Blocks: the lines of a table under its header, and how they come to mean something else.

A table may be spread over sections: `[[rows]]` and the pairs below it, `[[rows.parts]]`,
`[rows.extra]`.  Every function takes a text and gives a text; the paths lead from its beginning.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..data import Data, Path, same
from ..errors import CannotDo
from ..language import say
from .compose import PairStyle, pair_style, predecessor, toml_key
from .lines import (
    COMMENT_LINE,
    blank_lines_above,
    blank_lines_below,
    indent,
    line_end,
    line_start,
    newline_of,
    start_of_comments,
)
from .positions import Positions, Section, group_of
from .scan import Span, Statement
from .splice import changed_value, steps

_HEADER = re.compile(r"[ \t]*\[")


class CannotSplice(CannotDo):
    """The text is written in a form that cannot be changed safely; `offset` is where."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table in an array of tables is written, with `blank_lines` above each."""

    header: str
    indent: str = ""
    blank_lines: int = 1
    pairs: PairStyle = PairStyle()  # noqa: RUF009 - it is frozen

    def lines(self, table: Data) -> list[str]:
        """The lines of `table`, its header first."""
        pairs = (self.pairs.pair(toml_key(key), value) for key, value in table.items())
        return [self.indent + self.header, *pairs]


def lines_of(text: str, positions: Positions, path: Path) -> Span:
    """The lines of the table at `path`, with the comments right above its header and below it."""
    sections = positions.sections(path)
    start = _start_of_comments(text, positions, sections[0])
    return Span(start, end_of_comments(text, positions.end_of(sections[-1])))


def check_together(positions: Positions, path: Path) -> None:
    """Raise CannotSplice where another table stands between the sections of the one at `path`."""
    sections = positions.sections(path)
    for section, following in itertools.pairwise(sections):
        if section.end != following.header.start:
            raise CannotSplice(
                section.end,
                say(
                    "another table stands here, between the lines of the member",
                    "另一个表夹在此会员的内容之间",
                ),
            )


def _start_of_comments(text: str, positions: Positions, section: Section) -> int:
    """The beginning of the comment lines that lead straight to the header of a section.

    Those at the very beginning of a text speak of the whole text.
    """
    start = line_start(text, section.header.start)
    # A line above may look like a comment and be the end of a string.
    return start_of_comments(text, start, positions.end_before(section)) or start


def end_of_comments(text: str, end: int) -> int:
    """The end of the line at `end`, and of comments right below that belong to what ends there.

    A comment block that leads straight to a header belongs to that header.
    """
    after_line = line_end(text, end)
    at = after_line
    while match := COMMENT_LINE.match(text, at):
        at = match.end()
    return after_line if _HEADER.match(text, at) else at


def cuts(text: str, blocks: Sequence[Span]) -> list[Span]:
    """What goes when these blocks of lines go: themselves, and blank lines beside them.

    Where a block stood between blank lines, as many stay as the wider gap had.
    """
    found: list[Span] = []
    gone, at_top = 0, True
    for start, end in sorted(blocks):
        above = [start, *blank_lines_above(text, start, gone)]
        below = [end, *blank_lines_below(text, end)]
        # Whether nothing stays above this block.
        at_top = at_top and above[-1] == gone
        if at_top:
            found.append(Span(above[-1], below[-1]))
        elif below[-1] == len(text):
            found.append(Span(above[-1], end))
        else:
            found.append(Span(above[min(len(above), len(below)) - 1], end))
        gone = found[-1].end
    return found


def with_blank_lines(text: str, block: Span) -> Span:
    """A block of lines with all blank lines beside it."""
    start, end = block
    above = [start, *blank_lines_above(text, start, 0)]
    below = [end, *blank_lines_below(text, end)]
    return Span(above[-1], below[-1])


def changed(
    text: str,
    path: Path,
    old: Any,
    new: Any,
    tables: Mapping[str, TableStyle],
    within: Data | None = None,
) -> str:
    """`text`, in which the value at `path` is `old`, so that it is `new`, in the form it has there.

    `within` is what the table around it is to be, whose order tells where what is new stands.
    New lists of tables are written as sections in the style that `tables` has for their key, or in
    line without one.  Raises CannotSplice where a part is written in a form that cannot be changed
    safely.
    """
    positions = Positions(text)
    for place, pair in _pairs(positions, path):
        if place == path:
            start, end = pair.value
            return text[:start] + changed_value(text[start:end], old, new) + text[end:]
    has_header = any(section.path == path for section in positions.sections(path))
    if isinstance(old, dict) and isinstance(new, dict) and (new or has_header):
        return _changed_table(text, path, old, new, tables)
    if are_tables(old) and are_tables(new):
        return _changed_tables(text, path, old, new)
    return _with(_without(text, path), path[:-1], str(path[-1]), within or {}, tables)


def _changed_table(
    text: str, path: Path, old: Data, new: Data, tables: Mapping[str, TableStyle]
) -> str:
    """`text` with other pairs in the table at `path`."""
    for key, value in new.items():
        if key not in old:
            text = _with(text, path, key, new, tables)
        elif not same(old[key], value):
            text = changed(text, (*path, key), old[key], value, tables, new)
    # Last, as a table that dotted keys open is gone with the last of them.
    for key in old:
        if key not in new:
            text = _without(text, (*path, key))
    return text


def are_tables(value: Any) -> bool:
    """Whether `value` is a list of tables, at least one."""
    return isinstance(value, list) and bool(value) and all(type(each) is dict for each in value)


def _pairs(positions: Positions, path: Path) -> Iterator[tuple[Path, Statement]]:
    """Every pair above `path` that may give it or a part of it, with the path that it gives."""
    for section in positions.sections(group_of(path)):
        if section.path == path[: len(section.path)] and section.path != path:
            for pair in positions.statements(section):
                yield section.path + pair.key.parts, pair


def _without(text: str, path: Path) -> str:
    """`text` without what stands at `path`: the lines of pairs, and sections."""
    positions = Positions(text)
    spans = [
        Span(line_start(text, pair.span.start), line_end(text, pair.span.end))
        for place, pair in _pairs(positions, path)
        if place[: len(path)] == path
    ]
    if positions.sections(path):
        check_together(positions, path)
        spans += cuts(text, [lines_of(text, positions, path)])
    return without_spans(text, spans)


def without_spans(text: str, spans: Iterable[Span]) -> str:
    """`text` without the characters of these spans."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def _with(text: str, path: Path, key: str, new: Data, tables: Mapping[str, TableStyle]) -> str:
    """`text` in which the table at `path` has one more pair of those that make it `new`."""
    value = new[key]
    positions = Positions(text)
    if group_of(path) == path and key in tables and are_tables(value):
        style = tables[key]
        end = max(positions.end_of(section) for section in positions.sections(group_of(path)))
        at = end_of_comments(text, end)
        for table in value:
            lines = style.lines(table)
            text, at = _with_lines(text, at, lines, style.blank_lines)
        return text
    for section in positions.sections(path):
        if section.path == path:
            pairs = list(positions.statements(section))
            before = predecessor([pair.key.parts[0] for pair in pairs], key, new)
            above = section.header.end if before is None else pairs[before].span.end
            line = pair_style(text, pairs).pair(toml_key(key), value)
            return _with_lines(text, line_end(text, above), [line])[0]
    beside = [
        (place, pair)
        for place, pair in _pairs(positions, path)
        if place[: len(path)] == path and len(place) > len(path)
    ]
    if not beside:
        raise CannotSplice(
            _beginning(positions, path),
            say(
                f"the table {path[-1]} has no header of its own",
                f"表 {path[-1]} 没有自己的表头",
            ),
        )
    # The table is opened by dotted keys, so it gets one more.
    place, pair = beside[-1]
    parts = [*pair.key.parts[: len(pair.key.parts) - (len(place) - len(path))], key]
    line = pair_style(text, [pair]).pair(".".join(map(toml_key, parts)), value)
    return _with_lines(text, line_end(text, pair.span.end), [line])[0]


def _beginning(positions: Positions, path: Path) -> int:
    sections = positions.sections(path) or positions.sections(group_of(path))
    return sections[0].header.start


def _with_lines(text: str, at: int, lines: Sequence[str], blank_lines: int = 0) -> tuple[str, int]:
    """`text` with lines put in at `at`, where a line begins, and the place after them."""
    before = text[:at]
    newline = "\r\n" if before.endswith("\r\n") else "\n"
    block = newline.join([*[""] * blank_lines, *lines]) + newline
    if before and not before.endswith("\n"):
        # The last line has no end, and the new last line has none either.
        newline = newline_of(text)
        block = newline + block.removesuffix("\n").replace("\n", newline)
    return before + block + text[at:], at + len(block)


def table_style(text: str, positions: Positions, path: Path) -> TableStyle:
    """How the table at `path` is written, which has a header."""
    section = positions.sections(path)[0]
    start, end = section.header
    return TableStyle(
        header=text[start:end],
        indent=indent(text, start),
        blank_lines=_blank_lines_before(text, positions, section),
        pairs=pair_style(text, list(positions.statements(section))),
    )


def _blank_lines_before(text: str, positions: Positions, section: Section) -> int:
    """How many blank lines stand before a header and the comments right above it.

    At most three; one where nothing stands before.
    """
    start = _start_of_comments(text, positions, section)
    blank = list(blank_lines_above(text, start, 0))
    return min(len(blank), 3) if start and (not blank or blank[-1]) else 1


def _changed_tables(text: str, path: Path, old: list[Data], new: list[Data]) -> str:
    """`text` in which the sections of the array at `path` are others."""
    # Steps come from the end, and none moves what the following ones ask the positions for.
    positions = Positions(text)
    todo = [*steps(old, new)]
    further = list(itertools.takewhile(lambda step: step.at == len(old), todo))
    if further:
        last = (*path, len(old) - 1)
        style, end = table_style(text, positions, last), lines_of(text, positions, last).end
        tables = [style.lines(new[step.new]) for step in reversed(further) if step.new is not None]
        blank = [""] * style.blank_lines
        lines = [*tables[0], *(line for table in tables[1:] for line in (*blank, *table))]
        text, _ = _with_lines(text, end, lines, style.blank_lines)
    for step in todo[len(further) :]:
        here = (*path, step.at)
        if step.old is not None and step.new is not None:
            text = _changed_row(text, positions, here, old[step.old], new[step.new])
        elif step.new is None:
            check_together(positions, here)
            text = without_spans(text, cuts(text, [lines_of(text, positions, here)]))
        else:
            style = table_style(text, positions, here)
            start = lines_of(text, positions, here).start
            text, at = _with_lines(text, start, style.lines(new[step.new]))
            text = text[:at] + newline_of(text) * style.blank_lines + text[at:]
    return text


def _changed_row(text: str, positions: Positions, path: Path, old: Data, new: Data) -> str:
    """`text` with another table at `path`, where nothing up to its end is otherwise than before.

    Mostly a table is one section, which is changed by itself: looking at the whole text for each
    would cost the square of them.
    """
    sections = positions.sections(path)
    is_plain = not any(isinstance(value, dict) for value in (*old.values(), *new.values()))
    if not (new and is_plain and len(sections) == 1 and len(path) == 4):
        return changed(text, path, old, new, {})
    start = line_start(text, sections[0].header.start)
    end = line_end(text, positions.end_of(sections[0]))
    row = text[start:end]
    above = f"[[{toml_key(str(path[0]))}]]{newline_of(row)}"
    changed_row = changed(above + row, (path[0], 0, path[2], 0), old, new, {})
    return text[:start] + changed_row.removeprefix(above) + text[end:]
