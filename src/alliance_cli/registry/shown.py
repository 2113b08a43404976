"""Shown: the one way from a record to text for people or programs.

Personal values are masked here and nowhere else: numbers and addresses of people, and those that
stand in somebody's own words.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import NoneType
from typing import TYPE_CHECKING, Any

from ..data import Data, Path
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import Wording
from ..values.privacy import masked, masked_data, masked_value, may_be_masked, without_escapes
from .registry import Record, Registry, title_of, value_of

if TYPE_CHECKING:
    from .changes import Change
    from .differences import Difference


def masked_message(text: str) -> str:
    """What is said of a registry, with every telephone number and address in it masked."""
    return masked(text)


def masked_personal(text: str) -> str:
    """A personal text masked whatever its form: a number mistyped is still somebody's."""
    return masked_value(text)


def unescaped(text: str) -> str:
    """What a text of TOML says where some of it stands as escapes, such as the keys of a line."""
    return without_escapes(text)


def personal_values(
    table: Mapping[str, Any], fields: Mapping[str, Field]
) -> Iterator[tuple[Path, Any]]:
    """Every personal value of a table that has these fields, and where in it."""
    for key in fields.keys() & table:
        field, value = fields[key], table[key]
        parts: list[tuple[Path, Any]] = [((key,), value)]
        if isinstance(value, list):
            parts = [((key, place), part) for place, part in enumerate(value)]
        for path, part in parts:
            if field.personal:
                yield path, part
            elif field.type.fields and isinstance(part, dict):
                for below, personal in personal_values(part, field.type.fields):
                    yield (*path, *below), personal


def personal_values_brought(registry: Registry, change: "Change") -> set[str]:
    """The personal values in the records that `change` replaces which these did not have before."""
    fields, records = change.kind.fields, registry.of(change.kind)
    return {
        value
        for place, new in change.replaced.items()
        for value in _personal_in(new, fields) - _personal_in(records[place], fields)
    }


def _personal_in(record: Record, fields: Mapping[str, Field]) -> set[str]:
    return {str(value) for _, value in personal_values(record, fields)}


# A shorter text may be a part of what somebody else's number is written in.
_SHORTEST_TYPED = 7


def called(record: Record) -> str:
    """A record by its id and name."""
    words = (record.get("id", "?"), title_of(record) or "?")
    return " ".join(masked(str(each)) for each in words)


# Of these types no two values of different ones are equal, as 1 and true are.
_NEVER_EQUAL = frozenset({str, int, datetime.date, NoneType})


