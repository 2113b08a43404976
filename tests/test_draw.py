"""Experts by lot: who is drawn, who is left out and why, and that anybody can repeat it."""

import datetime
import functools
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from alliance_cli.kinds.expert import EXPERT
from alliance_cli.registry.drawing import Drawing, Wish, draw, recorded
from alliance_cli.registry.registry import Registry, from_data
from alliance_cli.values.characters import is_invisible

from .conftest import Run, in_chinese

HEAD = """\
[categories]
vehicle = "整车企业"

[expertise]
new-energy = "新能源汽车"
connected = "智能网联"

[[members]]
id = "M001"
name = "东风汽车集团"
category = "vehicle"

[[members]]
id = "M005"
name = "东风本田"
short_name = "东本"
category = "vehicle"
parent = "M001"

[[members]]
id = "M006"
name = "东本发动机"
category = "vehicle"
parent = "m005"

[[members]]
id = "M007"
name = "东风日产"
category = "vehicle"
parent = "M001"
"""

APPOINTED = 'status = "appointed"\nappointed = 2026-01-01\n'


def expert(number: int, lines: str = "", standing: str = APPOINTED) -> str:
    return f'\n[[experts]]\nid = "E{number:03}"\nname = "专家{number}"\n{standing}{lines}\n'


def pool(folder: Path, *experts: str) -> Path:
    path = folder / "members.toml"
    path.write_text(HEAD + "".join(experts), encoding="utf-8", newline="")
    return path


def rows(out: str) -> dict[str, list[str]]:
    """The ids in the table, in their order, by what became of them."""
    found: dict[str, list[str]] = {}
    for line in out.splitlines()[1:]:
        cells = line.split("\t")
        found.setdefault(cells[0], []).append(cells[1])
    return found


def test_a_seed_gives_the_same_experts_in_every_release(run: Run, tmp_path: Path) -> None:
    pool(tmp_path, *map(expert, range(1, 13)))
    drawing = ["expert", "draw", "3", "--on=2026-05-01"]
    # As `printf %s 'fkrt-mwxz E001' | sha256sum` and so on have them in order.
    found = rows(run(*drawing, "--seed=fkrt-mwxz").out)
    assert found["drawn"] == ["E001", "E012", "E005"]
    assert found["next"][:3] == ["E006", "E003", "E009"]
    assert rows(run(*drawing, "--seed=理事会 3").out)["drawn"] == ["E001", "E004", "E009"]


def test_a_seed_that_was_made_repeats_the_drawing(run: Run, tmp_path: Path) -> None:
    pool(tmp_path, *map(expert, range(1, 41)))
    first = run("expert", "draw", "5", "--on=2026-05-01")
    (seed,) = re.findall(
        r"^5 of 40 drawn on 2026-05-01, with the seed (\S{4}-\S{4})$", first.err, re.MULTILINE
    )
    assert run("expert", "draw", "5", "--on=2026-05-01", "--seed", seed).out == first.out
    assert run("expert", "draw", "5", "--on=2026-05-01").out != first.out


# --- a model, as plain as can be


@functools.cache
def days_in(date: Any) -> list[datetime.date]:
    """All the days that a date may be."""
    if isinstance(date, datetime.date):
        return [date]
    day = datetime.date(int(date[:4]), int(date[5:] or 1), 1)
    found = []
    while day.isoformat().startswith(date):
        found.append(day)
        day += datetime.timedelta(days=1)
    return found


def family(members: list[dict[str, Any]], asked: list[str]) -> set[str]:
    """The ids of members, and of all above and below them."""
    above = {(member["id"], member["parent"]) for member in members if "parent" in member}
    while True:
        further = {(low, top) for low, middle in above for same, top in above if middle == same}
        if further <= above:
            break
        above |= further
    return {
        *asked,
        *(top for low, top in above if low in asked),
        *(low for low, top in above if top in asked),
    }


def can_be_drawn(each: dict[str, Any], wish: Wish, avoided: set[str], names: set[str]) -> bool:
    status = each.get("status", "candidate")
    if status == "appointed":
        if "appointed" not in each or max(days_in(each["appointed"])) > wish.day:
            return False
        if "until" in each and min(days_in(each["until"])) < wish.day:
            return False
    elif status != "candidate" or not wish.candidates:
        return False
    if each.get("unit") in avoided or each.get("unit_name") in names:
        return False
    if avoided & {*each.get("avoid", ())}:
        return False
    year_before = wish.day.replace(year=wish.day.year - 1)
    times = sum(
        any(year_before < day <= wish.day for day in days_in(drawn["on"]))
        for drawn in each.get("drawn", ())
    )
    return wish.at_most is None or times < wish.at_most


