"""M404: left, but still a member."""

from collections.abc import Iterator

from ...findings.finding import Finding, Repair
from ...findings.rule import Rule, Severity
from ...language import Phrase, say
from ...registry.registry import is_gone
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M404",
    Severity.ERROR,
    Phrase("left, but still a member", "有退会时间但状态不符"),
    Phrase(
        "There is a day of leaving, but the member counts as one still.  `alliance withdraw` "
        "writes both.",
        "有退会时间，但仍计为会员。用 alliance withdraw 可同时写入两项。",
    ),
    bad="left = 2021-01-01",
    good='status = "left"\nleft = 2021-01-01',
)


def find(context: RecordContext) -> Iterator[Finding]:
    """A day of leaving of a member that has not left by its status."""
    if not is_gone(context.record):
        yield context.about(
            "left",
            RULE,
            say(
                "there is a day of leaving, but the status is not left",
                "有退会时间，但状态不是退会或除名",
            ),
            say("the status should be left or expelled", "状态应为退会或除名"),
        )._replace(repair=Repair("left", certain="status" not in context.record, key="status"))


CHECK = RecordCheck(RULE, find, needs={"left"})
