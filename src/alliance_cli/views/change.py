"""A change of the registry file as a unified diff."""

import difflib
import re
from collections.abc import Iterator, Sequence

from ..members.characters import printable
from ..members.privacy import masked

_CONTEXT = 3
_HUNK = re.compile(r"^@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")


def unified_diff(old: str, new: str, name: str, *, contacts: bool) -> Iterator[str]:
    """The lines of the diff from `old` to `new`, made printable and, unless `contacts`, masked."""
    before, after = _lines(old), _lines(new)
    # What is equal at both ends need not be compared line by line: a registry may be long.
    start = _equal_lines(before, after)
    end = _equal_lines(before[start:][::-1], after[start:][::-1])
    start, end = max(start - _CONTEXT, 0), max(end - _CONTEXT, 0)
    lines = difflib.unified_diff(
        before[start : len(before) - end],
        after[start : len(after) - end],
        f"a/{name}",
        f"b/{name}",
        lineterm="",
        n=_CONTEXT,
    )
    for line in lines:
        shown = _HUNK.sub(lambda match: _moved(match, start), line.removesuffix("\r"), count=1)
        yield printable(shown if contacts else masked(shown), keep="\t") + "\n"


def _equal_lines(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _moved(hunk: re.Match[str], lines: int) -> str:
    """The heading of a hunk that stands so many lines further down."""
    first, count, second, new_count = hunk.groups()
    return f"@@ -{int(first) + lines}{count or ''} +{int(second) + lines}{new_count or ''} @@"


def _lines(text: str) -> list[str]:
    """The lines of a file, of which the last one ends like the others."""
    return text.removesuffix("\n").split("\n") if text else []
