"""Seats in the bodies of an alliance: who sits where, in which role, and since and until when.

A seat stands under the member or the expert that has it.  Its days are its own, else those of its
term.  A seat without either counts as taken, since nobody knows when; so does a member that names
the body under `groups`, the short form.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ..data import Path
from ..kinds.body import BODY
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..kinds.shared import SEATS
from ..language import Phrase
from ..values.dates import day_in
from .membership import was_member
from .registry import Record, Registry, tables_of
from .shown import Shown
from .spans import Span

GROUPS = "groups"
"""The key of the short form: the ids of bodies in which a member sits, without role and days."""


class Seat(NamedTuple):
    """A seat of a record in a body, and where in the registry it stands.

    `span` has its days; `dates_known` says whether there are any.
    """

    kind: Kind
    place: int
    path: Path
    body: str
    role: str
    person: str
    term: int | None
    span: Span
    decision: str

    @property
    def dates_known(self) -> bool:
        """Whether anything is known of its days."""
        return self.span != (None, None)


class Bodies:
    """The bodies of a registry by their ids, with their roles and terms."""

    def __init__(self, registry: Registry) -> None:
        self._bodies = {
            str(body["id"]): body for body in registry.of(BODY) if isinstance(body.get("id"), str)
        }

    def roles(self, body: str) -> Mapping[str, Any]:
        """The roles of a body, each with its number of seats; none where it names none."""
        roles = self._bodies.get(body, {}).get("roles")
        return roles if isinstance(roles, dict) else {}

    def terms(self, body: str) -> list[Record]:
        """The terms of office of a body."""
        return list(tables_of(self._bodies.get(body, {}), "terms"))

    def term(self, body: str, number: object) -> Span | None:
        """The days of a term of a body, None where it has no such term."""
        for term in self.terms(body):
            if number is not None and term.get("number") == number:
                return Span(*(day_in(term.get(key)) for key in ("from", "until")))
        return None


_MEMBER = Phrase("member", "成员")


def role_called(role: str, shown: Shown) -> str:
    """What people call a role; a seat of the short form has none."""
    field = shown.registry.kinds[MEMBER.table].parts(SEATS)["role"]
    return shown.value(role, field) if role else _MEMBER.worded("", shown.wording)


def seats(registry: Registry, bodies: Bodies | None = None) -> Iterator[Seat]:
    """Every seat of a registry, of members first, in the order of the file."""
    known = bodies or Bodies(registry)
    for kind in registry.kinds.values():
        if SEATS not in kind.fields:
            continue
        for place, record in enumerate(registry.of(kind)):
            yield from seats_of(record, kind, place, known)


def seats_of(record: Record, kind: Kind, place: int, bodies: Bodies) -> Iterator[Seat]:
    """The seats of one record, those of the short form last; what is no table is passed over."""
    for number, row in enumerate(tables_of(record, SEATS)):
        body, term = row.get("body"), row.get("term")
        if isinstance(body, str):
            of_term = bodies.term(body, term) or Span(None, None)
            own = (day_in(row.get("since")), day_in(row.get("until")))
            span = Span(own[0] or of_term.first, own[1] or of_term.last)
            role, person, decision = (
                str(row.get(key, "")) for key in ("role", "person", "decision")
            )
            yield Seat(
                kind,
                place,
                (SEATS, number),
                body,
                role,
                person,
                term if type(term) is int else None,
                span,
                decision,
            )
    groups = record.get(GROUPS)
    for number, body in enumerate(groups if isinstance(groups, list) else ()):
        if isinstance(body, str):
            path = (GROUPS, number)
            yield Seat(kind, place, path, body, "", "", None, Span(None, None), "")


def sits(seat: Seat, record: Record, day: datetime.date) -> bool | None:
    """Whether the holder of a seat has it on `day`; None where the days do not say.

    A member has none when it is surely no member.
    """
    if seat.kind.table == MEMBER.table and was_member(record, day) is False:
        return False
    return seat.span.covers(day)


class Sitting(NamedTuple):
    """Who has the seats of one role of a body on a day, and how many there are; 0 is no bound.

    Of the `doubtful` the days do not say whether they have theirs.
    """

    role: str
    number: int
    taken: list[Seat]
    doubtful: list[Seat]

    @property
    def vacant(self) -> int:
        """How many seats are free, none where there is no bound."""
        return max(self.number - len(self.taken), 0) if self.number else 0


def roster(registry: Registry, body: str, day: datetime.date) -> list[Sitting]:
    """The seats of a body on a day, by role in the order of the body, then what has no role."""
    bodies = Bodies(registry)
    roles = {role: n if type(n) is int else 0 for role, n in bodies.roles(body).items()}
    found = {role: Sitting(role, number, [], []) for role, number in roles.items()}
    for seat in seats(registry, bodies):
        if seat.body != body:
            continue
        has_it = sits(seat, registry.of(seat.kind)[seat.place], day)
        sitting = found.setdefault(seat.role, Sitting(seat.role, 0, [], []))
        if has_it is not False:
            (sitting.taken if has_it else sitting.doubtful).append(seat)
    return [each for each in found.values() if each.role in roles or each.taken or each.doubtful]


def is_in_group(
    registry: Registry, kind: Kind, day: datetime.date
) -> Callable[[Record, str], bool]:
    """What tells whether a record has a seat in a body on a day."""
    bodies = Bodies(registry)

    def test(record: Record, body: str) -> bool:
        mine = seats_of(record, kind, 0, bodies)
        return any(seat.body == body and sits(seat, record, day) is True for seat in mine)

    return test
