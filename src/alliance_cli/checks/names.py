"""Names of two members that are equal, look alike, or stand within one another."""

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from ..data import Path
from ..findings.finding import Finding
from ..findings.rule import Rule
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import say
from ..registry.registry import names_of
from ..values.names import loose_key, name_key
from .check import RegistryContext

# A shorter name stands in too many others to mean anything.
_SHORTEST_NAME_WITHIN = 4
# A registered name that is longer is wrong by itself, and has very many parts.
_LONGEST_REGISTERED_NAME = 200


def is_it_one(kind: Kind) -> str:
    """The question whether two records of a kind are about the same."""
    one, measure = kind.words.one, kind.words.measure
    if kind.table == MEMBER.table:
        return say("is it one organisation?", "是否为同一单位？")
    return say(f"is it one {one.english}?", f"是否为同一{measure}{one.chinese}？")


class Likeness(Enum):
    """How a name is like another, the gravest first."""

    OFFICIAL = auto()
    """Both are names that no two members share, and equal under `name_key`."""
    ANY = auto()
    """Equal under `name_key`."""
    LOOSE = auto()
    """Equal under `loose_key`."""
    WITHIN = auto()
    """The other, a name, is a part of this registered name."""


class _Holder(NamedTuple):
    """Where a name stands: the member, the path, the field."""

    member: int
    path: Path
    field: str


_Holders = dict[str, _Holder]


class Pair(NamedTuple):
    """Two members with names that are alike."""

    likeness: Likeness
    here: _Holder
    other: _Holder


def pairs(context: RegistryContext) -> list[Pair]:
    """The pairs of members whose names are alike, each once and by what is gravest."""
    official: _Holders = {}
    found: dict[tuple[int, int], Pair] = {}
    names = [
        (_Holder(index, context.path(index, *steps), field), name_key(name), name)
        for index, member in enumerate(context.records)
        for field, steps, name in names_of(member, context.kind)
    ]
    for likeness, holders, keys in (
        (Likeness.OFFICIAL, official, (key for _, key, _ in names)),
        (Likeness.ANY, {}, (key for _, key, _ in names)),
        (Likeness.LOOSE, {}, (loose_key(name) for _, _, name in names)),
    ):
        for (here, _, _), key in zip(names, keys, strict=True):
            if not key or (holders is official and here.field not in context.kind.official_names):
                continue
            first = holders.setdefault(key, here)
            if first.member != here.member:
                pair = Pair(likeness, here, first)
                found.setdefault((first.member, here.member), pair)
    for pair in _names_within(context, official):
        places = sorted((pair.here.member, pair.other.member))
        found.setdefault((places[0], places[1]), pair)
    return list(found.values())


def _names_within(context: RegistryContext, names: _Holders) -> Iterator[Pair]:
    """Names of members that stand within the registered name of another.

    Looks up every part of a registered name that is as long as some name, so the cost grows with
    the length of the names and not with the square of their number.
    """
    whole = {key: here for key, here in names.items() if here.field == "name"}
    lengths = sorted({len(key) for key in whole if len(key) >= _SHORTEST_NAME_WITHIN})
    for index, member in enumerate(context.records):
        registered = member.get("registered_name")
        if not isinstance(registered, str):
            continue
        key = name_key(registered[:_LONGEST_REGISTERED_NAME])
        path = context.path(index, "registered_name")
        for length in lengths:
            if length >= len(key):
                break
            for start in range(len(key) - length + 1):
                other = whole.get(key[start : start + length])
                if other and other.member != index:
                    yield Pair(Likeness.WITHIN, _Holder(index, path, "registered_name"), other)


def described(
    context: RegistryContext, pair: Pair, rule: Rule, message: str, hint: str = ""
) -> Finding:
    """The finding about a pair: the other member, and what the `message` says of it.

    Below it stands by which command the other, if it left, would be a member again.
    """
    here, other = pair.here, pair.other
    message = f"{context.holder(other.member)} {message}"
    hint = say(" ", "").join(filter(None, (hint, context.taking_back(other.member))))
    return Finding(rule, message, here.path, "value", hint, here.member, here.field, other.path)
