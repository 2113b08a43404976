"""Seats in the bodies of an alliance: who sits where, in which role, and since and until when.

A seat stands under the member or the expert that has it.  Its days are its own, else those of its
term.  A seat without either counts as taken, since nobody knows when; so does a member that names
the body under `groups`, the short form.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..data import Path
from ..kinds.body import BODY
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..kinds.shared import SEATS
from ..values.dates import Day, days_of
from .registry import Record, Registry, tables_of

GROUPS = "groups"
"""The key of the short form: the ids of bodies in which a member sits, without role and days."""


class Span(NamedTuple):
    """The first and the last day of a seat or a term; None is for a day that is not known."""

    first: Day | None
    last: Day | None

    def covers(self, day: datetime.date) -> bool | None:
        """Whether it holds on `day`; None where its days do not say.

        Without a last day it goes on; one without any day counts as held.
        """
        if self == (None, None):
            return True
        begun = True if self.first is None else _is_by(days_of(self.first), day)
        # The last day belongs to it.
        ended = False if self.last is None else _is_by(days_of(self.last), _before(day))
        if begun is False or ended is True:
            return False
        return None if begun is None or ended is None else True


def _is_by(span: tuple[datetime.date, datetime.date], day: datetime.date) -> bool | None:
    """Whether a day that lies within `span` is over by `day`; None if it may be."""
    first, last = span
    return True if last <= day else False if first > day else None


def _before(day: datetime.date) -> datetime.date:
    return day if day == datetime.date.min else day - datetime.timedelta(days=1)


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
                return Span(*(_day(term.get(key)) for key in ("from", "until")))
        return None


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
            own = (_day(row.get("since")), _day(row.get("until")))
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


def _day(value: Any) -> Day | None:
    return value if MEMBER.fields["joined"].type.fits(value) else None
