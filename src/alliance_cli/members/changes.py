"""Changes to a registry, as data: the next id, and a new member from what was typed."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ..errors import DataRefused
from ..language import say
from .fields import FIELDS
from .findings import Data
from .registry import Registry
from .values import ValueRefused

_FIRST_ID = "M001"
_LONGEST_ID = 32
_NUMBERED = re.compile(r"(?<![0-9])[0-9]++$")


def next_id(registry: Registry) -> str:
    """The id after the highest: of the prefix that most ids have, with as many digits."""
    found = [
        _NUMBERED.search(identifier)
        for member in registry.members
        if isinstance(identifier := member.get("id"), str) and len(identifier) <= _LONGEST_ID
    ]
    numbered = [(match.string[: match.start()], match[0]) for match in found if match]
    if not numbered:
        return _FIRST_ID
    # Ids are unique whatever their case, so case makes no prefix of its own.
    common = Counter(prefix.casefold() for prefix, _ in numbered).most_common(1)[0][0]
    prefix, highest = max(
        ((prefix, digits) for prefix, digits in numbered if prefix.casefold() == common),
        key=lambda pair: int(pair[1]),
    )
    return f"{prefix}{int(highest) + 1:0{len(highest)}d}"


def read_value(key: str, texts: Sequence[str], registry: Registry) -> object:
    """The value of a field from what a person typed, once or, for lists, several times.

    Raises ValueRefused where a text cannot be read as a value of that field.
    """
    field_type = FIELDS[key].type
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
        raise DataRefused("\n".join(refusals), say("nothing was written", "未写入任何内容"))
    return values


def new_member(values: Data, registry: Registry) -> Data:
    """A member with these values, in field order, and with the next id if they have none."""
    member = {"id": next_id(registry), **values}
    return {key: member[key] for key in FIELDS if key in member}
