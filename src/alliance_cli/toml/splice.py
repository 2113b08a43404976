"""Splicing: the source of a TOML value made to mean another, with all kept that need not change.

What is written here is exact for whatever the scanner is exact for; the gate in `gate.py` holds it
against the parser before anything is written.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from typing import Any, NamedTuple

from ..alignment import operations
from ..data import Data, identity, same
from . import scan
from .compose import predecessor, toml_key, toml_lines, toml_value
from .lines import (
    blank_lines_above,
    blank_lines_below,
    indent,
    line_end,
    line_start,
    newline_of,
    start_of_comments,
)
from .scan import Span

_REST_OF_LINE = re.compile(r"[ \t]*+(?:#[^\n]*+)?(?=\r?\n)")
_UP_TO_COMMA = re.compile(rf"{scan.BLANK.pattern},")
_SPACES = re.compile(r"[ \t]*+")


def changed_value(source: str, old: Any, new: Any) -> str:
    """The source of `new`, made from the `source` of `old`; what is new stands in its order."""
    if same(old, new):
        return source
    if isinstance(old, list) and isinstance(new, list):
        return _changed_array(source, old, new)
    if isinstance(old, dict) and isinstance(new, dict):
        return _changed_table(source, old, new)
    if isinstance(new, str) and "\n" in new and source.startswith(('"""', "'''")):
        return toml_lines(new, newline_of(source))
    return toml_value(new, literal=source.startswith("'"))


class Step(NamedTuple):
    """One step from a list to another: item `old` goes, or `new` comes before it, or both."""

    old: int | None
    new: int | None
    at: int


def steps(old: Sequence[Any], new: Sequence[Any]) -> Iterator[Step]:
    """The fewest items replaced, taken out and put in that make `new` of `old`, from the end.

    From the end, so that a step does not move the items that the following ones speak of.
    """
    before, after = [*map(identity, old)], [*map(identity, new)]
    if len(after) < len(before) and (gone := _left_out(before, after)) is not None:
        yield from (Step(number, None, number) for number in reversed(gone))
        return
    for tag, first, end, new_first, new_end in reversed(operations(before, after)):
        if tag == "equal":
            continue
        both = min(end - first, new_end - new_first)
        for number in reversed(range(first + both, end)):
            yield Step(number, None, number)
        for number in reversed(range(new_first + both, new_end)):
            yield Step(None, number, first + both)
        for number in reversed(range(both)):
            yield Step(first + number, new_first + number, first + number)


