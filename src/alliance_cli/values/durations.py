"""Durations as people type them: 90d, 12w, 3m, 1y, or 90天, 3个月, 1年."""

import calendar
import datetime
import re
import unicodedata
from typing import NamedTuple

from ..language import say
from .value_type import ValueRefused
from .words import LONGEST_WORD

_WORDS = {
    "d": ("d", "day", "days", "天", "日"),
    "w": ("w", "week", "weeks", "周", "星期"),
    "m": ("m", "month", "months", "个月", "月"),
    "y": ("y", "year", "years", "年"),
}
_UNITS = {word: unit for unit, words in _WORDS.items() for word in words}
_DAYS = {"d": 1, "w": 7}
_MONTHS = {"m": 1, "y": 12}


class Duration(NamedTuple):
    """So many days (d), weeks (w), months (m) or years (y)."""

    number: int
    unit: str

    def after(self, day: datetime.date) -> datetime.date:
        """The day that lies so long after `day`; the last that there is where it lies beyond."""
        return _moved(day, self.number, self.unit)

    def before(self, day: datetime.date) -> datetime.date:
        """The day that lies so long before `day`; the first that there is where it lies beyond."""
        return _moved(day, -self.number, self.unit)


def _moved(day: datetime.date, number: int, unit: str) -> datetime.date:
    if unit in _DAYS:
        ordinal = day.toordinal() + number * _DAYS[unit]
        last = datetime.date.max.toordinal()
        return datetime.date.fromordinal(min(max(ordinal, 1), last))
    year, month = divmod(day.year * 12 + day.month - 1 + number * _MONTHS[unit], 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return datetime.date.max if number > 0 else datetime.date.min
    # A month may be shorter than that of the day.
    last_of_month = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last_of_month))


def read_duration(text: str) -> Duration:
    """The duration that `text` means.  Raises ValueRefused where it means none."""
    usual = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    match = re.fullmatch(r"([0-9]{1,6})(\D+)", usual)
    unit = _UNITS.get(match[2]) if match else None
    if match is None or unit is None:
        shown = text.strip()[:LONGEST_WORD]
        raise ValueRefused(
            say(
                f"expected is a time like 90d, 12w, 3m or 1y, not {shown}",
                f"应为一段时间，如 90 天、12 周、3 个月、1 年(或 90d、12w、3m、1y)，现为 {shown}",
            )
        )
    return Duration(int(match[1]), unit)
