"""X515: more seats taken than a body has."""

import datetime
import heapq
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...kinds.shared import SEATS
from ...language import Phrase, say
from ...registry.seats import Seat, seats
from ...registry.shown import called
from ...values.dates import days_of
from ..check import RegistryCheck, RegistryContext
from ..seats import READS, about, bodies, example

RULE = Rule(
    "X515",
    Severity.ERROR,
    Phrase("more seats taken than a body has", "任职人数超过席位数"),
    Phrase(
        "`roles = { lead = 1 }` has one seat for a lead at a time; 0 is no bound.",
        "roles = { lead = 1 } 表示同一时间只有一个组长席位；0 表示不限。",
    ),
    bad=example('role = "lead"\nperson = "张三"\nterm = 1')
    + '\n[[members.seats]]\nbody = "connected"\nrole = "lead"\nperson = "李四"\nterm = 1\n',
    good=example('role = "lead"\nperson = "张三"\nterm = 1')
    + '\n[[members.seats]]\nbody = "connected"\nrole = "deputy"\nperson = "李四"\nterm = 1\n',
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """The seats of this kind that are surely one too many on the day on which they are taken."""
    for seat, there, other in context.once(_surplus):
        if seat.kind.table != context.kind.table:
            continue
        holder, last = called(context.registry.of(other.kind)[other.place]), other.span.last
        number = say("seat" if there == 1 else "seats", "个席位")
        yield about(
            seat,
            RULE,
            say(
                f"{seat.body} has {there} {number} for {seat.role}",
                f"{seat.body} 的 {seat.role} 只有 {there} {number}",
            ),
            "role",
            say(f"{holder} has it until {last}", f"{holder} 任职至 {last}")
            + say("; write since where a seat begins later", "，在此之后任职的请写明 since")
            if last
            else say(f"{holder} has it", f"{holder} 正在任职"),
        )


class _TooMany(NamedTuple):
    """A seat that is one too many, how many there are, and a seat that is taken on that day."""

    seat: Seat
    there: int
    other: Seat


def _surplus(context: RegistryContext) -> list[_TooMany]:
    """The seats that are one too many."""
    known = context.once(bodies)
    by_role: dict[tuple[str, str], list[Seat]] = defaultdict(list)
    for seat in seats(context.registry, known):
        if seat.role:
            by_role[seat.body, seat.role].append(seat)
    found = []
    for (body, role), taken in by_role.items():
        there = known.roles(body).get(role)
        if type(there) is not int or there < 1 or len(taken) <= there:
            continue
        # In the order in which they were taken, each beside those that last on that day; of these
        # the last days are known, the next one first.
        in_order = sorted(taken, key=_begins)
        lasting: list[tuple[datetime.date, int]] = []
        for number, seat in enumerate(in_order):
            while lasting and lasting[0][0] < _begins(seat):
                heapq.heappop(lasting)
            if len(lasting) >= there:
                found.append(_TooMany(seat, there, in_order[lasting[0][1]]))
            else:
                heapq.heappush(lasting, (_ends(seat), number))
    return found


def _begins(seat: Seat) -> datetime.date:
    """The last day on which a seat may begin; without any it was taken from the beginning."""
    return days_of(seat.span.first)[1] if seat.span.first else datetime.date.min


def _ends(seat: Seat) -> datetime.date:
    """The first day that may be the last of a seat."""
    return days_of(seat.span.last)[0] if seat.span.last else datetime.date.max


CHECK = RegistryCheck(RULE, find, fields={SEATS}, reads=READS)
