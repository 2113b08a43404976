"""Comparison: what distinguishes two states of a registry, record by record."""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from ..kinds.kind import Kind
from .differences import Difference, differences
from .pairing import paired
from .registry import Record, Registry, is_gone


class What(Enum):
    """What became of a record, in the order in which it is told."""

    REMOVED = "removed"
    LEFT = "left"
    NEW = "new"
    CHANGED = "changed"


class Fate(NamedTuple):
    """What became of one record: `before` or `after` is empty where it was not there."""

    what: What
    kind: Kind
    before: Record
    after: Record
    differences: list[Difference]

    @property
    def record(self) -> Record:
        """The record as it is, or was last."""
        return self.after or self.before


def _every(kind: Kind, record: Record) -> bool:
    return True


def compared(
    before: Registry, after: Registry, wanted: Callable[[Kind, Record], bool] = _every
) -> list[Fate]:
    """The records that differ, those that are gone first; `wanted` chooses by either state."""
    fates = [
        fate
        for kind in after.kinds.values()
        for fate in _fates(before, after, kind)
        if wanted(kind, fate.before) or wanted(kind, fate.after)
    ]
    order = [*What]
    return sorted(fates, key=lambda fate: order.index(fate.what))


def _without_shared(
    old: Sequence[Record], new: Sequence[Record]
) -> tuple[Sequence[Record], Sequence[Record]]:
    """The records of two states but for those that are one object in both."""
    known, others = set(map(id, old)), set(map(id, new))
    shared = known & others
    if not shared or len(known) < len(old) or len(others) < len(new):
        return old, new
    return [r for r in old if id(r) not in shared], [r for r in new if id(r) not in shared]


def _fates(before: Registry, after: Registry, kind: Kind) -> Iterator[Fate]:
    old, new = _without_shared(before.of(kind), after.of(kind))
    pairing = paired(old, new, kind)
    for place in pairing.gone:
        yield Fate(What.REMOVED, kind, old[place], {}, [])
    for place, other in pairing.pairs:
        if found := [*differences(old[place], new[other], kind)]:
            left = is_gone(new[other]) and not is_gone(old[place])
            what = What.LEFT if left else What.CHANGED
            yield Fate(what, kind, old[place], new[other], found)
    for place in pairing.come:
        yield Fate(What.NEW, kind, {}, new[place], [])
