"""Findings as a report: text for people, JSON for programs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ..language import say
from ..members.cells import json_value
from ..members.characters import printable
from ..members.findings import Located, Severity
from ..members.privacy import masked


class Report(NamedTuple):
    """What a validation found: every finding in order, and how many members were looked at."""

    findings: Sequence[Located]
    files: int
    members: int

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(each.finding.severity is severity for each in self.findings)


def text(report: Report) -> Iterator[str]:
    """A line a finding, a hint below where there is one, and a summary."""
    for each in report.findings:
        yield from lines_of(each)
    yield _summary(report) + "\n"


def lines_of(each: Located) -> Iterator[str]:
    """A finding at its place, and a hint below where there is one."""
    finding, (line, column) = each.finding, each.position
    field = f" {finding.field}" if finding.field else ""
    who = " ".join(filter(None, (each.member_id, each.member_name)))
    first = (
        say(
            f" (the other is at line {each.related.line})",
            f"(另一处在第 {each.related.line} 行)",
        )
        if each.related
        else ""
    )
    yield _inert(
        f"{each.file}:{line}:{column}: {finding.severity} {finding.rule.code}{field}: "
        f"{finding.message}{first}{who and f'  [{who}]'}"
    )
    if finding.hint:
        yield _inert(f"    {say('hint', '提示')}: {finding.hint}")


def _inert(line: str) -> str:
    return printable(masked(line)) + "\n"


def _summary(report: Report) -> str:
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    members = say(_counted(report.members, "member"), f"{report.members} 家会员")
    if not report.findings:
        return say(f"{members}, no findings", f"{members}，没有发现问题")
    found = say(
        f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}",
        f"{errors} 个错误，{warnings} 个警告",
    )
    return f"{members}{say(', ', '，')}{found}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def json_text(report: Report) -> Iterator[str]:
    """One JSON object: `version`, `summary`, `findings`."""
    document = {
        "version": 1,
        "summary": {
            "files": report.files,
            "members": report.members,
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
        },
        "findings": [_as_data(each) for each in report.findings],
    }
    yield json_value(document, indent=2) + "\n"


def _as_data(each: Located) -> dict[str, Any]:
    finding = each.finding
    data: dict[str, Any] = {
        "code": finding.rule.code,
        "severity": str(finding.severity),
        "message": masked(finding.message),
        "path": each.file,
        "line": each.position.line,
        "column": each.position.column,
        "member": masked(each.member_id) or None,
        "field": masked(finding.field) or None,
        "hint": masked(finding.hint) or None,
    }
    if each.related:
        data["related"] = {"line": each.related.line, "column": each.related.column}
    return data


REPORTERS: dict[str, Callable[[Report], Iterator[str]]] = {"text": text, "json": json_text}
"""The report formats by name; the choices of `validate --format` are these."""
