"""Findings as JUnit XML, which most CI systems show: a suite a file, a failure a finding.

Of what is left out there is a suite at the end, with a failure a rule.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ...channels import xml_text
from ...checks.report import Report
from ...findings.finding import Located
from ...registry.shown import masked_message
from .text import in_words, left_out


def report(report: Report) -> Iterator[str]:
    """The document; a file without findings is one test that passed."""
    found = {file: list(group) for file, group in groupby(report.findings, lambda each: each.file)}
    more = list(left_out(report))
    total = sum(len(found.get(file, ())) or 1 for file in report.files) + len(more)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    counts = _counts(total, len(report.findings) + len(more))
    yield f'<testsuites name="alliance" {counts}>\n'
    for file in report.files:
        yield from _suite(file, found.get(file, ()))
    if more:
        yield f'  <testsuite name="alliance" {_counts(len(more), len(more))}>\n'
        for rule, message in more:
            yield from _case('"alliance"', _quoted(rule.code), rule.code, message, "")
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _suite(file: str, findings: Sequence[Located]) -> Iterator[str]:
    name = _quoted(file)
    yield f"  <testsuite name={name} {_counts(len(findings) or 1, len(findings))}>\n"
    if not findings:
        yield f'    <testcase classname={name} name="alliance validate"/>\n'
    for each in findings:
        code, (line, column) = each.finding.rule.code, each.position
        place = _quoted(f"{file}:{line}:{column} {code}")
        yield from _case(name, place, code, in_words(each), each.finding.hint)
    yield "  </testsuite>\n"


def _case(suite: str, name: str, code: str, message: str, hint: str) -> Iterator[str]:
    yield f"    <testcase classname={suite} name={name}>\n"
    yield f'      <failure type="{code}" message={_quoted(masked_message(message))}>'
    yield xml_text(masked_message(hint)) + "</failure>\n    </testcase>\n"


def _counts(tests: int, failures: int) -> str:
    # Jenkins refuses a suite that does not say how many errors there were, and unknown attributes.
    return f'tests="{tests}" failures="{failures}" errors="0"'


def _quoted(text: str) -> str:
    return f'"{xml_text(text)}"'
