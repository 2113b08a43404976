"""`alliance stats` counts what `list` finds: every figure is the length of a list."""

import csv
import io
import json
import random
import shlex
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_cli.language import Wording
from alliance_cli.registry.registry import from_data
from alliance_cli.registry.shown import Shown
from alliance_cli.registry.sums import Sum, sums_of
from alliance_cli.views import console

from .conftest import REAL_REGISTRY, Run, registry_of

HEAD = """\
[alliance]
declared_members = 20
[categories]
c = "丙类"
d = "丁类"
e = "戊类"
[fields.grade]
label = "等级"
type = "choice"
choices = { b = "二级", a = "一级" }
[fields.listed]
label = "上市"
type = "truth"
[fields.wechat]
label = "微信"
type = "text"
personal = true
[fields.score]
label = "评分"
type = "number"
personal = true
[fields.needs]
label = "需求"
type = "text"
for = ["d"]
wanted = true
"""
MEMBERS = (
    'city = "武汉市"\njoined = "2019"\nrevenue_wan = 0.1\ntags = ["出口", "出口"]\ngrade = "a"',
    'city = "武汉"\njoined = 2019-05-28\nrevenue_wan = 0.2\ntags = ["出口", "新能源"]\n'
    "listed = true",
    'city = "武汉"\njoined = 2019-12-31\nemployees = 12000\ntags = ["出口 ", "A,B"]\ngrade = "b"',
    'city = "襄阳"\njoined = "2020-01"\nemployees = 9223372036854775807\nwechat = "zhangsan-wx"',
    'joined = "soon"\nemployees = 1\nrevenue_wan = 1200.5\nwechat = "zhangsun-wx"\nscore = 7',
    'status = "left"\ncity = "十堰"\njoined = 2018-01-01\nleft = 2020-06-30',
)


def data(run: Run, *arguments: object) -> Any:
    return json.loads(run("stats", "-f", "json", *arguments).out)


def counted(run: Run, *arguments: object) -> dict[tuple[str, ...], int]:
    """Each label, or two, and the members there."""
    return {tuple(row["labels"].values()): row["members"] for row in data(run, *arguments)}


def ids_of(run: Run, command: str) -> list[str]:
    """The members that a command lists which was printed beside a figure."""
    alliance, *words = shlex.split(command)
    assert alliance == "alliance"
    listed = json.loads(run(*words, "-f", "json").out)
    return [each["id"] for each in listed]


@pytest.fixture
def six(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(registry_of(HEAD, *MEMBERS), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("city", {"武汉": 3, "襄阳": 1, "not given": 1}),
        ("所在城市", {"武汉": 3, "襄阳": 1, "not given": 1}),
        ("joined", {"2019": 3, "2020": 1, "not known": 1}),
        ("入会时间：季度", {"2019-Q2": 1, "2019-Q4": 1, "2020-Q1": 1, "not known": 2}),
        ("joined:month", {"2019-05": 1, "2019-12": 1, "2020-01": 1, "not known": 2}),
        ("tags", {"出口": 3, "新能源": 1, "A,B": 1, "not given": 2}),
        ("grade", {"二级": 1, "一级": 1, "not given": 3}),
        ("上市", {"yes": 1, "not given": 4}),
        ("status", {"active": 5}),
        ("employees", {"1": 1, "12000": 1, "9223372036854775807": 1, "not given": 2}),
        ("groups", {"not given": 5}),
    ],
)
def test_members_count_under_their_values(
    by: str, expected: dict[str, int], run: Run, six: Path
) -> None:
    found = counted(run, "--by", by)
    assert found == {(label,): number for label, number in expected.items()}


