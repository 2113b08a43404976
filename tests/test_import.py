"""`import`: rows meet members, a preview shows every change, and nothing is guessed."""

import contextlib
import datetime
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from typer.testing import CliRunner

from alliance_cli.actions import write
from alliance_cli.cli import app
from alliance_cli.exchange.origin import Origin, read_origin
from alliance_cli.exchange.sheets.headings import key_of
from alliance_cli.kinds.member import MEMBER
from alliance_cli.store import load

from .conftest import SMALL, Run, in_chinese

VALID, OTHER = "91420000177570439L", "12100000441626842D"


def write_csv(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding=encoding, newline="")
    return path


def write_xlsx(path: Path, *rows: list[Any], sheet: str = "Sheet1", merged: Any = ()) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "yyyy/m/d"})
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date):
                    midnight = datetime.datetime.combine(value, datetime.time())
                    page.write_datetime(number, column, midnight, day)
                elif value is not None:
                    page.write(number, column, value)
        for area in merged:
            page.merge_range(area, rows[int(area.split(":")[0][1:]) - 1][0])
    return path


def preview(run: Run, *arguments: object, code: int | None = 0) -> dict[str, Any]:
    found = json.loads(run("import", *arguments, "-f", "json", code=code).out)
    assert isinstance(found, dict)
    return found


def changes(run: Run, *arguments: object, code: int | None = 0) -> dict[str, dict[str, Any]]:
    """By member what would be changed: path to the value after."""
    return {
        row["id"]: {each["path"]: each["after"] for each in row["changes"]}
        for row in preview(run, *arguments, code=code)["rows"]
        if "changes" in row
    }


def outcomes(run: Run, *arguments: object) -> list[tuple[str, str]]:
    """Every row that is not unchanged: what becomes of it, and why or with which warning."""
    rows = preview(run, *arguments, code=None)["rows"]
    return [(row["outcome"], "; ".join([*row["reasons"], *row["warnings"]])) for row in rows]


# --- which member a row is about


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("会员编号,城市", "M002,荆州"),
        ("ID,City", "m002,荆州"),
        ("id,city", " Ｍ００２ ,荆州"),
        ("单位名称,所在市州", "骆驼集团股份有限公司,荆州"),
        ("企业名称,地区", "骆驼 集团股份有限公司,荆州"),
        ("单位名称(全称),所在地", "谷城蓄电池厂,荆州"),
        ("登记名称,城市", "谷城蓄电池厂,荆州"),
        ("统一社会信用代码/组织机构代码,城市*", f"{VALID.lower()},荆州"),
        ("信用代码,1.城市：", f"{VALID},荆州"),
    ],
)
def test_a_row_meets_its_member(heading: str, row: str, run: Run, registry: Path) -> None:
    run("edit", "M002", "--set", f"credit_code={VALID}")
    file = write_csv(registry.with_name("a.csv"), heading, row)
    found = changes(run, file)
    assert found["M002"]["city"] == "荆州"
    assert found.keys() == {"M002"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("M001,骆驼集团股份有限公司,", "this is M001 东风本田, but the name is that of M002"),
        (f"M001,,{VALID}", "this is M001 东风本田, but the credit code is that of M002"),
        (f",东风本田,{VALID}", "this is M002 骆驼集团股份有限公司, but the name is that of M001"),
        ("M009,东本,", "there is no id M009, but this is like M001 东风本田"),
        (f"M009,,{VALID}", "there is no id M009, but this is like M002"),
        (f",谷城蓄电池厂,{OTHER}", "has this name, but another credit code"),
    ],
)
def test_a_row_that_is_about_two_members_is_not_guessed(
    row: str, reason: str, run: Run, registry: Path
) -> None:
    run("edit", "M002", "--set", f"credit_code={VALID}")
    file = write_csv(registry.with_name("a.csv"), "会员编号,单位名称,信用代码", row)
    ((outcome, told),) = outcomes(run, file)
    assert outcome == "ambiguous"
    assert reason in told
    assert told.endswith("; write the id into the row")


def test_a_name_that_two_members_have_had(run: Run, registry: Path) -> None:
    text = SMALL.replace('short_name = "东本"', 'former_names = ["谷城蓄电池厂"]')
    registry.write_text(text, encoding="utf-8")
    file = write_csv(registry.with_name("a.csv"), "名称,城市", "谷城蓄电池厂,武汉")
    ((outcome, told),) = outcomes(run, file)
    assert (outcome, "M001 东风本田, M002 骆驼" in told) == ("ambiguous", True)


def test_two_rows_that_change_one_member(run: Run, registry: Path) -> None:
    file = write_csv(
        registry.with_name("a.csv"), "id,name,city", "M001,,荆州", "M001,,黄石", "M002,,襄阳"
    )
    told = "rows 2, 3 say different things of the same member; keep one of them"
    assert outcomes(run, file) == [("ambiguous", told)] * 2
    # The same twice is clear.
    write_csv(file, "id,city", "M001,荆州", "M001,荆州")
    assert [outcome for outcome, _ in outcomes(run, file)] == ["changed"]
    # What one of them leaves as it is in the registry is not.
    write_csv(file, "id,city", "M001,荆州", "M001,武汉")
    assert [outcome for outcome, _ in outcomes(run, file)] == ["ambiguous", "ambiguous"]


def test_new_members_get_the_next_ids_and_defaults(run: Run, registry: Path) -> None:
    file = write_csv(
        registry.with_name("a.csv"),
        "名称,类别,城市,编号",
        "甲厂,零部件企业,随州,",
        "乙厂,,,M004",
        "丙厂,整车企业,,",
    )
    found = preview(run, file, "--default", "category=parts", "--default", "所在市州=孝感")
    assert [(r["outcome"], r["id"], r["name"]) for r in found["rows"]] == [
        ("new", "M005", "甲厂"),
        ("new", "M004", "乙厂"),
        ("new", "M006", "丙厂"),
    ]
    run("import", file, "--apply", "--default", "category=parts", "--default", "所在市州=孝感")
    text = registry.read_text(encoding="utf-8")
    assert text == SMALL + (
        '\n[[members]]\nid = "M005"\nname = "甲厂"\ncategory = "parts"\ncity = "随州"\n'
        '\n[[members]]\nid = "M004"\nname = "乙厂"\ncategory = "parts"\ncity = "孝感"\n'
        '\n[[members]]\nid = "M006"\nname = "丙厂"\ncategory = "vehicle"\ncity = "孝感"\n'
    )


