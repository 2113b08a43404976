"""X512: a role or a term that the body does not have."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...kinds.shared import SEATS
from ...language import Phrase, say
from ...values.words import suggestion
from ..check import RegistryCheck, RegistryContext
from ..seats import READS, about, bodies, example, own_seats

RULE = Rule(
    "X512",
    Severity.ERROR,
    Phrase("a role or a term that the body does not have", "该机构没有的角色或届次"),
    Phrase(
        "The roles of a body stand in its `roles`, its terms under [[bodies.terms]].",
        "机构的角色写在 roles 中，届次写在 [[bodies.terms]] 中。",
    ),
    bad=example('role = "chair"\nterm = 2'),
    good=example('role = "lead"\nterm = 1'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Roles that their body does not name, where it names any, and terms that it does not have."""
    known = context.once(bodies)
    for seat in context.once(own_seats):
        roles = known.roles(seat.body)
        if seat.role and roles and seat.role not in roles:
            message = say(
                f"{seat.body} has no role {seat.role}", f"{seat.body} 没有角色 {seat.role}"
            )
            yield about(seat, RULE, message, "role", suggestion(seat.role, roles))
        if seat.term is not None and known.term(seat.body, seat.term) is None:
            numbers = [str(term.get("number")) for term in known.terms(seat.body)]
            there = say(", ", "、").join(numbers)
            yield about(
                seat,
                RULE,
                say(f"{seat.body} has no term {seat.term}", f"{seat.body} 没有第 {seat.term} 届"),
                "term",
                say(f"there are: {there}", f"已有：{there}") if numbers else "",
            )


CHECK = RegistryCheck(RULE, find, fields={SEATS}, reads=READS)
