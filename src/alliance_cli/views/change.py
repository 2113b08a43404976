"""How a change of the registry looks: as a unified diff, and in one line."""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from .. import channels
from ..alignment import Operation, add, operations
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import say
from ..registry.differences import Difference, differences
from ..registry.registry import Record
from ..registry.shown import Shown, masked_message
from ..values.characters import is_invisible
from ..values.names import name_key
from ..values.value_type import type_name

_CONTEXT = 3
_LONGEST_VALUE = 40
_MOST_TOLD = 50
_LINE = re.compile(r"[^\n]*\n|[^\n]+")

Replacement = tuple[tuple[int, int], str]
"""The characters of a text from one offset up to another, and what comes in their place."""

Masks = Callable[[int, int], Iterable[Replacement]]
"""What hides personal values in a text from one offset up to another, in order."""


def unified_diff(
    old: str,
    edits: Iterable[Replacement],
    name: str,
    masks: tuple[Masks, Masks] | None,
) -> Iterator[str]:
    """The diff that `edits` make of `old`, line by line: inert, masked by `masks`.

    `masks` give what stands for other characters of the old and the new text where they are shown,
    on as many lines; what is different is found without them.
    """
    yield channels.line(f"--- a/{name}") + "\n"
    yield channels.line(f"+++ b/{name}") + "\n"
    counted = lines = added = moved = 0
    for (start, end), within in _windows(old, edits):
        lines += old.count("\n", counted, start)
        counted = start
        hide_old, hide_new = masks or (None, None)
        before = _Side(old[start:end], start, hide_old, lines)
        after = _Side(_made(before.text, start, within), start + moved, hide_new, lines + added)
        for line in _hunks(before, after, _pieces(old[start:end], start, within)):
            bare = line.removesuffix("\n").removesuffix("\r")
            ending = line.removeprefix(bare) or "\n\\ No newline at end of file\n"
            yield channels.diff_line(bare) + ending
        moved += len(after.text) - len(before.text)
        added += len(after.shown) - len(before.shown)


class _Side:
    """One side of a part of a diff: its text, and its lines as they are shown."""

    def __init__(self, text: str, at: int, masks: Masks | None, above: int) -> None:
        """`at` is where `text` stands in its file, with so many lines above."""
        hidden = masks(at, at + len(text)) if masks else ()
        self.text = text
        shown = _made(text, at, hidden)
        # As a whole, for a number may go on in the next line.
        self.shown = _LINE.findall(masked_message(shown) if masks else shown)
        self.above = above

    def range(self, start: int, end: int) -> str:
        """Some of the lines as the heading of a hunk has them; none stand after the line before."""
        count = end - start
        first = self.above + start + (1 if count else 0)
        return str(first) if count == 1 else f"{first},{count}"


_LINES_OF_A_PIECE = 400


def _hunks(before: _Side, after: _Side, pieces: Iterable[tuple[str, str]]) -> Iterator[str]:
    for group in _grouped(_operations(pieces)):
        old = before.range(group[0].start, group[-1].end)
        new = after.range(group[0].new_start, group[-1].new_end)
        yield f"@@ -{old} +{new} @@\n"
        for tag, start, end, new_start, new_end in group:
            mark = " " if tag == "equal" else "-"
            yield from (mark + line for line in before.shown[start:end])
            if tag != "equal":
                yield from ("+" + line for line in after.shown[new_start:new_end])


def _pieces(text: str, at: int, replacements: Sequence[Replacement]) -> Iterator[tuple[str, str]]:
    """`text` before and after the replacements, cut between them into parts of some lines.

    What it costs to find out what is different grows with the square of the lines.
    """
    start = at
    within: list[Replacement] = []
    for replacement, following in itertools.pairwise([*replacements, None]):
        within += [replacement] if replacement else []
        if replacement is None or following is None:
            break
        cut = text.rfind("\n", replacement[0][1] - at, following[0][0] - at) + 1
        if cut and text.count("\n", start - at, cut) >= _LINES_OF_A_PIECE:
            piece = text[start - at : cut]
            yield piece, _made(piece, start, within)
            start, within = at + cut, []
    yield text[start - at :], _made(text[start - at :], start, within)


def _operations(pieces: Iterable[tuple[str, str]]) -> list[Operation]:
    """What makes the lines after out of those before, of all pieces together."""
    found: list[Operation] = []
    line = new_line = 0
    for old, new in pieces:
        before, after = _LINE.findall(old), _LINE.findall(new)
        for each in operations(before, after):
            add(found, each.moved(line, new_line))
        line += len(before)
        new_line += len(after)
    return found