def test_what_looks_like_a_member_needs_a_yes(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "名称,类别", "湖北骆驼集团,零部件企业")
    ((outcome, told),) = outcomes(run, file)
    assert outcome == "new"
    assert told.startswith("X504 name: M002 骆驼集团股份有限公司 has a name much like this")
    assert "--yes accepts warnings" in run("import", file, "--apply", code=1).err
    assert registry.read_text(encoding="utf-8") == SMALL
    assert "M004 湖北骆驼集团 added" in run("import", file, "--apply", "--yes").err


# --- what a cell means


@pytest.mark.parametrize(
    ("heading", "cell", "path", "value"),
    [
        ("主营产品", "车桥、变速箱；轮毂", "products", ["车桥", "变速箱", "轮毂"]),
        ("标签", "新能源，出口,军工", "tags", None),
        (
            "曾用名",
            "ABC (China) Co., Ltd.、甲厂",
            "former_names",
            ["ABC (China) Co., Ltd.", "甲厂"],
        ),
        ("入会日期", "2019年6月1日", "joined", "2019-06-01"),
        ("入盟日期", "2019年6月1日", "joined", "2019-06-01"),
        ("入会日期", "2019/6/1 0:00:00", "joined", "2019-06-01"),
        ("职工人数", "１２,３00", "employees", 12300),
        ("邮编", "010010", "postcode", "010010"),
        ("信用代码", f" {VALID.lower()} ", "credit_code", VALID),
        ("联盟职务", "会员单位", "level", "member"),
        ("状态", "暂停", "status", "suspended"),
        ("专项工作组", "动力电池组", "groups", None),
        ("备注", "NA", "note", "NA"),
        ("备注", "'quoted", "note", "quoted"),
        ("备注", "'=1+1", "note", "=1+1"),
        ("简称", "[清空]", "short_name", None),
        ("城市", "【清空】", "city", None),
        ("城市", "[clear]", "city", None),
    ],
)
def test_a_cell_is_read_by_the_rule_of_its_field(
    heading: str, cell: str, path: str, value: Any, run: Run, registry: Path
) -> None:
    file = registry.with_name("a.csv")
    write_csv(file, f"id,{heading}", f'M001,"{cell}"')
    found = changes(run, file).get("M001", {})
    if path == "tags":
        # 新能源 and 出口 were there before, in this order.
        assert found == {"tags": "军工"}
    elif path == "groups":
        assert found == {}
    else:
        assert found == {path: value}


@pytest.mark.parametrize("cell", ["", " ", "无", "暂无", "/", "-", "—", "－", "\u3000"])
def test_nothing_changes_nothing_unless_it_clears(cell: str, run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,城市,简称", f"M001,{cell},东本")
    assert changes(run, file) == {}
    assert changes(run, file, "--blank-clears") == {"M001": {"city": None}}


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        (
            "统一社会信用代码",
            "914200001775704000",
            "F312 credit_code: a spreadsheet kept 15 digits",
        ),
        ("统一社会信用代码", "9.142E+17", "credit_code: a spreadsheet made 9.142E+17 of it"),
        ("手机", "1.38E+10", "contacts.mobile: a spreadsheet made 1.****10 of it"),
        ("入会时间", "43613", "not 43613; a spreadsheet counts days so"),
        ("入会时间", "2019-13", "joined: expected is a date like 2019-05-28, or 2019-05 or 2019"),
        ("入会时间", "May-19", "joined: a spreadsheet made May-19 of it"),
        ("入会时间", "2019年5月 14:30", "joined: expected is a date"),
        ("入会时间", "2019-05-28T16:00:00Z", "joined: expected is a date"),
        ("类别", "零部件", "category: 零部件 is not one of the choices; did you mean 零部件企业?"),
        ("职工人数", "约200", "employees: expected is a whole number, not 约200"),
        ("退会时间,状态", "2020-01-01,正常", "M404 left: there is a day of leaving"),
        ("上级单位", "M099", "X506 parent: there is no member M099"),
        ("单位名称", "[清空]", "name: it is required and stays"),
        ("备注", "请找138****0001", "note: a part is masked; export with --contacts to edit it"),
        (
            "联系人",
            "李四、王五 13812340002",
            "contacts: it is not clear whose of 李四, 王五 the 1 number",
        ),
        ("手机", "12345", "F303 contacts.mobile"),
    ],
)
def test_a_cell_that_cannot_be_taken_in(
    heading: str, cell: str, reason: str, run: Run, registry: Path
) -> None:
    run("edit", "M001", "--set", "note=找13812340001", "--yes")
    before = registry.read_bytes()
    file = write_csv(registry.with_name("a.csv"), f"id,{heading}", f"M001,{cell}", "M002,")
    ((outcome, told),) = outcomes(run, file)
    assert outcome == "refused"
    assert reason in told
    outcome_of_writing = run("import", file, "--apply", code=1)
    assert "some rows have to be mended first; nothing was written" in outcome_of_writing.err
    assert registry.read_bytes() == before


def test_items_of_a_list_keep_the_marks_that_they_have(run: Run, registry: Path) -> None:
    run("edit", "M001", "--set", "products=车桥、轮毂", "--append", "products=电机")
    file = write_csv(registry.with_name("a.csv"), "id,产品", "M001,车桥、轮毂、电机、座椅")
    assert changes(run, file) == {"M001": {"products": "座椅"}}


# --- contacts


def test_flat_columns_are_about_one_contact(run: Run, registry: Path) -> None:
    file = write_csv(
        registry.with_name("a.csv"),
        "id,联系人,职务,手机号码,联系电话",
        "M001,张三,科长,,",
        "M002,王五,,,139 1234 0002",
    )
    found = changes(run, file, "--contacts")
    assert found["M001"] == {"contacts.0.title": "科长"}
    # A mobile number in the column of telephones is one.
    assert found["M002"] == {"contacts": [{"name": "王五", "mobile": "13912340002"}]}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("M001,张三丰,13812340001", {"contacts.0.name": "张三丰"}),
        ("M001,李四,13812340001", {"contacts.0.name": "李四"}),
        ("M001,李四,13912340002", {"contacts": {"name": "李四", "mobile": "13912340002"}}),
        ("M001,[清空],13812340001", {"contacts": None}),
        ("M001,张三,[清空]", {"contacts.0.mobile": None}),
        ("M001,张三,13812340001", {}),
        ("M001,,", {}),
    ],
)
def test_a_contact_is_met_by_name_or_number(
    row: str, expected: dict[str, Any], run: Run, registry: Path
) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,姓名,手机", row)
    assert changes(run, file, "--contacts").get("M001", {}) == expected


