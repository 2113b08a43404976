"""Findings as JSON: one object with `version`, `summary` and `findings`."""

from collections.abc import Iterator
from typing import Any

from ...channels import json_text
from ...checks.report import Report
from ...findings.finding import Located
from ...findings.rule import Severity
from ...kinds.known import KINDS
from ...registry.shown import masked_message
from .text import left_out


def report(report: Report) -> Iterator[str]:
    """The whole document, indented; `left_out` says of which rules not every finding is in it."""
    document: dict[str, Any] = {
        "version": 1,
        "summary": {
            "files": len(report.files),
            **{table: report.records.get(table, 0) for table in KINDS},
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "ignored": report.ignored,
        },
        "findings": [_as_data(each) for each in report.findings],
    }
    if report.left_out:
        document["left_out"] = [
            {"code": rule.code, "count": count, "message": message}
            for (rule, message), count in zip(
                left_out(report), report.left_out_by_rule().values(), strict=True
            )
        ]
    yield json_text(document, indent=2) + "\n"


def _as_data(each: Located) -> dict[str, Any]:
    finding = each.finding
    data: dict[str, Any] = {
        "code": finding.rule.code,
        "severity": str(finding.severity),
        "message": masked_message(finding.message),
        "path": each.file,
        "line": each.position.line,
        "column": each.position.column,
        "member": masked_message(each.member_id) or None,
        "field": masked_message(finding.field) or None,
        "hint": masked_message(finding.hint) or None,
        "repair": finding.repair and ("certain" if finding.repair.certain else "likely"),
    }
    if each.related:
        data["related"] = {"line": each.related.line, "column": each.related.column}
    return data
