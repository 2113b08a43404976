"""Forms that go out to members, and the sheet that is signed at a meeting."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_cli.exchange.origin import MARKER, SHEET

from .conftest import SMALL, Run

HEADINGS = ["单位名称", "登记名称", "简称", "类别", "联盟职务", "统一社会信用代码", "法定代表人"]
HEADINGS += ["所在市州", "通讯地址", "邮编", "网址", "主营产品", "职工人数", "年营收(万元)"]
HEADINGS += ["统计年度", "联系人", "职务", "手机", "电话", "邮箱"]


def form_of(name: str) -> tuple[Any, Any, list[list[Any]]]:
    """A workbook, its first sheet, and what stands from the headings on."""
    book = openpyxl.load_workbook(name)
    sheet = book.worksheets[0]
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=3, values_only=True)]
    return book, sheet, rows


def test_an_empty_form_is_ready_to_fill_in(run: Run, registry: Path) -> None:
    outcome = run("export", "form.xlsx", "--template")
    assert outcome.err == "an empty form was written\n"
    book, sheet, rows = form_of("form.xlsx")
    assert book.sheetnames == ["会员信息表", "字典"], "an empty form remembers nothing"
    assert sheet["A1"].value == "试点联盟 会员信息表"
    assert sheet["A2"].value.startswith("每家单位填写一行")
    assert rows[0] == HEADINGS
    assert rows[1:] == [[""] * len(HEADINGS)] * 30
    assert not sheet.merged_cells.ranges, "merged cells are in the way of a reader"
    assert sheet.freeze_panes == "B4"
    assert sheet["F33"].number_format == "@"
    assert sheet["F33"].border.left.style == "thin"
    assert sheet["F34"].border.left.style is None
    assert all(cell.comment for cell in sheet[3])
    dark = [cell.value for cell in sheet[3] if cell.fill.fgColor.rgb == "FF305496"]
    assert dark == ["单位名称", "类别", "联系人"]
    kinds = {
        check.sqref.ranges.copy().pop().coord: check
        for check in sheet.data_validations.dataValidation
    }
    assert kinds["D4:D33"].type == "list"
    assert kinds["F4:F33"].formula1 == "18"
    assert "顿号(、)" in kinds["L4:L33"].prompt


def test_a_form_has_no_choice_where_the_registry_offers_none(run: Run, registry: Path) -> None:
    registry.write_text("[[members]]\nid='M1'\nname='甲公司'\ncategory='x'\n", encoding="utf-8")
    run("export", "form.xlsx", "--template")
    assert form_of("form.xlsx")[2][0] == [name for name in HEADINGS if name != "联盟职务"]


@pytest.mark.parametrize("contacts", [True, False])
def test_a_form_filled_for_members(run: Run, registry: Path, contacts: bool) -> None:
    registry.write_text(
        SMALL.replace(
            "[[members.contacts]]",
            "[[members.contacts]]\nname='王五'\nmobile='13812340005'\n\n[[members.contacts]]\nprimary=true",
        ),
        encoding="utf-8",
    )
    outcome = run(
        "export", "f.xlsx", "--template", "-c", "整车企业", *["--contacts"][: int(contacts)]
    )
    assert outcome.err.startswith("1 member written to f.xlsx\n1 who left")
    book, sheet, rows = form_of("f.xlsx")
    assert rows[0] == ["会员编号", *HEADINGS]
    assert len(rows) == 31
    person = ["张三", "主任", "13812340001", "027-87654321", "zhangsan@example.com"]
    assert rows[1][:5] == ["M001", "东风本田", "东风本田汽车有限公司", "东本", "整车企业"]
    assert rows[1][13] == 12000
    assert rows[1][-5:] == (person if contacts else [""] * 5)
    assert book[SHEET].sheet_state == "veryHidden"
    (first, second) = book[SHEET].iter_rows(values_only=True)
    keys = json.loads(first[1])
    assert (first[0], second[0]) == (MARKER, "M001")
    assert keys[-5:] == [f"contacts.{key}" for key in ("name", "title", "mobile", "phone", "email")]
    cells = zip(keys, rows[1], strict=True)
    assert json.loads(second[1]) == {key: str(value) for key, value in cells if value}
    assert sheet.freeze_panes == "C4"


def test_columns_of_a_form_can_be_chosen(run: Run, registry: Path) -> None:
    run("export", "f.xlsx", "--template", "--columns", "name,tags,contacts", "--headings", "keys")
    parts = [f"contacts.{key}" for key in ("name", "title", "mobile", "phone", "email")]
    assert form_of("f.xlsx")[2][0] == ["name", "tags", *parts]


def test_what_a_form_refuses(run: Run, registry: Path) -> None:
    for arguments in (
        ["a.csv", "--template"],
        ["a.csv", "--summary"],
        ["a.xlsx", "--template", "--summary"],
        ["a.xlsx", "--template", "--by", "city"],
        ["a.xlsx", "-f", "sign-in", "--summary"],
    ):
        assert "does not go with" in run("export", *arguments, code=2).err
    registry.write_text(SMALL + f'registered_name = "{"长" * 32_768}"\n', encoding="utf-8")
    assert "a cell holds 32,767" in run("export", "a.xlsx", "--template", "--all", code=1).err
    assert [path.name for path in Path().iterdir()] == ["members.toml"]


def test_a_sign_in_sheet_is_for_paper(run: Run, registry: Path) -> None:
    run("export", "签到.xlsx", "-f", "sign-in")
    book, sheet, rows = form_of("签到.xlsx")
    assert book.sheetnames == ["签到表"]
    assert sheet["A1"].value == "试点联盟 签到表"
    assert "日期：" in sheet["A2"].value
    assert rows == [
        ["序号", "单位名称", "姓名", "职务", "手机", "签名"],
        [1, "东风本田", "", "", "", ""],
        [2, "骆驼集团股份有限公司", "", "", "", ""],
    ]
    assert sheet.print_title_rows == "$1:$3", "whose meeting it was stands on every page"
    assert sheet.page_setup.orientation == "portrait"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.row_dimensions[4].height >= 25
    assert all(cell.border.bottom.style == "thin" for cell in sheet[5])


def test_a_sign_in_sheet_names_who_comes_if_asked(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "-f", "sign-in", "--contacts", "--headings", "en")
    book, _, rows = form_of("a.xlsx")
    assert book.sheetnames == ["Sign-in"]
    assert rows[0] == ["No.", "Organisation", "Name", "Title", "Mobile", "Signature"]
    assert rows[1] == [1, "东风本田", "张三", "主任", "13812340001", ""]
    assert rows[2] == [2, "骆驼集团股份有限公司", "", "", "", ""]
