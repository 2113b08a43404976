"""`alliance stats --per`, `--annual` and its files: who came and left, and what reports ask for."""

import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_cli.views import console

from .conftest import Run, git, registry_of

HEAD = """\
[categories]
c = "整车企业"
d = "零部件企业"
[groups]
b = "电池组"
a = "安全组"
"""
CAME_BACK = """\
city = "武汉"
joined = 2022-05-01
employees = 100
revenue_wan = 0.5
stat_year = 2024
[[members.earlier]]
joined = 2019-05-28
left = 2021-01-01
"""
MEMBERS = (
    CAME_BACK,
    'city = "武汉市"\njoined = "2020"\nemployees = 50\nrevenue_wan = 0.2\nstat_year = 2023',
    'status = "left"\njoined = 2019-05-28\nleft = 2024-12-31',
    "employees = 7\nstat_year = 2024",
    'status = "suspended"\njoined = 2024-12-31\nemployees = 1\nstat_year = 2024',
    'status = "applicant"',
)
MOVEMENT = ("opening", "joined", "returned", "left", "closing", "undated")

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def six(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(registry_of(HEAD, *MEMBERS), encoding="utf-8")
    return path


def data(run: Run, *arguments: object) -> Any:
    return json.loads(run("stats", "-f", "json", *arguments).out)


def moved(run: Run, *arguments: object) -> dict[str, tuple[int, ...]]:
    return {row["period"]: tuple(row[key] for key in MOVEMENT) for row in data(run, *arguments)}


def test_each_year_has_who_came_and_who_left(run: Run, six: Path) -> None:
    assert moved(run, "--per", "year") == {
        "2019": (0, 2, 0, 0, 2, 1),
        "2020": (2, 1, 0, 0, 3, 1),
        "2021": (3, 0, 0, 1, 2, 1),
        "2022": (2, 1, 1, 0, 3, 1),
        "2023": (3, 0, 0, 0, 3, 1),
        # The day of leaving is the first on which one is a member no more.
        "2024": (3, 1, 0, 1, 3, 1),
        "2025": (3, 0, 0, 0, 3, 1),
    }


def test_a_year_says_nothing_of_its_quarters(run: Run, six: Path) -> None:
    found = moved(run, "--per", "quarter", "--from", "2020", "--to", "2020-09")
    assert found == {
        "2020-Q1": (2, 0, 0, 0, 2, 2),
        "2020-Q2": (2, 0, 0, 0, 2, 2),
        "2020-Q3": (2, 0, 0, 0, 2, 2),
    }
    # Before the first span and after the last it is clear enough.
    assert moved(run, "--per", "quarter", "--from", "2021", "--to", "2021-03-31") == {
        "2021-Q1": (3, 0, 0, 1, 2, 1)
    }


def test_what_is_asked_for_to_the_day_is_cut_there(run: Run, six: Path) -> None:
    found = moved(run, "--per", "year", "--from", "2019-05-29", "--to", "2021")
    assert found["2019-05-29/2019-12-31"] == (2, 0, 0, 0, 2, 1)
    assert [*found] == ["2019-05-29/2019-12-31", "2020", "2021"]


def test_the_movement_of_each_category(run: Run, six: Path) -> None:
    six.write_text(six.read_text(encoding="utf-8").replace('"c"', '"d"', 1), encoding="utf-8")
    rows = data(run, "--per", "year", "--from", "2021", "--to", "2021", "--by", "类别")
    assert [(row["values"]["category"], row["opening"], row["left"]) for row in rows] == [
        ("c", 2, 0),
        ("d", 1, 1),
    ]
    out = run("stats", "--per", "year", "--to", "2019", "--by", "category", "-f", "csv").out
    assert out.splitlines() == [
        "Period,Category,Opening,Joined,of them returned,Left,Closing,Dates unclear",
        "2019,整车企业,0,1,0,0,1,1",
        "2019,零部件企业,0,1,0,0,1,0",
    ]


def test_periods_that_overlap_count_once(run: Run, tmp_path: Path) -> None:
    lines = "joined = 2018-01-01\n[[members.earlier]]\njoined = 2015-01-01\nleft = 2019-01-01"
    wrong = 'status = "left"\njoined = 2020-01-01\nleft = 2018-01-01'
    (tmp_path / "members.toml").write_text(registry_of(HEAD, lines, wrong), encoding="utf-8")
    found = moved(run, "--per", "year", "--to", "2020")
    assert found["2015"] == (0, 1, 0, 0, 1, 0)
    assert found["2018"] == found["2019"] == found["2020"] == (1, 0, 0, 0, 1, 0)


def test_each_figure_of_a_span_can_be_listed(run: Run, six: Path) -> None:
    def listed(*arguments: str) -> list[str]:
        out = run("stats", "--per", "year", *arguments, "-f", "json").out
        return [each["id"] for each in json.loads(out)]

    assert listed("--list", "2022:returned") == listed("--list", "2022:Joined") == ["M1"]
    assert listed("--list", "2024:left") == ["M3"]
    assert listed("--list", "2024") == ["M1", "M2", "M5"]
    assert listed("--list", "2024:undated") == ["M4"]
    assert listed("--by", "category", "--list", "2024,整车企业:closing") == ["M1", "M2", "M5"]
    shown = run("stats", "--per", "year", "--list", "2024:left", "-f", "tsv").out
    assert shown.splitlines()[0].endswith("Joined\tLeft\tEarlier membership")
    assert "\t2024-" in shown.splitlines()[1]
    row = data(run, "--per", "year", "--from", "2024", "--to", "2024")[0]
    assert row["list"] == row["lists"]["closing"] == "alliance list --on=2024-12-31"
    assert row["lists"]["opening"] == "alliance list --on=2023-12-31"
    assert row["lists"]["left"] == (
        "alliance stats --per=year --from=2024 --to=2024 --list=2024:left"
    )


def test_the_annual_report(run: Run, six: Path) -> None:
    report = data(run, "--annual", "2024")
    figures = {row["figure"]: row["value"] for row in report["figures"]}
    assert figures == {
        "members": 3,
        "units": 3,
        "persons": None,
        "opening": 3,
        "joined": 1,
        "returned": 0,
        "left": 1,
        "undated": 1,
        "employees": 101,
        "employees_given": 2,
        "employees_not_given": 1,
        "revenue_wan": 0.5,
        "revenue_wan_given": 1,
        "revenue_wan_not_given": 2,
        "bodies": 2,
    }
    cells = {tuple(row["labels"].values()): row["members"] for row in report["by"]["category"]}
    assert cells == {("整车企业", "武汉"): 2, ("整车企业", "not given"): 1}
    lists = {row["figure"]: row["list"] for row in report["figures"]}
    assert lists["members"] == "alliance list --on=2024-12-31"
    assert lists["left"] == "alliance stats --annual=2024 --list=left"
    assert "2025 has not ended" in run("stats", "--annual", "2025").err
    assert "has not ended" not in run("stats", "--annual", "2024").err


def test_figures_of_a_day_and_of_a_revision(run: Run, six: Path) -> None:
    (row,) = data(run, "--by", "category", "--on", "2020-12-31")
    assert (row["members"], row["list"]) == (3, "alliance list --on=2020-12-31 -w category=c")
    git(six.parent, "init", "-q")
    git(six.parent, "add", ".")
    git(six.parent, "commit", "-qm", "begin")
    run("remove", "M1", "--yes")
    assert data(run, "--by", "category")[0]["members"] == 4
    assert data(run, "--by", "category", "--at", "HEAD")[0]["members"] == 5
    assert moved(run, "--per", "year", "--at", "HEAD")["2019"] == (0, 2, 0, 0, 2, 1)
    command = data(run, "--per", "year", "--at", "HEAD")[0]["lists"]["joined"]
    assert command == "alliance stats --at=HEAD --per=year --list=2019:joined"


def test_a_workbook_has_the_figures_and_draws_them(run: Run, six: Path) -> None:
    for number, (arguments, drawn) in enumerate(
        (
            ([], 4),
            (["--by", "city", "--sum", "employees"], 1),
            (["--by", "category,city"], 1),
            (["--per", "year"], 1),
            (["--annual", "2024"], 1),
        )
    ):
        name = f"{number}.xlsx"
        assert f"figures written to {name}" in run("stats", *arguments, "-o", name).err
        sheet = openpyxl.load_workbook(name).active
        assert sheet is not None
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        with zipfile.ZipFile(name) as archive:
            charts = [each for each in archive.namelist() if each.startswith("xl/charts/chart")]
            text = "".join(archive.read(each).decode() for each in charts)
        assert len(charts) == drawn
        assert all(
            re.fullmatch(r"statistics!\$[A-Z]\$\d+(:\$[A-Z]\$\d+)?", each, re.IGNORECASE)
            for each in re.findall(r"<c:f>(.*?)</c:f>", text)
        )
    rows = [*openpyxl.load_workbook("3.xlsx").worksheets[0].iter_rows(values_only=True)]
    assert ("2022", 2, 1, 1, 0, 3, 1) in rows
    rows = [*openpyxl.load_workbook("1.xlsx").worksheets[0].iter_rows(values_only=True)]
    assert ("武汉", 2, 2 / 5, 150, 0) in rows


def test_a_file_has_the_format_of_its_ending(run: Run, six: Path) -> None:
    for ending in ("csv", "tsv", "json", "md"):
        run("stats", "--by", "city", "-o", f"a.{ending}")
        shape = {"md": "markdown"}.get(ending, ending)
        text = Path(f"a.{ending}").read_text(encoding="utf-8-sig")
        assert text == run("stats", "--by", "city", "-f", shape).out
    assert Path("a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "the file is there already" in run("stats", "-o", "a.csv", code=3).err
    run("stats", "-o", "a.csv", "--force")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--per", "year", "--from", "2024", "--to", "2020"], "--from 2024-01-01 is after --to"),
        (["--per", "week"], "--per: week: no such choice"),
        (["--per", "year", "--from", "soon"], "--from: expected is a date"),
        (["--per", "month", "--from", "1000"], "there are more than 2000 rows"),
        (["--per", "year", "--by", "category,city"], "--per goes with --by of one field"),
        (["--per", "year", "--by", "groups"], "--per goes with --by of one field"),
        (["--per", "year", "--on", "2024-01-01"], "--on does not go with --per"),
        (["--per", "year", "--all"], "--all does not go with --per"),
        (["--from", "2024"], "--from goes with --per"),
        (["--annual", "2024", "--by", "city"], "--by does not go with --annual"),
        (["--annual", "2024", "--list", "nobody"], "there is no row nobody"),
        (["-o", "a.doc"], "the ending does not say which format"),
        (["-o", "a.csv", "-f", "json"], "the ending does not say which format"),
        (["-o", "members.toml"], "the ending does not say which format"),
        (["--by", "city", "--list", "武汉", "-o", "a.csv"], "--out does not go with --list"),
    ],
)
def test_what_does_not_fit_is_one_line(
    arguments: Sequence[str], told: str, run: Run, six: Path
) -> None:
    done = run("stats", *arguments, code=2)
    assert (done.out, done.err.count("\n")) == ("", 1)
    assert told in done.err
    assert not Path("a.csv").exists()


def test_a_workbook_is_not_shown_on_a_terminal(
    run: Run, six: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    assert "a workbook cannot be shown" in run("stats", "-f", "xlsx", code=2).err


@pytest.mark.parametrize("arguments", [["--per", "year"], ["--annual", "2024"]])
@pytest.mark.parametrize("shape", ["table", "tsv", "json", "markdown", "xlsx"])
def test_nobody_moves_where_nobody_is(
    shape: str, arguments: Sequence[str], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "members.toml").write_text(HEAD, encoding="utf-8")
    run("stats", *arguments, "-f", shape)
    run("stats", *arguments, "--by", "category", "-f", shape, code=None)
    if arguments[0] == "--per" and shape == "json":
        assert data(run, *arguments) == []
