"""Forms of a page for each member, and vertical forms of others: written, filled in, taken in."""

import json
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_cli.exchange.sheets.vertical import ticked

from .conftest import SMALL, Run
from .test_everything import REGISTRY as WHOLE
from .test_import import VALID, preview, write_xlsx

TWO = SMALL.replace(
    "[[members.contacts]]",
    "[[members.contacts]]\nname='王五'\nmobile='13812340005'\n\n[[members.contacts]]\nprimary=true",
)


def edit(path: str, **cells: Any) -> None:
    """Change cells of the first sheet."""
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(path)


def cell_of(path: str, label: str, nth: int = 0) -> str:
    """The cell beside the nth label of the first sheet that is called so."""
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows()
    found = [cell for row in rows for cell in row if cell.value == label]
    return str(found[nth].offset(column=1).coordinate)


@pytest.fixture
def page(run: Run, registry: Path) -> str:
    """A form of a page for each member, with contacts."""
    registry.write_text(TWO, encoding="utf-8")
    run("export", "页.xlsx", "--template", "--layout", "page", "--status", "active", "--contacts")
    return "页.xlsx"


def test_a_page_for_each_member(page: str) -> None:
    book = openpyxl.load_workbook(page)
    assert book.sheetnames == ["东风本田", "骆驼集团股份有限公司", "字典", "_alliance"]
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "试点联盟 会员信息登记表"
    assert "[清空]" in sheet["A2"].value
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight in (None, 1), "one page is what nothing is said of"
    assert str(sheet.page_setup.paperSize) == "9"
    labels = [cell.value for row in sheet.iter_rows() for cell in row[::2] if cell.value]
    assert labels[-3:] == ["单位（盖章）", "填表人", "日期"]
    assert [label for label in labels if label == "联系人"] == ["联系人"] * 2
    assert sheet[cell_of(page, "职工人数")].value == 12000
    assert sheet[cell_of(page, "手机")].value == "13812340001"
    assert sheet[cell_of(page, "手机", 1)].value == "13812340005"
    assert sheet[cell_of(page, "统一社会信用代码")].number_format == "@"
    checks = {str(check.sqref): check.type for check in sheet.data_validations.dataValidation}
    assert checks[cell_of(page, "类别")] == "list"
    assert checks[cell_of(page, "统一社会信用代码")] == "textLength"


def test_an_empty_page_remembers_nothing_and_is_nobody(run: Run, registry: Path) -> None:
    run("export", "空.xlsx", "--template", "--layout", "page")
    assert openpyxl.load_workbook("空.xlsx").sheetnames == ["会员信息表", "字典"]
    assert not any(preview(run, "空.xlsx")["summary"].values())
    edit(
        "空.xlsx",
        **{
            cell_of("空.xlsx", "单位名称"): "随州某厂",
            cell_of("空.xlsx", "类别"): "零部件企业",
            cell_of("空.xlsx", "联系人"): "周四",
            cell_of("空.xlsx", "手机"): "13900000003",
            cell_of("空.xlsx", "联系人", 1): "吴五",
            cell_of("空.xlsx", "手机", 1): "13900000004",
            cell_of("空.xlsx", "单位（盖章）"): "随州某厂",
            cell_of("空.xlsx", "填表人"): "小刘",
        },
    )
    found = preview(run, "空.xlsx")
    assert found["left_out"] == []
    run("import", "空.xlsx", "--apply", "--yes")
    members = json.loads(run("list", "-f", "json", "-s", "随州某厂", "--contacts").out)
    assert [(each["name"], each["mobile"]) for each in members[0]["contacts"]] == [
        ("周四", "13900000003"),
        ("吴五", "13900000004"),
    ]


@pytest.mark.parametrize("contacts", [True, False])
def test_a_page_that_comes_back_unedited_changes_nothing(
    run: Run, registry: Path, contacts: bool
) -> None:
    registry.write_text(TWO, encoding="utf-8")
    option = ["--contacts"] if contacts else []
    run("export", "页.xlsx", "--template", "--layout", "page", "--all", *option)
    for options in ([], ["--blank-clears"]):
        found = preview(run, "页.xlsx", *options)
        assert found["rows"] == []
        assert found["left_out"] == []


