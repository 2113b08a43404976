"""Verdicts: what becomes of each row of a list, and of the members that its rows are about."""

import functools
import itertools
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ..checks.records import record_findings
from ..data import Data, same
from ..findings import rules
from ..findings.finding import Finding
from ..findings.rule import Severity
from ..kinds.declared import CONTACTS
from ..kinds.kind import Kind
from ..language import say
from ..registry.registry import Record
from ..values.names import name_key
from ..values.words import means_nothing
from .drafts import Conflict, Draft, Objections
from .rows import Aside, Row

MOST_ROWS = 20
"""The most rows that a reason names."""

_MOST_LABELS = 20
ANOTHER_ROW = say("another row on this member is set aside", "同一会员的另一行有问题")
"""Why a row is set aside that is right by itself."""


class Outcome(Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"
    PASSED_OVER = "passed_over"
    MISSING = "missing"

    @property
    def is_set_aside(self) -> bool:
        """Whether a person has to look at the row before it is taken in."""
        return self in (Outcome.CONFLICT, Outcome.AMBIGUOUS, Outcome.REFUSED)


Texts = list[str] | tuple[()]
"""What is told of a row.  Every row of a list may have some, and hardly any has."""


@dataclass(slots=True)
class Verdict:
    """What becomes of one row, and why.

    `old` and `new` are the member before and after the row, None where there is none.  `reasons`
    say why a row is set aside, `warnings` what else is worth a look, `notes` what else is so;
    `aside` is what a row is that is no member.  A row that was exported and is missing has no
    number; `contact` is who it was about, or which other table, if it was no member's, in the field
    `key`, and with `removes` that one goes, or the member.
    """

    row: Row
    outcome: Outcome
    old: Record | None = None
    new: Data | None = None
    conflicts: Sequence[Conflict] = ()
    reasons: Texts = ()
    warnings: Texts = ()
    aside: Aside | None = None
    notes: Texts = ()
    contact: str = ""
    removes: bool = False
    key: str = CONTACTS

    @property
    def is_missing(self) -> bool:
        """Whether this is about a row that was exported and is there no more."""
        return not self.row.number

    @property
    def is_settled(self) -> bool:
        """Whether it was said why nothing is to become of what is missing."""
        return self.outcome is not Outcome.MISSING or bool(self.notes)

    @property
    def acts(self) -> bool:
        """Whether anything becomes of what is missing."""
        is_other = self.removes or not same(self.old, self.new)
        return self.outcome is Outcome.MISSING and is_other

    def refuse(self, reason: str, outcome: Outcome = Outcome.REFUSED) -> None:
        """Let a person look at it first."""
        self.removes = False
        self.set_aside(reason, outcome)

    def keep(self, note: str) -> None:
        """Let nothing become of it, and say why."""
        self.removes = False
        self.notes = _with(self.notes, note)

    def warn(self, warning: str) -> None:
        """Say what is worth a look."""
        self.warnings = _with(self.warnings, warning)

    def set_aside(self, reason: str, outcome: Outcome) -> None:
        """Set the row aside, which says something new."""
        self.outcome, self.reasons = outcome, _with(self.reasons, reason)


def _with(texts: Texts, text: str) -> list[str]:
    """The texts and a further one, in the same list if there is one by now."""
    found = texts or []
    found.append(text)
    return found


class Target:
    """A member that rows are about; `place` is None for a new one.

    All of its rows count or none: where one is set aside, nothing becomes of the member.  One that
    `is_removed` goes.
    """

    # Hardly any has several rows, or is wrong already.
    __slots__ = (
        *("place", "draft", "member", "verdicts", "is_set_aside", "is_removed"),
        *("_handled", "_rows", "__dict__"),
    )

    def __init__(self, place: int | None, draft: Draft) -> None:
        self.place = place
        self.draft = draft
        self.member = draft.member
        self.verdicts: list[Verdict] = []
        self.is_set_aside = False
        self.is_removed = False
        self._handled = 0
        # What the last row says is noted with the next.
        self._rows: Sequence[Row] = ()

    def take(self, row: Row, objections: Objections) -> Verdict:
        """The verdict on a row that the draft has just taken in."""
        before, self.member = self.member, self.draft.member
        outcome = Outcome.UNCHANGED
        if objections.refusals:
            outcome = Outcome.REFUSED
        elif objections.conflicts:
            outcome = Outcome.CONFLICT
        elif self.place is None and not self.verdicts:
            outcome = Outcome.NEW
        elif not same(before, self.member):
            outcome = Outcome.CHANGED
        verdict = Verdict(row, outcome, before or None, self.member)
        if objections:
            verdict.conflicts = objections.conflicts
        if objections.refusals:
            verdict.reasons = [*objections.refusals, *self._further_reasons(row, before)]
        if objections.notes:
            verdict.notes = objections.notes
        self.verdicts.append(verdict)
        if objections:
            self.set_aside(ANOTHER_ROW)
        return verdict

    def _further_reasons(self, row: Row, before: Record) -> list[str]:
        """What is wrong with the cells of a refused row that could be read, to mend it at once.

        `before` is the member without the row: what other rows say of it is no fault of this one.
        """
        kind = self.draft.kind
        keys = {key.partition(".")[0] for key in row.cells}
        return [
            told(finding, kind, row)
            for finding in record_findings(_without_lists_of(before, self.member), 0, kind)
            if finding.severity is Severity.ERROR
            and finding.rule is not rules.MISSING
            and finding.field.partition(".")[0] in keys
            and finding.message not in self._wrong_already
        ]

    @functools.cached_property
    def _wrong_already(self) -> frozenset[str]:
        """What is wrong with the member as the registry has it."""
        return frozenset(f.message for f in record_findings(self.draft.old, 0, self.draft.kind))

    def miss(self, verdict: Verdict) -> None:
        """Note what becomes of a row that is missing; `verdict` tells it."""
        self.member = self.draft.member
        verdict.new = self.member
        self.is_removed = verdict.removes and not verdict.contact
        self.verdicts.append(verdict)

    def row_of(self, finding: Finding) -> Row:
        """The row that says what a finding is about, as far as its text tells; else the first."""
        value: Any = self.member
        for step in finding.path[2:]:
            is_there = step in value if isinstance(value, dict) else isinstance(value, list)
            value = value[step] if is_there else None
        key = name_key(str(value))
        rows = [verdict.row for verdict in self.verdicts]
        having = (row for row in rows if name_key(row.cells.get(finding.field, "")) == key)
        return next(having, rows[0])

    def changes(self, key: str) -> bool:
        """Whether the member has another value of a field than before."""
        return not same(self.draft.old.get(key), self.member.get(key))

    def name(self, identifier: str) -> None:
        """Let the verdicts on a new member tell the id that it gets."""
        for verdict in self.verdicts:
            verdict.new = {"id": identifier, **(verdict.new or {})}
            verdict.old = verdict.old and {"id": identifier, **verdict.old}

    def set_aside(self, reason: str, outcome: Outcome = Outcome.REFUSED) -> None:
        """Set aside every row that says anything new."""
        self.is_set_aside = True
        not_yet, self._handled = self.verdicts[self._handled :], len(self.verdicts)
        for verdict in not_yet:
            # What repeats a row before it says something new all the same.
            repeats = verdict.outcome is Outcome.UNCHANGED and not same(
                verdict.new, dict(self.draft.old)
            )
            if repeats or verdict.outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.MISSING):
                verdict.set_aside(reason, outcome)

    def contradicting(self, row: Row) -> list[str]:
        """The rows that say something else of the member than `row` does, and that one; or none.

        Contacts may differ, as a member has several.
        """
        if not self._rows:
            # Most members have one row.
            self._rows = (row,)
            return []
        for before in self._rows:
            self._note(before)
        self._rows = (row,)
        others: dict[str, None] = {}
        for key, text in self._said_by(row):
            for other, labels in self._said.get(key, {}).items():
                if len(others) > MOST_ROWS:
                    break
                if other != text:
                    others.update(dict.fromkeys(labels[:MOST_ROWS]))
        return [*others, row.label] if others else []

    @functools.cached_property
    def _said(self) -> dict[str, dict[str, list[str]]]:
        """What rows say of each field, and which rows say it."""
        return {}

    def _note(self, row: Row) -> None:
        for key, text in self._said_by(row):
            self._said.setdefault(key, {}).setdefault(text, []).append(row.label)

    def _said_by(self, row: Row) -> Iterator[tuple[str, str]]:
        """What a row says of the member beside its contacts, by the key of the field."""
        for key, text in row.cells.items():
            field = self.draft.kind.fields.get(key)
            if field is not None and not field.type.holds_people and not means_nothing(text):
                yield key, name_key(text)


def _without_lists_of(before: Record, member: Data) -> Data:
    """`member` without the lists that it had `before`, and of its tables only those that are new.

    Of many rows about one member each would look at what all of them brought.
    """
    found: Data = {}
    for key, value in member.items():
        held = before.get(key)
        if not isinstance(value, list):
            found[key] = value
        elif value is not held:
            old = held if isinstance(held, list) else ()
            is_new = map(operator.is_not, value, itertools.chain(old, itertools.repeat(None)))
            of_tables = value and isinstance(value[-1], dict)
            found[key] = [*itertools.compress(value, is_new)] if of_tables else value
    return found


def told(finding: Finding, kind: Kind, row: Row) -> str:
    """A finding as the reason or the warning of a row."""
    hint = f" ({finding.hint})" if finding.hint else ""
    field = kind.fields.get(finding.field)
    if finding.rule is rules.MISSING and field:
        # What may stand in the column; the help speaks of the file.
        labels = say(", ", "、").join([*field.type.choices().values()][:_MOST_LABELS])
        hint = labels and say(f" (one of: {labels})", f"(可填：{labels})")
    name = row.named(finding.field, kind.spoken_name(finding.field))
    return f"{finding.rule.code} {name}: {finding.message}{hint}"
