"""Editing: what a change of the records means for the text of their registry.

The edits touch the lines of the records that change, and nothing else.
"""

import contextlib
import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..data import Data, Path, table_at
from ..errors import NOTHING_WRITTEN, CannotDo
from ..kinds.kind import Kind
from ..language import say
from ..registry.changes import Change
from ..registry.shown import masked_personal, personal_values
from ..toml import blocks
from ..toml.blocks import CannotSplice, TableStyle, are_tables
from ..toml.compose import PairStyle, toml_value
from ..toml.lines import line_end, line_start, newline_of
from ..toml.scan import Span
from ..toml.splice import changed_value
from .load import Document, pieces_of

_VISIBLE = re.compile(r"\S")


class Edit(NamedTuple):
    """New text for the characters of a span; an empty span is a place to insert at."""

    span: Span
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits made, in their order where several insert at one place.

    Raises ValueError where they overlap, and where a character cannot be written; all else stays as
    it is.
    """
    ordered = sorted(edits, key=_span_of)
    # Of a large text the pieces, or a buffer that grows, would take the room of another one.
    made = bytearray(sum(len(piece.encode()) for piece in _pieces(text, ordered)))
    end = 0
    for piece in _pieces(text, ordered):
        raw = piece.encode()
        made[end : end + len(raw)] = raw
        end += len(raw)
    return made.decode()


def is_applied(text: str, edits: Iterable[Edit], after: str) -> bool:
    """Whether `after` is `text` with the edits made, which is not made once more for it.

    Raises ValueError where they overlap.
    """
    end = 0
    for piece in _pieces(text, sorted(edits, key=_span_of)):
        if not after.startswith(piece, end):
            return False
        end += len(piece)
    return end == len(after)


def _span_of(edit: Edit) -> Span:
    return edit.span


def _pieces(text: str, edits: Sequence[Edit]) -> Iterator[str]:
    """What `text` comes to by the edits, in their order; raises ValueError where they overlap."""
    position = 0
    for span, new in (*edits, Edit(Span(len(text), len(text)), "")):
        if span.start < position:
            raise ValueError(f"edits overlap at {span.start}")
        yield from pieces_of(text, position, span.start)
        yield new
        position = span.end


def edits_of(document: Document, change: Change) -> list[Edit]:
    """The edits that make `change` in the text of `document`.

    Raises CannotDo, with the line and the reason, where a part is written in a form that cannot be
    changed safely.
    """
    with _refusals_at_their_line(document):
        of_records = (_of_records(document, _ordered(part)) for part in change.parts)
        return [*itertools.chain(*of_records), *_of_tables(document, change)]


def _ordered(change: Change) -> Change:
    """`change` with the fields of its records in their order."""
    order = change.kind.ordered
    return dataclasses.replace(
        change,
        replaced={place: order(record) for place, record in change.replaced.items()},
        added=list(map(order, change.added)),
    )


def edits_with_lines(document: Document, change: Change, lines: str) -> list[Edit]:
    """The edits that make `change`, of one member, by giving it these lines; as `edits_of`."""
    (place,) = change.replaced
    with _refusals_at_their_line(document):
        kind = change.kind
        blocks.check_together(document.positions, (kind.table, place))
        edit = trimmed(document.text, Edit(lines_of_record(document, kind, place), lines))
        return [edit, *_of_tables(document, change)]


@contextlib.contextmanager
def _refusals_at_their_line(document: Document) -> Iterator[None]:
    try:
        yield
    except CannotSplice as refused:
        line = document.positions.position(refused.offset).line
        raise CannotDo(
            f"{document.path}:{line}: {refused.message}",
            NOTHING_WRITTEN + say("; make this change by hand", "，请手工修改"),
        ) from None


def own_lines(document: Document, kind: Kind, index: int) -> str:
    """The lines of a member, for a person to edit.

    Raises CannotDo where it has no lines of its own.
    """
    path: Path = (kind.table, index)
    if not document.positions.sections(path):
        line = document.positions.locate(path).line
        raise CannotDo(
            say(
                f"{document.path}:{line}: this member is written in line, not under [[members]]",
                f"{document.path}:{line}：此会员写在一行之内，不在 [[members]] 之下",
            ),
            say("change it with --set", "请用 --set 修改"),
        )
    with _refusals_at_their_line(document):
        blocks.check_together(document.positions, path)
    start, end = lines_of_record(document, kind, index)
    return document.text[start:end]


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


def masking(document: Document, start: int, end: int) -> list[Edit]:
    """The edits, in order, that hide the personal values between two offsets, line by line.

    Numbers in other places of the text are not among them.
    """
    edits: list[Edit] = []
    registry, positions = document.registry, document.positions
    for kind in registry.kinds.values():
        records = registry.of(kind)
        for index in positions.tables_within(Span(start, end), kind.table, len(records)):
            for path, value in personal_values(records[index], kind.fields):
                span = positions.span((kind.table, index, *path))
                if span is not None and start <= span.start < end:
                    edits.append(Edit(span, _masked(document.text[span.start : span.end], value)))
    return sorted(edits)


def masking_before(edits: Sequence[Edit], after: Document, start: int, end: int) -> list[Edit]:
    """What hides personal values in a text that is no registry before `edits` make `after` of it.

    They are hidden between two offsets of that text, which no edit holds.
    """
    hidden = masking(after, _moved(start, edits), _moved(end, edits))
    return [
        Edit(Span(_before(span.start, edits, end=False), _before(span.end, edits, end=True)), text)
        for span, text in hidden
    ]


def _moved(offset: int, edits: Sequence[Edit]) -> int:
    """Where what stands at `offset` comes to stand by the edits before it."""
    return offset + sum(len(text) - (e - s) for (s, e), text in edits if e <= offset)


def _before(offset: int, edits: Sequence[Edit], *, end: bool) -> int:
    """Where that stood which stands at `offset` after the edits: of one, its beginning or `end`."""
    moved = 0
    for span, text in edits:
        at = span.start + moved
        if offset <= at:
            break
        if offset < at + len(text) + end:
            return span.end if end else span.start
        moved += len(text) - (span.end - span.start)
    return offset - moved


def _masked(source: str, value: Any) -> str:
    lines = source.count("\n")
    if lines or not isinstance(value, str):
        return "****" + "\n****" * lines
    return toml_value(masked_personal(value), literal=source.startswith("'"))


def lines_of_record(document: Document, kind: Kind, index: int) -> Span:
    """The lines of a member with its comments, or its element where members are in line."""
    path: Path = (kind.table, index)
    positions = document.positions
    if positions.sections(path):
        return blocks.lines_of(document.text, positions, path)
    return positions.span(path) or Span(0, 0)


def territory(document: Document, change: Change) -> list[Span]:
    """What `change` may touch: the lines of members that change, and the places of what is new.

    Where members are removed, blank lines beside them too.
    """
    spans: list[Span] = []
    for part in change.parts:
        spans += _territory_of_records(document, part)
    for path in change.tables_after(document.registry.alliance):
        spans.append(_lines_of_table(document, change, path))
    return sorted(spans)


def _territory_of_records(document: Document, change: Change) -> Iterator[Span]:
    text, positions, kind = document.text, document.positions, change.kind
    array = positions.span((kind.table,))
    if array is not None:
        yield array
        return
    for place in change.replaced:
        yield lines_of_record(document, kind, place)
    for place in change.removed:
        yield blocks.with_blank_lines(text, lines_of_record(document, kind, place))
    at = _end_of_records(document, kind)
    yield Span(at, at)


def _end_of_records(document: Document, kind: Kind) -> int:
    """Where a new record comes: after the last one, or at the end of the text."""
    last = len(document.registry.of(kind)) - 1
    return lines_of_record(document, kind, last).end if last >= 0 else len(document.text)


def _of_records(document: Document, change: Change) -> Iterator[Edit]:
    text, positions, kind = document.text, document.positions, change.kind
    records = document.registry.of(kind)
    array = positions.span((kind.table,))
    if array is not None:
        new = change.records_after(records)
        source = changed_value(text[array.start : array.end], list(records), new)
        yield trimmed(text, Edit(array, source))
        return
    tables = _styles_of_tables(document, kind) if change.replaced or change.added else {}
    for index, record in change.replaced.items():
        span = lines_of_record(document, kind, index)
        source, offset = text[span.start : span.end], span.start
        try:
            # Alone, a record is the first one of its text.
            path = (kind.table, 0)
            source = blocks.changed(source, path, records[index], record, tables)
        except CannotSplice as refused:
            refused.offset += offset
            raise
        yield trimmed(text, Edit(span, source))
    yield from (Edit(span, "") for span in _cuts(document, change))
    if change.added:
        yield _addition(document, change, tables)


def _cuts(document: Document, change: Change) -> list[Span]:
    """What goes with the records that are removed."""
    kind = change.kind
    for index in change.removed:
        blocks.check_together(document.positions, (kind.table, index))
    gone = [lines_of_record(document, kind, index) for index in change.removed]
    return blocks.cuts(document.text, gone)


def _addition(document: Document, change: Change, tables: Mapping[str, TableStyle]) -> Edit:
    """The edit that puts records after the last one, in the style of the file."""
    text, kind = document.text, change.kind
    last = len(document.registry.of(kind)) - 1
    newline = newline_of(text)
    style = TableStyle(f"[[{kind.table}]]")
    if last >= 0:
        style = blocks.table_style(text, document.positions, (kind.table, last))
        if not last:
            # What stands above the only record is no gap between records.
            style = dataclasses.replace(style, blank_lines=1)
    at = _end_of_records(document, kind)
    parts = [newline if at and text[at - 1] != "\n" else ""]
    follows = _VISIBLE.search(text, 0, at) is not None
    for record in change.added:
        gap = [""] * style.blank_lines if follows else []
        # Of many records the lines together take several times as much as their text.
        parts.append("".join(line + newline for line in (*gap, *_block(record, style, tables))))
        follows = True
    return Edit(Span(at, at), "".join(parts))


def _block(record: Data, style: TableStyle, tables: Mapping[str, TableStyle]) -> Iterator[str]:
    """The lines of a record: header, pairs in field order, tables last."""
    below = {key: record[key] for key in tables if are_tables(record.get(key))}
    yield from style.lines({k: v for k, v in record.items() if k not in below})
    for key, rows in below.items():
        for row in rows:
            yield from [""] * tables[key].blank_lines
            yield from tables[key].lines(row)


def _styles_of_tables(document: Document, kind: Kind) -> dict[str, TableStyle]:
    """For every field that holds tables, how the last record with some has them.

    A field that stands in line there has no style.
    """
    records, text, positions = document.registry.of(kind), document.text, document.positions
    styles: dict[str, TableStyle] = {}
    for key in kind.nested:
        holders = (n for n in reversed(range(len(records))) if are_tables(records[n].get(key)))
        holder = next(holders, None)
        if holder is None:
            above = TableStyle("")
            if records:
                above = blocks.table_style(text, positions, (kind.table, len(records) - 1))
            pairs = PairStyle(indent=above.pairs.indent)
            styles[key] = TableStyle(f"[[{kind.table}.{key}]]", above.indent, pairs=pairs)
        elif positions.sections(path := (kind.table, holder, key, 0)):
            styles[key] = blocks.table_style(text, positions, path)
    return styles


def _of_tables(document: Document, change: Change) -> Iterator[Edit]:
    """The edits of tables that hold no records: an id to remember, and the registry's own words."""
    for path, new in change.tables_after(document.registry.alliance).items():
        span = _lines_of_table(document, change, path)
        if span.start < span.end:
            source = document.text[span.start : span.end]
            yield trimmed(document.text, Edit(span, _changed(source, span, document, path, new)))
        else:
            yield _new_table(document, change, path, new)