def test_what_is_edited_on_a_page_is_told_by_its_cell(run: Run, page: str) -> None:
    code, city, phone = (cell_of(page, label) for label in ("统一社会信用代码", "所在市州", "电话"))
    edit(page, **{code: VALID, city: "[清空]", phone: "027-11111111"})
    told = [
        (each["path"], each["after"], each["cell"])
        for row in preview(run, page)["rows"]
        for each in row["changes"]
    ]
    assert told == [
        ("credit_code", VALID, code),
        ("city", None, city),
        ("contacts.1.phone", "027-****1111", phone),
    ]
    lines = run("import", page).out.splitlines()
    assert [line.split("\t")[1] for line in lines[1:]] == [
        f"东风本田!{cell}" for cell in (code, city, phone)
    ]


def test_a_page_is_compared_three_ways(run: Run, page: str) -> None:
    run("edit", "M001", "--set", "employees=9", "--set", "city=十堰")
    edit(page, **{cell_of(page, "所在市州"): "襄阳"})
    (row,) = preview(run, page, code=1)["rows"]
    assert [each["key"] for each in row["conflicts"]] == ["city"], "employees were not edited"


def test_what_is_wrong_on_a_page_is_set_aside_as_a_list(run: Run, page: str) -> None:
    city, mobile = cell_of(page, "所在市州"), cell_of(page, "手机", 1)
    edit(page, **{city: "襄阳", mobile: "138123"})
    rows = preview(run, page, "--rejects", "r.xlsx", code=1)["rows"]
    assert [row["outcome"] for row in rows] == ["refused", "refused"]
    assert all(f" {mobile} " in " ".join(row["reasons"]) for row in rows)
    book = openpyxl.load_workbook("r.xlsx")
    assert book.sheetnames == ["Members", "Contacts", "_alliance"]
    headings = [cell.value for cell in book["Contacts"][1]]
    assert headings[:4] == ["单位名称", "登记名称", "会员编号", "Name"]
    mobile = next(cell for cell in book["Contacts"][1] if cell.value == "手机")
    mobile.offset(row=1).value = "13812340009"
    book.save("r.xlsx")
    run("import", "r.xlsx", "--apply")
    (member,) = json.loads(run("list", "-f", "json", "-s", "M001", "--contacts").out)
    assert member["city"] == "襄阳"
    assert [each["mobile"] for each in member["contacts"]] == ["13812340009", "13812340001"]


# --- the other kinds

# What stands beside the labels of the page of each kind, and what it means.
FILLED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "body": (
        {"机构编号": "h2", "机构名称": "氢能工作组", "角色": "lead=1", "挂靠单位": "M001 东风本田"},
        {"id": "h2", "label": "氢能工作组", "roles": {"lead": 1}, "host": "M001"},
    ),
    "expert": (
        {
            "姓名": "赵六",
            "所属会员": "骆驼、电池厂",
            "研究方向": "固态电池\n热管理、安全",
            "个人简介": "一\n二，三",
            "手机": "13812340003",
        },
        {
            "id": "E002",
            "name": "赵六",
            "unit": "M002",
            "research": ["固态电池", "热管理", "安全"],
            "mobile": "13812340003",
            "introduction": "一\n二，三",
        },
    ),
    "project": (
        {
            "项目名称": "氢能重卡",
            "牵头单位": "M001 东风本田",
            "参与单位": "M002 骆驼、电池厂、M001 东风本田",
            "主题": "电池",
            "建设内容": "第一行\n第二行" + "很长" * 1000,
            "总投资(万元)": "1.2亿",
            "完成年": 2028,
            "需求": "用地、融资",
        },
        {
            "id": "P002",
            "name": "氢能重卡",
            "lead": "M001",
            "partners": ["M002", "M001"],
            "theme": "battery",
            "content": "第一行\n第二行" + "很长" * 1000,
            "investment_wan": 12000,
            "end": 2028,
            "needs": ["用地", "融资"],
        },
    ),
}
TABLES = {"body": "bodies", "expert": "experts", "project": "projects"}


