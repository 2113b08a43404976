"""`import` of several files and of folders: one change, told by file."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .conftest import SMALL, Run
from .test_import import preview, write_csv, write_xlsx
from .test_page_forms import cell_of, edit


@pytest.fixture
def folder(registry: Path, tmp_path: Path) -> Path:
    """A folder of two lists, and of what programs leave in one."""
    folder = tmp_path / "表"
    folder.mkdir()
    write_csv(folder / "a.csv", "单位名称,类别", "甲厂,零部件企业")
    write_xlsx(folder / "b.xlsx", ["单位名称", "类别", "所在市州"], ["乙厂", "整车企业", "随州"])
    (folder / "~$b.xlsx").write_bytes(b"lock")
    (folder / ".c.csv").write_bytes(b"hidden")
    (folder / "说明.docx").write_bytes(b"PK")
    return folder


def test_a_folder_is_one_change_and_every_line_names_its_file(run: Run, folder: Path) -> None:
    found = preview(run, "表")
    assert [(row["file"], row["name"]) for row in found["rows"]] == [
        ("表/a.csv", "甲厂"),
        ("表/b.xlsx", "乙厂"),
    ]
    head, *lines = [line.split("\t") for line in run("import", "表").out.splitlines()]
    assert head[-1] == "file"
    assert [line[-1] for line in lines] == ["表/a.csv", "表/b.xlsx"]
    run("import", "表", "--apply")
    assert len(json.loads(run("list", "-f", "json").out)) == 4


def test_what_is_passed_over_names_its_file_too(run: Run, folder: Path) -> None:
    write_csv(folder / "c.csv", "单位名称,类别", "丁厂,整车企业", "合计：1家,")
    (aside,) = preview(run, "表")["passed_over"]
    assert (aside["file"], aside["row"]) == ("表/c.csv", 3)


def test_what_else_lies_in_a_folder_is_named(run: Run, folder: Path) -> None:
    (folder / "扫描").mkdir()
    # A form that came back as a document must not be taken for none.
    told = "no spreadsheets, not read: 表/扫描, 表/说明.docx\n"
    assert told in run("import", "表").err
    assert preview(run, "表")["files_left_out"] == ["表/扫描", "表/说明.docx"]
    (folder / "a.csv").unlink()
    assert told in run("import", "表").err


def test_files_and_folders_are_read_once_each(run: Run, folder: Path) -> None:
    found = preview(run, "表/b.xlsx", "表")
    assert [row["file"] for row in found["rows"]] == ["表/b.xlsx", "表/a.csv"]


def test_one_file_is_told_as_before(run: Run, folder: Path) -> None:
    (row,) = preview(run, "表/a.csv")["rows"]
    assert "file" not in row
    assert run("import", "表/a.csv").out.splitlines()[0].split("\t")[-1] == "remark"


def test_files_that_contradict_each_other_name_both(run: Run, folder: Path) -> None:
    write_csv(folder / "c.csv", "单位名称,类别,所在市州", "乙厂,整车企业,十堰")
    found = preview(run, "表", "--rejects", "r.xlsx", code=1)
    assert found["summary"]["ambiguous"] == 2
    assert "rows 表/b.xlsx 2, 表/c.csv 2 say different things" in str(found["rows"])
    book = openpyxl.load_workbook("r.xlsx")
    assert [[cell.value for cell in row][-1] for sheet in book for row in sheet.iter_rows()] == [
        *("import file", "表/b.xlsx"),
        *("import file", "表/c.csv"),
    ]
    again = preview(run, "r.xlsx", code=1)
    assert again["left_out"] == []


@pytest.mark.parametrize("option", [[], ["--apply"], ["--dry-run"]])
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_written(
    run: Run, folder: Path, registry: Path, option: list[str]
) -> None:
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    write_csv(folder / "无.csv", "问,答", "1,2")
    before = registry.read_bytes()
    outcome = run("import", "表", *option, "--rejects", "r.xlsx", code=3)
    assert "乙厂" in outcome.out, "the others are previewed"
    assert "表/坏.xlsx: the workbook is damaged" in outcome.err
    assert "表/无.csv: no heading of members" in outcome.err
    assert "nothing was written" in outcome.err.splitlines()[-3]
    assert registry.read_bytes() == before
    assert not Path("r.xlsx").exists()
    told = preview(run, "表", *option, code=3)
    assert [row["name"] for row in told["rows"]] == ["甲厂", "乙厂"]
    assert "坏.xlsx" in told["error"]["message"]


def test_what_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert "no spreadsheet in the folder" in run("import", "空", code=3).err
    error = run("import", "表", "--rejects", "表/a.csv", "--force", code=2).err
    assert "is the list itself" in error
    assert "there is no heading 驻地" in run("import", "表", "--map", "驻地=city", code=2).err


def forms(run: Run, registry: Path) -> None:
    """A form of a page in a file of its own for each of two members."""
    registry.write_text(
        SMALL + "\n[[members]]\nid='M004'\nname='丙厂'\ncategory='parts'\n", encoding="utf-8"
    )
    Path("回").mkdir()
    for key in ("M001", "M002"):
        page = ["--template", "--layout", "page", "--contacts"]
        run("export", f"回/{key}.xlsx", *page, "-w", f"id={key}")


def test_whose_forms_have_not_come_back(run: Run, registry: Path) -> None:
    forms(run, registry)
    assert "nothing received from 1 members: M004 丙厂" in run("import", "回").err
    assert preview(run, "回")["not_received"] == ["M004"]
    assert "not_received" not in preview(run, "回/M001.xlsx")


def test_each_file_is_compared_with_its_own_export(run: Run, registry: Path) -> None:
    forms(run, registry)
    Path("回/旧.xlsx").write_bytes(Path("回/M001.xlsx").read_bytes())
    run("edit", "M001", "--set", "city=十堰")
    page = ["--template", "--layout", "page", "--contacts", "--force"]
    run("export", "回/M001.xlsx", *page, "-w", "id=M001")
    edit("回/M001.xlsx", **{cell_of("回/M001.xlsx", "通讯地址"): "某路1号"})
    edit("回/旧.xlsx", **{cell_of("回/旧.xlsx", "职工人数"): 5})
    rows: list[Any] = preview(run, "回/M001.xlsx", "回/旧.xlsx", code=1)["rows"]
    assert all("say different things" in str(row["reasons"]) for row in rows)
    edit("回/M001.xlsx", **{cell_of("回/M001.xlsx", "职工人数"): 5})
    edit("回/旧.xlsx", **{cell_of("回/旧.xlsx", "所在市州"): None})
    changed = {
        change["path"]: change["after"]
        for row in preview(run, "回/M001.xlsx", "回/旧.xlsx")["rows"]
        for change in row["changes"]
    }
    assert changed == {"address": "某路1号", "employees": 5}
