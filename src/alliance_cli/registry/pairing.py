"""Pairing: which record of one registry is which of another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..kinds.kind import Kind
from ..values.names import name_key
from .registry import Record, names_of


class Pairing(NamedTuple):
    """The places of the records before and after that are the same, and those of all others."""

    pairs: list[tuple[int, int]]
    gone: list[int]
    come: list[int]


def paired(before: Sequence[Record], after: Sequence[Record], kind: Kind) -> Pairing:
    """The pairs of two states of the records of a kind, in the order of the later one.

    Records are the same that have one id, else those that have one credit code, else those that
    have a name in common which no third record has.
    """
    found: dict[int, int] = {}
    gone, come = dict.fromkeys(range(len(before))), dict.fromkeys(range(len(after)))
    for signs_of in _SIGNS:
        old, new = _by_sign(before, gone, signs_of, kind), _by_sign(after, come, signs_of, kind)
        for sign, places in old.items():
            others = new.get(sign, [])
            # Of an id that several have, the first is the first; a name of several is nobody's.
            alike = signs_of is _id or len(places + others) == 2
            for place, other in zip(places, others, strict=False) if alike else ():
                if place in gone and other in come:
                    found[other] = place
                    del gone[place], come[other]
    return Pairing([(found[place], place) for place in sorted(found)], [*gone], [*come])


def _id(record: Record, kind: Kind) -> Iterator[str]:
    if "id" in record:
        yield str(record["id"]).casefold()


def _code(record: Record, kind: Kind) -> Iterator[str]:
    if code := name_key(str(record.get("credit_code", ""))):
        yield code


def _names(record: Record, kind: Kind) -> Iterator[str]:
    yield from {key for _, _, name in names_of(record, kind) if (key := name_key(name))}


_SIGNS: Sequence[Callable[[Record, Kind], Iterator[str]]] = (_id, _code, _names)


def _by_sign(
    records: Sequence[Record],
    places: Iterable[int],
    signs_of: Callable[[Record, Kind], Iterator[str]],
    kind: Kind,
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place in places:
        for sign in signs_of(records[place], kind):
            found[sign].append(place)
    return found
