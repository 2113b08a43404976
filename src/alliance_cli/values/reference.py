"""The type of value that refers to another record: its id, which people may write as a name."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..findings import rules
from ..findings.finding import Problem
from ..language import Wording, say
from .characters import printable
from .choices import LIST_MARKS, parted
from .names import name_key
from .privacy import masked
from .texts import Identifier
from .value_type import Terms, ValueRefused, id_and_name
from .words import did_you_mean, nearest

# Of more names than these nobody waits for the nearest one.
_MOST_NAMES = 1000


class Reference(Identifier):
    """The id of a record of another table, or of the same.

    In a registry it is read from a name of the record too, from all of its names of which
    `records` tell: id to label and further names.
    """

    def __init__(self, table: str, records: Terms | None = None) -> None:
        super().__init__()
        self.refers_to = table
        self._records = records

    def bound(self, vocabularies: Mapping[str, Terms]) -> "Reference":
        records = vocabularies.get(self.refers_to)
        return self if records is None else Reference(self.refers_to, records)

    @functools.cached_property
    def _ids(self) -> dict[str, dict[str, None]]:
        """Every way to write a record, folded, and the ids of those that are written so."""
        found: dict[str, dict[str, None]] = {}
        for identifier, (label, others) in (self._records or {}).items():
            names = dict.fromkeys((label.chinese, *others))
            for each in (*names, *(f"{identifier} {name}" for name in self._shown(names))):
                if key := name_key(each):
                    found.setdefault(key, {})[identifier] = None
        for identifier in self._records or ():
            # Whatever else is called so, an id is an id.
            found[name_key(identifier)] = {identifier: None}
        return found

    @staticmethod
    def _shown(names: Iterable[str]) -> Iterator[str]:
        """Names as cells show them too: with numbers masked, with escapes."""
        for name in names:
            yield from dict.fromkeys((name, printable(name), printable(masked(name))))

    def read(self, text: str) -> str:
        """The id that `text` is, or the one of the record that it names."""
        identifier = super().read(text)
        records = self._records
        if records is None or identifier in records:
            return identifier
        ids = list(self._ids.get(name_key(text), ()))
        if len(ids) == 1:
            return ids[0]
        word = text.strip()
        if ids:
            listed = say(", ", "、").join(ids)
            raise ValueRefused(
                say(
                    f"several are called {word}: {listed}; write the id",
                    f"有多个都叫 {word}：{listed}，请填写编号",
                )
            )
        first, *rest = word.split(maxsplit=1)
        if rest and first in records:
            name = masked(records[first].label.chinese)
            raise ValueRefused(
                say(
                    f"{first} is {name}, not {rest[0]}; write the id alone",
                    f"{first} 是 {name}，不是 {rest[0]}，请只填写编号",
                )
            )
        if self.pattern and self.pattern.fullmatch(identifier):
            # Who is not there, the checks tell.
            return identifier
        near = nearest(name_key(word), self._ids) if len(self._ids) <= _MOST_NAMES else ""
        meant = next(iter(self._ids.get(near, ())), "")
        raise ValueRefused(
            say(f"nobody is called {word}", f"没有叫 {word} 的")
            + say("; ", "；")
            + (
                did_you_mean(id_and_name(meant, masked(records[meant].label.chinese)))
                if meant
                else say("write the id or the whole name", "请填写编号或完整名称")
            )
        )

    def named_text(self, value: Any, wording: Wording) -> str:
        if wording is Wording.KEYS or not isinstance(value, str):
            return str(value)
        record = (self._records or {}).get(value)
        return id_and_name(value, record.label.chinese) if record else value

    def was_shown(self, text: str, value: Any) -> bool:
        return self.ids_in(text) == (value if isinstance(value, list) else [value])

    def ids_in(self, text: str) -> list[str]:
        """The ids in `text`, which shows records by their ids and names."""
        first = (word for part in parted(text) for word in part.split()[:1])
        return [word for word in first if word in (self._records or ())]

    def wholes(self, text: str) -> Sequence[str]:
        return [name for name in self._with_marks if name in text]

    @functools.cached_property
    def _with_marks(self) -> list[str]:
        """The names in which there is a mark that sets the items of a list apart."""
        terms = (self._records or {}).values()
        names = (name for label, others in terms for name in (label.chinese, *others))
        return [name for name in names if LIST_MARKS.search(name)]

    def means(self, text: str, value: Any) -> bool:
        # What cannot be read is no way to write that nobody is there.
        return value is not None and bool(self._as_read(text) == value)

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        ids = {self.read(text).casefold() for text in texts}
        return lambda value: isinstance(value, str) and value.casefold() in ids

    def _problems_of_pattern(self, value: str) -> Iterator[Problem]:
        meant = self._as_read(value)
        if meant is None:
            yield Problem(rules.WRONG_FORM, say(f"expected is {self.form}", f"应为{self.form}"))
        else:
            yield from super()._problems_of_pattern(value)
