"""Bodies, experts and projects: the commands, checks and exports of members, for other records."""

import json
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_cli.commands import COMMANDS, commands_of
from alliance_cli.kinds.known import KINDS
from alliance_cli.kinds.member import MEMBER

from .conftest import Run, git

ALL = """# 名录
[alliance]
name = "某联盟"

[categories]
vehicle = "整车企业"
school = "高等院校"

[roles]
lead = "组长单位"
deputy = "副组长单位"

[expertise]
new-energy = "新能源"
connected = "智能网联"

[themes]
connected = "智能网联"

[fields.score]
label = "评分"
type = "number"
of = "experts"

[[bodies]]
id = "connected"
label = "智能网联专项工作组"
kind = "working-group"
roles = { lead = 1, deputy = 2 } # 两个副组长

[[bodies.terms]]
number = 1
from = 2026-03-01
until = 2029-02-28

[[members]]
id = "M005"
name = "东风本田"
category = "vehicle"
joined = 2024-01-15

[[members]]
id = "M031"
name = "武汉理工大学"
category = "school"
joined = 2019-05-28
parent = "M005"

[[experts]]
id = "E001"
name = "李四"
unit = "M031"
title = "教授"
expertise = ["new-energy"]
mobile = "13812345678"
status = "appointed"
appointed = 2026-01-01
until = 2028-12-31
avoid = ["M005"]
score = 9.5 # 满分 10

[[experts]]
id = "E002"
name = "王五"
unit_name = "某研究所"

[[projects]]
id = "P001"
name = "智能网联示范区"
lead = "M005"
partners = ["M031"]
theme = "connected"
investment_wan = 120000
start = 2026
end = 2028
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(ALL, encoding="utf-8")
    return path


def data(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


OTHERS = [kind for kind in KINDS.values() if kind.table != MEMBER.table]


def test_every_kind_has_a_command_and_the_commands_of_members() -> None:
    for kind in OTHERS:
        (word,) = kind.command
        assert word in COMMANDS
        assert {"list", "show", "add", "edit", "remove", "export", "import"} <= {*commands_of(kind)}


@pytest.mark.parametrize("kind", OTHERS, ids=[kind.table for kind in OTHERS])
def test_every_command_says_what_it_is_about(kind: Any, run: Run) -> None:
    (word,) = kind.command
    assert all(command in run(word, "--help").out for command in commands_of(kind))
    for command in commands_of(kind):
        assert run(word, command, "--help").out.startswith(f"Usage: alliance {word} {command} ")


@pytest.mark.usefixtures("file")
def test_they_are_listed_chosen_and_shown(run: Run) -> None:
    assert run("expert", "list", "-f", "ids").out == "E001\nE002\n"
    assert run("expert", "list", "--expertise", "新能源", "-f", "ids").out == "E001\n"
    assert run("expert", "list", "--status", "候选", "-f", "ids").out == "E002\n"
    assert run("expert", "list", "-w", "评分>9", "-f", "ids").out == "E001\n"
    assert run("expert", "list", "-s", "王五", "-f", "ids").out == "E002\n"
    assert run("project", "list", "--theme", "智能网联", "-f", "ids").out == "P001\n"
    assert run("project", "list", "-w", "投资>10亿元", "-f", "ids", code=2).out == ""
    assert run("project", "list", "-w", "investment_wan>10亿元", "-f", "ids").out == "P001\n"
    assert json.loads(run("show", "E001", "-f", "json").out)["unit"] == "M031"
    assert "138****5678" in run("expert", "show", "李四").out
    assert "13812345678" in run("expert", "show", "李四", "--contacts").out
    assert "there is no project E001" in run("project", "show", "E001", code=2).err
    assert "组长" not in run("list", "--columns", "all").out
    assert "--category" not in run("expert", "list", "--help").out


def test_they_are_added_edited_and_removed_like_members(run: Run, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    added = run("expert", "add", "--name", "赵六", "--expertise", "智能网联", "--set", "评分=8")
    assert (added.out, added.err) == ("E003\n", "E003 赵六 added at members.toml:67\n")
    assert data(file)["experts"][2] == {
        "id": "E003",
        "name": "赵六",
        "expertise": ["connected"],
        "score": 8,
    }
    assert (
        "E001 李四: title 教授 → 研究员"
        in run("expert", "edit", "E001", "--set", "职称=研究员").err
    )
    run("expert", "edit", "--expertise", "新能源", "--append", "tags=评审", "--yes")
    assert data(file)["experts"][0]["tags"] == ["评审"]
    removed = run("expert", "remove", "E003", "--yes").err
    assert "E003 赵六 removed from members.toml\n" in removed
    assert "alliance expert add --id E003 --name" in removed
    assert data(file)["alliance"]["last_expert_id"] == "E003"
    assert run("expert", "add", "--name", "赵六").out == "E004\n"
    told = run("expert", "add", "--name", "李四", code=1).err
    assert "warning X504 name: E001 李四 has this name already (is it one expert?)" in told
    run("body", "add", "--id", "council", "--label", "理事会", "--roles", "chair=1、vice=0")
    assert data(file)["bodies"][1]["roles"] == {"chair": 1, "vice": 0}
    run("project", "add", "--name", "电池产线", "--lead", "M031", "--investment-wan", "1.2亿")
    assert data(file)["projects"][1]["investment_wan"] == 12000
    for line in ("# 名录", "# 两个副组长", "# 满分 10"):
        assert line in file.read_text(encoding="utf-8")
    assert (
        before.splitlines()[:30]
        == [line for line in file.read_text(encoding="utf-8").splitlines() if "last_" not in line][
            :30
        ]
    )
    assert "--id" in run("body", "add", "--label", "监事会", code=2).err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["expert", "add", "--name", "钱七", "--unit", "M099"],
            "X506 unit: there is no member M099",
        ),
        (
            ["expert", "add", "--name", "钱七", "--expertise", "玄学"],
            "玄学 is not one of the choices",
        ),
        (["project", "add", "--name", "智能网联示范区"], "error X502"),
        (["body", "add", "--id", "connected", "--label", "另一个"], "error X501"),
        (["project", "edit", "P001", "--set", "partners=M031,M098"], "there is no member M098"),
        (["expert", "edit", "E001", "--set", "mobile=138"], "error F3"),
        (["remove", "M005", "--yes"], "is named by M031 (parent), E001 (avoid), P001 (lead)"),
        (["remove", "M031", "--yes"], "is named by E001 (unit), P001 (partners)"),
    ],
)
def test_what_does_not_fit_is_refused(
    arguments: list[str], message: str, run: Run, file: Path
) -> None:
    assert message in run(*arguments, code=1).err
    assert file.read_text(encoding="utf-8") == ALL


def test_who_is_merged_or_renumbered_is_followed_by_all_kinds(run: Run, file: Path) -> None:
    told = run("merge", "M031", "M005", "--yes").err.splitlines()[0]
    assert told == "2 members changed, 1 expert changed, 1 project changed in members.toml"
    assert data(file)["experts"][0]["unit"] == "M005"
    assert data(file)["projects"][0]["partners"] == ["M005"]
    made = json.loads(run("merge", "M031", "M005", "--yes", "-f", "json", code=None).out)
    assert made["refused"]
    file.write_text(
        ALL.replace('category = "vehicle"', 'category = "vehicle"\nstatus = "applicant"')
    )
    run("admit", "M005", "--id", "HB5", "--on", "2024-01-15", "--yes")
    held = data(file)
    assert held["members"][1]["parent"] == held["projects"][0]["lead"] == "HB5"
    assert held["experts"][0]["avoid"] == ["HB5"]


def test_another_id_is_followed_if_asked_for(run: Run, file: Path) -> None:
    refused = run("edit", "M005", "--set", "id=HB5", code=1)
    assert "is named by M031 (parent), E001 (avoid), P001 (lead)" in refused.err
    assert "--cascade" in refused.err
    assert file.read_text(encoding="utf-8") == ALL
    run("edit", "M005", "--set", "id=M006", "--cascade")
    assert file.read_text(encoding="utf-8") == ALL.replace("M005", "M006")


def test_who_is_removed_goes_from_all_that_name_it_if_asked_for(run: Run, file: Path) -> None:
    run("remove", "M005", "--cascade", "--yes")
    start, end = (ALL.index(f'[[members]]\nid = "{each}"') for each in ("M005", "M031"))
    without = ALL[:start] + ALL[end:]
    for gone in ('parent = "M005"\n', 'avoid = ["M005"]\n', 'lead = "M005"\n'):
        without = without.replace(gone, "")
    assert file.read_text(encoding="utf-8") == without
    seats = 'groups = ["connected"]\nseats = [{ body = "connected", role = "lead" }]'
    file.write_text(ALL.replace('parent = "M005"', seats), encoding="utf-8")
    assert "M031 (groups, seats.body)" in run("body", "remove", "connected", "--yes", code=1).err
    run("body", "remove", "connected", "--yes", "--cascade")
    assert "connected" not in str(data(file)["members"]) + str(data(file).get("bodies"))


@pytest.mark.parametrize("kind", OTHERS, ids=[kind.table for kind in OTHERS])
def test_an_export_comes_back_unchanged_and_an_edit_alone_is_taken(
    kind: Any, run: Run, file: Path
) -> None:
    (word,) = kind.command
    before = file.read_bytes()
    run(word, "export", "a.xlsx", "--contacts")
    run(word, "export", "b.csv")
    run(word, "export", "c.xlsx", "--template", "-w", "id!=")
    run(word, "export", "d.xlsx", "--template", "--layout", "page", "-w", "id!=")
    for name in ("a.xlsx", "b.csv", "c.xlsx", "d.xlsx"):
        run(word, "import", name, "--apply")
        assert file.read_bytes() == before, name
    book = openpyxl.load_workbook("a.xlsx")
    sheet = book[book.sheetnames[0]]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("备注") + 1).value = "已核对"
    book.save("a.xlsx")
    run(word, "import", "a.xlsx", "--apply")
    assert data(file)[kind.table][0]["note"] == "已核对"
    assert file.read_bytes() != before
    run(word, "edit", str(data(file)[kind.table][0]["id"]), "--unset", "note")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("shape", "made_of", "having"),
    [
        *((shape, "contacts", {"experts"}) for shape in ("vcf", "vcf3", "emails", "sign-in")),
        ("labels", "postal addresses", set()),
        ("roster", "seats of a body", {"bodies"}),
    ],
)
def test_a_format_says_what_a_kind_has_not(
    shape: str, made_of: str, having: set[str], run: Run, file: Path
) -> None:
    assert file.is_file()
    for kind in OTHERS:
        arguments = [*kind.command, "export", "-", "-f", shape, "--contacts"]
        told = run(*arguments, code=0 if kind.table in having else 2).err
        assert (f"{shape} is made of {made_of}, which" in told) is (kind.table not in having)


def test_a_preview_calls_records_by_their_kind(run: Run, file: Path) -> None:
    Path("a.csv").write_text("备注\n", encoding="utf-8")
    assert "no heading of experts" in run("expert", "import", "a.csv", code=2).err
    Path("n.csv").write_text("姓名\n孙八\n", encoding="utf-8")
    assert run("expert", "import", "n.csv").out.startswith("outcome\trow\texpert\t")
    run("export", "all.xlsx", "--everything")
    assert run("import", "all.xlsx").out.startswith("outcome\trow\trecord\t")


def test_a_list_of_experts_is_taken_in(run: Run, file: Path) -> None:
    Path("n.csv").write_text(
        "姓名,工作单位,职称,专业领域,手机\n李四,,研究员,,\n孙八,某厂,高工,智能网联、新能源,13900001111\n"
        "合计：2 人,,,,\n",
        encoding="utf-8",
    )
    outcome = run("expert", "import", "n.csv", "--apply")
    assert "1 expert added, 1 expert changed" in outcome.err
    first, *_, last = data(file)["experts"]
    assert (first["title"], last["name"], last["expertise"]) == (
        "研究员",
        "孙八",
        ["connected", "new-energy"],
    )


def test_who_is_appointed_is_no_candidate(run: Run, file: Path) -> None:
    Path("n.csv").write_text(
        "姓名,聘任时间,聘期截止,状态\n甲一,2025-01-01,,\n乙二,,,\n丙三,2025-01-01,,退出\n",
        encoding="utf-8",
    )
    run("expert", "import", "n.csv", "--apply")

    def status(name: str) -> object:
        experts = data(file)["experts"]
        return next(each.get("status") for each in experts if each["name"] == name)

    assert [*map(status, ("甲一", "乙二", "丙三"))] == ["appointed", None, "retired"]
    # By hand the status is asked for, and repaired where nobody gave another.
    by_hand = ["expert", "edit", "乙二", "--set", "appointed=2025-01-01"]
    assert "warning M415" in run(*by_hand, code=1).err
    run(*by_hand, "--yes")
    run("validate", "--fix")
    assert status("乙二") == "appointed"
    run("expert", "edit", "乙二", "--set", "status=candidate", "--set", "until=2025-12-31", "--yes")
    assert "the status should be appointed or retired" in run("validate").out


def test_many_that_are_gone_are_told_of_every_kind(run: Run, file: Path) -> None:
    git(file.parent, "init", "--quiet")
    git(file.parent, "add", "--all")
    git(file.parent, "commit", "--quiet", "--message", "x")
    file.write_text(ALL[: ALL.index("[[experts]]")], encoding="utf-8")
    found = run("validate", "--base", "HEAD", "--max-removed", "1", code=1).out
    assert "X509: gone since HEAD: 2 experts, at most allowed: 1 (E001 E002)" in found
    assert "projects" not in found


def test_they_are_counted_with_sums(run: Run, file: Path) -> None:
    project = (
        '\n[[projects]]\nid = "P{}"\nname = "项目{}"\ntheme = "connected"\ninvestment_wan = {}\n'
    )
    file.write_text(ALL + project.format(2, 2, 1.5) + project.format(3, 3, 0), encoding="utf-8")
    table = run("project", "stats", "--by", "theme", "--sum", "总投资(万元)", "-f", "json").out
    (row,) = json.loads(table)
    assert (row["labels"], row["members"], row["sum_investment_wan"]) == (
        {"theme": "智能网联"},
        3,
        120001.5,
    )
    assert row["list"] == "alliance project list -w theme=connected"
    assert run("project", "list", "-w", "theme=connected", "-f", "ids").out == "P001\nP2\nP3\n"
    page = run("expert", "stats", "--headings", "zh").out
    assert "状态\t在聘\t1" in page
    assert "家数" not in page
    assert "--per is about members" in run("expert", "stats", "--per", "year", code=2).err


def test_a_form_is_called_by_what_it_is_for(run: Run, file: Path) -> None:
    assert file.is_file()
    run("expert", "export", "e.xlsx", "--template", "--layout", "page")
    run("project", "export", "p.xlsx", "--template", "--layout", "page")
    run("project", "export", "r.xlsx", "--template")
    titles = [openpyxl.load_workbook(f"{name}.xlsx").worksheets[0]["A1"].value for name in "epr"]
    assert titles == ["某联盟 专家信息登记表", "某联盟 项目申报表", "某联盟 项目信息表"]


def test_what_is_wrong_is_found_at_its_place_and_repaired(run: Run, file: Path) -> None:
    file.write_text(
        ALL.replace('unit = "M031"', 'unit = "M03l"')
        .replace('unit_name = "某研究所"', 'unit_name = "武汉理工大学"')
        .replace('title = "教授"', 'title = " 教授"')
        .replace("start = 2026", "start = 2026\ncolour = 1"),
        encoding="utf-8",
    )
    found = run("validate", code=1).out.splitlines()
    lines = file.read_text(encoding="utf-8").splitlines()
    assert found[-1].startswith("2 members, 1 body, 2 experts, 1 project, 1 error, ")
    places = [line.split(" ")[0].split(":")[1:3] for line in found if line.startswith("members")]
    assert [lines[int(line) - 1][int(column) - 1 :] for line, column in places] == [
        '"M03l"',
        '" 教授"',
        '"武汉理工大学"',
        "colour = 1",
    ]
    assert "error X506 unit: there is no member M03l  [E001 李四]" in found[0]
    run("validate", "--fix", "--unsafe", code=1)
    assert 'title = "教授"' in file.read_text(encoding="utf-8")
    assert data(file)["experts"][1]["unit"] == "M031"


def test_roles_are_shown_and_read_as_people_call_them(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = ["body", "edit", "connected", "--set"]
    told = run(*edit, "roles=组长单位=1，副组长单位，联络员：3").err
    assert "roles 组长单位=1, 副组长单位=2 → 组长单位=1, 副组长单位=any, 联络员=3 at" in told
    roles = {"lead": 1, "deputy": 0, "联络员": 3}
    assert data(file)["bodies"][0]["roles"] == roles
    listed = ["body", "list", "--columns", "roles"]
    assert run(*listed).out == "Roles\n组长单位=1, 副组长单位=any, 联络员=3\n"
    assert run(*listed, "--headings", "zh").out == "角色\n组长单位=1、副组长单位=不限、联络员=3\n"
    assert run(*listed, "--headings", "keys").out == "roles\nlead=1, deputy=0, 联络员=3\n"
    assert json.loads(run(*listed, "-f", "json").out) == [{"roles": roles}]
    assert run("body", "list", "-w", "roles~副组长", "-f", "ids").out == "connected\n"
    # An export says the same, and one of its cells that was edited is read.
    run("body", "export", "a.csv")
    exported = Path("a.csv").read_text(encoding="utf-8-sig")
    Path("a.csv").write_text(exported.replace("单位=不限", "单位=2"), encoding="utf-8")
    assert exported.count("单位=不限") == 1
    run("body", "import", "a.csv", "--apply", "--yes")
    assert data(file)["bodies"][0]["roles"] == roles | {"deputy": 2}
    for wrong in ("lead=1,组长单位=2", "lead=x", "=2", "lead=1=2"):
        assert "expected are roles and their seats" in run(*edit, f"roles={wrong}", code=1).err


@pytest.mark.parametrize("odd", ["5", '"x"', "[]", "[1]", "{}", "[{}]", "true", "1979-05-27"])
@pytest.mark.parametrize(
    "key", ["roles", "terms", "seats", "drawn", "avoid", "partners", "earlier"]
)
def test_odd_values_are_findings_and_no_traceback(odd: str, key: str, run: Run, file: Path) -> None:
    for kind in (kind for kind in KINDS.values() if key in kind.fields):
        text = f'[[{kind.table}]]\nid = "X1"\nname = "甲乙"\n{key} = {odd}\n'
        file.write_text(text, encoding="utf-8")
        assert run("validate", code=None).code in (0, 1)
        for command in (["list", "--columns", "all"], ["show", "X1"], ["list", "--group", "x"]):
            assert run(*kind.command, *command, code=None).code in (0, 2)


def test_numbers_of_experts_are_masked_everywhere(run: Run, file: Path) -> None:
    assert file.is_file()
    commands = (
        ["expert", "list", "--columns", "all"],
        ["expert", "list", "-f", "json"],
        ["expert", "export", "-", "-f", "csv"],
        ["expert", "edit", "E001", "--set", "city=武汉", "--dry-run"],
        ["show", "E001", "-f", "json"],
        ["merge", "M031", "M005", "--dry-run"],
        ["validate"],
        ["diff", "members.toml", "members.toml"],
    )
    for command in commands:
        outcome = run(*command, code=None)
        assert "13812345678" not in outcome.out + outcome.err, command
    run("expert", "export", "o.xlsx")
    cells = [
        str(cell.value) for row in openpyxl.load_workbook("o.xlsx").worksheets[0] for cell in row
    ]
    assert "13812345678" not in " ".join(cells)
