"""M412: when or why suspended, but not suspended."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...language import Phrase, say
from ..check import RecordCheck, RecordContext

_KEYS = ("suspended_on", "suspended_reason")

RULE = Rule(
    "M412",
    Severity.WARNING,
    Phrase("when or why suspended, but not suspended", "有暂停时间或原因但状态不符"),
    Phrase(
        "There is a day of suspension or a reason for it, but the member is not suspended.  "
        "`alliance withdraw --as suspended` writes all three, and `alliance reinstate` takes them "
        "out.",
        "有暂停时间或暂停原因，但状态不是暂停。用 alliance withdraw --as suspended 可一并写入，"
        "用 alliance reinstate 一并取消。",
    ),
    bad="suspended_on = 2021-01-01",
    good='status = "suspended"\nsuspended_on = 2021-01-01',
)


def find(context: RecordContext) -> Iterator[Finding]:
    """A day or a reason of suspension of a member that is not suspended by its status."""
    found = [key for key in _KEYS if key in context.record]
    if found and context.record.get("status") != "suspended":
        yield context.about(
            found[0],
            RULE,
            say(
                "this is about a suspension, but the status is not suspended",
                "有暂停时间或暂停原因，但状态不是暂停",
            ),
        )


CHECK = RecordCheck(RULE, find)
