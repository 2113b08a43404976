"""Plain data: what the parser gives of a file, and where something stands in it."""

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


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal and of the same types: 1, 1.0 and true are not the same."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right) or (left != left and right != right)


def identity(value: Any) -> str:
    """What tells values apart as `same` does: 1, 1.0 and true are three, tables are their pairs."""
    if isinstance(value, dict):
        # A tuple, which no array is: an empty table is no empty array.
        value = tuple(sorted((key, identity(part)) for key, part in value.items()))
    elif isinstance(value, list):
        value = [*map(identity, value)]
    return repr(value)