def fill_in(kind: str, run: Run, registry: Path) -> None:
    """Fill in an empty page for a record of a kind."""
    registry.write_text(WHOLE, encoding="utf-8")
    run(kind, "export", "页.xlsx", "--template", "--layout", "page")
    cells = FILLED[kind][0]
    edit("页.xlsx", **{cell_of("页.xlsx", label): value for label, value in cells.items()})


def is_taken_in(kind: str, run: Run, registry: Path, name: str) -> bool:
    """Whether the record on a page comes in as it was filled in, and nothing else."""
    told = run(kind, "import", name, "--apply", "--yes").err
    found = tomllib.loads(registry.read_text(encoding="utf-8"))[TABLES[kind]]
    return "left out" not in told and len(found) == 2 and found[1] == FILLED[kind][1]


@pytest.mark.parametrize("kind", FILLED)
def test_a_page_of_any_kind_is_filled_in_and_comes_back(
    kind: str, run: Run, registry: Path
) -> None:
    fill_in(kind, run, registry)
    sheet = openpyxl.load_workbook("页.xlsx").worksheets[0]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight in (None, 1)
    assert is_taken_in(kind, run, registry, "页.xlsx")
    # What is known of it now is on the page that goes out, and comes back unedited.
    run(
        kind,
        "export",
        "页.xlsx",
        "--template",
        "--layout",
        "page",
        "--all",
        "--contacts",
        "--force",
    )
    assert "nothing to change" in run(kind, "import", "页.xlsx").err
    book = openpyxl.load_workbook("页.xlsx")
    assert all(each.height < 410 for sheet in book for each in sheet.row_dimensions.values())


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize("kind", FILLED)
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_page_comes_back_from_another_program(
    kind: str, ending: str, run: Run, registry: Path, tmp_path: Path
) -> None:
    fill_in(kind, run, registry)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        ending,
        "--outdir",
        "lo",
        "页.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    assert is_taken_in(kind, run, registry, f"lo/页.{ending}")


def test_long_texts_have_room_to_be_written_by_hand(run: Run, registry: Path) -> None:
    registry.write_text(WHOLE, encoding="utf-8")
    run("project", "export", "页.xlsx", "--template", "--layout", "page")
    sheet = openpyxl.load_workbook("页.xlsx").worksheets[0]

    def height(label: str) -> float:
        (row,) = [cell.row for each in sheet.iter_rows() for cell in each if cell.value == label]
        return float(sheet.row_dimensions[row].height)

    assert height("资金来源") < 40 < height("需求") < height("建设内容")
    assert height("建设内容") > 250
    assert sheet[cell_of("页.xlsx", "建设内容")].alignment.wrap_text
    # All of it has the height of A4 without its margins.
    assert sum(float(each.height) for each in sheet.row_dimensions.values()) < 763


def test_a_form_offers_whom_it_asks_for(run: Run, registry: Path) -> None:
    registry.write_text(WHOLE, encoding="utf-8")
    members = ["M001 东风本田", "M002 骆驼、电池厂"]
    asked = {"project": ["牵头单位", "参与单位"], "expert": ["所属会员"], "body": ["挂靠单位"]}
    for kind, labels in asked.items():
        for layout in ("row", "page"):
            run(kind, "export", "a.xlsx", "--template", "--layout", layout, "--all", "--force")
            book = openpyxl.load_workbook("a.xlsx")
            sheet = book.worksheets[0]
            for label in labels:
                (cell,) = [c for row in sheet.iter_rows() for c in row if c.value == label]
                beside = cell.offset(1, 0) if layout == "row" else cell.offset(0, 1)
                checks = sheet.data_validations.dataValidation
                (check,) = [each for each in checks if beside.coordinate in each.sqref]
                title, cells = check.formula1.split("!")
                assert book[title.strip("'")].sheet_state == "hidden"
                assert [cell.value for (cell,) in book[title.strip("'")][cells]] == members
                assert not check.showErrorMessage, "another name may be written"


