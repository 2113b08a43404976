"""`validate --fix`: what is certain is repaired through the gate, and nothing else is touched."""

import errno
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from alliance_cli.checks.repairs import repaired
from alliance_cli.kinds.member import MEMBER as KIND
from alliance_cli.toml.compose import toml_value

from .conftest import SMALL, Run, git, steps

HEAD = '# 名录\n[categories]\nvehicle = "整车企业"\n\n'
MEMBER = '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\n'


def after(run: Run, tmp_path: Path, lines: str, *arguments: str, code: int | None = 0) -> str:
    """What becomes of lines of a member."""
    path = tmp_path / "members.toml"
    text = HEAD + MEMBER
    path.write_text(text + lines, encoding="utf-8")
    run("validate", "--fix", *arguments, code=code)
    new = path.read_text(encoding="utf-8")
    assert new.startswith(text)
    return new.removeprefix(text)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('city = " 武汉" # 市', 'city = "武汉" # 市'),
        ('credit_code = "91420000177570439l"', 'credit_code = "91420000177570439L"'),
        ('credit_code = "９１42 0000177570439L"', 'credit_code = "91420000177570439L"'),
        ('postcode = "４３0000"', 'postcode = "430000"'),
        ("postcode = 430000", 'postcode = "430000"'),
        ('status = "正常"', 'status = "active"'),
        ('joined = "2019/5/28"', "joined = 2019-05-28"),
        ("joined = 2019-05-28T00:00:00", "joined = 2019-05-28"),
        ('employees = "1,200"', "employees = 1200"),
        ("employees = 1200.0", "employees = 1200"),
        ('tags = "出口"', 'tags = ["出口"]'),
        ('tags = ["甲", "乙", "甲"]', 'tags = ["甲", "乙"]'),
        ('"城市" = "武汉"', 'city = "武汉"'),
        ("城市 = 武汉", 'city = "武汉"'),
        ('City = "武汉"', 'city = "武汉"'),
        (
            '[[members.contacts]]\n姓名 = "张三"\n手机号：“13812340001”',
            '[[members.contacts]]\nname = "张三"\nmobile = "13812340001"',
        ),
        ('tags = [" 甲 ", "甲"]', 'tags = ["甲"]'),
        ("left = 2020-01-01", 'status = "left"\nleft = 2020-01-01'),
        (
            '[[members.contacts]]\nname = "张三"\nmobile = "１３8 1234 0001"\nprimary = "是"',
            '[[members.contacts]]\nname = "张三"\nmobile = "13812340001"\nprimary = true',
        ),
    ],
)
def test_what_is_certain_is_repaired(lines: str, expected: str, run: Run, tmp_path: Path) -> None:
    assert after(run, tmp_path, lines + "\n") == expected + "\n"
    assert run("validate").out == "1 member, no findings\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('city = "武\u200b汉"', 'city = "武汉"'),
        ('city = "⻓沙"', 'city = "长沙"'),
        ('credit_code = "I2100000441626842D"', 'credit_code = "12100000441626842D"'),
        ('citty = "武汉"', 'city = "武汉"'),
        ('status = "activ"', 'status = "active"'),
        ('website = "www.example.com"', 'website = "http://www.example.com"'),
        ('status = "active"\nleft = 2020-01-01', 'status = "left"\nleft = 2020-01-01'),
    ],
)
def test_what_is_likely_is_repaired_only_when_asked(
    lines: str, expected: str, run: Run, tmp_path: Path
) -> None:
    assert after(run, tmp_path, lines + "\n", code=None) == lines + "\n"
    assert after(run, tmp_path, lines + "\n", "--unsafe", code=None) == expected + "\n"


@pytest.mark.parametrize(
    "lines",
    [
        'credit_code = "91420000177570439X"',
        'tags = "甲、乙"',
        'joined = "2019-02-30"',
        "employees = 1.5",
        "name_key = 1",
        'city = ""',
        'city = "   "',
        # It would bring an error where there was a warning.
        "citty = 5",
        'city = "武汉"\ncitty = "襄阳"',
    ],
)
def test_what_is_not_known_stays(lines: str, run: Run, tmp_path: Path) -> None:
    assert after(run, tmp_path, lines + "\n", "--unsafe", code=None) == lines + "\n"


