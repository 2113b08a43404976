"""Spans: what lasts from its first day to its last one, as far as these are known."""

import datetime
from typing import NamedTuple

from ..values.dates import Day, days_of


class Span(NamedTuple):
    """The first and the last day of a seat, a term, an appointment; None is for an unknown one."""

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
        ended = False if self.last is None else _is_by(days_of(self.last), day_before(day))
        if begun is False or ended is True:
            return False
        return None if begun is None or ended is None else True


def _is_by(span: tuple[datetime.date, datetime.date], day: datetime.date) -> bool | None:
    """Whether a day that lies within `span` is over by `day`; None if it may be."""
    first, last = span
    return True if last <= day else False if first > day else None


def day_before(day: datetime.date) -> datetime.date:
    """The day before `day`; of the first of all days it is the day itself."""
    return day if day == datetime.date.min else day - datetime.timedelta(days=1)
