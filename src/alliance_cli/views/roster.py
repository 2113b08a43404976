"""The seats of a body on a day: who has them, by role, and which are vacant."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from ..language import Phrase, say
from ..registry.registry import Registry, title_of
from ..registry.seats import Seat, Sitting, role_called
from ..registry.shown import Shown
from .card import Line

_VACANT = Phrase("vacant", "空缺")


def lines_of_roster(sittings: Sequence[Sitting], shown: Shown) -> Iterator[Line]:
    """A line for each seat: the role, and who has it and since when, or that it is vacant."""
    for sitting in sittings:
        name = role_called(sitting.role, shown)
        for seat in sitting.taken:
            yield Line(name, _told(seat, shown))
        for seat in sitting.doubtful:
            doubt = say("the dates do not say", "所载日期不足以判断")
            yield Line(name, f"{_told(seat, shown)} ({doubt})")
        if sitting.vacant:
            yield Line(name, f"({_VACANT} x {sitting.vacant})")


def _told(seat: Seat, shown: Shown) -> str:
    record = shown.registry.of(seat.kind)[seat.place]
    words = [str(record.get("id", "?")), str(title_of(record)), seat.person]
    first, last = seat.span
    if first or last:
        words.append(f"({first or '?'} {say('to', '至')} {last or '…'})")
    return shown.said(" ".join(filter(None, words)))


def data_of_roster(
    sittings: Sequence[Sitting], registry: Registry, shown: Shown, day: datetime.date
) -> dict[str, Any]:
    """The same as data: the day, and each role with its seats and vacancies."""
    return {
        "on": day.isoformat(),
        "roles": [
            {
                "role": shown.said(sitting.role) or None,
                "seats": sitting.number or None,
                "vacant": sitting.vacant,
                "taken": [_as_data(seat, registry, shown) for seat in sitting.taken],
                "doubtful": [_as_data(seat, registry, shown) for seat in sitting.doubtful],
            }
            for sitting in sittings
        ],
    }


def _as_data(seat: Seat, registry: Registry, shown: Shown) -> dict[str, Any]:
    record = registry.of(seat.kind)[seat.place]
    first, last = seat.span
    return {
        "id": shown.said(str(record.get("id", ""))),
        "name": shown.said(str(title_of(record))),
        "person": shown.said(seat.person) or None,
        "term": seat.term,
        "since": None if first is None else str(first),
        "until": None if last is None else str(last),
        "decision": shown.said(seat.decision) or None,
    }
