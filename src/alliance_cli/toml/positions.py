"""Positions: from a path in the data to a line and a column in the text."""

import bisect
import functools
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..data import At, Path, Position
from . import scan
from .scan import Span, Statement

if TYPE_CHECKING:
    from .parse import Cut

# Tables in braces of which the pairs are kept for the next question.
_MOST_TABLES = 1000


class Lines:
    """The lines of a text.  Only a line feed ends one; CRLF does so as a whole."""

    def __init__(self, text: str) -> None:
        self._starts = array("q", [0])
        start = text.find("\n") + 1
        while start:
            self._starts.append(start)
            start = text.find("\n", start) + 1

    def position(self, offset: int) -> Position:
        """The position of the character at `offset`."""
        line = bisect.bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


class Place(NamedTuple):
    """Where an entry of the data stands: its key, or header, and its value."""

    key: Span
    value: Span


class Section(NamedTuple):
    """A header, or the beginning of the text, and the end of the pairs below it."""

    header: Span
    end: int
    path: Path


class _Part(NamedTuple):
    """The sections in a part of a text, in their order and by their group."""

    ordered: list[Section]
    groups: dict[Path, list[Section]]


class Positions:
    """Answers where something stands in a text that the parser accepts.

    One quick pass finds the headers; what stands below one is scanned only when asked for, and
    kept for the next question about the same table.  Of a text that was parsed in pieces only those
    in question are passed over: from the first of `cuts` on there are tables of `table` alone.
    """

    def __init__(self, text: str, table: str = "", cuts: "Sequence[Cut]" = ()) -> None:
        self._text = text
        self._table = table
        self._starts = [0, *(cut.offset for cut in cuts)]
        self._ends = [*self._starts[1:], len(text)]
        self._counts = [0, *(cut.tables for cut in cuts)]
        self._parts: dict[int, _Part] = {}
        self._headers: dict[Path, dict[Path, Span]] = {}
        self._divided: tuple[Path, dict[Path, list[Section]]] | None = None
        self._group: Path | None = None
        self._places: dict[Path, Place] = {}
        self._elements: dict[int, list[Span]] = {}
        self._tables: dict[int, dict[Path, Place]] = {}

    def _part(self, number: int) -> _Part:
        """The sections of what stands before the first cut, or of a piece."""
        if number not in self._parts:
            start, end, count = self._starts[number], self._ends[number], self._counts[number]
            lengths: dict[Path, int] = {(self._table,): count} if count else {}
            # A piece begins with a header; of the text, the beginning is a section of its own.
            opened: list[tuple[Span, Path]] = [] if number else [(Span(0, 0), ())]
            opened += (
                (statement.span, header_path(statement, lengths))
                for statement in scan.headers(self._text, start, end)
                if statement.kind != "pair"
            )
            ends = [*(header.start for header, _ in opened[1:]), end]
            ordered = [
                Section(header, to, path) for (header, path), to in zip(opened, ends, strict=True)
            ]
            groups: dict[Path, list[Section]] = {}
            for section in ordered:
                groups.setdefault(group_of(section.path), []).append(section)
            self._parts[number] = _Part(ordered, groups)
        return self._parts[number]

    def _sections_of(self, group: Path) -> list[Section]:
        """The sections of a group, all of which stand in one part."""
        number = 0
        if group and group[0] == self._table:
            number = bisect.bisect_right(self._counts, group[1]) - 1
        return self._part(number).groups.get(group, [])

    def locate(self, path: Path, at: At = "value") -> Position:
        """The position of what `path` leads to, or of the nearest thing above it that stands."""
        return self.position(self._offset(path, at))

    def position(self, offset: int) -> Position:
        """The position of the character at `offset`."""
        return self._lines.position(offset)

    @functools.cached_property
    def _lines(self) -> Lines:
        return Lines(self._text)

    def span(self, path: Path) -> Span | None:
        """Where the value that `path` leads to stands, None where it has no place of its own."""
        place = self._place(path)
        return place.value if place else None

    def header(self, path: Path) -> Span | None:
        """Where the header of the table at `path` stands, if it has one.

        An array of tables has the header of its first table.
        """
        for group in {group_of(path), group_of((*path, 0))}:
            if header := self._headers_of(group).get(path):
                return header
        return None

    def _headers_of(self, group: Path) -> dict[Path, Span]:
        """The headers of a group by path; kept for the next question about the same table."""
        if group not in self._headers:
            headers: dict[Path, Span] = {}
            for section in self._sections_of(group):
                if section.path:
                    headers[section.path] = section.header
                    if isinstance(section.path[-1], int):
                        headers.setdefault(section.path[:-1], section.header)
            self._headers = {key: self._headers[key] for key in self._headers if not key}
            self._headers[group] = headers
        return self._headers[group]

    def sections(self, path: Path) -> list[Section]:
        """The sections of the table at `path` and of those within it, in the order of the text."""
        group = group_of(path)
        if len(path) < len(group) + 2:
            sections = self._sections_of(group)
        else:
            sections = self._within(group).get(path[: len(group) + 2], [])
        return [section for section in sections if section.path[: len(path)] == path]

    def _within(self, group: Path) -> dict[Path, list[Section]]:
        """The sections of a group by the tables of the arrays in it; kept for the next question."""
        if self._divided is None or self._divided[0] != group:
            divided: dict[Path, list[Section]] = {}
            for section in self._sections_of(group):
                divided.setdefault(section.path[: len(group) + 2], []).append(section)
            self._divided = group, divided
        return self._divided[1]

    def statements(self, section: Section) -> Iterator[Statement]:
        """The statements right below the header of a section."""
        return scan.statements(self._text, section.header.end, section.end)

    def end_of(self, section: Section) -> int:
        """The end of the last statement in a section, or of its header."""
        return max((pair.span.end for pair in self.statements(section)), default=section.header.end)

    def end_before(self, section: Section) -> int:
        """The end of the last statement before the header of a section."""
        number = bisect.bisect_right(self._starts, section.header.start) - 1
        ordered = self._part(number).ordered
        if place := bisect.bisect_left(ordered, section):
            return self.end_of(ordered[place - 1])
        return self.end_of(self._part(number - 1).ordered[-1]) if number else 0

    def tables_within(self, part: Span, array: str, count: int) -> Collection[int]:
        """The places of those of `count` tables of an array that may stand in a part of a text."""
        found: set[int] = set()
        first_part = bisect.bisect_right(self._starts, part.start) - 1
        for number in range(first_part, bisect.bisect_left(self._starts, part.end)):
            ordered = self._part(number).ordered
            first = bisect.bisect_right(ordered, part.start, key=_start_of)
            last = bisect.bisect_left(ordered, part.end, key=_start_of)
            for section in ordered[max(first - 1, 0) : last]:
                group = group_of(section.path)
                if not group:
                    if not self._sections_of((array, 0)):
                        # Tables in line stand below no header of theirs.
                        return range(count)
                elif group[0] == array:
                    found.add(int(group[1]))
        return found

    def _offset(self, path: Path, at: At) -> int:
        while path:
            if (header := self.header(path)) is not None:
                return header.start
            if (place := self._place(path)) is not None:
                return place.key.start if at == "key" else place.value.start
            path, at = path[:-1], "header"
        return 0

    def _place(self, path: Path) -> Place | None:
        """Where the entry at `path` stands: written out, or within an inline value above it."""
        # A table that is written inline stands in a section of the top level.
        for places in (self._places_of(group_of(path)), self._top_places):
            for length in range(len(path), 0, -1):
                if (place := places.get(path[:length])) is not None:
                    return self._descend(place, path[length:])
        return None

    @functools.cached_property
    def _top_places(self) -> dict[Path, Place]:
        return self._written_out(())

    def _places_of(self, group: Path) -> dict[Path, Place]:
        if not group:
            return self._top_places
        if group != self._group:
            self._group, self._places = group, self._written_out(group)
        return self._places

    def _written_out(self, group: Path) -> dict[Path, Place]:
        """Everything that is written out in the sections of a group."""
        places: dict[Path, Place] = {}
        for section in self._sections_of(group):
            _add_places(places, section.path, self.statements(section))
        return places

    def _descend(self, place: Place, path: Path) -> Place | None:
        for number, step in enumerate(path):
            opening = self._text[place.value.start]
            if opening == "[" and isinstance(step, int):
                elements = self._elements_of(place.value)
                if step >= len(elements):
                    return None
                place = Place(elements[step], elements[step])
            elif opening == "{" and isinstance(step, str):
                return self._descend_table(place, path[number:])
            else:
                return None
        return place

    def _descend_table(self, place: Place, path: Path) -> Place | None:
        places = self._pairs_of(place.value)
        for length in range(len(path), 0, -1):
            if (found := places.get(path[:length])) is not None:
                return self._descend(found, path[length:])
        return None

    def _pairs_of(self, table: Span) -> dict[Path, Place]:
        """Everything that is written out in the braces at `table`."""
        if table.start not in self._tables:
            if len(self._tables) >= _MOST_TABLES:
                self._tables.clear()
            places: dict[Path, Place] = {}
            _add_places(places, (), scan.pairs(self._text, table))
            self._tables[table.start] = places
        return self._tables[table.start]

    def _elements_of(self, array: Span) -> list[Span]:
        if array.start not in self._elements:
            self._elements[array.start] = list(scan.elements(self._text, array))
        return self._elements[array.start]


def _start_of(section: Section) -> int:
    return section.header.start


def _add_places(places: dict[Path, Place], above: Path, pairs: Iterable[Statement]) -> None:
    """Note where the pairs stand that are written out in the table at `above`."""
    for pair in pairs:
        path = above + pair.key.parts
        places[path] = Place(pair.key.span, pair.value)
        # A dotted key opens the tables before its last part.
        for length in range(len(above) + 1, len(path)):
            places.setdefault(path[:length], Place(pair.key.span, pair.key.span))


def group_of(path: Path) -> Path:
    """What sections are kept together by: the table of an array, or nothing."""
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else ()


def header_path(statement: Statement, lengths: dict[Path, int]) -> Path:
    """The path that a header opens; `lengths` counts the tables of each array so far."""
    path: Path = ()
    *above, last = statement.key.parts
    for part in above:
        path = (*path, part)
        if path in lengths:
            path = (*path, lengths[path] - 1)
    path = (*path, last)
    if statement.kind == "array":
        lengths[path] = lengths.get(path, 0) + 1
        path = (*path, lengths[path] - 1)
    return path
