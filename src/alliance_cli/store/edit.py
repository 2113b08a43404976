"""Editing: new text for a registry file, with every byte kept that need not change."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import tomli_w

from ..errors import CannotDo
from ..language import say
from ..members.fields import FIELDS
from ..members.findings import Data, Path
from ..members.lists import Tables
from . import scan
from .load import Document
from .scan import Span

_COMMENT_LINE = re.compile(r"[ \t]*#[^\n]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class _Style:
    """How the last member of a file is written, so that the next one looks the same."""

    newline: str
    blank_lines: int = 1
    header: str = "[[members]]"
    header_indent: str = ""
    indent: str = ""
    equals: str = " = "
    aligned: int | None = None
    literal: bool = False
    inline_tables: bool = False
    table_indent: str = ""
    table_pair_indent: str = ""


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


def addition(document: Document, member: Data) -> list[Edit]:
    """The edits that put `member` after the last member, in the style of the file.

    Raises CannotDo where the members are written in a form that cannot be added to.
    """
    text = document.text
    members = document.registry.members
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    array = document.positions.span(("members",))
    if array is not None and text.startswith("[", array.start):
        return _added_inline(document, member, array, newline)
    if members:
        style = _style_of_last(document, newline)
        at = _end_of_comments(text, document.positions.block_end(("members", len(members) - 1)))
    else:
        style = _Style(newline)
        at = len(text)
    block = "".join(line + newline for line in _block(member, style))
    ending = newline if at and text[at - 1] != "\n" else ""
    gap = newline * style.blank_lines if text[:at].strip() else ""
    return [Edit(Span(at, at), ending + gap + block)]


def _end_of_comments(text: str, end: int) -> int:
    """The end of the line at `end`, and of comments right below that belong to what ends there.

    A comment block that leads straight to a header belongs to that header.
    """
    after_line = text.find("\n", end) + 1 or len(text)
    at = after_line
    while match := _COMMENT_LINE.match(text, at):
        at = match.end()
    return after_line if text[at:].lstrip(" \t").startswith("[") else at


def _style_of_last(document: Document, newline: str) -> _Style:
    text, positions = document.text, document.positions
    last = len(document.registry.members) - 1
    header = positions.header(("members", last))
    if header is None:
        raise CannotDo(
            say(
                f"{document.path}: the members are written in a form that cannot be added to",
                f"{document.path}:会员的写法无法自动添加",
            ),
            say("write each member under a [[members]] line", "请把每个会员写在 [[members]] 之下"),
        )
    pairs = positions.statements(("members", last))
    gaps = [
        text[pair.key.span.end : pair.value.start] for pair in pairs if len(pair.key.parts) == 1
    ]
    columns = {pair.value.start - _line_start(text, pair.span.start) for pair in pairs}
    lengths = {len(text[pair.key.span.start : pair.key.span.end]) for pair in pairs}
    aligned = len(columns) == 1 and len(lengths) > 1
    values = [text[pair.value.start] for pair in pairs if text[pair.value.start] in "\"'"]
    style = _Style(
        newline=newline,
        blank_lines=_blank_lines_before(text, header.start) if last else 1,
        header=text[header.start : header.end],
        header_indent=_indent(text, header.start),
        indent=_indent(text, pairs[0].span.start) if pairs else "",
        equals=re.sub(r"^[ \t]+=", " =", gaps[0]) if gaps else " = ",
        aligned=next(iter(columns)) if aligned else None,
        literal=bool(values) and all(mark == "'" for mark in values),
    )
    return _style_of_tables(document, style)


def _style_of_tables(document: Document, style: _Style) -> _Style:
    """`style` with the way in which the last member with contacts has them."""
    positions = document.positions
    for index in range(len(document.registry.members) - 1, -1, -1):
        if not document.registry.members[index].get("contacts"):
            continue
        path: Path = ("members", index, "contacts", 0)
        header = positions.header(path)
        if header is None:
            return dataclasses.replace(style, inline_tables=True)
        pairs = positions.statements(path)
        return dataclasses.replace(
            style,
            table_indent=_indent(document.text, header.start),
            table_pair_indent=_indent(document.text, pairs[0].span.start) if pairs else "",
        )
    return dataclasses.replace(
        style, table_indent=style.header_indent, table_pair_indent=style.indent
    )


def _indent(text: str, offset: int) -> str:
    return text[_line_start(text, offset) : offset]


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _blank_lines_before(text: str, offset: int) -> int:
    """How many blank lines stand before the header at `offset` and the comments right above it."""
    above = text[: _line_start(text, offset)].replace("\r\n", "\n").removesuffix("\n").split("\n")
    while above and above[-1].lstrip().startswith("#"):
        above.pop()
    blank = 0
    while blank < len(above) and not above[-1 - blank].strip():
        blank += 1
    return min(blank, 3) if blank < len(above) else 1


def _block(member: Data, style: _Style) -> Iterator[str]:
    """The lines of a member: header, pairs in field order, tables last."""
    yield style.header_indent + style.header
    tables: list[tuple[str, list[Data]]] = []
    for key, value in _in_field_order(member):
        if isinstance(FIELDS[key].type, Tables) and not style.inline_tables:
            tables.append((key, value))
        else:
            yield _pair(key, toml_value(value, literal=style.literal), style)
    for key, rows in tables:
        for row in rows:
            yield ""
            yield f"{style.table_indent}[[members.{key}]]"
            for name, value in row.items():
                pair = _pair(name, toml_value(value, literal=style.literal), style)
                yield style.table_pair_indent + pair.removeprefix(style.indent)


def _in_field_order(member: Data) -> Iterator[tuple[str, Any]]:
    return ((key, member[key]) for key in FIELDS if key in member)


def _pair(key: str, value: str, style: _Style) -> str:
    if style.aligned is None:
        return f"{style.indent}{key}{style.equals}{value}"
    after = style.equals.lstrip(" \t").removeprefix("=")
    width = style.aligned - len(style.indent) - len(after) - 1
    return f"{style.indent}{key + ' ':<{width}}={after}{value}"


def toml_value(value: Any, *, literal: bool = False) -> str:
    """`value` as TOML on one line; `literal` prefers single quotes where they can hold it."""
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item, literal=literal) for item in value) + "]"
    if isinstance(value, dict):
        pairs = (f"{key} = {toml_value(part, literal=literal)}" for key, part in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if literal and isinstance(value, str) and value.isprintable() and "'" not in value:
        return f"'{value}'"
    return tomli_w.dumps({"k": value}).removeprefix("k = ").rstrip("\n")


def _added_inline(document: Document, member: Data, array: Span, newline: str) -> list[Edit]:
    """The edits that make `member` the last element of `members = [{…}]`."""
    text = document.text
    table = toml_value(dict(_in_field_order(member)))
    spans = list(scan.elements(text, array))
    if not spans:
        if "\n" in text[array.start : array.end]:
            table = f"{newline}  {table},"
        return [Edit(Span(array.start + 1, array.start + 1), table)]
    last = spans[-1]
    comma = re.compile(r"(?:[ \t\r\n]|#[^\n]*\n)*,").match(text, last.end)
    end = comma.end() if comma else last.end
    indent = text[_line_start(text, last.start) : last.start]
    end_of_line = text.find("\n", end, array.end) + 1
    if indent.strip() or not end_of_line:
        return [Edit(Span(end, end), f" {table}," if comma else f", {table}")]
    if comma:
        return [Edit(Span(end_of_line, end_of_line), f"{indent}{table},{newline}")]
    # A comment behind the last element stays on its line.
    return [
        Edit(Span(last.end, last.end), ","),
        Edit(Span(end_of_line, end_of_line), f"{indent}{table}{newline}"),
    ]
