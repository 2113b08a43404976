"""Ids: the highest that was ever given, and those that come after it."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from .registry import FIRST_ID, Registry

_FIRST_DIGITS = "001"
_LONGEST_ID = 32
_NUMBERED = re.compile(r"(?<![0-9])[0-9]++$")


def next_ids(registry: Registry, kind: Kind) -> Iterator[str]:
    """The ids after the highest, one after another, at least as wide.

    They are like the first id that the alliance wishes, else of the prefix that most ids have.
    """
    first, highest = _first_id(registry, kind), highest_id(registry, kind)
    prefix, digits = first or highest or (kind.id_prefix, _FIRST_DIGITS)
    width, start = len(digits), int(digits)
    if highest:
        width = max(width, len(highest[1]))
        start = max(start, int(highest[1]) + 1)
    for number in itertools.count(start):
        yield f"{prefix}{number:0{width}d}"


def highest_id(registry: Registry, kind: Kind) -> tuple[str, str] | None:
    """The highest id ever given, as prefix and digits.

    It is of the prefix of the first id that the alliance wishes, else of that which most ids have.
    """
    ids = [record.get("id") for record in registry.of(kind)]
    found = map(_numbered, (*ids, registry.alliance.get(kind.last_id)))
    numbered = [each for each in found if each]
    # Ids are unique whatever their case, so case makes no prefix of its own.
    counted = Counter(prefix.casefold() for prefix, _ in numbered)
    first = _first_id(registry, kind)
    wanted = [first[0].casefold()] if first else [prefix for prefix, _ in counted.most_common(1)]
    return max(
        ((prefix, digits) for prefix, digits in numbered if prefix.casefold() in wanted),
        key=lambda pair: int(pair[1]),
        default=None,
    )


def _first_id(registry: Registry, kind: Kind) -> tuple[str, str] | None:
    """The id from which those of members are counted, if the alliance wishes one."""
    is_of_members = kind.table == MEMBER.table
    return _numbered(registry.alliance.get(FIRST_ID)) if is_of_members else None


def _numbered(identifier: object) -> tuple[str, str] | None:
    """An id as prefix and digits, None where it has no digits at its end."""
    if not isinstance(identifier, str) or len(identifier) > _LONGEST_ID:
        return None
    # A space before it is a slip, and no prefix.
    match = _NUMBERED.search(identifier.strip())
    return (match.string[: match.start()], match[0]) if match else None
