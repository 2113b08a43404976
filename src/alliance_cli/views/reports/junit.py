"""Findings as JUnit XML, which most CI systems show: a suite a file, a failure a finding."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ...channels import xml_text
from ...checks.report import Report
from ...findings.finding import Located
from ...registry.shown import masked_message
from .text import in_words


def report(report: Report) -> Iterator[str]:
    """The document; a file without findings is one test that passed."""
    found = {file: list(group) for file, group in groupby(report.findings, lambda each: each.file)}
    total = sum(len(found.get(file, ())) or 1 for file in report.files)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    counts = _counts(total, len(report.findings))
    yield f'<testsuites name="alliance" {counts}>\n'
    for file in report.files:
        yield from _suite(file, found.get(file, ()))
    yield "</testsuites>\n"


def _suite(file: str, findings: Sequence[Located]) -> Iterator[str]:
    name = _quoted(file)
    yield f"  <testsuite name={name} {_counts(len(findings) or 1, len(findings))}>\n"
    if not findings:
        yield f'    <testcase classname={name} name="alliance validate"/>\n'
    for each in findings:
        code, (line, column) = each.finding.rule.code, each.position
        place = _quoted(f"{file}:{line}:{column} {code}")
        message = _quoted(masked_message(in_words(each)))
        yield f"    <testcase classname={name} name={place}>\n"
        yield f'      <failure type="{code}" message={message}>'
        yield xml_text(masked_message(each.finding.hint)) + "</failure>\n    </testcase>\n"
    yield "  </testsuite>\n"


def _counts(tests: int, failures: int) -> str:
    # Jenkins refuses a suite that does not say how many errors there were, and unknown attributes.
    return f'tests="{tests}" failures="{failures}" errors="0"'


def _quoted(text: str) -> str:
    return f'"{xml_text(text)}"'
