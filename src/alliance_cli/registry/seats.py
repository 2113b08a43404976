"""Seats in the bodies of an alliance: who sits where, in which role, and since and until when.

A seat stands under the member or the expert that has it.  Its days are its own, else those of its
term.  A seat without either counts as taken, since nobody knows when; so does a member that names
the body under `groups`, the short form.  A member that leaves has its seats no longer, and who
comes back takes new ones.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..data import Path
from ..kinds.body import BODY
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..kinds.shared import SEATS
from ..language import Phrase
from ..values.dates import day_in, days_of
from .membership import Period, periods, was_member
from .registry import Record, Registry, tables_of
from .shown import Shown
from .spans import Span, day_before

GROUPS = "groups"
"""The key of the short form: the ids of bodies in which a member sits, without role and days."""


class Seat(NamedTuple):
    """A seat of a record in a body, and where in the registry it stands.

    `written` has the days that the file gives it, `span` those on which it is had: of a member, up
    to the end of the membership in which it began.
    """

    kind: Kind
    place: int
    path: Path
    body: str
    role: str
    person: str
    term: int | None
    written: Span
    span: Span
    decision: str


class Bodies:
    """The bodies of a registry by their ids, with their roles and terms."""

    def __init__(self, registry: Registry) -> None:
        self._bodies = {
            str(body["id"]): body for body in registry.of(BODY) if isinstance(body.get("id"), str)
        }
        # The days of the terms of those that were asked about, by number.
        self._spans: dict[str, dict[int | str, Span]] = {}

    def roles(self, body: str) -> Mapping[str, Any]:
        """The roles of a body, each with its number of seats; none where it names none."""
        roles = self._bodies.get(body, {}).get("roles")
        return roles if isinstance(roles, dict) else {}

    def terms(self, body: str) -> list[Record]:
        """The terms of office of a body."""
        return list(tables_of(self._bodies.get(body, {}), "terms"))

    def term(self, body: str, number: object) -> Span | None:
        """The days of a term of a body, None where it has no such term."""
        if body not in self._spans:
            spans: dict[int | str, Span] = {}
            for term in self.terms(body):
                if isinstance(known_by := term.get("number"), int | str):
                    spans.setdefault(known_by, days_of_term(term))
            self._spans[body] = spans
        return self._spans[body].get(number) if isinstance(number, int | str) else None


def days_of_term(term: Record) -> Span:
    """The days of a term of office; one that is none is not known."""
    return Span(day_in(term.get("from")), day_in(term.get("until")))


def latest_term(terms: Sequence[Record]) -> Record | None:
    """The last of some terms of office, in whatever order they are written; None of none.

    That is the one of the highest number.  Where several have that, it is the one that begins last,
    then the one that ends last, and of those that are alike the one that is written last.
    """

    def order(term: Record) -> tuple[int, datetime.date, datetime.date]:
        number, (first, last) = term.get("number"), days_of_term(term)
        return (
            number if type(number) is int else 0,
            datetime.date.min if first is None else days_of(first)[0],
            datetime.date.max if last is None else days_of(last)[1],
        )

    return max(reversed(terms), key=order, default=None)


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
    rows, groups = tables_of(record, SEATS), record.get(GROUPS)
    lasted = periods(record) if kind.table == MEMBER.table and (SEATS in record or groups) else []
    for number, row in enumerate(rows):
        body, term = row.get("body"), row.get("term")
        if isinstance(body, str):
            of_term = bodies.term(body, term) or Span(None, None)
            own = (day_in(row.get("since")), day_in(row.get("until")))
            written = Span(own[0] or of_term.first, own[1] or of_term.last)
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
                written,
                _within(written, lasted),
                decision,
            )
    unknown = Span(None, None)
    for number, body in enumerate(groups if isinstance(groups, list) else ()):
        if isinstance(body, str):
            path = (GROUPS, number)
            lasting = _within(unknown, lasted)
            yield Seat(kind, place, path, body, "", "", None, unknown, lasting, "")


def _within(written: Span, lasted: Sequence[Period]) -> Span:
    """`written` up to the end of the one of these periods of membership in which it begins.

    What begins nobody knows when is of the last period.
    """
    first, last = written
    begins = datetime.date.max if first is None else days_of(first)[0]
    ends = [each.left for each in lasted if each.left and begins < days_of(each.left)[1]]
    left = ends[0] if ends else lasted[-1].left if lasted and first is None else None
    if left is None:
        return written
    # The day of leaving is the first on which one is a member no more.
    end = day_before(left) if isinstance(left, datetime.date) else left
    return written if last and days_of(last)[1] <= days_of(end)[1] else Span(first, end)


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
