"""Rows below a record: what a sheet of seats, terms or the like makes of the tables of one record.

Such tables have no names, as people have.  A row is about the table that it shows, or about the one
that it was exported with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..data import Data
from ..kinds.field import Field
from ..language import say
from ..values.words import is_clear, means_nothing
from .incoming import CellRefused, Cells

# What it costs to compare them all.
_MOST_COMPARED = 250_000

Parts = Mapping[str, str]
"""The texts of a row by the parts of a table."""


class About(NamedTuple):
    """Which table a row is about: its place, None for a new one, and what it was exported as."""

    place: int | None
    exported: Parts | None = None


class Below:
    """The tables of one field of a record, each of which one row at most is about.

    `exported` are the rows of the record as they were exported, None where that is not known.
    """

    def __init__(
        self,
        cells: Cells,
        fields: Mapping[str, Field],
        tables: Sequence[Data],
        exported: Sequence[Parts] | None,
    ) -> None:
        self._cells = cells
        self._fields = fields
        self._tables = tables
        self._exported = [*(exported or ())]
        self._is_known = exported is not None
        self._met: set[int] = set()
        self._is_too_much = False
        # The places of tables by a part and how some export shows it.
        self._by_text: dict[tuple[str, str], set[int]] = {}
        for place, table in enumerate(tables):
            for part, field in fields.items():
                for text in cells.forms(table, field):
                    self._by_text.setdefault((part, text), set()).add(place)
        self._pairs: dict[int, Parts | None] = {}

    def sorted_out(self, rows: Sequence[Parts]) -> Iterator[int]:
        """The places of the rows that were edited, after those are passed over that were not.

        Each of them is put beside the row that it most likely was when it was exported.
        """
        # Those of which every cell can be read say most exactly what they were.
        by_cells = sorted(range(len(rows)), key=lambda number: -len(rows[number]))
        edited = [number for number in by_cells if not self._passes_over(rows[number])]
        edited.sort()
        self._pair(rows, edited)
        yield from edited

    def _passes_over(self, parts: Parts) -> bool:
        """Whether a row says nothing, or what it said when it was exported; that one is met then.

        It does so as far as its cells can be read.
        """
        filled = _filled(parts)
        same = filled if filled in self._exported else None
        if same is None and parts and len(parts) < len(self._fields):
            same = next((each for each in self._exported if _has(each, parts)), None)
        if same is not None:
            self._exported.remove(same)
            self._met.update(sorted(self._showing(same))[:1])
            return True
        return all(map(means_nothing, parts.values()))

    def _pair(self, rows: Sequence[Parts], edited: Sequence[int]) -> None:
        """Pair rows with what they were exported as: those first that have most in common."""
        if len(edited) * len(self._exported) > _MOST_COMPARED:
            self._is_too_much = True
            return
        likeness = sorted(
            (-_in_common(rows[number], then), number, place)
            for number in edited
            for place, then in enumerate(self._exported)
        )
        taken: dict[int, int] = {}
        for common, number, place in likeness:
            # As many rows as there were are those, whatever was typed into them.
            if (common or len(edited) == len(self._exported)) and not (
                number in taken or place in taken.values()
            ):
                taken[number] = place
        self._pairs = {
            number: self._exported[taken[number]] if number in taken else None for number in edited
        }
        left = set(range(len(self._exported))) - set(taken.values())
        self._exported = [self._exported[place] for place in sorted(left)]

    def about(self, number: int, parts: Parts) -> About:
        """Which table the row with this place among the edited ones is about.

        Raises CellRefused where the table that it was exported with is there no more.
        """
        if self._is_too_much:
            raise CellRefused(
                say("too many rows of one record were edited", "同一记录改动的行过多")
            )
        exported = self._pairs.get(number)
        showing = self._showing(_filled(parts)) or (self._showing(exported) if exported else set())
        if showing:
            place = min(showing)
        elif exported is not None:
            place = self._edited_meanwhile(exported)
        elif self._is_known or (more := self._saying_less(parts)) is None:
            return About(None)
        else:
            place = more
        self._met.add(place)
        return About(place, exported)

    def missing(self) -> Iterator[tuple[int, bool]]:
        """The places of tables that were exported and of which no row is left.

        With each, whether the registry has it otherwise since.
        """
        for exported in self._exported:
            showing = self._showing(exported)
            likely = showing or self._like(exported)
            if showing or len(likely) == 1:
                self._met.add(place := min(likely))
                yield place, not showing

    def _showing(self, parts: Parts) -> set[int]:
        """The places of the tables that some export shows so."""
        return self._having(parts, self._fields)

    def _like(self, parts: Parts) -> set[int]:
        """The places of the tables that have what every table has as it stands in a row."""
        return self._having(parts, [part for part, each in self._fields.items() if each.required])

    def _having(self, parts: Parts, those: Iterable[str]) -> set[int]:
        """The places of the tables that some export shows as a row has it, in some of its parts."""
        found = [self._by_text.get((part, parts.get(part, "")), set()) for part in those]
        return set.intersection(*found) - self._met

    def _edited_meanwhile(self, exported: Parts) -> int:
        """The place of the table that a row was exported with, which the registry has otherwise."""
        likely = self._like(exported)
        if len(likely) != 1:
            raise CellRefused(
                say(
                    "what this row was exported from was changed in the registry since",
                    "此行导出时对应的内容此后在名录中已改动或删除",
                )
            )
        return likely.pop()

    def _saying_less(self, parts: Parts) -> int | None:
        """The place of the one table of which a row of no export says a part, or none."""
        found = [
            place
            for place in self._like(parts)
            if all(
                means_nothing(text)
                or field.key not in self._tables[place]
                or self._cells.shows(self._tables[place], field, text)
                for part, text in parts.items()
                if (field := self._fields.get(part))
            )
        ]
        return found[0] if len(found) == 1 else None


def lets_go(parts: Parts, fields: Mapping[str, Field]) -> bool:
    """Whether a row asks to take its table out: what every table has is to be cleared."""
    return any(is_clear(parts.get(field.key, "")) for field in fields.values() if field.required)


def _filled(parts: Parts) -> Parts:
    return {part: text for part, text in parts.items() if text}


def _has(exported: Parts, parts: Parts) -> bool:
    """Whether the cells of a row that can be read are what they were when another was exported."""
    return all(exported.get(part, "") == text for part, text in parts.items())


def _in_common(parts: Parts, exported: Parts) -> int:
    """How many cells of a row are what they were when another was exported."""
    return sum(parts.get(part) == text for part, text in exported.items())
