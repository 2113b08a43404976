"""What is due: each matter on the day before, on and after, and what settles it; its formats."""

import datetime
import json
import random
import shlex
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_cli.registry.due import SORTS, due
from alliance_cli.registry.registry import from_data
from alliance_cli.values.durations import Duration, read_duration
from alliance_cli.values.value_type import ValueRefused

from .conftest import REAL_REGISTRY, Run, git, in_chinese

HEAD = """\
[alliance]
name = "试点联盟"

[categories]
c = "整车企业"

[roles]
lead = "组长单位"

[stages]
begun = "在建"
done = "建成"
"""
MEMBER = '\n[[members]]\nid = "M1"\nname = "甲厂"\ncategory = "c"\njoined = 2020-01-01\n'
APPLICANT = MEMBER.replace("joined = 2020-01-01", 'status = "applicant"')
SEAT = '\n[[members.seats]]\nbody = "b"\nrole = "lead"\n'
BODY = '\n[[bodies]]\nid = "b"\nlabel = "工作组"\n'
COUNCIL = BODY + 'kind = "council"\n'
BRANCH = '\n[[bodies]]\nid = "z"\nlabel = "分会"\nkind = "branch"\n'
TERM = "\n[[bodies.terms]]\nnumber = 1\nfrom = 2023-03-01\nuntil = 2026-02-28\n"
NEXT = "\n[[bodies.terms]]\nnumber = 2\nfrom = 2026-04-01\n"
EXPERT = '\n[[experts]]\nid = "E1"\nname = "李四"\n'
PROJECT = '\n[[projects]]\nid = "P1"\nname = "某项目"\nend = 2025\n'

Found = list[tuple[str, str | None, bool, str | None, str | None]]


@pytest.fixture
def found(run: Run, tmp_path: Path) -> Any:
    """What is due in a registry with these tables as of a day, for scripts."""

    def of(text: str, on: str, *arguments: str) -> Found:
        (tmp_path / "members.toml").write_text(HEAD + text, encoding="utf-8")
        listed = json.loads(run("due", "--on", on, "-f", "json", *arguments).out)
        keys = ("matter", "day", "overdue", "id", "command")
        return [tuple(each[key] for key in keys) for each in listed]

    return of


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(
    ("terms", "latest"),
    [
        (
            ["number = 1\nfrom = 2020-01-01\nuntil = 2022-12-31", "number = 2\nuntil = 2025-12-31"],
            2,
        ),
        (
            ["number = 2\nfrom = 2020-01-01\nuntil = 2025-12-31", "number = 1\nuntil = 2026-06-30"],
            2,
        ),
        # They share a start, or a number.
        ([f"number = {n}\nfrom = 2020-01-01\nuntil = 202{n}-12-31" for n in (4, 5)], 5),
        ([f"number = 1\nfrom = 202{n}-01-01\nuntil = 2025-12-31" for n in (1, 2)], 1),
        # Of the next nothing is known but that there is one.
        (["number = 1\nfrom = 2020-01-01\nuntil = 2025-12-31", "number = 2"], None),
    ],
)
def test_what_is_due_and_what_is_wrong_are_about_the_same_term(
    terms: list[str], latest: int | None, found: Any, run: Run, *, backwards: bool
) -> None:
    rows = "".join(f"\n[[bodies.terms]]\n{each}\n" for each in terms[:: -1 if backwards else 1])
    seats = "".join(SEAT + f"term = {number}\n" for number in range(1, 6))
    told = [matter for matter in found(BODY + rows + MEMBER + seats, "2026-07-01") if matter[2]]
    assert [matter[4].split("=")[2] for matter in told if matter[0] == "term"] == (
        [f"{latest + 1},from"] if latest else []
    )
    report = json.loads(run("validate", "-f", "json", "--select", "X519", code=None).out)
    lines = Path("members.toml").read_text(encoding="utf-8").splitlines()
    places = [lines[each["line"] - 1] for each in report["findings"]]
    assert places == (["until = 2025-12-31"] if latest else [])