def test_contacts_have_a_sheet(run: Run, registry: Path, tmp_path: Path) -> None:
    run("export", "w.xlsx", "--contacts", "--all")
    book = openpyxl.load_workbook("w.xlsx")
    members, contacts = book["会员名单"], book["联系人"]
    assert [cell.value for cell in contacts[2]][:4] == ["M001", "东风本田", "张三", "主任"]
    contacts["D2"] = "办公室主任"
    contacts.append(["M002", None, "王五", None, 13912340002])
    contacts.append([None, "新厂", "赵六", None, "027-87654321"])
    contacts.append([None, "没有的厂", "钱七"])
    members.append([None, "新厂", None, None, None, "零部件企业"])
    book.save("w.xlsx")
    found = preview(run, "w.xlsx", "--contacts", code=1)
    rows = {(r["sheet"], r["row"]): r for r in found["rows"]}
    assert rows["联系人", 2]["changes"] == [
        {"path": "contacts.0.title", "before": "主任", "after": "办公室主任"}
    ]
    assert rows["联系人", 3]["changes"][0]["after"] == [{"name": "王五", "mobile": "13912340002"}]
    assert rows["会员名单", 5]["outcome"] == "new"
    assert (rows["联系人", 4]["id"], rows["联系人", 4]["outcome"]) == ("M004", "changed")
    assert rows["联系人", 5]["reasons"] == ["there is no such member"]
    run("import", "w.xlsx", "--apply", "--rejects", "r.xlsx", code=1)
    text = registry.read_text(encoding="utf-8")
    assert text.count("[[members.contacts]]") == 3
    assert 'title = "办公室主任"\nmobile = "13812340001"' in text
    assert preview(run, "w.xlsx", code=1)["summary"]["changed"] == 0
    assert openpyxl.load_workbook("r.xlsx")["联系人"].max_row == 2


TWO_OF_A_NAME = SMALL.replace(
    '\n[[members]]\nid = "M002"',
    '\n[[members.contacts]]\nname = "张三"\ntitle = "司机"\n\n[[members]]\nid = "M002"',
)


def test_two_contacts_of_one_name_are_told_apart_by_all_they_show(run: Run, registry: Path) -> None:
    registry.write_text(TWO_OF_A_NAME, encoding="utf-8")
    run("export", "w.xlsx", "--contacts")
    assert preview(run, "w.xlsx")["rows"] == []
    book = openpyxl.load_workbook("w.xlsx")
    assert book["联系人"]["D3"].value == "司机"
    book["联系人"]["D3"] = "科长"
    book.save("w.xlsx")
    assert changes(run, "w.xlsx") == {"M001": {"contacts.1.title": "科长"}}
    file = write_csv(registry.with_name("a.csv"), "id,姓名,职务", "M001,张三,科长")
    assert outcomes(run, file) == [("refused", "contacts: several are called 张三")]


def test_a_number_is_moved_only_into_an_empty_cell(run: Run, registry: Path) -> None:
    file = write_csv(
        registry.with_name("a.csv"),
        "id,姓名,手机,电话",
        "M002,王五,027-87654321,",
        "M001,李四,13912340002,13912340003",
    )
    found = preview(run, file, "--contacts", code=1)["rows"]
    assert found[0]["changes"][0]["after"] == [{"name": "王五", "phone": "027-87654321"}]
    assert found[1]["reasons"][0].startswith("F303 contacts.phone")


def test_rows_on_one_member_count_together_or_not_at_all(run: Run, registry: Path) -> None:
    run("export", "w.xlsx", "--contacts")
    book = openpyxl.load_workbook("w.xlsx")
    book["会员名单"]["L2"] = "荆州"
    assert book["会员名单"]["L1"].value == "所在市州"
    book["会员名单"]["R2"] = "约一万"
    book["联系人"]["D2"] = "科长"
    book.save("w.xlsx")
    found = outcomes(run, "w.xlsx")
    assert [outcome for outcome, _ in found] == ["refused", "refused"]
    assert found[1][1] == "another row on this member is set aside"
    run("import", "w.xlsx", "--apply", "--rejects", "r.xlsx", code=1)
    assert registry.read_text(encoding="utf-8") == SMALL
    book["会员名单"]["R2"] = 12000
    book["联系人"]["E2"] = "12"
    book.save("w.xlsx")
    assert [outcome for outcome, _ in outcomes(run, "w.xlsx")] == ["refused", "refused"]


def test_of_a_circle_those_are_refused_that_close_it(run: Run, registry: Path) -> None:
    run("edit", "M002", "--set", "parent=M001")
    lines = ["id,上级单位,城市", "M001,M002,", "M003,,荆州"]
    found = outcomes(run, write_csv(registry.with_name("a.csv"), *lines))
    assert [outcome for outcome, _ in found] == ["refused", "changed"]
    assert found[0][1].startswith("X507 parent: the parents go in a circle")


# --- what reviews found


def test_a_name_that_only_identifies_is_never_rewritten(run: Run, registry: Path) -> None:
    run("edit", "M002", "--set", "registered_name=骆驼集团(股份)有限公司")
    lines = ["单位名称,登记名称,城市", "谷城蓄电池厂,骆驼集团（股份）有限公司,荆州", "东本,,荆州"]
    found = changes(run, write_csv(registry.with_name("a.csv"), *lines))
    assert found == {"M002": {"city": "荆州"}, "M001": {"city": "荆州"}}
    # An id says who is meant, so another name is news, and the old one a former name.
    write_csv(registry.with_name("a.csv"), "id,单位名称", "M002,骆驼集团(改名)")
    assert changes(run, "a.csv") == {
        "M002": {"name": "骆驼集团(改名)", "former_names": "骆驼集团股份有限公司"}
    }


