"""The types of value that a field can hold.

A type knows the rules of its values and everything that follows from them: how to read one from
what a person typed, what is wrong with one that stands in the file, how to write one in a table
or a spreadsheet, how to sort by it, and its JSON Schema.
"""

import datetime
import types
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from ..data import Path
from ..findings import rules
from ..findings.finding import Problem, Repair
from ..language import Phrase, Wording, say, spoken
from .names import name_key


class ValueRefused(ValueError):
    """What a person typed cannot be read as a value; the text says what is expected."""


class Limit(NamedTuple):
    """What a spreadsheet can check of an entry: its day, its number or its length, and the bounds.

    A day may be a month or a year as well, which are texts in a spreadsheet.

    `message` says what is expected, to whoever typed something else.
    """

    of: Literal["day", "integer", "decimal", "length"]
    least: Any
    most: Any
    message: Phrase


class Term(NamedTuple):
    """What people call a choice: its label, which is shown, and other words that mean it."""

    label: Phrase
    aliases: tuple[str, ...] = ()


DType = Literal["string", "Int64", "Float64", "boolean", "category", "datetime64[s]"]
"""The type of a column of a data frame, as pandas calls it."""


class Typed(NamedTuple):
    """A column in which values stand for programs: its type, and what it is called.

    That is the key of the field and `suffix`, the heading of the field and `remark`.  Of a list it
    is the type of the items.
    """

    dtype: DType
    suffix: str = ""
    remark: Phrase = Phrase("", "")


Terms = Mapping[str, Term]
"""What there is to choose from: key to term, in the order of display."""


def id_and_name(identifier: str, name: str) -> str:
    """A record as people choose it from a list: `M005 东风本田`."""
    return f"{identifier} {name}" if name and name != identifier else identifier


