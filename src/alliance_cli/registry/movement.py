"""Movement: who was a member when a span of time began, who came and who left, who was at its end.

Opening + joined - left = closing holds in every span, because only periods of membership count
whose days lie each within one span; whom the dates leave open stands apart.
"""

import bisect
import datetime
import operator
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..errors import Unforeseen, WrongUsage
from ..language import Phrase, say
from ..values.dates import Day, days_of
from .counts import PARTS
from .membership import periods, was_member
from .registry import Record

_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_MOST_SPANS = 2000
_DAY = datetime.timedelta(days=1)


class Span(NamedTuple):
    """Days from the first to the last, and what they are called."""

    name: str
    first: datetime.date
    last: datetime.date
    called: Phrase


class Movement(NamedTuple):
    """The members at the beginning and the end of a span, and those who came and left meanwhile.

    Who came or left twice stands there twice.  Those who joined and had been members before also
    `returned`.  The `undated` are not among the others, as their dates do not say enough, and were
    members at the end of the span, or may have been.  Of the first and the last it `has_all` where
    nobody else was a member for certain.
    """

    span: Span
    opening: list[Record]
    joined: list[Record]
    returned: list[Record]
    left: list[Record]
    closing: list[Record]
    undated: list[Record]
    has_all: tuple[bool, bool] = (True, True)