def test_lists_below_each_other_are_all_read(run: Run, registry: Path) -> None:
    lines = [
        "一、整车",
        "单位名称,所在市州",
        "东风本田,荆州",
        "",
        "单位名称,类别,所在市州",
        "骆驼集团股份有限公司,零部件企业,宜昌",
    ]
    found = changes(run, write_csv(registry.with_name("a.csv"), *lines))
    assert found == {"M001": {"city": "荆州"}, "M002": {"city": "宜昌"}}


def test_sheets_and_columns_that_are_not_read_are_told(run: Run, registry: Path) -> None:
    path = registry.with_name("a.xlsx")
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("名单")
        page.write_row(0, 0, ["会员编号", "城市", "", "城市"])
        page.write_row(1, 0, ["M001", "荆州", "x"])
        page.write_formula(1, 1, "=NA()", None, "#N/A")
        book.add_worksheet("零部件").write_row(0, 0, ["厂家", "电话"])
        book.add_worksheet("空")
        book.add_worksheet("旧").hide()
    found = preview(run, path)
    assert found["left_out"] == ["column C"]
    assert found["sheets_left_out"] == ["零部件", "旧"]
    outcome = run("import", path)
    assert "columns left out: column C\nsheets left out: 零部件, 旧\n" in outcome.err
    passed_over = "cells passed over (an error or a mark in place of a value): 1: 名单!B2\n"
    assert passed_over in outcome.err


def test_what_is_in_no_column_is_not_dropped(run: Run, registry: Path) -> None:
    lines = ["id,城市,备注", "M001,荆州,武汉市,汉阳区", "M002,荆州,,"]
    file = write_csv(registry.with_name("a.csv"), *lines)
    assert outcomes(run, file) == [
        ("refused", "the row has more cells than there are headings"),
        ("changed", ""),
    ]
    write_csv(file, "id,城市,备注", 'M001,荆州,"甲', "M002,荆州,")
    assert "a.csv:3: not CSV" in run("import", file, code=3).err
    write_csv(file, "id,状态,退会时间,原因", "M002,退会,2021-01-01,破产")
    assert preview(run, file)["left_out"] == []


@pytest.mark.parametrize("code", ["/", "无", "暂无", "[清空]"])
def test_no_code_is_no_other_code(code: str, run: Run, registry: Path) -> None:
    run("edit", "M001", "--set", f"credit_code={VALID}")
    file = write_csv(registry.with_name("a.csv"), "单位名称,信用代码,城市", f"东风本田,{code},荆州")
    assert changes(run, file)["M001"]["city"] == "荆州"


def test_masked_addresses_are_not_written_either(run: Run, registry: Path) -> None:
    run("edit", "M001", "--set", "note=联系 zhang@example.com", "--yes")
    text = run("export", "-", "--columns", "id,note").out
    registry.with_name("a.csv").write_text(text.replace(".com", ".com，已核实"), encoding="utf-8")
    ((outcome, told),) = outcomes(run, "a.csv")
    assert (outcome, "a part is masked" in told) == ("refused", True)


def test_a_cell_of_contacts_adds_and_takes_nobody_out(run: Run, registry: Path) -> None:
    lines = ["id,contacts", '"M001","name=王六,mobile=13900000001"', "M002,李四"]
    found = changes(run, write_csv(registry.with_name("a.csv"), *lines), "--contacts")
    added = {"name": "王六", "mobile": "13900000001"}
    assert found == {"M001": {"contacts": added}, "M002": {"contacts": [{"name": "李四"}]}}


def test_two_rows_may_be_about_two_contacts(run: Run, registry: Path) -> None:
    lines = ["单位名称,姓名,手机", "东风本田,李四,13900000001", "东风本田,王五,13900000002"]
    run("import", write_csv(registry.with_name("a.csv"), *lines, lines[2]), "--apply")
    text = registry.read_text(encoding="utf-8")
    assert text.count("[[members.contacts]]") == 3
    assert "nothing to change" in run("import", "a.csv").err


