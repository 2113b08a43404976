"""What `validate --fix` does: repairs in the registry itself, through the gate."""

import dataclasses
from collections.abc import Container
from pathlib import Path

from ..checks.repairs import Repaired, repaired
from ..data import Path as DataPath
from ..findings import rules
from ..findings.finding import Finding
from ..findings.rule import Rule, Severity
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..registry.changes import replacement
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
            members = {place: each.member for place, each in repairs.items()}
            proposal = gate(document, replacement(registry, _kind(registry), members))
            # Two members may become one organisation twice; then both need a person.
            worse = {f.member for f in proposal.findings if f.severity is Severity.ERROR}
            if worse.isdisjoint(repairs):
                self.mended = sum(len(each.mended) for each in repairs.values())
                return proposal
            repairs = {place: each for place, each in repairs.items() if place not in worse}
        return None


def _kind(registry: Registry) -> Kind:
    return registry.kinds[MEMBER.table]


def _repairs(document: Document, how: Fixing) -> dict[int, Repaired]:
    """The members with their repairs, by their places; what a comment silences stays."""
    silent = Silent(document)
    silenced: set[tuple[Rule, DataPath]] = set()

    def wanted(finding: Finding) -> bool:
        return (
            finding.rule in how.rules
            and finding.repair is not None
            and (finding.repair.certain or how.unsafe)
            and (finding.rule, finding.path) not in silenced
        )

    places: dict[int, list[Finding]] = {}
    for finding in filter(wanted, every_finding(document, how.rules)):
        if finding.rule.code in silent.codes and silent.silences(document.locate(finding)):
            silenced.add((finding.rule, finding.path))
        elif finding.member is not None:
            places.setdefault(finding.member, []).append(finding)
    registry: Registry = document.registry
    found: dict[int, Repaired] = {}
    for place in sorted(places):
        member, kind = registry.members[place], _kind(registry)
        found[place] = repaired(member, place, kind, wanted, places[place])
    return {place: each for place, each in found.items() if each.mended}
