"""The types of value that choose from a table or hold several values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..language import Phrase, Wording, say, spoken
from .findings import Data, Path, Problem, Repair
from .names import name_key
from .privacy import masked, masked_data, masked_value
from .rules import Rule
from .texts import Text
from .values import ValueRefused, ValueType, Vocabularies, guidance, nearest, suggestion

if TYPE_CHECKING:
    from .field import Field

# Of more than these nobody reads a list, and looking through all for each value takes long.
_MOST_CHOICES = 100
_EQUALS = re.compile("[=\uff1d]")
# A mark between the parts of a table is one that a key follows; others belong to a value.
_BETWEEN_PARTS = re.compile(r"[,;\uff0c\uff1b](?=[^,;\uff0c\uff1b=\uff1d]+[=\uff1d])")


# What a choice may be where the registry has no table of them.
_OPEN_CHOICE = Text()

LIST_MARKS = re.compile(
    r"[\u3001;\uff0c\uff1b\n]|,(?! ?(?:Co|Corp|Inc|Ltd|LLC|GmbH|S\.A)\b)", re.IGNORECASE
)
"""What people set the items of a list apart by; the comma of an English name is none."""


def repair_of_key(key: str, table: Mapping[str, Any], known: Iterable[str]) -> Repair | None:
    """The repair of an unknown key: its value under the key that was probably meant."""
    near = nearest(key, known)
    return Repair(table[key], certain=False, key=near) if near and near not in table else None


class Choice(ValueType):
    """One key of a table: fixed in the code (`choices`) or the registry's own (`table`)."""

    expected = Phrase("a key in quotes", "带引号的键")

    def __init__(self, choices: Mapping[str, Phrase] | None = None, *, table: str = "") -> None:
        self.choices = choices
        self.table = table

    def labels(
        self, vocabularies: Vocabularies, wording: Wording | None = None
    ) -> dict[str, str] | None:
        """Key to label in display order, or None where the registry leaves the choice open."""
        if self.choices is not None:
            wording = wording or spoken()
            return {key: label.worded(key, wording) for key, label in self.choices.items()}
        table = vocabularies.get(self.table)
        return None if table is None else dict(table)

    def read(self, text: str, vocabularies: Vocabularies) -> str:
        """The key that `text` means: the key itself or the label, in either language."""
        labels = self.labels(vocabularies)
        if labels is None:
            return text.strip()
        key = self._key_meant(text, labels)
        if key is None:
            word = text.strip()
            shown = (f"{key} {label}" if label != key else key for key, label in labels.items())
            refusal = say(f"{word} is not one of the choices", f"没有 {word} 这一项")
            words = (*labels, *labels.values())
            raise ValueRefused(refusal + say("; ", "；") + guidance(word, words, shown))
        return key

    def _key_meant(self, text: str, labels: Mapping[str, str]) -> str | None:
        """The key that `text` is, as itself or as a label in either language."""
        wanted = name_key(text)
        for key, label in labels.items():
            if wanted in (name_key(key), name_key(label)):
                return key
        for key, phrase in (self.choices or {}).items():
            if wanted in map(name_key, phrase):
                return key
        return None

    def problems(self, value: Any, vocabularies: Vocabularies) -> Sequence[Problem]:
        if type(value) is not str:
            return (self.wrong_type(value),)
        known = self.choices if self.choices is not None else vocabularies.get(self.table)
        if known is None:
            return _OPEN_CHOICE.problems(value, vocabularies)
        if value in known:
            return ()
        labels = self.labels(vocabularies) or {}
        hint, repair = self._remedy(value, labels) if len(labels) <= _MOST_CHOICES else ("", None)
        return (
            Problem(
                Rule.UNKNOWN_CHOICE,
                say(f"{value} is not one of the keys", f"{value} 不是可选的键")
                + (f" [{self.table}]" if self.table else ""),
                hint,
                repair=repair,
            ),
        )

    def _remedy(self, value: str, labels: Mapping[str, str]) -> tuple[str, Repair | None]:
        """A hint what to write for a value that is no key, and the repair if it can be told."""
        if meant := self._key_meant(value, labels):
            return say("write the key: ", "应写键名：") + meant, Repair(meant)
        if near := nearest(value, labels):
            return suggestion(value, labels), Repair(near, certain=False)
        return guidance(value, (), labels), None

    def text(self, value: Any, vocabularies: Vocabularies, wording: Wording) -> str:
        if wording is Wording.KEYS or not isinstance(value, str):
            return str(value)
        if self.choices is not None and value in self.choices:
            return self.choices[value].worded(value, wording)
        return vocabularies.get(self.table, {}).get(value, str(value))

    def order(self, value: Any, vocabularies: Vocabularies) -> Any:
        keys = list(self.labels(vocabularies) or ())
        return (keys.index(value), "") if value in keys else (len(keys), str(value))

    def holds_words(self, value: Any) -> bool:
        return True

    def words(self, value: Any, vocabularies: Vocabularies) -> Iterator[str]:
        for wording in Wording:
            yield self.text(value, vocabularies, wording)

    def schema(self, vocabularies: Vocabularies) -> dict[str, Any]:
        labels = self.labels(vocabularies, Wording.CHINESE)
        if labels is None:
            return _OPEN_CHOICE.schema(vocabularies)
        if not labels:
            return {"type": "string", "enum": []}
        return {
            "type": "string",
            "oneOf": [{"const": key, "title": label} for key, label in labels.items()],
        }