def test_a_number_that_is_known_is_not_replaced_by_another_kind(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,姓名,电话", "M001,张三,13900000005")
    assert [outcome for outcome, _ in outcomes(run, file)] == ["refused"]


def test_a_contact_is_cleared_once(run: Run, registry: Path) -> None:
    run("export", "w.xlsx", "--contacts")
    book = openpyxl.load_workbook("w.xlsx")
    book["联系人"]["C2"] = "[清空]"
    for cell in ("D2", "E2", "F2", "G2"):
        book["联系人"][cell] = None
    book.save("w.xlsx")
    run("import", "w.xlsx", "--apply")
    assert "contacts" not in registry.read_text(encoding="utf-8")
    assert "nothing to change" in run("import", "w.xlsx").err
    registry.write_text(SMALL, encoding="utf-8")
    file = write_csv(registry.with_name("a.csv"), "id,姓名,职务", "M001,[清空],主任")
    assert outcomes(run, file)[0][1] == "contacts: which one is to go cannot be told"


@pytest.mark.parametrize("identifier", ["M001 ", "m001", "Ｍ００１", None])
def test_the_origin_is_that_of_the_member_that_is_met(
    identifier: str | None, run: Run, registry: Path
) -> None:
    run("export", "w.xlsx")
    run("edit", "M001", "--set", "city=荆门")
    book = openpyxl.load_workbook("w.xlsx")
    book["会员名单"]["A2"] = identifier
    book.save("w.xlsx")
    assert preview(run, "w.xlsx")["rows"] == []


def test_rejects_of_an_export_remember_it(run: Run, registry: Path) -> None:
    run("export", "w.xlsx")
    _put(openpyxl.load_workbook("w.xlsx"), "邮编", "43")
    outcome = run("import", "w.xlsx", "--apply", "--rejects", "r.csv", code=2)
    assert "name a file that ends in .xlsx" in outcome.err
    assert not registry.with_name("r.csv").exists()


def test_a_member_that_is_gone_meanwhile_does_not_come_back(run: Run, registry: Path) -> None:
    run("export", "w.xlsx")
    run("remove", "M002", "--yes")
    ((outcome, told),) = outcomes(run, "w.xlsx")
    assert outcome == "ambiguous"
    assert told.startswith("M002 was taken out of the registry since")


def test_a_workbook_of_another_registry_is_refused(run: Run, registry: Path) -> None:
    run("export", "w.xlsx")
    registry.write_text(SMALL.replace("试点联盟", "另一联盟"), encoding="utf-8")
    outcome = run("import", "w.xlsx", code=1)
    assert "exported from the registry of 试点联盟, this is 另一联盟" in outcome.err


def test_rejects_that_cannot_be_written_stop_the_import(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "名称,类别", "甲厂,parts", "乙厂,x")
    outcome = run("import", file, "--apply", "--rejects", "none/r.csv", code=3)
    assert "none/r.csv: cannot be written" in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL
    path = registry.with_name("a.xlsx")
    with xlsxwriter.Workbook(path) as book:
        for name in ("一", "二"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["单位名称", "类别"])
            page.write_row(1, 0, [f"{name}号厂", "x"])
    assert "rows of several lists" in run("import", path, "--rejects", "r.csv", code=2).err


def test_all_that_is_wrong_with_a_row_is_told_at_once(run: Run, registry: Path) -> None:
    lines = ["名称,类别,入会日期,信用代码,手机", "甲厂,零部件,2024-02-30,914200001775704000,138"]
    ((_, told),) = outcomes(run, write_csv(registry.with_name("a.csv"), *lines))
    parts = [part.split(":")[0] for part in told.split("; ")]
    assert [part for part in parts if part[0] in "cjF"] == [
        "category",
        "joined",
        "F312 credit_code",
        "F303 contacts.mobile",
    ]


def test_a_city_may_be_written_with_its_kind(run: Run, registry: Path) -> None:
    lines = ["id,所在市州,上级单位", "M001,武汉市,", "M002,襄阳 市,", "M003,恩施州,"]
    assert changes(run, write_csv(registry.with_name("a.csv"), *lines)) == {
        "M003": {"city": "恩施州"}
    }


def test_rejects_do_not_replace_the_list(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,邮编", "M001,43")
    outcome = run("import", file, "--rejects", "a.csv", "--force", code=2)
    assert "a.csv is the list itself" in outcome.err


def test_a_dry_run_writes_nothing_and_says_why(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,城市,邮编", "M001,荆州,", "M002,,43")
    outcome = run("import", file, "--dry-run", "--rejects", "r.csv", code=1)
    assert outcome.out.startswith("--- a/members.toml")
    assert "refused  3  M002 骆驼集团股份有限公司  F303 postcode" in outcome.err
    assert not registry.with_name("r.csv").exists()


def test_a_remark_of_a_dry_run_is_one_line(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,入会日期", 'M001,"1\n::error::x"')
    outcome = run("import", file, "--dry-run", code=1)
    assert "not 1\\n::error::x" in outcome.err
    assert "\n::error" not in outcome.err


def test_rejects_of_what_was_not_written_go(run: Run, registry: Path) -> None:
    lines = ["名称,类别,城市", "湖北骆驼集团,parts,", "乙厂,x,"]
    file = write_csv(registry.with_name("a.csv"), *lines)
    run("import", file, "--apply", "--rejects", "r.csv", code=1)
    assert registry.read_text(encoding="utf-8") == SMALL
    assert not registry.with_name("r.csv").exists()
    assert "--apply --yes writes it" in run("import", file, code=1).err


# --- three ways


@pytest.fixture
def edited(run: Run, registry: Path) -> openpyxl.Workbook:
    """A workbook that was exported before the registry was changed, ready to be edited."""
    run("export", "w.xlsx", "--contacts", "--columns", "all")
    run("edit", "M001", "--set", "city=十堰", "--set", "employees=13000")
    run("edit", "M001", "--set", "contacts.0.mobile=13712340001")
    return openpyxl.load_workbook("w.xlsx")


def _put(book: openpyxl.Workbook, heading: str, value: Any, *, sheet: str = "会员名单") -> None:
    page = book[sheet]
    column = [cell.value for cell in page[1]].index(heading) + 1
    page.cell(2, column).value = value
    book.save("w.xlsx")


def test_what_nobody_edited_is_not_taken_back(run: Run, edited: openpyxl.Workbook) -> None:
    assert preview(run, "w.xlsx")["rows"] == []
    _put(edited, "标签", "军工")
    assert changes(run, "w.xlsx")["M001"].keys() == {"tags"}


def test_a_value_that_both_sides_changed_is_a_conflict(
    run: Run, edited: openpyxl.Workbook, registry: Path
) -> None:
    _put(edited, "所在市州", "襄阳")
    _put(edited, "手机", "13612340001", sheet="联系人")
    _put(edited, "标签", "军工")
    before = registry.read_bytes()
    found = preview(run, "w.xlsx", "--contacts", code=1)
    conflicts = [conflict for row in found["rows"] for conflict in row.get("conflicts", ())]
    assert conflicts == [
        {"key": "city", "exported": "武汉", "registry": "十堰", "incoming": "襄阳"},
        {
            "key": "contacts.mobile",
            "exported": "13812340001",
            "registry": "13712340001",
            "incoming": "13612340001",
        },
    ]
    assert "12340001" not in json.dumps(preview(run, "w.xlsx", code=1))
    told = run("import", "w.xlsx", code=1).out
    assert "city\t十堰\t襄阳\texported as: 武汉" in told
    assert "12340001" not in told
    run("import", "w.xlsx", "--apply", code=1)
    assert registry.read_bytes() == before
    # Set aside, they stay conflicts until somebody decides.
    run("import", "w.xlsx", "--apply", "--rejects", "r.xlsx", code=1)
    assert registry.read_bytes() == before
    assert preview(run, "r.xlsx", code=1)["summary"]["conflict"] == 2
    assert changes(run, "r.xlsx", "--prefer", "registry")["M001"].keys() == {"tags"}
    run("import", "r.xlsx", "--apply", "--prefer", "list")
    text = registry.read_text(encoding="utf-8")
    assert 'city = "襄阳"\ntags = ["军工"]\nemployees = 13000' in text
    assert 'mobile = "13612340001"' in text


def test_the_same_edit_on_both_sides_is_none(run: Run, edited: openpyxl.Workbook) -> None:
    _put(edited, "所在市州", "十堰")
    assert preview(run, "w.xlsx")["rows"] == []


def test_a_contact_that_is_gone_meanwhile(run: Run, edited: openpyxl.Workbook) -> None:
    run("edit", "M001", "--drop", "contacts=张三")
    assert preview(run, "w.xlsx")["rows"] == []
    _put(edited, "职务", "科长", sheet="联系人")
    ((outcome, told),) = outcomes(run, "w.xlsx")
    assert outcome == "refused"
    assert told == "contacts: 张三 was taken out of the registry meanwhile"


def test_a_form_comes_back(run: Run, registry: Path) -> None:
    run("export", "f.xlsx", "--template", "-s", "骆驼", "--contacts")
    assert preview(run, "f.xlsx")["summary"]["unchanged"] == 1
    book = openpyxl.load_workbook("f.xlsx")
    page = book.worksheets[0]
    headings = {cell.value: cell.column for cell in page[3]}
    page.cell(4, headings["通讯地址"]).value = "谷城县"
    page.cell(4, headings["联系人"]).value = "王五"
    page.cell(4, headings["手机"]).value = "13912340002"
    book.save("f.xlsx")
    found = changes(run, "f.xlsx", "--contacts")
    contact = {"name": "王五", "mobile": "13912340002"}
    assert found == {"M002": {"address": "谷城县", "contacts": [contact]}}


def test_a_form_whose_contact_is_gone_meanwhile(run: Run, registry: Path) -> None:
    run("export", "f.xlsx", "--template", "-s", "本田", "--contacts")
    run("edit", "M001", "--drop", "contacts=张三")
    assert preview(run, "f.xlsx")["rows"] == []


def test_an_id_that_was_exported_twice_tells_nothing() -> None:
    rows = [["alliance-cli origin 1", '["id","city"]'], ["M1", '{"city":"甲"}'], ["M2", "{}"]]
    assert read_origin(rows).cells == {
        "M1": {"id": "", "city": "甲"},
        "M2": {"id": "", "city": ""},
    }
    assert read_origin([*rows, rows[1]]).cells.keys() == {"M2"}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [["x"]],
        [["alliance-cli origin 2", "[]"], ["M1", "{}"]],
        [["alliance-cli origin 1", "{}"], ["M1", "{}"]],
        [["alliance-cli origin 1", "[]"], ["M1", "[]"]],
        [["alliance-cli origin 1", "[]"], ["M1", '{"city":1}']],
        [["alliance-cli origin 1", "[]"], ["M1", '{"contacts_sheet":[1]}']],
        [["alliance-cli origin 1", "[]"], ["M1", '{"contacts_sheet":1}']],
        [["alliance-cli origin 1", "["], ["M1", "{}"]],
        [["alliance-cli origin 1", "[]"], ["M1", "[" * 100_000]],
    ],
)
def test_an_origin_that_is_none_tells_nothing(rows: list[list[str]]) -> None:
    assert read_origin(rows) == Origin()


# --- tables of any shape


def test_headings_are_found_below_titles_and_in_two_rows(run: Run, registry: Path) -> None:
    rows: list[list[Any]] = [
        ["会员单位名单（2023 年）"],
        ["制表：办公室"],
        ["序号", "单位名称（全称）", "类别", "入会时间", "联系人", None, "经办"],
        [None, None, None, None, "姓名", "联系电话"],
        [1, "骆驼集团股份有限公司", "零部件企业", datetime.date(2020, 1, 15), "王五", 13912340002],
        [2, "甲厂", None, "2021.3.5", None, None, "小李"],
        ["序号", "单位名称（全称）", "类别", "入会时间", "姓名", "联系电话"],
        [],
        [3, "乙厂"],
    ]
    path = registry.with_name("old.xlsx")
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("名单")
        day = book.add_format({"num_format": "yyyy/m/d"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date):
                    page.write_datetime(number, column, datetime.datetime(2020, 1, 15), day)
                elif value is not None:
                    page.write(number, column, value)
        page.merge_range("A1:G1", "会员单位名单（2023 年）")
        page.merge_range("E3:F3", "联系人")
        page.merge_range("C5:C6", "零部件企业")
    outcome = run("import", path, code=1)
    assert "columns left out: 经办" in outcome.err
    assert "1 new, 1 changed, 1 refused" in outcome.err
    assert "changed\t名单!5\tM002 骆驼集团股份有限公司\tcontacts\t\t王五 139****0002" in outcome.out
    # Merged downwards, the category is that of both rows.
    told = "category 零部件企业; joined 2021-03-05"
    assert f"new\t名单!6\t甲厂\t\t\t{told}" in outcome.out
    assert "refused\t名单!9\t乙厂" in outcome.out


def test_what_a_heading_means_can_be_said(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "单位,驻地,负责人", "东风本田,荆州,张三")
    found = preview(run, file)
    assert (found["rows"], found["left_out"]) == ([], ["驻地", "负责人"])
    found = preview(run, file, "--map", "驻地=city", "--map", "负责人=")
    assert found["rows"][0]["changes"][0] == {"path": "city", "before": "武汉", "after": "荆州"}
    assert found["left_out"] == []
    assert "did you mean 驻地?" in run("import", file, "--map", "驻在地=city", code=2).err
    assert "there is no field towwn" in run("import", file, "--map", "驻地=towwn", code=2).err
    assert "not of the form" in run("import", file, "--map", "驻地", code=2).err


def test_a_revenue_in_another_unit_is_not_taken_for_it(run: Run, registry: Path) -> None:
    headings = "id,年营收（亿元）,营业收入（万元）,职工人数（万人）,城市（必填）"
    file = write_csv(registry.with_name("a.csv"), headings, "M001,3,4,5,武汉")
    found = preview(run, file)
    assert found["left_out"] == ["年营收（亿元）", "职工人数（万人）"]
    assert found["rows"][0]["changes"] == [{"path": "revenue_wan", "before": None, "after": 4}]


def test_two_columns_for_one_field_are_refused(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "单位名称,城市,地区", "东风本田,荆州,黄石")
    outcome = run("import", file, code=2)
    told = "several columns would be city: 城市, 地区 (leave out all but one: --map '城市=' or"
    assert told in outcome.err
    assert changes(run, file, "--map", "地区=") == {"M001": {"city": "荆州"}}


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "城市\n武汉\n", "\n\n"])
def test_a_table_without_headings_of_members(text: str, run: Run, registry: Path) -> None:
    file = registry.with_name("a.csv")
    file.write_text(text, encoding="utf-8")
    outcome = run("import", file, code=None)
    assert outcome.code in (2, 3)
    assert outcome.err.startswith("alliance: ")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8-sig", ""), ("utf-16", "utf-16"), ("gb18030", "gb18030")]
)
@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_encoding_and_separator_are_found(
    encoding: str, told: str, mark: str, run: Run, registry: Path
) -> None:
    file = registry.with_name("a.csv")
    within = "" if mark == "\t" else mark
    cell = f'"荆州{within}""沙市"""'
    if mark == "\t" and encoding != "utf-16":
        # Without quotes, as `export` writes it.
        cell = '荆州"沙市"'
    lines = [f"单位名称{mark}所在市州", f"东风本田{mark}{cell}"]
    write_csv(file, *lines, encoding=encoding)
    outcome = run("import", file)
    assert f'荆州{within}"沙市"' in outcome.out
    assert (f"read as {told}" in outcome.err) is bool(told)


