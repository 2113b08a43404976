"""Figures over time: who joined and who left, and what an annual report asks for."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...errors import WrongUsage
from ...kinds.field import Field
from ...language import Phrase, say
from ...registry.counts import By, Count, by_of, counts
from ...registry.movement import Movement, Span, movements, year_of
from ...registry.query import Roster
from ...registry.shown import Shown
from ...registry.sums import amount
from .counted import Amounts, Sums, table_by
from .table import Figure, Part, Row, Table, headed, options, worded

_MOVEMENT = {
    "opening": Phrase("Opening", "期初"),
    "joined": Phrase("Joined", "入会"),
    "returned": Phrase("of them returned", "其中重新入会"),
    "left": Phrase("Left", "退会"),
    "closing": Phrase("Closing", "期末"),
    "undated": Phrase("Dates unclear", "日期不详"),
}


def table_per(roster: Roster, spans: Sequence[Span], by: Sequence[By], shown: Shown) -> Table:
    """The movement of membership in each span, of all members of the roster, gone or not.

    With `by` that of the members of each value, as their records have it now.  Raises WrongUsage
    where that is more than one field, or one of which a member may have several values.
    """
    if len(by) > 1 or any(each.counts_items for each in by):
        raise WrongUsage(
            say(
                "--per goes with --by of one field, of which a member has one value",
                "--per 只能与 --by 的一个字段同用，且该字段只有一个值",
            )
        )
    counted = [counts(roster.members, roster.kind, each, shown) for each in by]
    heading = worded(Phrase("Period", "期间"), "period", shown)
    columns = [headed(key, phrase, shown) for key, phrase in _MOVEMENT.items()]
    table = Table(
        "movement",
        ("period", *(each.field.key for each in by)),
        (heading, *(worded(each.heading, each.field.key, shown) for each in by)),
        columns,
        [],
    )
    if not by:
        whole = movements(roster.members, spans)
        return replace(table, rows=[_moved(each, None, shown) for each in whole])
    of_each = [
        (count, movements([roster.members[place] for place in count.places], spans))
        for count in counted[0]
    ]
    rows = [
        _moved(moved[number], count, shown)
        for number in range(len(spans))
        for count, moved in of_each
    ]
    return replace(table, rows=rows)


def _moved(movement: Movement, count: Count | None, shown: Shown) -> Row:
    """The line of a span, for members who count under one value if not for all."""
    span = movement.span
    within = () if count is None else options(count.conditions)
    parts = {key: Part(getattr(movement, key)) for key in _MOVEMENT}
    days = (_day_before(span.first), span.last)
    # Where it does not have all, `list` finds more.
    for key, day, has_all in zip(("opening", "closing"), days, movement.has_all, strict=True):
        if day and has_all and within is not None:
            parts[key] = parts[key]._replace(chosen_by=(f"--on={day}", *within))
    return Row(
        (worded(span.called, span.name, shown), *([] if count is None else [count.label])),
        (span.name, *([] if count is None else [count.value])),
        {key: len(part.members) for key, part in parts.items()},
        movement.closing,
        parts["closing"].chosen_by,
        parts=parts,
    )


def _day_before(day: datetime.date) -> datetime.date | None:
    return day - datetime.timedelta(days=1) if day > datetime.date.min else None


_ANNUAL = {
    "members": Phrase("members in all", "会员总数"),
    "units": Phrase("of them units", "其中单位会员"),
    "persons": Phrase("of them persons: not kept in the registry", "其中个人会员：名录不载"),
    "opening": Phrase("members a year before", "上年末会员数"),
    "joined": Phrase("joined in the year", "本年入会"),
    "returned": Phrase("of them returned", "其中重新入会"),
    "left": Phrase("left in the year", "本年退会"),
    "undated": Phrase("not counted, dates unclear", "未计入：日期不详"),
}


def annual(roster: Roster, year: int, shown: Shown) -> list[Table]:
    """What an annual report asks for as of 31 December, of all members of the roster.

    The amounts are of those who gave figures of that year.
    """
    span = year_of(year)
    (movement,) = movements(roster.members, [span])
    moved = _moved(movement, None, shown).parts
    parts = {**moved, "members": moved["closing"], "units": moved["closing"], "persons": None}
    rows = []
    for key, phrase in _ANNUAL.items():
        part = parts[key]
        number = None if part is None else len(part.members)
        rows.append(_figure(key, phrase, number, part or Part([]), shown))
    there = roster._replace(members=movement.closing)
    for key in ("employees", "revenue_wan"):
        rows += _amounts_of_year(there, roster.kind.fields[key], span, shown)
    bodies = Phrase("branch bodies ([groups])", "分支机构(名录 [groups])")
    number = len(roster.kind.fields["groups"].type.choices())
    rows.append(_figure("bodies", bodies, number, Part([]), shown))
    heading = worded(Phrase(f"On {span.last}", f"截至 {span.last}"), "figure", shown)
    column = headed("value", Phrase("Number", "数值"), shown, "sum")
    by = [by_of(roster.kind.fields[key]) for key in ("category", "city")]
    crossed = table_by(there, by, Amounts(), shown)
    return [Table("figures", ("figure",), (heading,), [column], rows), crossed]


def _amounts_of_year(roster: Roster, field: Field, span: Span, shown: Shown) -> Iterator[Row]:
    """The sum of the numbers of a year, and how many members gave one of it, and how many none."""
    year = int(span.name)
    numbers = [
        amount(member, field, shown) if member.get("stat_year") == year else None
        for member in roster.members
    ]
    given, lacking = (
        [m for m, number in zip(roster.members, numbers, strict=True) if (number is None) is lacks]
        for lacks in (False, True)
    )
    english, chinese = field.heading
    total = Sums(given, Amounts([field]), shown).of_all()[f"sum_{field.key}"]
    yield _figure(field.key, Phrase(f"{english}, sum", f"{chinese}合计"), total, Part(given), shown)
    for key, phrase, members in (
        (
            "given",
            Phrase(
                f"{english}, members who gave it for {year}", f"{chinese}：有 {year} 年数据的家数"
            ),
            given,
        ),
        (
            "not_given",
            Phrase(f"{english}, members who did not", f"{chinese}：无 {year} 年数据的家数"),
            lacking,
        ),
    ):
        yield _figure(f"{field.key}_{key}", phrase, len(members), Part(members), shown)


def _figure(key: str, phrase: Phrase, number: Figure, part: Part, shown: Shown) -> Row:
    label = worded(phrase, key, shown)
    return Row((label,), (key,), {"value": number}, part.members, part.chosen_by)
