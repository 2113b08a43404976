"""One workbook of a whole registry: every kind of record, and the tables within records."""

import csv
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_cli.kinds.kinds import kinds_of
from alliance_cli.values.value_type import ValueRefused

from .conftest import Run

REGISTRY = """\
[alliance]
name = "试点联盟"

[categories]
vehicle = "整车企业"

[themes]
battery = "电池"

[roles]
lead = "组长"
deputy = "副组长"

[[bodies]]
id = "connected"
label = "智能网联专项工作组"
kind = "working-group"
host = "M001"
[[bodies.terms]]
number = 1
from = 2026-03-01

[[members]]
id = "M001"
name = "东风本田"
registered_name = "东风本田汽车有限公司"
short_name = "东本"
category = "vehicle"
joined = 2019-05-28
[[members.contacts]]
name = "张三"
mobile = "13812340001"
[[members.earlier]]
joined = 2010-05-28
left = 2012-12-31
[[members.seats]]
body = "connected"
role = "lead"
person = "张三"
term = 1
[[members.seats]]
body = "connected"
role = "deputy"
person = "李四"
since = 2026-04-01

[[members]]
id = "M002"
name = "骆驼、电池厂"
former_names = ["东本"]
category = "vehicle"
joined = 2020-01-15
parent = "M001"

[[members]]
id = "M003"
name = "旧车厂"
category = "vehicle"
status = "left"
joined = 2019-05-28
left = 2021-06-30

[[experts]]
id = "E001"
name = "王五"
unit = "M001"
mobile = "13812340002"
avoid = ["M001", "M002"]
[[experts.drawn]]
on = 2026-05-01
purpose = "评审"

[[projects]]
id = "P001"
name = "固态电池中试线"
lead = "M002"
partners = ["M001"]
theme = "battery"
investment_wan = 12000
"""


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(REGISTRY, encoding="utf-8", newline="")
    return path


def data_of(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def rows_of(sheet: Any) -> list[dict[str, str]]:
    """The rows of a sheet by heading, without what is empty."""
    headings, *rows = sheet.iter_rows(values_only=True)
    return [
        {h: str(v).removesuffix(" 00:00:00") for h, v in zip(headings, row, strict=True) if v}
        for row in rows
    ]


def edit(name: str, *edits: tuple[str, str, object]) -> None:
    """Write into cells of a workbook: sheet, cell, value."""
    book = openpyxl.load_workbook(name)
    for sheet, cell, value in edits:
        book[sheet][cell] = value
    book.save(name)


# --- what the workbook has


def test_every_kind_and_every_table_has_a_sheet(run: Run, whole: Path) -> None:
    told = run("export", "a.xlsx", "--everything").err
    assert told == "3 members, 1 bodies, 1 experts, 1 projects written to a.xlsx\n"
    book = openpyxl.load_workbook("a.xlsx")
    assert [each.title for each in book if each.sheet_state == "visible"] == [
        *("会员名单", "机构名单", "专家名单", "项目名单"),
        *("会员以往会籍", "会员任职", "机构届期", "专家任职", "专家抽取记录"),
    ]
    # Those who left are there too, and a record is known by its id and its name.
    assert [row["会员编号"] for row in rows_of(book["会员名单"])] == ["M001", "M002", "M003"]
    assert rows_of(book["项目名单"])[0]["牵头单位"] == "M002 骆驼、电池厂"
    assert rows_of(book["专家名单"])[0]["回避单位"] == "M001 东风本田、M002 骆驼、电池厂"
    assert rows_of(book["会员任职"])[1] == {
        "会员编号": "M001",
        "单位名称": "东风本田",
        "机构": "connected 智能网联专项工作组",
        "角色": "副组长",
        "人员": "李四",
        "任职时间": "2026-04-01",
    }
    assert rows_of(book["专家抽取记录"])[0]["日期"] == "2026-05-01"
    assert book["机构名单"].freeze_panes == "C2"


def test_personal_values_are_masked_unless_asked_for(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    run("export", "b.xlsx", "--everything", "--contacts")
    masked, full = openpyxl.load_workbook("a.xlsx"), openpyxl.load_workbook("b.xlsx")
    assert rows_of(masked["专家名单"])[0]["手机"] == "138****0002"
    assert rows_of(full["专家名单"])[0]["手机"] == "13812340002"
    assert "联系人" not in masked.sheetnames
    assert rows_of(full["联系人"])[0]["手机"] == "13812340001"
    texts = (str(v) for sheet in masked for row in sheet.iter_rows(values_only=True) for v in row)
    assert not [text for text in texts if "1381234" in text]


def test_a_column_that_refers_offers_the_records_that_are_there(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    book = openpyxl.load_workbook("a.xlsx")
    members = ["M001 东风本田", "M002 骆驼、电池厂"]
    assert offered(book, "项目名单", "牵头单位") == members
    assert offered(book, "专家名单", "所属会员") == members
    assert offered(book, "会员任职", "机构") == ["connected 智能网联专项工作组"]


def offered(book: Any, sheet: str, heading: str) -> list[str]:
    """What the drop-down below a heading offers."""
    (cell,) = [cell for cell in book[sheet][1] if cell.value == heading]
    validations = book[sheet].data_validations.dataValidation
    below = f"{cell.column_letter}2"
    (choice,) = [each for each in validations if below in each.sqref and each.type == "list"]
    title, cells = choice.formula1.split("!")
    first, _, last = cells.replace("$", "").partition(":")
    return [each.value for (each,) in book[title.strip("'")][f"{first}:{last or first}"]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--by", "category"], "--by does not go with --everything"),
        (["--template"], "--everything does not go with --template"),
        (["-c", "vehicle"], "--everything goes with no choice of records"),
        (["--limit", "0"], "--everything goes with no choice of records"),
        (["--columns", "id"], "--everything goes with no choice of records"),
    ],
)
def test_everything_is_everything(options: list[str], said: str, run: Run, whole: Path) -> None:
    assert said in run("export", "a.xlsx", "--everything", *options, code=2).err
    assert not Path("a.xlsx").exists()


def test_a_text_cannot_hold_everything(run: Run, whole: Path) -> None:
    told = run("export", "a.csv", "--everything", code=2).err
    assert "--everything does not go with csv" in told


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_a_spreadsheet_opens_it(run: Run, whole: Path, tmp_path: Path) -> None:
    run("export", "a.xlsx", "--everything")
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *(
                "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,,,-1",
            ),
            "a.xlsx",
        ],
        check=True,
        capture_output=True,
        cwd=tmp_path,
    )
    with (tmp_path / "a-项目名单.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["牵头单位"] == "M002 骆驼、电池厂"


# --- how a record is named


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("M001", "M001"),
        ("m001", "M001"),
        ("M001 东风本田", "M001"),
        ("Ｍ００１　东风本田", "M001"),
        ("M001东风本田汽车有限公司", "M001"),
        ("东风 本田", "M001"),
        ("骆驼、电池厂", "M002"),
        # Whoever is not there is told by the checks.
        ("M099", "M099"),
    ],
)
def test_a_record_is_read_by_its_id_and_by_its_name(written: str, meant: str) -> None:
    kinds = kinds_of(tomllib.loads(REGISTRY))
    assert kinds["projects"].fields["lead"].type.read(written) == meant


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("东本", "several are called 东本: M001, M002; write the id"),
        ("M001 旧车厂", "M001 is 东风本田, not 旧车厂; write the id alone"),
        ("东风本因", "nobody is called 东风本因; did you mean M001 东风本田?"),
        ("某大学", "nobody is called 某大学; write the id or the whole name"),
    ],
)
def test_who_is_meant_is_not_guessed(written: str, reason: str) -> None:
    kinds = kinds_of(tomllib.loads(REGISTRY))
    with pytest.raises(ValueRefused, match=f"^{reason}".replace("?", r"\?")):
        kinds["projects"].fields["lead"].type.read(written)


