"""Spellings: how the records of a registry write what can be written in several ways."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..data import Data
from ..kinds.field import Field
from ..kinds.kind import Kind
from .registry import Record


class Spellings:
    """The spellings of cities and the like in `records`, but for those at the places `without`."""

    def __init__(
        self, records: Sequence[Record], kind: Kind, without: Collection[int] = ()
    ) -> None:
        self.fields = [*kind.suggesting.values()]
        self._records = records
        self._without = without
        self._counted: dict[str, dict[str, Counter[str]]] = {}

    def counted(self, field: Field) -> Mapping[str, Counter[str]]:
        """How often each spelling stands there, by what the spellings of a value share."""
        if field.key not in self._counted:
            found: dict[str, Counter[str]] = {}
            texts = Counter(
                value
                for place, record in enumerate(self._records)
                if isinstance(value := record.get(field.key), str) and place not in self._without
            )
            for text, number in texts.items():
                found.setdefault(field.type.folded(text), Counter())[text] = number
            self._counted[field.key] = found
        return self._counted[field.key]

    def of(self, field: Field, value: Any) -> Any:
        """What most records write for `value`, of several the first; else `value` itself."""
        if not (field.type.suggests_used and isinstance(value, str)):
            return value
        counts = self.counted(field).get(field.type.folded(value))
        return counts.most_common(1)[0][0] if counts else value

    def usual(self, record: Record, before: Record | None = None) -> Data:
        """`record` with its values spelt as usual; those that it had `before` stay as they are."""
        new = dict(record)
        for field in self.fields:
            if field.key in new and not (before and before.get(field.key) == new[field.key]):
                new[field.key] = self.of(field, new[field.key])
        return new
