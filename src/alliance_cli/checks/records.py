"""What is wrong with the records of a registry, and what a change makes wrong.

The rules of a single field's values stand with the type of the field; the other checks are the
modules of `rules`.
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import Any

from ..data import Tracked, same
from ..findings.finding import Finding, Problem
from ..findings.rule import Rule
from ..kinds.kind import Kind
from ..kinds.member import ALLIANCE_FIELDS
from ..kinds.tables import problems_of_table
from ..registry.changes import Change
from ..registry.registry import Record, Registry
from .catalogue import record_checks, registry_checks
from .check import RecordCheck, RecordContext, RegistryCheck, RegistryContext


class _Usual(Container[Rule]):
    """The rules that everybody is told of."""

    def __contains__(self, rule: object) -> bool:
        return isinstance(rule, Rule) and rule.is_usual


_USUAL = _Usual()


def findings(
    registry: Registry,
    chosen: Container[Rule] = _USUAL,
    counted: Container[Rule] = (),
    track: Tracked = iter,
) -> Iterator[Finding]:
    """Everything that is wrong with the alliance and its records, which `track` sees go by.

    The checks of other rules than those `chosen` do not run.  Findings of a rule that is only
    `counted` may have no more than the rule and the repair.
    """
    for key, type_ in ALLIANCE_FIELDS.items():
        problems = type_.problems(registry.alliance[key]) if key in registry.alliance else ()
        for problem in problems:
            path = ("alliance", key)
            yield Finding(problem.rule, problem.message, path, "value", problem.hint, None, key)
    checks = [check for check in record_checks() if check.rule in chosen]
    for kind in registry.kinds.values():
        for index, record in enumerate(track(registry.of(kind))):
            yield from _of_record(RecordContext(record, index, kind), checks, counted)
        context = RegistryContext(registry, kind)
        for check in registry_checks() if context.records else ():
            if check.rule in chosen and check.fields_of(kind):
                yield from check.find(context)


def record_findings(record: Record, index: int, kind: Kind) -> Iterator[Finding]:
    """Everything that is wrong with one record by itself."""
    checks = [check for check in record_checks() if check.rule.is_usual]
    return _of_record(RecordContext(record, index, kind), checks)


def _of_record(
    context: RecordContext, checks: Sequence[RecordCheck], counted: Container[Rule] = ()
) -> Iterator[Finding]:
    kind = context.kind
    for problem in problems_of_table(kind.fields, context.record, kind.field_called):
        if problem.rule in counted:
            yield Finding(problem.rule, "", (), repair=problem.repair)
        else:
            yield _of_value(problem, context)
    for check in checks:
        if check.needs <= context.record.keys() and check.needs <= kind.fields.keys():
            yield from check.find(context)


def _of_value(problem: Problem, context: RecordContext) -> Finding:
    # What a record lacks its help explains; what a table within it lacks is plain.
    lacks = problem.at == "header" and len(problem.steps) == 1
    hint = str(context.kind.fields[problem.named[0]].help) if lacks else problem.hint
    return Finding(
        problem.rule,
        problem.message,
        (*context.path, *problem.place),
        problem.at,
        hint,
        context.index,
        ".".join(problem.named),
        repair=problem.repair,
    )


def findings_of_change(registry: Registry, change: Change) -> list[Finding]:
    """What would be wrong after `change` that is not wrong now; places are those after it."""
    new_registry = change.registry_after(registry)
    parts = {part.kind.table: part for part in change.parts}
    touched = {
        table: _fields_touched(registry.of(part.kind), part) for table, part in parts.items()
    }
    found: list[Finding] = []
    for table, kind in registry.kinds.items():
        checks = [c for c in registry_checks() if c.rule.is_usual and c.depends_on(kind, touched)]
        part = parts.get(table, Change(kind))
        if checks or part:
            found += _findings_of_part(registry, new_registry, part, checks)
    return found


def _findings_of_part(
    registry: Registry, new_registry: Registry, change: Change, checks: Sequence[RegistryCheck]
) -> list[Finding]:
    """What would be wrong with the records of one kind in `new_registry` that is not wrong now."""
    kind = change.kind
    before, after = registry.of(kind), new_registry.of(kind)
    places: list[int | None] = [*change.places_staying(before)]
    places += [None] * len(change.added)
    touched = change.places_touched(before)
    found = [f for n in touched for f in record_findings(after[n], n, kind)]
    context = RegistryContext(new_registry, kind)
    found += [finding for check in checks for finding in check.find(context)]
    if not found:
        return []
    old = [f for place in change.replaced for f in record_findings(before[place], place, kind)]
    context = RegistryContext(registry, kind)
    old += [finding for check in checks for finding in check.find(context)]
    known = Counter(_known_by(finding, before, finding.member) for finding in old)
    new: list[Finding] = []
    for finding in found:
        place = None if finding.member is None else places[finding.member]
        key = _known_by(finding, after, place)
        if known[key]:
            known[key] -= 1
        else:
            new.append(finding)
    return new


def _known_by(finding: Finding, records: Sequence[Record], place: int | None) -> tuple[object, ...]:
    """What a finding is known by before and after a change: the rule, the record, and the value.

    `place` is that of the record before.  Another text or number is another finding, if no better
    one; another list or table is the same, for what is wrong with it is its type.  The place of an
    item in a list tells nothing.
    """
    value: Any = records
    for step in finding.path[1:] if finding.at == "value" else ():
        value = value[step]
    about = type(value).__name__ if isinstance(value, list | dict) else repr(value)
    return finding.rule, place, finding.field, about


def _fields_touched(records: Sequence[Record], change: Change) -> set[str]:
    """The fields that any record has otherwise after `change`."""
    fields: set[str] = set()
    for place, new in change.replaced.items():
        old = records[place]
        fields.update(key for key in {*old, *new} if not same(old.get(key), new.get(key)))
    if change.removed:
        # Nobody is a duplicate for want of another, but a reference may lead nowhere.
        fields.add("id")
    for record in change.added:
        fields.update(record)
    return fields
