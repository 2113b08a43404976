"""What a spreadsheet shows is not always a value: errors, marks, formulas, merged cells.

A cell that cannot be read is never empty and never a value: nothing is taken from it, nothing is
cleared, and it is told with its place.
"""

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import xlsxwriter

from alliance_cli.values.words import is_no_value

from .conftest import SMALL, Run
from .test_hostile_workbooks import compound_file, open_document, record

ERRORS = (
    *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
    *("#NV", "#WERT!", "#BEZUG!", "#¡VALOR!", "Err:502", "错误:502", "########", "＃Ｎ／Ａ"),
    *("NULL", "(null)", "None", "nan", "NaN", "<NA>", "1900-01-00", "1900/1/0"),
    *("1899-12-30", "1899/12/31 0:00", "1900-01-00 00:00:00"),
    *("同上", "上同", "〃", "″", "''", "ditto", "#N/A N/A", "(空白)", "清空"),
)


@pytest.mark.parametrize("text", ERRORS)
def test_a_sign_of_no_value_is_known(text: str) -> None:
    assert is_no_value(text)
    assert is_no_value(f" {text} ")


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "-",
        "#1",
        "#A线",
        "12#楼",
        "同济大学",
        "同上海",
        "南",
        "Nanjing",
        "None of them",
        "0",
        "",
    ],
)
def test_a_text_that_looks_like_one_is_a_text(text: str) -> None:
    assert not is_no_value(text)


def imported(run: Run, path: Path, *options: str) -> dict[str, Any]:
    found = json.loads(run("import", path, *options, "-f", "json", code=None).out)
    assert isinstance(found, dict)
    return found


def places(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f"{e['column']}{e['row']}", e["reason"]) for e in found["cells_passed_over"]]


# --- one list in every format; its second row has a city that cannot be read


def as_csv(path: Path, cell: str) -> Path:
    quoted = cell.replace('"', '""')
    path.write_text(f'id,城市,简称\nM001,"{quoted}",东本\n', encoding="utf-8")
    return path


def as_xlsx(path: Path, cell: str) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("名单")
        page.write_row(0, 0, ["id", "城市", "简称"])
        page.write_string(1, 0, "M001")
        page.write_string(1, 1, cell)
        page.write_string(1, 2, "东本")
    return path


def as_ods(path: Path, cell: str, attributes: str = 'office:value-type="string"') -> Path:
    row = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("id", "城市", "简称")
    )
    shown = f"<text:p>{escape(cell)}</text:p>"
    path.write_bytes(
        open_document(
            f"<table:table-row>{row}</table:table-row><table:table-row>"
            '<table:table-cell office:value-type="string"><text:p>M001</text:p></table:table-cell>'
            f"<table:table-cell {attributes}>{shown}</table:table-cell>"
            '<table:table-cell office:value-type="string"><text:p>东本</text:p></table:table-cell>'
            "</table:table-row>"
        )
    )
    return path


