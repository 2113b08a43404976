"""The types of value that are one number or truth."""

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