@pytest.mark.parametrize(
    ("part", "written", "meant"),
    [
        ("mobile", "+86 138-1234-0001", "13812340001"),
        ("mobile", "(138)1234 0001", "13812340001"),
        ("mobile", "008613812340001", "13812340001"),
        ("phone", "(027)87654321", "027-87654321"),
        ("phone", "0710 339 1234", "0710-3391234"),
        ("phone", "０２７－８７６５４３２１转801", "027-87654321-801"),
        ("phone", "0710-3391234 8", None),
        ("phone", "87654321", None),
        ("email", " zhang@example.com", "zhang@example.com"),
        ("email", "zhang san@example.com", None),
        ("mobile", "1381234000", None),
    ],
)
def test_numbers_are_repaired_where_nothing_else_can_be_meant(
    part: str, written: str, meant: str | None, run: Run, tmp_path: Path
) -> None:
    lines = '[[members.contacts]]\nname = "张三"\n{} = "{}"\n'
    expected = lines.format(part, meant or written)
    assert after(run, tmp_path, lines.format(part, written), "--unsafe", code=None) == expected


def test_a_repaired_id_is_not_remembered_as_one_that_is_gone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    path.write_text(HEAD + MEMBER.replace('"M001"', '" M001"'), encoding="utf-8")
    run("validate", "--fix")
    assert path.read_text(encoding="utf-8") == HEAD + MEMBER


def test_a_repair_that_brings_an_error_stops_no_other(run: Run, tmp_path: Path) -> None:
    lines = 'citty = 5\nstatus = "正常"\n'
    assert after(run, tmp_path, lines, "--unsafe") == 'citty = 5\nstatus = "active"\n'


def test_only_chosen_rules_and_what_no_comment_silences(run: Run, tmp_path: Path) -> None:
    lines = 'city = " 武汉"\nnote = " x" # alliance: ignore[F307] as printed\nstatus = "正常"\n'
    expected = 'city = "武汉"\nnote = " x" # alliance: ignore[F307] as printed\nstatus = "正常"\n'
    assert after(run, tmp_path, lines, "--select", "F307") == expected


def test_repairs_are_told_and_what_is_left_is_reported(run: Run, registry: Path) -> None:
    text = SMALL.replace('city = "武汉"', 'city = "武汉 "').replace("= 12000", '= "12000"')
    registry.write_text(text.replace('"M002"', '"M 2"'), encoding="utf-8")
    assert run("validate", code=1).out.endswith(
        "\n--fix repairs 3\n3 members, 2 errors, 1 warning\n"
    )
    outcome = run("validate", "--fix", "-f", "json")
    assert "M001 东风本田: " in outcome.err
    assert "3 repaired in members.toml" in outcome.err
    assert json.loads(outcome.out)["findings"] == []
    assert registry.read_text(encoding="utf-8") == SMALL.replace('"M002"', '"M2"')
    before = registry.stat()
    assert run("validate", "--fix").err == ""
    assert registry.stat().st_ino == before.st_ino


def test_a_diff_writes_nothing_and_masks(run: Run, registry: Path) -> None:
    text = SMALL.replace('"13812340001"', '"138 1234 0001"').replace("= 12000", '= "12000"')
    registry.write_text(text, encoding="utf-8")
    outcome = run("validate", "--fix", "--diff", code=1)
    assert outcome.out.startswith("--- a/members.toml\n+++ b/members.toml\n@@")
    assert '-employees = "12000"\n+employees = 12000\n' in outcome.out
    assert "0001" in outcome.out
    assert "1234" not in outcome.out
    assert registry.read_text(encoding="utf-8") == text


def test_a_repair_that_makes_a_duplicate_is_left_to_a_person(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    text = HEAD + MEMBER + '\n[[members]]\nid = "M002"\nnmae = "东风本田"\ncategory = "vehicle "\n'
    path.write_text(text, encoding="utf-8")
    run("validate", "--fix", "--unsafe", code=1)
    assert path.read_text(encoding="utf-8") == text
    run("validate", "--fix", code=1)
    assert 'category = "vehicle"\n' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments", [["--unsafe"], ["--diff"], ["--fix", "-"], ["--max-removed=1"], ["--base=x", "-"]]
)
def test_options_that_do_not_go_together(arguments: list[str], run: Run, registry: Path) -> None:
    assert run("validate", *arguments, code=2).err.startswith("alliance: --")


