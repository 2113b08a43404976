"""A change of the registry file as a unified diff."""

import difflib
from collections.abc import Iterator

from ..members.characters import printable
from ..members.privacy import masked


def unified_diff(old: str, new: str, name: str, *, contacts: bool) -> Iterator[str]:
    """The lines of the diff from `old` to `new`, made printable and, unless `contacts`, masked."""
    lines = difflib.unified_diff(
        old.split("\n"), new.split("\n"), f"a/{name}", f"b/{name}", lineterm=""
    )
    for line in lines:
        shown = line.removesuffix("\r")
        yield printable(shown if contacts else masked(shown), keep="\t") + "\n"