def expected(data: dict[str, Any], wish: Wish) -> list[str]:
    """The ids of those who can be drawn, in their order."""
    avoided = family(data["members"], [*wish.avoid])
    names = {member["name"] for member in data["members"] if member["id"] in avoided}
    order = []
    for each in data["experts"]:
        if wish.fields and not {*wish.fields} & {*each["expertise"]}:
            continue
        if can_be_drawn(each, wish, avoided, names):
            known = [
                [day for day in days_in(drawn["on"]) if day <= wish.day]
                for drawn in each.get("drawn", ())
            ]
            last = max((day for days in known for day in days), default=datetime.date.min)
            lot = hashlib.sha256(f"{wish.seed} {each['id']}".encode()).hexdigest()
            order.append((last, lot, each["id"]))
    return [identifier for _, _, identifier in sorted(order)]


def random_day(chance: random.Random, first: int, last: int) -> datetime.date | str:
    day = datetime.date(chance.randint(first, last), chance.randint(1, 12), chance.randint(1, 28))
    return day if chance.random() < 0.6 else day.isoformat()[: chance.choice([4, 7])]


def random_pool(chance: random.Random) -> dict[str, Any]:
    ids = [f"M{n}" for n in range(1, 9)]
    members = [{"id": each, "name": f"甲{each}厂", "category": "c"} for each in ids]
    for member in members:
        if chance.random() < 0.6:
            # A circle is wrong, but it must not be endless.
            member["parent"] = chance.choice(ids)
    experts = []
    for number in range(chance.randint(0, 14)):
        each: dict[str, Any] = {"id": f"E{number}", "name": f"人{number}"}
        each["expertise"] = chance.sample(["a", "b", "c"], chance.randint(1, 2))
        each["status"] = chance.choice([*["appointed"] * 6, "candidate", "retired"])
        if chance.random() < 0.9:
            each["appointed"] = random_day(chance, 2024, 2026)
        if chance.random() < 0.5:
            each["until"] = random_day(chance, 2025, 2028)
        if chance.random() < 0.8:
            place = chance.choice(members)
            each |= chance.choice([{"unit": place["id"]}, {"unit_name": place["name"]}])
        if chance.random() < 0.3:
            each["avoid"] = chance.sample(ids, 2)
        if chance.random() < 0.5:
            each["drawn"] = [
                {"on": random_day(chance, 2024, 2026)} for _ in range(chance.randint(1, 4))
            ]
        experts.append(each)
    words = {"expertise": {"a": "甲", "b": "乙", "c": "丙"}, "categories": {"c": "类"}}
    return {**words, "members": members, "experts": experts}


def random_wish(chance: random.Random, day: datetime.date) -> Wish:
    return Wish(
        chance.randint(1, 4),
        day,
        f"seed {chance.randrange(1000)}",
        chance.choice([None, "评审"]),
        chance.sample(["a", "b", "c"], chance.choice([0, 0, 1, 2])),
        chance.sample([f"M{n}" for n in range(1, 9)], chance.choice([0, 0, 1, 2])),
        candidates=chance.random() < 0.3,
        at_most=chance.choice([None, None, 1, 2, 3]),
    )


def ids(drawing: Drawing) -> list[str]:
    return [each.identifier for each in drawing.available]


def drawings_in(data: dict[str, Any], chance: random.Random) -> Iterator[tuple[Drawing, Drawing]]:
    """Some drawings, each of what the ones before left, and each once more when it is noted."""
    day = datetime.date(2026, 1, 1)
    for _ in range(6):
        day += datetime.timedelta(days=chance.randrange(200))
        wish = random_wish(chance, day)
        drawing = draw(from_data(data), EXPERT, wish)
        assert ids(drawing) == expected(data, wish), wish
        after = recorded(drawing).registry_after(drawing.registry)
        data["experts"] = [*after.of(EXPERT)]
        yield drawing, draw(from_data(data), EXPERT, wish)


@pytest.mark.parametrize("part", range(10))
def test_drawings_are_those_of_a_plain_model(part: int) -> None:
    drawn = 0
    for number in range(30):
        chance = random.Random(part * 30 + number)
        data = random_pool(chance)
        for drawing, again in drawings_in(data, chance):
            # What is noted of a drawing does not change it, nor does the order of the file.
            assert ids(again)[: drawing.wish.number] == ids(drawing)[: drawing.wish.number]
            shuffled = {**data, "experts": chance.sample(data["experts"], len(data["experts"]))}
            assert ids(draw(from_data(shuffled), EXPERT, drawing.wish)) == ids(again)
            assert not recorded(again)
            drawn += len(drawing.drawn)
    assert drawn > 30, "the pools have somebody to draw"


