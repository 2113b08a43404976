"""Changes to a registry, as data: members replaced, removed and added, and the ids they get."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..data import Data, same
from ..errors import NOTHING_WRITTEN, DataRefused
from ..kinds.member import FIELDS
from ..language import say
from ..values.value_type import ValueRefused
from .ids import highest_id, next_id
from .registry import LAST_ID, Member, Registry


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of the members of a registry.

    `replaced` and `removed` name members by their place, `added` ones come after the last.
    `last_id` is an id to remember because nobody has it any more and no other has a higher one.
    """

    replaced: Mapping[int, Data] = dataclasses.field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    added: Sequence[Data] = ()
    last_id: str = ""

    def __bool__(self) -> bool:
        return bool(self.replaced or self.removed or self.added)

    def places_staying(self, members: Sequence[Member]) -> list[int]:
        """The places of the members that are not removed."""
        return [index for index in range(len(members)) if index not in self.removed]

    def members_after(self, members: Sequence[Member]) -> list[Member]:
        """The members after the change; those that it does not touch are the same objects."""
        stay = (self.replaced.get(n, members[n]) for n in self.places_staying(members))
        return [*stay, *self.added]

    def alliance_after(self, alliance: Mapping[str, Any]) -> Data:
        """The table of the alliance after the change."""
        return {**alliance, LAST_ID: self.last_id} if self.last_id else dict(alliance)

    def registry_after(self, registry: Registry) -> Registry:
        """The registry after the change."""
        members = self.members_after(registry.members)
        return Registry(members, self.alliance_after(registry.alliance), registry.vocabularies)


def replacement(registry: Registry, members: Mapping[int, Data]) -> Change:
    """The change that puts `members` in place of those that differ from them."""
    old = registry.members
    others = {n: member for n, member in members.items() if not same(old[n], member)}
    return remembering(registry, Change(others))


def removal(registry: Registry, places: Iterable[int]) -> Change:
    """The change that removes the members at these places."""
    return remembering(registry, Change(removed=frozenset(places)))


def remembering(registry: Registry, change: Change) -> Change:
    """`change`, with the highest id remembered where it goes: no id is ever given twice."""
    highest = highest_id(registry)
    after = highest_id(change.registry_after(registry))
    if highest and (after is None or after[0] != highest[0] or int(after[1]) < int(highest[1])):
        return dataclasses.replace(change, last_id="".join(highest))
    return change


def read_value(key: str, texts: Sequence[str], registry: Registry) -> object:
    """The value of a field from what a person typed, once or, for lists, several times.

    Raises ValueRefused where a text cannot be read as a value of that field.
    """
    field_type = FIELDS[key].type
    if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
        # What the terminal sent is no text in its own encoding, and no file can hold it.
        raise ValueRefused(say("this is not readable text", "这不是可读的文本"))
    if not field_type.is_list:
        return field_type.read(texts[-1], registry.vocabularies)
    values: list[object] = []
    for text in texts:
        values += field_type.read(text, registry.vocabularies)
    return values


def read_answers(answers: Mapping[str, Sequence[str]], registry: Registry) -> Data:
    """The values of the fields that were typed, in field order.

    Raises DataRefused that names every answer that cannot be read.
    """
    refusals: list[str] = []
    values: Data = {}
    for key, field in FIELDS.items():
        texts = [text for text in answers.get(key, ()) if text.strip()]
        if not texts:
            continue
        try:
            values[key] = read_value(key, texts, registry)
        except ValueRefused as refused:
            refusals.append(f"{field.option}: {refused}")
    if refusals:
        raise DataRefused("\n".join(refusals), NOTHING_WRITTEN)
    return values


def new_member(values: Data, registry: Registry) -> Data:
    """A member with these values, in field order, and with the next id if they have none."""
    member = {"id": next_id(registry), **values}
    return {key: member[key] for key in FIELDS if key in member}