Days = dict[str, bool | None]
RENEWAL = "alliance body edit b --append terms=number=2,from=…,until=…"
FILLING = "alliance body seat b … --role lead"
CASES: dict[str, tuple[str, tuple[str, str | None, str | None, str] | None, Days]] = {
    # What stands in the file; the day; whether it is due, and overdue, on each of some days.
    "term": (
        BODY + TERM,
        ("term", "2026-02-28", "b", RENEWAL),
        {"2025-11-29": None, "2025-11-30": False, "2026-02-28": False, "2026-03-01": True},
    ),
    # What ends with its term is told of once.
    "term with a seat": (
        BODY + TERM + MEMBER + SEAT + "term = 1\n",
        ("term", "2026-02-28", "b", RENEWAL),
        {"2026-02-01": False, "2026-02-28": False},
    ),
    # The renewal of a council is prepared for three months.
    "council": (
        COUNCIL + TERM,
        ("term", "2026-02-28", "b", RENEWAL),
        {"2025-11-27": None, "2025-11-28": False, "2026-02-28": False, "2026-03-01": True},
    ),
    "month": (
        BODY + TERM.replace("2026-02-28", '"2026-02"'),
        ("term", "2026-02", "b", RENEWAL),
        {"2025-11-02": None, "2025-11-03": False, "2026-02-28": False, "2026-03-01": True},
    ),
    "renewed": (BODY + TERM + NEXT, None, {"2026-02-28": None, "2026-03-15": None}),
    "dissolved": (
        BODY + "ended = 2025-06-30\n" + "roles = { lead = 1 }\n" + TERM,
        None,
        {"2026-02-28": None, "2027-03-15": None},
    ),
    # A branch follows the council within six months.
    "branch": (
        COUNCIL + TERM + NEXT + BRANCH + TERM.replace("2026-02-28", "2027-12-31"),
        ("branch", "2026-10-01", "z", RENEWAL.replace(" b ", " z ")),
        {"2026-03-31": None, "2026-07-02": None, "2026-07-03": False, "2026-10-02": True},
    ),
    "branch that followed": (
        COUNCIL + TERM + NEXT + BRANCH + TERM + NEXT,
        None,
        {"2026-10-02": None},
    ),
    "appointment": (
        EXPERT + 'status = "appointed"\nappointed = 2023-01-01\nuntil = 2025-12-31\n',
        ("appointment", "2025-12-31", "E1", "alliance expert edit E1 --set until=…"),
        {"2025-10-01": None, "2025-10-02": False, "2025-12-31": False, "2026-01-01": True},
    ),
    "retired": (EXPERT + 'status = "retired"\nuntil = 2025-12-31\n', None, {"2026-01-01": None}),
    "seat": (
        BODY + MEMBER + SEAT + "since = 2024-01-01\nuntil = 2025-12-31\n",
        ("seat", "2025-12-31", "b", FILLING),
        {"2025-10-01": None, "2025-10-02": False, "2025-12-31": False},
    ),
    "seat over": (
        BODY + MEMBER + SEAT + "since = 2024-01-01\nuntil = 2025-12-31\n",
        ("vacancy", "2025-12-31", "b", FILLING),
        {"2026-01-01": True, "2030-01-01": True},
    ),
    "seat of who left": (
        BODY + MEMBER + 'status = "left"\nleft = 2025-12-31\n' + SEAT,
        ("vacancy", "2025-12-31", "b", FILLING),
        {"2025-12-30": None, "2025-12-31": None, "2026-01-01": True},
    ),
    "followed": (
        BODY + MEMBER + SEAT + "until = 2025-12-31\n" + SEAT + "since = 2026-02-01\n",
        None,
        {"2026-01-15": None, "2026-02-02": None},
    ),
    "bound": (
        BODY + "roles = { lead = 1 }\n" + MEMBER,
        ("vacancy", None, "b", FILLING),
        {"2025-01-01": False},
    ),
    "bound and not yet begun": (
        BODY + "roles = { lead = 1 }\n" + TERM.replace("2026-02-28", "2036-02-28"),
        ("vacancy", None, "b", FILLING),
        {"2023-02-28": None, "2023-03-01": False},
    ),
    "bound and taken": (
        BODY + "roles = { lead = 1 }\n" + MEMBER + SEAT,
        None,
        {"2025-01-01": None},
    ),
    "applicant": (
        APPLICANT,
        ("applicant", None, "M1", "alliance admit M1 --on …"),
        {"2025-01-01": False},
    ),
    "confirmation": (
        MEMBER + "confirmed = 2024-03-01\n",
        ("confirmation", "2025-03-01", "M1", "alliance edit M1 --set confirmed=…"),
        {"2025-02-28": None, "2025-03-01": False, "2025-03-02": True},
    ),
    "confirmation of a leap day": (
        EXPERT + "confirmed = 2024-02-29\n",
        ("confirmation", "2025-02-28", "E1", "alliance expert edit E1 --set confirmed=…"),
        {"2025-02-27": None, "2025-02-28": False, "2025-03-01": True},
    ),
    "never confirmed": (
        MEMBER + "confirmed = 2025-01-01\n" + MEMBER.replace("M1", "M2").replace("甲", "乙"),
        ("confirmation", None, None, "alliance list -w confirmed="),
        {"2025-02-28": False},
    ),
    "field not in use": (MEMBER, None, {"2025-02-28": None}),
    "project": (
        PROJECT + 'stage = "begun"\n',
        ("project", "2025", "P1", "alliance project edit P1 --set stage=…"),
        {"2025-12-31": None, "2026-01-01": True},
    ),
    "project without a stage": (
        PROJECT,
        ("project", "2025", "P1", "alliance project edit P1 --set stage=…"),
        {"2026-01-01": True},
    ),
    "project that is done": (PROJECT + 'stage = "done"\n', None, {"2026-01-01": None}),
    "suspension": (
        MEMBER + 'status = "suspended"\nsuspended_on = 2024-03-01\n',
        ("suspension", "2025-03-01", "M1", "alliance reinstate M1"),
        {"2025-02-28": None, "2025-03-01": False, "2025-03-02": True},
    ),
    "joining": (
        MEMBER.replace("2020", "2062"),
        ("joining", "2062-01-01", "M1", "alliance edit M1 --set joined=…"),
        {"2026-01-01": False, "2061-12-31": False, "2062-01-01": None},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_matter_is_due_from_a_day_on(name: str, found: Any) -> None:
    text, matter, days = CASES[name]
    for on, overdue in days.items():
        expected = []
        if overdue is not None and matter is not None:
            sort, day, identifier, command = matter
            expected = [(sort, day, overdue, identifier, command)]
        assert found(text, on) == expected, on


def test_without_stages_the_year_alone_tells(run: Run, tmp_path: Path) -> None:
    text = HEAD.partition("[stages]")[0] + PROJECT
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    assert "alliance project edit P1 --set end=…" in run("due", "--on", "2026-01-01").out


# What a person puts in place of the holes.
FILLED = {
    "term": ["terms=number=2,from=2026-03-01,until=2029-02-28"],
    "branch": ["terms=number=2,from=2026-05-01,until=2029-02-28"],
    "appointment": ["until=2028-12-31"],
    "seat": ["M2", "--since=2026-01-01"],
    "vacancy": ["M2", "--since=2026-01-01"],
    "applicant": ["2025-01-01"],
    "confirmation": ["confirmed=2026-01-01"],
    "project": ["stage=done"],
    "joining": ["joined=2020-01-01"],
}


@pytest.mark.parametrize("name", [name for name, (_, matter, _) in CASES.items() if matter])
def test_the_command_settles_it(name: str, run: Run, tmp_path: Path) -> None:
    text, matter, days = CASES[name]
    on = [day for day, overdue in days.items() if overdue is not None][-1]
    other = MEMBER.replace("M1", "M2").replace("甲", "乙")
    path = tmp_path / "members.toml"
    path.write_text(HEAD + text + ("" if '"M2"' in text else other), encoding="utf-8")
    listed = json.loads(run("due", "--on", on, "-f", "json").out)
    told = next(each for each in listed if matter and each["matter"] == matter[0])
    if told["id"] is None:
        # It lists those it is about.
        words = shlex.split(told["command"])[1:]
        assert run(*words, "-f", "ids").out.count("\n") == told["count"]
        return
    words = shlex.split(told["command"])[1:]
    holes = [n for n, word in enumerate(words) if "…" in word]
    for n in reversed(holes):
        words[n : n + 1] = FILLED[told["matter"]]
    run(*words, "--yes")
    again = json.loads(run("due", "--on", on, "-f", "json").out)
    assert (told["matter"], told["id"]) not in [(each["matter"], each["id"]) for each in again]


def test_the_page_says_what_a_renewal_asks_for(found: Any, run: Run) -> None:
    found(COUNCIL + TERM, "2026-01-01")
    assert (
        "term 1 ends; prepare the renewal from 2025-11-28 on; a renewal is filed within a month"
        in (run("due", "--on", "2026-01-01").out)
    )
    after = run("due", "--on", "2026-03-10").out
    assert "term 1 ended, and no other began; a renewal is filed within a month" in after
    found(BODY + TERM, "2026-01-01")
    assert "prepare" not in run("due", "--on", "2026-01-01").out


def test_what_is_overdue_comes_first_and_last_what_has_no_day(found: Any) -> None:
    text = BODY + TERM + EXPERT + 'status = "appointed"\nuntil = 2026-02-01\n' + PROJECT + APPLICANT
    listed = [(matter, overdue) for matter, _, overdue, *_ in found(text, "2026-02-10")]
    assert listed == [
        *(("project", True), ("appointment", True), ("term", False), ("applicant", False))
    ]


# --- a model: of random registries, each matter by its own rule


def _random_day(dice: random.Random) -> datetime.date:
    return datetime.date(2024, 1, 1) + datetime.timedelta(days=dice.randrange(800))


def _random_registry(dice: random.Random) -> dict[str, Any]:
    members = []
    for n in range(dice.randrange(1, 6)):
        member: dict[str, Any] = {"id": f"M{n}", "name": f"甲{n}厂", "category": "c"}
        member["status"] = dice.choice(["applicant", "active", "suspended", "left"])
        member["joined"] = _random_day(dice)
        if dice.random() < 0.5:
            member["confirmed"] = _random_day(dice)
        if member["status"] == "suspended":
            member["suspended_on"] = _random_day(dice)
        if member["status"] == "left":
            member["left"] = _random_day(dice)
        if dice.random() < 0.7:
            first, last = sorted((_random_day(dice), _random_day(dice)))
            member["seats"] = [{"body": "b", "role": "lead", "since": first, "until": last}]
        members.append(member)
    experts = [
        {
            "id": f"E{n}",
            "name": f"李{n}",
            "status": dice.choice(["candidate", "appointed", "retired"]),
            "until": _random_day(dice),
        }
        for n in range(dice.randrange(4))
    ]
    bound = dice.randrange(3)
    return {
        "categories": {"c": "整车"},
        "bodies": [{"id": "b", "label": "工作组", "roles": {"lead": bound}}],
        "members": members,
        "experts": experts,
    }


def _model(data: dict[str, Any], day: datetime.date, ahead: int) -> set[tuple[str, Any, Any]]:
    """What is due by rules written down once more, for whole days only."""
    horizon = day + datetime.timedelta(days=ahead)
    expected: set[tuple[str, Any, Any]] = set()

    def a_year_on(from_day: datetime.date) -> datetime.date:
        is_leap = (from_day.month, from_day.day) == (2, 29)
        return from_day.replace(year=from_day.year + 1, day=28 if is_leap else from_day.day)

    members = data["members"]
    used = any("confirmed" in each for each in members)
    present = [each for each in members if each["status"] != "left"]
    for each in present:
        if each["status"] == "applicant":
            expected.add(("applicant", each["id"], None))
        elif each["joined"] > day:
            expected.add(("joining", each["id"], each["joined"]))
        if "confirmed" in each and a_year_on(each["confirmed"]) <= day:
            expected.add(("confirmation", each["id"], a_year_on(each["confirmed"])))
        if each["status"] == "suspended" and a_year_on(each["suspended_on"]) <= day:
            expected.add(("suspension", each["id"], a_year_on(each["suspended_on"])))
    if used and any("confirmed" not in each for each in present):
        expected.add(("confirmation", None, None))
    expected |= {
        ("appointment", each["id"], each["until"])
        for each in data["experts"]
        if each["status"] == "appointed" and each["until"] <= horizon
    }
    bound = data["bodies"][0]["roles"]["lead"]
    held = [(each, each["seats"][0]) for each in members if "seats" in each]

    def sitting(on: datetime.date) -> list[dict[str, Any]]:
        return [
            seat
            for each, seat in held
            if seat["since"] <= on <= seat["until"]
            and each["joined"] <= on
            and each["status"] != "applicant"
            and not (each["status"] == "left" and each["left"] <= on)
        ]

    ends = [
        min(
            [seat["until"]] * (seat["until"] < day)
            or [each["left"]] * ("left" in each and each["left"] < day)
        )
        for each, seat in held
        if seat["until"] < day or ("left" in each and each["left"] < day)
    ]
    coming = sum(seat["since"] > day for _, seat in held)
    free = bound - len(sitting(day)) - coming
    if free > 0 or (not bound and ends and not sitting(day) and not coming):
        expected.add(("vacancy", "b", max(ends, default=None)))
    for seat in sitting(day):
        following = sitting(seat["until"] + datetime.timedelta(days=1))
        if seat["until"] <= horizon and len(following) < (bound or 1):
            expected.add(("seat", "b", seat["until"]))
    return expected


def test_a_model_agrees_on_every_day() -> None:
    dice = random.Random(11)
    seen = set()
    for _ in range(300):
        data = _random_registry(dice)
        registry = from_data(data)
        for _ in range(6):
            day, ahead = _random_day(dice), dice.randrange(120)
            matters = due(registry, day, Duration(ahead, "d"))
            got = {(m.sort, m.record and m.record["id"], m.day) for m in matters}
            assert got == _model(data, day, ahead), (data, day, ahead)
            seen |= {matter.sort for matter in matters}
    assert seen == {*SORTS} - {"term", "branch", "project"}


# --- how far ahead


@pytest.mark.parametrize(
    ("text", "from_day", "expected"),
    [
        ("90d", "2026-01-31", "2026-05-01"),
        ("12w", "2026-01-31", "2026-04-25"),
        ("1m", "2026-01-31", "2026-02-28"),
        ("1y", "2024-02-29", "2025-02-28"),
        ("90天", "2026-01-31", "2026-05-01"),
        ("3个月", "2025-11-30", "2026-02-28"),
        (" １ 年 ", "2026-01-31", "2027-01-31"),
        ("0D", "2026-01-31", "2026-01-31"),
        ("999999y", "2026-01-31", "9999-12-31"),
        ("999999w", "2026-01-31", "9999-12-31"),
    ],
)
def test_how_far_ahead(text: str, from_day: str, expected: str) -> None:
    ahead = read_duration(text).after(datetime.date.fromisoformat(from_day))
    assert ahead.isoformat() == expected


@pytest.mark.parametrize("text", ["", "90", "d", "-1d", "1.5y", "3 moons", "9999999d"])
def test_what_is_no_duration_is_refused(text: str, run: Run, registry: Path) -> None:
    with pytest.raises(ValueRefused):
        read_duration(text)
    err = run("due", f"--within={text}", code=2).err
    assert err.startswith("alliance: --within: expected is a time like 90d, 12w, 3m or 1y, not")


# --- what it looks like


FIFTY = "".join(
    f'\n[[members]]\nid = "M{n:03}"\nname = "甲{n}厂"\ncategory = "c"\nstatus = "applicant"\n'
    for n in range(50)
)


def test_a_terminal_shows_a_page_and_data_everything(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(HEAD + FIFTY, encoding="utf-8")
    page = run("due", "-f", "table").out.splitlines()
    assert page[:3] == [
        "applicants (50)",
        "  M000 甲0厂: waits for admission",
        "    alliance admit M000 --on …",
    ]
    assert page[-1] == "  and 31 more"
    assert len(page) == 40
    assert len(json.loads(run("due", "-f", "json").out)) == 50
    assert run("due").out.count("\n") == 51


def test_chinese(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "members.toml").write_text(HEAD + COUNCIL + TERM, encoding="utf-8")
    in_chinese(monkeypatch)
    told = run("due", "--on", "2026-03-01", "-f", "table")
    assert told.out.splitlines() == [
        "届期届满 (1)",
        "  逾期 2026-02-28 b 工作组：第 1 届已届满，尚无新一届；换届后一个月内备案",
        f"    {RENEWAL}",
    ]
    assert told.err == "共 1 项，截至 2026-03-01 已逾期 1 项；含 2026-05-30 以前到期的\n"


def test_an_empty_registry_has_nothing_due(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(HEAD, encoding="utf-8")
    for shape, out in (("table", ""), ("json", "[]\n"), ("tsv", None)):
        told = run("due", "--on", "2026-01-01", "-f", shape, "--exit-code")
        assert told.err == "nothing is due on 2026-01-01, or by 2026-04-01\n"
        assert out in (None, told.out)


def test_the_real_registry_has_nothing_due(run: Run) -> None:
    told = run("due", "-r", REAL_REGISTRY, "--on", "2026-01-01", "-f", "json", "--exit-code")
    assert json.loads(told.out) == []
    # Who joined on the founding day was to come the day before.
    before = json.loads(run("due", "-r", REAL_REGISTRY, "--on", "2019-05-27", "-f", "json").out)
    assert {each["matter"] for each in before} == {"joining"}
    assert len(before) == 36
    assert before[0]["command"] == f"alliance edit M001 --set joined=… -r {REAL_REGISTRY}"


def test_scripts_are_told_by_the_exit_code(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(HEAD + BODY + TERM, encoding="utf-8")
    run("due", "--on", "2026-02-01", "--exit-code", code=1)
    run("due", "--on", "2025-02-01", "--exit-code", code=0)
    run("due", "--on", "2025-02-01", "--within", "2y", "--exit-code", code=1)
    assert "--on: 2025 is not a day" in run("due", "--on", "2025", code=2).err


def test_the_file_as_git_kept_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    path.write_text(HEAD + BODY + TERM, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    path.write_text(HEAD, encoding="utf-8")
    assert run("due", "--on", "2026-02-01", "--exit-code").code == 0
    run("due", "--on", "2026-02-01", "--at", "HEAD", "--exit-code", code=1)


def events(raw: bytes) -> list[dict[str, str]]:
    """The events of a calendar (RFC 5545): every line unfolded, every text without its escapes."""
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    lines = raw.replace(b"\r\n ", b"").decode().split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            text, escaped = "", False
            for character in value:
                if escaped or character != "\\":
                    text += "\n" if escaped and character == "n" else character
                escaped = not escaped and character == "\\"
            found[-1][name] = text
    return found


def test_a_calendar(run: Run, tmp_path: Path) -> None:
    hard = "名,称;后\\\\" + "长" * 60
    text = HEAD + BODY.replace("工作组", hard) + TERM + PROJECT + FIFTY
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    told = run("due", "--on", "2026-02-01", "-o", "a.ics")
    assert told.err.splitlines()[-1] == "50 without a day are not in the calendar"
    raw = (tmp_path / "a.ics").read_bytes()
    project, term = events(raw)
    assert term["SUMMARY"] == "terms that end: b 名,称;后\\" + "长" * 60
    assert term["DESCRIPTION"] == f"term 1 ends\n{RENEWAL}"
    assert term["DTSTART;VALUE=DATE"] == "20260228"
    assert term["DTSTAMP"] == "20260201T000000Z"
    # Of a year that is over its last day.
    assert project["DTSTART;VALUE=DATE"] == "20251231"
    # The same day gives the same bytes, another day the same events.
    run("due", "--on", "2026-02-01", "-o", "b.ics")
    assert (tmp_path / "b.ics").read_bytes() == raw
    run("due", "--on", "2026-03-01", "-o", "c.ics")
    later = events((tmp_path / "c.ics").read_bytes())
    assert {each["UID"] for each in later} == {project["UID"], term["UID"]}
    assert project["UID"] != term["UID"]


def test_a_workbook(run: Run, tmp_path: Path) -> None:
    text = HEAD + BODY + TERM + PROJECT + APPLICANT
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    run("due", "--on", "2026-02-01", "-o", "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert rows[0] == ["Day", "State", "Matter", "ID", "Name", "What is due", "Command"]
    assert [row[0] for row in rows[1:]] == ["2025", datetime.datetime(2026, 2, 28), None]
    assert rows[2][3:] == ["b", "工作组", "term 1 ends", RENEWAL]
    assert run("due", "-o", "a.xlsx", code=3).err.startswith("alliance: a.xlsx: ")
    run("due", "-o", "a.xlsx", "--force")


def test_who_is_named_by_a_number_is_not_shown(run: Run, tmp_path: Path) -> None:
    text = APPLICANT
    text = text.replace("M1", "13812340001").replace("甲厂", "甲厂 13812340002")
    (tmp_path / "members.toml").write_text(HEAD + text, encoding="utf-8")
    for shape in ("table", "tsv", "csv", "json", "markdown", "ics"):
        told = run("due", "-f", shape)
        assert "13812340001" not in told.out + told.err
        assert "13812340002" not in told.out + told.err
    assert json.loads(run("due", "-f", "json").out)[0]["command"] is None


def test_a_command_is_one_for_the_shell(run: Run, tmp_path: Path) -> None:
    text = APPLICANT
    path = tmp_path / "a b; rm" / "x.toml"
    path.parent.mkdir()
    path.write_text(HEAD + text.replace('"M1"', "'M1 $(x)'"), encoding="utf-8")
    (told,) = json.loads(run("due", "-r", path, "-f", "json").out)
    words = shlex.split(told["command"])
    assert words == ["alliance", "admit", "M1 $(x)", "--on", "…", "-r", str(path)]
