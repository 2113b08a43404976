"""Dates: days, and the months and years in which a day lies that nobody knows."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Self

from ..data import identity
from ..findings import rules
from ..findings.finding import Problem
from ..language import Phrase, say
from .value_type import Limit, Typed, ValueRefused, ValueType
from .words import LONGEST_WORD

_DATE_IN_HANZI = (
    r"([〇零○一二三四五六七八九]{4})年"
    r"(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十廿卅]{1,3})[日号])?)?"
)
_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
}


def _in_digits(match: re.Match[str]) -> str:
    """A date in hanzi, 二〇一九年五月, as 2019-5."""
    year, *others = match.groups()
    digits = "".join(str(_NUMERALS[numeral]) for numeral in year)
    return "-".join([digits, *(str(_number_of(each)) for each in others if each)])


def _number_of(hanzi: str) -> int:
    """The number up to 99 that stands in hanzi, as months and days do."""
    tens, ten, ones = hanzi.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


# These are plain texts, which are compiled when there is a date to read.
_DATE = r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?|月)?|年)?|(\d{4})(\d\d)(\d\d)"

# The time of day that a spreadsheet, a program or a person puts behind a day.  A time zone is none
# of it: what is 16:00 in one is the next day here.
_TIME = (
    r"(?i)(?:[T\s]\s*|(?<=[日号]))(?:[上下]午\s*)?(?:[01]?\d|2[0-3])"
    r"(?::[0-5]\d(?::[0-5]\d(?:\.\d+)?)?|[时点](?:[0-5]?\d分?)?)(?:\s*[AP]M)?$"
)
_MIDNIGHT = r"[T\s]\s*0?0:00(?::00(?:\.0+)?)?$"

# What Excel makes of 2020-03 in a cell or a CSV that it takes for a day.
_SPOILT = r"[A-Z][a-z]{2}-\d\d"

_PARTIAL = "[1-9][0-9]{3}(?:-(?:0[1-9]|1[0-2]))?"

Day = datetime.date | str
"""A day; or a month such as `2019-05` or a year such as `2019`, of which more is not known."""


class DayInPart(str):
    """The month or the year that a cell shows of the first day of it, which it holds: `2019-05`.

    Whoever typed 2019-05 into a spreadsheet got such a cell.
    """

    whole: str

    def __new__(cls, shown: str, day: datetime.date) -> Self:
        """What is `shown` of a day."""
        made = super().__new__(cls, shown)
        made.whole = day.isoformat()
        return made


def day_in(value: Any) -> Day | None:
    """`value` as it stands in a file, if it is a day, a month or a year; else None."""
    is_partial_text = isinstance(value, str) and re.fullmatch(_PARTIAL, value) is not None
    return value if is_partial_text or type(value) is datetime.date else None


def whole_day(text: str) -> datetime.date | None:
    """The day that `text` means, None where it means none or no single one."""
    day = _day(text, _MIDNIGHT)
    return None if isinstance(day, str) else day


def is_partial(text: str) -> bool:
    """Whether `text` means a month or a year."""
    return isinstance(_day(text, _MIDNIGHT), str)


def _day(text: str, time: str) -> Day | None:
    """What `text` means, which may have a `time` behind its day; None where it is no date."""
    usual = unicodedata.normalize("NFKC", text).strip()
    without_time = re.sub(time, "", usual)
    match = re.fullmatch(_DATE, re.sub(_DATE_IN_HANZI, _in_digits, "".join(without_time.split())))
    if match is None:
        return None
    year, month, day = match.group(1, 2, 3) if match.group(1) else match.group(4, 5, 6)
    if without_time != usual and not day:
        return None
    try:
        first = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return first
    # What begins with a zero is a number of something else.
    return None if year.startswith("0") else first.isoformat()[: 7 if month else 4]


def days_of(day: Day) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that `day` may be."""
    if not isinstance(day, str):
        return day, day
    year, month = int(day[:4]), int(day[5:] or 0)
    first = datetime.date(year, month or 1, 1)
    # The day before that on which the next month, or year, begins.
    years, following = divmod(year * 12 + (month or 12), 12)
    if years > datetime.MAXYEAR:
        return first, datetime.date.max
    return first, datetime.date(years, following + 1, 1) - datetime.timedelta(days=1)


