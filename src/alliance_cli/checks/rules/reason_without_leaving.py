"""M409: a reason for leaving, but still a member."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...language import Phrase, say
from ...registry.registry import is_gone
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M409",
    Severity.WARNING,
    Phrase("a reason for leaving, but still a member", "有退会原因但未退会"),
    Phrase(
        "There is a reason for leaving, but no leaving: either is a mistake.",
        "有退会原因但没有退会，两者必有一误。",
    ),
    bad='left_reason = "停产"',
    good='status = "left"\nleft = 2021-01-01\nleft_reason = "停产"',
)


def find(context: RecordContext) -> Iterator[Finding]:
    """A reason for leaving of a member that neither has a day of leaving nor left by its status."""
    if "left" not in context.record and not is_gone(context.record):
        yield context.about(
            "left_reason",
            RULE,
            say("there is a reason for leaving, but no leaving", "有退会原因，但没有退会"),
        )


CHECK = RecordCheck(RULE, find, needs={"left_reason"})
