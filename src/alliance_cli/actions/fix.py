"""What `validate --fix` does: repairs in the registry itself, through the gate."""

import contextlib
import dataclasses
from pathlib import Path

from ..checks.repairs import Repaired, repaired
from ..findings.finding import Finding
from ..findings.rules import Rule, Severity
from ..kinds.member import MEMBER
from ..language import say
from ..registry.changes import replacement
from ..registry.registry import Registry
from ..store.gate import Proposal, propose
from ..store.load import Document, Unreadable, load
from ..store.save import locked, save
from ..views import console
from .validate import all_located, not_ignored
from .write import Writing, below_members, show


@dataclasses.dataclass(frozen=True)
class Fixing:
    """Which repairs are made: `rules` they are for, also `unsafe` ones, or a diff in their place.

    Repairs that are not certain are `unsafe`.
    """

    rules: frozenset[Rule]
    unsafe: bool
    diff: bool


def fix(path: Path, how: Fixing) -> None:
    """Make the repairs in the registry at `path` and tell which; a file that is none is left alone.

    Raises CannotDo where the system refuses, or the file is written in a way that cannot be changed
    safely.
    """
    with contextlib.suppress(Unreadable), contextlib.ExitStack() as held:
        if not how.diff:
            held.enter_context(locked(path))
        proposal, mended = _proposal(load(path), how)
        if proposal is None:
            return
        if how.diff:
            show(proposal, Writing())
            return
        save(proposal)
        told = say(f"{mended} repaired in {path}", f"已修复 {path} 中的 {mended} 个问题")
        console.tell(below_members(told, proposal.before.registry, proposal.change))


def _proposal(document: Document, how: Fixing) -> tuple[Proposal | None, int]:
    """The repairs of a document and how many there are; none that would bring a new error."""
    repairs = _repairs(document, how)
    while repairs:
        kind = document.registry.kinds[MEMBER.table]
        members = {n: each.member for n, each in repairs.items()}
        change = replacement(document.registry, kind, members)
        proposal = propose(document, change)
        # Two members may become one organisation twice; then both need a person.
        worse = {f.member for f in proposal.findings if f.severity is Severity.ERROR}
        if worse.isdisjoint(repairs):
            return proposal, sum(len(each.mended) for each in repairs.values())
        repairs = {place: each for place, each in repairs.items() if place not in worse}
    return None, 0


def _repairs(document: Document, how: Fixing) -> dict[int, Repaired]:
    """The members with their repairs, by their places; what a comment silences stays."""
    located = all_located(document, how.rules, strict=False)
    kept = {id(each) for each in not_ignored(document, located, how.rules)}
    silenced = {(each.finding.rule, each.finding.path) for each in located if id(each) not in kept}

    def wanted(finding: Finding) -> bool:
        return (
            finding.rule in how.rules
            and (finding.rule, finding.path) not in silenced
            and finding.repair is not None
            and (finding.repair.certain or how.unsafe)
        )

    registry: Registry = document.registry
    found: dict[int, Repaired] = {}
    for place in (each.finding.member for each in located if wanted(each.finding)):
        if place is not None and place not in found:
            member = registry.members[place]
            found[place] = repaired(member, place, registry.kinds[MEMBER.table], wanted)
    return {place: each for place, each in found.items() if each.mended}