def test_encoding_and_separator_can_be_said(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "名稱;id;城市", "東風;M001;臺北", encoding="big5")
    assert changes(run, file, "--encoding", "big5")["M001"]["city"] == "臺北"
    assert "this text is not utf-8" in run("import", file, "--encoding", "utf-8", code=2).err
    found = changes(run, file, "--encoding", "big5", "--separator", "semicolon")
    assert found["M001"]["city"] == "臺北"
    run("import", file, "--encoding", "latin", code=2)
    book = write_xlsx(registry.with_name("a.xlsx"), ["id"], ["M001"])
    assert "does not go with a workbook" in run("import", book, "--encoding=big5", code=2).err


def test_sheets_are_chosen(run: Run, registry: Path) -> None:
    path = registry.with_name("a.xlsx")
    with xlsxwriter.Workbook(path) as book:
        for name, city in (("2022", "荆州"), ("2023", "黄石")):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["会员编号", "城市"])
            page.write_row(1, 0, ["M001", city])
        book.add_worksheet("说明").write(0, 0, "填表说明")
        hidden = book.add_worksheet("旧")
        hidden.write_row(0, 0, ["会员编号", "城市"])
        hidden.write_row(1, 0, ["M002", "黄石"])
        hidden.hide()
    assert [outcome for outcome, _ in outcomes(run, path)] == ["ambiguous", "ambiguous"]
    assert changes(run, path, "--sheet", "2023") == {"M001": {"city": "黄石"}}
    assert "there is no sheet 2024" in run("import", path, "--sheet", "2024", code=2).err


