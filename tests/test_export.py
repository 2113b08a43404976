"""`export`: files that Excel, WPS and scripts read, and no half file ever."""

import csv
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest

from alliance_cli.channels import guarded
from alliance_cli.kinds.member import MEMBER

from .conftest import REAL_REGISTRY, SMALL, Run

NASTY = """
[[members]]
id = "0012"
name = "=1+1"
category = "parts"
credit_code = "12100000441626842D"
postcode = "010010"
website = "https://example.com/?a=1&b=2"
city = "＠武汉"
note = "  -2+3\\n第二行\\t'x' \\"y\\", z"
joined = 1899-12-30
employees = 9007199254740993

[[members.contacts]]
name = "+86"
mobile = "13812340002"
"""


@pytest.fixture
def nasty(registry: Path) -> Path:
    registry.write_text(SMALL + NASTY, encoding="utf-8")
    return registry


def read_csv(raw: bytes, encoding: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode(encoding), newline="")))


def test_csv_is_for_excel_by_default(run: Run, registry: Path, tmp_path: Path) -> None:
    outcome = run("export", "members.csv")
    assert outcome.out == ""
    assert outcome.err == (
        "2 members written to members.csv\n"
        "1 who left or were expelled are not shown; --all shows them\n"
    )
    raw = (tmp_path / "members.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = read_csv(raw, "utf-8-sig")
    assert rows[0]["单位名称"] == "东风本田"
    assert rows[0]["类别"] == "整车企业"
    assert rows[0]["状态"] == "正常"
    assert "联系人" not in rows[0]
    assert len(rows[0]) == len(MEMBER.plain)


def test_headings_columns_filters_and_contacts(run: Run, registry: Path, tmp_path: Path) -> None:
    run("export", "a.csv", "--headings", "keys", "--columns", "id,category,contacts", "-s", "东本")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == (
        "id,category,contacts\nM001,vehicle,张三 主任 138****0001 027-****4321 z***@example.com\n"
    )
    run("export", "a.csv", "--force", "--contacts", "--all")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert "13812340001" in text
    assert text.count("\n") == 4


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_encodings(encoding: str, run: Run, registry: Path, tmp_path: Path) -> None:
    run("add", "--name=𬭎业公司", "--category=parts")
    run("export", "a.csv", "--encoding", encoding)
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert read_csv(raw, encoding)[-1]["单位名称"] == "𬭎业公司"


def test_no_cell_of_a_csv_begins_a_formula(run: Run, nasty: Path, tmp_path: Path) -> None:
    run("export", "a.csv", "--contacts")
    row = read_csv((tmp_path / "a.csv").read_bytes(), "utf-8-sig")[-1]
    assert row["单位名称"] == "'=1+1"
    assert row["所在市州"] == "'＠武汉"
    assert row["备注"].startswith("'  -2+3\n第二行\\t")
    assert row["联系人"] == "'+86 13812340002"
    assert row["邮编"] == "010010"


@pytest.mark.parametrize(
    "text", ["=1", "'=1", "''=1", " -1", "+", "@a", "\t=", "\uff1d1", "a=1", "'a"]
)
def test_a_guard_can_be_taken_off_again(text: str) -> None:
    shown = guarded(text)
    assert (shown[1:] if guarded(shown) != shown and shown.startswith("'") else shown) == text


def test_standard_output_has_data_only(run: Run, registry: Path) -> None:
    outcome = run("export", "-", "--columns", "id,name")
    assert outcome.out == "会员编号,单位名称\nM001,东风本田\nM002,骆驼集团股份有限公司\n"
    assert [m["id"] for m in json.loads(run("export", "-", "-f", "json").out)] == ["M001", "M002"]


def test_json_files(run: Run, registry: Path, tmp_path: Path) -> None:
    run("export", "a.json")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))[0]["id"] == "M001"
    run("export", "a.ndjson")
    lines = (tmp_path / "a.ndjson").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[1])["joined"] == "2020-01-15"


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def test_the_workbook_keeps_codes_dates_and_numbers(run: Run, nasty: Path, tmp_path: Path) -> None:
    run("export", "a.xlsx", "--contacts", "--columns", "all")
    sheet = sheet_of(tmp_path / "a.xlsx")
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert list(columns) == [field.heading.chinese for field in MEMBER.fields.values()]

    def cell(row: int, heading: str) -> Any:
        return sheet.cell(row, columns[heading])

    assert cell(4, "会员编号").value == "0012"
    assert cell(4, "邮编").value == "010010"
    assert cell(4, "统一社会信用代码").value == "12100000441626842D"
    for heading in ("会员编号", "邮编", "统一社会信用代码", "联系人"):
        assert cell(4, heading).data_type == "s"
        assert cell(4, heading).number_format == "@"
    assert cell(4, "单位名称").value == "=1+1"
    assert cell(4, "单位名称").data_type == "s"
    assert cell(2, "入会时间").is_date
    assert cell(2, "入会时间").number_format == "yyyy-mm-dd"
    assert cell(4, "入会时间").value == "1899-12-30", "Excel has no such day"
    assert cell(2, "职工人数").value == 12000
    assert cell(2, "职工人数").number_format == "0", "a year is no number of thousands"
    assert cell(4, "职工人数").value == "9007199254740993", "Excel has no such number"
    assert cell(4, "备注").value == "  -2+3\n第二行\t'x' \"y\", z"
    letter = openpyxl.utils.get_column_letter(columns["邮编"])
    assert sheet.column_dimensions[letter].number_format == "@", "zeros typed into it stay"


