"""Changes to a registry, as data: records replaced, removed and added, and the ids they get."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..data import Data, Path, same
from ..errors import NOTHING_WRITTEN, DataRefused, WrongUsage
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import say
from ..values.value_type import ValueRefused
from .differences import Difference
from .ids import highest_id, next_ids
from .naming import taken_apart, with_former_name
from .registry import Record, Registry
from .spellings import Spellings


class Merging(NamedTuple):
    """A record that goes into another, and the single values in which they differ.

    Of each difference the old value is that of `into`, and stays; the new one is not taken.
    """

    gone: Record
    into: Record
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of the records of a kind.

    `replaced` and `removed` name records by their place, `added` ones come after the last.
    `last_id` is an id to remember because nobody has it any more and no other has a higher one.
    `words` are tables of the registry's own words as they are to be, by their path in the file;
    nothing but aliases and headings differs in them.  `beside` are changes of other kinds, which
    are made at once or not at all.  `merging` tells what is not taken.
    """

    kind: Kind
    replaced: Mapping[int, Data] = dataclasses.field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    added: Sequence[Data] = ()
    last_id: str = ""
    words: Mapping[Path, Data] = dataclasses.field(default_factory=dict)
    beside: Sequence["Change"] = ()
    merging: Merging | None = None

    @property
    def parts(self) -> Iterator["Change"]:
        """What becomes of the records of each kind, in changes of one kind."""
        yield dataclasses.replace(self, beside=()) if self.beside else self
        yield from self.beside

    def __bool__(self) -> bool:
        return bool(self.touches_records or self.words)

    @property
    def touches_records(self) -> bool:
        """Whether it is about any record."""
        return bool(self.replaced or self.removed or self.added or any(self.beside))

    def places_staying(self, records: Sequence[Record]) -> list[int]:
        """The places of the records that are not removed."""
        return [index for index in range(len(records)) if index not in self.removed]

    def places_touched(self, records: Sequence[Record]) -> list[int]:
        """The places, after the change, of the records that it replaces or adds."""
        staying = self.places_staying(records)
        replaced = [after for after, before in enumerate(staying) if before in self.replaced]
        return [*replaced, *range(len(staying), len(staying) + len(self.added))]

    def records_after(self, records: Sequence[Record]) -> list[Record]:
        """The records after the change; those that it does not touch are the same objects."""
        stay = (self.replaced.get(n, records[n]) for n in self.places_staying(records))
        return [*stay, *self.added]

    def alliance_after(self, alliance: Mapping[str, Any]) -> Data:
        """The table of the alliance after the change."""
        ids = {part.kind.last_id: part.last_id for part in self.parts if part.last_id}
        return {**alliance, **ids}

    def tables_after(self, alliance: Mapping[str, Any]) -> dict[Path, Data]:
        """The tables without records that differ after the change, by their path in the file."""
        tables = dict(self.words)
        if any(part.last_id for part in self.parts):
            tables["alliance",] = self.alliance_after(alliance)
        return tables

    def registry_after(self, registry: Registry) -> Registry:
        """The registry after the change."""
        records = dict(registry.records)
        for part in self.parts:
            records[part.kind.table] = part.records_after(registry.of(part.kind))
        return registry._replace(records=records, alliance=self.alliance_after(registry.alliance))


def replacement(registry: Registry, kind: Kind, records: Mapping[int, Data]) -> Change:
    """The change that puts `records` in place of those that differ from them."""
    old = registry.of(kind)
    others = {n: record for n, record in records.items() if not same(old[n], record)}
    return remembering(registry, Change(kind, others))


def remembering(registry: Registry, change: Change) -> Change:
    """`change`, with the highest id remembered where it goes: no id is ever given twice."""
    records = registry.of(change.kind)
    if not (change.removed or change.added) and all(
        record.get("id") == records[place].get("id") for place, record in change.replaced.items()
    ):
        return change
    highest = highest_id(registry, change.kind) if change.kind.last_id else None
    after = highest_id(change.registry_after(registry), change.kind)
    if highest and (after is None or after[0] != highest[0] or int(after[1]) < int(highest[1])):
        return dataclasses.replace(change, last_id="".join(highest))
    return change


def read_value(field: Field, texts: Sequence[str]) -> Any:
    """The value of a field from what a person typed, once or, for lists, several times.

    Raises ValueRefused where a text cannot be read as a value of that field.
    """
    if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
        # What the terminal sent is no text in its own encoding, and no file can hold it.
        raise ValueRefused(say("this is not readable text", "这不是可读的文本"))
    return field.type.read_all(texts)


def read_typed(option: str, field: Field, text: str | None) -> Any:
    """The value of a field from what a person typed for an option, None where it was not given.

    Raises WrongUsage for nothing, DataRefused for what cannot be read.
    """
    if text is None:
        return None
    if not text.strip():
        raise WrongUsage(say(f"{option} is without a value", f"{option} 后面没有值"))
    try:
        return read_value(field, [text])
    except ValueRefused as refused:
        raise DataRefused(f"{option}: {refused}", NOTHING_WRITTEN) from None


def read_answers(answers: Mapping[str, Sequence[str]], kind: Kind) -> Data:
    """The values of the fields that were typed, in field order.

    Raises DataRefused that names every answer that cannot be read.
    """
    refusals: list[str] = []
    values: Data = {}
    for key, field in kind.fields.items():
        texts = [text for text in answers.get(key, ()) if text.strip()]
        if not texts:
            continue
        try:
            values[key] = read_value(field, texts)
        except ValueRefused as refused:
            refusals.append(f"{field.option}: {refused}")
    if refusals:
        first, *others = refusals
        raise DataRefused(first, NOTHING_WRITTEN, others)
    return values


def new_record(values: Data, registry: Registry, kind: Kind) -> Data:
    """A record with these values, in field order, and with the next id if its kind has numbers.

    What can be spelt in several ways is spelt as the registry has it; a former name in brackets
    behind the name goes among the former names.
    """
    usual = Spellings(registry.of(kind), kind).usual(values)
    numbered = {"id": next(next_ids(registry, kind))} if kind.id_prefix else {}
    named, former = taken_apart({**numbered, **usual}, registry, kind)
    return with_former_name(named, former, kind)