def test_names_are_read_wherever_a_record_is_named(run: Run, whole: Path) -> None:
    run("project", "add", "--name", "换电站网络", "--lead", "东风本田", "--yes")
    run("project", "edit", "P001", "--set", "partners=骆驼、电池厂、东风本田", "--yes")
    first, second = data_of(whole)["projects"]
    assert first["partners"] == ["M002", "M001"]
    assert second["lead"] == "M001"
    assert "换电站网络" in run("project", "list", "--where", "lead=东风本田").out
    Path("a.csv").write_text("项目名称,牵头单位\n氢能示范线,骆驼、电池厂\n", encoding="utf-8")
    run("project", "import", "a.csv", "--apply", "--yes")
    assert data_of(whole)["projects"][2]["lead"] == "M002"


def test_a_name_in_the_file_is_mended_to_the_id(run: Run, whole: Path) -> None:
    whole.write_text(REGISTRY.replace('lead = "M002"', 'lead = "旧车厂"'), encoding="utf-8")
    assert "write M003" in run("validate", code=1).out
    run("validate", "--fix")
    assert data_of(whole)["projects"][0]["lead"] == "M003"


# --- the way back, kind by kind


COMMANDS = {"members": [], "bodies": ["body"], "experts": ["expert"], "projects": ["project"]}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_workbook_of_one_kind_changes_nothing_unedited(
    command: list[str], run: Run, whole: Path
) -> None:
    run(*command, "export", "a.xlsx", "--all")
    told = run(*command, "import", "a.xlsx")
    assert "nothing to change" in told.err
    assert "left out" not in told.err


def test_an_edited_reference_comes_back(run: Run, whole: Path) -> None:
    run("project", "export", "a.xlsx")
    edit("a.xlsx", ("项目名单", "C2", "M001 东风本田"), ("项目名单", "D2", "骆驼、电池厂、M003"))
    run("project", "import", "a.xlsx", "--apply", "--yes")
    (project,) = data_of(whole)["projects"]
    assert (project["lead"], project["partners"]) == ("M001", ["M002", "M003"])


def test_a_workbook_of_another_kind_is_told(run: Run, whole: Path) -> None:
    run("expert", "export", "a.xlsx")
    told = run("import", "a.xlsx", code=2).err
    assert told == "alliance: these are experts (take them in with alliance expert import)\n"
    assert "these are experts" in run("project", "import", "a.xlsx", code=2).err
