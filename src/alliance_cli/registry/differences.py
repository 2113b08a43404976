"""Differences: what distinguishes two states of a record, field by field."""

import itertools
import operator
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..data import Path, identity, same
from ..kinds.kind import Kind
from ..values.names import name_key
from .registry import Record


class Difference(NamedTuple):
    """A place in a record at which its two states differ; None is for nothing there.

    For lists an item that is there only before, or only after, is a difference of its own.
    """

    path: Path
    old: Any
    new: Any


def differences(old: Record, new: Record, kind: Kind) -> Iterator[Difference]:
    """Every difference between two states of a record, in field order."""
    keys = dict.fromkeys((*(key for key in kind.fields if key in old or key in new), *old, *new))
    for key in keys:
        before, after, field = old.get(key), new.get(key), kind.fields.get(key)
        if field and not field.type.fields and isinstance(before, dict) and before != after:
            # A table without fields of its own is one value, as the roles of a body are.
            yield Difference((key,), before, after)
        else:
            yield from _differences((key,), before, after)


def differences_of_tables(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    """Every difference between two states of a table that is no record."""
    yield from _differences((), dict(old), dict(new))


def _differences(path: Path, old: Any, new: Any) -> Iterator[Difference]:
    if same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _differences((*path, key), old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(path, old, new)
    else:
        yield Difference(path, old, new)


def _only_in(items: list[Any], others: list[Any]) -> list[Any]:
    """The items to which no other is the same."""
    # Two states of a record mostly share the items that did not change, and most of these in order.
    start = _shared(items, others)
    end = len(items) - _shared(items[:start:-1], others[:start:-1])
    if end - start <= _FEW:
        return [item for item in items[start:end] if not _has_same(others, item)]
    shared = set(map(id, others))
    left = [item for item in items[start:end] if id(item) not in shared]
    known = set(map(identity, others)) if left else ()
    return [item for item in left if identity(item) not in known]


def _shared(items: list[Any], others: list[Any]) -> int:
    """How many items both begin with, which are the same objects."""
    is_other = bytes(map(operator.is_not, items, others))
    return is_other.index(1) if 1 in is_other else len(is_other)


# For more items, what others are the same is looked up instead.
_FEW = 8


def _has_same(others: list[Any], item: Any) -> bool:
    # What is the same is equal, but for what is no number; mostly none is, which is found out fast.
    is_likely = item in others or "nan" in repr(item)
    return is_likely and any(same(item, other) for other in others)


def _of_lists(path: Path, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    changed = [*itertools.compress(itertools.count(), map(operator.is_not, old, new))]
    in_place = len(old) == len(new)
    of_tables = all(isinstance(each[n], dict) for n in changed for each in (old, new))
    # Which tables are only in one is not asked where it makes no difference.
    gone, come = ([], []) if in_place and of_tables else (_only_in(old, new), _only_in(new, old))
    if in_place and all(isinstance(item, dict) for item in (*gone, *come)):
        for number in changed:
            yield from _differences((*path, number), old[number], new[number])
    elif list(map(_look, gone)) == list(map(_look, come)) and gone:
        # Each is the other but for what nobody sees.
        for item, other in zip(gone, come, strict=True):
            yield Difference(path, item, other)
    elif gone or come:
        for item in gone:
            yield Difference(path, item, None)
        for item in come:
            yield Difference(path, None, item)
    else:
        # The same items, in another order or number.
        yield Difference(path, old, new)


def _look(item: Any) -> str:
    return name_key(str(item))
