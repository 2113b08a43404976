"""Membership: the periods in which a member was one, and whether it was on a given day.

Only the dates in the record tell.  A day of leaving is the first on which one is a member no more:
who left on 31 December is not counted at the end of that day.
"""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..values.dates import Day, day_in, days_of
from .registry import Record, is_gone, value_of
from .spans import Span

_STATUS = "status"

EARLIER = "earlier"
"""The key of the field that holds the periods that ended before a member came back."""


class Period(NamedTuple):
    """A span of membership; None is for a day that the record does not tell.

    One that `is_over` ended, even where nobody knows when.
    """

    joined: Day | None
    left: Day | None
    is_over: bool
    reason: str = ""
    decision: str = ""
    left_decision: str = ""

    def covers(self, day: datetime.date) -> bool | None:
        """Whether it lasted at the end of `day`; None where the dates do not say."""
        has_begun = None if self.joined is None else _is_reached(self.joined, day)
        has_ended = self.is_over and (None if self.left is None else _is_reached(self.left, day))
        if has_begun is False or has_ended is True:
            return False
        return None if has_begun is None or has_ended is None else True


def _is_reached(event: Day, day: datetime.date) -> bool | None:
    """Whether what happened on `event` had happened by the end of `day`; None if it may have."""
    first, last = days_of(event)
    return True if last <= day else False if first > day else None


def periods(member: Record) -> list[Period]:
    """The periods of a member, the earlier ones first; none of who never was a member."""
    found = [_period(each, is_over=True) for each in _earlier(member)]
    if value_of(member, MEMBER.fields["status"]) != "applicant":
        found.append(_period(member, is_over=is_gone(member)))
    return found


def was_member(member: Record, day: datetime.date) -> bool | None:
    """Whether it was a member at the end of `day`; None where the dates do not say."""
    answers = {period.covers(day) for period in periods(member)}
    return True if True in answers else None if None in answers else False


def was_there(record: Record, kind: Kind, day: datetime.date) -> bool | None:
    """Whether a member was one at the end of `day`, or another record lasted on it.

    None where the dates do not say.
    """
    if kind.table == MEMBER.table:
        return was_member(record, day)
    if not kind.lasting:
        return True
    status = kind.fields.get(_STATUS)
    if status and kind.lasting[0] not in record and value_of(record, status) in kind.to_come:
        return False
    span = Span(*(_as_day(record.get(key)) for key in kind.lasting))
    if span.first is None or (span.last is None and is_gone(record, kind)):
        return False if span.covers(day) is False else None
    return span.covers(day)


def _as_day(value: Any) -> Day | None:
    """A day as it stands, or a year that stands as a number."""
    return day_in(str(value) if type(value) is int else value)


def joins_later(member: Record, day: datetime.date) -> bool:
    """Whether it is a member by its status that had not joined by the end of `day`."""
    *_, last = periods(member) or [Period(None, None, is_over=True)]
    return not last.is_over and last.joined is not None and not _may_be_reached(last.joined, day)


def _may_be_reached(event: Day, day: datetime.date) -> bool:
    return _is_reached(event, day) is not False


def period_that_ended(member: Record) -> dict[str, Any]:
    """The table under `earlier` that keeps what the record of a member that left tells of that."""
    fields = MEMBER.parts(EARLIER)
    table = {key: member[key] for key in fields if key in member and key != "status"}
    status = member.get("status")
    if status != fields["status"].default or not table:
        table["status"] = status
    return table


def _earlier(member: Record) -> Iterator[Record]:
    tables = member.get(EARLIER)
    for table in tables if isinstance(tables, list) else ():
        if isinstance(table, dict):
            yield table


def _period(table: Record, *, is_over: bool) -> Period:
    """The period that a record, or a table under `earlier`, tells of."""
    joined, left = (day_in(table.get(key)) for key in ("joined", "left"))
    texts = (str(table.get(key, "")) for key in ("left_reason", "decision", "left_decision"))
    return Period(joined, left, is_over, *texts)
