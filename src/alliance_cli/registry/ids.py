"""Ids: the highest that was ever given, and those that come after it."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from ..kinds.kind import Kind
from .registry import LAST_ID, Registry

_FIRST_DIGITS = "000"
_LONGEST_ID = 32
_NUMBERED = re.compile(r"(?<![0-9])[0-9]++$")


def next_ids(registry: Registry, kind: Kind) -> Iterator[str]:
    """The ids after the highest, one after another: of the prefix that most ids have, as wide."""
    prefix, digits = highest_id(registry, kind) or (kind.id_prefix, _FIRST_DIGITS)
    for number in itertools.count(int(digits) + 1):
        yield f"{prefix}{number:0{len(digits)}d}"


def highest_id(registry: Registry, kind: Kind) -> tuple[str, str] | None:
    """The highest id ever given, of the prefix that most ids have: prefix and digits."""
    ids = [record.get("id") for record in registry.of(kind)]
    found = [
        # A space before it is a slip, and no prefix.
        _NUMBERED.search(identifier.strip())
        for identifier in (*ids, registry.alliance.get(LAST_ID))
        if isinstance(identifier, str) and len(identifier) <= _LONGEST_ID
    ]
    numbered = [(match.string[: match.start()], match[0]) for match in found if match]
    if not numbered:
        return None
    # Ids are unique whatever their case, so case makes no prefix of its own.
    common = Counter(prefix.casefold() for prefix, _ in numbered).most_common(1)[0][0]
    return max(
        ((prefix, digits) for prefix, digits in numbered if prefix.casefold() == common),
        key=lambda pair: int(pair[1]),
    )