def test_everybody_has_a_turn_before_anybody_has_a_second() -> None:
    registry: Registry = from_data(tomli.loads(HEAD + "".join(map(expert, range(6)))))
    counts: Counter[str] = Counter()
    for number in range(21):
        day = datetime.date(2026, 2, 1) + datetime.timedelta(days=number)
        drawing = draw(registry, EXPERT, Wish(2, day, f"{number}"))
        counts.update(each.identifier for each in drawing.drawn)
        assert max(counts.values()) - min(counts[f"E{n:03}"] for n in range(6)) <= 1
        registry = recorded(drawing).registry_after(registry)
    assert set(counts.values()) == {7}


def test_the_day_that_the_year_before_did_not_have() -> None:
    data = tomli.loads(HEAD + expert(1, "drawn = [{ on = 2027-03-01 }]"))
    wish = Wish(1, datetime.date(2028, 2, 29), "k", at_most=1)
    assert not draw(from_data(data), EXPERT, wish).drawn
    data["experts"][0]["drawn"] = [{"on": datetime.date(2027, 2, 28)}]
    assert draw(from_data(data), EXPERT, wish).drawn


# --- who is left out, and what is said of it


LEFT_OUT = {
    "works there": 'unit = "m006"',
    "is above": 'unit = "M001"',
    "by name": 'unit_name = "东本"',
    "avoids": 'avoid = ["M006"]',
}


@pytest.mark.parametrize("lines", LEFT_OUT.values(), ids=LEFT_OUT)
@pytest.mark.parametrize("avoided", ["M005", "东风本田"])
def test_who_belongs_to_a_member_is_not_drawn(
    lines: str, avoided: str, run: Run, tmp_path: Path
) -> None:
    # Who belongs to the same parent is another's.
    pool(tmp_path, expert(1, lines), expert(2, 'unit = "M007"'), expert(3))
    found = rows(run("expert", "draw", "2", "--avoid", avoided, "--on=2026-05-01").out)
    assert sorted(found["drawn"]) == ["E002", "E003"]
    assert found["left out"] == ["E001"]


def test_who_is_left_out_is_told_with_the_reason(run: Run, tmp_path: Path) -> None:
    drawn = "drawn = [{ on = 2025-05-02 }, { on = 2026-04-30 }]"
    pool(
        tmp_path,
        expert(1),
        expert(2, standing=""),
        expert(3, standing='status = "retired"\n'),
        expert(4, standing='status = "appointed"\nappointed = 2026-05-02\n'),
        expert(5, "until = 2026-04-30"),
        expert(6, standing='status = "appointed"\n'),
        expert(7, 'until = "2026"'),
        expert(12, 'until = "年底"'),
        expert(8, 'unit = "M006"'),
        expert(9, 'avoid = ["M001"]'),
        expert(10, drawn),
        expert(11, drawn.replace("2025-05-02", "2025-05-01") + "\nuntil = 2026-05-01"),
    )
    command = ["expert", "draw", "2", "--on=2026-05-01", "--avoid=M005", "--at-most=2"]
    told = json.loads(run(*command, "--seed=a", "-f", "json").out)["drawing"]
    assert {each["id"]: each["reason"] for each in told["considered"]} == {
        "E001": None,
        "E011": None,
        "E002": "candidate",
        "E003": "not_appointed",
        "E004": "not_yet",
        "E005": "ended",
        "E006": "undated",
        "E007": "undated",
        "E012": "undated",
        "E008": "works_there",
        "E009": "avoids",
        "E010": "drawn_often",
    }
    assert told["avoided"] == ["M001", "M005", "M006"]
    assert [each["id"] for each in told["drawn"]] == ["E001", "E011"]
    last = told["considered"][1]
    assert (last["last_drawn"], last["drawn_in_12_months"]) == ("2026-04-30", 1)
    assert last["sha256"] == hashlib.sha256(b"a E011").hexdigest()
    assert (told["considered"][-2]["member"], told["considered"][-1]["member"]) == ("M001", None)
    err = run(*command).err
    assert "1 left out: candidate; --candidates draws them too\n" in err
    assert "3 left out: dates of the appointment do not say; `alliance expert edit ID" in err
    assert "1 left out: works for a member to avoid\n" in err


