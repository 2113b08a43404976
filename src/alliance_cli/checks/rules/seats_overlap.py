"""X514: one seat taken twice at a time."""

import bisect
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...kinds.shared import SEATS
from ...language import Phrase, say
from ...registry.seats import Seat
from ...registry.spans import Span
from ...values.dates import days_of
from ..check import RegistryCheck, RegistryContext
from ..seats import READS, about, example, own_seats

_EARLIEST, _LATEST = datetime.date.min.toordinal(), datetime.date.max.toordinal()
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
    held: dict[tuple[object, ...], _Held] = defaultdict(_Held)
    for seat in context.once(own_seats):
        other = held[seat.place, seat.body, seat.role, seat.person].put(seat)
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


class _Held:
    """The seats of one person in one role, found by their days."""

    def __init__(self) -> None:
        self._seats: list[Seat] = []
        # The place of the first seat with exactly these days; seats without days meet only these.
        self._by_span: dict[Span, int] = {}
        # Days that seats surely have, in order and apart, and the place of the first that has them.
        self._first_days: list[int] = []
        self._last_days: list[int] = []
        self._places: list[int] = []
        # Days that no seat surely has.
        self._free: list[tuple[int, int]] = [(_EARLIEST, _LATEST)]
        # Of different days: the last that may be the first, the first that may be the last, the
        # place; and of these where no day is sure.
        self._different: list[tuple[int, int, int]] = []
        self._vague: list[tuple[int, int, int]] = []

    def put(self, seat: Seat) -> Seat | None:
        """The first seat whose days surely overlap with those of `seat`, which is put behind it."""
        place = len(self._seats)
        self._seats.append(seat)
        span = seat.span
        same = self._by_span.setdefault(span, place)
        if span == (None, None):
            return self._seats[same] if same != place else None
        first = days_of(span.first)[1].toordinal() if span.first else _EARLIEST
        last = days_of(span.last)[0].toordinal() if span.last else _LATEST
        if first <= last:
            begin = bisect.bisect_left(self._last_days, first)
            found = self._places[begin : bisect.bisect_right(self._first_days, last)]
            found += _reaching(self._vague, first, last)
        else:
            found = [*_reaching(self._different, first, last)]
        if same == place:
            self._different.append((first, last, place))
            if first <= last:
                self._take(first, last, place)
            else:
                self._vague.append((first, last, place))
        return self._seats[min(found)] if found else None

    def _take(self, first: int, last: int, place: int) -> None:
        """Note who has the days from `first` to `last` that nobody had."""
        begin = bisect.bisect_left(self._free, first, key=lambda days: days[1])
        end = bisect.bisect_right(self._free, last, key=lambda days: days[0])
        left: list[tuple[int, int]] = []
        for free_from, free_until in self._free[begin:end]:
            taken_from, taken_until = max(free_from, first), min(free_until, last)
            at = bisect.bisect_left(self._first_days, taken_from)
            self._first_days.insert(at, taken_from)
            self._last_days.insert(at, taken_until)
            self._places.insert(at, place)
            rest = ((free_from, taken_from - 1), (taken_until + 1, free_until))
            left += [days for days in rest if days[0] <= days[1]]
        self._free[begin:end] = left


def _reaching(spans: Iterable[tuple[int, int, int]], first: int, last: int) -> Iterator[int]:
    """The places of the spans that surely end not before `first` and begin not after `last`."""
    return (place for begins, ends, place in spans if first <= ends and begins <= last)


CHECK = RegistryCheck(RULE, find, fields={SEATS}, reads=READS)