def test_rows_stand_in_the_order_of_choices_dates_and_numbers(run: Run, six: Path) -> None:
    for by in ("grade", "joined:quarter", "employees", "city", "tags"):
        labels = [row["labels"][by.partition(":")[0]] for row in data(run, "--by", by)]
        expected = {
            "grade": ["二级", "一级", "not given"],
            "joined:quarter": ["2019-Q2", "2019-Q4", "2020-Q1", "not known"],
            "employees": ["1", "12000", "9223372036854775807", "not given"],
            "city": ["武汉", "襄阳", "not given"],
            "tags": ["出口", "A,B", "新能源", "not given"],
        }
        assert labels == expected[by]


def test_who_left_counts_where_list_shows_them(run: Run, six: Path) -> None:
    assert counted(run, "--by", "status", "--all") == {("active",): 5, ("left",): 1}
    assert counted(run, "--by", "city", "--status", "left") == {("十堰",): 1}
    assert counted(run, "--by", "city", "-w", "employees>1") == {("武汉",): 1, ("襄阳",): 1}
    assert "1 who left or were expelled are not shown" in run("stats", "--by", "city").err


def test_a_cross_table_has_its_sums(run: Run, six: Path) -> None:
    out = run("stats", "--by", "city,joined", "--headings", "keys").out
    assert out.splitlines() == [
        "city\t2019\t2020\tunknown\tmembers\tshare",
        "武汉\t3\t0\t0\t3\t0.6",
        "襄阳\t0\t1\t0\t1\t0.2",
        "none\t0\t0\t1\t1\t0.2",
        "total\t3\t1\t1\t5\t1",
    ]
    cells = counted(run, "--by", "city", "--by", "joined")
    assert cells == {("武汉", "2019"): 3, ("襄阳", "2020"): 1, ("not given", "not known"): 1}


def test_a_cross_table_has_no_more_columns_than_are_read(run: Run, tmp_path: Path) -> None:
    members = [f'note = "{number}"' for number in range(501)]
    (tmp_path / "members.toml").write_text(registry_of(HEAD, *members), encoding="utf-8")
    err = run("stats", "--by", "category,note", code=2).err
    assert "--by note would make 501 columns, more than 500" in err
    assert len(data(run, "--by", "note,category")) == 501


def test_a_total_counts_members_once_where_items_count(run: Run, six: Path) -> None:
    done = run("stats", "--by", "tags,city")
    rows = list(csv.reader(io.StringIO(done.out), delimiter="\t"))
    # Nobody of those without a city has a tag, and who has two tags is in two lines.
    assert rows[0] == ["Tags", "武汉", "襄阳", "not given", "Members", "Share"]
    assert rows[1] == ["出口", "3", "0", "0", "3", "0.6"]
    assert rows[-1] == ["Members, each once", "3", "1", "1", "5", "1"]
    assert "tags: members count once for each item" in done.err


def test_amounts_are_exact_and_empty_ones_are_counted_apart(run: Run, six: Path) -> None:
    asked = ("--sum", "revenue_wan,employees", "--mean", "年营收(万元)", "--mean", "employees")
    rows = {row["labels"]["city"]: row for row in data(run, "--by", "city", *asked)}
    assert rows["武汉"]["sum_revenue_wan"] == 0.3
    assert rows["武汉"]["mean_revenue_wan"] == 0.15
    assert rows["武汉"]["not_given_revenue_wan"] == 1
    assert rows["武汉"]["sum_employees"] == 12000
    assert rows["襄阳"]["sum_revenue_wan"] is None
    assert rows["襄阳"]["mean_employees"] == 9223372036854775807
    table = csv.reader(io.StringIO(run("stats", "--by", "city", *asked, "-f", "csv").out))
    total = dict(zip(next(table), [*table][-1], strict=True))
    assert total["Employees, sum"] == str(9223372036854775807 + 12001)
    assert total["Revenue (10,000 CNY), sum"] == "1200.8"
    assert total["Revenue (10,000 CNY), mean"] == "400.27"
    assert total["Employees, not given"] == "2"


