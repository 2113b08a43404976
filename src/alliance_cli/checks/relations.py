"""The checks of members together: nothing is there twice, and references lead somewhere."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..data import Path
from ..findings.finding import Finding, about
from ..findings.rules import Rule
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import say
from ..registry.registry import Registry, names_of
from ..values.names import loose_key, name_key
from ..values.words import suggestion

# A shorter name stands in too many others to mean anything.
_SHORTEST_NAME_WITHIN = 4
# A registered name that is longer is wrong by itself, and has very many parts.
_LONGEST_REGISTERED_NAME = 200
_DIGITS = re.compile("([0-9]{1,18})")
# A registry whose parents are all unknown has another problem than a typing error in each.
_MOST_SUGGESTIONS = 20


class _Holder(NamedTuple):
    """Where a name stands: the member, the path, the field."""

    member: int
    path: Path
    field: str


_Holders = dict[str, _Holder]


def _duplicates(
    registry: Registry, key: str, rule: Rule, fold: Callable[[str], str], what: str
) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, member in enumerate(registry.members):
        value = member.get(key)
        if not isinstance(value, str) or not value:
            continue
        before = first.setdefault(fold(value), index)
        if before != index:
            yield about(
                MEMBER.table,
                index,
                key,
                rule,
                say(
                    f"{_called(registry, before)} has this {what} already",
                    f"{_called(registry, before)} 已有相同的{MEMBER.fields[key].heading}",
                ),
                related=(MEMBER.table, before, key),
            )


def _called(registry: Registry, index: int) -> str:
    member = registry.members[index]
    return (
        " ".join(str(member[key]) for key in ("id", "name") if member.get(key)) or f"#{index + 1}"
    )


def _duplicate_ids(registry: Registry) -> Iterator[Finding]:
    """No two members have the same id, whatever its case."""
    return _duplicates(registry, "id", Rule.DUPLICATE_ID, str.casefold, "id")


def _duplicate_codes(registry: Registry) -> Iterator[Finding]:
    """No two members have the same credit code."""
    return _duplicates(registry, "credit_code", Rule.DUPLICATE_CODE, str.upper, "code")


def _names(registry: Registry) -> Iterator[Finding]:
    """Names that are equal under `name_key`, equal under `loose_key`, or within one another.

    A name or registered name that somebody else has is an error; a short or former name may
    rightly have passed on, so there it is a warning, like all that only looks alike.
    """
    official: _Holders = {}
    every: _Holders = {}
    loose: _Holders = {}
    told: set[tuple[int, int]] = set()
    already = say("has this name already", "已有此名称")
    names = [
        (_Holder(index, (MEMBER.table, index, *steps), field), name_key(name), name)
        for index, member in enumerate(registry.members)
        for field, steps, name in names_of(member, MEMBER)
    ]
    # The gravest first: a pair of members is told of once.
    for holders, keys, rule, message in (
        (official, (key for _, key, _ in names), Rule.DUPLICATE_NAME, already),
        (every, (key for _, key, _ in names), Rule.LOOK_ALIKE, already),
        (
            loose,
            (loose_key(name) for _, _, name in names),
            Rule.LOOK_ALIKE,
            say("has a name much like this", "的名称与此相近"),
        ),
    ):
        for (here, _, _), key in zip(names, keys, strict=True):
            if not key or (holders is official and here.field not in MEMBER.official_names):
                continue
            first = holders.setdefault(key, here)
            if first.member != here.member and (first.member, here.member) not in told:
                told.add((first.member, here.member))
                yield _alike(registry, here, first, rule, message)
    yield from _names_within(registry, official, told)


def _names_within(
    registry: Registry,
    names: "_Holders",
    told: set[tuple[int, int]],
) -> Iterator[Finding]:
    """A name of one member that stands within the registered name of another.

    Looks up every part of a registered name that is as long as some name, so the cost grows with
    the length of the names and not with the square of their number.
    """
    whole = {key: here for key, here in names.items() if here.field == "name"}
    lengths = sorted({len(key) for key in whole if len(key) >= _SHORTEST_NAME_WITHIN})
    for index, member in enumerate(registry.members):
        registered = member.get("registered_name")
        if not isinstance(registered, str):
            continue
        key = name_key(registered[:_LONGEST_REGISTERED_NAME])
        for length in lengths:
            if length >= len(key):
                break
            for start in range(len(key) - length + 1):
                here = whole.get(key[start : start + length])
                if here is None or here.member == index:
                    continue
                pair = (min(index, here.member), max(index, here.member))
                if pair not in told:
                    told.add(pair)
                    yield _alike(
                        registry,
                        _Holder(index, (MEMBER.table, index, "registered_name"), "registered_name"),
                        here,
                        Rule.NAME_WITHIN,
                        say("has a name that stands within this one", "的名称包含在此名称中"),
                    )


def _alike(registry: Registry, here: _Holder, other: _Holder, rule: Rule, message: str) -> Finding:
    hint = "" if rule is Rule.DUPLICATE_NAME else say("is it one organisation?", "是否为同一单位？")
    return Finding(
        rule,
        f"{_called(registry, other.member)} {message}",
        here.path,
        "value",
        hint,
        here.member,
        here.field,
        other.path,
    )


def _parents(registry: Registry) -> Iterator[Finding]:
    """A parent is another member, and nobody is above themselves."""
    ids: dict[str, int] = {}
    for index, member in enumerate(registry.members):
        if isinstance(identifier := member.get("id"), str):
            ids.setdefault(identifier.casefold(), index)
    parents: dict[int, int] = {}
    unknown = 0
    for index, member in enumerate(registry.members):
        parent = member.get("parent")
        if not isinstance(parent, str):
            continue
        above = ids.get(parent.casefold())
        if above is None:
            unknown += 1
            yield about(
                MEMBER.table,
                index,
                "parent",
                Rule.UNKNOWN_PARENT,
                say(f"there is no member {parent}", f"没有编号为 {parent} 的会员"),
                suggestion(parent, ids) if unknown <= _MOST_SUGGESTIONS else "",
            )
        elif above == index:
            yield about(
                MEMBER.table,
                index,
                "parent",
                Rule.OWN_PARENT,
                say("a member cannot be its own parent", "上级单位不能是自己"),
            )
        else:
            parents[index] = above
    yield from _circles(registry, parents)


def referring(registry: Registry, kind: Kind, place: int) -> list[int]:
    """The places of the records that name the one at `place`, and no other, as theirs."""
    records = registry.of(kind)
    ids = [str(record.get("id", "")).casefold() for record in records]
    if not ids[place] or ids.count(ids[place]) > 1:
        return []
    keys = [key for key, table in kind.references.items() if table == kind.table]
    return [
        n
        for n, record in enumerate(records)
        if n != place and any(str(record.get(key, "")).casefold() == ids[place] for key in keys)
    ]


def _circles(registry: Registry, parents: dict[int, int]) -> Iterator[Finding]:
    cleared: set[int] = set()
    for start in parents:
        trail: dict[int, None] = {}
        here: int | None = start
        while here is not None and here not in cleared and here not in trail:
            trail[here] = None
            here = parents.get(here)
        if here is not None and here in trail:
            circle = list(trail)[list(trail).index(here) :]
            last = max(circle)
            ids = " → ".join(str(registry.members[i].get("id")) for i in [*circle, circle[0]][:8])
            yield about(
                MEMBER.table,
                last,
                "parent",
                Rule.PARENT_CYCLE,
                say(f"the parents go in a circle: {ids}", f"上级单位互相循环：{ids}"),
            )
        cleared.update(trail)


def out_of_order(registry: Registry) -> Iterator[Finding]:
    """Members that stand below one with a higher id; numbers in ids count as numbers."""
    highest: tuple[list[tuple[int, str]], str] = ([], "")
    for index, member in enumerate(registry.members):
        identifier = member.get("id")
        if not isinstance(identifier, str):
            continue
        here = [
            (int(part), "") if part.isdecimal() else (-1, part.casefold())
            for part in _DIGITS.split(identifier)
        ]
        if here < highest[0]:
            yield about(
                MEMBER.table,
                index,
                "id",
                Rule.ORDER,
                say(
                    f"{identifier} stands below {highest[1]}",
                    f"{identifier} 排在 {highest[1]} 之后",
                ),
            )
        else:
            highest = here, identifier


_MOST_IDS = 10


def many_removed(
    registry: Registry, before: Registry, revision: str, allowed: int
) -> Iterator[Finding]:
    """More members of an earlier registry are gone than `allowed`; a new id alone is no removal."""
    ids = {str(member.get("id")).casefold() for member in registry.members}
    names = {
        name_key(name) for member in registry.members for _, _, name in names_of(member, MEMBER)
    }
    gone = [
        str(member.get("id"))
        for member in before.members
        if str(member.get("id")).casefold() not in ids
        and names.isdisjoint(name_key(name) for _, _, name in names_of(member, MEMBER))
    ]
    if len(gone) > allowed:
        listed = " ".join(gone[:_MOST_IDS]) + (" …" if len(gone) > _MOST_IDS else "")
        yield Finding(
            Rule.MANY_REMOVED,
            say(
                f"gone since {revision}: {len(gone)}, at most allowed: {allowed} ({listed})",
                f"与 {revision} 相比删除了 {len(gone)} 家会员，最多允许 {allowed} 家({listed})",
            ),
            (),
            hint=say(
                "who leaves is withdrawn, which keeps the record; --max-removed allows more",
                "退会请用 withdraw 保留记录；确需删除可调高 --max-removed",
            ),
        )


class RegistryCheck(NamedTuple):
    """A check of members together, and the fields that it looks at: it depends on no others."""

    run: Callable[[Registry], Iterator[Finding]]
    fields: frozenset[str]


REGISTRY_CHECKS = (
    RegistryCheck(_duplicate_ids, frozenset({"id"})),
    RegistryCheck(_duplicate_codes, frozenset({"credit_code"})),
    RegistryCheck(_names, frozenset(MEMBER.names)),
    RegistryCheck(_parents, frozenset({"id", "parent"})),
)
