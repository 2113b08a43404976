"""The types of value that are one number, day or truth."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from ..findings import rules
from ..findings.finding import Problem
from ..language import Phrase, Wording, say, spoken
from .privacy import holds_mobile_number
from .value_type import Limit, ValueRefused, ValueType
from .words import LONGEST_WORD

_MOST_DIGITS = 18
_SHORTEST_NUMBER = 10**10
# A larger float stands for several whole numbers.
_EXACT = 2**53


class WholeNumber(ValueType):
    """A whole number from zero up; a `personal` one may be a number to call."""

    expected = Phrase("a whole number without quotes", "不带引号的整数")
    python_type = int
    cell_form = "number"
    limit = Limit(
        "integer",
        0,
        None,
        Phrase("This should be a whole number without a unit.", "应为整数，不带单位。"),
    )

    def __init__(self, *, personal: bool = False) -> None:
        self._may_hold_number = personal

    def read(self, text: str) -> int:
        digits = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text))
        if not re.fullmatch(r"-?\d+", digits):
            shown = text.strip()[:LONGEST_WORD]
            raise ValueRefused(
                say(f"expected is a whole number, not {shown}", f"应为整数，现为 {shown}")
            )
        if len(digits) > _MOST_DIGITS:
            raise ValueRefused(
                say(
                    f"a number of more than {_MOST_DIGITS} digits is too large",
                    f"数值超过 {_MOST_DIGITS} 位，过大",
                )
            )
        return int(digits)

    def converted(self, value: Any) -> int | None:
        if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
            return int(value)
        number: int | None = self._as_read(value)
        return number

    def problems(self, value: Any) -> Sequence[Problem]:
        if type(value) is not int:
            return (self.wrong_type(value),)
        if value < 0:
            return (Problem(rules.NEGATIVE, say(f"{value} is below zero", f"{value} 小于零")),)
        if not self._may_hold_number and self.holds_words(value):
            return (self.number_of_a_person(),)
        return ()

    def holds_words(self, value: Any) -> bool:
        return abs(value) >= _SHORTEST_NUMBER and holds_mobile_number(str(value))

    def order(self, value: Any) -> Any:
        return int(value)

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        return self._within(texts)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0}


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


_DATE = r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?|月)?|年)?|(\d{4})(\d\d)(\d\d)"


# What a spreadsheet or a program puts behind a day that has no time.
_MIDNIGHT = r"[T\s]\s*0?0:00(?::00(?:\.0+)?)?$"


class Date(ValueType):
    """A calendar day, not in the future unless it `may_come`."""

    expected = Phrase("a date without quotes, like 2019-05-28", "不带引号的日期，如 2019-05-28")
    python_type = datetime.date
    cell_form = "date"
    limit = Limit(
        "date",
        datetime.date(1900, 1, 1),
        None,
        Phrase("This should be a date like 2019-05-28.", "应为日期，如 2019-05-28。"),
    )

    def __init__(self, *, may_come: bool = False) -> None:
        self._may_come = may_come

    def read(self, text: str) -> datetime.date:
        first, last = self._span(text)
        if first != last:
            raise ValueRefused(
                say(f"{text.strip()} is not a whole date", f"{text.strip()} 不是完整的日期")
            )
        return first

    def hint_for_cell(self, text: str) -> str:
        if not re.fullmatch(r"\d{5}", text.strip()):
            return ""
        return say(
            "; a spreadsheet counts days so: format the column as dates",
            "；这是电子表格的日期序号，请将该列设为日期格式",
        )

    def span(self, text: str) -> tuple[str, str]:
        """The first and the last day that `text` means: `2019` and `2019-05` are ranges."""
        first, last = self._span(text)
        return first.isoformat(), last.isoformat()

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        return self._within(texts)

    def _span(self, text: str) -> tuple[datetime.date, datetime.date]:
        day_alone = re.sub(_MIDNIGHT, "", unicodedata.normalize("NFKC", text).strip())
        day_alone = "".join(day_alone.split())
        match = re.fullmatch(_DATE, re.sub(_DATE_IN_HANZI, _in_digits, day_alone))
        refused = ValueRefused(
            say(
                f"expected is a date like 2019-05-28, not {text.strip()}",
                f"应为日期，如 2019-05-28，现为 {text.strip()}",
            )
        )
        if match is None:
            raise refused
        year, month, day = match.group(1, 2, 3) if match.group(1) else match.group(4, 5, 6)
        try:
            first = datetime.date(int(year), int(month or 1), int(day or 1))
            if day:
                return first, first
            if month:
                following = (first + datetime.timedelta(days=31)).replace(day=1)
                return first, following - datetime.timedelta(days=1)
            return first, first.replace(month=12, day=31)
        except (ValueError, OverflowError):
            raise refused from None

    def converted(self, value: Any) -> datetime.date | None:
        if isinstance(value, datetime.datetime) and value.time() == datetime.time():
            return value.date()
        day: datetime.date | None = self._as_read(value)
        return day

    def problems(self, value: Any) -> Sequence[Problem]:
        if type(value) is not datetime.date:
            problem = self.wrong_type(value)
            if problem.repair:
                day = problem.repair.value
                hint = say(f"write {day}, without quotes", f"应写作 {day}，不加引号")
                problem = problem._replace(hint=hint)
            return (problem,)
        if not self._may_come and value > datetime.date.today():
            return (
                Problem(rules.FUTURE_DATE, say(f"{value} is in the future", f"{value} 在将来")),
            )
        return ()

    def order(self, value: Any) -> Any:
        return str(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


_YES = Phrase("yes", "是")
_NO = Phrase("no", "否")
_TRUTHS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class Truth(ValueType):
    """True or false."""

    expected = Phrase("true or false without quotes", "不带引号的 true 或 false")
    python_type = bool
    choices_explain = False

    def read(self, text: str) -> bool:
        try:
            return _TRUTHS[text.strip().lower()]
        except KeyError:
            raise ValueRefused(
                say(
                    f"expected is yes or no, not {text.strip()}",
                    f"应填 是 或 否，现为 {text.strip()}",
                )
            ) from None

    def converted(self, value: Any) -> bool | None:
        truth: bool | None = self._as_read(value)
        return truth

    def problems(self, value: Any) -> Sequence[Problem]:
        return () if type(value) is bool else (self.wrong_type(value),)

    def text(self, value: Any, wording: Wording) -> str:
        return _YES.worded("true", wording) if value else _NO.worded("false", wording)

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        wanted = {self.read(text) for text in texts}
        return lambda value: type(value) is bool and value in wanted

    def choices(self, wording: Wording | None = None) -> dict[str, str]:
        wording = wording or spoken()
        return {"true": self.text(True, wording), "false": self.text(False, wording)}

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}
