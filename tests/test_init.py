"""A new registry: from options, from a list, asked for; what stands beside it; who says so."""

import errno
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import tomli
import yaml

from alliance_cli.commands import COMMANDS
from alliance_cli.data import Data
from alliance_cli.registry.ids import next_ids
from alliance_cli.registry.registry import from_data

from .conftest import ROOT, SMALL, Run, git, in_chinese

PINNED = f"someone/alliance-cli@{'0123456789' * 4}"
LEAST = ("--name", "试点联盟", "--category", "整车企业")


def data_of(path: Path) -> Data:
    return tomli.loads(path.read_text(encoding="utf-8"))


def files_in(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if ".git" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix() for path in found if not path.is_dir()}


@pytest.mark.parametrize("chinese", [False, True], ids=["english", "chinese"])
def test_a_new_registry_is_right_and_can_be_gone_on_with(
    chinese: bool, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if chinese:
        in_chinese(monkeypatch)
    made = run("init", *LEAST, "--category=tools=模具", "--level=理事长单位", "--level=member=会员")
    assert made.out == ""
    assert files_in(tmp_path) == {"members.toml", "members.schema.json"}
    path = tmp_path / "members.toml"
    text = path.read_text(encoding="utf-8")
    assert data_of(path) == {
        "format": 1,
        "alliance": {"name": "试点联盟"},
        "categories": {"vehicle": "整车企业", "tools": "模具"},
        "levels": {"president": "理事长单位", "member": "会员"},
    }
    assert text.startswith("#:schema ./members.schema.json\n")
    assert ("编辑须知" in text) == chinese
    assert (tmp_path / "members.schema.json").read_text("utf-8") == run("schema").out
    assert json.loads(run("validate", "--strict", "-f", "json").out)["findings"] == []
    run("add", "--name", "甲厂", "--category", "模具", "--level", "会员")
    assert path.read_text(encoding="utf-8") == (
        text + '\n[[members]]\nid = "M001"\nname = "甲厂"\ncategory = "tools"\nlevel = "member"\n'
    )
    run("remove", "M001", "--yes")
    assert path.read_text(encoding="utf-8").replace('last_id = "M001"\n', "") == text


def test_what_stands_behind_comment_marks_is_right_without_them(run: Run, tmp_path: Path) -> None:
    run("init", *LEAST, "--level", "会员单位")
    path = tmp_path / "members.toml"
    text = path.read_text(encoding="utf-8").replace("eleven digits", "13812340001")
    head, mark, rest = text.partition("\nformat = 1\n")
    rest = re.sub(r"^# (?=\[|\w+ = )", "", rest, flags=re.MULTILINE)
    path.write_text(head + mark + rest, encoding="utf-8")
    assert run("validate", "--strict", "--ignore=M408").out == "1 member, no findings\n"
    assert [*data_of(path)][-3:] == ["groups", "fields", "members"]


def test_it_says_what_it_did_and_what_to_do_next(run: Run, tmp_path: Path) -> None:
    assert run("init", *LEAST).err.splitlines() == [
        "试点联盟: registry members.toml made, 1 categories, 0 members",
        "beside it: members.schema.json",
        "to add a member: alliance add",
        "to take in a list: alliance import LIST.xlsx",
        "to check it: alliance validate",
    ]
    # What commands do not find by themselves they are to be told.
    assert "alliance add -r b/new.toml\n" in run("init", "b/new.toml", *LEAST).err
    assert (tmp_path / "b" / "new.schema.json").exists()


@pytest.mark.parametrize(
    ("typed", "categories"),
    [
        (
            ["整车企业", "零部件企业", "高校"],
            {"vehicle": "整车企业", "parts": "零部件企业", "高校": "高校"},
        ),
        (["整车=整车企业"], {"整车": "整车企业"}),
        (["x ＝ 其他 "], {"x": "其他"}),
        (["Universities"], {"university": "Universities"}),
        (["a.b c=甲 乙"], {"a.b c": "甲 乙"}),
    ],
)
def test_a_label_gets_its_key(
    typed: Sequence[str], categories: dict[str, str], run: Run, tmp_path: Path
) -> None:
    options = [f"--category={each}" for each in typed]
    run("init", "--name=试点联盟", *options)
    assert data_of(tmp_path / "members.toml")["categories"] == categories
    label = [*categories.values()][-1]
    run("add", "--name=甲厂", "--category", label)
    assert run("list", "-c", label, "-f", "ids").out == "M001\n"
    assert "no findings" in run("validate").out


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], ["M001", "M002"]),
        (["--id-prefix=HB-"], ["HB-001", "HB-002"]),
        (["--id-width=5"], ["M00001", "M00002"]),
        (["--id-prefix=", "--id-width=1"], ["1", "2"]),
        (["--id-prefix=2024", "--id-width=3"], ["2024001", "2024002"]),
    ],
)
def test_ids_are_as_wished(options: Sequence[str], ids: list[str], run: Run) -> None:
    run("init", *LEAST, *options)
    for number in range(2):
        run("add", "--name", f"厂{'甲乙'[number]}", "--category", "整车企业")
    assert run("list", "-f", "ids").out.split() == ids


