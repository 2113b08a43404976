"""What `validate --fix` does: repairs in the registry itself, through the gate."""

import dataclasses
import operator
from collections.abc import Container, Mapping
from pathlib import Path

from ..checks.repairs import Repaired, repaired
from ..data import Path as DataPath
from ..findings import rules
from ..findings.finding import Finding
from ..findings.rule import Rule, Severity
from ..registry.changes import Change, replacement
from ..registry.registry import Registry
from ..store.gate import Proposal
from ..store.load import Document, Mending, Unreadable
from .validate import Silent, every_finding
from .write import Dialogue, Gate, Outcome, Plan, mend, write


@dataclasses.dataclass(frozen=True)
class Fixing:
    """Which repairs are made: `rules` they are for, also `unsafe` ones, or a diff in their place.

    Repairs that are not certain are `unsafe`.
    """

    rules: Container[Rule]
    unsafe: bool
    diff: bool


@dataclasses.dataclass(frozen=True)
class Fixed:
    """What became of one file: the slips of typing that were mended, and so many repairs.

    Neither was written where a diff was asked for.
    """

    slips: Mending | None
    outcome: Outcome
    mended: int = 0


def fix(path: Path, how: Fixing, dialogue: Dialogue) -> Fixed:
    """Make the repairs in the file at `path`, after those of what keeps it from being read.

    Raises Unreadable where it cannot be read and nothing of that was mended, CannotDo where the
    system refuses, or the file is written in a way that cannot be changed safely.
    """
    try:
        return _repaired(path, how, dialogue, None)
    except Unreadable as stopped:
        if stopped.mending is None or rules.NOT_TOML not in how.rules:
            raise
        slips = mend(path, unsafe=how.unsafe, dry_run=how.diff)
        if slips is None:
            raise
    try:
        return _repaired(path, how, dialogue, slips)
    except Unreadable:
        return Fixed(slips, Outcome(path, dry_run=how.diff))


def _repaired(path: Path, how: Fixing, dialogue: Dialogue, slips: Mending | None) -> Fixed:
    plan = _Repairing(how)
    return Fixed(slips, write(path, plan, dialogue, dry_run=how.diff), plan.mended)


class _Repairing(Plan):
    """The repairs that bring no new error."""

    def __init__(self, how: Fixing) -> None:
        self.mended = 0
        self._how = how

    def judge(self, proposal: Proposal, dialogue: Dialogue, *, accept: bool) -> None:
        """What is wrong with the file is told by the report that follows."""

    def proposal(self, document: Document, gate: Gate) -> Proposal | None:
        registry = document.registry
        repairs = _repairs(document, self._how)
        while repairs:
            proposal = gate(document, _change(registry, repairs))
            # Two members may become one organisation twice; then both need a person.
            worse = {
                _record_of(finding)
                for finding in proposal.findings
                if finding.severity is Severity.ERROR
            }
            if worse.isdisjoint(repairs):
                self.mended = sum(len(each.mended) for each in repairs.values())
                return proposal
            repairs = {place: each for place, each in repairs.items() if place not in worse}
        return None


_Place = tuple[str, int]


def _record_of(finding: Finding) -> _Place | None:
    """The table and the place of the record that a finding is about, if it is about one."""
    return None if finding.member is None else (str(finding.path[0]), finding.member)


def _change(registry: Registry, repairs: Mapping[_Place, Repaired]) -> Change:
    """The change that makes these repairs, of all kinds at once."""
    changes = []
    for table, kind in registry.kinds.items():
        records = {place: each.member for (of, place), each in repairs.items() if of == table}
        if records:
            changes.append(replacement(registry, kind, records))
    first, *others = changes
    return dataclasses.replace(first, beside=others)


def _repairs(document: Document, how: Fixing) -> dict[_Place, Repaired]:
    """The records with their repairs, by their places; what a comment silences stays."""
    silent = Silent(document)
    silenced: set[tuple[Rule, DataPath]] = set()

    def wanted(finding: Finding) -> bool:
        return (
            finding.rule in how.rules
            and finding.repair is not None
            and (finding.repair.certain or how.unsafe)
            and (finding.rule, finding.path) not in silenced
        )

    places: dict[_Place, list[Finding]] = {}
    for finding in filter(wanted, every_finding(document, how.rules)):
        if finding.rule.code in silent.codes and silent.silences(document.locate(finding)):
            silenced.add((finding.rule, finding.path))
        elif place := _record_of(finding):
            places.setdefault(place, []).append(finding)
    registry: Registry = document.registry
    found: dict[_Place, Repaired] = {}
    for (table, index), beside in sorted(places.items(), key=operator.itemgetter(0)):
        kind = registry.kinds[table]
        record = registry.of(kind)[index]
        found[table, index] = repaired(record, index, kind, wanted, beside)
    return {place: each for place, each in found.items() if each.mended}
