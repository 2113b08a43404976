"""X513: a seat outside its term or the membership."""

import datetime
from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...kinds.member import MEMBER
from ...kinds.shared import SEATS
from ...language import Phrase, say
from ...registry.membership import Period, periods
from ...registry.registry import is_gone
from ...registry.seats import Seat
from ...registry.spans import Span
from ...values.dates import Day, days_of
from ..check import RegistryCheck, RegistryContext
from ..seats import READS, about, bodies, example, own_seats

RULE = Rule(
    "X513",
    Severity.ERROR,
    Phrase("a seat outside its term or the membership", "任职时间超出届期或会籍时间"),
    Phrase(
        "A seat is taken within its term, by who is a member all that time.",
        "任职应在届期之内，且任职期间须为会员。",
    ),
    bad=example('role = "lead"\nterm = 1\nuntil = 2039-01-01'),
    good=example('role = "lead"\nterm = 1\nuntil = 2025-01-01'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Days of a seat that surely lie beyond its term or the membership."""
    known = context.once(bodies)
    for seat in context.once(own_seats):
        first, last = seat.written
        if first and last and _last(last) < _first(first):
            message = say(f"it ends on {last}, before {first}", f"截止 {last} 早于起始 {first}")
            yield about(seat, RULE, message, _key(seat, context, "until"))
            continue
        term = known.term(seat.body, seat.term)
        if term:
            yield from _beyond_term(seat, term, context)
        if seat.kind.table == MEMBER.table:
            yield from _beyond_membership(seat, context)


def _beyond_term(seat: Seat, term: Span, context: RegistryContext) -> Iterator[Finding]:
    for key, day in zip(("since", "until"), seat.written, strict=True):
        before = day and term.first and _last(day) < _first(term.first)
        after = day and term.last and _first(day) > _last(term.last)
        if before or after:
            yield about(
                seat,
                RULE,
                say(
                    f"{day} is not within term {seat.term}: {term.first} to {term.last}",
                    f"{day} 不在第 {seat.term} 届({term.first} 至 {term.last})之内",
                ),
                _key(seat, context, key),
            )


def _beyond_membership(seat: Seat, context: RegistryContext) -> Iterator[Finding]:
    """Its own days on which its holder was surely no member; those of a term that lie all apart."""
    lasted = periods(context.records[seat.place])
    if seat.written == (None, None) or any(each.joined is None for each in lasted):
        return
    first, last = seat.written
    apart = not any(_have_common_days(seat.written, each) for each in lasted)
    for key, day in (("since", first), ("until", last)):
        where = _key(seat, context, key)
        is_within = any(_have_common_days(Span(day, day), each) for each in lasted)
        if day and (apart if where == "term" else not is_within):
            message = say(f"it was no member on {day}", f"{day} 当日不是会员")
            yield about(seat, RULE, message, where, _what_to_do(seat, context, apart=apart))
            return


def _what_to_do(seat: Seat, context: RegistryContext, *, apart: bool) -> str:
    """The command that ends a seat with the membership, or takes out what was never taken."""
    record = context.records[seat.place]
    member, (key, number) = record.get("id"), seat.path
    if not is_gone(record) or any(context.kind.fields["id"].type.problems(member)):
        # What is no id may mean anything to a shell.
        return ""
    ending = f"--set {key}.{number}.until={record.get('left', '…')}"
    command = f"alliance edit {member} {f'--unset {key}.{number}' if apart else ending}"
    return say(f"{command} corrects it", f"更正请用 {command}")


def _have_common_days(span: Span, period: Period) -> bool:
    """Whether a seat and a membership may have a day in common; that of leaving may be the last."""
    begins = period.joined is None or span.last is None or _first(period.joined) <= _last(span.last)
    ends = period.left is None or span.first is None or _last(period.left) >= _first(span.first)
    return begins and ends


def _key(seat: Seat, context: RegistryContext, key: str) -> str:
    """The field of a seat at which the day stands: its own, else the term that gives it."""
    record = context.records[seat.place]
    if seat.path[0] != SEATS:
        return ""
    row = record[SEATS][seat.path[1]] if isinstance(record[SEATS], list) else record[SEATS]
    return key if key in row else "term" if "term" in row else ""


def _first(day: Day) -> datetime.date:
    return days_of(day)[0]


def _last(day: Day) -> datetime.date:
    return days_of(day)[1]


CHECK = RegistryCheck(RULE, find, fields={SEATS}, reads=READS)
