"""Periods of membership: who came back, who was a member on which day, and what cannot be."""

import datetime
import json
import random
from pathlib import Path

import pytest

from alliance_cli.registry.membership import Period, periods, was_member

from .conftest import NOW, Run, first_member, registry_of

TODAY = NOW.date().isoformat()
HEAD = '[categories]\nc = "类"\n'
LEFT = 'status = "left"\njoined = 2015-03-01\ndecision = "理事会〔2015〕2号"\nleft = 2019-12-31\n'


def write(path: Path, *members: str) -> Path:
    path.write_text(registry_of(HEAD, *members), encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "members.toml"


@pytest.mark.usefixtures("clock")
def test_who_comes_back_keeps_what_ended(run: Run, file: Path) -> None:
    write(file, LEFT + 'left_reason = "重组"\nleft_decision = "理事会〔2019〕9号"')
    outcome = run("reinstate", "M1", "--on", "2022-05", "--decision", "理事会〔2022〕1号")
    assert outcome.err.startswith("M1 甲1厂: status -left; joined 2015-03-01 → 2022-05; ")
    member = first_member(file)
    ended = {
        "joined": datetime.date(2015, 3, 1),
        "decision": "理事会〔2015〕2号",
        "left": datetime.date(2019, 12, 31),
        "left_reason": "重组",
        "left_decision": "理事会〔2019〕9号",
    }
    assert member == {
        "id": "M1",
        "name": "甲1厂",
        "category": "c",
        "joined": "2022-05",
        "decision": "理事会〔2022〕1号",
        "earlier": [ended],
    }
    assert run("validate").out == "1 member, no findings\n"
    run("withdraw", "M1", "--as", "expelled", "--on", "2023-01-01", "--decision", "会员大会")
    run("reinstate", "M1")
    second: dict[str, object] = {
        "joined": "2022-05",
        "decision": "理事会〔2022〕1号",
        "status": "expelled",
    }
    second |= {"left": datetime.date(2023, 1, 1), "left_decision": "会员大会"}
    assert first_member(file)["earlier"] == [ended, second]
    assert first_member(file)["joined"] == NOW.date()


@pytest.mark.parametrize(
    ("known", "kept"),
    [
        ('status = "left"', {"status": "left"}),
        ('status = "left"\nleft = "2019"', {"left": "2019"}),
        ('status = "expelled"\njoined = "2015"', {"joined": "2015", "status": "expelled"}),
    ],
)
def test_what_is_not_known_of_a_period_is_not_invented(
    known: str, kept: dict[str, object], run: Run, file: Path
) -> None:
    write(file, known)
    run("reinstate", "M1", "--on", "2022-01-01", "--yes")
    assert first_member(file)["earlier"] == [kept]


def test_a_leaving_that_was_a_mistake_is_undone(run: Run, file: Path) -> None:
    before = write(file, "joined = 2015-03-01 # 首批").read_bytes()
    run("withdraw", "M1", "--on", "2020-01-01", "--reason", "误", "--decision", "误")
    run("reinstate", "M1", "--undo")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("member", "arguments", "code", "message"),
    [
        ("", ["--on", "2020-01-01"], 1, "M1 did not leave, so it has not come back"),
        ('status = "suspended"', ["--decision", "x"], 1, "M1 did not leave"),
        ('status = "applicant"', [], 1, "admit makes it a member"),
        (LEFT, ["--undo", "--on", "2020-01-01"], 2, "--on does not go with --undo"),
        (LEFT, ["--on", "2018-01-01"], 1, "error M413 joined: 2018-01-01 is before 2019-12-31"),
        (LEFT, ["--on", "昨天"], 1, "--on: expected is a date"),
    ],
)
def test_who_cannot_come_back(
    member: str, arguments: list[str], code: int, message: str, run: Run, file: Path
) -> None:
    before = write(file, member).read_bytes()
    assert message in run("reinstate", "M1", *arguments, code=code).err
    assert file.read_bytes() == before


@pytest.mark.usefixtures("clock")
def test_applicants_are_admitted(run: Run, file: Path) -> None:
    write(
        file,
        'status = "applicant" # 初审通过',
        'status = "applicant"\n\n[[members.contacts]]\nname = "张三"',
        'parent = "M2"',
    )
    run("admit", "M1", "甲2厂", "--decision", "理事会〔2026〕3号", "--dry-run")
    outcome = run("admit", "M2", "--id", "HB-002", "--on", "2026-01-05", "--decision", "3号")
    assert outcome.err == "2 members changed in members.toml\n"
    text = file.read_text(encoding="utf-8")
    assert 'category = "c"\njoined = 2026-01-05\ndecision = "3号"\n\n[[members.contacts]]' in text
    assert 'parent = "HB-002"' in text
    run("admit", "M1")
    assert first_member(file)["joined"] == NOW.date()
    assert run("validate").out == "3 members, no findings\n"
    for member, reason in (("M1", "M1 is no applicant: active"), ("甲厂", "no member 甲厂")):
        assert reason in run("admit", member, code=None).err
    assert "for one applicant" in run("admit", "M1", "M3", "--id", "x", code=2).err
    write(file, 'status = "applicant"', "")
    assert "error X501" in run("admit", "M1", "--id", "m2", code=1).err


def test_periods_out_of_order_are_found_at_their_place(run: Run, file: Path) -> None:
    write(
        file,
        'joined = 2020-01-01\n\n[[members.earlier]]\njoined = "2021"\nleft = 2019-12-31',
        'status = "applicant"\njoined = 2010-01-01\n\n[[members.earlier]]\nleft = "2019"',
        'joined = "2019"\n\n[[members.earlier]]\njoined = "2019"\nleft = "2019"',
    )
    told = [line for line in run("validate", code=1).out.splitlines() if "M413" in line]
    assert told == [
        "members.toml:8:10: error M413 joined: 2020-01-01 is before 2021, which it should follow"
        "  [M1 甲1厂]",
        "members.toml:12:8: error M413 earlier.left: 2019-12-31 is before 2021, which it should "
        "follow  [M1 甲1厂]",
    ]


