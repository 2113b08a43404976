"""Rows that an export had and that are there no more when it comes back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .conftest import SMALL, Run
from .test_import import preview, write_csv
from .test_page_forms import cell_of, edit

MORE = """
[[members]]
id = "M004"
name = "甲厂"
category = "parts"
parent = "M002"

[[members.contacts]]
name = "李四"
mobile = "13912340004"

[[members.contacts]]
name = "王五"
phone = "027-87654321"
"""
MEMBERS, CONTACTS = "会员名单", "联系人"


@pytest.fixture
def registry(registry: Path) -> Path:
    """The small registry with one more, who has contacts and a parent."""
    registry.write_text(SMALL + MORE, encoding="utf-8")
    return registry


@pytest.fixture
def export(run: Run, registry: Path) -> Callable[..., openpyxl.Workbook]:
    """Export a workbook and open it."""

    def exported(*options: object) -> openpyxl.Workbook:
        run("export", "w.xlsx", "--contacts", "--columns", "all", "--force", *options)
        return openpyxl.load_workbook("w.xlsx")

    return exported


def row_of(page: Any, text: str, column: str = "会员编号") -> int:
    """The number of the row that has a text in a column."""
    headings = [cell.value for cell in page[1]]
    number = headings.index(column)
    found = (row[0].row for row in page.iter_rows(min_row=2) if row[number].value == text)
    return int(next(found))


def without(book: openpyxl.Workbook, *ids: str, sheet: str = MEMBERS) -> None:
    for each in ids:
        book[sheet].delete_rows(row_of(book[sheet], each))
    book.save("w.xlsx")


def missing(run: Run, *arguments: object, code: int | None = 0) -> list[tuple[str, Any, str]]:
    """Who is missing: id, contact, and what becomes of the row."""
    found = preview(run, *(arguments or ("w.xlsx",)), code=code)
    assert found["summary"]["missing"] == sum(
        each["outcome"] == "missing" for each in found["missing"]
    )
    return [(each["id"], each["contact"], each["outcome"]) for each in found["missing"]]


def test_a_row_that_is_missing_is_told_and_nothing_becomes_of_it(
    run: Run, export: Any, registry: Path
) -> None:
    before = registry.read_bytes()
    without(export(), "M002")
    told = run("import", "w.xlsx")
    assert (
        "missing\t\tM002 骆驼集团股份有限公司\t\t\t\tit was exported; it stays as it is" in told.out
    )
    assert "5 unchanged; missing: 1 of the 3 members exported\n" in told.err
    assert "--missing withdraw or --missing remove says what\n" in told.err
    (found,) = preview(run, "w.xlsx")["missing"]
    assert (found["id"], found["changes"], found["removed"]) == ("M002", [], False)
    run("import", "w.xlsx", "--apply")
    assert registry.read_bytes() == before


def test_who_is_missing_is_withdrawn_once(run: Run, export: Any, registry: Path) -> None:
    without(export("--all"), "M001", "M003")
    run("import", "w.xlsx", "--apply", "--missing", "withdraw", "--yes", "--set", "left=2024-12-31")
    members = json.loads(run("list", "-f", "json", "--all").out)
    days = {each["id"]: each.get("left") for each in members}
    assert days == {"M001": "2024-12-31", "M002": None, "M003": "2021-06-30", "M004": None}
    assert members[0]["contacts"][0]["name"] == "张三"
    again = preview(run, "w.xlsx", "--missing", "withdraw")
    assert [each["notes"] for each in again["missing"]] == [["it is gone already"]] * 2
    assert not any(each["changes"] for each in again["missing"])


def test_how_they_left_is_said_of_the_missing_alone(run: Run, export: Any) -> None:
    without(export(), "M002")
    said = "--set", "状态=除名", "--set", "退会原因=欠费", "--set", "city=十堰"
    found = preview(run, "w.xlsx", "--missing", "withdraw", *said)
    (gone,) = found["missing"]
    told = {each["path"]: each["after"] for each in gone["changes"]}
    assert (told.pop("left"), told) == (
        preview(run, "w.xlsx", "--missing", "withdraw")["missing"][0]["changes"][1]["after"],
        {"status": "expelled", "left_reason": "欠费"},
    )
    (row,) = found["rows"]
    assert [(each["path"], each["after"]) for each in row["changes"]] == [("city", "十堰")]
    for wrong, code in (("status=suspended", 2), ("left=昨天", 1)):
        run("import", "w.xlsx", "--missing", "withdraw", "--set", wrong, code=code)


def test_a_record_goes_unless_another_names_it(run: Run, export: Any, registry: Path) -> None:
    book = export()
    without(book, "M002")
    before = registry.read_bytes()
    (found,) = preview(run, "w.xlsx", "--missing", "remove", code=1)["missing"]
    assert (found["outcome"], found["removed"]) == ("refused", False)
    assert found["reasons"] == ["M004 name it"]
    assert "--rejects" in run("import", "w.xlsx", "--missing", "remove", "--apply", code=1).err
    assert registry.read_bytes() == before
    without(book, "M004")
    assert "may be cut short" in run("import", "w.xlsx", "--missing=remove", "--apply", code=1).err
    assert registry.read_bytes() == before
    run("import", "w.xlsx", "--missing", "remove", "--apply", "--yes")
    assert run("list", "-f", "ids", "--all").out.split() == ["M001", "M003"]
    assert 'last_id = "M004"' in registry.read_text(encoding="utf-8")
    assert missing(run, code=None) == [], "who was taken out meanwhile is not missing"


def test_other_rows_keep_their_places_beside_one_that_goes(
    run: Run, export: Any, registry: Path
) -> None:
    book = export()
    page = book[MEMBERS]
    without(book, "M001")
    city = [cell.value for cell in page[1]].index("所在市州") + 1
    page.cell(row_of(page, "M004"), city).value = "随州"
    book.save("w.xlsx")
    write_csv(Path("b.csv"), "单位名称,类别", "骆驼集团,零部件企业")
    found = preview(run, "w.xlsx", "b.csv", "--missing", "remove")
    assert [row["name"] for row in found["rows"] if row["warnings"]] == ["骆驼集团"]
    told = run("import", "w.xlsx", "b.csv", "--missing", "remove", "--apply", "--yes").err
    assert "1 member added, 1 member changed, 1 member removed in members.toml\n" in told
    members = json.loads(run("list", "-f", "json").out)
    assert {each["id"]: each.get("city") for each in members} == {
        "M002": "襄阳",
        "M004": "随州",
        "M005": None,
    }


@pytest.mark.parametrize(
    "how",
    [
        *("sorted", "id corrected", "id cleared", "moved", "hidden", "without headings", "refused"),
        *("other file", "above"),
    ],
)
def test_who_is_there_is_not_missing(how: str, run: Run, export: Any, registry: Path) -> None:
    book = export()
    page = book[MEMBERS]
    number = row_of(page, "M002")
    values = [cell.value for cell in page[number]]
    files = ["w.xlsx"]
    if how == "id corrected":
        page.cell(number, 1).value = "M020"
    elif how == "id cleared":
        page.cell(number, 1).value = None
    elif how == "refused":
        page.cell(number, [cell.value for cell in page[1]].index("类别") + 1).value = "旅行社"
    else:
        page.delete_rows(number)
    if how == "sorted":
        page.insert_rows(2)
        for column, value in enumerate(values, 1):
            page.cell(2, column).value = value
    elif how == "above":
        page.insert_rows(1)
        for column, value in enumerate(values[:2], 1):
            page.cell(1, column).value = value
    elif how in ("moved", "hidden", "without headings"):
        other = book.create_sheet("零部件")
        if how != "without headings":
            other.append([cell.value for cell in page[1]])
        other.append(values)
        other.sheet_state = "hidden" if how == "hidden" else "visible"
    elif how == "other file":
        files.append(str(write_csv(Path("b.csv"), "单位名称", "谷城蓄电池厂")))
    book.save("w.xlsx")
    assert missing(run, *files, code=None) == []
    if how == "moved":
        assert missing(run, "w.xlsx", "--sheet", MEMBERS) == []


def test_a_row_that_names_nobody_may_be_anybodys(run: Run, export: Any) -> None:
    book = export()
    page = book[MEMBERS]
    without(book, "M001")
    number = row_of(page, "M002")
    for column in (1, 2):
        page.cell(number, column).value = None
    book.save("w.xlsx")
    assert missing(run, code=1) == [("M001", None, "missing"), ("M002", None, "missing")]
    refused = missing(run, "w.xlsx", "--missing", "remove", code=1)
    assert [outcome for *_, outcome in refused] == ["refused"] * 2


def test_only_what_was_exported_is_missing(run: Run, export: Any) -> None:
    without(export("-c", "parts"), "M002")
    assert missing(run) == [("M002", None, "missing")]
    run("export", "n.xlsx", "--columns", "city,category")
    mapped = "n.xlsx", "--map", "所在市州=name"
    assert preview(run, *mapped, code=1)["missing"] == [], "no row says whose it is"


def test_each_file_has_its_own_origin(run: Run, export: Any) -> None:
    without(export("-c", "parts"), "M002")
    Path("a.xlsx").write_bytes(Path("w.xlsx").read_bytes())
    export("-c", "vehicle")
    (found,) = preview(run, "a.xlsx", "w.xlsx")["missing"]
    assert (found["id"], found["file"]) == ("M002", "a.xlsx")
    export("-c", "parts")
    assert missing(run, "a.xlsx", "w.xlsx") == []


def test_rejects_that_come_back_have_all_their_rows(run: Run, export: Any) -> None:
    book = export()
    page = book[MEMBERS]
    page.cell(row_of(page, "M002"), [c.value for c in page[1]].index("类别") + 1).value = "旅行社"
    book.save("w.xlsx")
    for file in ("w.xlsx", "r.xlsx"):
        run(
            "import",
            file,
            "--rejects",
            "r.xlsx",
            "--force" if file == "w.xlsx" else "-y",
            code=None,
        )
        assert missing(run, "r.xlsx", code=1) == []


@pytest.mark.parametrize("emptied", [False, True])
def test_a_contact_whose_row_is_missing(
    emptied: bool, run: Run, export: Any, registry: Path
) -> None:
    book = export()
    page = book[CONTACTS]
    number = row_of(page, "李四", "姓名")
    if emptied:
        for column in range(3, page.max_column + 1):
            page.cell(number, column).value = None
    else:
        page.delete_rows(number)
    book.save("w.xlsx")
    told = run("import", "w.xlsx")
    assert "missing\t\tM004 甲厂\tContacts\t李四\t\tit was exported; it stays as it is" in told.out
    assert "; missing: 1 contacts\n" in told.err
    assert missing(run) == [("M004", "李四", "missing")]
    assert not any(
        each["changes"] for each in preview(run, "w.xlsx", "--missing=withdraw")["missing"]
    )
    run("import", "w.xlsx", "--missing", "remove", "--apply")
    assert [
        each["name"] for each in json.loads(run("show", "M004", "-f", "json").out)["contacts"]
    ] == ["王五"]


def test_contacts_that_are_not_missing(run: Run, export: Any) -> None:
    book = export()
    del book[CONTACTS]
    book.save("w.xlsx")
    assert missing(run) == [], "the sheet was never to come back"
    book = export()
    page = book[CONTACTS]
    page.cell(row_of(page, "李四", "姓名"), 3).value = "李四光"
    page.cell(row_of(page, "张三", "姓名"), 5).value = "139"
    book.save("w.xlsx")
    assert missing(run, code=1) == []
    without(export(), "M004")
    assert missing(run) == [("M004", None, "missing")], "with its contacts, told once"


def test_what_was_changed_since_is_a_conflict(run: Run, export: Any) -> None:
    book = export()
    without(book, "M001")
    page = book[CONTACTS]
    page.delete_rows(row_of(page, "李四", "姓名"))
    book.save("w.xlsx")
    run("edit", "M001", "--set", "city=十堰")
    run("edit", "M004", "--set", "contacts.李四.mobile=13912340005")
    remove = "w.xlsx", "--missing", "remove"
    assert missing(run, *remove, code=1) == [
        ("M001", None, "conflict"),
        ("M004", "李四", "conflict"),
    ]
    found = preview(run, *remove, "--prefer", "registry")["missing"]
    assert [each["removed"] for each in found] == [False, False]
    found = preview(run, *remove, "--prefer", "list")["missing"]
    assert [each["removed"] for each in found] == [True, True]


def test_a_further_contact_that_was_taken_out_of_a_form(run: Run, registry: Path) -> None:
    run("export", "f.xlsx", "--template", "--layout=page", "--contacts", "-w", "id=M004")
    edit("f.xlsx", **{cell_of("f.xlsx", "联系人", 1): None, cell_of("f.xlsx", "电话", 1): None})
    assert missing(run, "f.xlsx") == [("M004", "王五", "missing")]


@pytest.mark.parametrize("page", [[], ["--layout", "page"]])
def test_a_contact_that_was_taken_out_of_a_form(page: list[str], run: Run, registry: Path) -> None:
    run("export", "f.xlsx", "--template", *page, "--contacts", "-w", "id=M004")
    assert missing(run, "f.xlsx") == []
    if page:
        cells = [cell_of("f.xlsx", label) for label in ("联系人", "手机")]
        edit("f.xlsx", **dict.fromkeys(cells))
    else:
        book = openpyxl.load_workbook("f.xlsx")
        sheet = book.worksheets[0]
        for cell in sheet[3]:
            if cell.value in ("联系人", "手机"):
                sheet.cell(4, cell.column).value = None
        book.save("f.xlsx")
    assert missing(run, "f.xlsx") == [("M004", "李四", "missing")]
    run("import", "f.xlsx", "--missing", "remove", "--apply")
    assert [
        each["name"] for each in json.loads(run("show", "M004", "-f", "json").out)["contacts"]
    ] == ["王五"]
