"""Taking seats in a body and leaving them, as changes of the records that have them."""

import datetime
from collections.abc import Iterator
from typing import Any

from ..data import Data
from ..errors import NOTHING_WRITTEN, DataRefused, WrongUsage
from ..kinds.body import BODY
from ..kinds.kind import Kind
from ..kinds.shared import SEATS
from ..language import say
from ..values.dates import Day, days_of
from .changes import Change, replacement
from .query import place_of
from .registry import Record, Registry, is_gone, title_of
from .seats import GROUPS, Bodies, Seat, days_of_term, latest_term, seats_of, sits
from .shown import called


def body_called(registry: Registry, word: str) -> Record:
    """The body with this id or name.  Raises WrongUsage where there is none."""
    kind = registry.kinds[BODY.table]
    return registry.of(kind)[place_of(registry, kind, word)]


def holder_called(registry: Registry, word: str) -> tuple[Kind, int]:
    """The kind and the place of the member or expert that a word means, by id or whole name.

    Raises WrongUsage where there is none, or where there are several.
    """
    kinds = [kind for kind in registry.kinds.values() if SEATS in kind.fields]
    found = []
    first: WrongUsage | None = None
    for kind in kinds:
        try:
            found.append((kind, place_of(registry, kind, word, in_part=False)))
        except WrongUsage as error:
            first = first or error
    if len(found) == 1:
        return found[0]
    if found:
        listed = say(" and ", " 和 ").join(called(registry.of(k)[place]) for k, place in found)
        raise WrongUsage(
            say(f"{word} means {listed}", f"{word} 可指 {listed}"),
            say("name one by its id", "请用编号指定"),
        )
    raise first or WrongUsage(say(f"there is nobody called {word}", f"没有叫 {word} 的会员或专家"))


def seated(registry: Registry, body: Record, holder: tuple[Kind, int], seat: Data) -> Change:
    """The change by which somebody takes a seat in a body.

    `seat` has what is known of it beside the body; without a term and a first day it is of the
    term that runs today, else from today on.  Raises DataRefused for who left.
    """
    kind, place = holder
    record = registry.of(kind)[place]
    if is_gone(record, kind):
        raise DataRefused(
            say(f"{called(record)} left", f"{called(record)} 已退出"), NOTHING_WRITTEN
        )
    new: Data = {"body": body["id"], **seat}
    if "term" not in new and "since" not in new:
        today = datetime.date.today()
        terms = Bodies(registry).terms(str(body["id"]))
        running = latest_term(
            [
                term
                for term in terms
                if "number" in term and days_of_term(term).covers(today) is not False
            ]
        )
        new |= {"term": running["number"]} if running else {"since": today}
    rows = record.get(SEATS)
    own = [*rows] if isinstance(rows, list) else []
    return replacement(registry, kind, {place: kind.ordered({**record, SEATS: [*own, new]})})


def left_seat(
    registry: Registry, body: Record, holder: tuple[Kind, int], day: Day, role: str = ""
) -> Change:
    """The change by which somebody leaves a seat in a body, on its last day `day`.

    Of the short form the body is taken out.  Raises DataRefused where there is no such seat, or
    where there are several.
    """
    kind, place = holder
    record = registry.of(kind)[place]
    identifier = str(body["id"])
    mine = [
        seat
        for seat in seats_of(record, kind, place, Bodies(registry))
        if seat.body == identifier
        and role in ("", seat.role)
        and sits(seat, record, days_of(day)[0]) is not False
    ]
    if len(mine) != 1:
        raise _refused(record, body, mine, day)
    key, number = mine[0].path
    new: Data = dict(record)
    rows: list[Any] = [*new[str(key)]] if isinstance(new[str(key)], list) else [new[str(key)]]
    if key == GROUPS:
        del rows[int(number)]
    else:
        rows[int(number)] = {**rows[int(number)], "until": day}
    new[str(key)] = rows
    if not rows:
        del new[str(key)]
    return replacement(registry, kind, {place: kind.ordered(new)})


def seats_ended(registry: Registry, change: Change) -> Iterator[tuple[Record, list[Seat]]]:
    """Who leaves the alliance by `change`, and the seats that end by that."""
    bodies = Bodies(registry)
    for part in change.parts:
        kind = part.kind
        for place, new in part.replaced.items() if SEATS in kind.fields else ():
            old = registry.of(kind)[place]
            if is_gone(new, kind) and not is_gone(old, kind):
                pairs = zip(
                    seats_of(old, kind, place, bodies),
                    seats_of(new, kind, place, bodies),
                    strict=False,
                )
                if ended := [before for before, after in pairs if before.span != after.span]:
                    yield new, ended


def _refused(record: Record, body: Record, found: list[Seat], day: Day) -> DataRefused:
    who, where = called(record), title_of(body)
    if not found:
        return DataRefused(
            say(f"{who} has no seat in {where} on {day}", f"{who} {day} 未在 {where} 任职"),
            NOTHING_WRITTEN,
        )
    roles = say(", ", "、").join(dict.fromkeys(seat.role or "-" for seat in found))
    return DataRefused(
        say(
            f"{who} has {len(found)} seats in {where}: {roles}",
            f"{who} 在 {where} 有 {len(found)} 处任职：{roles}",
        ),
        say("name the role with --role; ", "请用 --role 指定角色；") + NOTHING_WRITTEN,
    )
