"""Alignment: what makes one list of another, at a cost that grows with their length.

`difflib` alone asks for the square of it.
"""

import bisect
import difflib
import itertools
from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from typing import NamedTuple

# So few items together are compared as difflib does it.
_FEW = 400


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


def operations(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Operation]:
    """What makes `new` of `old`, from the beginning to the end.

    Long lists are cut where both have an item that stands once in either; what is long still, where
    both have one for the same time.
    """
    return _operations(old, new, (_as_they_are, _numbered))


_Items = Sequence[Hashable]


def _operations(
    old: _Items, new: _Items, ways: Sequence[Callable[[_Items], _Items]]
) -> list[Operation]:
    if len(old) + len(new) <= _FEW or not ways:
        return [*_of_part(old, new)]
    found: list[Operation] = []
    start = new_start = 0
    way, *further = ways
    for place, new_place in (*_anchors(old, new, way), (len(old), len(new))):
        part, new_part = old[start:place], new[new_start:new_place]
        for each in _operations(part, new_part, further):
            add(found, each.moved(start, new_start))
        if place < len(old):
            add(found, Operation("equal", place, place + 1, new_place, new_place + 1))
        start, new_start = place + 1, new_place + 1
    return found


def _places(
    items: _Items, common: Container[Hashable], way: Callable[[_Items], _Items]
) -> tuple[Sequence[int], _Items]:
    """The places of the `common` items in a list, and these, in a way."""
    places = [place for place, item in enumerate(items) if item in common]
    return places, way([items[place] for place in places])


def _as_they_are(items: _Items) -> _Items:
    return items


def _numbered(items: _Items) -> _Items:
    """The items, each with how often it stood there before, so that each stands there once."""
    times: Counter[Hashable] = Counter()
    numbered = []
    for item in items:
        numbered.append((item, times[item]))
        times[item] += 1
    return numbered


def _of_part(old: _Items, new: _Items) -> Iterator[Operation]:
    """What makes one part of the other; a long one has nothing in common in the same order."""
    if len(old) + len(new) > _FEW:
        tag = "replace" if old and new else "delete" if old else "insert"
        yield Operation(tag, 0, len(old), 0, len(new))
    elif old or new:
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        yield from itertools.starmap(Operation, matcher.get_opcodes())


def add(found: list[Operation], each: Operation) -> None:
    """Put an operation behind the others, as one with an equal one that ends where it begins."""
    if found and found[-1].tag == each.tag == "equal":
        last = found.pop()
        each = each._replace(start=last.start, new_start=last.new_start)
    found.append(each)


def _anchors(old: _Items, new: _Items, way: Callable[[_Items], _Items]) -> list[tuple[int, int]]:
    """The places of items that stand once in both, in a way, as many as come in the same order."""
    # Often one list is short, and has little in common with a very long one.
    few, many = sorted((old, new), key=len)
    common = {*few}.intersection(many)
    places, olds = _places(old, common, way)
    new_places, news = _places(new, common, way)
    once = {item for item, count in Counter(olds).items() if count == 1}
    once &= {item for item, count in Counter(news).items() if count == 1}
    opposite = {item: place for place, item in zip(new_places, news, strict=True) if item in once}
    pairs = [
        (place, opposite[item]) for place, item in zip(places, olds, strict=True) if item in once
    ]
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