@pytest.mark.parametrize(
    ("first_id", "given", "following"),
    [
        (None, [], "M001"),
        (None, ["A7", "A9", "B11"], "A10"),
        ("A001", ["A7", "A9"], "A010"),
        ("a1", ["A007"], "a008"),
        ("C01", ["A7", "A9"], "C01"),
        ("M138", [], "M138"),
        ("M138", ["M001"], "M138"),
        ("M138", ["M200"], "M201"),
        # What is no such id is told of, and counts as none.
        ("first", ["A7"], "A8"),
        (138, [], "M001"),
    ],
)
def test_the_first_id_says_what_the_next_is(
    first_id: object, given: Sequence[str], following: str
) -> None:
    members = [{"id": each, "name": each, "category": "x"} for each in given]
    alliance = {} if first_id is None else {"first_id": first_id}
    registry = from_data({"alliance": alliance, "members": members})
    assert next(next_ids(registry, registry.kinds["members"])) == following


@pytest.mark.parametrize(("first_id", "code"), [('"M001"', ""), ('"M"', "F303"), ("1", "F301")])
def test_a_first_id_is_checked(first_id: str, code: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(f"[alliance]\nfirst_id = {first_id}\n")
    found = json.loads(run("validate", "-f", "json", code=None).out)["findings"]
    assert [each["code"] for each in found] == [code] * bool(code)


def test_who_is_removed_is_remembered_among_such_ids(run: Run, tmp_path: Path) -> None:
    run("init", *LEAST, "--id-prefix=H")
    run("add", "--name=甲厂", "--category=整车企业")
    run("add", "--name=乙厂", "--category=整车企业", "--id=M900")
    run("remove", "H001", "--yes")
    assert run("add", "--name=丙厂", "--category=整车企业").out == "H002\n"


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("members.toml", "a file"),
        ("members.toml", "a folder"),
        ("members.toml", "a link that leads nowhere"),
        ("members.schema.json", "a file"),
    ],
)
def test_nothing_is_overwritten(name: str, there: str, run: Run, tmp_path: Path) -> None:
    if there == "a file":
        (tmp_path / name).write_text("mine", encoding="utf-8")
    elif there == "a folder":
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).symlink_to("nowhere")
    for options in ([], ["--dry-run"], ["--yes"]):
        refused = run("init", *LEAST, *options, code=3)
        hint = "name a file in it" if there == "a folder" else "init overwrites nothing"
        assert refused.err.startswith(f"alliance: {name}: this is there already ({hint}")
    assert {path.name for path in tmp_path.iterdir()} == {name}
    if there == "a file":
        assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "missing: --name, --category ("),
        (["--name=甲"], "missing: --category ("),
        (["--category=甲"], "missing: --name ("),
        ([*LEAST, "--name="], "--name: the text is empty"),
        ([*LEAST, "--name=甲\u202e乙"], "--name: "),
        ([*LEAST, "--category=整车企业"], "--category: 整车企业 is there twice"),
        ([*LEAST, "--category=vehicle"], "--category: vehicle is there twice"),
        ([*LEAST, "--category=a="], "--category: the text is empty"),
        ([*LEAST, "--level=找13812340001"], "--level: "),
        ([*LEAST, "--id-prefix=甲"], "--id-prefix: 甲001: expected is an id"),
        ([*LEAST, "--id-width=0"], ""),
        (
            [*LEAST, "--workflow=someone/alliance-cli@v1"],
            "--workflow: expected is OWNER/REPOSITORY, @ and ",
        ),
        ([*LEAST, "--default=category=甲"], "--map, --default and the like are about a list"),
    ],
)
def test_what_cannot_be_is_wrong_usage(
    options: Sequence[str], told: str, run: Run, tmp_path: Path
) -> None:
    refused = run("init", *options, code=2)
    assert refused.err.startswith(f"alliance: {told}")
    assert "13812340001" not in refused.err
    assert not any(tmp_path.iterdir())