def test_a_number_that_is_masked_is_not_in_a_sum(run: Run, tmp_path: Path) -> None:
    members = ("employees = 13812340001", "employees = 5")
    (tmp_path / "members.toml").write_text(registry_of(HEAD, *members), encoding="utf-8")
    (row,) = data(run, "--by", "category", "--sum", "employees")
    assert (row["sum_employees"], row["not_given_employees"]) == (5, 1)
    (row,) = data(run, "--by", "category", "--sum", "employees", "--contacts")
    assert (row["sum_employees"], row["not_given_employees"]) == (13812340006, 0)


def test_what_is_personal_is_masked_and_counts_apart_all_the_same(run: Run, six: Path) -> None:
    rows = data(run, "--by", "wechat")
    assert [row["labels"]["wechat"] for row in rows] == ["zh****wx", "zh****wx", "not given"]
    assert [row["members"] for row in rows] == [1, 1, 3]
    assert [row["list"] for row in rows] == [None, None, "alliance list -w wechat="]
    assert (
        "2 rows are called zh****wx"
        in run(*("stats", "--by", "wechat", "--list", "zh****wx"), code=2).err
    )
    rows = data(run, "--by", "wechat", "--contacts")
    assert [ids_of(run, row["list"]) for row in rows] == [["M4"], ["M5"], ["M1", "M2", "M3"]]
    assert (
        "--sum score: this is personal (add --contacts)"
        in run(*("stats", "--by", "city", "--sum", "score"), code=2).err
    )


def test_the_page_tells_totals_and_how_complete_the_registry_is(run: Run, six: Path) -> None:
    page = data(run)
    totals = {row["figure"]: row["members"] for row in page["totals"]}
    assert totals == {"declared": 20, "recorded": 6, "members": 5, "passed_over": 1}
    assert [*page["by"]] == ["category", "status", "city", "joined", "grade", "listed"]
    wanted = {row["field"]: (row["given"], row["not_given"]) for row in page["wanted"]}
    # What only some categories have, nobody else lacks.
    assert wanted == {
        "credit_code": (0, 5),
        "city": (4, 1),
        "joined": (5, 0),
        "contacts": (0, 5),
        "needs": (0, 0),
    }
    assert ids_of(run, page["wanted"][1]["list_not_given"]) == ["M5"]
    rows = list(csv.reader(io.StringIO(run("stats").out), delimiter="\t"))
    assert rows[0] == ["Table", "Value", "Members", "Share", "Given", "Not given"]
    assert ["City", "武汉", "3", "0.6", "", ""] in rows
    assert ["Wanted fields", "City", "", "0.8", "4", "1"] in rows


def test_each_line_can_be_listed_by_its_name(run: Run, six: Path) -> None:
    def listed(by: str, name: str) -> list[str]:
        out = run("stats", "--by", by, "--list", name, "-f", "json").out
        return [each["id"] for each in json.loads(out)]

    assert listed("city", "武汉") == ["M1", "M2", "M3"]
    assert listed("grade", "a") == listed("grade", "一级") == ["M1"]
    assert listed("city,joined", "武汉，2019") == ["M1", "M2", "M3"]
    assert listed("joined:quarter", "not known") == ["M1", "M5"]
    assert listed("tags", "A,B") == ["M3"]
    err = run("stats", "--by", "city", "--list", "武汗", code=2).err
    assert "there is no row 武汗" in err
    assert "there are: 武汉, 襄阳, not given" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--by", "citty"], "there is no field citty"),
        (["--by", "joined:week"], "dates have no week"),
        (["--by", "city:year"], "city is no date and has no year"),
        (["--by", "contacts"], "contacts holds tables and cannot be counted by"),
        (["--by", "city,level,status"], "members are counted by one field or by two, not by 3"),
        (["--by", "city", "--sum", "level"], "--sum level: this holds no numbers"),
        (["--sum", "employees"], "--sum goes with --by"),
        (["--list", "武汉"], "--list goes with --annual or --by or --per"),
        (["--by", ","], "members are counted by one field or by two, not by 0"),
    ],
)
def test_what_cannot_be_counted_is_one_line(
    arguments: Sequence[str], told: str, run: Run, six: Path
) -> None:
    done = run("stats", *arguments, code=2)
    assert done.out == ""
    assert told in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("shape", ["table", "tsv", "csv", "json", "markdown"])
