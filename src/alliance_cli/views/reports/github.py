"""Findings as GitHub's workflow commands, which become annotations of a pull request.

Source: docs.github.com, Workflow commands for GitHub Actions.  A step shows ten annotations of
each kind; of more only their number is told.
"""

from collections import Counter
from collections.abc import Iterator

from ... import channels
from ...checks.report import Report
from ...findings.finding import Located
from ...language import say
from ...registry.shown import masked_message
from .places import path_on_host
from .text import in_words, left_out, lines_of, summary

_MOST = 10


def report(report: Report) -> Iterator[str]:
    """A command for each finding, as many as are shown; the others as plain text; the summary."""
    told: Counter[str] = Counter()
    others: list[Located] = []
    # What keeps a file from being read at all comes first.
    for each in sorted(report.findings, key=lambda each: not each.finding.rule.stops_reading):
        kind = str(each.finding.severity)
        told[kind] += 1
        if told[kind] > _MOST:
            others.append(each)
            continue
        finding, (line, column) = each.finding, each.position
        message = " ".join(filter(None, (in_words(each), finding.hint and f"({finding.hint})")))
        file = path_on_host(each.file)
        properties = {"file": file, "line": line, "col": column, "title": finding.rule.code}
        yield channels.github_command(kind, masked_message(message), **properties)
    for kind, count in told.items():
        if count > _MOST:
            more = say(
                f"{count - _MOST} more of this kind are not shown here, but in the log",
                f"另有 {count - _MOST} 个同类问题未在此显示，见日志",
            )
            yield channels.github_command(kind, more)
    for each in others:
        yield from lines_of(each)
    for _, more in left_out(report):
        yield channels.line(more) + "\n"
    yield summary(report)
