"""M415: an appointment of a candidate."""

import datetime
from collections.abc import Iterator

from ...findings.finding import Finding, Repair
from ...findings.rule import Rule, Severity
from ...kinds.expert import EXPERT
from ...language import Phrase, say
from ...registry.registry import value_of
from ...registry.spans import Span
from ...values.dates import day_in
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M415",
    Severity.WARNING,
    Phrase("an appointment of a candidate", "有聘任时间，仍为候选"),
    Phrase(
        "There is a day of appointment, but the expert counts as a candidate still, and is not "
        "drawn.  The status is candidate where none is given.",
        "有聘任时间，但仍计为候选专家，抽取时不参加。未填状态的即为候选。",
    ),
    bad='[[experts]]\nid = "E001"\nname = "李四"\nappointed = 2025-01-01\n',
    good='[[experts]]\nid = "E001"\nname = "李四"\nstatus = "appointed"\nappointed = 2025-01-01\n',
)


def find(context: RecordContext) -> Iterator[Finding]:
    """A first day that is surely reached, of who is yet to come by the status."""
    record, kind = context.record, context.kind
    if kind.table != EXPERT.table or value_of(record, kind.fields["status"]) not in kind.to_come:
        return
    first, last = (day_in(record.get(key)) for key in kind.lasting)
    today = datetime.date.today()
    if first is None or Span(first, None).covers(today) is not True:
        return
    there = kind.status_of_those_there
    # Whether an appointment that is over was renewed is for a person to say.
    is_over = Span(first, last).covers(today) is False
    fitting = [there, *kind.gone] if is_over else [there]
    labels = kind.fields["status"].type.choices()
    told = say(" or ", "或").join(labels.get(key, key) for key in fitting)
    yield context.about(
        kind.lasting[0],
        RULE,
        say(f"appointed on {first}, but a candidate", f"聘任时间 {first}，但状态为候选"),
        say(f"the status should be {told}", f"状态应为{told}"),
    )._replace(
        repair=None if is_over else Repair(there, certain="status" not in record, key="status")
    )


CHECK = RecordCheck(RULE, find, needs={EXPERT.lasting[0]})