def test_a_dry_run_shows_the_file_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    shown = run("init", "sub/new.toml", *LEAST, "--dry-run")
    assert not any(tmp_path.iterdir())
    assert shown.err == "nothing was written; with sub/new.toml come sub/new.schema.json\n"
    run("init", "sub/new.toml", *LEAST)
    assert (tmp_path / "sub" / "new.toml").read_text(encoding="utf-8") == shown.out


def test_scripts_are_told_as_json(run: Run, tmp_path: Path) -> None:
    made = json.loads(run("init", *LEAST, "-f", "json").out)
    assert made == {
        "version": 1,
        "written": True,
        "dry_run": False,
        "refused": False,
        "path": "members.toml",
        "files": ["members.toml", "members.schema.json"],
        "there_already": [],
    }
    stopped = json.loads(run("init", *LEAST, "-f", "json", code=3).out)
    assert (stopped["written"], stopped["error"]["message"]) == (
        False,
        "members.toml: this is there already",
    )
    dry = json.loads(run("init", "b.toml", *LEAST, "-f", "json", "--dry-run").out)
    assert (dry["written"], tomli.loads(dry["text"])["alliance"]) == (False, {"name": "试点联盟"})


def test_a_full_disk_leaves_no_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("alliance_cli.store.save.os.fsync", full)
    refused = run("init", "a/b/new.toml", *LEAST, code=3)
    assert "No space left on device (nothing was changed)" in refused.err
    assert not any(tmp_path.iterdir())


# --- beside the registry


LINES = (".members.toml.lock", ".members.toml.*.tmp", "*.xlsx", "*.vcf")


