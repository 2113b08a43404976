"""One workbook of a whole registry: every kind of record, and the tables within records."""

import csv
import datetime
import io
import json
import re
import shutil
import subprocess
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alliance_cli.actions.take_in import Source, sources_beside
from alliance_cli.errors import DataRefused
from alliance_cli.exchange.formats.format import Wishes
from alliance_cli.exchange.sheets.headings import recognised
from alliance_cli.exchange.sheets.reading import read_book
from alliance_cli.exchange.workbooks.workbook import write_everything
from alliance_cli.intake.intake import Terms, take_in
from alliance_cli.intake.verdicts import Outcome
from alliance_cli.kinds.field import Field
from alliance_cli.kinds.kind import Kind
from alliance_cli.kinds.kinds import kinds_of
from alliance_cli.language import Wording
from alliance_cli.registry.registry import from_data
from alliance_cli.registry.shown import Shown
from alliance_cli.values.value_type import ValueRefused

from .conftest import Run
from .test_round_trip import _ANYTHING, _TEXT

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
    assert told == "3 members, 1 body, 1 expert, 1 project written to a.xlsx\n"
    book = openpyxl.load_workbook("a.xlsx")
    assert [each.title for each in book if each.sheet_state == "visible"] == [
        *("会员名单", "机构名单", "专家名单", "项目名单"),
        *("会员以往会籍", "会员任职", "机构届期", "专家任职", "专家抽取记录", "合计"),
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


def test_an_empty_registry_has_a_sheet_of_members(run: Run, whole: Path) -> None:
    whole.write_text(REGISTRY.partition("[[bodies]]")[0], encoding="utf-8")
    assert run("export", "a.xlsx", "--everything").err == "0 members written to a.xlsx\n"
    edit("a.xlsx", ("会员名单", "B2", "东风本田"), ("会员名单", "F2", "整车企业"))
    run("import", "a.xlsx", "--apply", "--yes")
    assert [each["name"] for each in data_of(whole)["members"]] == ["东风本田"]


def test_a_text_cannot_hold_everything(run: Run, whole: Path) -> None:
    told = run("export", "a.csv", "--everything", code=2).err
    assert "--everything does not go with csv" in told


@pytest.mark.long
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


def test_a_list_of_bodies_needs_their_ids(run: Run, whole: Path) -> None:
    # Nobody makes up what a body is called for good.
    Path("a.csv").write_text("机构名称,机构类型\n理事会,理事会\n", encoding="utf-8")
    assert "M401 id: id is missing" in run("body", "import", "a.csv", code=1).out


def test_a_workbook_of_another_kind_is_told(run: Run, whole: Path) -> None:
    run("expert", "export", "a.xlsx")
    told = run("import", "a.xlsx", code=2).err
    assert told == "alliance: these are experts (take them in with alliance expert import)\n"
    assert "these are experts" in run("project", "import", "a.xlsx", code=2).err


# --- the way back, all kinds at once


def test_unedited_it_changes_nothing(run: Run, whole: Path) -> None:
    for options in ([], ["--contacts"], ["--headings", "keys"], ["--headings", "en"]):
        run("export", "a.xlsx", "--everything", "--force", *options)
        told = run("import", "a.xlsx").err
        assert "nothing to change" in told, (options, told)
        assert "left out" not in told
        assert not re.search(r"\bnew|[^n]changed|refused|missing", told), told


EDITS = (
    ("会员名单", "B2", "东风本田股份"),
    ("会员名单", "A5", None),
    ("会员名单", "B5", "楚能新能源"),
    ("会员名单", "F5", "整车企业"),
    ("会员名单", "U5", "2026-01-01"),
    ("机构名单", "E2", "骆驼、电池厂"),
    ("机构名单", "A3", "council"),
    ("机构名单", "B3", "理事会"),
    ("专家名单", "C2", "M002"),
    ("项目名单", "I2", 15000),
    ("项目名单", "B3", "钠电池示范线"),
    # Members and bodies that are new themselves are named by their names.
    ("项目名单", "C3", "楚能新能源"),
    ("会员以往会籍", "D2", "理事会〔2010〕1号"),
    ("会员任职", "E3", "赵六"),
    ("会员任职", "A4", "M002"),
    ("会员任职", "C4", "理事会"),
    ("会员任职", "E4", "钱七"),
    ("机构届期", "E2", "2029-02-28"),
    ("专家抽取记录", "D2", "复审"),
)


def test_edits_on_every_sheet_are_one_change(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    edit("a.xlsx", *EDITS)
    preview = json.loads(run("import", "a.xlsx", "-f", "json").out)
    assert [preview["summary"][each] for each in ("new", "changed")] == [1, 4]
    assert {table: each["summary"]["changed"] for table, each in preview["beside"].items()} == {
        "bodies": 2,
        "experts": 2,
        "projects": 1,
    }
    assert data_of(whole) == tomllib.loads(REGISTRY)
    # For a person each kind is apart, and records have their names.
    table = run("import", "a.xlsx", "-f", "table").out
    assert "骆驼、电池厂" in table.partition("\nexperts\n")[2]
    told = run("import", "a.xlsx", "--apply", "--yes").err
    assert "members: 1 new, 4 changed" in told
    data = data_of(whole)
    first, second, _, new = data["members"]
    assert (first["name"], first["former_names"]) == ("东风本田股份", ["东风本田"])
    assert first["earlier"][0]["decision"] == "理事会〔2010〕1号"
    assert [seat["person"] for seat in first["seats"]] == ["张三", "赵六"]
    assert second["seats"] == [{"body": "council", "person": "钱七"}]
    assert new["id"] == "M004"
    assert [each["id"] for each in data["bodies"]] == ["connected", "council"]
    assert data["bodies"][0]["host"] == "M002"
    assert data["bodies"][0]["terms"][0]["until"].isoformat() == "2029-02-28"
    assert data["experts"][0]["unit"] == "M002"
    assert data["experts"][0]["drawn"][0]["purpose"] == "复审"
    assert data["projects"][0]["investment_wan"] == 15000
    assert data["projects"][1]["lead"] == "M004"
    run("validate")


def test_a_refused_row_leaves_all_as_it_was(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    edit("a.xlsx", ("会员名单", "L2", "武汉"), ("项目名单", "C2", "某大学"))
    told = run("import", "a.xlsx", "--apply", "--yes", code=1)
    assert "refused\t项目名单!2\tP001 固态电池中试线" in told.out
    assert "nobody is called 某大学" in told.out
    assert "nothing was written" in told.err
    assert whole.read_text(encoding="utf-8") == REGISTRY


NEW = (
    *(("会员名单", "B5", "楚能新能源"), ("会员名单", "F5", "整车企业")),
    *(("会员名单", "AC5", "氢能组"), ("会员名单", "AD5", "新集团")),
    *(("会员名单", "B6", "新集团"), ("会员名单", "F6", "整车企业")),
    *(("机构名单", "A3", "h2"), ("机构名单", "B3", "氢能组"), ("机构名单", "E3", "楚能新能源")),
    *(("会员任职", "B4", "新集团"), ("会员任职", "C4", "h2 氢能组"), ("会员任职", "E4", "钱七")),
    *(("专家名单", "B3", "孙八"), ("专家名单", "C3", "新集团")),
    *(("项目名单", "B3", "氢能重卡"), ("项目名单", "C3", "楚能新能源")),
    ("项目名单", "D3", "新集团、M001"),
)


def test_new_records_name_one_another_in_any_order(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    edit("a.xlsx", *NEW)
    told = run("import", "a.xlsx", "--apply", "--yes")
    assert "is not one of the choices" not in told.err
    data = data_of(whole)
    first, second = data["members"][3:]
    assert (first["id"], first["groups"], first["parent"]) == ("M004", ["h2"], "M005")
    assert (second["id"], second["seats"]) == ("M005", [{"body": "h2", "person": "钱七"}])
    assert data["bodies"][1] == {"id": "h2", "label": "氢能组", "host": "M004"}
    assert data["experts"][1]["unit"] == "M005"
    assert (data["projects"][1]["lead"], data["projects"][1]["partners"]) == (
        "M004",
        ["M005", "M001"],
    )
    run("validate")


def test_whoever_names_a_new_record_falls_with_it(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    edit("a.xlsx", *NEW, ("会员名单", "F6", "别的"), ("项目名单", "C3", "M001"))
    told = run("import", "a.xlsx", "--apply", "--yes", code=1).out
    refused = [line.split("\t")[1] for line in told.splitlines() if line.startswith("refused")]
    assert {*refused} == {
        *("会员名单!5", "会员名单!6", "会员任职!4", "机构名单!3", "专家名单!3", "项目名单!3"),
    }
    assert whole.read_text(encoding="utf-8") == REGISTRY
    # The ids of the others do not depend on who was set aside.
    edit("a.xlsx", ("会员名单", "AD5", None), ("会员名单", "AC5", None))
    edit("a.xlsx", ("会员名单", "B7", "丙厂"), ("会员名单", "F7", "整车企业"))
    edit("a.xlsx", ("会员名单", "AD7", "楚能新能源"), ("项目名单", "D3", "丙厂"))
    run("import", "a.xlsx", "--apply", "--yes", "--rejects", "r.xlsx", code=1)
    data = data_of(whole)
    assert [each["name"] for each in data["members"][3:]] == ["楚能新能源", "丙厂"]
    assert data["members"][4]["parent"] == data["bodies"][1]["host"] == data["members"][3]["id"]
    assert data["projects"][1]["partners"] == [data["members"][4]["id"]]
    assert len(data["experts"]) == 1
    run("validate")


def test_a_list_of_one_kind_names_its_own_new_records(run: Run, whole: Path) -> None:
    Path("a.csv").write_text(
        "单位名称,类别,上级单位\n甲厂,整车企业,乙集团\n乙集团,整车企业,\n丙厂,整车企业,丁集团\n",
        encoding="utf-8",
    )
    told = run("import", "a.csv", code=1).out.splitlines()
    assert told[1].endswith("parent M005\t")
    # Of nobody it is not left out in silence.
    assert told[3].startswith("refused\t4\t丙厂")
    assert "nobody is called 丁集团" in told[3]


@pytest.mark.parametrize(
    "option",
    ["--map 备注=", "--map-value 类别:x=vehicle", "--match x=", "--default city=x", "--set city=x"],
)
def test_what_is_said_of_one_kind_is_refused_for_several(
    option: str, run: Run, whole: Path
) -> None:
    run("export", "a.xlsx", "--everything")
    name, _, _ = option.partition(" ")
    told = run("import", "a.xlsx", *option.split(), code=2).err
    assert told.startswith(f"alliance: {name} is about one kind of record, and this workbook has ")
    assert "members, bodies, experts, projects (leave it out, or take in one kind" in told


def test_how_members_left_is_said_of_members_alone(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    run("import", "a.xlsx", "--missing", "withdraw", "--set", "left=2026-01-01")
    run("import", "a.xlsx", "--sheet", "会员名单", "--set", "city=武汉")
    run("project", "import", "a.xlsx", "--set", "city=武汉")


def test_what_is_set_aside_comes_back_with_its_origin(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    edit(
        "a.xlsx",
        *(("会员名单", "L2", "武汉"), ("项目名单", "C2", "某大学")),
        ("会员任职", "C3", "没有的组"),
    )
    told = run("import", "a.xlsx", "--apply", "--yes", "--rejects", "b.xlsx", code=1).err
    assert "3 rows set aside in b.xlsx" in told
    # The rows of a record count together: its city waits for its seat.
    assert data_of(whole) == tomllib.loads(REGISTRY)
    edit("b.xlsx", ("项目名单", "C2", "东风本田"), ("会员任职", "C2", "connected"))
    run("import", "b.xlsx", "--apply", "--yes")
    assert data_of(whole)["projects"][0]["lead"] == "M001"


def test_what_was_changed_on_both_sides_is_a_conflict(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    whole.write_text(
        REGISTRY.replace("12000", "13000").replace('person = "李四"', 'person = "周八"'),
        encoding="utf-8",
    )
    assert "nothing to change" in run("import", "a.xlsx").err
    edit("a.xlsx", ("项目名单", "I2", 15000), ("会员任职", "E3", "赵六"))
    found = run("import", "a.xlsx", code=1).out
    assert (
        "conflict\t会员任职!3\tM001 东风本田\tseats.person\t周八\t赵六\texported as: 李四" in found
    )
    assert "conflict\t项目名单!2" in found
    run("import", "a.xlsx", "--apply", "--yes", "--prefer", "list")
    assert data_of(whole)["members"][0]["seats"][1]["person"] == "赵六"


def test_a_row_that_is_gone_is_told_and_taken_out_if_asked(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    book = openpyxl.load_workbook("a.xlsx")
    for sheet in ("会员任职", "专家抽取记录"):
        book[sheet].delete_rows(2)
    book.save("a.xlsx")
    told = run("import", "a.xlsx")
    assert "nothing to change" in told.err
    assert "missing: 1 rows of other sheets" in told.err
    assert "it was exported; it stays as it is" in told.out
    run("import", "a.xlsx", "--missing", "remove", "--apply", "--yes")
    data = data_of(whole)
    assert [seat["person"] for seat in data["members"][0]["seats"]] == ["李四"]
    assert "drawn" not in data["experts"][0]


def test_only_members_withdraw(run: Run, whole: Path) -> None:
    run("expert", "export", "a.xlsx")
    told = run("expert", "import", "a.xlsx", "--missing", "withdraw", code=2).err
    assert "--missing withdraw is for members" in told


def test_rows_may_be_sorted_and_whole_columns_left_out(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    book = openpyxl.load_workbook("a.xlsx")
    sheet = book["会员任职"]
    first, second = ([cell.value for cell in row] for row in sheet["2:3"])
    for column, values in enumerate(zip(second, first, strict=True), 1):
        for row, value in enumerate(values, 2):
            sheet.cell(row, column).value = value
    sheet.delete_cols(7)
    book.save("a.xlsx")
    assert "nothing to change" in run("import", "a.xlsx").err


def test_what_must_stand_in_a_row_clears_it(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    edit("a.xlsx", ("会员任职", "C2", "[清空]"))
    run("import", "a.xlsx", "--apply", "--yes")
    assert [seat["person"] for seat in data_of(whole)["members"][0]["seats"]] == ["李四"]


def test_sheets_of_one_kind_can_be_taken_in_alone(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    edit("a.xlsx", ("专家名单", "C2", "骆驼、电池厂"), ("项目名单", "I2", 15000))
    run("expert", "import", "a.xlsx", "--apply", "--yes")
    data = data_of(whole)
    assert data["experts"][0]["unit"] == "M002"
    assert data["projects"][0]["investment_wan"] == 12000


def test_a_masked_cell_is_never_taken_in(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    edit("a.xlsx", ("专家名单", "K2", "139****0002"))
    told = run("import", "a.xlsx", code=1).out
    assert "a part is masked; export with --contacts to edit it" in told


def test_a_sheet_that_got_another_name_is_known_by_its_headings(run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    book = openpyxl.load_workbook("a.xlsx")
    book["专家名单"].title = "专家库"
    book.save("a.xlsx")
    told = run("import", "a.xlsx").err
    assert "experts: 2 unchanged" in told
    assert "nothing to change" in told


@pytest.mark.parametrize(
    "said",
    [
        '{"seats_sheet":[1]}',
        '{"seats_sheet":1}',
        '{"seats_sheet":[{"body":1}]}',
        '{"nothing_sheet":[{"x":"y"}],"_sheet":[]}',
    ],
)
def test_an_origin_from_elsewhere_does_no_harm(said: str, run: Run, whole: Path) -> None:
    run("export", "a.xlsx", "--everything")
    edit("a.xlsx", ("_alliance", "B2", said))
    assert "nothing to change" in run("import", "a.xlsx").err


# --- any registry


_PARTS = {str: _TEXT, int: st.integers(0, 3000), datetime.date: st.dates()}


def _fitting(field: Field) -> st.SearchStrategy[Any]:
    """Values of a field, most of which fit its type."""
    type_ = field.type
    if type_.fields:
        parts = {part.key: _fitting(part) for part in type_.fields.values()}
        return st.lists(st.fixed_dictionaries({}, optional=parts), max_size=3)
    choices = [*type_.choices()]
    usual = st.sampled_from(choices) if choices else _PARTS.get(type_.python_type, _TEXT)
    if type_.refers_to:
        usual = st.sampled_from(["M001", "M002", "connected", "X9"]) | _TEXT
    if type_.is_list:
        usual = st.lists(usual, max_size=3)
    return st.one_of(usual, usual, usual, _ANYTHING)


def _records(kind: Kind) -> st.SearchStrategy[list[dict[str, Any]]]:
    fields = {key: _fitting(field) for key, field in kind.fields.items() if key != "id"}
    begins = {"bodies": "connected"}.get(kind.table, f"{kind.id_prefix}001")
    return st.lists(st.fixed_dictionaries({}, optional=fields), max_size=3).map(
        lambda records: [
            {"id": begins if not n else f"{kind.id_prefix or 'b'}00{n + 1}", **record}
            for n, record in enumerate(records)
        ]
    )


_WORDS = {
    "categories": {"vehicle": "整车企业", "parts": "零部件、配件"},
    "themes": {"battery": "电池"},
    "roles": {"lead": "组长"},
}
_KINDS = kinds_of(_WORDS)
_REGISTRIES = st.fixed_dictionaries({table: _records(kind) for table, kind in _KINDS.items()})
_CASES = st.tuples(_REGISTRIES, st.sampled_from(Wording), st.booleans(), st.booleans())
_SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def check(case: tuple[dict[str, list[Any]], Wording, bool, bool]) -> None:
    """A workbook of everything that comes back unedited changes nothing."""
    records, wording, contacts, blank_clears = case
    data = {**_WORDS, **records}
    registry = from_data(data)
    file = io.BytesIO()
    try:
        write_everything(registry, Wishes(Shown(registry, wording, contacts=contacts)), file)
    except DataRefused:
        return
    members = registry.kinds["members"]
    book = read_book(
        "a.xlsx",
        file.getvalue(),
        recognised=partial(recognised, members),
        exported=frozenset(members.keys_and_headings()),
    )
    source = Source({"a.xlsx": book}, members, {}, {}, is_beside=True)
    for each in (source, *sources_beside(source, registry.kinds)):
        kind = registry.kinds[each.kind.table]
        intake = take_in(registry, kind, each.listing, Terms(blank_clears))
        # A contact of whom there is nothing but a dash counts as missing.
        others = [v for v in intake.verdicts if not (v.contact and v.key == "contacts")]
        told = [(v.outcome, v.row.cells, v.reasons) for v in others]
        assert not intake.change, (each.kind.table, intake.change, told)
        assert {outcome for outcome, *_ in told} <= {Outcome.UNCHANGED}, told
        assert len(told) >= len(registry.of(kind))


EMPTY_ROWS = {
    "members": [],
    "bodies": [],
    "experts": [{"id": "E002", "drawn": [{}, {"seed": "'quoted"}, {}]}],
    "projects": [],
}


@settings(_SETTINGS, max_examples=15)
@given(_CASES)
@example((EMPTY_ROWS, Wording.ENGLISH, True, False))
def test_any_registry_comes_back_as_it_is(case: Any) -> None:
    check(case)


@pytest.mark.long
@settings(_SETTINGS, max_examples=5_000)
@given(_CASES)
def test_very_many_registries_come_back_as_they_are(case: Any) -> None:
    check(case)
