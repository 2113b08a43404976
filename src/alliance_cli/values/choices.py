"""The types of value that choose from a table or hold several values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..findings.finding import Problem, Repair
from ..findings.rules import Rule
from ..language import Phrase, Wording, say, spoken
from .names import name_key
from .texts import Text
from .value_type import ValueRefused, ValueType, Vocabularies
from .words import guidance, nearest, suggestion

# Of more than these nobody reads a list, and looking through all for each value takes long.
_MOST_CHOICES = 100


# What a choice may be where the registry has no table of them.
_OPEN_CHOICE = Text()

LIST_MARKS = re.compile(
    r"[\u3001;\uff0c\uff1b\n]|,(?! ?(?:Co|Corp|Inc|Ltd|LLC|GmbH|S\.A)\b)", re.IGNORECASE
)
"""What people set the items of a list apart by; the comma of an English name is none."""


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
