"""How a change of the registry looks: as a unified diff, and in one line."""

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..language import say, spoken
from ..members.cells import cell
from ..members.characters import printable
from ..members.differences import Difference, differences
from ..members.fields import FIELDS, Field
from ..members.lists import Tables
from ..members.privacy import masked, masked_value
from ..members.registry import Member, Registry

_CONTEXT = 3
_LONGEST_VALUE = 40
_HUNK = re.compile(r"^@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")

Replacement = tuple[tuple[int, int], str]
"""The characters of a text from one offset up to another, and what comes in their place."""


def unified_diff(
    old: str, edits: Iterable[Replacement], name: str, *, contacts: bool
) -> Iterator[str]:
    """The lines of the diff that `edits` make of `old`: printable, masked unless `contacts`."""
    yield printable(f"--- a/{name}") + "\n"
    yield printable(f"+++ b/{name}") + "\n"
    counted = lines = added = 0
    for (start, end), within in _windows(old, edits):
        lines += old.count("\n", counted, start)
        counted = start
        new, position = "", start
        for (first, last), text in within:
            new += old[position:first] + text
            position = last
        new += old[position:end]
        before, after = _lines(old[start:end]), _lines(new)
        for line in [*difflib.unified_diff(before, after, lineterm="", n=_CONTEXT)][2:]:
            shown = _moved(line, lines, added).removesuffix("\r")
            yield printable(shown if contacts else masked(shown), keep="\t") + "\n"
        added += len(after) - len(before)


def _windows(
    text: str, edits: Iterable[Replacement]
) -> Iterator[tuple[tuple[int, int], list[Replacement]]]:
    """The whole lines around each edit that a diff shows, those that meet as one."""
    start = end = -1
    within: list[Replacement] = []
    for edit in sorted(edits):
        (first, last), _ = edit
        above, below = _line_before(text, first, _CONTEXT), _line_after(text, last, _CONTEXT)
        if within and above > end:
            yield (start, end), within
            within = []
        start = min(start, above) if within else above
        end = max(end, below) if within else below
        within.append(edit)
    if within:
        yield (start, end), within


def _line_before(text: str, offset: int, lines: int) -> int:
    """The beginning of the line so many lines before the one at `offset`."""
    start = text.rfind("\n", 0, offset) + 1
    for _ in range(lines):
        start = text.rfind("\n", 0, max(start - 1, 0)) + 1
    return start


def _line_after(text: str, offset: int, lines: int) -> int:
    """The end of the line so many lines after the one at `offset`."""
    for _ in range(lines + 1):
        offset = text.find("\n", offset) + 1 or len(text)
    return offset


def _moved(line: str, lines: int, added: int) -> str:
    """A line of a diff, with the heading of a hunk moved down by the lines above the window."""
    hunk = _HUNK.match(line)
    if hunk is None:
        return line
    first, count, second, new_count = hunk.groups()
    new_first = int(second) + lines + added
    return f"@@ -{int(first) + lines}{count or ''} +{new_first}{new_count or ''} @@"


def _lines(text: str) -> list[str]:
    """The lines of a file, of which the last one ends like the others."""
    return text.removesuffix("\n").split("\n") if text else []


def called(member: Member) -> str:
    """A member by its id and name."""
    return masked(" ".join(str(member.get(key, "?")) for key in ("id", "name")))


def in_one_line(old: Member, new: Member, registry: Registry, *, contacts: bool) -> str:
    """What is different between two states of a member: `city 武汉 → 襄阳; tags +出口`."""
    told = [_told(each, registry, contacts=contacts) for each in differences(old, new)]
    return say("; ", "\uff1b").join(told) or say("only comments or spacing", "仅改动注释或格式")


def _told(difference: Difference, registry: Registry, *, contacts: bool) -> str:
    key, *steps = difference.path
    field = FIELDS.get(str(key))
    name = say(str(key), field.heading.chinese if field else str(key))
    if field and steps and isinstance(field.type, Tables):
        part = field.type.fields.get(str(steps[-1])) if len(steps) > 1 else None
        name = ".".join([name, str(steps[0]), *([part.key] if part else map(str, steps[1:]))])
        field = part or field
    texts = [
        _short(value, field, registry, contacts=contacts)
        for value in (difference.old, difference.new)
    ]
    if difference.old is None:
        return f"{name} +{texts[1]}"
    if difference.new is None:
        return f"{name} -{texts[0]}"
    return f"{name} {texts[0]} → {texts[1]}"


def _short(value: Any, field: Field | None, registry: Registry, *, contacts: bool) -> str:
    """A value in a few words on one line, masked unless `contacts`."""
    if value is None:
        return ""
    if field is None:
        text = str(value) if contacts else masked(str(value))
    else:
        items = [value] if field.type.is_list and not isinstance(value, list) else value
        text = cell({field.key: items}, field, registry.vocabularies, spoken(), contacts=contacts)
        if field.personal and not contacts:
            text = masked_value(text)
    text = printable(text)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
