"""The types of value that a field can hold.

A type knows the rules of its values and everything that follows from them: how to read one from
what a person typed, what is wrong with one that stands in the file, how to write one in a table
or a spreadsheet, how to sort by it, and its JSON Schema.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..findings.finding import Problem, Repair
from ..findings.rules import Rule
from ..language import Phrase, Wording, say, spoken

Vocabularies = Mapping[str, Mapping[str, str]]
"""The registry's own words: table (`categories`) to key to label, in display order."""


class ValueRefused(ValueError):
    """What a person typed cannot be read as a value; the text says what is expected."""


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
