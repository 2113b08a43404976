"""The types of value that are one number or truth."""

import math
import re
import unicodedata
from collections.abc import Callable, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from ..data import identity, in_digits
from ..findings import rules
from ..findings.finding import Problem
from ..language import Phrase, Wording, say, spoken
from .privacy import holds_mobile_number
from .value_type import Limit, Typed, ValueRefused, ValueType
from .words import LONGEST_WORD

if TYPE_CHECKING:
    from decimal import Decimal

_MOST_DIGITS = 18
_SHORTEST_NUMBER = 10**10
# A larger float stands for several whole numbers.
_EXACT = 2**53


# Grouped by threes or not at all: a comma before two digits may be meant as a point.
_NUMBER = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(.*)")
_MONEY = re.compile(r"^(?:人民币|¥|rmb|cny)|(?:人民币|rmb|cny)$", re.IGNORECASE)
_UNIT_OF_HEADING = re.compile(r"\((?:单位:?)?([^()]+)\)\s*$")

Units = Mapping[str, int | str]
"""What people write behind a number, and by what the number is multiplied; first the plain one.

A fraction is a text, which is exact.
"""


WAN_YUAN: Units = MappingProxyType(
    {
        "万元": 1,
        "万": 1,
        "元": "0.0001",
        "千元": "0.1",
        "百万元": 100,
        "千万元": 1000,
        "亿元": 10_000,
        "亿": 10_000,
    }
)
"""The units of a sum of money that is kept in units of 10,000 CNY."""


class Number(ValueType):
    """A number from zero up, whole or with a fraction; a `personal` one may be a number to call.

    `units` are those in which people write it.  A whole number is an int, every other a float.
    """

    expected = Phrase("a number without quotes, like 1200 or 0.5", "不带引号的数值，如 1200 或 0.5")
    python_type = int
    cell_form: Literal["text", "date", "number", "decimal"] = "decimal"
    # A number that a float cannot hold exactly is left out rather than changed.
    typed = (Typed("Float64"),)
    limit = Limit(
        "decimal",
        0,
        None,
        Phrase("This should be a number without a unit.", "应为数字，不带单位。"),
    )

    def __init__(self, *, personal: bool = False, units: Units = MappingProxyType({})) -> None:
        self._may_hold_number = personal
        self._units = units

    def read(self, text: str) -> int | float:
        usual = "".join(unicodedata.normalize("NFKC", text).split())
        match = _NUMBER.fullmatch(_MONEY.sub("", usual) if "元" in self._units else usual)
        if match is None:
            raise self._refused(text)
        digits, unit = match[1].replace(",", ""), match[2].lower()
        if len(digits) > _MOST_DIGITS:
            raise ValueRefused(
                say(
                    f"a number of more than {_MOST_DIGITS} digits is too large",
                    f"数值超过 {_MOST_DIGITS} 位，过大",
                )
            )
        if unit and unit not in self._units:
            raise self._refused(text, unit)
        # Only amounts that are typed or taken in need it.
        from decimal import Decimal

        return self._value(Decimal(digits) * Decimal(self._units.get(unit, 1)), text)

    def _value(self, number: "Decimal", text: str) -> int | float:
        """`number` as a value.  Raises ValueRefused where it cannot be one."""
        if number == number.to_integral_value():
            return int(number)
        value = float(number)
        if type(number)(repr(value)) != number:
            raise ValueRefused(
                say(
                    f"{text.strip()} has more digits than can be kept",
                    f"{text.strip()} 的位数过多，无法准确保存",
                )
            )
        return value

    def _refused(self, text: str, unit: str = "") -> ValueRefused:
        shown, (english, chinese) = text.strip()[:LONGEST_WORD], self._wanted
        if unit and self._units:
            units = "/".join(self._units)
            english += f" with one of the units {units}"
            chinese += f"，单位可写 {units}"
        return ValueRefused(
            say(f"expected is {english}, not {shown}", f"应为{chinese}，现为 {shown}")
        )

    _wanted = Phrase("a number", "数值")

    def unit_named(self, heading: str) -> str:
        match = _UNIT_OF_HEADING.search(unicodedata.normalize("NFKC", heading))
        unit = match[1].strip().lower() if match else ""
        return unit if self._units.get(unit, 1) != 1 else ""

    def fits(self, value: Any) -> bool:
        if type(value) is float:
            return math.isfinite(value) and not value.is_integer()
        return type(value) is int

    def converted(self, value: Any) -> int | float | None:
        if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
            return int(value)
        number: int | float | None = self._as_read(value)
        return number

    def problems(self, value: Any) -> Sequence[Problem]:
        if not self.fits(value):
            return (self.wrong_type(value),)
        if value < 0:
            return (Problem(rules.NEGATIVE, say(f"{value} is below zero", f"{value} 小于零")),)
        if not self._may_hold_number and self.holds_words(value):
            return (self.number_of_a_person(),)
        return ()

    def wrong_type(self, value: Any) -> Problem:
        problem = super().wrong_type(value)
        if not isinstance(value, float):
            return problem
        message = say(f"{value} stands here", f"这里是 {value}")
        expected = say(f"expected is {self.expected}", f"应为{self.expected}")
        return problem._replace(message=message + say(", ", "，") + expected)

    def text(self, value: Any, wording: Wording) -> str:
        return in_digits(value)

    def typed_values(self, value: Any) -> Sequence[Any]:
        number = self._meant(value)
        return (None if number is None or float(number) != number else float(number),)

    def holds_words(self, value: Any) -> bool:
        return abs(value) >= _SHORTEST_NUMBER and holds_mobile_number(str(value))

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        return self._within(texts)

    def identity(self, value: Any) -> Hashable:
        return identity(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0}


class WholeNumber(Number):
    """A whole number from zero up."""

    expected = Phrase("a whole number without quotes", "不带引号的整数")
    cell_form = "number"
    typed = (Typed("Int64"),)
    limit = Limit(
        "integer",
        0,
        None,
        Phrase("This should be a whole number without a unit.", "应为整数，不带单位。"),
    )
    _wanted = Phrase("a whole number", "整数")

    def _value(self, number: "Decimal", text: str) -> int | float:
        if number != number.to_integral_value():
            raise self._refused(text)
        return int(number)

    def fits(self, value: Any) -> bool:
        return type(value) is int

    def wrong_type(self, value: Any) -> Problem:
        return ValueType.wrong_type(self, value)

    def typed_values(self, value: Any) -> Sequence[Any]:
        return (self._meant(value),)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0}


_YES = Phrase("yes", "是")
_NO = Phrase("no", "否")
_TRUTHS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class Truth(ValueType):
    """True or false."""

    expected = Phrase("true or false without quotes", "不带引号的 true 或 false")
    python_type = bool
    choices_explain = False
    typed = (Typed("boolean"),)

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

    def typed_values(self, value: Any) -> Sequence[Any]:
        return (self._meant(value),)

    def text(self, value: Any, wording: Wording) -> str:
        return _YES.worded("true", wording) if value else _NO.worded("false", wording)

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        wanted = {self.read(text) for text in texts}
        return lambda value: type(value) is bool and value in wanted

    def identity(self, value: Any) -> Hashable:
        return identity(value)

    def choices(self, wording: Wording | None = None) -> dict[str, str]:
        wording = wording or spoken()
        return {"true": self.text(True, wording), "false": self.text(False, wording)}

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}