class Shown:
    """The records of a registry as they are shown: in a wording, masked unless `contacts`.

    `wording` decides between 整车企业 and `vehicle`; what refers to another record is its id, or
    where it is `named` its id and name.  The texts are what the registry holds: each channel makes
    them inert.  `typed` are personal values that stay as they are, because whoever sees them typed
    them just now.
    """

    def __init__(
        self,
        registry: Registry,
        wording: Wording,
        *,
        contacts: bool = False,
        typed: Collection[str] = (),
        named: bool = False,
    ) -> None:
        self.registry = registry
        self.wording = wording
        self.contacts = contacts
        self._typed = frozenset(each for each in typed if len(each) >= _SHORTEST_TYPED)
        self.is_named = named
        self._words: dict[str, dict[str, Field]] = {}
        self._orders: dict[str, dict[tuple[str, ...], Iterable[str]]] = {}

    @property
    def title(self) -> str:
        """The name of the alliance, or nothing."""
        return self.said(self.registry.title)

    @property
    def in_full(self) -> "Shown":
        """The same with nothing masked: what differs only there is another value all the same."""
        return Shown(self.registry, self.wording, contacts=True, named=self.is_named)

    @property
    def named(self) -> "Shown":
        """The same, with the names of records beside the ids by which others refer to them."""
        return Shown(
            self.registry, self.wording, contacts=self.contacts, typed=self._typed, named=True
        )

    def cell(self, record: Record, field: Field) -> str:
        """One value of a record, or of a table in it, as text; empty where there is none."""
        value = value_of(record, field)
        return "" if value is None else self.value(value, field)

    def cells(self, records: Sequence[Record], field: Field) -> list[str]:
        """The value of each of some records as text; what several have is told once."""
        key, default = field.key, field.default
        values = [record.get(key) for record in records]
        if default:
            values = [default if value is None else value for value in values]
        if {*map(type, values)} <= _NEVER_EQUAL:
            different = {*values} - {None}
            texts = self._plain_texts(different, field)
            if texts is None:
                texts = {value: self.value(value, field) for value in different}
            texts[None] = ""
            return [texts[value] for value in values]
        return ["" if value is None else self.value(value, field) for value in values]

    def _plain_texts(self, values: Collection[Any], field: Field) -> dict[Any, str] | None:
        """Values of a field as text, None where any of them may have to be masked or named."""
        if self.is_named or field.personal or field.type.fields:
            return None
        if not all(map(field.type.fits, values)):
            return None
        texts = {value: field.type.text(value, self.wording) for value in values}
        # All are looked at together, which costs a fraction.
        return None if may_be_masked("\n".join(texts.values())) else texts

    def value(self, value: Any, field: Field) -> str:
        """A value of a field as text."""
        if self.contacts:
            if not self.is_named and field.type.fits(value):
                return field.type.text(value, self.wording)
        elif field.personal or field.type.fields:
            value = _hidden(value, field, self._typed)
        if not field.type.fits(value):
            return self.said(str(value))
        if self.is_named and field.type.refers_to:
            return self.said(field.type.named_text(value, self.wording))
        if field.type.fields and (words := self._words_in(field)):
            value = [{**table, **self._masked_words(table, words)} for table in value]
        text = field.type.text(value, self.wording)
        # In letters and hanzi alone there is nothing to mask.
        return self.said(text) if not text.isalpha() and field.type.holds_words(value) else text

    def _words_in(self, field: Field) -> dict[str, Field]:
        """The parts of the tables of a field that stand for words of the registry."""
        if field.key not in self._words:
            parts = field.type.fields.items()
            self._words[field.key] = {key: part for key, part in parts if part.type.choices()}
        return self._words[field.key]

    def _masked_words(self, table: Data, words: Mapping[str, Field]) -> dict[str, str]:
        """What keys in a table stand for, where that is masked."""
        texts = {
            key: part.type.text(table[key], self.wording)
            for key, part in words.items()
            if key in table and part.type.fits(table[key])
        }
        return {key: said for key, text in texts.items() if (said := self.said(text)) != text}

    def said(self, text: str) -> str:
        """Somebody's own words."""
        if self.contacts or text in self._typed:
            return text
        if not self._typed:
            return masked(text)
        known = "|".join(map(re.escape, sorted(self._typed)))
        # What stands between is masked by itself.
        pieces = re.split(rf"(?<!\w)({known})(?!\w)", text)
        return "".join(piece if n % 2 else masked(piece) for n, piece in enumerate(pieces))

    def personal(self, text: str) -> str:
        """A text that is personal whatever its form."""
        return text if self.contacts else masked_personal(text)

    def column(self, key: str, text: str, kind: Kind) -> str:
        """A text in the column `key`; a part of a contact is personal whatever its form."""
        whole, _, part = key.partition(".")
        field = kind.fields.get(whole)
        is_personal = field is not None and (field.personal or field.type.holds_people)
        if field is not None and part in field.type.fields:
            is_personal = is_personal or field.type.fields[part].personal
        return self.personal(text) if is_personal else self.said(text)

    def data(self, record: Record, kind: Kind) -> Data:
        """A record as data for JSON: fields in field order, then what has no definition."""
        keys = self._ordered(tuple(record), kind)
        if self.contacts:
            return {key: record[key] for key in keys}
        return {
            key if key in kind.fields else masked(key): _hidden(record[key], kind.fields.get(key))
            for key in keys
        }

    def _ordered(self, keys: tuple[str, ...], kind: Kind) -> Iterable[str]:
        """The keys of a record in field order; most records have the same."""
        known = self._orders.setdefault(kind.table, {})
        if keys not in known:
            known[keys] = dict.fromkeys((*filter({*keys}.__contains__, kind.fields), *keys))
        return known[keys]

    def any_value(self, value: Any, field: Field | None = None) -> Any:
        """A value, or an item of a list, as data; without a field it is of no known one."""
        return value if self.contacts else _hidden(value, field)

    def difference(self, difference: "Difference", kind: Kind) -> Data:
        """A place at which two states of a record differ, as data.

        It differs also where both sides look the same because they are masked.
        """
        path, *states = difference
        field = kind.fields.get(str(path[0]))
        if field and len(path) > 2:
            field = field.type.fields.get(str(path[2]))
        before, after = (
            None if value is None else self.any_value(value, field) for value in states
        )
        return {"path": self.said(".".join(map(str, path))), "before": before, "after": after}


def _hidden(value: Any, field: Field | None, typed: Collection[str] = ()) -> Any:
    """`value` with what is personal in it masked, whatever its form, but for what is `typed`."""
    if field is None:
        # A number under a mistyped key is still somebody's.
        return masked_data(value)
    if type(value) is str and value.isalpha() and not field.personal:
        # Most texts are names and words, in which there is nothing to mask.
        return value
    if field.personal:
        items = value if isinstance(value, list) else [value]
        hidden = [str(item) if str(item) in typed else masked_value(str(item)) for item in items]
        return hidden if isinstance(value, list) else hidden[0]
    if field.type.fields:
        if isinstance(value, list):
            return [_hidden(table, field, typed) for table in value]
        if isinstance(value, dict):
            return {
                masked(key): _hidden(part, field.type.fields.get(key), typed)
                for key, part in value.items()
            }
    if not field.type.fits(value) or field.type.holds_words(value):
        return masked_data(value)
    return value