@pytest.mark.parametrize("asked", [[], ["--by", "city,tags", "--sum", "employees"]])
def test_nobody_is_counted_where_nobody_is(
    asked: Sequence[str], shape: str, run: Run, tmp_path: Path
) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text('[categories]\nc = "丙"\n', encoding="utf-8")
    assert "there are no members yet" in run("stats", *asked, "-f", shape).err
    registry.write_text(registry_of(HEAD, *MEMBERS), encoding="utf-8")
    run("stats", *asked, "-f", shape, "--city", "荆州")
    if asked and shape == "json":
        assert data(run, *asked, "--city", "荆州") == []


def test_a_terminal_shows_bars_and_folds_no_figure(
    run: Run, six: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    lines = [line.rstrip() for line in run("stats", "--by", "city").out.splitlines()]
    assert lines[0].split() == ["City", "Members", "Share"]
    assert lines[2] == "武汉             3   60.0%  " + "█" * 30
    assert lines[3] == "襄阳             1   20.0%  " + "█" * 10
    assert lines[5] == "Total            5  100.0%"
    monkeypatch.setenv("COLUMNS", "34")
    out = run("stats", "--by", "city,joined:month").out
    assert "█" not in out
    assert out.count("City") == 3, "what is too wide goes on below"
    assert all(len(line.encode("gb18030")) <= 34 for line in out.splitlines() if "─" not in line)


def test_the_summary_of_a_workbook_has_the_same_figures(run: Run, six: Path) -> None:
    for options in ([], ["--all"], ["--city", "武汉"]):
        run("export", "a.xlsx", "--summary", "--force", "--headings", "en", *options)
        sheet = openpyxl.load_workbook("a.xlsx")["Summary"]
        rows = [row[:2] for row in sheet.iter_rows(min_row=5, values_only=True)]
        numbers = [row for row in rows if isinstance(row[1], int) and "Total" not in str(row[0])]
        tables = data(run, *options)["by"]
        expected = [
            (*line["labels"].values(), line["members"]) for each in tables.values() for line in each
        ]
        assert numbers == expected


PROJECTS = """\
[themes]
battery = "动力电池"
hydrogen = "氢能"
[stages]
built = "在建"
""" + "".join(
    f'[[projects]]\nid = "P{n}"\nname = "项目{n}"\n{lines}\n'
    for n, lines in enumerate(
        (
            'theme = "battery"\nstage = "built"\ncity = "武汉"\ninvestment_wan = 0.1',
            'theme = "battery"\ncity = "武汉市"\ninvestment_wan = 0.2',
            'theme = "battery"\ncity = "襄阳"',
            'theme = "hydrogen"\ninvestment_wan = 12000',
        ),
        1,
    )
)


def test_what_is_told_of_sums_unasked_is_what_stats_says(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(PROJECTS, encoding="utf-8")
    registry = from_data(tomllib.loads(PROJECTS))
    kind = registry.kinds["projects"]
    (summed,) = sums_of(registry.of(kind), kind, Shown(registry, Wording.ENGLISH))
    assert summed.whole == Sum("Total", 4, Decimal("12000.3"), 1)
    assert [part.by.field.key for part in summed.parts] == ["theme", "stage", "city"]
    for by, sums in summed.parts:
        out = run("project", "stats", "--by", by.field.key, "--sum", "investment_wan").out
        rows = [line.split("\t") for line in out.splitlines()[1:]]
        told = [[s.label, f"{s.number}", f"{s.total or ''}", f"{s.lacking}"] for s in sums]
        assert [[*row[:2], *row[3:]] for row in rows[:-1]] == told


def test_the_foot_of_a_table_tells_the_sums_of_what_it_shows(run: Run, tmp_path: Path) -> None:
    cities = "".join(
        f'[[projects]]\nid = "Q{n}"\nname = "乙{n}"\ncity = "城{n}"\ninvestment_wan = {n}\n'
        for n in range(1, 9)
    )
    (tmp_path / "members.toml").write_text(PROJECTS + cities, encoding="utf-8")

    def foot(*options: str) -> list[str]:
        table, _, caption = run("project", "list", *options).out.partition("\n\n")
        return caption.splitlines()[1:] if caption else [table]

    assert foot("-f", "table", "-w", "id~P") == [
        "Investment (10,000 CNY), sum: 12,000.3; 1 of 4 not given",
        "  Theme: 动力电池 0.3; 氢能 12,000",
        "  Stage: 在建 0.1; not given 12,000.2",
        "  City: 武汉 0.3; 襄阳 -; not given 12,000",
    ]
    # What all of them have in common has no line, and of many values the smaller ones are one.
    assert foot("-f", "table", "-s", "乙", "--limit", "2") == [
        "Investment (10,000 CNY), sum: 3",
        "  City: 城1 1; 城2 2",
    ]
    assert foot("-f", "table", "-w", "city!=")[-1] == (
        "  City: 城2 2; 城3 3; 城4 4; 城5 5; 城6 6; 城7 7; 城8 8; 3 others 1.3"
    )
    assert foot("-f", "table", "-w", "city=襄阳") == []
    assert "0.3" not in run("project", "list").out


WORDS = [
    *("武汉", "湖北省武汉市", "A", "a", " a", "A,B", '"A"', "=x", "~x", "＝x", "x;y", "「x」"),
    *("-", "未填", "not given", "找13812340009", "line\nbreak", "x、y", "'x'", "“x”", "5", "=1+1"),
    *("\\,", "A\\", '"', "a\u200b"),
]


def random_registry(chance: random.Random) -> str:
    """A registry whose values are spelt in every way that a condition may take for another."""

    def text() -> str:
        return json.dumps(chance.choice(WORDS), ensure_ascii=False)

    members = []
    for _ in range(20):
        lines = [f"city = {text()}", f"note = {text()}", f"tags = [{text()}, {text()}]"]
        lines.append(f"level = {text()}")
        lines.append(
            f"joined = {chance.choice(['2019-05-28', '2020-01-01', chr(34) + '2019' + chr(34)])}"
        )
        lines.append(f"revenue_wan = {chance.choice(['0.5', '5', '5.0', '1e300', 'true'])}")
        lines.append(f'status = "{chance.choice(["active", "left", "suspended"])}"')
        members.append("\n".join(line for line in lines if chance.random() < 0.8))
    return registry_of('[categories]\nc = "丙"\n', *members)


def check_lists(run: Run, path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path.write_text(random_registry(chance), encoding="utf-8")
    given = chance.choice([[], ["--all"], ["--status=left", "--status=active"], ["-w", "city!=A"]])
    listed = 0
    for by in ("city", "note", "tags", "level", "joined:quarter", "revenue_wan", "tags,joined"):
        for row in data(run, "--by", by, *given):
            if row["list"] is not None:
                assert len(ids_of(run, row["list"])) == row["members"], (by, row)
                listed += 1
    assert listed > 20


def test_the_command_beside_a_figure_lists_just_those(run: Run, tmp_path: Path) -> None:
    check_lists(run, tmp_path / "members.toml", 0)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 40))
def test_the_command_beside_any_figure_lists_just_those(
    seed: int, run: Run, tmp_path: Path
) -> None:
    check_lists(run, tmp_path / "members.toml", seed)


def test_the_founding_members_are_counted_as_the_article_has_them(run: Run) -> None:
    found = counted(run, "--by", "category", "-r", REAL_REGISTRY)
    assert found[("整车企业",)] == 25
    assert sum(found.values()) == 36