def _grouped(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """The operations of each hunk, with some equal lines around them, as difflib groups them."""
    group: list[Operation] = []
    for number, each in enumerate(operations):
        if each.tag != "equal":
            group.append(each)
            continue
        count = each.end - each.start
        is_last = number + 1 == len(operations)
        before = _CONTEXT if group else 0
        after = 0 if is_last else _CONTEXT
        if count <= before + after:
            group.append(each)
            continue
        if group:
            yield [*group, each.part(0, before)]
        group = [each.part(count - after, count)] if after else []
    if any(each.tag != "equal" for each in group):
        yield group


def _made(text: str, at: int, replacements: Iterable[Replacement]) -> str:
    """`text`, which stands at `at` in its file, with other characters in the places of some."""
    parts: list[str] = []
    position = at
    for (start, end), new in replacements:
        parts += (text[position - at : start - at], new)
        position = end
    return "".join((*parts, text[position - at :]))


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


def in_one_line(old: Record, new: Record, kind: Kind, shown: Shown) -> str:
    """What is different between two states of a record: `city 武汉 → 襄阳; tags +出口`."""
    found = list(differences(old, new, kind))
    told = [_told(each, kind, shown, old) for each in found[:_MOST_TOLD]]
    if len(found) > _MOST_TOLD:
        more = len(found) - _MOST_TOLD
        told.append(say(f"and {more} more", f"以及另外 {more} 处"))
    return say("; ", "\uff1b").join(told) or say("only comments or spacing", "仅改动注释或格式")


class Described(NamedTuple):
    """A difference in words: what it is called, and the texts before and after."""

    name: str
    old: str
    new: str


def described(
    difference: Difference, kind: Kind, shown: Shown, record: Record | None = None
) -> Described:
    """A difference in words; `record` is the one before, in which contacts have their names."""
    key, *steps = difference.path
    field = kind.fields.get(str(key))
    name = say(str(key), field.heading.chinese if field else str(key))
    if field and field.type.fields and steps:
        part = field.type.fields.get(str(steps[-1])) if len(steps) > 1 else None
        below = [say(part.key, part.heading.chinese)] if part else map(str, steps[1:])
        name = ".".join([name, _who(steps[0], (record or {}).get(str(key)), shown), *below])
        field = part or field
    values = (difference.old, difference.new)
    old, new = (_in_words(value, field, shown) for value in values)
    if old == new:
        full = {_in_words(value, field, shown.in_full) for value in values}
        if len(full) > 1:
            new += say(" (differs where it is masked)", "(隐去的部分不同)")
    return Described(name, old, new)


def in_all(record: Record, kind: Kind, shown: Shown) -> str:
    """What a record holds beside its id and name, in one text."""
    known = {key: value for key, value in record.items() if key not in ("id", "name")}
    told = (described(each, kind, shown) for each in differences({}, known, kind))
    return say("; ", "；").join(f"{each.name} {each.new}" for each in told)


def _who(step: int | str, tables: Any, shown: Shown) -> str:
    """The name of a table where it alone has that name, else its place."""
    names = [each.get("name") if isinstance(each, dict) else None for each in tables or ()]
    name = names[step] if isinstance(step, int) and step < len(names) else None
    alone = isinstance(name, str) and name_key(name) and names.count(name) == 1
    return shown.said(name) if isinstance(name, str) and alone else str(step)


def _told(difference: Difference, kind: Kind, shown: Shown, record: Record) -> str:
    each = described(difference, kind, shown, record)
    name = channels.line(each.name)
    old, new = (_short(channels.line(text)) for text in (each.old, each.new))
    if difference.old is None:
        return f"{name} +{new}"
    if difference.new is None:
        return f"{name} -{old}"
    before, after = difference.old, difference.new
    why = say(", ", "、").join(_unseen(before, after, alike=name_key(old) == name_key(new)))
    if old == new and not why:
        # What is shown of a key is its label.
        old, new = (_short(channels.line(shown.said(str(value)))) for value in (before, after))
        why = say("the key in place of its label", "名称改为键名")
    return f"{name} {old} → {new}" + (why and say(f" ({why})", f"({why})"))


def _unseen(old: Any, new: Any, *, alike: bool) -> Iterator[str]:
    """What distinguishes two values that nobody tells apart; `alike` is that they are shown so."""
    if type(old) is not type(new):
        if alike:
            yield say(
                f"{type_name(old)} before, {type_name(new)} now",
                f"原为{type_name(old)}，现为{type_name(new)}",
            )
        return
    if not isinstance(old, str) or name_key(old) != name_key(new):
        return
    marks = {*old} - {*new}
    if any(map(is_invisible, marks)):
        yield say("without invisible characters", "去掉不可见字符")
    if sum(map(str.isspace, old)) != sum(map(str.isspace, new)):
        yield say("other spaces", "空格不同")
    wide = {mark for mark in marks if unicodedata.east_asian_width(mark) == "F"}
    if wide:
        yield say("full-width characters before", "原为全角字符")
    if any(mark.swapcase() in new for mark in marks):
        yield say("other case", "大小写不同")
    if any(name_key(mark) not in ("", mark.casefold()) for mark in marks - wide):
        yield say("characters that look alike", "字形相近的字符")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _in_words(value: Any, field: Field | None, shown: Shown) -> str:
    if value is None:
        return ""
    if field is None:
        return channels.json_text(shown.any_value(value)).strip('"')
    is_item = field.type.is_list and not isinstance(value, list)
    return shown.value([value] if is_item else value, field)