def test_what_a_page_refuses(run: Run, registry: Path) -> None:
    assert "goes with --template" in run("export", "a.xlsx", "--layout", "page", code=2).err
    few = ["--template", "--layout", "page", "--columns", "name,city"]
    assert "at least 3 fields" in run("export", "a.xlsx", *few, code=2).err
    many = "".join(
        f"[[members]]\nid='M{n}'\nname='厂{n}'\ncategory='vehicle'\n" for n in range(501)
    )
    registry.write_text(many, encoding="utf-8")
    page = ["--template", "--layout", "page", "--all"]
    assert "501 sheets" in run("export", "a.xlsx", *page, code=2).err
    assert not Path("a.xlsx").exists()


FORMS: dict[str, tuple[list[list[Any]], list[str], dict[str, Any], list[str]]] = {
    "four columns, sections, a seal in a label, a person beside the contact": (
        [
            ["入会申请表"],
            ["基本信息"],
            ["单位名称（盖章）", "某某轴承有限公司"],
            ["信用代码", VALID, "成立时间", "2003年5月"],
            ["单位类别", "□整车企业 ☑零部件企业 □大专院校", "城市", "襄阳"],
            ["法定代表人", "赵一", "手机", "13900000001"],
            ["联系人信息"],
            ["姓名", "钱二", "职务", "经理"],
            ["手 机：", "13900000002", "邮箱", "qian@example.com"],
            ["填表人", "孙三", "填表日期", "2026-11-1"],
        ],
        ["A1:D1", "A2:D2", "B3:D3", "A7:D7"],
        {
            "name": "某某轴承有限公司",
            "credit_code": VALID,
            "category": "parts",
            "city": "襄阳",
            "legal_representative": "赵一",
            "contacts": [
                {
                    "name": "钱二",
                    "title": "经理",
                    "mobile": "13900000002",
                    "email": "qian@example.com",
                }
            ],
        },
        ["成立时间", "手机"],
    ),
    "two columns": (
        [["名称", "甲轴承厂"], ["类别", "零部件企业"], ["地址", "某路1号"], ["联系人", "李四"]],
        [],
        {
            "name": "甲轴承厂",
            "category": "parts",
            "address": "某路1号",
            "contacts": [{"name": "李四"}],
        },
        [],
    ),
    "a label of contacts merged over rows, two people, each choice in its cell": (
        [
            ["企业名称", "随州专汽", None, "邮编", 441300],
            ["类别", "□整车企业", "☑零部件企业", "所在城市", "随州"],
            ["联系人", "姓名", "周四", "手机", "13900000003"],
            [None, "职务", "主任", "电话", "0722-3333333"],
            ["联系人", "姓名", "吴五", "手机", "13900000004"],
        ],
        ["B1:C1", "A3:A4"],
        {
            "name": "随州专汽",
            "category": "parts",
            "city": "随州",
            "postcode": "441300",
            "contacts": [
                {"name": "周四", "title": "主任", "mobile": "13900000003", "phone": "0722-3333333"},
                {"name": "吴五", "mobile": "13900000004"},
            ],
        },
        [],
    ),
    "contacts as a list within the form, a value called like a label": (
        [
            ["单位名称", "宜昌某厂"],
            ["联盟职务", "会员单位", "类别", "零部件企业"],
            ["城市", "宜昌"],
            ["联系人"],
            ["序号", "姓名", "职务", "手机"],
            [1, "郑六", "科长", "13900000005"],
            [2, "王七", "科员", "13900000006"],
            ["备注", "无"],
        ],
        ["A4:D4"],
        {
            "name": "宜昌某厂",
            "category": "parts",
            "level": "member",
            "city": "宜昌",
            "contacts": [
                {"name": "郑六", "title": "科长", "mobile": "13900000005"},
                {"name": "王七", "title": "科员", "mobile": "13900000006"},
            ],
        },
        [],
    ),
}