def _changed(source: str, span: Span, document: Document, path: Path, new: Data) -> str:
    try:
        return blocks.changed(source, path, table_at(document.data, path), new, {})
    except CannotSplice as refused:
        refused.offset += span.start
        raise


def _new_table(document: Document, change: Change, path: Path, new: Data) -> Edit:
    """The edit that puts a table above the first record."""
    text = document.text
    span = _lines_of_table(document, change, path)
    newline = newline_of(text)
    old = table_at(document.data, path)
    added = {key: value for key, value in new.items() if key not in old}
    lines = TableStyle(f"[{path[0]}]").lines(added)
    # What follows, a member that stays or the end, has its blank line already or needs one.
    follows = next((cut.end for cut in _cuts(document, change) if cut.start == span.end), span.end)
    has_blank_line = text[follows : line_end(text, follows)].strip() == ""
    lines = ["", *lines] if has_blank_line else [*lines, ""]
    ending = newline if span.end and text[span.end - 1] != "\n" else ""
    return Edit(span, ending + "".join(line + newline for line in lines))


def _lines_of_table(document: Document, change: Change, path: Path) -> Span:
    """The lines that hold the table at `path`, or the place where it, or its header, comes."""
    text, positions, kind = document.text, document.positions, change.kind
    after = change.tables_after(document.registry.alliance)[path]
    has_all_keys = after.keys() <= table_at(document.data, path).keys()
    for length in range(len(path), 0, -1):
        sections = positions.sections(path[:length])
        # Tables within it alone give no place for a new key.
        has_place = has_all_keys or any(section.path == path[:length] for section in sections)
        if sections and has_place:
            start = line_start(text, sections[0].header.start)
            return Span(start, line_end(text, positions.end_of(sections[-1])))
    if positions.span(path[:1]) is not None:
        # In braces or with dotted keys, above the first header.
        return Span(0, line_end(text, positions.end_of(positions.sections(())[0])))
    if not positions.sections((kind.table, 0)):
        return Span(len(text), len(text))
    place = lines_of_record(document, kind, 0).start
    cuts = (cut.start for cut in _cuts(document, change) if cut.start <= place < cut.end)
    place = next(cuts, place)
    return Span(place, place)
