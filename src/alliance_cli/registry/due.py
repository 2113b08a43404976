"""What is due: what in a registry wants somebody's attention as of a day.

Each sort of matter is an entry of `SORTS`, with the function that finds its matters.  A matter is
gone from the next page once the command that it names was run.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..kinds.body import BODY
from ..kinds.expert import EXPERT
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..kinds.project import PROJECT
from ..kinds.shared import CONFIRMED, SEATS
from ..language import Phrase, say, spoken
from ..values.dates import Day, day_in, days_of
from ..values.durations import Duration
from .membership import joins_later, was_there
from .registry import Record, Registry, is_gone, tables_of, value_of
from .seats import Bodies, Seat, latest_term, seats, sits
from .shown import called

HOLE = "…"
"""What stands in a command for what a person has to fill in."""

_PREPARATION = Duration(3, "m")
_RENEWED_AFTER_COUNCIL = Duration(6, "m")
_YEAR = Duration(1, "y")
# Whose renewal is prepared three months before the term ends, and filed afterwards.
_RENEWED = ("assembly", "council", "standing-council", "supervisors")


class Matter(NamedTuple):
    """Something that wants attention: the day that it is about, the record, and what settles it.

    `text` says it in the language of the run; the words of `command` stand after `alliance`.
    `detail` tells it from others of its sort about the record, `number` is of how many records or
    seats it tells.  `record` is None where it is about several.
    """

    day: Day | None
    kind: Kind
    record: Record | None
    text: str
    command: Sequence[str]
    detail: str = ""
    number: int = 1
    sort: str = ""


class Asked(NamedTuple):
    """For what is asked: the day as of which, and the last day of the time that lies ahead."""

    registry: Registry
    day: datetime.date
    horizon: datetime.date

    def is_near(self, day: Day) -> bool:
        """Whether `day` may lie within the time, or before it."""
        return days_of(day)[0] <= self.horizon

    def is_over(self, day: Day | None) -> bool:
        """Whether `day` surely lies before that which was asked for."""
        return day is not None and days_of(day)[1] < self.day


def due(registry: Registry, day: datetime.date, within: Duration) -> list[Matter]:
    """What wants attention as of `day`, or will within the time after it.

    What is overdue comes first, each by its day, and last what has none.
    """
    asked = Asked(registry, day, within.after(day))
    found = [
        matter._replace(sort=key) for key, sort in SORTS.items() for matter in sort.find(asked)
    ]

    def order(matter: Matter) -> tuple[bool, bool, datetime.date]:
        first = datetime.date.max if matter.day is None else days_of(matter.day)[0]
        return not asked.is_over(matter.day), matter.day is None, first

    return sorted(found, key=order)


def is_overdue(matter: Matter, day: datetime.date) -> bool:
    """Whether the day of a matter is over by the beginning of `day`."""
    return matter.day is not None and days_of(matter.day)[1] < day


# --- bodies: their terms, their seats


def _terms(asked: Asked) -> Iterator[Matter]:
    """Terms of office that end, or ended, while the next is not entered."""
    kind = asked.registry.kinds[BODY.table]
    for body in _lasting_bodies(asked):
        term = latest_term(tables_of(body, "terms")) or {}
        until = day_in(term.get("until"))
        if until is None:
            continue
        prepared = _PREPARATION.before(days_of(until)[0])
        is_renewed = value_of(body, kind.fields["kind"]) in _RENEWED
        if not asked.is_near(until) and not (is_renewed and prepared <= asked.day):
            continue
        number = term.get("number")
        text = _text_of_term(number, prepared if is_renewed else None, asked.is_over(until))
        yield Matter(until, kind, body, text, _renewal(kind, body, term), detail=str(number))


def _renewal(kind: Kind, body: Record, term: Record) -> Sequence[str]:
    """The command that enters the term after the last one of a body."""
    number = term.get("number")
    following = number + 1 if type(number) is int else HOLE
    values = f"terms=number={following},from={HOLE},until={HOLE}"
    return _about(kind, "edit", body, "--append", values)


def _text_of_term(number: Any, prepared: datetime.date | None, is_over: bool) -> str:
    """What is told of a term, whose renewal is `prepared` from a day on."""
    if is_over:
        text = say(f"term {number} ended, and no other began", f"第 {number} 届已届满，尚无新一届")
    else:
        text = say(f"term {number} ends", f"第 {number} 届届满")
    if prepared is None:
        return text
    if not is_over:
        text += say(f"; prepare the renewal from {prepared} on", f"；自 {prepared} 起筹备换届")
    return text + say("; a renewal is filed within a month", "；换届后一个月内备案")


def _branches(asked: Asked) -> Iterator[Matter]:
    """Branches of a term from before the present council, which are to be renewed after it was.

    Whose own term ends anyway is told of by that.
    """
    kind = asked.registry.kinds[BODY.table]
    renewed = max(_councils_begun(asked), key=days_of, default=None)
    if renewed is None:
        return
    day = _RENEWED_AFTER_COUNCIL.after(days_of(renewed)[1])
    for body in _lasting_bodies(asked) if asked.is_near(day) else ():
        term = latest_term(tables_of(body, "terms")) or {}
        first, last = (day_in(term.get(key)) for key in ("from", "until"))
        ends_anyway = last is not None and asked.is_near(last)
        if value_of(body, kind.fields["kind"]) != "branch" or first is None or ends_anyway:
            continue
        if days_of(first)[1] < days_of(renewed)[0]:
            text = say(
                f"the council began anew on {renewed}: a branch is renewed within six months",
                f"理事会已于 {renewed} 换届，分支机构应在六个月内换届",
            )
            yield Matter(day, kind, body, text, _renewal(kind, body, term), detail=str(renewed))


def _councils_begun(asked: Asked) -> Iterator[Day]:
    """The first days of all terms of councils that have begun."""
    kind = asked.registry.kinds[BODY.table]
    for body in _lasting_bodies(asked):
        if value_of(body, kind.fields["kind"]) == "council":
            for term in tables_of(body, "terms"):
                first = day_in(term.get("from"))
                if first is not None and days_of(first)[1] <= asked.day:
                    yield first


def _lasting_bodies(asked: Asked) -> Iterator[Record]:
    for body in asked.registry.of(BODY):
        if isinstance(body.get("id"), str) and was_there(body, BODY, asked.day) is not False:
            yield body


def _seats_that_end(asked: Asked) -> Iterator[Matter]:
    """Seats that end before the term does, while nobody is to follow."""
    for body, role, bound, taken in _roles(asked):
        term = latest_term(tables_of(body, "terms")) or {}
        end_of_term = term.get("until")
        staying: dict[datetime.date, int] = {}
        for seat in taken:
            last = seat.written.last
            if last is None or last == end_of_term or not asked.is_near(last):
                continue
            holder = _holder(asked, seat)
            if sits(seat, holder, asked.day) is False:
                continue
            next_day = Duration(1, "d").after(days_of(last)[1])
            if next_day not in staying:
                staying[next_day] = _sitting(asked, taken, next_day)
            if staying[next_day] < (bound or 1):
                text = say(
                    f"{_role(asked, role)}: the seat of {called(holder)} ends",
                    f"{_role(asked, role)}：{called(holder)} 任职到期",
                )
                detail = f"{role} {holder.get('id')}"
                yield Matter(last, *_seat_of(asked, body, role, text), detail=detail)


def _vacancies(asked: Asked) -> Iterator[Matter]:
    """Seats of a role that nobody has, or that nobody has any more where there is no bound."""
    for body, role, bound, taken in _roles(asked):
        having = _sitting(asked, taken, asked.day)
        coming = [seat for seat in taken if _begins_after(seat, asked.day)]
        ended = [(day, seat) for seat in taken if (day := _end_of_seat(asked, seat)) is not None]
        free = bound - having - len(coming)
        if not bound:
            free = 1 if ended and not having and not coming else 0
        if free < 1:
            continue
        name = _role(asked, role)
        text = (
            say(f"{name}: {free} of {bound} vacant", f"{name}：应有 {bound} 席，空缺 {free} 席")
            if bound
            else say(f"{name}: nobody any more", f"{name}：已无人任职")
        )
        day = None
        if ended:
            day, seat = max(ended, key=lambda each: days_of(each[0])[1])
            last = called(_holder(asked, seat))
            text += say(f", the last was {last} until {day}", f"，原任 {last}，至 {day}")
        yield Matter(day, *_seat_of(asked, body, role, text), detail=role, number=free)


def _roles(asked: Asked) -> Iterator[tuple[Record, str, int, list[Seat]]]:
    """Each role of each body that is at work, with its number of seats and whoever has had one."""
    known = Bodies(asked.registry)
    taken: dict[str, dict[str, list[Seat]]] = {}
    for seat in seats(asked.registry, known):
        taken.setdefault(seat.body, {}).setdefault(seat.role, []).append(seat)
    for body in _lasting_bodies(asked):
        identifier = body["id"]
        begun = [day_in(term.get("from")) for term in known.terms(identifier)]
        if begun and all(day is not None and days_of(day)[0] > asked.day for day in begun):
            continue
        roles, of_body = known.roles(identifier), taken.get(identifier, {})
        for role in dict.fromkeys((*roles, *of_body)):
            bound = roles.get(role)
            yield body, role, bound if type(bound) is int else 0, of_body.get(role, [])


def _sitting(asked: Asked, taken: Sequence[Seat], day: datetime.date) -> int:
    """How many of these seats are taken on a day, or may be."""
    return sum(sits(seat, _holder(asked, seat), day) is not False for seat in taken)


def _holder(asked: Asked, seat: Seat) -> Record:
    return asked.registry.of(seat.kind)[seat.place]


def _begins_after(seat: Seat, day: datetime.date) -> bool:
    return seat.span.first is not None and days_of(seat.span.first)[0] > day


def _end_of_seat(asked: Asked, seat: Seat) -> Day | None:
    """The last day of a seat that is surely over, by its own days or those of its holder."""
    left = day_in(_holder(asked, seat).get("left")) or seat.span.last
    return next((day for day in (seat.written.last, left) if asked.is_over(day)), None)


def _role(asked: Asked, role: str) -> str:
    """What people call a role; a seat of the short form has none."""
    field = asked.registry.kinds[MEMBER.table].parts(SEATS)["role"]
    return field.type.text(role, spoken()) if role else say("members", "成员")


def _seat_of(
    asked: Asked, body: Record, role: str, text: str
) -> tuple[Kind, Record, str, Sequence[str]]:
    """What a matter about the seats of a role tells, and the command that fills one of them."""
    kind = asked.registry.kinds[BODY.table]
    command = _about(kind, "seat", body, HOLE, *(["--role", role] if role else []))
    return kind, body, text, command


# --- experts, applicants, projects


def _appointments(asked: Asked) -> Iterator[Matter]:
    """Experts whose appointment ends, or ended, while they are still called appointed."""
    kind = asked.registry.kinds[EXPERT.table]
    for expert in asked.registry.of(kind):
        until = day_in(expert.get("until"))
        if expert.get("status") == "appointed" and until is not None and asked.is_near(until):
            text = (
                say("the appointment ended: renew it, or retire", "聘期已满：续聘或退出")
                if asked.is_over(until)
                else say("the appointment ends", "聘期届满")
            )
            command = _about(kind, "edit", expert, "--set", f"until={HOLE}")
            yield Matter(until, kind, expert, text, command)


def _applicants(asked: Asked) -> Iterator[Matter]:
    """Applicants; since when they wait nobody has noted."""
    kind = asked.registry.kinds[MEMBER.table]
    for member in asked.registry.members:
        if member.get("status") == "applicant":
            text = say("waits for admission", "申请入会，待审批")
            yield Matter(None, kind, member, text, _about(kind, "admit", member, "--on", HOLE))


def _projects(asked: Asked) -> Iterator[Matter]:
    """Projects past the year of their end that are not at the last of the stages."""
    kind = asked.registry.kinds[PROJECT.table]
    stages = asked.registry.words.get("stages")
    names = [*stages] if isinstance(stages, dict) else []
    for project in asked.registry.of(kind):
        end = project.get("end")
        year = day_in(str(end)) if type(end) is int else None
        if not asked.is_over(year) or (names and project.get("stage") == names[-1]):
            continue
        field = kind.fields["stage"]
        stage = project.get("stage")
        text = say(f"was to end in {end}", f"计划 {end} 年完成")
        if names and stage is not None and field.type.fits(stage):
            text += say(", stage: ", "，阶段：") + field.type.text(stage, spoken())
        key = "stage" if names else "end"
        yield Matter(
            year, kind, project, text, _about(kind, "edit", project, "--set", f"{key}={HOLE}")
        )


# --- what is known of records


def _confirmations(asked: Asked) -> Iterator[Matter]:
    """Records that nobody confirmed for a year, and of each kind how many nobody ever did.

    Where no record of a kind was ever confirmed, the registry does not use the field.
    """
    for kind in asked.registry.kinds.values():
        records = asked.registry.of(kind)
        if CONFIRMED.key not in kind.fields or not any(CONFIRMED.key in each for each in records):
            continue
        never = 0
        for record in records:
            if is_gone(record, kind):
                continue
            confirmed = day_in(record.get(CONFIRMED.key))
            if confirmed is None:
                never += CONFIRMED.key not in record
                continue
            day = _YEAR.after(days_of(confirmed)[1])
            if day <= asked.day:
                text = say(f"last confirmed on {confirmed}", f"上次核对：{confirmed}")
                command = _about(kind, "edit", record, "--set", f"{CONFIRMED.key}={HOLE}")
                yield Matter(day, kind, record, text, command)
        if never:
            english, chinese = kind.words.counted(never)
            text = say(f"{english} never confirmed", f"{chinese}从未核对")
            command = (*kind.command, "list", "-w", f"{CONFIRMED.key}=")
            yield Matter(None, kind, None, text, command, number=never)


def _suspensions(asked: Asked) -> Iterator[Matter]:
    """Members suspended for a year and longer."""
    kind = asked.registry.kinds[MEMBER.table]
    for member in asked.registry.members:
        since = day_in(member.get("suspended_on"))
        if member.get("status") != "suspended" or since is None:
            continue
        day = _YEAR.after(days_of(since)[1])
        if day <= asked.day:
            text = say(
                f"suspended on {since}: reinstate it, or withdraw",
                f"{since} 起暂停：恢复，或办理退会(withdraw)",
            )
            yield Matter(day, kind, member, text, _about(kind, "reinstate", member))


def _joinings(asked: Asked) -> Iterator[Matter]:
    """Members by their status whose day of joining is yet to come."""
    kind = asked.registry.kinds[MEMBER.table]
    for member in asked.registry.members:
        if joins_later(member, asked.day):
            text = say("joins on a day to come", "入会日期未到，请核对")
            command = _about(kind, "edit", member, "--set", f"joined={HOLE}")
            yield Matter(member["joined"], kind, member, text, command)


def _about(kind: Kind, verb: str, record: Record, *words: str) -> Sequence[str]:
    """The words of a command about a record, none where it has no id to be named by."""
    identifier = record.get("id")
    if not isinstance(identifier, str) or not identifier:
        return ()
    return (*kind.command, verb, identifier, *words)


class Sort(NamedTuple):
    """A sort of matter: what people call it, and what finds its matters."""

    heading: Phrase
    find: Callable[[Asked], Iterator[Matter]]


SORTS: Mapping[str, Sort] = {
    "term": Sort(Phrase("terms that end", "届期届满"), _terms),
    "branch": Sort(Phrase("branches to renew", "分支机构换届"), _branches),
    "appointment": Sort(Phrase("appointments that end", "聘期届满"), _appointments),
    "seat": Sort(Phrase("seats that end", "任职到期"), _seats_that_end),
    "vacancy": Sort(Phrase("vacant seats", "席位空缺"), _vacancies),
    "applicant": Sort(Phrase("applicants", "入会申请"), _applicants),
    "confirmation": Sort(Phrase("records to confirm", "信息核对"), _confirmations),
    "project": Sort(Phrase("projects past their end", "逾期项目"), _projects),
    "suspension": Sort(Phrase("suspended for a year", "暂停满一年"), _suspensions),
    "joining": Sort(Phrase("joining to come", "入会日期未到"), _joinings),
}
"""The sorts of matter, by the words that programs have for them."""