@pytest.mark.parametrize(
    "before",
    [None, "", "*.pyc\n", "*.pyc", "*.xlsx\r\n.members.toml.lock\r\n", "\n".join(LINES)],
    ids=["none", "empty", "others", "no end of line", "some", "all"],
)
def test_only_missing_lines_come_into_gitignore(
    before: str | None, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / ".gitignore"
    if before is not None:
        path.write_text(before, encoding="utf-8", newline="")
    made = run("init", *LEAST, "--gitignore")
    text = path.read_bytes().decode()
    assert text.startswith(before or "")
    assert set((before or "").splitlines()) <= set(text.splitlines())
    assert sorted(each for each in text.splitlines() if each in LINES) == sorted(LINES)
    assert (".gitignore is as it was" in made.err) == (text == before)
    ends = set(re.findall(r"\r?\n", text))
    assert ends == ({"\r\n"} if "\r" in (before or "") else {"\n"})
    # Once more there is nothing to add.
    (tmp_path / "members.toml").unlink()
    (tmp_path / "members.schema.json").unlink()
    run("init", *LEAST, "--gitignore")
    assert path.read_bytes().decode() == text


def test_git_ignores_what_is_told(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    run("init", "data/members.toml", *LEAST, "--gitignore")
    assert (tmp_path / ".gitignore").exists()
    assert not (tmp_path / "data" / ".gitignore").exists()
    (tmp_path / "data" / ".members.toml.lock").touch()
    (tmp_path / "会员.xlsx").touch()
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    git(tmp_path, "check-ignore", "data/.members.toml.lock", "会员.xlsx")


def test_a_workflow_checks_the_registry_from_the_top(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    made = run("init", "data/members.toml", *LEAST, "--workflow", PINNED)
    assert "beside it: data/members.schema.json, .github/workflows/members.yml\n" in made.err
    path = tmp_path / ".github" / "workflows" / "members.yml"
    text = path.read_text(encoding="utf-8")
    checkout, action = yaml.safe_load(text)["jobs"]["validate"]["steps"]
    assert (action["uses"], action["with"]) == (PINNED, {"files": "data/members.toml"})
    # As pinned as this project's own.
    own = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert checkout["uses"] in own
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}


def test_a_workflow_that_is_there_stays(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    path = tmp_path / ".github" / "workflows" / "members.yml"
    path.parent.mkdir(parents=True)
    path.write_text("mine", encoding="utf-8")
    made = run("init", *LEAST, "--workflow", PINNED)
    assert ".github/workflows/members.yml is as it was\n" in made.err
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_workflow_needs_a_repository(run: Run, tmp_path: Path) -> None:
    refused = run("init", *LEAST, "--workflow", PINNED, code=3)
    assert "there is no git repository here for a workflow (run `git init` first" in refused.err
    assert not any(tmp_path.iterdir())


# --- from a list


def messy(path: Path) -> None:
    """A list as an office has it: a title, merged cells, numbers of rows, its own words."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "试点汽车产业联盟会员名单（2024年）"
    sheet.merge_cells("A1:H1")
    sheet.append(("序号", "单位名称", "单位类型", "联盟职务", "城市", "联系人", "手机", "入会时间"))
    for number, row in enumerate(
        (
            ("东方汽车有限公司", "整车", "理事长单位", "武汉", "张三", "13812340001", "2019-05-28"),
            ("西山车轮有限公司", "零部件", "会员单位", "十堰", "李四", "13812340002", "2019-05-28"),
            ("南湖大学", "高校", "理事单位", "武汉", None, None, None),
            ("北岭弹簧厂", " 零部件", "会员单位", "随州", "赵六", "138123", "2019-05-28"),
            ("下河学院", "大专院校", None, "随州", None, None, None),
        ),
        1,
    ):
        sheet.append((number, *row))
    book.save(path)


def test_a_list_becomes_a_registry(run: Run, tmp_path: Path) -> None:
    messy(tmp_path / "list.xlsx")
    made = run("init", "--from=list.xlsx", "--name=试点联盟", "--map=单位类型=类别", code=1)
    data = data_of(tmp_path / "members.toml")
    assert data["categories"] == {
        "整车": "整车",
        "零部件": "零部件",
        "高校": "高校",
        "university": "大专院校",
    }
    assert [*data["levels"].values()] == ["理事长单位", "会员单位", "理事单位"]
    assert [(each["id"], each["name"], each["category"]) for each in data["members"]] == [
        ("M001", "东方汽车有限公司", "整车"),
        ("M002", "西山车轮有限公司", "零部件"),
        ("M003", "南湖大学", "高校"),
        ("M004", "下河学院", "university"),
    ]
    assert data["members"][0]["contacts"] == [{"name": "张三", "mobile": "13812340001"}]
    assert "4 new, 1 refused\n" in made.err
    again = "alliance import list.xlsx --map '单位类型=类别' --apply"
    assert f"mend the 1 rows that were set aside, then: {again}\n" in made.err
    assert "refused\tSheet!6\t北岭弹簧厂" in made.out
    assert "13812340001" not in made.out + made.err
    assert "no findings" in run("validate").out
    # Once it is mended, the list is taken in as it is.
    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    book.active["G6"] = "13812340006"
    book.save(tmp_path / "list.xlsx")
    assert "1 new, 4 unchanged" in run("import", "list.xlsx", "--apply").err


def test_a_heading_names_no_alliance_and_short_words_are_the_long_ones(tmp_path: Path) -> None:
    from .test_terminal import on_terminal

    rows = "甲汽车有限公司,整车企业,会员\n乙汽车有限公司,整车,会员单位\n丙厂,整车,理事\n"
    (tmp_path / "list.csv").write_text("名称,类别,联盟职务\n" + rows, encoding="utf-8")
    # Enter gives no name, then two names, as they are with one of them kept apart, and an id.
    typed = ["\n", "试点联盟\n", "\n", "会员=会员\n", "\n", "\n"]
    code, screen = on_terminal("init", "--from=list.csv", folder=tmp_path, typed=typed)
    assert code == 0, screen
    assert "this one is needed" in screen
    assert "  整车 (2) = 整车企业\n" in screen
    data = data_of(tmp_path / "members.toml")
    assert data["categories"] == {"vehicle": {"label": "整车企业", "aliases": ["整车"]}}
    assert [*data["levels"].values()] == ["会员", "会员单位", "理事"]
    assert {each["category"] for each in data["members"]} == {"vehicle"}


def test_two_words_never_get_one_key(run: Run, tmp_path: Path) -> None:
    rows = "甲大学,大专院校\n乙大学,Universities\n丙大学,大专 院校\n"
    (tmp_path / "list.csv").write_text("名称,类别\n" + rows, encoding="utf-8")
    run("init", "--from=list.csv", "--name=试点联盟")
    data = data_of(tmp_path / "members.toml")
    assert data["categories"] == {"university": "大专院校", "Universities": "Universities"}
    assert [each["category"] for each in data["members"]] == [
        *("university", "Universities", "university")
    ]


def test_a_dry_run_of_a_list_masks(run: Run, tmp_path: Path) -> None:
    messy(tmp_path / "list.xlsx")
    options = ("init", "--from=list.xlsx", "--name=试点联盟", "--dry-run")
    shown = run(*options, code=1)
    assert 'mobile = "138****0001"' in shown.out
    assert 'mobile = "13812340001"' in run(*options, "--contacts", code=1).out
    answer = json.loads(run(*options, "-f", "json", code=1).out)
    assert answer["summary"]["new"] == 4
    assert "13812340001" not in json.dumps(answer)
    assert files_in(tmp_path) == {"list.xlsx"}


def test_words_for_given_categories_become_aliases(run: Run, tmp_path: Path) -> None:
    messy(tmp_path / "list.xlsx")
    words = ("整车=vehicle", "零部件=零部件企业", "高校=university")
    made = run(
        *("init", "--from=list.xlsx", "--name=试点联盟"),
        *("--category=整车企业", "--category=零部件企业", "--category=大专院校"),
        *(f"--map-value=单位类型:{each}" for each in words),
        code=1,
    )
    data = data_of(tmp_path / "members.toml")
    assert data["categories"] == {
        "vehicle": {"label": "整车企业", "aliases": ["整车"]},
        "parts": {"label": "零部件企业", "aliases": ["零部件"]},
        "university": {"label": "大专院校", "aliases": ["高校"]},
    }
    assert "4 new, 1 refused\n" in made.err
    assert "no findings" in run("validate").out


@pytest.mark.parametrize(
    ("options", "categories", "code"),
    [
        (["--category=tools=模具"], {"tools": "模具"}, 0),
        (["--default=类别=模具"], {"模具": "模具"}, 0),
        (
            ["--default=类别=模具", "--category=模具", "--category=其他"],
            {"模具": "模具", "other": "其他"},
            0,
        ),
        ([], {}, 2),
        (["--category=模具", "--category=其他"], {}, 2),
    ],
)
def test_a_list_without_categories_is_given_one(
    options: Sequence[str], categories: dict[str, str], code: int, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("名称,城市\n甲厂,武汉\n乙厂,十堰\n", encoding="utf-8")
    made = run("init", "--from=list.csv", "--name=试点联盟", *options, code=code)
    if code:
        assert "no member of the list has a category (--map 'HEADING=category' says" in made.err
        assert files_in(tmp_path) == {"list.csv"}
        return
    data = data_of(tmp_path / "members.toml")
    assert data["categories"] == categories
    assert [each["category"] for each in data["members"]] == [next(iter(categories))] * 2


def test_of_too_many_words_none_are_choices(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"厂{n:03},类{n},职{n}\n" for n in range(41))
    (tmp_path / "list.csv").write_text("名称,类别,联盟职务\n" + rows, encoding="utf-8")
    refused = run("init", "--from=list.csv", "--name=试点联盟", code=2)
    assert "category: the list has 41 different words, too many to be choices" in refused.err
    run("init", "--from=list.csv", "--name=试点联盟", "--map=类别=tags", "--category=a=甲")
    data = data_of(tmp_path / "members.toml")
    assert (data["categories"], "levels" in data, len(data["members"])) == ({"a": "甲"}, False, 41)


def test_ids_of_a_list_stay(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("会员编号,名称,类别\nHB-007,甲厂,整车\n", encoding="utf-8")
    run("init", "--from=list.csv", "--name=试点联盟")
    assert run("add", "--name=乙厂", "--category=整车").out == "HB-008\n"


def test_what_was_exported_becomes_a_registry_again(run: Run, registry: Path) -> None:
    run("export", "out.xlsx", "--all", "--contacts", "--summary")
    run("init", "again.toml", "--from=out.xlsx", "--name=试点联盟")
    old, new = data_of(registry), data_of(registry.parent / "again.toml")
    kept = [{**each, "category": ""} for each in old["members"]]
    assert [{**each, "category": ""} for each in new["members"]] == [
        {**each, **({"level": "president"} if "level" in each else {}), **_groups(each)}
        for each in kept
    ]


def _groups(member: Data) -> Data:
    # There is no table of groups yet, so any text will do.
    return {"groups": ["动力电池组"]} if "groups" in member else {}


def test_a_list_with_look_alikes_wants_a_yes(run: Run, tmp_path: Path) -> None:
    rows = "武汉甲乙丙有限公司,x\n武汉甲乙丙股份有限公司,x\n"
    (tmp_path / "list.csv").write_text("名称,类别\n" + rows, encoding="utf-8")
    refused = run("init", "--from=list.csv", "--name=试点联盟", code=1)
    assert refused.err.endswith("nothing was written (--yes accepts warnings)\n")
    assert files_in(tmp_path) == {"list.csv"}
    run("init", "--from=list.csv", "--name=试点联盟", "--yes")
    assert len(data_of(tmp_path / "members.toml")["members"]) == 2


# --- on a terminal


def test_a_person_is_asked(tmp_path: Path) -> None:
    from .test_terminal import on_terminal

    typed = ["", "试点联盟", "整车、整车", "整车=整车企业，高校", "无", "HB", "HB-01", "maybe", "y"]
    code, screen = on_terminal("init", folder=tmp_path, typed=[f"{each}\n" for each in typed])
    assert code == 0, screen
    assert "this one is needed" in screen
    assert "整车 is there twice" in screen
    assert "expected is an id that ends in a digit, like M001" in screen
    assert ".gitignore" not in screen
    assert data_of(tmp_path / "members.toml") == {
        "format": 1,
        "alliance": {"name": "试点联盟", "first_id": "HB-01"},
        "categories": {"整车": "整车企业", "高校": "高校"},
    }


def test_enter_takes_what_is_proposed(tmp_path: Path) -> None:
    from .test_terminal import on_terminal

    git(tmp_path, "init", "-q")
    typed = ["试点联盟", "是", "", "Ｙ", "", "", ""]
    environment = {"ALLIANCE_LANG": "zh"}
    code, screen = on_terminal(
        "init", folder=tmp_path, typed=[f"{each}\n" for each in typed], environment=environment
    )
    assert code == 0, screen
    data = data_of(tmp_path / "members.toml")
    assert [*data["categories"]][:2] == ["vehicle", "parts"]
    assert data["levels"]["president"] == "理事长单位"
    assert files_in(tmp_path) == {"members.toml", "members.schema.json", ".gitignore"}


def test_a_person_renames_the_words_of_a_list(tmp_path: Path) -> None:
    from .test_terminal import on_terminal

    messy(tmp_path / "list.xlsx")
    answers = ["", "整车=整车企业、高校=大专院校", "", "", "y"]
    code, screen = on_terminal(
        *("init", "--from", "list.xlsx"),
        folder=tmp_path,
        typed=[f"{each}\n" for each in answers],
    )
    assert code == 1, screen
    data = data_of(tmp_path / "members.toml")
    assert data["alliance"] == {"name": "试点汽车产业联盟", "first_id": "M001"}
    assert data["categories"] == {
        "vehicle": {"label": "整车企业", "aliases": ["整车"]},
        "零部件": "零部件",
        "university": {"label": "大专院校", "aliases": ["高校"]},
    }
    assert [each["category"] for each in data["members"]] == [
        *("vehicle", "零部件", "university", "university")
    ]
    assert "  零部件 (2)\n" in screen


@pytest.mark.parametrize("answers", range(6))
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_whoever_stops_at_a_question_has_nothing(answers: int, key: str, tmp_path: Path) -> None:
    from .test_terminal import on_terminal

    typed = [f"{each}\n" for each in ["试点联盟", "", "", "", ""]][:answers]
    git(tmp_path, "init", "-q")
    code, screen = on_terminal("init", "a/b.toml", folder=tmp_path, typed=[*typed, key])
    assert code == 130, screen
    assert "nothing was written" in screen
    assert files_in(tmp_path) == set()
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_XX.UTF-8"])
def test_hanzi_are_read_in_any_locale(locale: str, tmp_path: Path) -> None:
    from .test_terminal import on_terminal

    typed = ["试点联盟\n", "整车、配件\n", "\n", "\n", "y\n"]
    environment = {"LC_ALL": locale}
    code, screen = on_terminal("init", folder=tmp_path, typed=typed, environment=environment)
    assert code == 0, screen
    data = data_of(tmp_path / "members.toml")
    assert (data["alliance"]["name"], [*data["categories"]]) == ("试点联盟", ["整车", "配件"])


def test_whoever_says_no_has_nothing(tmp_path: Path) -> None:
    from .test_terminal import on_terminal

    typed = ["试点联盟\n", "\n", "\n", "\n", "n\n"]
    code, screen = on_terminal("init", folder=tmp_path, typed=typed)
    assert (code, files_in(tmp_path)) == (1, set())
    assert "nothing was written" in screen


# --- where there is none yet


ARGUMENTS = {
    "diff": ["HEAD"],
    "filter": ["x"],
    "show": ["x"],
    "add": ["--name=甲厂", "--category=x"],
    "edit": ["x", "--set=city=武汉"],
    "admit": ["x"],
    "body": ["list"],
    "expert": ["list"],
    "project": ["list"],
    "withdraw": ["x"],
    "reinstate": ["x"],
    "rename": ["x", "y"],
    "merge": ["x", "y"],
    "remove": ["x"],
    "export": ["y.csv"],
    "import": ["x.csv"],
}


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if each not in ("init", "completion")]
)
def test_every_command_says_how_to_begin(command: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("名称\n甲厂\n", encoding="utf-8")
    arguments = ARGUMENTS.get(command, [])
    assert "(`alliance init` makes one; " in run(command, *arguments, code=3).err
    # A file to be checked may be missing, and git may have one that is not there any more.
    if command not in ("validate", "diff"):
        err = run(command, *arguments, "-r", "data/新.toml", code=3).err
        assert "`alliance init data/新.toml` makes a new registry" in err


def test_a_list_that_is_not_there_is_no_registry(run: Run, registry: Path) -> None:
    err = run("import", "none.xlsx", code=3).err
    assert err == "alliance: none.xlsx: there is no such file (check the name and the folder)\n"


def test_a_registry_without_members_says_what_is_next(run: Run) -> None:
    run("init", *LEAST)
    assert run("list").err == (
        "there are no members yet; `alliance add` adds one, `alliance import LIST` many\n"
    )


def test_it_is_made_where_commands_look(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("-r", "given.toml", "init", *LEAST)
    monkeypatch.setenv("ALLIANCE_REGISTRY", "named.toml")
    assert "to add a member: alliance add\n" in run("init", *LEAST).err
    assert {"given.toml", "named.toml"} <= files_in(tmp_path)


def test_a_registry_above_is_left_alone(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = registry.parent / "below"
    below.mkdir()
    os.chdir(below)
    run("init", *LEAST)
    assert run("list", "-f", "ids").out == ""
    assert registry.read_text(encoding="utf-8") == SMALL
