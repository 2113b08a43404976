"""Succession: a member under another name, and two members that become one."""

from collections.abc import Iterable
from typing import Any

from ..data import Data
from ..errors import NOTHING_WRITTEN, DataRefused
from ..kinds.kind import Kind
from ..language import say
from ..values.dates import Day
from ..values.names import name_key
from ..values.words import is_a_slip
from .changes import Change, replacement
from .references import referring, with_reference
from .registry import Record, Registry, is_gone, names_of
from .shown import called
from .standing import withdrawn

_FORMER = "former_names"


def renamed(member: Record, name: str, kind: Kind, *, keep: bool, day: Day | None = None) -> Data:
    """`member` under another name, the old one among its former names if it is to be kept.

    A registered name that was the same follows.  `day`, when the name changed, goes into the note,
    for a former name has none.
    """
    old = str(member.get("name", ""))
    new: Data = {**member, "name": name}
    if name_key(str(member.get("registered_name", ""))) == name_key(old):
        del new["registered_name"]
    former = [*_texts(member, _FORMER), *([old] if keep and old else [])]
    _put(new, _FORMER, _without(former, [name]))
    if keep and day is not None:
        told = say(f"until {day}: {old}", f"{day} 更名，原名 {old}")
        noted = member.get("note")
        new["note"] = f"{noted}{say('; ', '；')}{told}" if noted else told
    return kind.ordered(new)


def under_new_name(before: Record, new: Data, kind: Kind) -> Data:
    """`new`, which an edit or a list made of `before`, with what another name brings.

    The old name is kept, but for a slip of one character, and where the former names were changed
    at the same time.
    """
    old, name = before.get("name"), new.get("name")
    if not (isinstance(old, str) and isinstance(name, str)) or name_key(old) == name_key(name):
        return new
    if before.get(_FORMER) != new.get(_FORMER):
        return new
    keep = not is_a_slip(name_key(old), name_key(name))
    return renamed({**new, "name": old}, name, kind, keep=keep)


def merged(
    registry: Registry, kind: Kind, gone: int, kept: int, day: Day | None, reason: str
) -> Change:
    """The change by which the member at `kept` succeeds that at `gone`, whose record stays.

    The former takes all names of the latter, its contacts and what stands in its other lists; who
    names the one that is gone names the other.  Raises DataRefused where they are one, or one of
    them left before.
    """
    records = registry.of(kind)
    old, into = records[gone], records[kept]
    if gone == kept:
        raise _refused(say(f"{called(old)} is named twice", f"{called(old)} 出现了两次"))
    for record in (old, into):
        if is_gone(record):
            raise _refused(
                say(f"{called(record)} left before", f"{called(record)} 此前已退会或除名")
            )
    new: Data = dict(into)
    names = [*_texts(into, _FORMER), *(name for _, _, name in names_of(old, kind))]
    known = [name for key, _, name in names_of(into, kind) if key != _FORMER]
    _put(new, _FORMER, _without(names, known))
    left: Data = dict(old)
    for key, field in kind.fields.items():
        items = old.get(key)
        if key == _FORMER or not field.type.is_list or not isinstance(items, list):
            continue
        if field.type.fields:
            # A person stands in one place only.
            new[key] = _people([*into.get(key, ()), *items])
            left.pop(key)
        else:
            own = into.get(key, [])
            new[key] = [*own, *(item for item in items if item not in own)]
    why = reason or say(f"merged into {called(into)}", f"并入 {called(into)}")
    changed = {kept: new, gone: withdrawn(left, "left", day, why)}
    for place in referring(registry, kind, [gone]).get(gone, ()):
        named = changed.get(place, records[place])
        changed[place] = with_reference(named, str(old["id"]), str(into["id"]), kind)
    return replacement(registry, kind, {n: kind.ordered(each) for n, each in changed.items()})


def _people(tables: Iterable[Data]) -> list[Data]:
    """The tables, of which one of a name takes what another of that name has more; one is first."""
    people: dict[Any, Data] = {}
    for number, table in enumerate(tables):
        known = people.setdefault(name_key(str(table.get("name", ""))) or number, {})
        # The first to be called stays so.
        known |= {key: each for key, each in table.items() if key not in known}
    primary = [person for person in people.values() if person.get("primary")]
    for person in primary[1:]:
        del person["primary"]
    return [*people.values()]


def _texts(record: Record, key: str) -> list[Any]:
    value = record.get(key)
    return [*value] if isinstance(value, list) else []


def _without(names: Iterable[Any], others: Iterable[str]) -> list[Any]:
    """The names, each once, but for those that are others, however they are written."""
    left_out = {name_key(str(name)) for name in others}
    by_key = {name_key(str(name)): name for name in names}
    return [name for key, name in by_key.items() if key not in left_out]


def _put(record: Data, key: str, items: list[Any]) -> None:
    if items:
        record[key] = items
    else:
        record.pop(key, None)


def _refused(message: str) -> DataRefused:
    return DataRefused(message, NOTHING_WRITTEN)
