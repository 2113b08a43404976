"""Whoever counts members over time counts the same: stats, list, export, and a plain model."""

import calendar
import datetime
import json
import random
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from .conftest import Run, registry_of

HEAD = '[categories]\nc = "丙类"\nd = "丁类"\n'
YEARS = (2018, 2022)

Day = tuple[datetime.date, datetime.date]
"""The first and the last day that a date may be."""


class Period(NamedTuple):
    """When somebody joined and left: None is not known; who has not left has no `left` at all."""

    joined: Day | None
    left: Sequence[Day | None]


class Member(NamedTuple):
    """What the model knows of a member, and the lines that say it in the registry."""

    periods: Sequence[Period]
    category: str
    lines: str


def day_and_text(chance: random.Random, day: datetime.date) -> tuple[Day, str]:
    """A day as a record may have it: whole, or only its month or its year."""
    shape = chance.choice(["day", "day", "day", "month", "year"])
    if shape == "day":
        return (day, day), f"{day}"
    if shape == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return (day.replace(day=1), day.replace(day=last)), f'"{day:%Y-%m}"'
    return (day.replace(month=1, day=1), day.replace(month=12, day=31)), f'"{day:%Y}"'


def member(chance: random.Random) -> Member:
    """A member with some periods one after the other, of which some days may be missing."""
    first = datetime.date(YEARS[0] - 1, 1, 1)
    length = (datetime.date(YEARS[1], 12, 31) - first).days
    number = chance.choice([1, 1, 2, 3])
    days = sorted(first + datetime.timedelta(chance.randrange(length)) for _ in range(2 * number))
    is_gone = chance.random() < 0.4
    category = chance.choice("cd")
    periods, top, below = [], [f'category = "{category}"'], []
    for index, (joined, left) in enumerate(zip(days[::2], days[1::2], strict=True)):
        is_last = index == number - 1
        lines = top if is_last else [""]
        ends: list[Day | None] = []
        begins = None
        if chance.random() < 0.9:
            begins, text = day_and_text(chance, joined)
            lines.append(f"joined = {text}")
        if not is_last or is_gone:
            if chance.random() < 0.9:
                end, text = day_and_text(chance, left)
                lines.append(f"left = {text}")
                ends = [end]
            else:
                ends = [None]
        if not is_last:
            below += ["[[members.earlier]]", *lines]
        periods.append(Period(begins, ends))
    if is_gone:
        top.append(f'status = "{chance.choice(["left", "expelled"])}"')
    elif chance.random() < 0.2:
        top.append('status = "suspended"')
    elif chance.random() < 0.1:
        top.append('status = "applicant"')
        periods.pop()
    return Member(periods, category, "\n".join([*top, *below]))


def was(period: Period, day: datetime.date) -> bool | None:
    """Whether a period lasted at the end of a day, by all that its days may be."""
    begins = period.joined or (datetime.date.min, datetime.date.max)
    ends = [end or (datetime.date.min, datetime.date.max) for end in period.left]
    started = {each <= day for each in begins}
    over = {each <= day for end in ends for each in end} or {False}
    answers = {a and not b for a in started for b in over}
    return None if len(answers) > 1 else answers.pop()


def was_member(member: Member, day: datetime.date) -> bool | None:
    answers = [was(each, day) for each in member.periods]
    return True if True in answers else None if None in answers else False


def name_of(day: datetime.date, part: str) -> str:
    quarter = (day.month + 2) // 3
    return {"year": f"{day:%Y}", "quarter": f"{day:%Y}-Q{quarter}", "month": f"{day:%Y-%m}"}[part]


def told(period: Period, part: str) -> tuple[str, str] | None:
    """The spans in which a period began and ended, None where that is not clear."""
    named: list[str] = []
    for day in (period.joined, *period.left):
        # What came before all spans is clear enough.
        names = {"before" if each.year < YEARS[0] else name_of(each, part) for each in day or ()}
        if len(names) != 1:
            return None
        named += names
    return named[0], named[1] if len(named) > 1 else ""


def last_days(part: str) -> Iterator[tuple[str, datetime.date]]:
    step = {"year": 12, "quarter": 3, "month": 1}[part]
    for year in range(YEARS[0], YEARS[1] + 1):
        for month in range(step, 13, step):
            day = datetime.date(year, month, calendar.monthrange(year, month)[1])
            yield name_of(day, part), day


def data(run: Run, *arguments: object) -> Any:
    return json.loads(run("stats", "-f", "json", *arguments).out)


def check(run: Run, path: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)
    members = [member(chance) for _ in range(count)]
    text = registry_of(HEAD, *(each.lines for each in members))
    text = text.replace('category = "c"\ncategory', "category")
    path.write_text(text, encoding="utf-8")
    for part in ("year", "quarter", "month"):
        asked = ("--per", part, "--from", YEARS[0], "--to", YEARS[1])
        rows = data(run, *asked)
        check_movement(members, part, rows)
        by_category = data(run, *asked, "--by", "category")
        for row in rows:
            those = [each for each in by_category if each["period"] == row["period"]]
            for key in ("opening", "joined", "returned", "left", "closing", "undated"):
                assert sum(each[key] for each in those) == row[key]
        check_lists(run, chance.sample(rows + by_category, 2))
    for _ in range(2):
        check_day(run, members, datetime.date(chance.randint(*YEARS), chance.randint(1, 12), 28))


def check_movement(members: Sequence[Member], part: str, rows: Sequence[Any]) -> None:
    days = dict(last_days(part))
    assert [row["period"] for row in rows] == [*days]
    clear = [told(each, part) for one in members for each in one.periods]
    before = None
    for row in rows:
        day = days[row["period"]]
        assert row["opening"] + row["joined"] - row["left"] == row["closing"]
        assert before is None or row["opening"] == before
        before = row["closing"]
        assert row["joined"] == sum(each[0] == row["period"] for each in clear if each)
        assert row["left"] == sum(each[1] == row["period"] for each in clear if each)
        answers = Counter(was_member(each, day) for each in members)
        assert row["closing"] + row["undated"] == answers[True] + answers[None]
        covered = [
            any(told(each, part) and was(each, day) for each in one.periods) for one in members
        ]
        assert row["closing"] == sum(covered)


def check_lists(run: Run, rows: Sequence[Any]) -> None:
    for row in rows:
        for key, command in row["lists"].items():
            if command is not None:
                _, *words = shlex.split(command)
                assert len(json.loads(run(*words, "-f", "json").out)) == row[key], command
            else:
                assert row[key] == 0


def check_day(run: Run, members: Sequence[Member], day: datetime.date) -> None:
    expected = Counter(each.category for each in members if was_member(each, day))
    listed = json.loads(run("list", "--on", day, "-f", "json").out)
    assert Counter(each["category"] for each in listed) == expected
    found = data(run, "--by", "category", "--on", day)
    assert {row["values"]["category"]: row["members"] for row in found} == expected
    run("export", "a.xlsx", "--summary", "--on", day, "--force", "--headings", "keys")
    sheet = openpyxl.load_workbook("a.xlsx").worksheets[0]
    counted = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert {key: counted.get(key, 0) for key in expected} == expected


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("seed", range(2))
def test_all_who_count_members_agree(seed: int, run: Run, tmp_path: Path) -> None:
    check(run, tmp_path / "members.toml", seed, 12)


@pytest.mark.long
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("seed", range(2, 200))
def test_all_who_count_members_agree_always(seed: int, run: Run, tmp_path: Path) -> None:
    check(run, tmp_path / "members.toml", seed, 40)
