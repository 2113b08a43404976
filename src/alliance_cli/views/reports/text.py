"""Findings as text: a line each, and on a terminal the line of the file that they are about."""

import re
from collections.abc import Iterator

from ... import channels
from ...checks.report import Report
from ...findings.finding import Located
from ...findings.rule import Rule, Severity
from ...kinds.known import counted
from ...language import say
from ...registry.shown import masked_message, unescaped
from ...values.characters import display_width
from .. import console

_WIDEST_QUOTE = 72
# The digits of a number are not on more lines.
_LINES_AROUND = 12
# What nobody sees, and hardly anybody writes.
_PLACE = "\U000e01ef"


def report(report: Report) -> Iterator[str]:
    """A line a finding, a hint below where there is one, and a summary."""
    quotes = _Quotes(report) if console.is_terminal() else None
    for each in report.findings:
        first, *others = lines_of(each)
        yield first
        if quotes:
            yield from quotes.of(each)
        yield from others
    for _, more in left_out(report):
        yield _inert(more)
    yield from _repairs(report)
    yield summary(report)


def statistics(report: Report) -> Iterator[str]:
    """How many findings there are by each rule, most first, and a summary."""
    for rule, count in report.by_rule():
        yield f"{count:>7}  {rule.code}  {rule.severity!s:<7}  {rule.title}\n"
    yield summary(report)


def left_out(report: Report) -> Iterator[tuple[Rule, str]]:
    """The rules of which not every finding is told, each with a sentence that says how many."""
    for rule, count in report.left_out_by_rule().items():
        yield (
            rule,
            say(
                f"{rule.code}: {count} more are not told here; --all-findings tells them all",
                f"{rule.code}：另有 {count} 个未列出，加 --all-findings 可全部列出",
            ),
        )


def lines_of(each: Located) -> Iterator[str]:
    """A finding at its place, and a hint below where there is one."""
    finding, (line, column) = each.finding, each.position
    field = f" {finding.field}" if finding.field else ""
    yield _inert(
        f"{each.file}:{line}:{column}: {finding.severity} {finding.rule.code}{field}: "
        f"{in_words(each)}"
    )
    if finding.hint:
        yield _inert(f"    {say('hint', '提示')}: {finding.hint}")


def in_words(each: Located) -> str:
    """What a finding says, and of whom; each masked by itself, lest two texts make up a number."""
    who = " ".join(filter(None, map(masked_message, (each.member_id, each.member_name))))
    first = (
        say(
            f" (the other is at line {each.related.line})",
            f"(另一处在第 {each.related.line} 行)",
        )
        if each.related
        else ""
    )
    return f"{masked_message(each.finding.message)}{first}{who and f'  [{who}]'}"


def _inert(line: str) -> str:
    return channels.line(masked_message(line)) + "\n"


class _Quotes:
    """Lines of the files, with a mark below the place; those that may hold contacts are not."""

    def __init__(self, report: Report) -> None:
        self._texts = report.texts
        self._lines: dict[str, list[str]] = {}
        self._personal = re.compile("|".join(map(re.escape, sorted(report.personal))))

    def of(self, each: Located) -> Iterator[str]:
        """The line that a finding is about, as far as it fits, and a mark below its place."""
        if each.file not in self._lines:
            self._lines = {each.file: self._texts.get(each.file, "").split("\n")}
        lines, (line, column) = self._lines[each.file], each.position
        if line > len(lines) or self._personal.search(unescaped(lines[line - 1])):
            return
        # The place may be within a number, which is masked as a whole, on several lines too.
        source = f"{lines[line - 1][: column - 1]}{_PLACE}{lines[line - 1][column - 1 :]}"
        around = (*lines[max(line - _LINES_AROUND, 0) : line - 1], source)
        marked = "\n".join((*around, *lines[line : line + _LINES_AROUND]))
        before, found, after = masked_message(marked).partition(_PLACE)
        if not found:
            return
        before = before.rpartition("\n")[2].replace("\t", " ")
        after = after.partition("\n")[0].removesuffix("\r").replace("\t", " ")
        if display_width(before + after) > _WIDEST_QUOTE:
            # A third of what there is room for, in wide characters, on both sides.
            room = _WIDEST_QUOTE // 6
            before = f"…{before[-room:]}" if len(before) > room else before
            after = f"{after[: room * 2]}…" if len(after) > room * 2 else after
        before, after = map(channels.line, (before, after))
        # Together they may begin with what neither did.
        quoted = channels.laid_out(f"    {(before + after).rstrip()}")
        yield f"{quoted}\n    {' ' * display_width(before)}^\n"


def summary(report: Report) -> str:
    """How many records, findings and files there were, in a line; members even where none are."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    several = len(report.files) > 1
    parts = [*map(str, counted(report.records))]
    if several:
        parts.insert(0, say(f"{len(report.files)} files", f"{len(report.files)} 个文件"))
    elif report.unread:
        parts = [say("the file was not read", "文件未能读取")]
    if report.findings:
        parts.append(say(_counted(errors, "error"), f"{errors} 个错误"))
        parts.append(say(_counted(warnings, "warning"), f"{warnings} 个警告"))
    else:
        parts.append(say("no findings", "没有发现问题"))
    if report.ignored:
        parts.append(say(f"{report.ignored} ignored", f"忽略 {report.ignored} 个"))
    if several and report.unread:
        parts.append(say(f"{report.unread} not read", f"{report.unread} 个未能读取"))
    return say(", ", "，").join(parts) + "\n"


def _repairs(report: Report) -> Iterator[str]:
    certain, likely = report.repairable()
    parts = []
    if certain:
        parts.append(say(f"--fix repairs {certain}", f"--fix 可修复 {certain} 个"))
    if likely:
        parts.append(
            say(f"--fix --unsafe repairs {likely} more", f"--fix --unsafe 可再修复 {likely} 个")
            if certain
            else say(f"--fix --unsafe repairs {likely}", f"--fix --unsafe 可修复 {likely} 个")
        )
    if parts:
        yield say(", ", "，").join(parts) + "\n"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