def test_a_file_that_is_no_registry_is_reported_and_left(run: Run, registry: Path) -> None:
    registry.write_text("x = ", encoding="utf-8")
    assert "S102" in run("validate", "--fix", code=3).out


LOOKING_ALIKE = {
    'category = "整车企业"': "category 整车企业 → vehicle (the key in place of its label)",
    'postcode = "４３0070"': "postcode ４３0070 → 430070 (full-width characters before)",
    "postcode = 430070": "postcode 430070 → 430070 (a whole number before, text now)",
    'city = " 武汉"': "city  武汉 → 武汉 (other spaces)",
    'city = "武\u200b汉"': "city 武\\u200b汉 → 武汉 (without invisible characters)",
    'city = "⻓沙"': "city ⻓沙 → 长沙 (characters that look alike)",
    'joined = "2019-05-28"': "joined 2019-05-28 → 2019-05-28 (text before, a date now)",
    'employees = "12000"': "employees 12000 → 12000 (text before, a whole number now)",
    'tags = ["甲", " 乙"]': "tags  乙 → 乙 (other spaces)",
    'credit_code = "91420000177570439l"': (
        "credit_code 91420000177570439l → 91420000177570439L (other case)"
    ),
    '[[members.contacts]]\nname = "张"\nmobile = "１３812340001"': (
        "contacts.张.mobile １３8****0001 → 138****0001 (full-width characters before)"
    ),
    # What everybody sees needs no word.
    'joined = "2019/5/28"': "joined 2019/5/28 → 2019-05-28",
    'status = "activ"': "status activ → active",
}


