"""Alignment: what makes one list of another, at a cost that grows with their length.

`difflib` alone asks for the square of it.
"""

import bisect
import difflib
import itertools
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

# So few items together are compared as difflib does it.
_FEW = 800


class Operation(NamedTuple):
    """What becomes of some items, as difflib tells it: equal, replace, delete or insert."""

    tag: str
    start: int
    end: int
    new_start: int
    new_end: int

    def moved(self, by: int, new_by: int) -> "Operation":
        """The same so many items further on, in the old list and in the new one."""
        return Operation(
            self.tag,
            self.start + by,
            self.end + by,
            self.new_start + new_by,
            self.new_end + new_by,
        )

    def part(self, first: int, last: int) -> "Operation":
        """Some of the items, which are equal in both."""
        start, new_start = self.start, self.new_start
        return Operation(self.tag, start + first, start + last, new_start + first, new_start + last)


def operations(
    old: Sequence[Hashable], new: Sequence[Hashable], *, autojunk: bool = False
) -> list[Operation]:
    """What makes `new` of `old`, from the beginning to the end.

    Long lists are cut where both have an item that stands once in either.
    """
    if len(old) + len(new) <= _FEW:
        return [*_of_part(old, new, autojunk=autojunk)]
    found: list[Operation] = []
    start = new_start = 0
    for place, new_place in (*_anchors(old, new), (len(old), len(new))):
        part, new_part = old[start:place], new[new_start:new_place]
        for each in _of_part(part, new_part, autojunk=autojunk):
            add(found, each.moved(start, new_start))
        if place < len(old):
            add(found, Operation("equal", place, place + 1, new_place, new_place + 1))
        start, new_start = place + 1, new_place + 1
    return found


def _of_part(
    old: Sequence[Hashable], new: Sequence[Hashable], *, autojunk: bool
) -> Iterator[Operation]:
    if old or new:
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=autojunk)
        yield from itertools.starmap(Operation, matcher.get_opcodes())


def add(found: list[Operation], each: Operation) -> None:
    """Put an operation behind the others, as one with an equal one that ends where it begins."""
    if found and found[-1].tag == each.tag == "equal":
        last = found.pop()
        each = each._replace(start=last.start, new_start=last.new_start)
    found.append(each)


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places of items that stand once in both, as many as come in the same order."""
    once = {item for item, count in Counter(old).items() if count == 1}
    once &= {item for item, count in Counter(new).items() if count == 1}
    new_places = {item: place for place, item in enumerate(new) if item in once}
    pairs = [(place, new_places[item]) for place, item in enumerate(old) if item in once]
    # The last of the best row of each length so far, and for each pair the one before it.
    ends: list[int] = []
    best: list[int] = []
    before: list[int | None] = []
    for number, (_, new_place) in enumerate(pairs):
        length = bisect.bisect_left(ends, new_place)
        before.append(best[length - 1] if length else None)
        ends[length : length + 1], best[length : length + 1] = [new_place], [number]
    found: list[tuple[int, int]] = []
    last = best[-1] if best else None
    while last is not None:
        found.append(pairs[last])
        last = before[last]
    return found[::-1]