def test_numbers_and_dates_of_a_workbook_are_text(run: Run, registry: Path) -> None:
    file = write_xlsx(
        registry.with_name("a.xlsx"),
        ["id", "邮编", "信用代码", "入会时间", "职工人数", "备注"],
        ["M001", 430056, 914200001775704390, datetime.date(2020, 2, 29), 1e15, 0.1],
    )
    ((_, told),) = outcomes(run, file)
    assert told.startswith("F312 credit_code: a spreadsheet kept 15 digits of this code")
    found = changes(run, file, "--map", "信用代码=")
    assert found["M001"] == {
        "postcode": "430056",
        "joined": "2020-02-29",
        "employees": 10**15,
        "note": "0.1",
    }


# --- rejects, writing, and what is said


@pytest.mark.parametrize("ending", ["xlsx", "csv", "tsv"])
def test_rejects_are_mended_and_imported(ending: str, run: Run, registry: Path) -> None:
    file = write_csv(
        registry.with_name("a.csv"),
        "名称,类别,驻地,备注",
        "甲厂,零部件企业,=1,",
        "乙厂,没有的类别,x,'=1+1",
    )
    run("import", file, "--rejects", f"r.{ending}", code=1)
    assert registry.read_text(encoding="utf-8") == SMALL
    outcome = run("import", file, "--rejects", f"s.{ending}", "--apply", code=1)
    assert "M004 甲厂 added at members.toml" in outcome.err
    assert f"1 rows set aside in s.{ending}" in outcome.err
    raw = (registry.parent / f"s.{ending}").read_bytes()
    if ending == "xlsx":
        page = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
        rows = [[cell.value for cell in row] for row in page]
        assert rows[0] == ["名称", "类别", "驻地", "备注", "import remark"]
        assert rows[1][:4] == ["乙厂", "没有的类别", "x", "=1+1"]
        assert page["D2"].data_type == "s"
        page["B2"] = "整车企业"
        page.parent.save(f"s.{ending}")
    else:
        text = raw.decode("utf-8-sig")
        assert text.count("\n") == 2
        assert "'=1+1" in text
        mended = text.replace("没有的类别", "整车企业")
        (registry.parent / f"s.{ending}").write_text(mended, encoding="utf-8")
    assert changes(run, f"s.{ending}")["M005"]["note"] == "=1+1"
    assert "the file is there already" in run("import", file, "--rejects", "a.csv", code=3).err
    assert "must end in" in run("import", file, "--rejects", "r.doc", code=2).err