class Date(ValueType):
    """A calendar day, or a month or a year as text; not in the future unless it `may_come`."""

    expected = Phrase(
        'a date without quotes, like 2019-05-28, or in quotes a month or a year, "2019-05", "2019"',
        '不带引号的日期，如 2019-05-28；只知年月或年份时为带引号的 "2019-05" 或 "2019"',
    )
    python_type = datetime.date
    cell_form = "date"
    # The day where it is known, and what is known: a month or a year is no day.
    typed = (
        Typed("datetime64[s]"),
        Typed("string", "_text", Phrase(" (text)", "(文本)")),
    )
    limit = Limit(
        "day",
        None,
        None,
        Phrase(
            "This should be a date like 2019-05-28, or 2019-05 or 2019 where no more is known.",
            "应为日期，如 2019-05-28；只知年月或年份时填 2019-05 或 2019。",
        ),
    )

    def __init__(self, *, may_come: bool = False, years_ahead: int = 0) -> None:
        """A date that `may_come`, or only so many years ahead: 2062 is a slip of 2026."""
        self._may_come = may_come
        self._years_ahead = years_ahead

    def read(self, text: str) -> Day:
        day = _day(text, _TIME)
        if day is None:
            shown = text.strip()[:LONGEST_WORD]
            raise ValueRefused(
                say(
                    f"expected is a date like 2019-05-28, or 2019-05 or 2019, not {shown}",
                    f"应为日期，如 2019-05-28，或只填 2019-05、2019，现为 {shown}",
                )
            )
        return day

    def spoilt(self, text: str) -> bool:
        return re.fullmatch(_SPOILT, text.strip()) is not None

    def hint_for_cell(self, text: str) -> str:
        if not re.fullmatch(r"\d{5}", text.strip()):
            return ""
        return say(
            "; a spreadsheet counts days so: format the column as dates",
            "；这是电子表格的日期序号，请将该列设为日期格式",
        )

    def fits(self, value: Any) -> bool:
        return day_in(value) is not None

    def means(self, text: str, value: Any) -> bool:
        """Whether `text` says no more than the value, as 2019年5月 does of a day in that month."""
        day = _day(text, _TIME)
        if day is None or not self.fits(value):
            return False
        (low, high), (first, last) = days_of(day), days_of(value)
        return low <= first and last <= high

    def typed_values(self, value: Any) -> Sequence[Any]:
        day = self._meant(value)
        return (None if isinstance(day, str) else day, None if day is None else str(day))

    def order(self, value: Any) -> Any:
        # A year goes before its months, a month before its days.
        return str(value)

    def extent(self, value: Any) -> tuple[str, str]:
        first, last = days_of(value)
        return first.isoformat(), last.isoformat()

    def span(self, text: str) -> tuple[str, str]:
        """The first and the last day that `text` means: `2019` and `2019-05` are ranges."""
        return self.extent(self.read(text))

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        return self._within(texts)

    def identity(self, value: Any) -> Hashable:
        return identity(value)

    def converted(self, value: Any) -> Day | None:
        if isinstance(value, datetime.datetime):
            return value.date() if value.time() == datetime.time() else None
        # A time of day is lost to a repair only where it says nothing.
        return _day(str(value), _MIDNIGHT) if type(value) in (str, int) else None

    def problems(self, value: Any) -> Sequence[Problem]:
        if not self.fits(value):
            problem = self.wrong_type(value)
            if problem.repair:
                problem = problem._replace(hint=_written(problem.repair.value))
            return (problem,)
        first, today, years = days_of(value)[0], datetime.date.today(), self._years_ahead
        if self._may_come or first <= today or (years and first.year <= today.year + years):
            return ()
        message = say(f"{value} is in the future", f"{value} 在将来")
        if years:
            message = say(f"{value} is more than {years} years ahead", f"{value} 在 {years} 年以后")
        return (Problem(rules.FUTURE_DATE, message),)

    def schema(self) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "string", "format": "date"},
                {"type": "string", "pattern": f"^{_PARTIAL}$"},
            ]
        }


def _written(day: Day) -> str:
    """How `day` is written in the file."""
    if isinstance(day, str):
        return say(f'write "{day}", in quotes', f'应写作 "{day}"，加引号')
    return say(f"write {day}, without quotes", f"应写作 {day}，不加引号")