class ListOf(ValueType):
    """A list of values of one type, each at most once."""

    is_list = True
    expected = Phrase('a list like ["a", "b"]', '列表，如 ["甲", "乙"]')
    python_type = list

    def __init__(self, item: ValueType) -> None:
        self.item = item

    def read(self, text: str, vocabularies: Vocabularies) -> list[Any]:
        """The one item that `text` is; a name may hold any mark, so nothing is split."""
        return [self.item.read(text, vocabularies)]

    def comparable(self, text: str, vocabularies: Vocabularies) -> Any:
        return self.item.comparable(text, vocabularies)

    def converted(self, value: Any) -> list[Any] | None:
        # What a mark sets apart may be several items.
        alone = isinstance(value, str) and value.strip() and not LIST_MARKS.search(value)
        return [value.strip()] if alone else None

    def problems(self, value: Any, vocabularies: Vocabularies) -> Sequence[Problem]:
        if type(value) is not list:
            return (self.wrong_type(value),)
        found: list[Problem] = []
        for index, item in enumerate(value):
            problems = self.item.problems(item, vocabularies)
            found += (problem._replace(steps=(index, *problem.steps)) for problem in problems)
        if len(value) > 1:
            seen: set[str] = set()
            for index, item in enumerate(map(str, value)):
                if item in seen:
                    found.append(
                        Problem(
                            Rule.REPEATED_VALUE,
                            say("this stands in the list before", "与前面的一项重复"),
                            steps=(index,),
                            repair=Repair(None),
                        )
                    )
                seen.add(item)
        return found

    def text(self, value: Any, vocabularies: Vocabularies, wording: Wording) -> str:
        mark = Phrase(", ", "、").worded(",", wording)
        return mark.join(self.item.text(item, vocabularies, wording) for item in value)

    def order(self, value: Any, vocabularies: Vocabularies) -> Any:
        return [
            self.item.order(item, vocabularies)
            for item in value
            if type(item) is self.item.python_type
        ]

    def holds_words(self, value: Any) -> bool:
        return True

    def words(self, value: Any, vocabularies: Vocabularies) -> Iterator[str]:
        for item in value if isinstance(value, list) else [value]:
            yield from self.item.words(item, vocabularies)

    def schema(self, vocabularies: Vocabularies) -> dict[str, Any]:
        return {"type": "array", "uniqueItems": True, "items": self.item.schema(vocabularies)}


