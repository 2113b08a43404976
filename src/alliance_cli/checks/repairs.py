"""Repairs: members with what is wrong put right, where it is known what was meant."""

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from ..data import Data, Path, same
from ..findings.finding import Finding
from ..findings.rule import Rule, Severity
from ..kinds.kind import Kind
from ..registry.registry import Record
from .records import record_findings


class Repaired(NamedTuple):
    """A member with repairs made, and the findings that are mended by them."""

    member: Data
    mended: list[Finding]


_Group = list[Finding]


def repaired(
    member: Record,
    index: int,
    kind: Kind,
    wanted: Callable[[Finding], bool],
    beside: Iterable[Finding] = (),
) -> Repaired:
    """The member at `index` with every repair made that is `wanted` and brings no new error.

    `beside` others there are findings that it has not by itself.

    What is wrong with the items of one list is one repair.
    """
    new: Data = dict(member)
    mended: list[Finding] = []
    tried: set[tuple[object, ...]] = set()
    findings = [*record_findings(new, index, kind), *beside]
    while groups := _untried(findings, tried, wanted):
        before = new
        # All at once, else each half by itself: nearly always nothing is in the way.
        waiting = [groups]
        while waiting:
            some = waiting.pop()
            other, made = _with_repairs(new, some)
            after = list(record_findings(other, index, kind))
            alone = sum(map(len, some)) == 1
            if _fits(findings, after, alone=alone):
                if not same(other, new):
                    mended += made
                new, findings = other, after
            elif not alone:
                # Of a list the end comes first, so that the others stay where they are.
                waiting += _halves(some) if len(some) > 1 else ([half] for half in _halves(some[0]))
        if same(new, before):
            break
    return Repaired(new, mended)


def _untried(
    findings: Iterable[Finding], tried: set[tuple[object, ...]], wanted: Callable[[Finding], bool]
) -> list[_Group]:
    """The findings with repairs to be tried, those of one list together, which are then tried."""
    groups: dict[object, _Group] = {}
    places: set[Path] = set()
    for finding in findings:
        known = finding.rule, finding.path, repr(finding.repair)
        if finding.repair is None or known in tried or finding.path in places:
            continue
        if not wanted(finding):
            continue
        tried.add(known)
        places.add(finding.path)
        in_list = isinstance(finding.path[-1], int)
        groups.setdefault(finding.path[:-1] if in_list else known, []).append(finding)
    return list(groups.values())


_Part = TypeVar("_Part")


def _halves(parts: Sequence[_Part]) -> tuple[list[_Part], list[_Part]]:
    half = len(parts) // 2
    return [*parts[:half]], [*parts[half:]]


def _fits(before: Sequence[Finding], after: Sequence[Finding], *, alone: bool) -> bool:
    """Whether repairs bring no new error; `alone`, one may bring another in place of its own."""
    old, new = _errors(before), _errors(after)
    return new.total() <= old.total() if alone else new <= old


def _errors(findings: Iterable[Finding]) -> Counter[tuple[Rule, str]]:
    return Counter((f.rule, f.field) for f in findings if f.severity is Severity.ERROR)


def _with_repairs(member: Record, groups: Iterable[_Group]) -> tuple[Data, list[Finding]]:
    """`member` with repairs made, and the findings that this mends."""
    new: Data = copy.deepcopy(dict(member))
    made: list[Finding] = []
    for group in groups:
        gone: list[int] = []
        for finding in group:
            repair, (*above, last) = finding.repair, finding.path[2:]
            if repair is None:
                continue
            table: Any = new
            for step in above:
                table = table[step]
            if repair.key:
                if finding.at == "key":
                    if repair.key in table:
                        # Another repair was quicker; what has no place stays.
                        continue
                    del table[last]
                table[repair.key] = repair.value
            elif repair.value is None and isinstance(last, int):
                gone.append(last)
            elif repair.value is None:
                del table[last]
            else:
                table[last] = repair.value
            made.append(finding)
        if gone:
            left_out = frozenset(gone)
            table[:] = [item for place, item in enumerate(table) if place not in left_out]
    return new, made
