"""A change of the registry file as a unified diff."""

import bisect
import difflib
import re
from collections.abc import Iterator

from ..members.characters import printable
from ..members.privacy import masked

_CONTEXT = 3
_HUNK = re.compile(r"^@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")


def unified_diff(old: str, new: str, name: str, *, contacts: bool) -> Iterator[str]:
    """The lines of the diff from `old` to `new`, made printable and, unless `contacts`, masked."""
    # What is equal at both ends need not be compared line by line: a registry may be long.
    start = _line_before(old, _common_beginning(old, new), _CONTEXT)
    skipped = old.count("\n", 0, start)
    old, new = old[start:], new[start:]
    end = _common_end(old, new)
    end -= len(_first_lines(old[len(old) - end :], _CONTEXT + 1))
    lines = difflib.unified_diff(
        _lines(old[: len(old) - end]),
        _lines(new[: len(new) - end]),
        f"a/{name}",
        f"b/{name}",
        lineterm="",
        n=_CONTEXT,
    )
    for line in lines:
        shown = _HUNK.sub(lambda match: _moved(match, skipped), line.removesuffix("\r"), count=1)
        yield printable(shown if contacts else masked(shown), keep="\t") + "\n"


def _common_beginning(one: str, other: str) -> int:
    """How many characters are the same from the beginning on."""
    return bisect.bisect_left(
        range(1, min(len(one), len(other)) + 1), True, key=lambda n: one[:n] != other[:n]
    )


def _common_end(one: str, other: str) -> int:
    """How many characters are the same up to the end."""
    return bisect.bisect_left(
        range(1, min(len(one), len(other)) + 1),
        True,
        key=lambda n: one[len(one) - n :] != other[len(other) - n :],
    )


def _first_lines(text: str, count: int) -> str:
    """The first lines of a text that may begin within one."""
    end = 0
    for _ in range(count):
        end = text.find("\n", end) + 1
        if not end:
            return text
    return text[:end]


def _line_before(text: str, offset: int, lines: int) -> int:
    """The beginning of the line so many lines before the one at `offset`."""
    start = text.rfind("\n", 0, offset) + 1
    for _ in range(lines):
        start = text.rfind("\n", 0, max(start - 1, 0)) + 1
    return start


def _moved(hunk: re.Match[str], lines: int) -> str:
    """The heading of a hunk that stands so many lines further down."""
    first, count, second, new_count = hunk.groups()
    return f"@@ -{int(first) + lines}{count or ''} +{int(second) + lines}{new_count or ''} @@"


def _lines(text: str) -> list[str]:
    """The lines of a file, of which the last one ends like the others."""
    return text.removesuffix("\n").split("\n") if text else []