def test_the_workbook_is_ready_to_use_and_print(run: Run, registry: Path, tmp_path: Path) -> None:
    run("export", "a.xlsx")
    sheet = sheet_of(tmp_path / "a.xlsx")
    assert sheet.title == "会员名单"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:AG3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.oddHeader.center.text == "试点联盟 会员名单"
    assert sheet.column_dimensions["B"].width == pytest.approx(22, abs=1)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        xml = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert "numberStoredAsText" in xml


def test_another_reader_sees_the_same(run: Run, tmp_path: Path) -> None:
    run("export", "a.xlsx", "-r", REAL_REGISTRY)
    run("export", "a.csv", "-r", REAL_REGISTRY)
    excel = pandas.read_excel(
        tmp_path / "a.xlsx", engine="calamine", dtype=str, keep_default_na=False
    )
    text = pandas.read_csv(tmp_path / "a.csv", dtype=str, keep_default_na=False)
    assert excel.shape == text.shape == (36, len(MEMBER.plain))
    assert (excel["单位名称"] == text["单位名称"]).all()
    assert list(excel["登记名称"]) == list(text["登记名称"])


def test_a_cell_that_excel_would_cut_is_refused(run: Run, registry: Path, tmp_path: Path) -> None:
    registry.write_text(SMALL + f'note = "{"长" * 32_768}"\n', encoding="utf-8")
    outcome = run("export", "a.xlsx", "--all", code=1)
    assert "note of M003 has 32,768 characters" in outcome.err
    assert not (tmp_path / "a.xlsx").exists()


def test_nothing_is_overwritten_without_force(run: Run, registry: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_text("mine", encoding="utf-8")
    assert "use --force" in run("export", "a.csv", code=3).err
    assert out.read_text(encoding="utf-8") == "mine"
    run("export", "a.csv", "--force")
    assert out.read_text(encoding="utf-8-sig").startswith("会员编号")


def test_the_registry_is_never_the_target(run: Run, registry: Path) -> None:
    outcome = run("export", "members.toml", "-f", "json", "--force", code=2)
    assert "is the registry itself" in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize("out", ["none/a.csv", ".", "a\0.csv", "/dev/null", "x" * 300 + ".csv"])
def test_where_nothing_can_be_written(out: str, run: Run, registry: Path, tmp_path: Path) -> None:
    outcome = run("export", out, "-f", "csv", code=3)
    assert outcome.err.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == {"members.toml"}


def test_the_format_must_be_known(run: Run, registry: Path) -> None:
    assert "the ending does not say which format" in run("export", "a.doc", code=2).err
    assert (
        "--encoding does not go with json"
        in run("export", "a.json", "--encoding", "gb18030", code=2).err
    )
    assert "there are: utf-8-sig" in run("export", "a.csv", "--encoding", "gbk", code=2).err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is simulated by Linux")
def test_a_full_disk_leaves_no_half_file(run: Run, registry: Path, tmp_path: Path) -> None:
    import resource
    import subprocess
    import sys

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    done = subprocess.run(
        [sys.executable, "-m", "alliance_cli", "export", "a.xlsx"],
        capture_output=True,
        preexec_fn=limit,
        cwd=tmp_path,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 3
    assert b"cannot be written: " in done.stderr
    assert b"File too large" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"members.toml"}
