"""Drawing experts: who can be asked on a day, in which order, and who is left out, and why.

A drawing follows from the registry and from what is asked alone.  Who was drawn longest ago comes
first; among those who are alike in that, the hash of the seed and the id decides.  So it can be
repeated anywhere, and checked without this program.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from ..errors import WrongUsage
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..values.dates import Day, day_in, days_of
from ..values.names import name_key
from ..values.value_type import ValueRefused
from .changes import Change, replacement
from .membership import was_there
from .query import Selection, places_of, test_of
from .registry import Record, Registry, names_of, tables_of, value_of

DRAWN = "drawn"
"""The key of the field that holds the drawings of an expert."""

_EXPERTISE = "expertise"

_SEED_LETTERS = "bcdfghjkmnpqrstvwxyz"
"""Letters that nobody takes for another or for a digit, and that make no words."""


class Reason(StrEnum):
    """Why an expert is left out of a drawing."""

    CANDIDATE = "candidate"
    NOT_APPOINTED = "not_appointed"
    NOT_YET = "not_yet"
    ENDED = "ended"
    UNDATED = "undated"
    WORKS_THERE = "works_there"
    AVOIDS = "avoids"
    DRAWN_OFTEN = "drawn_often"


class Wish(NamedTuple):
    """What is asked of a drawing.

    Experts are wanted of one of these `fields`, if there are any, and of this `selection`; `avoid`
    names the members whose matter it is.  All are the words of a person.  Who was drawn `at_most`
    times in the twelve months up to the day is not drawn again.
    """

    number: int
    day: datetime.date
    seed: str
    purpose: str | None = None
    fields: Sequence[str] = ()
    avoid: Sequence[str] = ()
    selection: Selection = Selection()
    candidates: bool = False
    at_most: int | None = None

    def entry(self) -> dict[str, Any]:
        """The table under `drawn` that keeps a drawing."""
        purpose = {} if self.purpose is None else {"purpose": self.purpose}
        return {"on": self.day, **purpose, "seed": self.seed}


class Considered(NamedTuple):
    """An expert who was considered, and what became of it.

    `last` is the day of the last drawing as the file has it, and `latest` the last that it may
    be.  `times` counts the drawings in the twelve months up to the day.  Where there is a `reason`
    to leave the expert out, `member` is the id of the member on whose account that is, if it is.
    """

    place: int
    record: Record
    last: Day | None
    latest: datetime.date | None
    times: int
    lot: str
    reason: Reason | None = None
    member: str = ""

    @property
    def identifier(self) -> str:
        """The id of the expert."""
        return _id(self.record)

    @property
    def turn(self) -> tuple[str, str]:
        """What those who can be drawn are in order of."""
        return (self.latest.isoformat() if self.latest else "", self.lot)


class Drawing(NamedTuple):
    """What came of a drawing: those who can be drawn, in their order, and those left out.

    `fields` are the keys of the expertise that is wanted, `avoided` the ids of the members whose
    matter it is and of those above and below them.
    """

    registry: Registry
    kind: Kind
    wish: Wish
    available: Sequence[Considered]
    left_out: Sequence[Considered]
    fields: Sequence[str]
    avoided: Sequence[str]

    @property
    def drawn(self) -> Sequence[Considered]:
        """Those who are drawn; nobody where there are fewer than are wanted."""
        number = self.wish.number
        return self.available[:number] if len(self.available) >= number else ()


def new_seed() -> str:
    """A seed that nobody could foresee, short enough to be read out."""
    import secrets

    letters = "".join(secrets.choice(_SEED_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def lot_of(seed: str, identifier: str) -> str:
    """What decides among experts who are alike: the SHA-256 of the seed, a space and the id."""
    return hashlib.sha256(f"{seed} {identifier}".encode()).hexdigest()


def draw(registry: Registry, kind: Kind, wish: Wish) -> Drawing:
    """Draw experts.  Raises WrongUsage where the wish names what does not exist."""
    kind = registry.kinds[kind.table]
    fields = _expertise(kind, wish.fields)
    equals = [*wish.selection.equals, (_EXPERTISE, fields)]
    is_chosen = test_of(registry, kind, wish.selection._replace(equals=equals))
    family = _Family(registry, places_of(registry, registry.kinds[MEMBER.table], wish.avoid))
    considered = [
        _considered(place, record, kind, wish, family)
        for place, record in enumerate(registry.of(kind))
        if is_chosen(record)
    ]
    available = sorted(
        (each for each in considered if each.reason is None), key=lambda each: each.turn
    )
    left_out = [each for each in considered if each.reason is not None]
    return Drawing(registry, kind, wish, available, left_out, fields, family.ids)


def recorded(drawing: Drawing) -> Change:
    """The change that notes the drawing with each expert who was drawn, once."""
    entry, kind = drawing.wish.entry(), drawing.kind
    new = {}
    for each in drawing.drawn:
        before = each.record.get(DRAWN)
        drawings = before if isinstance(before, list) else []
        if entry not in drawings:
            new[each.place] = kind.ordered({**each.record, DRAWN: [*drawings, entry]})
    return replacement(drawing.registry, kind, new)


def _expertise(kind: Kind, words: Sequence[str]) -> list[str]:
    """The keys of the expertise that these words mean."""
    try:
        keys = kind.fields[_EXPERTISE].type.read_all(words) if words else []
    except ValueRefused as refused:
        raise WrongUsage(f"--field: {refused}") from None
    return [*keys]


def _considered(
    place: int, record: Record, kind: Kind, wish: Wish, family: "_Family"
) -> Considered:
    drawings = [*_drawings_before(record, kind, wish)]
    since = _year_before(wish.day)
    times = sum(latest > since for latest, _ in drawings)
    latest, last = max(drawings, key=lambda each: each[0], default=(None, None))
    lot = lot_of(wish.seed, _id(record))
    reason, member = _not_appointed(record, kind, wish), ""
    if reason is None:
        reason, member = family.stands_against(record)
    if reason is None and wish.at_most is not None and times >= wish.at_most:
        reason = Reason.DRAWN_OFTEN
    return Considered(place, record, last, latest, times, lot, reason, member)


def _drawings_before(
    record: Record, kind: Kind, wish: Wish
) -> Iterator[tuple[datetime.date, Day | None]]:
    """The drawings of an expert up to the day: the last day on which each may have been, and `on`.

    One of which no day can be read may have been on the day itself.  The drawing that is asked for
    does not count where it is recorded already, so it comes out the same.
    """
    for table in tables_of(record, DRAWN):
        if table == wish.entry():
            continue
        on = day_in(table.get("on"))
        if on is None:
            yield wish.day, None
            continue
        first, latest = days_of(on)
        if first <= wish.day:
            yield min(latest, wish.day), on


def _not_appointed(record: Record, kind: Kind, wish: Wish) -> Reason | None:
    """Why an expert cannot be drawn by status and dates; None for who can."""
    status = value_of(record, kind.fields["status"])
    if status == "candidate":
        return None if wish.candidates else Reason.CANDIDATE
    if status != "appointed":
        return Reason.NOT_APPOINTED
    days = {key: day_in(record[key]) for key in kind.lasting if key in record}
    was_appointed = was_there(record, kind, wish.day)
    if was_appointed is None or None in days.values():
        return Reason.UNDATED
    if was_appointed:
        return None
    first = days.get(kind.lasting[0])
    return Reason.NOT_YET if first and days_of(first)[0] > wish.day else Reason.ENDED


class _Family:
    """Members to avoid: those at some places, and all above and below them.

    They are met by their ids, whatever the case, and by their names.
    """

    def __init__(self, registry: Registry, places: Sequence[int]) -> None:
        members = registry.members
        above: dict[int, list[int]] = {}
        below: dict[int, list[int]] = {}
        by_id: dict[str, list[int]] = {}
        for place, member in enumerate(members):
            by_id.setdefault(_id(member).casefold(), []).append(place)
        for place, member in enumerate(members):
            parent = member.get("parent")
            if isinstance(parent, str) and parent:
                above[place] = by_id.get(parent.casefold(), [])
                for each in above[place]:
                    below.setdefault(each, []).append(place)
        family = sorted(_reached(places, above) | _reached(places, below))
        self.ids = [_id(members[place]) for place in family]
        self._ids = {each.casefold(): each for each in self.ids if each}
        self._names = {
            name_key(name): _id(members[place])
            for place in family
            for _, _, name in names_of(members[place], MEMBER)
        }

    def stands_against(self, record: Record) -> tuple[Reason | None, str]:
        """Why an expert is not asked in a matter of these members, and on whose account."""
        unit, unit_name, avoid = (record.get(key) for key in ("unit", "unit_name", "avoid"))
        there = self._ids.get(unit.casefold()) if isinstance(unit, str) else None
        if there is None and isinstance(unit_name, str):
            there = self._names.get(name_key(unit_name))
        if there is not None:
            return Reason.WORKS_THERE, there
        for each in avoid if isinstance(avoid, list) else [avoid]:
            if isinstance(each, str) and each.casefold() in self._ids:
                return Reason.AVOIDS, self._ids[each.casefold()]
        return None, ""


def _reached(places: Iterable[int], steps: Mapping[int, Sequence[int]]) -> set[int]:
    """The places from which these steps lead on, and those to which they lead."""
    reached = set(places)
    waiting = [*reached]
    while waiting:
        further = set(steps.get(waiting.pop(), ())) - reached
        reached |= further
        waiting += further
    return reached


def _id(record: Record) -> str:
    return str(record.get("id", ""))


def _year_before(day: datetime.date) -> datetime.date:
    """The same day of the year before; the last of February where there is none."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=max(day.year - 1, 1), day=28)