def spans(part: str, from_day: str, to_day: str, members: Sequence[Record]) -> list[Span]:
    """The years, quarters or months from one day to another, which ISO 8601 writes so.

    Without the first they begin when the first member joined, without the last they go on to today.
    Raises WrongUsage where the first day comes after the last, or where there are too many.
    """
    first, last = (datetime.date.fromisoformat(day) if day else None for day in (from_day, to_day))
    start = first or min(_joined(members), default=None)
    end = last or max(datetime.date.today(), start or datetime.date.min)
    if start is None or (first is None and start > end):
        return []
    if start > end:
        raise WrongUsage(
            say(f"--from {start} is after --to {end}", f"--from {start} 晚于 --to {end}")
        )
    length = _MONTHS[part]
    begins, ends = ((day.year * 12 + day.month - 1) // length for day in (start, end))
    if ends - begins >= _MOST_SPANS:
        raise WrongUsage(
            say(
                f"from {start} to {end} there are more than {_MOST_SPANS} rows",
                f"{start} 至 {end} 超过 {_MOST_SPANS} 行",
            ),
            say("choose fewer days with --from and --to", "请用 --from 和 --to 缩小范围"),
        )
    made = (_span(part, number, length) for number in range(begins, ends + 1))
    # What somebody asked for to the day is cut there.
    return [_cut(each, first or each.first, last or each.last) for each in made]


def _joined(members: Sequence[Record]) -> Iterator[datetime.date]:
    for member in members:
        for period in periods(member):
            if period.joined is not None:
                yield days_of(period.joined)[0]


def _span(part: str, number: int, length: int) -> Span:
    """The span of that number, each of so many months, the first of which begins the year 0."""
    month = number * length
    first = datetime.date(month // 12, month % 12 + 1, 1)
    year, following = divmod(month + length, 12)
    last = (
        datetime.date.max
        if year > datetime.date.max.year
        else datetime.date(year, following + 1, 1) - _DAY
    )
    name = PARTS[part].of(first.isoformat())
    return Span(name, first, last, PARTS[part].said(name))


def _cut(span: Span, first: datetime.date, last: datetime.date) -> Span:
    first, last = max(span.first, first), min(span.last, last)
    if (first, last) == (span.first, span.last):
        return span
    return Span(f"{first}/{last}", first, last, Phrase(f"{first} to {last}", f"{first} 至 {last}"))


def year_of(year: int) -> Span:
    """The span of a whole year."""
    return _span("year", year, _MONTHS["year"])


def movements(members: Sequence[Record], in_spans: Sequence[Span]) -> list[Movement]:
    """The movement in each of some spans, each of which begins where the one before it ends.

    Raises Unforeseen where opening + joined - left is not closing, which cannot be.
    """
    found = [Movement(span, [], [], [], [], [], []) for span in in_spans]
    ends = {number: span.last for number, span in enumerate(in_spans)}
    if in_spans and in_spans[0].first > datetime.date.min:
        ends[-1] = in_spans[0].first - _DAY
    lacking: set[int] = set()
    for member in members if in_spans else ():
        told = _told(member)
        placed = [each for each in (_placed(*one, in_spans) for one in told) if each is not None]
        for joined, left, is_return in placed:
            for number in range(max(joined + 1, 0), min(left + 1, len(found))):
                found[number].opening.append(member)
            for number in range(max(joined, 0), min(left, len(found))):
                found[number].closing.append(member)
            if 0 <= joined < len(found):
                found[joined].joined.append(member)
                found[joined].returned.extend([member] * is_return)
            if 0 <= left < len(found):
                found[left].left.append(member)
        if len(placed) == len(periods(member)):
            continue
        for number, day in ends.items():
            is_counted = any(joined <= number < left for joined, left, _ in placed)
            was = False if is_counted else was_member(member, day)
            if was is not False and number >= 0:
                found[number].undated.append(member)
            if was:
                lacking.add(number)
    for each in found:
        _check(each)
    return [
        each._replace(has_all=(number - 1 not in lacking, number not in lacking))
        for number, each in enumerate(found)
    ]


def _check(movement: Movement) -> None:
    opening, joined = len(movement.opening), len(movement.joined)
    left, closing = len(movement.left), len(movement.closing)
    if opening + joined - left != closing:
        name = movement.span.name
        raise Unforeseen(
            say(
                f"{name}: {opening} + {joined} - {left} is not {closing}",
                f"{name}：{opening} + {joined} - {left} 不等于 {closing}",
            )
        )


class _Told(NamedTuple):
    """A period of which both ends are known, or that has not ended."""

    joined: Day
    left: Day | None
    is_return: bool

    @property
    def begins(self) -> datetime.date:
        """The last day that may be the first."""
        return days_of(self.joined)[1]

    @property
    def ends(self) -> datetime.date:
        """The first day that may be the one of leaving."""
        return datetime.date.max if self.left is None else days_of(self.left)[0]

    def united(self, other: "_Told") -> "_Told":
        """One period of two that overlap, the first of which begins no later."""
        ends = [each.left for each in (self, other) if each.left is not None]
        return self._replace(left=max(ends, key=days_of) if len(ends) > 1 else None)


def _told(member: Record) -> list[_Told]:
    """The periods of a member whose days are known, those as one that overlap for certain."""
    known = [
        _Told(period.joined, period.left if period.is_over else None, number > 0)
        for number, period in enumerate(periods(member))
        if period.joined is not None and not (period.is_over and period.left is None)
    ]
    vague: list[_Told] = []
    found: list[_Told] = []
    # Of those that begin on one day the last one tells how.
    known.reverse()
    for each in sorted(known, key=operator.attrgetter("begins")):
        if each.left is not None and days_of(each.joined)[0] > days_of(each.left)[1]:
            continue
        if each.begins >= each.ends:
            # It has no day for certain, so none in common with another.
            vague.append(each)
        elif found and each.begins < found[-1].ends:
            found[-1] = found[-1].united(each)
        else:
            found.append(each)
    return vague + found


class _Placed(NamedTuple):
    """The numbers of the spans in which a period begins and ends.

    -1 stands for what comes before all of them, their number for what comes after.
    """

    joined: int
    left: int
    is_return: bool


def _placed(
    joined: Day, left: Day | None, is_return: bool, spans: Sequence[Span]
) -> _Placed | None:
    """Where a period lies among spans, None where one of its days may lie in several."""
    begins = _place(joined, spans)
    ends = len(spans) if left is None else _place(left, spans)
    return None if begins is None or ends is None else _Placed(begins, ends, is_return)


def _place(day: Day, spans: Sequence[Span]) -> int | None:
    """The number of the span in which `day` lies, None where it may lie in several."""
    first, last = (
        bisect.bisect_right(spans, each, key=operator.attrgetter("first")) - 1
        for each in days_of(day)
    )
    after = [each > spans[-1].last for each in days_of(day)]
    if any(after):
        return len(spans) if all(after) else None
    return first if first == last else None
