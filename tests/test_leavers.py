"""Lists of those who left, of the expelled and the suspended, as `import` takes them in."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from .conftest import Run
from .test_import import changes, outcomes, preview, write_csv

LEFT = {"status": "left", "left": "2021-01-01"}


def write_book(path: Path, **sheets: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


@pytest.mark.parametrize(
    ("heading", "row", "after"),
    [
        ("单位名称,退会时间", "{},2021-01-01", LEFT),
        ("单位名称,退会日期,原因", "{},2021年1月1日,停产", LEFT | {"left_reason": "停产"}),
        ("单位名称,退会时间,退会事由", "{},2021-01-01,停产", LEFT | {"left_reason": "停产"}),
        ("单位名称,退会时间", "{},2021年1月", {"status": "left", "left": "2021-01"}),
        ("单位名称,状态,退会时间", "{},除名,2021-01-01", LEFT | {"status": "expelled"}),
        (
            "单位名称,状态,退会时间,原因",
            "{},暂停,2021-01-01,欠费",
            {"status": "suspended", "suspended_on": "2021-01-01", "suspended_reason": "欠费"},
        ),
        (
            "单位名称,状态,暂停时间,原因",
            "{},暂停,2021-01-01,欠费",
            {"status": "suspended", "suspended_on": "2021-01-01", "suspended_reason": "欠费"},
        ),
        ("单位名称,退会时间", "{},", {}),
    ],
)
def test_a_day_of_leaving_says_that_a_member_left(
    heading: str, row: str, after: dict[str, str], run: Run, registry: Path
) -> None:
    lines = heading, row.format("东风本田"), row.format("新厂")
    file = write_csv(registry.with_name("a.csv"), *lines)
    found = changes(run, file, "--default", "类别=parts")
    assert found.get("M001", {}) == after
    assert found["M004"] == {"id": "M004", "name": "新厂", "category": "parts"} | after
    run("import", file, "--default", "类别=parts", "--apply", "--yes")
    assert preview(run, file)["rows"] == []
    assert run("validate").out == "4 members, no findings\n"


def test_the_reason_of_what_is_not_known_alone(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "单位名称,原因", "东风本田,停产")
    assert preview(run, file)["left_out"] == ["原因"]


def test_who_was_expelled_did_not_leave(run: Run, registry: Path) -> None:
    run("withdraw", "M002", "--as", "expelled", "--on", "2021-01-01")
    file = write_csv(registry.with_name("a.csv"), "id,退会时间", "M002,2021-02-01")
    assert changes(run, file) == {"M002": {"left": "2021-02-01"}}


def test_a_status_that_says_otherwise_is_refused(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,状态,退会时间", "M002,正常,2021-02-01")
    ((outcome, told),) = outcomes(run, file)
    assert (outcome, "M404" in told) == ("refused", True)


def test_values_for_all_rows_and_for_new_members(run: Run, registry: Path) -> None:
    lines = "单位名称,退会时间", "东风本田,2021-01-01", "骆驼集团股份有限公司,", "新厂,"
    file = write_csv(registry.with_name("a.csv"), *lines)
    options = ["--set", "状态=退会", "--set", "left=2024-12-31", "--default", "类别=parts"]
    found = changes(run, file, *options, "--default", "状态=正常")
    assert found["M001"] == LEFT
    assert found["M002"] == {"status": "left", "left": "2024-12-31"}
    assert found["M004"]["left"] == "2024-12-31"
    options = ["--set", "status=left", "--default", "类别=parts"]
    told = [reason for _, reason in outcomes(run, file, *options)]
    assert ["M405" in reason for reason in told] == [False, True, True]
    assert "--set: there is no field" in run("import", file, "--set", "x=1", code=2).err


@pytest.mark.parametrize("name", ["退会", "退会会员", "已退会单位", "2023年除名"])
def test_a_sheet_of_leavers_without_days_is_not_guessed(
    name: str, run: Run, registry: Path
) -> None:
    rows = [["单位名称", "城市"], ["东风本田", "荆州"], ["旧车厂", "荆州"], ["新厂", "荆州"]]
    file = write_book(registry.with_name("a.xlsx"), **{name: rows})
    found = outcomes(run, file, "--default", "类别=parts")
    assert [each[0] for each in found] == ["ambiguous", "changed", "ambiguous"]
    assert f"--sheet '{name}' --set status=left --set left=2024-12-31" in found[0][1]
    options = ["--set", "status=left", "--set", "left=2024-12-31", "--default", "类别=parts"]
    after = changes(run, file, *options)
    assert (after["M001"]["left"], after["M004"]["status"]) == ("2024-12-31", "left")


def test_members_and_leavers_in_one_workbook(run: Run, registry: Path) -> None:
    file = write_book(
        registry.with_name("a.xlsx"),
        会员=[["单位名称", "类别"], ["新厂", "零部件企业"]],
        退会会员=[["单位名称", "退会时间", "原因"], ["骆驼集团股份有限公司", "2021-01-01", "停产"]],
    )
    run("import", file, "--apply", "--yes")
    assert run("list", "-f", "ids").out.split() == ["M001", "M004"]
    assert "2021-01-01" in run("show", "M002").out


def test_a_day_that_the_registry_has_says_nothing_new(run: Run, registry: Path) -> None:
    text = registry.read_text(encoding="utf-8")
    joined = "joined = 2020-01-15\n"
    registry.write_text(text.replace(joined, f"{joined}left = 2021-01-01\n"), encoding="utf-8")
    file = write_csv(registry.with_name("a.csv"), "id,退会时间", "M002,2021-01-01")
    assert preview(run, file)["rows"] == []


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *[(word, "left") for word in ("已退会", "退出", "自愿退会")],
        *[(word, "expelled") for word in ("已除名", "取消会籍")],
        *[(word, "suspended") for word in ("暂停中", "暂停会籍")],
        *[(word, "applicant") for word in ("拟入会", "待审批")],
    ],
)
def test_words_that_offices_write_for_a_status(
    word: str, status: str, run: Run, registry: Path
) -> None:
    lines = "单位名称,类别,状态,退会时间,暂停时间", f"甲厂,整车企业,{word},{{}},{{}}"
    days = {"left": ("2021-01-01", ""), "expelled": ("2021-01-01", "")}
    days["suspended"] = ("", "2021-01-01")
    row = lines[1].format(*days.get(status, ("", "")))
    file = write_csv(registry.with_name("a.csv"), lines[0], row)
    assert changes(run, file)["M004"]["status"] == status
    assert preview(run, file)["open_words"] == []


@pytest.mark.parametrize("word", ["在会", "正式会员", "在册"])
def test_words_that_offices_write_for_a_member(word: str, run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,状态", f"M001,{word}")
    assert preview(run, file)["rows"] == []
    assert run("list", "--status", word, "-f", "ids").out.split() == ["M001", "M002"]
