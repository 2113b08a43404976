"""X514: one seat taken twice at a time."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...kinds.shared import SEATS
from ...language import Phrase, say
from ...registry.seats import Seat
from ...registry.spans import Span
from ...values.dates import days_of
from ..check import RegistryCheck, RegistryContext
from ..seats import READS, about, example, own_seats

_FIRST = 'role = "deputy"\nsince = 2023-03-01\nuntil = 2024-12-31'
_ANOTHER = '\n[[members.seats]]\nbody = "connected"\nrole = "deputy"\nsince = 2025-01-01\n'

RULE = Rule(
    "X514",
    Severity.ERROR,
    Phrase("one seat taken twice at a time", "同一角色任职时间重叠"),
    Phrase(
        "Nobody has one role of a body twice at a time.  Another term begins after the one before.",
        "在同一机构担任同一角色，时间不能重叠；新一届从上一届结束后开始。",
    ),
    bad=example(_FIRST) + _ANOTHER.replace("2025", "2024"),
    good=example(_FIRST) + _ANOTHER,
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Seats of one record in one role of one body, by one person, whose days surely overlap."""
    held: dict[tuple[object, ...], list[Seat]] = {}
    for seat in context.once(own_seats):
        others = held.setdefault((seat.place, seat.body, seat.role, seat.person), [])
        other = next((each for each in others if _overlap(each.span, seat.span)), None)
        if other is not None:
            yield about(
                seat,
                RULE,
                say(
                    f"this seat in {seat.body} is taken before at the same time",
                    f"与前面在 {seat.body} 的同一任职时间重叠",
                ),
                "body" if seat.path[0] == SEATS else "",
                related=(seat.kind.table, seat.place, *other.path),
            )
        others.append(seat)


def _overlap(one: Span, other: Span) -> bool:
    """Whether two spans have a day in common, whichever days they are; unknown ones have all."""
    if (None, None) in (one, other):
        return one == other
    return _reaches(one, other) and _reaches(other, one)


def _reaches(one: Span, other: Span) -> bool:
    """Whether `one` surely ends no earlier than `other` begins."""
    if one.last is None or other.first is None:
        return True
    return days_of(one.last)[0] >= days_of(other.first)[1]


CHECK = RegistryCheck(RULE, find, fields={SEATS}, reads=READS)
