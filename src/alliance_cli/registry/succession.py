"""Succession: a member under another name, and two members that become one."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..data import Data, same
from ..errors import NOTHING_WRITTEN, DataRefused
from ..kinds.kind import Kind
from ..language import say
from ..values.dates import Day
from ..values.names import name_key
from ..values.words import is_a_slip
from .changes import Change, Merging
from .differences import Difference
from .naming import FORMER, taken_apart, with_former_name
from .references import following
from .registry import Record, Registry, is_gone, names_of
from .shown import called
from .standing import OF_STANDING, withdrawn


def renamed(member: Record, name: str, kind: Kind, *, keep: bool) -> Data:
    """`member` under another name, the old one among its former names if it is to be kept.

    A registered name that was the same follows.
    """
    old = str(member.get("name", ""))
    new: Data = {**member, "name": name}
    if name_key(str(member.get("registered_name", ""))) == name_key(old):
        del new["registered_name"]
    former = [*_texts(member, FORMER), *([old] if keep and old else [])]
    _put(new, FORMER, _without(former, [name]))
    return kind.ordered(new)


def renamed_on(day: Day, member: Record, name: str, kind: Kind, registry: Registry) -> Data:
    """`member` under another name since `day`, which goes into the note: a former name has none."""
    old, noted = member.get("name"), member.get("note")
    told = registry.written(f"until {day}: {old}", f"{day} 更名，原名 {old}")
    note = f"{noted}{registry.written('; ', '；')}{told}" if noted else told
    return kind.ordered({**renamed(member, name, kind, keep=True), "note": note})


class Renaming(NamedTuple):
    """The old and the new name of a member of which nobody said what becomes of the old one."""

    old: str
    new: str

    @property
    def is_correction(self) -> bool:
        """Whether a slip of one character is all that makes the difference."""
        return is_a_slip(name_key(self.old), name_key(self.new))


def _renaming(before: Record, new: Record) -> Renaming | None:
    """What an edit or a list did to a name; None for another spelling, and where the former names
    were changed at the same time.
    """
    old, name = before.get("name"), new.get("name")
    if not (isinstance(old, str) and isinstance(name, str)) or name_key(old) == name_key(name):
        return None
    return Renaming(old, name) if before.get(FORMER) == new.get(FORMER) else None


def under_new_name(before: Record, new: Data, kind: Kind, *, keep: bool | None = None) -> Data:
    """`new`, which an edit or a list made of `before`, with what another name brings.

    The old name is kept, but for a slip of one character, unless `keep` says it.
    """
    names = _renaming(before, new) if FORMER in kind.fields else None
    if names is None:
        return new
    keep = not names.is_correction if keep is None else keep
    return renamed({**new, "name": names.old}, names.new, kind, keep=keep)


def under_typed_name(
    registry: Registry, before: Record, typed: Data, kind: Kind, keeping: Mapping[str, bool]
) -> Data:
    """`typed`, which a person made of `before`, with what another name brings.

    A former name in brackets behind the name is one; `keeping` says which old names are kept.
    """
    if before.get("name") == typed.get("name"):
        return typed
    new, former = taken_apart(typed, registry, kind)
    new = under_new_name(before, new, kind, keep=keeping.get(str(before.get("name"))))
    return with_former_name(new, former, kind) if former else new


def names_in_question(
    registry: Registry, before: Record, typed: Data, kind: Kind
) -> Renaming | None:
    """The names of a member where what a person typed does not say what becomes of the old one."""
    new, former = taken_apart(typed, registry, kind)
    names = _renaming(before, new) if FORMER in kind.fields else None
    return None if names is None or name_key(former) == name_key(names.old) else names


def is_name_lost(before: Record, after: Record, kind: Kind) -> bool:
    """Whether a member has the name that it had before no more, not even as a former one."""
    old = before.get("name")
    names = {name_key(name) for _, _, name in names_of(after, kind)}
    return FORMER in kind.fields and isinstance(old, str) and name_key(old) not in names


def merged(
    registry: Registry, kind: Kind, gone: int, kept: int, day: Day | None, reason: str
) -> Change:
    """The change by which the member at `kept` succeeds that at `gone`, whose record stays.

    The former takes all names of the latter, its contacts, what stands in its other lists and the
    single values that it has not; who names the one that is gone names the other.  The change tells
    which single values are not taken.  Raises DataRefused where they are one, or one of them left
    before.
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
    names = [*_texts(into, FORMER), *(name for _, _, name in names_of(old, kind))]
    known = [name for key, _, name in names_of(into, kind) if key != FORMER]
    _put(new, FORMER, _without(names, known))
    left: Data = dict(old)
    for key, field in kind.fields.items():
        items = old.get(key)
        if key == FORMER or not field.type.is_list or not isinstance(items, list):
            continue
        if field.type.fields and not field.type.holds_people:
            # Whose membership it was does not change.
            continue
        if field.type.fields:
            # A person stands in one place only.
            new[key] = _people([*into.get(key, ()), *items])
            left.pop(key)
        else:
            own = into.get(key, [])
            new[key] = [*own, *(item for item in items if item not in own)]
    filled, differing = _single_values(old, into, kind)
    new |= filled
    why = reason or registry.written(f"merged into {called(into)}", f"并入 {called(into)}")
    changed = {kept: new, gone: withdrawn(left, "left", day, why)}
    ordered = {n: kind.ordered(each) for n, each in changed.items()}
    change = following(registry, kind, {gone: str(into["id"])}, ordered)
    return dataclasses.replace(change, merging=Merging(old, into, differing))


# What tells an organisation from any other, and what goes with its name, is not handed on.
_OWN = ("credit_code", "sort_key", "joined", "decision")
# Figures are of one year, and worth nothing beside those of another.
_FIGURES = ("employees", "revenue_wan", "stat_year")


def _single_values(old: Record, into: Record, kind: Kind) -> tuple[Data, list[Difference]]:
    """The single values that `into` takes from `old`, and those of `old` that it does not take."""
    has_figures = any(key in into for key in _FIGURES)
    filled: Data = {}
    differing: list[Difference] = []
    for key, field in kind.fields.items():
        value, own = old.get(key), into.get(key)
        if field.type.is_list or key == "id" or key in (*kind.names, *OF_STANDING):
            continue
        if value is None or same(value, own) or value == into.get("id"):
            continue
        stays = key in (*_OWN, *kind.references) or (has_figures and key in _FIGURES)
        if own is None and not stays:
            filled[key] = value
        else:
            differing.append(Difference((key,), own, value))
    return filled, differing


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