def test_all_is_written_or_nothing(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,城市,状态", "M001,荆州,", "M002,荆州,退会")
    run("import", file, "--apply", code=1)
    assert registry.read_text(encoding="utf-8") == SMALL
    write_csv(file, "id,城市", "M001,荆州", "M002,荆州", "M003,荆州")
    outcome = run("import", file, "--apply")
    assert "3 members changed in members.toml" in outcome.err
    assert outcome.out.count("\n") == 4
    text = SMALL.replace('"武汉"', '"荆州"').replace('city = "襄阳"', 'city = "荆州"')
    assert registry.read_text(encoding="utf-8") == text.replace('"十堰"', '"荆州"')
    before = registry.stat()
    assert "nothing to change" in run("import", file, "--apply").err
    assert registry.stat().st_ino == before.st_ino


def test_a_dry_run_shows_a_diff(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "id,城市", "M001,荆州")
    outcome = run("import", file, "--dry-run")
    assert outcome.out.startswith("--- a/members.toml\n+++ b/members.toml\n")
    assert '-city = "武汉"\n+city = "荆州"\n' in outcome.out
    assert registry.read_text(encoding="utf-8") == SMALL


def test_a_row_that_breaks_a_rule_with_others_is_refused(run: Run, registry: Path) -> None:
    file = write_csv(
        registry.with_name("a.csv"),
        "id,名称,类别,信用代码",
        f",甲厂,parts,{VALID}",
        f",乙厂,parts,{VALID}",
        ",丙厂,parts,",
        ",丙 厂,parts,",
        "M001,丁厂,,",
        ",丁厂,parts,",
    )
    found = outcomes(run, file)
    assert [outcome for outcome, _ in found] == [
        "new",
        "refused",
        "new",
        "changed",
        "refused",
    ]
    assert found[1][1] == "row 2 has this credit_code already"


def test_standard_input_and_masks(run: Run, registry: Path) -> None:
    raw = "id,手机,备注\nM001,13912340002,找13712340003\n".encode("gb18030")
    outcome = CliRunner().invoke(app, ["import", "-"], input=raw)
    assert outcome.exit_code == 1
    assert "139****0002" not in outcome.stdout
    assert "12340003" not in outcome.stdout
    raw = "id,姓名,手机\nM002,王五,13912340002\n".encode()
    outcome = CliRunner().invoke(app, ["import", "-"], input=raw)
    assert "王五 139****0002" in outcome.stdout
    assert "13912340002" in CliRunner().invoke(app, ["import", "-", "--contacts"], input=raw).stdout


def test_who_looks_at_a_list_is_told_of_headings_and_labels(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_csv(
        registry.with_name("a.csv"),
        "单位名称,类别,状态,退会时间,联盟职务,专项工作组,手机",
        "甲厂,,,,,,",
        "乙厂,整车,,,,,",
        "丙厂,零部件企业,正常,2020-01-01,,,",
        "丁厂,零部件企业,退会,,,,",
        "戊厂,零部件企业,,,会长,,",
        "己厂,零部件企业,,,,无此组、动力电池组,",
        "庚厂,零部件企业,,,,,138",
        "东风本田,整车企业,挂名,,,,",
    )
    in_chinese(monkeypatch)
    outcome = run("import", file, "-f", "tsv", code=1)
    remarks = [line.split("\t")[-1] for line in outcome.out.splitlines()[1:]]
    assert remarks[0] == "M401 类别: 缺少类别(可填：整车企业、零部件企业、大专院校)"
    assert remarks[2] == "M404 退会时间: 有退会时间，但状态不是退会或除名 (状态应为退会或除名)"
    assert remarks[7].endswith("可选：申请中, 正常, 暂停, 退会, 除名")
    # Nothing of the file: no keys, no signs of TOML.
    for remark in remarks:
        assert re.sub(r"\b[A-Z]\d{3}\b", "", remark).isascii() is False
        assert re.search('[a-z]{2}|["=\\[]', remark) is None, remark
    outcome = run("import", file, "--map", "状态=nmae", code=2)
    assert "可选：会员编号, 单位名称, 登记名称" in outcome.err
    assert "registered_name" not in outcome.err


def test_a_new_member_has_an_id_only_once_it_is_written(run: Run, registry: Path) -> None:
    rows = ("单位名称,类别", "甲厂,零部件企业", "乙厂,零部件企业")
    file = write_csv(registry.with_name("a.csv"), *rows)
    told = run("import", file, "-f", "tsv")
    assert "M004" not in told.out + told.err
    assert "new\t2\t甲厂\t" in told.out
    told = run("import", file, "-f", "tsv", "--apply")
    assert "new\t2\tM004 甲厂\t" in told.out
    assert "new\t3\tM005 乙厂\t" in told.out


@pytest.mark.parametrize(
    "cell", ["1" * 3000, "联系人1" * 2000, "第一联系人、" * 2000, "(1)手机" * 2000]
)
def test_a_long_cell_is_no_heading(cell: str, run: Run, registry: Path) -> None:
    # Each of these took minutes, or went as deep as Python can.
    assert key_of(MEMBER, cell) is None
    path = registry.parent / "a.csv"
    path.write_text(f"会员编号,备注\nM001,{cell}\n{cell},x\n", encoding="utf-8")
    assert "备注" not in run("import", "a.csv", "-f", "json", code=None).err


@pytest.mark.parametrize("others_write", [False, True])
def test_the_registry_is_read_again_only_where_others_wrote_it(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch, *, others_write: bool
) -> None:
    reads: list[Path] = []

    def document_of(path: Path, *rest: Any, **further: Any) -> load.Document:
        reads.append(path)
        return original(path, *rest, **further)

    @contextlib.contextmanager
    def locked(path: Path) -> Iterator[None]:
        if others_write:
            path.write_text(SMALL.replace("十堰", "宜昌"), encoding="utf-8")
        yield

    original = load.document_of
    monkeypatch.setattr(load, "document_of", document_of)
    monkeypatch.setattr(write, "locked", locked)
    write_csv(registry.parent / "list.csv", "单位名称,类别", "新厂,零部件企业")
    run("import", "list.csv", "--apply")
    assert len(reads) == 1 + others_write
    assert "新厂" in registry.read_text(encoding="utf-8")
    assert ("宜昌" in registry.read_text(encoding="utf-8")) is others_write


def test_new_members_keep_whom_they_name_where_others_before_them_are_set_aside(
    run: Run, registry: Path
) -> None:
    rows = ("甲厂,零部件企业,乙厂", "乙厂,零部件企业,丙厂", "丙厂,没有,", "丁厂,零部件企业,戊厂")
    ring = ("己厂,零部件企业,庚厂", "庚厂,零部件企业,己厂")
    write_csv(registry.parent / "a.csv", "名称,类别,上级单位", *rows, "戊厂,零部件企业,", *ring)
    run("import", "a.csv", "--rejects", "r.csv", "--apply", "--yes", code=1)
    new = json.loads(run("list", "-w", "id=M004,M005", "-f", "json").out)
    assert [(each["id"], each["name"], each.get("parent")) for each in new] == [
        ("M004", "丁厂", "M005"),
        ("M005", "戊厂", None),
    ]
    assert (registry.parent / "r.csv").read_text(encoding="utf-8-sig").count("\n") == 6