class Tables(ValueType):
    """A list of small tables, such as the contacts of a member."""

    is_list = True
    expected = Phrase("a list of tables", "由表组成的列表")
    python_type = list

    def __init__(self, fields: "Sequence[Field]") -> None:
        self.fields = {field.key: field for field in fields}

    def read(self, text: str, vocabularies: Vocabularies) -> list[Data]:
        """The one table that `text` writes as `key=value,key=value`."""
        table: Data = {}
        for part in _BETWEEN_PARTS.split(text):
            key, *value = _EQUALS.split(part, maxsplit=1)
            field = self.field_called(key.strip())
            if not value or field is None or field.key in table:
                keys = ",".join(f"{key}=…" for key in self.fields)
                # What stands alone, or behind a mistyped key, may be somebody's number.
                shown = f"{key.strip()}=…" if value else masked_value(part.strip())
                raise ValueRefused(
                    say(f"{shown} is not a part of {keys}", f"{shown} 不符合 {keys} 的写法")
                )
            table[field.key] = field.type.read(value[0], vocabularies)
        return [table]

    def field_called(self, word: str) -> "Field | None":
        """The field of a table that has `word` as its key or one of its headings."""
        return next((field for field in self.fields.values() if field.is_called(word)), None)

    def problems(self, value: Any, vocabularies: Vocabularies) -> Sequence[Problem]:
        if type(value) is not list or not all(type(table) is dict for table in value):
            return (self.wrong_type(value),)
        found: list[Problem] = []
        for index, table in enumerate(value):
            for key, part in table.items():
                field = self.fields.get(key)
                if field is None:
                    found.append(
                        Problem(
                            Rule.UNKNOWN_FIELD,
                            say(f"there is no field {key}", f"没有 {key} 这个字段"),
                            suggestion(key, self.fields),
                            (index, key),
                            repair_of_key(key, table, self.fields),
                        )
                    )
                    continue
                problems = field.type.problems(part, vocabularies)
                found += (p._replace(steps=(index, key, *p.steps)) for p in problems)
            found += (
                Problem(
                    Rule.MISSING,
                    say(f"{field.key} is missing", f"缺少{field.heading}"),
                    steps=(index, field.key),
                )
                for field in self.fields.values()
                if field.required and field.key not in table
            )
        return found

    def text(self, value: Any, vocabularies: Vocabularies, wording: Wording) -> str:
        return "; ".join(
            " ".join(str(part) for part in table.values() if type(part) is not bool)
            for table in value
        )

    def masked(self, value: Any) -> Any:
        """`value` with its personal parts masked, whatever their form."""
        if isinstance(value, list):
            return [self.masked(part) for part in value]
        if not isinstance(value, dict):
            return masked_data(value)
        return {
            masked(key): masked_value(str(part))
            if key in self.fields and self.fields[key].personal
            else masked_data(part)
            for key, part in value.items()
        }

    def personal_parts(self, value: Any) -> Iterator[tuple[Path, Any]]:
        """Every personal part of `value`, and where in it."""
        for place, table in enumerate(value) if isinstance(value, list) else [(None, value)]:
            for key in self.fields.keys() & table if isinstance(table, dict) else ():
                if self.fields[key].personal:
                    yield (key,) if place is None else (place, key), table[key]

    def order(self, value: Any, vocabularies: Vocabularies) -> Any:
        return len(value)

    def schema(self, vocabularies: Vocabularies) -> dict[str, Any]:
        return {
            "type": "array",
            "items": table_schema(self.fields.values(), vocabularies),
        }


def table_schema(fields: "Iterable[Field]", vocabularies: Vocabularies) -> dict[str, Any]:
    """The JSON Schema of a table that has these fields, the same in every language."""
    fields = list(fields)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.key for field in fields if field.required],
        "properties": {
            field.key: {
                "title": field.heading.chinese,
                "description": f"{field.help.chinese} / {field.help.english}",
                **field.type.schema(vocabularies),
            }
            for field in fields
        },
    }
