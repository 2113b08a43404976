"""The types of value that choose from a table or hold several values."""

import functools
import itertools
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ..data import Path, identity
from ..findings import rules
from ..findings.finding import Problem, Repair
from ..language import Phrase, Wording, say, spoken
from .names import name_key
from .texts import ROOMY, Text
from .value_type import Term, Terms, Typed, ValueRefused, ValueType, id_and_name
from .words import did_you_mean, hints, nearest, suggestion

# Of more than these nobody reads a list, and looking through all for each value takes long.
_MOST_CHOICES = 100
_MOST_WORDS = 5 * _MOST_CHOICES


# What a choice may be where the registry has no table of them.
_OPEN_CHOICE = Text()

LIST_MARKS = re.compile(
    r"[\u3001;\uff0c\uff1b\n]|,(?! ?(?:Co|Corp|Inc|Ltd|LLC|GmbH|S\.A)\b)", re.IGNORECASE
)
"""What people set the items of a list apart by; the comma of an English name is none."""

COMMAS = "[,\uff0c\u3001;\uff1b]"
"""The same marks as a pattern, within a line and wherever they stand."""


def parted(text: str, whole: Iterable[str] = (), marks: re.Pattern[str] = LIST_MARKS) -> list[str]:
    r"""The items in `text` that `marks` set apart, without spaces around them.

    A mark with a `\` before it belongs to an item, and so do those in texts that are `whole`.
    """
    known = sorted(whole, key=len, reverse=True)
    kept = "|".join([*map(re.escape, known), rf"\\{COMMAS}"])
    items = [""]
    position = 0
    for match in re.finditer(f"({kept})|{marks.pattern}", text, re.IGNORECASE):
        items[-1] += text[position : match.start()]
        if match[1] is None:
            items.append("")
        else:
            items[-1] += match[1] if match[1] in known else match[1][1:]
        position = match.end()
    items[-1] += text[position:]
    return [item.strip() for item in items]


