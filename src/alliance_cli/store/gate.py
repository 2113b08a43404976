"""The gate: what every change of a registry passes through before anything is written."""

import bisect
from dataclasses import dataclass
from typing import Any

import tomli

from ..checks.records import findings_of_change
from ..data import Data, Path, same
from ..errors import NOTHING_WRITTEN, CannotDo
from ..findings.finding import Finding
from ..kinds.file_shape import shape_findings
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import say
from ..registry.changes import Change
from ..registry.registry import from_data
from ..toml.parse import parse
from .edit import Edit, applied, edits_of, is_applied, territory
from .load import Document, Mending, Source


@dataclass(frozen=True)
class Rewriting:
    """A file that passed the gate: what it is before and after, and the edits between.

    `findings` are what would be wrong afterwards that is not wrong now.
    """

    before: Source
    after: Document
    edits: list[Edit]
    findings: list[Finding]

    @property
    def is_consistent(self) -> bool:
        """Whether the file after it is the one before it with the edits made, byte for byte."""
        before, after = self.before, self.after
        is_marked_alike = after.byte_order_mark == before.byte_order_mark
        return is_marked_alike and is_applied(before.text, self.edits, after.text)


@dataclass(frozen=True)
class Proposal(Rewriting):
    """A change of the records that passed the gate."""

    before: Document
    change: Change

    def line_of(self, place: int, kind: Kind) -> int:
        """The line on which the record at `place`, which is changed or added, stands afterwards."""
        before = self.before
        header = before.positions.header((kind.table, place))
        if header and all(
            end <= header.start or start >= header.end for (start, end), _ in self.edits
        ):
            # Counting from where it stood saves looking for every header once more.
            line = before.positions.position(header.start).line
            for (start, end), text in self.edits:
                if end <= header.start:
                    line += text.count("\n") - before.text.count("\n", start, end)
            return line
        return self.after.positions.locate((kind.table, place), "header").line


def propose(document: Document, change: Change) -> Proposal:
    """What `change` makes of `document`.  Raises CannotDo where it cannot be made safely."""
    return admit(document, change, edits_of(document, change))


def admit(document: Document, change: Change, edits: list[Edit]) -> Proposal:
    """The gate: `edits` that are to make `change`, held against everything that must be kept.

    Raises CannotDo where the new text would not mean exactly the data that is meant, where an edit
    reaches beyond what the change may touch, or where it would be no registry any more.
    """
    meant = _meant(document, change)
    try:
        text = applied(document.text, edits)
        likely = meant.get(MEMBER.table, ())
        parsed = parse(text, MEMBER.table, document.pieces, likely=likely)
    except (tomli.TOMLDecodeError, RecursionError, ValueError):
        raise _unsafe(document) from None
    if not (same(parsed.data, meant) and _keep_to_territory(document, change, edits)):
        raise _unsafe(document)
    shape = list(shape_findings(parsed.data))
    for finding in shape:
        if finding.rule.stops_reading:
            raise CannotDo(f"{document.path}: {finding.message}", NOTHING_WRITTEN)
    registry = from_data(parsed.data)
    after = Document(
        document.path, document.byte_order_mark, text, *parsed, registry, document.shape
    )
    new = [finding for finding in shape if finding not in document.shape] if change.words else []
    findings = [*new, *findings_of_change(document.registry, change)]
    return Proposal(document, after, edits, findings, change)


def admit_mending(mending: Mending) -> Rewriting:
    """The gate for a file that is no registry yet: slips of typing, each within its lines.

    Raises CannotDo where the edits would not give what was read as a registry.
    """
    before, after = mending.before, mending.after
    edits = [Edit(*edit) for statement in mending.edits for edit in statement]
    rewriting = Rewriting(before, after, edits, [])
    within_lines = all("\n" not in before.text[start:end] + new for (start, end), new in edits)
    parsed = parse(after.text, MEMBER.table)
    if not (within_lines and rewriting.is_consistent and same(parsed.data, after.data)):
        raise _unsafe(before)
    return rewriting


def _unsafe(document: Source) -> CannotDo:
    return CannotDo(
        say(
            f"{document.path}: the file is written in a way that cannot be changed safely",
            f"{document.path}：文件的写法无法安全地自动修改",
        ),
        NOTHING_WRITTEN + say("; make this change by hand", "，请手工修改"),
    )


def _meant(document: Document, change: Change) -> Data:
    """All the data that must stand in the file after the change."""
    data = dict(document.data)
    for part in change.parts:
        table = part.kind.table
        data[table] = part.records_after(document.registry.of(part.kind))
        if not data[table] and (
            table not in document.data or document.positions.sections((table, 0))
        ):
            # Without its last header there is no array either.
            del data[table]
    for path, after in change.tables_after(document.registry.alliance).items():
        data = _with(data, path, after)
    return data


def _with(table: Any, path: Path, value: Any) -> Any:
    """`table`, which stays as it is, with another value at `path`."""
    if not path:
        return value
    key, *rest = path
    return {**table, key: _with(table.get(key, {}), tuple(rest), value)}


def _keep_to_territory(document: Document, change: Change, edits: list[Edit]) -> bool:
    """Whether every edit is within what the change may touch."""
    spans = territory(document, change)
    for (start, end), _ in edits:
        place = bisect.bisect(spans, (start, len(document.text)))
        # Beside each other, spans share blank lines.
        if not any(span.end >= end for span in spans[max(place - 2, 0) : place]):
            return False
    return True
