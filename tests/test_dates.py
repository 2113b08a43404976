"""Dates that are not whole: a month or a year is a fact, and no day is made of it."""

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from .conftest import SMALL, Run, first_member, registry_of

HEAD = '[categories]\nc = "整车企业"\n\n[fields.expires]\nlabel = "认证到期"\ntype = "date"\n'
DAY = datetime.date

AS_TYPED = [
    ("2020年3月", "2020-03"),
    ("2020.3", "2020-03"),
    ("2020/03", "2020-03"),
    ("2020-3", "2020-03"),
    ("２０２０－０３", "2020-03"),
    ("二〇二〇年三月", "2020-03"),
    ("二〇一九年十二月", "2019-12"),
    ("2019", "2019"),
    ("2019年", "2019"),
    ("二零一九年", "2019"),
    ("2020-03-05 14:30", DAY(2020, 3, 5)),
    ("2020-03-05 14:30:15.5", DAY(2020, 3, 5)),
    ("2020-03-05T08:00:00", DAY(2020, 3, 5)),
    ("2020年3月5日14：30", DAY(2020, 3, 5)),
    ("2020年3月5日 下午2时30分", DAY(2020, 3, 5)),
    ("2020/3/5 2:30 PM", DAY(2020, 3, 5)),
]


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A registry of one member without any date."""
    path = tmp_path / "members.toml"
    path.write_text(registry_of(HEAD, ""), encoding="utf-8")
    return path


@pytest.mark.parametrize(("typed", "meant"), AS_TYPED)
@pytest.mark.parametrize("key", ["joined", "expires"])
def test_what_is_typed_is_kept_as_exactly_as_it_is_known(
    key: str, typed: str, meant: Any, run: Run, one: Path
) -> None:
    run("edit", "M1", "--set", f"{key}={typed}")
    assert first_member(one)[key] == meant
    assert type(first_member(one)[key]) is type(meant)
    assert run("validate").code == 0


@pytest.mark.parametrize(("cell", "meant"), AS_TYPED)
def test_so_is_what_stands_in_a_list(cell: str, meant: Any, run: Run, one: Path) -> None:
    Path("a.csv").write_text(f"编号,入会时间\nM1,{cell}\n", encoding="utf-8")
    run("import", "a.csv", "--apply")
    assert first_member(one)["joined"] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "2020-13",
        "2020年0月",
        "0020",
        "202003",
        "2020-03-32",
        "三月",
        "2020-03 14:30",
        "2020-03-05 25:00",
        # In another time zone it is another day here.
        "2020-03-05T16:00:00Z",
    ],
)
def test_what_is_no_date_is_refused(typed: str, run: Run, one: Path) -> None:
    before = one.read_bytes()
    outcome = run("edit", "M1", "--set", f"joined={typed}", code=1)
    assert f"or 2019-05 or 2019, not {typed}" in outcome.err
    assert one.read_bytes() == before


def test_add_and_withdraw_take_them(run: Run, one: Path) -> None:
    run(
        "add", "--name", "乙厂", "--category", "c", "--joined", "2020年3月", "--set", "expires=2099"
    )
    assert 'joined = "2020-03"\nexpires = "2099"\n' in one.read_text(encoding="utf-8")
    run("withdraw", "乙厂", "--on", "2021年")
    assert 'joined = "2020-03"\nleft = "2021"\n' in one.read_text(encoding="utf-8")
    run("reinstate", "乙厂", "--undo")
    assert 'joined = "2020-03"\nexpires = "2099"\n' in one.read_text(encoding="utf-8")


def test_an_edit_of_something_else_keeps_every_byte(run: Run, one: Path) -> None:
    text = registry_of(HEAD, "joined   =  '2020-03' # 只知年月")
    one.write_text(text, encoding="utf-8")
    run("edit", "M1", "--set", "category=c", "--set", "city=武汉")
    assert one.read_text(encoding="utf-8").replace('city = "武汉"\n', "") == text
    run("edit", "M1", "--set", "joined=2020-03-05")
    assert "joined   =  2020-03-05 # 只知年月" in one.read_text(encoding="utf-8")


# --- in the file


@pytest.mark.parametrize("lines", ['joined = "2020-03"', 'joined = "2019"', 'expires = "2999-12"'])
def test_a_month_and_a_year_are_values(lines: str, run: Run, one: Path) -> None:
    one.write_text(registry_of(HEAD, lines), encoding="utf-8")
    assert run("validate").out == "1 member, no findings\n"


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ('"2020-3"', '"2020-03"'),
        ('"2020年3月"', '"2020-03"'),
        ('"2020.03"', '"2020-03"'),
        ('"2019年"', '"2019"'),
        ('" 2019"', '"2019"'),
        ('"２０１９"', '"2019"'),
        ("2019", '"2019"'),
        ("2020年3月", '"2020-03"'),
        ("2020-3", '"2020-03"'),
        ("20200305", "2020-03-05"),
        ('"2020-03-05"', "2020-03-05"),
        ('"2020-03-05 00:00:00"', "2020-03-05"),
    ],
)
def test_another_way_to_write_one_is_a_finding_that_is_repaired(
    written: str, mended: str, run: Run, one: Path
) -> None:
    one.write_text(registry_of(HEAD, f"joined = {written}"), encoding="utf-8")
    run("validate", code=None)
    assert run("validate", code=None).code
    run("validate", "--fix")
    assert one.read_text(encoding="utf-8") == registry_of(HEAD, f"joined = {mended}")


@pytest.mark.parametrize(
    "written",
    ['"2020-13"', '"0020"', "2020.3", '"2020-03-05 14:30"', "2020-03-05T14:30:00", "43891", '""'],
)
def test_what_is_not_clear_stays(written: str, run: Run, one: Path) -> None:
    text = registry_of(HEAD, f"joined = {written}")
    one.write_text(text, encoding="utf-8")
    found = json.loads(run("validate", "-f", "json", code=1).out)["findings"]
    assert [each["code"] for each in found] == ["F301"]
    assert found[0]["line"] == 12
    run("validate", "--fix", "--unsafe", code=1)
    assert one.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ('joined = "2999"', "F306"),
        ('joined = "2999-01"', "F306"),
        (f'joined = "{datetime.date.today().year}"', None),
        (f'joined = "{datetime.date.today():%Y-%m}"', None),
        ('expires = "2999"', None),
        # Whether it was before is certain of the first two only.
        ('status = "left"\njoined = "2020-03"\nleft = "2020-02"', "M403"),
        ('status = "left"\njoined = 2020-03-01\nleft = "2019"', "M403"),
        ('status = "left"\njoined = "2020-03"\nleft = 2020-02-29', "M403"),
        ('status = "left"\njoined = "2020"\nleft = "2020-01"', None),
        ('status = "left"\njoined = 2020-03-31\nleft = "2020-03"', None),
        ('status = "left"\njoined = "2020-03"\nleft = "2020"', None),
    ],
)
def test_a_rule_is_broken_where_that_is_certain(
    lines: str, code: str | None, run: Run, one: Path
) -> None:
    one.write_text(registry_of(HEAD, lines), encoding="utf-8")
    found = json.loads(run("validate", "-f", "json", code=None).out)["findings"]
    assert [each["code"] for each in found] == ([code] if code else [])


# --- chosen and put in order

MEMBERS = [
    'joined = "2020"',  # M1
    'joined = "2020-03"',
    "joined = 2020-03-15",
    "joined = 2020-05-01",
    'joined = "2019-12"',
    "",  # M6
]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("joined=2020", "M1 M2 M3 M4"),
        ("joined=2020-03", "M2 M3"),
        ("joined=2020年3月", "M2 M3"),
        ("joined=2020-03-15", "M3"),
        ("joined=2020-03,2019", "M2 M3 M5"),
        # The others are all that the first one does not find.
        ("joined!=2020-03", "M1 M4 M5 M6"),
        ("joined>=2020", "M1 M2 M3 M4"),
        ("joined>=2020-03", "M2 M3 M4"),
        ("joined>=2020-03-15", "M3 M4"),
        ("joined>2020-03", "M4"),
        ("joined>2019", "M1 M2 M3 M4"),
        ("joined<2020-03", "M5"),
        ("joined<2020", "M5"),
        ("joined<=2020-03", "M2 M3 M5"),
        ("joined<=2020-03-15", "M3 M5"),
        ("joined<2020-04", "M2 M3 M5"),
        ("joined~2020-03", "M2 M3"),
        ("joined=", "M6"),
    ],
)
def test_a_comparison_holds_for_the_whole_span(
    condition: str, expected: str, run: Run, one: Path
) -> None:
    one.write_text(registry_of(HEAD, *MEMBERS), encoding="utf-8")
    assert run("list", "-w", condition, "-f", "ids").out.split() == expected.split()


def test_a_span_is_sorted_by_its_beginning(run: Run, one: Path) -> None:
    one.write_text(registry_of(HEAD, *MEMBERS), encoding="utf-8")
    assert run("list", "--sort", "joined", "-f", "ids").out.split() == (
        ["M5", "M1", "M2", "M3", "M4", "M6"]
    )
    assert run("list", "--sort", "-joined", "-f", "ids").out.split() == (
        ["M4", "M3", "M2", "M1", "M5", "M6"]
    )


# --- out and in again


def test_it_is_shown_as_the_text_that_it_is(run: Run, one: Path) -> None:
    one.write_text(registry_of(HEAD, *MEMBERS), encoding="utf-8")
    dates = ["2020", "2020-03", "2020-03-15", "2020-05-01", "2019-12", ""]
    columns = ("--columns", "id,joined")
    table = csv.reader(io.StringIO(run("list", *columns, "-f", "csv").out))
    assert [row[1] for row in table][1:] == dates
    found = json.loads(run("list", *columns, "-f", "json").out)
    assert [each.get("joined") or "" for each in found] == dates
    assert "入会时间  2020-03 " in run("show", "M2", "-f", "card", "--headings", "zh").out
    run("export", "a.xlsx", "--summary")
    book = openpyxl.load_workbook("a.xlsx")
    column = next(c for c in book["会员名单"].columns if c[0].value == "入会时间")
    assert [cell.value for cell in column[1:4]] == [
        "2020",
        "2020-03",
        datetime.datetime(2020, 3, 15),
    ]
    assert [cell.number_format for cell in column[1:4]] == ["@", "@", "yyyy-mm-dd"]
    years = {row[0].value: row[1].value for row in book["概览"].iter_rows()}
    assert (years["2019"], years["2020"]) == (1, 4)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.tsv"])
def test_what_was_exported_changes_nothing(name: str, run: Run, one: Path) -> None:
    one.write_text(registry_of(HEAD, *MEMBERS), encoding="utf-8")
    run("export", name, "--contacts")
    before = one.read_bytes()
    assert run("import", name, "--apply").err == "nothing to change\n6 unchanged\n"
    assert one.read_bytes() == before
    # What was found out meanwhile is kept.
    run("edit", "M2", "--set", "joined=2020-03-09")
    run("import", name, "--apply")
    assert "joined = 2020-03-09" in one.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "cell", "new"),
    [
        # What a list knows less exactly is no news.
        ("2020-03-15", "2020年3月", DAY(2020, 3, 15)),
        ("2020-03-15", "2020", DAY(2020, 3, 15)),
        ('"2020-03"', "2020", "2020-03"),
        ('"2020-03"', "2020.3", "2020-03"),
        # What it knows better is, and what it knows otherwise.
        ('"2020"', "2020年3月", "2020-03"),
        ('"2020-03"', "2020-03-15", DAY(2020, 3, 15)),
        ("2020-03-15", "2020年4月", "2020-04"),
        ("2020-03-15", "2019", "2019"),
    ],
)
def test_a_list_makes_no_date_less_exact(
    old: str, cell: str, new: Any, run: Run, one: Path
) -> None:
    one.write_text(registry_of(HEAD, f"joined = {old}"), encoding="utf-8")
    Path("a.csv").write_text(f"编号,入会时间\nM1,{cell}\n", encoding="utf-8")
    run("import", "a.csv", "--apply")
    assert first_member(one)["joined"] == new


def test_whoever_edits_the_cell_of_an_export_means_it(run: Run, one: Path) -> None:
    one.write_text(registry_of(HEAD, "joined = 2020-03-15"), encoding="utf-8")
    run("export", "a.xlsx")
    book = openpyxl.load_workbook("a.xlsx")
    cell = next(c for row in book["会员名单"] for c in row if c.is_date)
    cell.value = "2020-03"
    book.save("a.xlsx")
    run("import", "a.xlsx", "--apply")
    assert first_member(one)["joined"] == "2020-03"


def test_a_day_with_a_time_in_a_workbook_is_its_day(run: Run, one: Path) -> None:
    with xlsxwriter.Workbook("a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "入会时间", "认证到期"])
        sheet.write(1, 0, "M1")
        time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_datetime(1, 1, datetime.datetime(2020, 3, 5, 14, 30), time)
        sheet.write_number(1, 2, 2027)
    run("import", "a.xlsx", "--apply")
    assert first_member(one)["joined"] == DAY(2020, 3, 5)
    assert first_member(one)["expires"] == "2027"


def test_a_spreadsheet_makes_no_day_of_what_is_typed(run: Run, one: Path) -> None:
    run("export", "form.xlsx", "--template", "--columns", "name,joined,expires")
    sheet = openpyxl.load_workbook("form.xlsx").worksheets[0]
    assert {sheet.cell(4, column).number_format for column in (2, 3)} == {"@"}
    checks = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    assert checks["B4:B33"].formula1 == "IF(ISNUMBER(B4),B4>2200,VALUE(LEFT(B4,4))>=1000)"
    assert checks["B4:B33"].errorStyle == "warning"
    assert "2019-05 或 2019" in checks["B4:B33"].error


def test_an_old_registry_reads_as_before(run: Run, registry: Path) -> None:
    assert run("validate").out == "3 members, no findings\n"
    assert registry.read_text(encoding="utf-8") == SMALL
