"""Editing: what a change of the members means for the text of their registry.

The edits touch the lines of the members that change, and nothing else.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..errors import CannotDo
from ..language import say
from ..members.changes import Change
from ..members.fields import FIELDS
from ..members.findings import Data, Path
from ..members.lists import Tables
from . import blocks
from .blocks import CannotSplice, TableStyle, are_tables
from .compose import PairStyle, newline_of
from .load import Document
from .scan import Span
from .splice import changed_value


class Edit(NamedTuple):
    """New text for the characters of a span; an empty span is a place to insert at."""

    span: Span
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits made, in their order where several insert at one place.

    Raises ValueError where they overlap; all else stays as it is.
    """
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < position:
            raise ValueError(f"edits overlap at {edit.span.start}")
        parts += (text[position : edit.span.start], edit.text)
        position = edit.span.end
    return "".join((*parts, text[position:]))


def edits_of(document: Document, change: Change) -> list[Edit]:
    """The edits that make `change` in the text of `document`.

    Raises CannotDo, with the line and the reason, where a part is written in a form that cannot be
    changed safely.
    """
    try:
        return [
            trimmed(document.text, edit)
            for edits in (_of_members(document, change), _of_alliance(document, change))
            for edit in edits
        ]
    except CannotSplice as refused:
        line = document.positions.position(refused.offset).line
        raise CannotDo(
            f"{document.path}:{line}: {refused.message}",
            say("nothing was written; make this change by hand", "未写入任何内容，请手工修改"),
        ) from None


def trimmed(text: str, edit: Edit) -> Edit:
    """`edit` without the characters at its ends that it leaves as they are in `text`."""
    (start, end), new = edit
    before = _common_beginning(text[start:end], new)
    start, new = start + before, new[before:]
    after = _common_beginning(text[start:end][::-1], new[::-1])
    return Edit(Span(start, end - after), new[: len(new) - after])


def _common_beginning(one: str, other: str) -> int:
    """How many characters are the same from the beginning on."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def lines_of_member(document: Document, index: int) -> Span:
    """The lines of a member with its comments, or its element where members are in line."""
    path: Path = ("members", index)
    positions = document.positions
    if positions.sections(path):
        return blocks.lines_of(document.text, positions, path)
    return positions.span(path) or Span(0, 0)


def _of_members(document: Document, change: Change) -> Iterator[Edit]:
    text, positions = document.text, document.positions
    members = document.registry.members
    array = positions.span(("members",))
    if array is not None:
        old, new = list(members), list(change.members_after(members))
        yield Edit(array, changed_value(text[array.start : array.end], old, new, ("members",)))
        return
    tables = _styles_of_tables(document) if change.replaced or change.added else {}
    for index, member in change.replaced.items():
        span = lines_of_member(document, index)
        source, offset = text[span.start : span.end], span.start
        try:
            # Alone, a member is the first one of its text.
            source = blocks.changed(source, ("members", 0), members[index], member, tables)
        except CannotSplice as refused:
            refused.offset += offset
            raise
        yield Edit(span, source)
    for index in change.removed:
        blocks.check_together(positions, ("members", index))
    gone = [lines_of_member(document, index) for index in change.removed]
    for span in blocks.cuts(text, gone):
        yield Edit(span, "")
    for member in change.added:
        yield _addition(document, member, tables)


def _addition(document: Document, member: Data, tables: Mapping[str, TableStyle]) -> Edit:
    """The edit that puts `member` after the last member, in the style of the file."""
    text = document.text
    last = len(document.registry.members) - 1
    newline = newline_of(text)
    style = TableStyle("[[members]]")
    at = len(text)
    if last >= 0:
        style = blocks.table_style(text, document.positions, ("members", last))
        at = lines_of_member(document, last).end
        if not last:
            # What stands above the only member is no gap between members.
            style = dataclasses.replace(style, blank_lines=1)
    lines = _block(member, style, tables)
    ending = newline if at and text[at - 1] != "\n" else ""
    gap = newline * style.blank_lines if text[:at].strip() else ""
    return Edit(Span(at, at), ending + gap + "".join(line + newline for line in lines))


def _block(member: Data, style: TableStyle, tables: Mapping[str, TableStyle]) -> Iterator[str]:
    """The lines of a member: header, pairs in field order, tables last."""
    below = {key: member[key] for key in tables if are_tables(member.get(key))}
    yield from style.lines({k: v for k, v in member.items() if k not in below}, ("members", 0))
    for key, rows in below.items():
        for row in rows:
            yield from [""] * tables[key].blank_lines
            yield from tables[key].lines(row, ("members", 0, key, 0))


def _styles_of_tables(document: Document) -> dict[str, TableStyle]:
    """For every field that holds tables, how the last member with some has them.

    A field that stands in line there has no style.
    """
    members, text, positions = document.registry.members, document.text, document.positions
    styles: dict[str, TableStyle] = {}
    for key, field in FIELDS.items():
        if not isinstance(field.type, Tables):
            continue
        holders = (n for n in reversed(range(len(members))) if are_tables(members[n].get(key)))
        holder = next(holders, None)
        if holder is None:
            member = TableStyle("")
            if members:
                member = blocks.table_style(text, positions, ("members", len(members) - 1))
            pairs = PairStyle(indent=member.pairs.indent)
            styles[key] = TableStyle(f"[[members.{key}]]", member.indent, pairs=pairs)
        elif positions.sections(path := ("members", holder, key, 0)):
            styles[key] = blocks.table_style(text, positions, path)
    return styles


def _of_alliance(document: Document, change: Change) -> Iterator[Edit]:
    """The edit that notes the last id that was ever given, where the change asks for it."""
    if not change.last_id:
        return
    text = document.text
    old = document.data.get("alliance")
    new = change.alliance_after(old or {})
    if old is None:
        at = (
            lines_of_member(document, 0).start if document.positions.sections(("members", 0)) else 0
        )
        newline = newline_of(text)
        table = TableStyle("[alliance]").lines(new, ("alliance",))
        yield Edit(Span(at, at), "".join(line + newline for line in (*table, "")))
        return
    whole = blocks.changed(text, ("alliance",), dict(old), new, {})
    yield Edit(Span(0, len(text)), whole)
