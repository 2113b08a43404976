"""Plain data: what the parser gives of a file, and where something stands in it."""

import itertools
import operator
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

Path = tuple[str | int, ...]
"""Where something stands in the data, such as `("members", 4, "contacts", 0, "mobile")`."""


At = Literal["value", "key", "header"]
"""Which part of the place a finding points at; for a member the header is its first line."""


class Position(NamedTuple):
    """A place in a text.  Lines and columns count from 1; a column counts characters."""

    line: int
    column: int


Data = dict[str, Any]
"""A table of the registry file as the parser gives it."""


Tracked = Callable[[Sequence[Any]], Iterable[Any]]
"""What lets a person see how far something is: it gives the items that it is asked for."""


def table_at(data: Data, path: Path) -> Data:
    """The table at `path` in the data, which leads through tables; empty where there is none."""
    for step in path:
        data = data.get(str(step), {})
    return data


def in_digits(number: float) -> str:
    """A number as a person writes it, without an exponent."""
    text = repr(number)
    if "e" not in text:
        return text
    from decimal import Decimal

    return format(Decimal(text), "f")


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal and of the same types: 1, 1.0 and true are not the same."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        if left.keys() != right.keys():
            return False
        # Mostly a copy is compared, which shares all that is in it.
        return all(map(operator.is_, left.values(), map(right.__getitem__, left))) or all(
            left[key] is right[key] or same(left[key], right[key]) for key in left
        )
    if isinstance(left, list):
        others = itertools.compress(
            zip(left, right, strict=False), map(operator.is_not, left, right)
        )
        return len(left) == len(right) and all(itertools.starmap(same, others))
    return bool(left == right) or (left != left and right != right)


def same_in_order(left: Any, right: Any) -> bool:
    """Whether two values are the same, and the keys of their tables stand in the same order."""
    if type(left) is dict and type(right) is dict:
        return [*left] == [*right] and all(map(same_in_order, left.values(), right.values()))
    if type(left) is list and type(right) is list:
        return len(left) == len(right) and all(map(same_in_order, left, right))
    return same(left, right)


def identity(value: Any) -> Hashable:
    """What two values have in common that are the same, and no others."""
    if isinstance(value, dict):
        return dict, frozenset((key, identity(part)) for key, part in value.items())
    if isinstance(value, list):
        return list, tuple(map(identity, value))
    return type(value), value if value == value else "nan"