def labelled(
    labels: Mapping[str, Phrase], aliases: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> dict[str, Term]:
    """The choices that have these labels, and these aliases if any."""
    return {key: Term(label, aliases.get(key, ())) for key, label in labels.items()}


class Choice(ValueType):
    """One key of some: those in `terms`, or those of the registry's own `table`.

    Where the registry has no such table, any text will do.
    """

    expected = Phrase("a key in quotes", "带引号的键")

    def __init__(
        self,
        terms: Terms | None = None,
        *,
        table: str = "",
        place: Path = (),
        refers_to: str = "",
    ) -> None:
        self.terms = terms
        self.table = table
        self.place = place or ((table,) if table else ())
        self.refers_to = refers_to

    def bound(self, vocabularies: Mapping[str, Terms]) -> "Choice":
        own = vocabularies.get(self.table)
        return self if own is None else Choice(own, table=self.table, refers_to=self.refers_to)

    def choices(self, wording: Wording | None = None) -> dict[str, str]:
        wording = wording or spoken()
        return {key: term.label.worded(key, wording) for key, term in (self.terms or {}).items()}

    @property
    def is_open(self) -> bool:
        return not self.terms

    @functools.cached_property
    def _keys(self) -> dict[str, str]:
        """Every word for a key, as `name_key` folds it, and the key."""
        keys: dict[str, str] = {}
        for key, label in self.choices().items():
            keys.setdefault(name_key(key), key)
            keys.setdefault(name_key(label), key)
        for key, term in (self.terms or {}).items():
            for label in term.label:
                keys.setdefault(name_key(label), key)
        # What is written exactly goes before what is an alias.
        for key, term in (self.terms or {}).items():
            for alias in term.aliases:
                keys.setdefault(name_key(alias), key)
            if self.refers_to:
                for label in term.label:
                    keys.setdefault(name_key(id_and_name(key, label)), key)
        return keys

    @functools.cached_property
    def _ranks(self) -> dict[str, int]:
        return {key: rank for rank, key in enumerate(self.terms or ())}

    def read(self, text: str) -> str:
        """The key that `text` means: the key itself, the label in either language, or an alias."""
        return self._read(text, lambda k, label: f"{k} {label}" if label != k else k)

    def read_cell(self, text: str, old: Any) -> str:
        return self._read(text, lambda _, label: label)

    def _read(self, text: str, shown: Callable[[str, str], str]) -> str:
        if self.terms is None:
            return text.strip()
        key = self.meant(text)
        if not key:
            word = text.strip()
            refusal = say(f"{word} is not one of the choices", f"没有 {word} 这一项")
            if near := self.likely(word):
                # Who types letters means the key.
                near = near if word.isascii() else self.choices()[near]
            there = self.choices() if len(self.terms) <= _MOST_CHOICES else {}
            told = hints(did_you_mean(near), itertools.starmap(shown, there.items()))
            raise ValueRefused(say("; ", "；").join(filter(None, (refusal, told))))
        return key

    @property
    def takes_words(self) -> bool:
        return bool(self.terms)

    def words_in(self, text: str) -> Sequence[str]:
        return (text.strip(),) if self.terms else ()

    def meant(self, word: str) -> str:
        return self._keys.get(name_key(word), "")

    def with_words(self, words: Mapping[str, str]) -> "Choice":
        terms = dict(self.terms or {})
        for word, key in words.items():
            label, aliases = terms[key]
            terms[key] = Term(label, (*aliases, word))
        return Choice(terms, table=self.table, place=self.place, refers_to=self.refers_to)

    def likely(self, word: str) -> str:
        # The one choice of which a word holds it, or is held by it; of several the one with the
        # shortest word that begins with it; where there is none, the one with the nearest word.
        word = name_key(word)
        if len(self._keys) > _MOST_WORDS:
            return ""
        around = [
            known
            for known in self._keys
            if min(len(word), len(known)) > 1 and (word in known or known in word)
        ]
        if len({self._keys[known] for known in around}) > 1:
            around = sorted((known for known in around if known.startswith(word)), key=len)
            return self._keys[around[0]] if around else ""
        return self._keys.get(around[0] if around else nearest(word, self._keys), "")

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        return {self.read(text) for text in texts}.__contains__

    def identity(self, value: Any) -> Hashable:
        return identity(value)

    def problems(self, value: Any) -> Sequence[Problem]:
        if type(value) is not str:
            return (self.wrong_type(value),)
        if self.terms is None:
            return _OPEN_CHOICE.problems(value)
        if value in self.terms:
            return ()
        hint, repair = self._remedy(value) if len(self.terms) <= _MOST_CHOICES else ("", None)
        return (
            Problem(
                rules.UNKNOWN_CHOICE,
                say(f"{value} is not one of the keys", f"{value} 不是可选的键")
                + (f" [{self.table}]" if self.table else ""),
                hint,
                repair=repair,
            ),
        )

    def _remedy(self, value: str) -> tuple[str, Repair | None]:
        """A hint what to write for a value that is no key, and the repair if it can be told."""
        labels = self.choices()
        if meant := self._keys.get(name_key(value)):
            return say("write the key: ", "应写键名：") + meant, Repair(meant)
        if near := nearest(value, labels):
            return suggestion(value, labels), Repair(near, certain=False)
        return hints("", labels), None

    def text(self, value: Any, wording: Wording) -> str:
        if wording is Wording.KEYS or not isinstance(value, str):
            return str(value)
        term = (self.terms or {}).get(value)
        return value if term is None else term.label.worded(value, wording)

    def named_text(self, value: Any, wording: Wording) -> str:
        text = self.text(value, wording)
        return id_and_name(str(value), text) if self.refers_to else text

    @property
    def typed(self) -> Sequence[Typed]:  # type: ignore[override]
        return (Typed("string" if self.terms is None else "category"),)

    def order(self, value: Any) -> Any:
        rank = self._ranks.get(value)
        return (len(self._ranks), str(value)) if rank is None else (rank, "")

    def holds_words(self, value: Any) -> bool:
        return True

    def words(self, value: Any) -> Iterator[str]:
        for wording in Wording:
            yield self.text(value, wording)
        if isinstance(value, str) and self.terms and value in self.terms:
            yield from self.terms[value].aliases

    def schema(self) -> dict[str, Any]:
        if self.terms is None:
            return _OPEN_CHOICE.schema()
        if not self.terms:
            return {"type": "string", "enum": []}
        titles = {key: term.label.chinese for key, term in self.terms.items()}
        return {
            "type": "string",
            "oneOf": [{"const": key, "title": title} for key, title in titles.items()],
        }


class ListOf(ValueType):
    """A list of values of one type, each at most once."""

    is_list = True
    expected = Phrase('a list like ["a", "b"]', '列表，如 ["甲", "乙"]')
    python_type = list

    def __init__(self, item: ValueType) -> None:
        self._item = item

    @property
    def item(self) -> ValueType:
        return self._item

    @property
    def refers_to(self) -> str:  # type: ignore[override]
        return self._item.refers_to

    def bound(self, vocabularies: Mapping[str, Terms]) -> "ListOf":
        item = self._item.bound(vocabularies)
        return self if item is self._item else ListOf(item)

    @property
    def is_open(self) -> bool:
        return self._item.is_open

    @property
    def comfortable_width(self) -> int:
        return ROOMY

    @property
    def comfortable_lines(self) -> int:
        return 3 if self._item.is_free else 1

    def choices(self, wording: Wording | None = None) -> dict[str, str]:
        return self._item.choices(wording)

    @property
    def takes_words(self) -> bool:
        return self._item.takes_words

    @property
    def place(self) -> Path:  # type: ignore[override]
        return self._item.place

    def words_in(self, text: str) -> Sequence[str]:
        return [word for word in parted(text) if word] if self.takes_words else ()

    def meant(self, word: str) -> str:
        return self._item.meant(word)

    def likely(self, word: str) -> str:
        return self._item.likely(word)

    def with_words(self, words: Mapping[str, str]) -> "ListOf":
        return ListOf(self._item.with_words(words))

    def read(self, text: str) -> list[Any]:
        r"""The items in `text`, each once: marks set them apart, but for one with a `\` before."""
        return self._items(text, self._item.wholes(text), self._item.read)

    def read_cell(self, text: str, old: Any) -> list[Any]:
        """The items in `text`, each once; those that are there already keep their commas."""
        # Only where there is a mark can it belong to one of them.
        known = old if isinstance(old, list) and LIST_MARKS.search(text) else ()
        whole = [item for item in known if isinstance(item, str) and LIST_MARKS.search(item)]
        whole += self._item.wholes(text)
        return self._items(text, whole, lambda item: self._item.read_cell(item, None))

    def _items(self, text: str, whole: Iterable[str], read: Callable[[str], Any]) -> list[Any]:
        items = [read(item) for item in parted(text, whole) if item]
        if not items:
            raise ValueRefused(say("there is nothing in this list", "列表中没有内容"))
        return list(dict.fromkeys(items))

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        return self._item.equal_to(texts)

    def converted(self, value: Any) -> list[Any] | None:
        # What a mark sets apart may be several items.
        alone = isinstance(value, str) and value.strip() and not LIST_MARKS.search(value)
        return [value.strip()] if alone else None

    def problems(self, value: Any) -> Sequence[Problem]:
        return [*self.each_problem(value)]

    def each_problem(self, value: Any) -> Iterator[Problem]:
        if type(value) is not list:
            yield self.wrong_type(value)
            return
        seen: set[str] = set()
        for index, item in enumerate(value):
            for problem in self._item.each_problem(item):
                yield problem._replace(steps=(index, *problem.steps))
            word = str(item)
            if word in seen:
                yield Problem(
                    rules.REPEATED_VALUE,
                    say("this stands in the list before", "与前面的一项重复"),
                    steps=(index,),
                    repair=Repair(None),
                )
            seen.add(word)

    def text(self, value: Any, wording: Wording) -> str:
        mark = Phrase(", ", "、").worded(",", wording)
        return mark.join(self._item.text(item, wording) for item in value)

    def was_shown(self, text: str, value: Any) -> bool:
        return self._item.was_shown(text, value)

    def named_text(self, value: Any, wording: Wording) -> str:
        if self.takes_words:
            # What is chosen has labels that say enough, and there may be several of them.
            return self.text(value, wording)
        mark = Phrase(", ", "、").worded(",", wording)
        return mark.join(self._item.named_text(item, wording) for item in value)

    @property
    def typed(self) -> Sequence[Typed]:  # type: ignore[override]
        return self._item.typed[-1:]

    def typed_values(self, value: Any) -> Sequence[Any]:
        items = value if isinstance(value, list) else [value]
        return ([self._item.typed_values(item)[-1] for item in items],)

    def order(self, value: Any) -> Any:
        return [self._item.order(item) for item in value if self._item.fits(item)]

    def holds_words(self, value: Any) -> bool:
        return True

    def words(self, value: Any) -> Iterator[str]:
        for item in value if isinstance(value, list) else [value]:
            yield from self._item.words(item)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "uniqueItems": True, "items": self._item.schema()}
