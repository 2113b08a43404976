"""M403: left before joining."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...language import Phrase, say
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M403",
    Severity.ERROR,
    Phrase("left before joining", "退会早于入会"),
    Phrase("Nobody leaves before joining.", "退会不会早于入会。"),
    bad='status = "left"\njoined = 2020-01-01\nleft = 2019-01-01',
    good='status = "left"\njoined = 2019-01-01\nleft = 2020-01-01',
)


def find(context: RecordContext) -> Iterator[Finding]:
    """A day of leaving that comes before that of joining, whichever days of a span they are."""
    joined, left = context.record["joined"], context.record["left"]
    type_of = {key: context.kind.fields[key].type for key in ("joined", "left")}
    if not (type_of["joined"].fits(joined) and type_of["left"].fits(left)):
        return
    _, last_of_leaving = type_of["left"].extent(left)
    first_of_joining, _ = type_of["joined"].extent(joined)
    if last_of_leaving < first_of_joining:
        yield context.about(
            "left",
            RULE,
            say(f"left on {left}, before joining on {joined}", f"退会 {left} 早于入会 {joined}"),
        )


CHECK = RecordCheck(RULE, find, needs={"joined", "left"})