def test_where_too_few_are_left_nobody_is_drawn(run: Run, tmp_path: Path) -> None:
    path = pool(tmp_path, expert(1), expert(2, standing=""))
    before = path.read_bytes()
    command = ["expert", "draw", "2", "--on=2026-05-01", "--record"]
    refused = run(*command, code=1)
    assert refused.out == ""
    assert refused.err == (
        "alliance: 1 of the 2 experts wanted can be drawn; nobody was drawn\n"
        "1 left out: candidate; --candidates draws them too "
        "(ask for fewer, name more --field, or take a filter away)\n"
    )
    told = json.loads(run(*command, "-f", "json", code=1).out)
    assert (told["written"], told["drawing"]["available"]) == (False, 1)
    assert path.read_bytes() == before
    assert "drawn: E00" in run(*command, "--candidates", "--dry-run").err
    pool(tmp_path)
    assert "`alliance expert add` adds one" in run("expert", "draw", "1", code=1).err


def test_experts_of_any_of_the_fields_are_drawn(run: Run, tmp_path: Path) -> None:
    pool(
        tmp_path,
        expert(1, 'expertise = ["new-energy"]\ncity = "武汉"'),
        expert(2, 'expertise = ["connected"]\ncity = "襄阳"'),
        expert(3, 'city = "武汉"'),
    )
    command = ["expert", "draw", "--on=2026-05-01"]
    both = rows(run(*command, "2", "--field=新能源汽车", "--field", "connected").out)
    assert both == {"drawn": both["drawn"]}
    assert sorted(both["drawn"]) == ["E001", "E002"]
    in_wuhan = rows(run(*command, "1", "--field=新能源汽车,connected", "--city=武汉").out)
    assert in_wuhan == {"drawn": ["E001"]}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["0"], "0 experts cannot be drawn (name how many, from 1)"),
        (["1", "--field=new-enery"], "--field: new-enery is not one of the choices; did you mean"),
        (["1", "--avoid=M999"], "there is no member M999"),
        (["1", "--at-most=0"], "'--at-most': 0 is not in the range x>=1."),
        (["1", "--on=2026"], "--on: 2026 is not a day"),
        (["1", "--yes"], "--yes is for --record, without which nothing is written"),
        (["1", "--dry-run"], "--dry-run is for --record, without which nothing is written"),
        (["1", "--record", "--at=HEAD"], "--record does not go with --at"),
        (["1", "-w", "x=1"], "there is no field x"),
    ],
)
def test_what_cannot_be_asked_for(
    arguments: list[str], told: str, run: Run, tmp_path: Path
) -> None:
    pool(tmp_path, expert(1))
    refused = run("expert", "draw", *arguments, code=2)
    assert refused.out == ""
    assert refused.err.startswith("alliance: ")
    assert told in refused.err
    assert refused.err.count("\n") == 1


# --- what is noted


def test_a_drawing_is_noted_as_the_others_stand(run: Run, tmp_path: Path) -> None:
    in_line = 'drawn = [\n  { on = 2026-02-01, purpose = "立项" }, # 初评\n]\n'
    section = '[[experts.drawn]]\non = 2026-02-01\nseed = "x"\n'
    new = expert(1, 'note = "新"')
    path = pool(tmp_path, new, expert(2, in_line), expert(3, section))
    before = path.read_text(encoding="utf-8")
    command = ["expert", "draw", "3", "--on=2026-05-01", "--seed=k", "--purpose=项目评审"]
    noted = run(*command, "--record")
    assert noted.err.splitlines()[-1] == (
        "recorded in members.toml for E001 专家1, E002 专家2, E003 专家3: "
        "2026-05-01, 项目评审, seed k"
    )
    pairs = 'on = 2026-05-01\npurpose = "项目评审"\nseed = "k"\n'
    in_braces = "  { " + pairs.strip().replace("\n", ", ") + " },\n"
    assert path.read_text(encoding="utf-8") == (
        before.replace(new, f"{new}[[experts.drawn]]\n{pairs}")
        .replace("# 初评\n", f"# 初评\n{in_braces}")
        .replace(section, f"{section}[[experts.drawn]]\n{pairs}")
    )
    # Once more it is the same drawing.
    again = run(*command, "--record")
    assert (again.out, again.err.splitlines()[-1]) == (noted.out, "nothing to change")
    assert rows(run(*command[:2], "1", "--on=2026-05-02").out)["next"] != []


