"""Repairs: members with what is wrong put right, where it is known what was meant."""

import copy
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..data import Data, same
from ..findings.finding import Finding, Repair
from ..findings.rule import Severity
from ..kinds.kind import Kind
from ..registry.registry import Record
from .records import record_findings


class Repaired(NamedTuple):
    """A member with repairs made, and the findings that are mended by them."""

    member: Data
    mended: list[Finding]


def repaired(member: Record, index: int, kind: Kind, wanted: Callable[[Finding], bool]) -> Repaired:
    """The member at `index` with every repair made that is `wanted` and brings no new error."""
    new: Data = dict(member)
    mended: list[Finding] = []
    tried: set[tuple[object, ...]] = set()
    while True:
        findings = list(record_findings(new, index, kind))
        for finding in findings:
            known = finding.rule, finding.path, repr(finding.repair)
            if finding.repair is None or known in tried or not wanted(finding):
                continue
            tried.add(known)
            other = _with_repair(new, finding, finding.repair)
            after = record_findings(other, index, kind)
            if not same(other, new) and _errors(after) <= _errors(findings):
                new = other
                mended.append(finding)
                break
        else:
            return Repaired(new, mended)


def _with_repair(member: Record, finding: Finding, repair: Repair) -> Data:
    new: Data = copy.deepcopy(dict(member))
    *above, last = finding.path[2:]
    table: Any = new
    for step in above:
        table = table[step]
    if repair.key:
        table[repair.key] = repair.value
        if finding.at == "key":
            del table[last]
    elif repair.value is None:
        del table[last]
    else:
        table[last] = repair.value
    return new


def _errors(findings: Iterable[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)