def test_who_was_a_member_on_a_day(run: Run, file: Path) -> None:
    write(
        file,
        "joined = 2015-03-01",
        LEFT,
        'joined = "2019"',
        'status = "left"\njoined = 2015-01-01',
        "",
        'status = "applicant"\njoined = 2010-01-01',
        "joined = 2022-01-01\n\n[[members.earlier]]\njoined = 2010-01-01\nleft = 2012-12-31",
        "joined = 2999-01-01",
        'status = "suspended"\njoined = 2012-01-01\nsuspended_on = 2013-01-01',
    )
    expected = {
        "2009-12-31": ("", 1),
        "2012-12-30": ("M7 M9", 1),
        "2012-12-31": ("M9", 1),
        "2019-06-01": ("M1 M2 M9", 3),
        "2019-12-31": ("M1 M3 M9", 2),
        "2022-01-01": ("M1 M3 M7 M9", 2),
    }
    for day, (ids, undated) in expected.items():
        outcome = run("list", "--on", day, "-f", "ids")
        assert outcome.out.split() == ids.split(), day
        assert outcome.err.splitlines() == [
            f"{undated} are not shown: their dates do not say whether they were members that day",
            "1 are not shown: their day of joining is yet to come",
        ]
    assert run("filter", "类", "--on", "2012-12-30", "-f", "ids").out.split() == ["M7", "M9"]
    assert run("export", "-", "--on", "2012-12-31", "-f", "ids").out.split() == ["M9"]
    assert "M2 甲2厂 was no member on 2019-12-31" in run("show", "M2", "--on", "2019-12-31").err
    assert "M2 甲2厂 was a member on 2019-12-30" in run("show", "M2", "--on", "2019-12-30").err
    assert "do not say" in run("show", "M5", "--on", "2019-12-30").err
    assert json.loads(run("show", "M2", "--on", "2019年12月30日", "-f", "json").out)["id"] == "M2"


@pytest.mark.parametrize("day", ["2019", "2019-05", "昨天", ""])
def test_a_day_is_a_whole_day(day: str, run: Run, registry: Path) -> None:
    assert registry.is_file()
    assert "--on" in run("list", "--on", day, code=2).err
    assert "--all" in run("list", "--all", "--on", "2019-01-01", code=2).err


def test_earlier_periods_go_through_csv_json_and_edit(run: Run, file: Path) -> None:
    write(file, LEFT + 'left_reason = "改制，重组; 迁出"')
    run("reinstate", "M1", "--on", "2022-01-01")
    run("withdraw", "M1", "--on", "2023-01-01")
    run("reinstate", "M1", "--on", "2024-01-01")
    before = file.read_bytes()
    run("export", "a.csv", "--contacts")
    run("export", "b.xlsx", "--columns", "all")
    for name in ("a.csv", "b.xlsx"):
        assert "unchanged" in run("import", name, "--apply").err
        assert file.read_bytes() == before
    text = Path("a.csv").read_text(encoding="utf-8-sig")
    Path("a.csv").write_text(text.replace("2023-01-01", "2023-02-01"), encoding="utf-8")
    run("import", "a.csv", "--apply")
    assert file.read_bytes() == before.replace(b"2023-01-01", b"2023-02-01")
    run("edit", "M1", "--set", "earlier.1.left=2023-03-01", "--drop", "earlier=joined=2015-03-01")
    assert [each["left"] for each in first_member(file)["earlier"]] == [datetime.date(2023, 3, 1)]
    shown = json.loads(run("list", "-f", "json").out)[0]["earlier"]
    assert shown == [{"joined": "2022-01-01", "left": "2023-03-01"}]


class _Model:
    """A member that joins and leaves on random days, and a plain list of what happened."""

    def __init__(self, chance: random.Random) -> None:
        self.events: list[tuple[datetime.date, bool]] = []
        day = datetime.date(2010, 1, 1)
        for number in range(chance.randint(0, 6)):
            day += datetime.timedelta(days=chance.choice((0, 1, 40, 400)))
            self.events.append((day, number % 2 == 0))

    def was_member(self, day: datetime.date) -> bool:
        return [False, *(joins for when, joins in self.events if when <= day)][-1]

    @property
    def record(self) -> dict[str, object]:
        days = [day for day, _ in self.events]
        spans = [
            dict(zip(("joined", "left"), days[n : n + 2], strict=False))
            for n in range(0, len(days), 2)
        ]
        if not spans:
            return {"status": "applicant"}
        *earlier, last = spans
        return last | ({"status": "left"} if "left" in last else {}) | {"earlier": earlier}


def test_an_as_of_agrees_with_a_replay_of_the_events() -> None:
    chance = random.Random(16)
    for _ in range(500):
        model = _Model(chance)
        record = model.record
        near = [day for day, _ in model.events] or [datetime.date(2011, 1, 1)]
        for day in near:
            for shift in (-1, 0, 1, 20):
                on = day + datetime.timedelta(days=shift)
                assert was_member(record, on) is model.was_member(on), (record, on)


def test_what_is_written_wrongly_is_no_period() -> None:
    odd = {"joined": 5, "left": "gestern", "earlier": [7, {"joined": []}, {}], "status": "x"}
    assert periods(odd) == [Period(None, None, is_over=True)] * 2 + [
        Period(None, None, is_over=False)
    ]
    assert periods({"status": "applicant", "earlier": "x"}) == []