WRITERS = {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("cell", ["#N/A", "Err:502", "NULL", "nan", "同上", "〃"])
def test_an_error_as_text_is_told_and_nothing_is_taken_or_cleared(
    ending: str, cell: str, run: Run, registry: Path
) -> None:
    path = WRITERS[ending](registry.with_name(f"a.{ending}"), cell)
    for options in ([], ["--blank-clears"]):
        found = imported(run, path, *options, "--apply")
        assert places(found) == [("B2", "error")]
        assert found["rows"] == []
    assert registry.read_text(encoding="utf-8") == SMALL
    told = run("import", path).err
    assert "cells passed over (an error or a mark in place of a value): 1: " in told
    assert "B2\n" in told


@pytest.mark.parametrize("ending", WRITERS)
def test_what_cannot_be_read_is_not_what_is_usual(ending: str, run: Run, registry: Path) -> None:
    text = WRITERS[ending](registry.with_name(f"a.{ending}"), "同上")
    options = (
        "--map",
        "城市=category",
        "--map",
        "简称=name",
        "--match",
        "东本=",
        "--map",
        "id=note",
    )
    (row,) = imported(run, text, *options, "--default", "category=parts")["rows"]
    assert row["outcome"] == "refused"
    assert row["reasons"][0].startswith("M401 category: category is missing")


def changed_part(path: Path, old: bytes, new: bytes) -> None:
    """Put `new` for `old` in the first sheet of a workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(buffer, "w") as copy:
        for name in package.namelist():
            content = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert content.count(old) == 1
                content = content.replace(old, new)
            copy.writestr(name, content)
    path.write_bytes(buffer.getvalue())


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (b'<c r="B2" t="e"><f>Z1</f><v>#REF!</v></c>', "error"),
        (b'<c r="B2" t="e"><v>#N/A</v></c>', "error"),
        (b'<c r="B2"><f>A1</f></c>', "no_result"),
        (b'<c r="B2"><f>A1</f><v></v></c>', "no_result"),
        (b'<c r="B2"><f>A1</f><v/></c>', "no_result"),
        (b'<c><f t="shared" si="0"/></c>', "no_result"),
        (b'<c r="B2" t="str"><f>IF(1,"")</f><v></v></c>', ""),
        (b'<c r="B2" t="str"><f>IF(1,"")</f><v>#VALUE!</v></c>', "error"),
    ],
)
def test_a_formula_of_a_workbook(cell: bytes, reason: str, run: Run, registry: Path) -> None:
    path = as_xlsx(registry.with_name("a.xlsx"), "荆州")
    changed_part(path, b'<c r="B2" t="s"><v>4</v></c>', cell)
    found = imported(run, path, "--blank-clears")
    assert places(found) == ([("B2", reason)] if reason else [])
    # Only the text that is really empty clears, and nothing else is different.
    paths = [change["path"] for row in found["rows"] for change in row["changes"]]
    assert paths == ([] if reason else ["city"])


def test_a_list_of_nothing_but_formulas_is_told(run: Run, registry: Path) -> None:
    path = as_xlsx(registry.with_name("a.xlsx"), "荆州")
    changed_part(path, b'<c r="A2" t="s"><v>3</v></c>', b'<c r="A2"><f>A1</f></c>')
    changed_part(path, b'<c r="B2" t="s"><v>4</v></c>', b'<c r="B2"><f>A1</f></c>')
    changed_part(path, b'<c r="C2" t="s"><v>5</v></c>', b'<c r="C2"><f>A1</f></c>')
    found = imported(run, path)
    assert places(found) == [(each, "no_result") for each in ("A2", "B2", "C2")]
    assert found["rows"] == []


@pytest.mark.parametrize(
    ("attributes", "shown", "reason"),
    [
        ('office:value-type="string" calcext:value-type="error"', "#N/A", "error"),
        ('table:formula="of:=1/0" office:value-type="float" office:value="0"', "#DIV/0!", "error"),
        ('table:formula="of:=A1"', None, "no_result"),
        ('table:formula="of:=IF(1;&quot;&quot;)"', "", ""),
    ],
)
def test_a_formula_of_an_open_document(
    attributes: str, shown: str | None, reason: str, run: Run, registry: Path
) -> None:
    path = as_ods(registry.with_name("a.ods"), "?", attributes)
    paragraph = "" if shown is None else f"<text:p>{shown}</text:p>"
    with zipfile.ZipFile(path) as package:
        content = package.read("content.xml").decode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as copy:
        copy.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        copy.writestr("content.xml", content.replace("<text:p>?</text:p>", paragraph))
    path.write_bytes(buffer.getvalue())
    found = imported(run, path, "--blank-clears")
    assert places(found) == ([("B2", reason)] if reason else [])
    paths = [change["path"] for row in found["rows"] for change in row["changes"]]
    assert paths == ([] if reason else ["city"])


def old_workbook(*cells: bytes) -> bytes:
    """A workbook of Excel 97 with one sheet, whose second row has these records."""

    def text(row: int, column: int, value: str) -> bytes:
        encoded = value.encode("utf-16-le")
        head = struct.pack("<HHHHB", row, column, 0, len(value), 1)
        return record(0x0204, head + encoded)

    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 0x0600))
    of_sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 1997, 0, 0x0600))
    end = record(0x000A, b"")
    name = b"\x01\x00a"
    position = len(begin) + len(record(0x0085, bytes(6) + name)) + len(end)
    about = record(0x0085, struct.pack("<IBB", position, 0, 0) + name)
    headings = b"".join(text(0, n, each) for n, each in enumerate(("id", "城市", "简称")))
    rows = headings + text(1, 0, "M001") + b"".join(cells) + text(1, 2, "东本")
    return compound_file({"Workbook": begin + about + end + of_sheet + rows + end})


@pytest.mark.parametrize(
    "cell",
    [
        record(0x0205, struct.pack("<HHHBB", 1, 1, 0, 0x2A, 1)),
        record(
            0x0006, struct.pack("<HHHBBBBBBHHIH", 1, 1, 0, 2, 0, 0x17, 0, 0, 0, 0xFFFF, 0, 0, 0)
        ),
    ],
    ids=["constant", "formula"],
)
def test_an_error_of_an_old_workbook(cell: bytes, run: Run, registry: Path) -> None:
    path = registry.with_name("a.xls")
    path.write_bytes(old_workbook(cell))
    found = imported(run, path, "--blank-clears")
    assert places(found) == [("B2", "error")]
    assert found["rows"] == []


def test_a_row_that_ends_early_clears_nothing(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    path.write_text("id,城市,简称\nM001,荆州\nM002\n", encoding="utf-8")
    found = imported(run, path, "--blank-clears")
    assert places(found) == [("C2", "missing"), ("B3", "missing"), ("C3", "missing")]
    assert [row["changes"] for row in found["rows"]] == [
        [{"path": "city", "before": "武汉", "after": "荆州"}]
    ]


def test_a_cell_beside_a_merged_one_clears_nothing(run: Run, registry: Path) -> None:
    path = registry.with_name("a.xlsx")
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("名单")
        page.write_row(0, 0, ["id", "简称", "城市"])
        page.write_string(1, 0, "M001")
        page.merge_range("B2:C2", "东本")
    found = imported(run, path, "--blank-clears")
    assert places(found) == [("C2", "covered")]
    assert found["rows"] == []


def test_merged_cells_of_an_open_document_are_filled_down(run: Run, registry: Path) -> None:
    def cell(text: str, attributes: str = "") -> str:
        return (
            f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p>'
            "</table:table-cell>"
        )

    rows = [
        cell("城市") + cell("单位名称") + cell("类别"),
        cell("武汉", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
        + cell("甲厂")
        + cell("整车企业"),
        "<table:covered-table-cell/>" + cell("乙厂") + cell("整车企业"),
    ]
    path = registry.with_name("a.ods")
    path.write_bytes(
        open_document("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    )
    found = imported(run, path)
    cities = [c["after"] for row in found["rows"] for c in row["changes"] if c["path"] == "city"]
    assert cities == ["武汉", "武汉"]


def test_rows_that_are_only_merged_cells_are_no_rows(run: Run, registry: Path) -> None:
    path = registry.with_name("a.xlsx")
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("名单")
        page.write_row(0, 0, ["类别", "单位名称"])
        page.merge_range("A2:A5", "整车企业")
        page.write_string(1, 1, "甲厂")
        page.write_string(2, 1, "乙厂")
    found = imported(run, path)
    assert [row["outcome"] for row in found["rows"]] == ["new", "new"]


def test_the_text_of_an_open_document(run: Run, registry: Path) -> None:
    reading = "<text:ruby-text>DF</text:ruby-text>"
    ruby = f"<text:ruby><text:ruby-base>东风</text:ruby-base>{reading}</text:ruby>"
    note = "<text:s text:c='2'/>一<text:line-break/>二<text:tab/>三</text:p><text:p>四"
    comment = "<office:annotation><text:p>批注</text:p></office:annotation>"
    cells = "".join(
        f'<table:table-cell office:value-type="string">{comment}<text:p>{text}</text:p>'
        "</table:table-cell>"
        for text in (f"{ruby}本田", f"<text:span>甲</text:span>{note}")
    )
    head = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("名称", "备注")
    )
    path = registry.with_name("a.ods")
    rows = f"<table:table-row>{head}</table:table-row><table:table-row>{cells}</table:table-row>"
    path.write_bytes(open_document(rows))
    (row,) = imported(run, path)["rows"]
    assert row["id"] == "M001"
    assert row["changes"] == [{"path": "note", "before": None, "after": "甲  一\n二\t三\n四"}]


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("cell", ['="荆州"', "'荆州", ' ="荆州" ', "＝＂荆州＂"])
def test_what_keeps_a_cell_a_text_is_taken_off(
    ending: str, cell: str, run: Run, registry: Path
) -> None:
    path = WRITERS[ending](registry.with_name(f"a.{ending}"), cell)
    (row,) = imported(run, path)["rows"]
    assert row["changes"] == [{"path": "city", "before": "武汉", "after": "荆州"}]


def test_a_wrapped_name_is_that_of_the_member(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    path.write_text('名称,类别\n"=""东风本田""",整车企业\n', encoding="utf-8")
    assert imported(run, path)["rows"] == []


@pytest.mark.parametrize("formula", ["=VLOOKUP(A2,Z:Z,1,0)", '="襄"&"阳"'])
def test_a_formula_as_text_is_no_value(formula: str, run: Run, registry: Path) -> None:
    path = as_csv(registry.with_name("a.csv"), formula)
    assert places(imported(run, path)) == [("B2", "no_result")]


@pytest.mark.parametrize("cell", ["0", "TRUE", "1900-01-01", "12.5"])
@pytest.mark.parametrize("heading", ["城市", "法定代表人", "简称"])
def test_what_has_no_letter_is_no_city_and_no_person(
    heading: str, cell: str, run: Run, registry: Path
) -> None:
    path = registry.with_name("a.csv")
    path.write_text(f"id,{heading}\nM001,{cell}\n", encoding="utf-8")
    (row,) = imported(run, path)["rows"]
    assert row["warnings"][0].startswith("F321 ")
    assert "F321" in run("import", path, "--apply", code=1).err
    assert registry.read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize("heading", ["通讯地址", "备注", "主营产品", "标签"])
def test_a_zero_is_no_text(heading: str, run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    path.write_text(f"id,{heading}\nM001,0\nM002,FALSE\n", encoding="utf-8")
    for row in imported(run, path)["rows"]:
        assert row["warnings"][0].startswith("F321 ")


def test_a_day_of_a_reference_to_nothing_is_no_value(run: Run, registry: Path) -> None:
    path = registry.with_name("a.xlsx")
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("名单")
        page.write_row(0, 0, ["id", "入会时间", "简称"])
        page.write_string(1, 0, "M001")
        page.write_formula(1, 1, "=Z9", book.add_format({"num_format": "yyyy/m/d"}), 0)
        page.write_string(1, 2, "东本")
    found = imported(run, path, "--blank-clears")
    assert places(found) == [("B2", "error")]
    assert found["rows"] == []


def test_validate_tells_of_what_stands_in_a_registry(run: Run, registry: Path) -> None:
    text = SMALL.replace('city = "武汉"', 'city = "#N/A"').replace("张三", "NULL")
    registry.write_text(text, encoding="utf-8")
    found = json.loads(run("validate", "-f", "json", code=1).out)["findings"]
    assert [(each["code"], each["field"]) for each in found] == [
        ("F320", "city"),
        ("F320", "contacts.name"),
    ]


# --- what is set aside keeps the state of its cells


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_rejects_hold_no_empty_cell_for_one_that_could_not_be_read(
    ending: str, run: Run, registry: Path
) -> None:
    path = registry.with_name("a.csv")
    path.write_text("id,入会时间,城市,简称\nM001,什么,=Z1\n", encoding="utf-8")
    rejects = registry.with_name(f"r.{ending}")
    run("import", path, "--apply", "--rejects", rejects, code=1)
    found = imported(run, rejects, "--blank-clears")
    assert [place for place, _ in places(found)] == ["C2", "D2"]


# --- rows of one new member


def rows_of(run: Run, path: Path) -> list[tuple[str, list[str]]]:
    return [(row["outcome"], row["reasons"]) for row in imported(run, path)["rows"]]


def test_rows_of_one_new_member_are_one_member(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    lines = [
        "单位名称,类别,联系人,手机",
        "甲厂,整车企业,张三,13800001111",
        "甲厂,,李四,13900002222",
    ]
    path.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    assert [outcome for outcome, _ in rows_of(run, path)] == ["new", "changed"]
    # It has no id yet that anybody could look up.
    assert "M00" not in run("import", path, "-f", "table").out
    run("import", path, "--apply")
    shown = json.loads(run("show", "甲厂", "-f", "json", "--contacts").out)
    assert [each["name"] for each in shown["contacts"]] == ["张三", "李四"]


def test_rows_of_one_new_member_that_contradict_name_each_other(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    path.write_text("名称,类别,城市\n甲厂,整车企业,武汉\n甲厂,整车企业,荆州\n", encoding="utf-8")
    reason = "rows 2, 3 say different things of the same member; keep one of them"
    assert rows_of(run, path) == [("ambiguous", [reason]), ("ambiguous", [reason])]


def test_a_finding_about_two_new_members_names_the_row(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    path.write_text(
        "名称,类别,登记名称\n甲厂,整车企业,\n乙厂,整车企业,\n丙,整车企业,甲厂\n", encoding="utf-8"
    )
    found = rows_of(run, path)
    assert "M00" not in json.dumps([reasons for _, reasons in found])


def test_a_further_row_undoes_nothing(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    lines = ["id,城市,联系人,手机", "M001,荆州,李四,13900002222", "M001,,王五,13900003333"]
    path.write_text("\n".join(lines), encoding="utf-8")
    run("import", path, "--blank-clears", "--apply")
    shown = json.loads(run("show", "M001", "-f", "json").out)
    assert shown["city"] == "荆州"
    assert [each["name"] for each in shown["contacts"]] == ["张三", "李四", "王五"]


def test_another_spelling_of_a_person_is_no_news(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    path.write_text("id,联系人,手机\nM001,张　三,13812340001\n", encoding="utf-8")
    assert imported(run, path)["rows"] == []


# --- columns of one heading


def test_the_telephone_beside_the_person_is_theirs(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    lines = ["单位名称,负责人,电话,联系人,电话", "东风本田,王总,027-12345678,李四,027-87654320"]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = imported(run, path, "--contacts")
    assert found["left_out"] == ["负责人", "电话 (column C)"]
    (change,) = found["rows"][0]["changes"]
    assert change["after"] == {"name": "李四", "phone": "027-87654320"}


def test_a_number_beside_somebody_else_is_not_the_contact_s(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    lines = ["单位名称,联系人,手机,法定代表人,手机", "东风本田,李四,13800001111,王总,13900002222"]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = imported(run, path, "--contacts")
    assert found["left_out"] == ["手机 (column E)"]
    assert "13900002222" not in json.dumps(found)


@pytest.mark.parametrize(
    ("headings", "row", "left_out"),
    [
        ("联系人,联系人手机,负责人,手机", "李四,13800001111,王总,13900002222", "手机 (column E)"),
        ("法人代表,手机,联系人,联系人手机", "王总,13900002222,李四,13800001111", "手机 (column C)"),
        (
            "董事长,联系手机,联系人,联系人手机",
            "王总,13900002222,李四,13800001111",
            "联系手机 (column C)",
        ),
    ],
)
def test_a_number_is_that_of_the_person_before_it(
    headings: str, row: str, left_out: str, run: Run, registry: Path
) -> None:
    path = registry.with_name("a.csv")
    path.write_text(f"单位名称,{headings}\n东风本田,{row}\n", encoding="utf-8")
    found = imported(run, path, "--contacts")
    assert left_out in found["left_out"]
    changes = {
        each["path"].partition(".")[0]: each["after"] for each in found["rows"][0]["changes"]
    }
    assert changes["contacts"] == {"name": "李四", "mobile": "13800001111"}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_rejects_keep_whose_a_column_is(ending: str, run: Run, registry: Path) -> None:
    path, rejects = registry.with_name("a.csv"), registry.with_name(f"r.{ending}")
    lines = [
        "单位名称,联系人信息,,负责人信息,",
        ",姓名,手机,姓名,手机,入会时间",
        "东风本田,李四,13800001111,王总,13900002222,什么",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    run("import", path, "--apply", "--rejects", rejects, code=1)
    assert imported(run, rejects)["left_out"] == [
        "负责人信息/姓名 (column D)",
        "负责人信息/手机 (column E)",
    ]


def test_two_people_whom_nothing_tells_apart_are_refused(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    lines = ["单位名称,经办,,企业负责人,", ",姓名,手机,姓名,手机", "东风本田,李四,1,王总,2"]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert "经办/姓名 (column B), 企业负责人/姓名 (column D)" in run("import", path, code=2).err


def test_the_upper_heading_tells_whose_a_column_is(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    lines = [
        "单位名称,联系人,,负责人,",
        ",姓名,电话,姓名,电话",
        "东风本田,李四,027-87654320,王总,027-12345678",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = imported(run, path, "--contacts")
    assert found["left_out"] == ["负责人/姓名 (column D)", "负责人/电话 (column E)"]
    (change,) = found["rows"][0]["changes"]
    assert change["after"] == {"name": "李四", "phone": "027-87654320"}


def test_columns_that_cannot_be_told_apart_are_named_by_letter(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    path.write_text("单位名称,城市,城市\n东风本田,荆州,黄石\n", encoding="utf-8")
    told = run("import", path, code=2).err
    assert "several columns would be city: 城市 (column B), 城市 (column C)" in told
    for option, city in (("城市 (column B)=", "黄石"), ("城市 (column C)=", "荆州")):
        assert option in told
        (row,) = imported(run, path, "--map", option)["rows"]
        assert row["changes"][0]["after"] == city


# --- hidden parts


def test_hidden_sheets_rows_and_columns_are_told(run: Run, registry: Path) -> None:
    path = registry.with_name("a.xlsx")
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("封面").write_string(0, 0, "说明")
        page = book.add_worksheet("名单")
        page.write_row(0, 0, ["id", "城市", "简称"])
        page.write_row(1, 0, ["M001", "荆州", "东本"])
        page.set_row(1, None, None, {"hidden": True})
        page.set_column(1, 1, None, None, {"hidden": True})
        page.hide()
    told = run("import", path, code=2).err
    assert "the list stands on the hidden sheet 名单 (read it with --sheet '名单'" in told
    told = run("import", path, "--sheet", "名单").err
    assert "sheet 名单: it is hidden\n" in told
    assert "sheet 名单: hidden columns are read too: 城市\n" in told
    assert "sheet 名单: hidden rows are read too: 1: 2\n" in told


# --- files that are no tables, and texts in other encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<!-- x -->\n<table><tr><td>名称</td></tr></table>", "a web page"),
        ("\n <HTML xmlns:o='x'><head>", "a web page"),
        ("<meta charset=gbk><style></style>", "a web page"),
        ("<div>名称</div>", "a web page"),
        ('<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook>', "an XML"),
        ("<ss:Workbook>", "an XML spreadsheet"),
        ("<data/>", "XML"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related", "a web page saved as one file"),
        ("From: <x>\nSubject: 名单\n\tx\nMIME-Version: 1.0\n", "a web page saved as one file"),
        ("%PDF-1.7\n", "a PDF"),
        ("{\\rtf1\\ansi", "a text in RTF"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(
    text: str, what: str, encoding: str, run: Run, registry: Path
) -> None:
    path = registry.with_name("a.xls")
    path.write_bytes(text.encode(encoding))
    told = run("import", path, code=3).err
    assert f"this is {what}" in told
    assert "open it in Excel or WPS and save it as xlsx" in told


@pytest.mark.parametrize(
    ("city", "encoding"),
    [
        *((city, "big5") for city in ("臺北市", "臺中市", "新竹縣")),
        ("東京都", "cp932"),
        ("武汉", "gb18030"),
    ],
)
def test_the_encoding_is_that_of_common_characters(
    city: str, encoding: str, run: Run, registry: Path
) -> None:
    path = registry.with_name("a.csv")
    path.write_bytes(f"id,city,note\nM002,{city},{city * 3}\n".encode(encoding))
    (row,) = imported(run, path)["rows"]
    assert row["changes"][0]["after"] == city


@pytest.mark.parametrize("mark", ["\uff0c", "\uff1b"])
def test_cells_can_be_set_apart_by_a_wide_mark(mark: str, run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    path.write_text(f"id{mark}城市\nM001{mark}荆州\n", encoding="utf-8")
    for options in ([], ["--separator", mark]):
        (row,) = imported(run, path, *options)["rows"]
        assert row["changes"][0]["after"] == "荆州"


def test_a_date_in_hanzi_is_a_date(run: Run, registry: Path) -> None:
    path = registry.with_name("a.csv")
    path.write_text("id,入会时间\nM001,二〇一八年五月二十八日\n", encoding="utf-8")
    (row,) = imported(run, path)["rows"]
    assert row["changes"][0]["after"] == "2018-05-28"
