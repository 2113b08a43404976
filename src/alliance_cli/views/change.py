"""A change of the registry file as a unified diff."""

import difflib
from collections.abc import Iterator

from ..members.characters import printable
from ..members.privacy import masked


def unified_diff(old: str, new: str, name: str, *, contacts: bool) -> Iterator[str]:
    """The lines of the diff from `old` to `new`, made printable and, unless `contacts`, masked."""
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}", lineterm="")
    for line in lines:
        shown = line.removesuffix("\r")
        yield printable(shown if contacts else masked(shown), keep="\t") + "\n"


def _lines(text: str) -> list[str]:
    """The lines of a file, of which the last one ends like the others."""
    return text.removesuffix("\n").split("\n") if text else []
