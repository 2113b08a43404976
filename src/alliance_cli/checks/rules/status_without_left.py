"""M405: gone, but when is missing."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...language import Phrase, say
from ...registry.registry import is_gone
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M405",
    Severity.ERROR,
    Phrase("gone, but when is missing", "已退会但缺退会时间"),
    Phrase(
        "The yearly report counts who left by the day of leaving, and this member has none.",
        "年度统计按退会时间计数，此会员缺少退会时间。",
    ),
    bad='status = "expelled"',
    good='status = "expelled"\nleft = 2021-01-01',
)


def find(context: RecordContext) -> Iterator[Finding]:
    """A member that has left by its status, without the day."""
    if is_gone(context.record) and "left" not in context.record:
        yield context.about(
            "status",
            RULE,
            say(
                "the status says gone, but the day of leaving is missing",
                "状态为退会或除名，但缺退会时间",
            ),
            say("add the day of leaving, like 2019-05-28", "请补上退会时间，如 2019-05-28"),
        )


CHECK = RecordCheck(RULE, find, needs={"status"})
