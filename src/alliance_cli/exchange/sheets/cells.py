"""Cells from outside: their texts, and the state of those that hold nothing that can be read."""

import datetime
import decimal
import math
import re
from enum import Enum
from typing import Any, Self

from ...channels import unguarded
from ...language import Phrase
from ...values.dates import DayInPart
from ...values.words import is_no_value


class Why(Enum):
    """Why nothing can be read from a cell."""

    ERROR = Phrase("an error or a mark in place of a value", "错误值或代替内容的符号")
    NO_RESULT = Phrase("a formula without a result", "公式没有结果")
    MISSING = Phrase("the row ends before it", "此行到这里已结束")
    COVERED = Phrase("covered by a merged cell", "被合并单元格覆盖")


NOT_AVAILABLE = "#N/A"
"""What a spreadsheet shows where it has no value; it is read as such again."""


class NoValue(str):
    """What stands in a cell from which nothing can be read, such as `#N/A`.

    It is no value and not empty either: nothing is taken from it, and it clears nothing.
    """

    why: Why

    def __new__(cls, text: str, why: Why) -> Self:
        """A cell that shows `text`."""
        made = super().__new__(cls, text)
        made.why = why
        return made


class Repeated(str):
    """The text of a cell that is merged over several rows, in a row below its first."""

    __slots__ = ()


def text_cell(text: str) -> str:
    """The text of a cell, without what programs put around it to keep it a text."""
    bare = unguarded(text)
    if is_no_value(bare):
        return NoValue(bare, Why.ERROR)
    return NoValue(text, Why.ERROR) if bare is not text and is_no_value(text) else bare


# Where every cell is text, one that begins so is a formula that nobody has computed.
_FORMULA = re.compile(r"=(?![=\s])")


def delimited_cell(text: str) -> str:
    """The text of a cell of CSV or TSV."""
    if text[:1].isalnum() and not is_no_value(text):
        # No wrapper begins with a letter or a digit, and no formula.
        return text
    cell = text_cell(text)
    return NoValue(text, Why.NO_RESULT) if cell is text and _FORMULA.match(text) else cell


def text_of(value: Any) -> str:
    """The text of a cell as a person reads it, with every digit that is known of a number.

    Nothing is guessed from a cell: a number is its digits, a date is 2019-05-28, or 2019-05 where
    no more of it is shown.
    """
    if isinstance(value, DayInPart):
        return value
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        if not math.isfinite(value):
            return NoValue(str(value), Why.ERROR)
        # A spreadsheet keeps fifteen digits; what a float has beyond them is chance.
        return format(decimal.Decimal(f"{value:.14e}").normalize(), "f")
    is_day_zero = isinstance(value, datetime.date) and value.year < _FIRST_YEAR
    if is_day_zero or value in (datetime.time(), datetime.timedelta()):
        # A date or a time that is made of a reference to an empty cell.
        return NoValue(str(value), Why.ERROR)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    # A datetime has a space between day and time, as a person writes it.
    return str(value)


_FIRST_YEAR = 1900


def column_number(letters: str) -> int:
    """The number from 0 of the column that a spreadsheet calls so."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """What a spreadsheet calls the column of this number from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls the cell at a row and a column from 0."""
    return f"{column_letters(column)}{row + 1}"