@pytest.mark.parametrize("case", FORMS)
def test_a_vertical_form_of_others(run: Run, registry: Path, tmp_path: Path, case: str) -> None:
    rows, merged, member, left_out = FORMS[case]
    book = openpyxl.load_workbook(write_xlsx(tmp_path / "f.xlsx", *rows))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save("f.xlsx")
    assert preview(run, "f.xlsx")["left_out"] == left_out
    run("import", "f.xlsx", "--apply", "--yes")
    found = json.loads(run("list", "-f", "json", "--contacts").out)[-1]
    assert {key: found[key] for key in found if key != "id"} == member


def test_forms_one_below_the_other(run: Run, registry: Path, tmp_path: Path) -> None:
    one = [["单位名称", "甲厂", "类别", "零部件企业"], ["城市", "随州"], ["联系人", "甲一"]]
    two = [["单位名称", "乙厂", "类别", "整车企业"], ["城市", "十堰"], ["联系人", "乙一"]]
    write_xlsx(tmp_path / "f.xlsx", ["登记表"], *one, [], ["登记表"], *two)
    rows = preview(run, "f.xlsx")["rows"]
    assert [(row["name"], row["row"]) for row in rows] == [("甲厂", 2), ("乙厂", 7)]


LISTS: dict[str, list[list[Any]]] = {
    "few columns": [["单位名称", "类别"], ["甲厂", "零部件企业"], ["乙厂", "整车企业"]],
    "values called like labels": [
        ["单位名称", "联盟职务", "类别"],
        ["甲厂", "会员单位", "零部件企业"],
        ["乙厂", "会员单位", "整车企业"],
    ],
    "a letterhead above": [
        ["单位", "某协会"],
        ["联系人", "小刘"],
        ["地址", "某路1号"],
        ["序号", "单位名称", "类别", "城市"],
        [1, "甲厂", "零部件企业", "随州"],
        [2, "乙厂", "整车企业", "十堰"],
    ],
    "two rows of headings": [
        ["单位名称", "类别", "联系人", None],
        [None, None, "姓名", "手机"],
        ["甲厂", "零部件企业", "甲一", "13900000001"],
        ["乙厂", "整车企业", "乙一", "13900000002"],
    ],
}


@pytest.mark.parametrize("case", LISTS)
def test_a_list_is_no_form(run: Run, registry: Path, tmp_path: Path, case: str) -> None:
    write_xlsx(tmp_path / "l.xlsx", *LISTS[case])
    rows = preview(run, "l.xlsx", code=None)["rows"]
    assert {"甲厂", "乙厂"} <= {row["name"] for row in rows}
    assert all("cell" not in change for row in rows for change in row.get("changes", ()))


def test_labels_that_mean_the_same_are_refused_where_they_differ(
    run: Run, registry: Path, tmp_path: Path
) -> None:
    rows = [
        ["单位名称", "甲厂"],
        ["类别", "零部件企业"],
        ["地址", "某路1号"],
        ["通讯地址", "某路2号"],
    ]
    write_xlsx(tmp_path / "f.xlsx", *rows)
    error = run("import", "f.xlsx", code=2).err
    assert "several columns would be address" in error
    assert "(cell B3)" in error
    assert preview(run, "f.xlsx", "--map", "地址 (cell B3)=")["summary"]["new"] == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("☑整车 □零部件", "整车"),
        ("□ 整车  ■ 零部件", "零部件"),
        ("整车□ 零部件☑", "零部件"),
        ("（√）整车（ ）零部件", "整车"),
        ("□√整车 □零部件", "整车"),
        ("√整车", "整车"),
        ("整车√", "整车"),
        ("□整车 □零部件", ""),
        ("☑整车 ☑零部件 □其他", "整车、零部件"),
        ("整车", "整车"),
        ("√", "√"),
        ("整车√ 零部件", "整车√ 零部件"),
    ],
)
def test_what_is_ticked(text: str, value: str) -> None:
    assert ticked(text) == value
