"""X519: a term that ended while seats stand on it."""

import datetime
from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...kinds.body import BODY
from ...language import Phrase, say
from ...registry.registry import tables_of
from ...registry.seats import latest_term, seats
from ...values.dates import days_of
from ..check import RegistryCheck, RegistryContext
from ..seats import example

RULE = Rule(
    "X519",
    Severity.WARNING,
    Phrase("a term that ended while seats stand on it", "届期已满，仍有任职"),
    Phrase(
        "The last term of a body is over, and nobody knows who sits there now.  A new term goes "
        "under [[bodies.terms]].",
        "机构最近一届已经届满，现任人员不明。换届后请在 [[bodies.terms]] 中写入新的一届。",
    ),
    bad=example('role = "lead"\nterm = 1').replace("2038-02-28", "2025-02-28"),
    good=example('role = "lead"\nterm = 1'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """The last terms of bodies that are over and on which seats stand."""
    today = datetime.date.today()
    held = {(seat.body, seat.term) for seat in seats(context.registry) if seat.term is not None}
    type_ = context.kind.parts("terms")["until"].type
    for index, body in enumerate(context.records):
        terms = tables_of(body, "terms")
        last = latest_term(terms)
        if last is None or "ended" in body or not type_.fits(last.get("until")):
            continue
        if days_of(last["until"])[1] < today and (body.get("id"), last.get("number")) in held:
            message = say(f"it ended on {last['until']}", f"已于 {last['until']} 届满")
            place = next(number for number, term in enumerate(terms) if term is last)
            path = context.path(index, "terms", place, "until")
            yield Finding(RULE, message, path, "value", "", index, "terms.until")


CHECK = RegistryCheck(
    RULE, find, fields=lambda kind: {"terms"} if kind.table == BODY.table else set()
)
