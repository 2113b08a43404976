"""Numbers as offices write them: read with their units, no digit lost and none invented."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .conftest import Run, first_member, registry_of

HEAD = '[categories]\nc = "整车企业"\n\n[fields.output]\nlabel = "年产能"\ntype = "number"\n'


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(registry_of(HEAD, ""), encoding="utf-8")
    return path


AS_TYPED = [
    ("revenue_wan", "8000.00", "8000"),
    ("revenue_wan", "1,200", "1200"),
    ("revenue_wan", "1200万元", "1200"),
    ("revenue_wan", "１２００", "1200"),
    ("revenue_wan", "1200 万", "1200"),
    ("revenue_wan", "1,200.5万元", "1200.5"),
    ("revenue_wan", "￥1200万", "1200"),
    ("revenue_wan", "人民币1200万元", "1200"),
    ("revenue_wan", "1.2亿", "12000"),
    ("revenue_wan", "0.30亿元", "3000"),
    ("revenue_wan", "12,000,000元", "1200"),
    ("revenue_wan", "8000元", "0.8"),
    ("revenue_wan", "0.1", "0.1"),
    ("revenue_wan", "0.00001", "0.00001"),
    ("revenue_wan", "1234.56666666667", "1234.56666666667"),
    ("employees", "120人", "120"),
    ("employees", "1,200名", "1200"),
    ("employees", "120.0", "120"),
    ("employees", "1.2万人", "12000"),
    ("stat_year", "2023年", "2023"),
    ("output", "1.5", "1.5"),
    ("output", "1,500", "1500"),
]


@pytest.mark.parametrize(("key", "typed", "written"), AS_TYPED)
def test_a_number_is_read_as_it_is_written(
    key: str, typed: str, written: str, run: Run, one: Path
) -> None:
    run("edit", "M1", "--set", f"{key}={typed}")
    assert f"\n{key} = {written}\n" in one.read_text(encoding="utf-8")
    assert run("validate").code == 0
    one.write_text(registry_of(HEAD, ""), encoding="utf-8")
    Path("a.csv").write_text(f'编号,{key}\nM1,"{typed}"\n', encoding="utf-8")
    run("import", "a.csv", "--apply")
    assert f"\n{key} = {written}\n" in one.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "typed", "told"),
    [
        ("revenue_wan", "120人", "with one of the units 万元/"),
        ("revenue_wan", "1200万美元", "with one of the units"),
        ("revenue_wan", "1.2e7", "expected is a number"),
        ("revenue_wan", "inf", "expected is a number"),
        ("revenue_wan", "nan", "expected is a number"),
        ("revenue_wan", "约1200", "expected is a number"),
        ("revenue_wan", "1,2", "expected is a number"),
        ("revenue_wan", "0.12345678901234567", "digits"),
        ("employees", "8000元", "with one of the units 人/"),
        ("employees", "120.5", "expected is a whole number"),
        ("employees", "1.23456万人", "expected is a whole number"),
        ("output", "1.5万台", "expected is a number, not 1.5万台"),
    ],
)
def test_what_is_no_number_of_that_kind_is_refused(
    key: str, typed: str, told: str, run: Run, one: Path
) -> None:
    before = one.read_bytes()
    assert told in run("edit", "M1", "--set", f"{key}={typed}", code=1).err
    assert one.read_bytes() == before


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("1200.5", "1200.5"),
        ("1200.0", "1200"),
        ('"1200万元"', "1200"),
        ('"0.5"', "0.5"),
        ("inf", None),
        ("nan", None),
        ("1e300", None),
        ("true", None),
    ],
)
def test_what_stands_in_the_file(written: str, mended: str | None, run: Run, one: Path) -> None:
    one.write_text(registry_of(HEAD, f"revenue_wan = {written}"), encoding="utf-8")
    if mended != written:
        found = json.loads(run("validate", "-f", "json", code=1).out)["findings"]
        assert [each["code"] for each in found] == ["F301"]
    run("validate", "--fix", code=0 if mended else 1)
    expected = registry_of(HEAD, f"revenue_wan = {mended or written}")
    assert one.read_text(encoding="utf-8") == expected


MEMBERS = ("revenue_wan = 1200.5", "revenue_wan = 1200", "revenue_wan = 0.1", "")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("-w revenue_wan>=1200.5", "M1"),
        ("-w revenue_wan<1200.5", "M2 M3"),
        ("-w revenue_wan=1200", "M2"),
        ("-w revenue_wan=0.1", "M3"),
        ("-w revenue_wan>=0.12亿元", "M1 M2"),
        ("--sort revenue_wan", "M3 M2 M1 M4"),
        ("--sort -revenue_wan", "M1 M2 M3 M4"),
    ],
)
def test_whole_numbers_and_others_are_compared(
    arguments: str, expected: str, run: Run, one: Path
) -> None:
    one.write_text(registry_of(HEAD, *MEMBERS), encoding="utf-8")
    assert run("list", *arguments.split(), "-f", "ids").out.split() == expected.split()


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_what_was_exported_changes_nothing(name: str, run: Run, one: Path) -> None:
    more = ("revenue_wan = 0.30000000000000004", "revenue_wan = 0.00001")
    one.write_text(registry_of(HEAD, *MEMBERS, *more), encoding="utf-8")
    run("export", name, "--columns", "id,revenue_wan")
    before = one.read_bytes()
    assert run("import", name, "--apply").err == "nothing to change\n6 unchanged\n"
    assert one.read_bytes() == before
    if name == "a.xlsx":
        cells = [row[1] for row in openpyxl.load_workbook(name)["会员名单"].iter_rows(min_row=2)]
        assert [cell.value for cell in cells[:3]] == [1200.5, 1200, 0.1]
        assert cells[0].number_format == "General"


@pytest.mark.parametrize(
    ("heading", "cell", "arguments", "meant"),
    [
        ("年营收（亿元）", "1.2", (), 12000),
        ("年营收（亿元）", "3000万", (), 3000),
        ("营业收入(元)", "12,000,000", (), 1200),
        ("产值（亿元）", "1.2", ("--map", "产值（亿元）=revenue_wan"), 12000),
        ("年营收（万元）", "1.2", (), 1.2),
    ],
)
def test_the_unit_of_a_heading_is_that_of_its_numbers(
    heading: str, cell: str, arguments: tuple[str, ...], meant: Any, run: Run, one: Path
) -> None:
    Path("a.csv").write_text(f'编号,{heading}\nM1,"{cell}"\n', encoding="utf-8")
    run("import", "a.csv", "--apply", *arguments)
    assert first_member(one)["revenue_wan"] == meant


def test_so_is_the_unit_of_a_label_of_a_form(run: Run, one: Path) -> None:
    book = openpyxl.Workbook()
    labels = [("单位名称", "甲1厂"), ("年营收（亿元）", 1.2), ("职工人数", "120人"), ("备注", "好")]
    for label in labels:
        book.active.append(label)
    book.save("a.xlsx")
    run("import", "a.xlsx", "--apply")
    assert (first_member(one)["revenue_wan"], first_member(one)["employees"]) == (12000, 120)