def test_a_drawing_can_be_looked_at_before_it_is_noted(run: Run, tmp_path: Path) -> None:
    path = pool(tmp_path, expert(1))
    before = path.read_text(encoding="utf-8")
    command = ["expert", "draw", "1", "--on=2026-05-01", "--seed=k", "--record"]
    shown = run(*command, "--dry-run")
    assert shown.out.startswith("--- a/members.toml\n+++ b/members.toml\n")
    assert '+seed = "k"\n' in shown.out
    assert shown.err.startswith("drawn: E001 专家1\n1 of 1 drawn on 2026-05-01, with the seed k\n")
    assert path.read_text(encoding="utf-8") == before
    told = json.loads(run(*command, "-f", "json").out)
    assert told["written"] is True
    assert [each["id"] for each in told["changes"]] == ["E001"]
    assert [each["id"] for each in told["drawing"]["drawn"]] == ["E001"]
    written = tomli.loads(path.read_text(encoding="utf-8"))["experts"][0]["drawn"]
    assert written == [{"on": datetime.date(2026, 5, 1), "seed": "k"}]


def test_a_drawing_that_is_yet_to_come_is_not_noted(run: Run, tmp_path: Path) -> None:
    path = pool(tmp_path, expert(1))
    before = path.read_bytes()
    assert "F306" in run("expert", "draw", "1", "--on=2999-01-01", "--record", code=1).err
    assert path.read_bytes() == before


# --- what is shown


@pytest.mark.parametrize("options", [[], ["-f", "table"], ["-f", "json"]])
@pytest.mark.parametrize("record", [[], ["--record", "--dry-run"], ["--record", "-y"]])
def test_numbers_are_shown_only_where_they_are_asked_for(
    options: list[str], record: list[str], run: Run, tmp_path: Path
) -> None:
    lines = 'mobile = "13812340001"\nemail = "zhang@example.com"\nunit_name = "厂 13812340002"\n'
    numbers = ("13812340001", "zhang@", "13812340002", "13812340003")
    pool(tmp_path, expert(1, lines), expert(2, lines, standing=""))
    text = (tmp_path / "members.toml").read_text(encoding="utf-8")
    (tmp_path / "members.toml").write_text(text.replace("专家1", "专家 13812340003"), "utf-8")
    command = ["expert", "draw", "1", "--on=2026-05-01", *options, *record]
    shown = run(*command, "--purpose=找13812340003", "--seed=13812340003", code=None)
    assert shown.code in (0, 1)
    assert not [each for each in numbers if each in shown.out + shown.err]
    if not record:
        assert "13812340001" in run(*command, "--contacts").out
        assert "zhang@example.com" in run(*command, "--contacts").out


EVIL = ["\x1b[31m", "\u202e", "\n::error::x", "=1+1", "\t", "##[error]"]


@pytest.mark.parametrize("text", EVIL, ids=ascii)
@pytest.mark.parametrize("options", [[], ["-f", "table"], ["-f", "json"], ["--avoid=M008"]])
def test_hostile_names_do_nothing(text: str, options: list[str], run: Run, tmp_path: Path) -> None:
    quoted = json.dumps(f"甲{text}" if text != "=1+1" else text)
    lines = f"unit_name = {quoted}\nposition = {quoted}\ndrawn = [1, {{ on = {quoted} }}]"
    hostile = expert(1, lines).replace('"专家1"', quoted)
    member = f'\n[[members]]\nid = "M008"\nname = {quoted}\ncategory = "vehicle"\n'
    pool(tmp_path, expert(3, 'unit = "M008"'), hostile, member)
    command = ["expert", "draw", "1", "--on=2026-05-01", "--seed", text, "--purpose", text]
    for record in ([], ["--record", "-y"]):
        shown = run(*command, *options, *record, code=None)
        for stream in (shown.out, shown.err):
            assert not [c for c in stream if is_invisible(c) and c not in "\n\t"]
            assert not re.search(r"^\s*::|##\[", stream, re.MULTILINE), stream
            assert not re.search(r"(^|\t)=1", stream, re.MULTILINE)


def test_a_table_names_those_who_were_drawn_at_its_end(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_chinese(monkeypatch)
    pool(tmp_path, expert(1, 'mobile = "13812340001"'), expert(2, 'unit = "M005"', standing=""))
    out = run("expert", "draw", "1", "--on=2026-05-01", "--seed=k", "-f", "table").out
    assert out.splitlines()[-2:] == [
        "抽中：E001 专家1",
        "2026-05-01 从 1 位专家中抽取 1 位，随机种子 k",
    ]
    assert "不参加  E002" in out
    assert "M005 东风本田" in out
