"""The types of value that a field can hold.

A type knows the rules of its values and everything that follows from them: how to read one from
what a person typed, what is wrong with one that stands in the file, how to write one in a table
or a spreadsheet, how to sort by it, and its JSON Schema.
"""

import datetime
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..language import Phrase, Wording, say, spoken
from .findings import Problem, Repair
from .rules import Rule

Vocabularies = Mapping[str, Mapping[str, str]]
"""The registry's own words: table (`categories`) to key to label, in display order."""


class ValueRefused(ValueError):
    """What a person typed cannot be read as a value; the text says what is expected."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be, as a question, or nothing."""
    near = nearest(word, known)
    return say(f"did you mean {near}?", f"是否想写 {near}？") if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be, or nothing."""
    return _nearest(word, tuple(known)) if len(word) <= _LONGEST_WORD else ""


_LONGEST_WORD = 100
_MOST_DIGITS = 18
# A larger float stands for several whole numbers.
_EXACT = 2**53


@functools.lru_cache(maxsize=1000)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def guidance(word: str, known: Iterable[str], shown: Iterable[str]) -> str:
    """What `word` was probably meant to be among what is `known`, and what there is, as `shown`."""
    there_are = say("there are: ", "可选：") + ", ".join(shown)
    return say("; ", "；").join(filter(None, (suggestion(word, known), there_are)))


_NOTHING = ("", "无", "暂无", "/", "-", "--")


def means_nothing(text: str) -> bool:
    """Whether `text` is what people fill a form with where nothing applies."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip() in _NOTHING


def is_clear(text: str) -> bool:
    """Whether `text` asks to clear a value: [清空] or [clear], in whatever brackets."""
    return bool(_CLEAR.fullmatch(unicodedata.normalize("NFKC", text).strip()))


_CLEAR = re.compile(r"[\[(【〔](?:清空|clear)[\])】〕]", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))


class ValueType:
    """What all types share; the defaults fit a type with one plain value."""

    expected = Phrase("a value", "一个值")
    is_list = False
    python_type: type = str

    def read(self, text: str, vocabularies: Vocabularies) -> Any:
        """The value that `text` means.

        Raises ValueRefused where it cannot be one.  What is read may still break a rule.
        """
        raise NotImplementedError

    def problems(self, value: Any, vocabularies: Vocabularies) -> Sequence[Problem]:
        """Everything that is wrong with `value`, which may be of any type that TOML has."""
        raise NotImplementedError

    def text(self, value: Any, vocabularies: Vocabularies, wording: Wording) -> str:
        """`value` in one cell, with the labels of its keys or with the keys themselves."""
        return str(value)

    def order(self, value: Any, vocabularies: Vocabularies) -> Any:
        """What values of this type are sorted by."""
        return value

    def means(self, text: str, value: Any) -> bool:
        """Whether `text` is another way to write the value that is there."""
        return False

    def comparable(self, text: str, vocabularies: Vocabularies) -> Any:
        """The value, in the sense of `order`, that a person compares with."""
        return self.order(self.read(text, vocabularies), vocabularies)

    def words(self, value: Any, vocabularies: Vocabularies) -> Iterator[str]:
        """Every text under which a person would look for `value`."""
        yield self.text(value, vocabularies, spoken())

    def holds_words(self, value: Any) -> bool:
        """Whether `value` is somebody's own words, in which a telephone number may stand."""
        return False

    def schema(self, vocabularies: Vocabularies) -> dict[str, Any]:
        """The JSON Schema of a value."""
        raise NotImplementedError

    def converted(self, value: Any) -> Any:
        """What `value`, of another type, means beyond doubt as one of this type, else None."""
        return None

    def wrong_type(self, value: Any) -> Problem:
        """The problem that `value` is of another type."""
        meant = self.converted(value)
        return Problem(
            Rule.WRONG_TYPE,
            say(
                f"this is {_type_name(value)}, expected is {self.expected}",
                f"这里是{_type_name(value)}，应为{self.expected}",
            ),
            repair=None if meant is None else Repair(meant),
        )

    def _as_read(self, value: Any) -> Any:
        """What `value` is as a person would have typed it, None where it cannot be read."""
        try:
            return self.read(value, {}) if isinstance(value, str) else None
        except ValueRefused:
            return None


_TYPE_NAMES: tuple[tuple[type, Phrase], ...] = (
    (str, Phrase("text", "文本")),
    (bool, Phrase("true or false", "布尔值")),
    (int, Phrase("a whole number", "整数")),
    (float, Phrase("a decimal number", "小数")),
    (datetime.datetime, Phrase("a date with a time", "日期时间")),
    (datetime.date, Phrase("a date", "日期")),
    (datetime.time, Phrase("a time of day", "时间")),
    (list, Phrase("a list", "列表")),
    (dict, Phrase("a table", "表")),
)


def _type_name(value: Any) -> str:
    return next((str(name) for kind, name in _TYPE_NAMES if isinstance(value, kind)), "?")


class WholeNumber(ValueType):
    """A whole number from zero up."""

    expected = Phrase("a whole number without quotes", "不带引号的整数")
    python_type = int

    def read(self, text: str, vocabularies: Vocabularies) -> int:
        digits = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text))
        if not re.fullmatch(r"-?\d+", digits):
            shown = text.strip()[:_LONGEST_WORD]
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