def _left_out(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[int] | None:
    """The places of what is in `before` only, where `after` is otherwise the same in its order."""
    gone: list[int] = []
    for number, item in enumerate(before):
        place = number - len(gone)
        if place == len(after) or item != after[place]:
            gone.append(number)
    return gone if len(gone) == len(before) - len(after) else None


def _changed_array(source: str, old: list[Any], new: list[Any]) -> str:
    todo = list(steps(old, new))
    if all(step.old == step.new for step in todo):
        return _changed_items(source, old, new)
    # From the end, a step moves no item before its own.
    spans = list(scan.elements(source, Span(0, len(source))))
    for step in todo:
        if step.new is None:
            source = _without(source, spans, step.at)
        elif step.old is None:
            literal = bool(spans) and source.startswith("'", spans[0].start)
            source = _with(source, spans, step.at, toml_value(new[step.new], literal=literal))
            if step.at == len(spans):
                # The next item may come before this one.
                spans = list(scan.elements(source, Span(0, len(source))))
        else:
            start, end = spans[step.at]
            value = changed_value(source[start:end], old[step.old], new[step.new])
            source = source[:start] + value + source[end:]
    return source


def _changed_items(source: str, old: list[Any], new: list[Any]) -> str:
    """`source`, of an array, with other items in the places of those that differ."""
    parts: list[str] = []
    position = 0
    for number, (start, end) in enumerate(scan.elements(source, Span(0, len(source)))):
        value = changed_value(source[start:end], old[number], new[number])
        parts += (source[position:start], value)
        position = end
    return "".join((*parts, source[position:]))


def _changed_table(source: str, old: Data, new: Data) -> str:
    whole = Span(0, len(source))
    if any(len(pair.key.parts) > 1 for pair in scan.pairs(source, whole)):
        # A dotted key within braces opens tables that have no place of their own.
        return toml_value(new)
    for key in old:
        if key not in new:
            pairs = list(scan.pairs(source, whole))
            at = next(n for n, pair in enumerate(pairs) if pair.key.parts == (key,))
            source = _without(source, [pair.span for pair in pairs], at)
            whole = Span(0, len(source))
    for key, value in new.items():
        pairs = list(scan.pairs(source, whole))
        if key in old:
            start, end = next(pair.value for pair in pairs if pair.key.parts == (key,))
            written = changed_value(source[start:end], old[key], value)
            source = source[:start] + written + source[end:]
        else:
            before = predecessor([pair.key.parts[0] for pair in pairs], key, new)
            at = 0 if before is None else before + 1
            equals = source[pairs[-1].key.span.end : pairs[-1].value.start] if pairs else " = "
            pair = f"{toml_key(key)}{equals}{toml_value(value)}"
            source = _with(source, [pair.span for pair in pairs], at, pair)
        whole = Span(0, len(source))
    return source


def _comma_after(source: str, offset: int) -> int | None:
    """Where the comma stands that follows what ends at `offset`, if one does."""
    match = _UP_TO_COMMA.match(source, offset)
    return match.end() - 1 if match else None


def _without(source: str, items: Sequence[Span], at: int) -> str:
    """`source`, of an array or a table in braces, without the item at that place."""
    start, end = items[at]
    comma = _comma_after(source, end)
    if comma is not None:
        end = comma + 1
    elif (
        at and "\n" not in source[(before := _comma_after(source, items[at - 1].end) or 0) : start]
    ):
        start = before
    rest = _REST_OF_LINE.match(source, end)
    first_on_line = not at or items[at - 1].end <= line_start(source, start)
    if rest and first_on_line and line_start(source, start):
        if not indent(source, start).strip():
            lines = Span(line_start(source, start), line_end(source, rest.end()))
            return _without_lines(source, items, at, lines)
    elif rest and first_on_line:
        # Beside the bracket that opens, a comment is of the only item there.
        end = rest.end()
    after = _SPACES.match(source, end)
    following = after.end() if after else end
    if comma is None or rest or source[following] in "]}":
        # Nothing follows on the line, so the space before the item goes with it.
        start = len(source[:start].rstrip(" \t"))
        return source[:start] + source[end:]
    return source[:start] + source[following:]


def _without_lines(source: str, items: Sequence[Span], at: int, lines: Span) -> str:
    """`source` without the lines of the item at that place, its comments and its blank line."""
    end = lines.end
    # A line above may look like a comment and be the end of a string.
    floor = line_end(source, items[at - 1].end if at else 0)
    start = start_of_comments(source, lines.start, floor)
    above = [start, *blank_lines_above(source, start, floor)]
    below = [end, *blank_lines_below(source, end)]
    if not at:
        end = below[-1]
    elif source[below[-1] :].lstrip(" \t") in ("]", "}"):
        start = above[-1]
    else:
        start = above[min(len(above), len(below)) - 1]
    return source[:start] + source[end:]


def _with(source: str, items: Sequence[Span], at: int, item: str) -> str:
    """`source`, of an array or a table in braces, with `item` at that place."""
    if not items:
        return _with_first(source, item)
    if at < len(items):
        start = items[at].start
        margin = indent(source, start)
        if margin.strip() or not line_start(source, start):
            return f"{source[:start]}{item}, {source[start:]}"
        start, newline = line_start(source, start), newline_of(source)
        return f"{source[:start]}{margin}{item},{newline}{source[start:]}"
    last = items[-1]
    comma = _comma_after(source, last.end)
    end = last.end if comma is None else comma + 1
    margin = indent(source, last.start)
    own_line = _REST_OF_LINE.match(source, end)
    if margin.strip() or not line_start(source, last.start) or not own_line:
        addition = f", {item}" if comma is None else f" {item},"
        return source[:end] + addition + source[end:]
    below, newline = line_end(source, own_line.end()), newline_of(source)
    # A comment behind the last item stays on its line.
    middle = ("," if comma is None else "") + source[end:below]
    ending = newline if comma is None else f",{newline}"
    return f"{source[:end]}{middle}{margin}{item}{ending}{source[below:]}"


def _with_first(source: str, item: str) -> str:
    """`source`, which holds no item yet, with this one."""
    if "\n" in source:
        # Below the comments that stand in it, and above the bracket that closes.
        at = line_start(source, len(source) - 1)
        margin = indent(source, len(source) - 1)
        return f"{source[:at]}{margin}  {item},{newline_of(source)}{source[at:]}"
    space = " " if len(source) > 2 or source[0] == "{" else ""
    return f"{source[0]}{space}{item}{space}{source[-1]}"