@pytest.mark.parametrize("line", LOOKING_ALIKE)
def test_a_repair_that_nobody_sees_is_explained(line: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    member = MEMBER.replace('category = "vehicle"\n', "") if "category" in line else MEMBER
    path.write_text(f"{HEAD}{member}{line}\n", encoding="utf-8")
    told = run("validate", "--fix", "--unsafe", code=None).err.splitlines()[0]
    assert told == f"  M001 东风本田: {LOOKING_ALIKE[line]}"


CONTACT = {"name": "张", "title": "主任", "mobile": "13812340001"}


MANY_REPAIRS: dict[str, Callable[[int], tuple[str, Sequence[object], Sequence[object]]]] = {
    "repeats": lambda n: ("tags", ["a"] * n, ["a"] * (n > 0)),
    "repeats among others": lambda n: (
        "tags",
        [word for i in range(n) for word in (f"a{i}", "b")],
        ["a0", "b", *(f"a{i}" for i in range(1, n))],
    ),
    "spaces": lambda n: ("tags", [f" a{i}" for i in range(n)], [f"a{i}" for i in range(n)]),
    "contacts": lambda n: ("contacts", [{**CONTACT, "title": " 主任"}] * n, [CONTACT] * n),
}


@pytest.mark.parametrize("case", MANY_REPAIRS)
def test_many_repairs_of_a_list_are_one(case: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"

    def work(count: int) -> int:
        key, before, _ = MANY_REPAIRS[case](count)
        path.write_text(f"{HEAD}{MEMBER}{key} = {toml_value(before)}\n", encoding="utf-8")
        return steps(lambda: run("validate", "--fix", "--select", "F3", code=None))

    work(10)
    assert work(400) < work(100) * 4 * 1.5
    work(100)
    key, _, meant = MANY_REPAIRS[case](100)
    assert path.read_text(encoding="utf-8") == f"{HEAD}{MEMBER}{key} = {toml_value(meant)}\n"


def test_a_repair_that_is_in_the_way_stops_no_other_of_its_list() -> None:
    # As one of very many they are tried in halves.
    contacts = [{"name": "张三", "title": " 主任"} for _ in range(30)]
    member = {"id": "M001", "name": "甲厂", "category": "parts", "contacts": contacts, "citty": 5}
    new, mended = repaired(member, 0, KIND, bool)
    assert new["citty"] == 5
    assert [each["title"] for each in new["contacts"]] == ["主任"] * 30
    assert len(mended) == 30


def test_two_keys_that_mean_one_are_not_both_repaired(run: Run, tmp_path: Path) -> None:
    lines = 'citty = "武汉"\ncityy = "襄阳"\n'
    expected = 'city = "武汉"\ncityy = "襄阳"\n'
    assert after(run, tmp_path, lines, "--unsafe") == expected


def test_repairs_leave_the_member_as_it_was() -> None:
    contact = {"name": "张三", "mobile": "138 1234 0001"}
    member = {"id": "M001", "name": "甲厂", "category": "parts", "contacts": [contact]}
    new, mended = repaired(member, 0, KIND, bool)
    assert contact["mobile"] == "138 1234 0001"
    assert new["contacts"][0]["mobile"] == "13812340001"
    assert len(mended) == 1


@pytest.fixture
def committed(registry: Path) -> Path:
    """The small registry in a repository, whose three members then become two others."""
    git(registry.parent, "init", "--quiet")
    git(registry.parent, "add", ".")
    git(registry.parent, "commit", "--quiet", "-m", "begin")
    text = SMALL[: SMALL.index("[[members]]")] + (
        '[[members]]\nid = "M009"\nname = "谷城蓄电池厂"\ncategory = "parts"\n'
        '[[members]]\nid = "m001"\nname = "东本"\ncategory = "parts"\n'
    )
    registry.write_text(text, encoding="utf-8")
    return registry


def test_members_that_are_gone_since_a_revision(run: Run, committed: Path) -> None:
    assert run("validate", "--base", "HEAD").out == "2 members, no findings\n"
    outcome = run("validate", "--base", "HEAD", "--max-removed", 0, code=1)
    # Another id or another case of it is no removal.
    expected = "members.toml:1:1: error X509: gone since HEAD: 1, at most allowed: 0 (M003)"
    assert outcome.out.startswith(expected)
    run("validate", "--base", "HEAD", "--max-removed", 0, "--ignore", "X509")


def test_a_revision_that_cannot_be_had(run: Run, committed: Path, tmp_path: Path) -> None:
    assert "git has no revision v9" in run("validate", "--base", "v9", code=3).err
    assert "git has no revision --help" in run("validate", "--base", "--help", code=3).err
    (tmp_path / "new.toml").write_text(SMALL, encoding="utf-8")
    outcome = run("validate", "new.toml", "--base", "HEAD", "--max-removed", 0, code=3)
    assert "HEAD has no new.toml to compare with (leave out --base" in outcome.err


def test_a_folder_that_is_no_repository(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(registry.parent.parent))
    assert "not in a git repository" in run("validate", "--base", "HEAD", code=3).err
    monkeypatch.setenv("PATH", str(registry.parent))
    assert "there is no git" in run("validate", "--base", "HEAD", code=3).err


def make_reading_fail_once(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the first reading of a file fail, as it may on a bad disk, and no other."""
    opened: list[str] = []
    usual = os.open

    def fail_once(path: Any, *arguments: Any, **settings: Any) -> int:
        opened.append(str(path))
        if str(path).endswith(name) and opened.count(str(path)) == 1:
            raise OSError(errno.EIO, "Input/output error")
        return usual(path, *arguments, **settings)

    monkeypatch.setattr(os, "open", fail_once)


@pytest.mark.parametrize("options", [[], ["--diff"]])
def test_a_file_that_could_not_be_read_is_told_of(
    options: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{letter}.toml" for letter in "abc"]
    for name in names:
        (tmp_path / name).write_text(HEAD + MEMBER + 'city = " 武汉"\n', encoding="utf-8")
    make_reading_fail_once(monkeypatch, "b.toml")
    outcome = run("validate", "--fix", *options, *names, code=3)
    last = outcome.err.splitlines()[-1]
    assert last.startswith("alliance: b.toml: it cannot be read: Input/output error")
    repaired = [" 武汉" not in (tmp_path / name).read_text(encoding="utf-8") for name in names]
    assert repaired == ([False] * 3 if options else [True, False, True])


def test_a_file_that_is_no_registry_is_told_of_under_diff(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text("[", encoding="utf-8")
    outcome = run("validate", "--fix", "--diff", code=3)
    assert "members.toml:1:2: error S102" in outcome.err
    assert "S102" not in run("validate", "--fix", code=3).err
