"""The types of value that are one number, day or truth."""

import datetime
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from ..findings.finding import Problem
from ..findings.rules import Rule
from ..language import Phrase, Wording, say
from .value_type import ValueRefused, ValueType, Vocabularies
from .words import LONGEST_WORD

_MOST_DIGITS = 18
# A larger float stands for several whole numbers.
_EXACT = 2**53


class WholeNumber(ValueType):
    """A whole number from zero up."""

    expected = Phrase("a whole number without quotes", "不带引号的整数")
    python_type = int

    def read(self, text: str, vocabularies: Vocabularies) -> int:
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

    def problems(self, value: Any, vocabularies: Vocabularies) -> Sequence[Problem]:
        if type(value) is not int:
            return (self.wrong_type(value),)
        if value < 0:
            return (Problem(Rule.NEGATIVE, say(f"{value} is below zero", f"{value} 小于零")),)
        return ()

    def order(self, value: Any, vocabularies: Vocabularies) -> Any:
        return int(value)

    def schema(self, vocabularies: Vocabularies) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0}


_DATE = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?|(\d{4})(\d\d)(\d\d)"
)


# What a spreadsheet or a program puts behind a day that has no time.
_MIDNIGHT = re.compile(r"[T\s]\s*0?0:00(?::00(?:\.0+)?)?$")


class Date(ValueType):
    """A calendar day, not in the future."""

    expected = Phrase("a date without quotes, like 2019-05-28", "不带引号的日期，如 2019-05-28")
    python_type = datetime.date

    def read(self, text: str, vocabularies: Vocabularies) -> datetime.date:
        first, last = self._span(text)
        if first != last:
            raise ValueRefused(
                say(f"{text.strip()} is not a whole date", f"{text.strip()} 不是完整的日期")
            )
        return first

    def comparable(self, text: str, vocabularies: Vocabularies) -> tuple[str, str]:
        """The first and the last day that `text` means: `2019` and `2019-05` are ranges."""
        first, last = self._span(text)
        return first.isoformat(), last.isoformat()

    def _span(self, text: str) -> tuple[datetime.date, datetime.date]:
        day_alone = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", text).strip())
        match = _DATE.fullmatch("".join(day_alone.split()))
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

    def problems(self, value: Any, vocabularies: Vocabularies) -> Sequence[Problem]:
        if type(value) is not datetime.date:
            problem = self.wrong_type(value)
            if problem.repair:
                day = problem.repair.value
                hint = say(f"write {day}, without quotes", f"应写作 {day}，不加引号")
                problem = problem._replace(hint=hint)
            return (problem,)
        if value > datetime.date.today():
            return (Problem(Rule.FUTURE_DATE, say(f"{value} is in the future", f"{value} 在将来")),)
        return ()

    def order(self, value: Any, vocabularies: Vocabularies) -> Any:
        return str(value)

    def schema(self, vocabularies: Vocabularies) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


_TRUTHS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class Truth(ValueType):
    """True or false."""

    expected = Phrase("true or false without quotes", "不带引号的 true 或 false")
    python_type = bool

    def read(self, text: str, vocabularies: Vocabularies) -> bool:
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

    def problems(self, value: Any, vocabularies: Vocabularies) -> Sequence[Problem]:
        return () if type(value) is bool else (self.wrong_type(value),)

    def text(self, value: Any, vocabularies: Vocabularies, wording: Wording) -> str:
        if value:
            return Phrase("yes", "是").worded("true", wording)
        return Phrase("no", "否").worded("false", wording)

    def schema(self, vocabularies: Vocabularies) -> dict[str, Any]:
        return {"type": "boolean"}