class ValueType:
    """What all types share; the defaults fit a type with one plain value.

    `fields` are those of the tables that a value holds, none for other types; `holds_people` says
    that each is a person, whom a list writes in one cell or in several.  `cell_form` is how a
    spreadsheet holds a value.  `suggests_used` says that the values in use are worth a suggestion,
    `place` is where the registry has what may be chosen, if it has its own words for that;
    `choices_explain` that the choices say more than the help of a field, `is_shared` that several
    people may have one value.  What `refers_to` the records of a table is the id of one of them.
    `typed` are the columns that a value takes in a data frame, a database or the like.
    """

    expected = Phrase("a value", "一个值")
    is_list = False
    holds_people = False
    refers_to = ""
    python_type: type = str
    # Of type Field, which is above this room.
    fields: Mapping[str, Any] = types.MappingProxyType({})
    cell_form: Literal["text", "date", "number", "decimal"] = "text"
    suggests_used = False
    place: Path = ()
    choices_explain = True
    is_shared = False
    typed: Sequence[Typed] = (Typed("string"),)

    @property
    def item(self) -> "ValueType":
        """The type of a single value: of the items for a list of plain values, else this type."""
        return self

    def field_called(self, word: str) -> Any:
        """The field of its tables that has `word` as its key, one of its headings or an alias."""
        return None

    def holding(self, fields: Iterable[Any]) -> "ValueType":
        """The type whose tables have these fields instead."""
        return self

    def bound(self, vocabularies: Mapping[str, Terms]) -> "ValueType":
        """The type in a registry that has these words: table (`categories`) to its choices."""
        return self

    def read(self, text: str) -> Any:
        """The value that `text` means.

        Raises ValueRefused where it cannot be one.  What is read may still break a rule.
        """
        raise NotImplementedError

    def tables_in(self, text: str) -> Sequence[Mapping[str, str]]:
        """The texts of the parts of each table that `text` tells of.

        Raises ValueRefused where that is not clear.
        """
        raise NotImplementedError

    def tables_of(
        self, cells: Mapping[str, str], *, known_name: bool
    ) -> Sequence[Mapping[str, str]]:
        """The tables of which the cells of a row tell, which stand in columns of their own.

        `known_name` says that the name among them is one as it stands.  Raises ValueRefused where
        it is not clear what belongs to which.
        """
        return [cells]

    def read_all(self, texts: Sequence[str]) -> Any:
        """The value that a person means by these texts: all items of a list, else the last one.

        Raises ValueRefused where a text cannot be read.
        """
        if self.is_list:
            return [item for text in texts for item in self.read(text)]
        return self.read(texts[-1])

    def read_cell(self, text: str, old: Any) -> Any:
        """The value that the cell of a list means where the value `old` is, or None.

        Raises ValueRefused where it cannot be one.
        """
        return self.read(text)

    def spoilt(self, text: str) -> bool:
        """Whether `text` is what a spreadsheet makes of a number that should be text."""
        return False

    def unit_named(self, heading: str) -> str:
        """The unit that a heading names for the numbers below it, nothing where it is their own."""
        return ""

    def hint_for_cell(self, text: str) -> str:
        """Why the cell of a spreadsheet may be no value of this type, or nothing."""
        return ""

    def problems(self, value: Any) -> Sequence[Problem]:
        """Everything that is wrong with `value`, which may be of any type that TOML has."""
        raise NotImplementedError

    def each_problem(self, value: Any) -> Iterator[Problem]:
        """What `problems` gives, one after another: a long list may have very many."""
        yield from self.problems(value)

    def fits(self, value: Any) -> bool:
        """Whether `value` is one of this type, if not one that breaks no rule."""
        return type(value) is self.python_type

    def text(self, value: Any, wording: Wording) -> str:
        """`value` in one cell, with the labels of its keys or with the keys themselves."""
        return str(value)

    def named_text(self, value: Any, wording: Wording) -> str:
        """`value` in one cell for people, with the names of the records that it refers to."""
        return self.text(value, wording)

    def was_shown(self, text: str, value: Any) -> bool:
        """Whether `text` showed `value` when records that it refers to had other names."""
        return False

    def wholes(self, text: str) -> Sequence[str]:
        """What in `text` is one value, though there is a mark in it that sets values apart."""
        return ()

    def typed_values(self, value: Any) -> Sequence[Any]:
        """What stands for `value`, which may be of any type, in each of the `typed` columns.

        That is None for what is not known, in all of them where `value` cannot be of their type.
        """
        return (self.text(value, Wording.KEYS) if self.fits(value) else str(value),)

    def _meant(self, value: Any) -> Any:
        """A value of this type that `value` is or means beyond doubt, else None."""
        return value if self.fits(value) else self.converted(value)

    def order(self, value: Any) -> Any:
        """What values of this type are sorted by."""
        return value

    def means(self, text: str, value: Any) -> bool:
        """Whether `text` is another way to write the value that is there, or says less of it."""
        return False

    def folded(self, text: str) -> str:
        """What all spellings of the value `text` have in common."""
        return text

    def meant_by(self, used: Mapping[str, int]) -> Callable[[str], Sequence[str]]:
        """What gives the values, of those `used` so often or known, that a text is a slip of."""
        return lambda _: ()

    def extent(self, value: Any) -> tuple[Any, Any]:
        """The lowest and the highest, in the sense of `order`, that `value` may be."""
        order = self.order(value)
        return order, order

    def span(self, text: str) -> tuple[Any, Any]:
        """The lowest and the highest value, in the sense of `order`, that a person means by `text`.

        Raises ValueRefused where it means none.
        """
        order = self.order(self.read(text))
        return order, order

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        """The test whether a value is what one of `texts` means.

        Raises ValueRefused where a text means no value.
        """
        keys = {self.identity(text) for text in texts}
        return lambda value: self.identity(value) in keys

    def identity(self, value: Any) -> Hashable:
        """What values have in common that `equal_to` takes for one, and no others.

        `value` is a single one, which may be of any type that TOML has.
        """
        return name_key(self.folded(str(value)))

    def _within(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        """The test whether all that a value may be is in the span of one of `texts`."""
        spans = [self.span(text) for text in texts]

        def test(value: Any) -> bool:
            if not self.fits(value):
                return False
            first, last = self.extent(value)
            return any(low <= first and last <= high for low, high in spans)

        return test

    def words(self, value: Any) -> Iterator[str]:
        """Every text under which a person would look for `value`."""
        yield self.text(value, spoken())

    def holds_words(self, value: Any) -> bool:
        """Whether `value` is somebody's own words, in which a telephone number may stand."""
        return False

    def choices(self, wording: Wording | None = None) -> dict[str, str]:
        """Key to label, in display order, of what may be chosen; nothing where any value may be."""
        return {}

    @property
    def takes_words(self) -> bool:
        """Whether there are choices to which a list may give words of its own."""
        return False

    def words_in(self, text: str) -> Sequence[str]:
        """The words in `text` that are to mean choices; none where any value may be."""
        return ()

    def meant(self, word: str) -> str:
        """The key of the choice that `word` is a word of, or nothing."""
        return ""

    def likely(self, word: str) -> str:
        """The key that `word`, which is no word of a choice, probably means, or nothing."""
        return ""

    def with_words(self, words: Mapping[str, str]) -> "ValueType":
        """The type that reads further words for its choices: word to key."""
        return self

    @property
    def is_open(self) -> bool:
        """Whether values are to be chosen, but the registry does not say from what."""
        return False

    @property
    def is_free(self) -> bool:
        """Whether a person may write anything."""
        return False

    @property
    def limit(self) -> Limit | None:
        """What a spreadsheet can check of an entry."""
        return None

    @property
    def comfortable_width(self) -> int:
        """The characters that a person should see while typing, 0 where the heading decides."""
        return 0

    @property
    def comfortable_lines(self) -> int:
        """The lines that a person should have to write on, on paper."""
        return 1

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of a value."""
        raise NotImplementedError

    def converted(self, value: Any) -> Any:
        """What `value`, of another type, means beyond doubt as one of this type, else None."""
        return None

    def wrong_type(self, value: Any) -> Problem:
        """The problem that `value` is of another type."""
        meant = self.converted(value)
        return Problem(
            rules.WRONG_TYPE,
            say(
                f"this is {type_name(value)}, expected is {self.expected}",
                f"这里是{type_name(value)}，应为{self.expected}",
            ),
            repair=None if meant is None else Repair(meant),
        )

    def number_of_a_person(self) -> Problem:
        """The problem that a value of this type holds a mobile number."""
        return Problem(
            rules.PERSONAL_NUMBER,
            say("a mobile number stands here", "此处有手机号码"),
            say("numbers belong into contacts, where they are masked", "号码应写入联系人"),
        )

    def _as_read(self, value: Any) -> Any:
        """What `value` is as a person would have typed it, None where it cannot be read."""
        try:
            return self.read(value) if isinstance(value, str) else None
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


def type_name(value: Any) -> str:
    """What people call the type of `value`."""
    return next((str(name) for kind, name in _TYPE_NAMES if isinstance(value, kind)), "?")
