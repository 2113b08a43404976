"""`edit`: what is set, taken out, added and dropped; what is refused; and what is said of it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
import tomli
from typer.testing import CliRunner

from alliance_cli.cli import app

from .conftest import SMALL, Run

CONTACT = "contacts=name=李四,mobile=13912340002"


def data_of(path: Path, place: int = 0) -> dict[str, Any]:
    member: dict[str, Any] = tomli.loads(path.read_text(encoding="utf-8"))["members"][place]
    return member


@pytest.mark.parametrize(
    ("arguments", "old", "new"),
    [
        # a value in place, with the comment and the spaces of its line
        (["M002", "--set", "name=骆陀集团股份有限公司"], "骆驼集团股", "骆陀集团股"),
        (["M002", "--set=所在市州\uff1d十堰"], 'city = "襄阳"', 'city = "十堰"'),
        (["M001", "--set", "employees=1,300"], "employees = 12000", "employees = 1300"),
        (
            ["M001", "--set", "joined=2019年6月1日"],
            "joined = 2019-05-28\ngroups",
            "joined = 2019-06-01\ngroups",
        ),
        (["M001", "--set", "level=会员单位"], 'level = "president"', 'level = "member"'),
        # a new key goes where the order of the fields puts it
        (["M002", "--set", "short_name=骆驼"], "former_names", 'short_name = "骆驼"\nformer_names'),
        (
            ["M002", "--set", "note=一\n二"],
            "joined = 2020-01-15\n",
            'joined = 2020-01-15\nnote = "一\\n二"\n',
        ),
        # out with the line
        (["M001", "--unset", "employees"], "employees = 12000\n", ""),
        (
            ["M001", "--unset", "标签", "--unset", "city"],
            'city = "武汉"\ntags = ["新能源", "出口"]\n',
            "",
        ),
        # lists
        (["M001", "--append", "tags=国企"], '"出口"]', '"出口", "国企"]'),
        (["M001", "--drop", "tags=出口"], '"新能源", "出口"]', '"新能源"]'),
        (
            ["M001", "--drop", "tags=新能源", "--append", "tags=新"],
            '["新能源", "出口"]',
            '["出口", "新"]',
        ),
        (
            ["M001", "--drop", "tags=出口", "--drop", "tags=新能源"],
            'tags = ["新能源", "出口"]\n',
            "",
        ),
        (["M001", "--set", "tags=甲", "--set", "tags=乙"], '["新能源", "出口"]', '["甲", "乙"]'),
        (["M001", "--set", "tags.1=进口"], '"出口"]', '"进口"]'),
        (["M001", "--unset", "tags.0"], '["新能源", "出口"]', '["出口"]'),
        (["M001", "--drop", "groups=动力电池组"], 'groups = ["battery"]\n', ""),
        (
            ["M002", "--append", "former_names=甲\\,乙厂"],
            '["谷城蓄电池厂"]',
            '["谷城蓄电池厂", "甲,乙厂"]',
        ),
        (["M001", "--set", "tags=甲,乙、丙；丁"], '["新能源", "出口"]', '["甲", "乙", "丙", "丁"]'),
        (["M001", "--set", "tags=甲，甲;乙\\，丙"], '["新能源", "出口"]', '["甲", "乙，丙"]'),
        (["M001", "--set", "tags.0=甲,乙"], '"新能源"', '"甲,乙"'),
        (["M001", "--set", "标签=A Co., Ltd、乙"], '["新能源", "出口"]', '["A Co., Ltd", "乙"]'),
        (["M001", "--append", "tags=国企、出口"], '"出口"]', '"出口", "国企"]'),
        (["M001", "--drop", "tags=出口,新能源"], 'tags = ["新能源", "出口"]\n', ""),
        (["M002", "--set", "名称=骆陀集团股份有限公司"], "骆驼集团股", "骆陀集团股"),
        (["M002", "--set", "城市=十堰"], 'city = "襄阳"', 'city = "十堰"'),
        (["M001", "--set", "contacts.0.手机号码=13912340002"], "13812340001", "13912340002"),
        # contacts
        (["M001", "--set", "contacts.0.mobile=139 1234 0002"], "13812340001", "13912340002"),
        (
            ["M001", "--set", "联系人.0.主要联系人=是"],
            'zhangsan@example.com"\n',
            'zhangsan@example.com"\nprimary = true\n',
        ),
        (["M001", "--unset", "contacts.0.phone"], 'phone = "027-87654321"\n', ""),
        (
            ["M001", "--append", CONTACT],
            'zhangsan@example.com"\n',
            'zhangsan@example.com"\n\n[[members.contacts]]\nname = "李四"\n'
            'mobile = "13912340002"\n',
        ),
        (
            ["M001", "--drop", "contacts=张三"],
            '\n[[members.contacts]]\nname = "张三"\ntitle = "主任"\nmobile = "13812340001"\n'
            'phone = "027-87654321"\nemail = "zhangsan@example.com"\n',
            "",
        ),
        (
            ["M002", "--append", CONTACT],
            "joined = 2020-01-15\n",
            'joined = 2020-01-15\n\n[[members.contacts]]\nname = "李四"\nmobile = "13912340002"\n',
        ),
    ],
)
def test_only_what_is_asked_for_changes(
    arguments: list[str], old: str, new: str, run: Run, registry: Path
) -> None:
    outcome = run("edit", *arguments)
    assert registry.read_text(encoding="utf-8") == SMALL.replace(old, new)
    assert outcome.out == ""
    assert outcome.err.count("\n") == 1
    assert run("validate").out == "3 members, no findings\n"


def test_what_was_changed_is_said_in_one_line_and_masked(run: Run, registry: Path) -> None:
    outcome = run(
        "edit", "东风本田", "--set=city=十堰", "--append=tags=国企", "--drop=tags=出口",
        "--set=contacts.0.mobile=13912340002", "--unset=employees", "--set=note=13512340003",
        "--yes",
    )  # fmt: skip
    assert "warning F316 note" in outcome.err
    assert outcome.err.splitlines()[-1] == (
        "M001 东风本田: city 武汉 → 十堰; tags -出口; tags +国企; employees -12000; "
        "note +135****0003; contacts.张三.mobile 138****0001 → 139****0002 at members.toml:18"
    )
    outcome = run("edit", "M001", "--set=contacts.0.mobile=13912340009", "--contacts")
    assert "13912340002 → 13912340009" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--set", "city=武汉"],
        ["--set", "tags=新能源", "--set", "tags=出口"],
        ["--append", "tags=出口"],
        ["--unset", "note"],
        ["--unset", "contacts.7"],
    ],
)
def test_nothing_to_change_writes_nothing(arguments: list[str], run: Run, registry: Path) -> None:
    before = registry.stat()
    outcome = run("edit", "M001", *arguments)
    assert (outcome.out, outcome.err) == ("", "nothing to change\n")
    assert (registry.stat().st_ino, registry.stat().st_mtime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["M001"], 2, "say what to change"),
        (["--set", "city=x"], 2, "name members, or choose them with filters"),
        (["M001", "--city", "武汉", "--set", "city=x"], 2, "name members, or choose them"),
        (["M9", "--set", "city=x"], 2, "there is no member M9"),
        (["骆驼", "--set", "city=x"], 2, "one member has 骆驼 in id or name; name one by its id:"),
        (["M001", "--set", "citty=x"], 2, "did you mean city?"),
        (["M001", "--set", "city"], 2, "city is not of the form key=value"),
        (["M001", "--set", "city="], 2, "--unset city takes it out"),
        (["M001", "--set", "city.0=x"], 2, "city.0: there is no 0 in it (write city alone)"),
        (["M001", "--set", "contacts.mobile=1"], 2, "contacts.mobile: there is no mobile in it"),
        (["M001", "--set", "contacts.0.fax=1"], 2, "write one of: contacts.0.name"),
        (["M001", "--set", "contacts.1.title=x"], 1, "M001 has no contacts.1.title"),
        (["M001", "--set", "tags.2=x"], 1, "M001 has no tags.2 (--append tags=… adds one"),
        (["M001", "--append", "city=x"], 2, "city is not a list"),
        (["M001", "--drop", "tags=没有"], 1, "M001 has no 没有 in tags (there are: 新能源, 出口"),
        (
            ["M001", "--set", "city=x", "--unset", "city"],
            2,
            "city is to be changed in two ways at once",
        ),
        (["M001", "--set", "joined=昨天"], 1, "joined: expected is a date like 2019-05-28"),
        (["M001", "--set", "level=理事"], 1, "level: 理事 is not one of the choices"),
        (["M001", "--set", "contacts.0.primary=perhaps"], 1, "expected is yes or no, not perhaps"),
        (["M001", "--unset", "name"], 1, "error M401 name: name is missing (kept exactly"),
        (["M001", "--set", "name=骆驼集团股份有限公司"], 1, "error X502 name: M001 骆驼集团股份"),
        (["M001", "--set", "id=m002"], 1, "error X501 id"),
        (["M001", "--set", "left=2020-01-01"], 1, "error M404 left"),
        (["M002", "--set", "parent=M002"], 1, "error M410 parent"),
        (["M001", "--set", "contacts.0.mobile=13812"], 1, "error F303 contacts.mobile"),
        (["M001", "--set", "credit_code=91420000177570439"], 1, "error F311 credit_code"),
        (["M001", "--set", "note=找 13812340001"], 1, "warning F316 note: a mobile number"),
        (["M001", "M002", "--editor"], 2, "--editor is for one member"),
    ],
)
def test_what_does_not_fit_is_refused(
    arguments: list[str], code: int, message: str, run: Run, registry: Path
) -> None:
    outcome = run("edit", *arguments, code=code)
    assert message in outcome.err
    assert outcome.out == ""
    assert "13812340001" not in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL


def test_an_error_that_is_there_does_not_stop_other_changes(run: Run, registry: Path) -> None:
    text = SMALL.replace('mobile = "13812340001"', 'mobile = "138"')
    registry.write_text(text, encoding="utf-8")
    run("edit", "M001", "--set", "contacts.0.title=经理")
    assert registry.read_text(encoding="utf-8") == text.replace("主任", "经理")
    # Another wrong value is no better than the one that is there.
    assert "error F303" in run("edit", "M001", "--set", "contacts.0.mobile=139", code=1).err
    assert "error F303" in run("edit", "M001", "--append", "contacts=name=甲,mobile=1", code=1).err


def test_a_key_without_a_definition_can_only_be_taken_out(run: Run, registry: Path) -> None:
    registry.write_text(SMALL.replace("employees", "emploees"), encoding="utf-8")
    assert "did you mean employees?" in run("edit", "M001", "--set=emploees=1", code=2).err
    run("edit", "M001", "--unset=emploees", "--set=employees=12000")
    assert data_of(registry)["employees"] == 12000
    assert "emploees" not in registry.read_text(encoding="utf-8")


def test_many_members_are_named_and_must_be_agreed_to(run: Run, registry: Path) -> None:
    outcome = run("edit", "-c", "vehicle", "--all", "--append", "tags=整车", code=2)
    assert (
        "there is nobody to ask; nothing was written (--yes does it without asking)" in outcome.err
    )
    assert registry.read_text(encoding="utf-8") == SMALL
    outcome = run("edit", "-c", "vehicle", "--all", "--append", "tags=整车", "--yes")
    assert outcome.err == "2 members changed in members.toml\n"
    assert data_of(registry)["tags"] == ["新能源", "出口", "整车"]
    assert data_of(registry, 2)["tags"] == ["整车"]
    # Those who left are passed over, as in a list.
    outcome = run("edit", "-c", "vehicle", "--drop", "tags=整车", "--yes")
    assert outcome.err.startswith("M001 东风本田: tags -整车 at ")
    assert run("edit", "-c", "parts", "--drop", "tags=整车", "--yes").err == "nothing to change\n"


def test_many_members_are_changed_all_or_none(run: Run, registry: Path) -> None:
    outcome = run(
        "edit", "--all", "--set", "joined=2021-01-01", "--set", "parent=M002", "-y", code=1
    )
    assert "error M410 parent: a member cannot be its own parent  [M002 骆驼" in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL


def test_several_members_can_be_named(run: Run, registry: Path) -> None:
    assert run("edit", "M001", "M002", "M001", "--set", "city=随州").err.startswith("2 members")
    assert {data_of(registry, n)["city"] for n in (0, 1)} == {"随州"}


def test_dry_run_shows_every_hunk_of_a_long_file(run: Run, registry: Path) -> None:
    outcome = run("edit", "--all", "--set", "city=随州", "--dry-run")
    assert registry.read_text(encoding="utf-8") == SMALL
    lines = outcome.out.splitlines()
    assert [line for line in lines if line.startswith("@@")] == [
        "@@ -22,7 +22,7 @@",
        "@@ -40,7 +40,7 @@",
        "@@ -48,6 +48,6 @@",
    ]
    assert [line for line in lines if line[0] in "+-"][2:] == [
        '-city = "武汉"',
        '+city = "随州"',
        '-city = "襄阳"',
        '+city = "随州"',
        '-city = "十堰"',
        '+city = "随州"',
    ]


@pytest.mark.skipif(shutil.which("git") is None, reason="git applies the patch")
@pytest.mark.parametrize(
    "arguments",
    [
        ["edit", "--all", "--append", "tags=甲", "--append", "products=乙", "--unset=short_name"],
        ["edit", "M001", "M003", "--set", "note=一\n二", "--append", CONTACT],
        ["remove", "M001", "M003"],
        ["withdraw", "M002", "--on", "2022-01-01"],
        ["add", "--name=新厂", "--category=parts", "--contact=name=甲"],
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\n\n# 完\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_diff_is_a_patch(
    arguments: list[str], end: str, newline: str, run: Run, registry: Path
) -> None:
    raw = (SMALL.rstrip("\n") + end).replace("\n", newline).encode()
    registry.write_bytes(raw)
    # As bytes, for the carriage returns.
    dry = CliRunner().invoke(app, [*arguments, "--yes", "--dry-run", "--contacts"])
    run(*arguments, "--yes")
    changed = registry.read_bytes()
    registry.write_bytes(raw)
    apply = ["git", "apply", "--whitespace=nowarn"]
    subprocess.run(apply, input=dry.stdout_bytes, cwd=registry.parent, check=True)
    assert registry.read_bytes() == changed != raw


def test_the_diff_names_the_file_as_seen_from_the_current_folder(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("edit", "M001", "--set=city=十堰", "--dry-run", "-r")
    folder = registry.parent.name
    for current, given, shown in [
        (registry.parent, registry, "members.toml"),
        (registry.parent.parent, f"{folder}/members.toml", f"{folder}/members.toml"),
        (registry.parent.parent, registry, f"{folder}/members.toml"),
        (Path("/"), registry, str(registry.resolve())[1:]),
    ]:
        monkeypatch.chdir(current)
        assert run(*arguments, given).out.startswith(f"--- a/{shown}\n+++ b/{shown}\n@@")
    (registry.parent / "below").mkdir()
    monkeypatch.chdir(registry.parent / "below")
    assert run(*arguments, "../members.toml").out.startswith("--- a/members.toml\n")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ('"400-820-1234"', '"400****234"'),
        ("'8008201234'", "'80****34'"),
        ('"\\u0031380013800"', '"13****00"'),
        ("13812340009", "****"),
        ('"""82345\n67"""', "****\n ****"),
    ],
)
def test_the_diff_masks_contacts_whatever_their_form(
    number: str, shown: str, run: Run, registry: Path
) -> None:
    text = SMALL.replace('"13812340001"', number)
    registry.write_text(text, encoding="utf-8")
    arguments = ("edit", "M001", "--set=contacts.0.phone=027-87305678", "--dry-run")
    diff = run(*arguments).out
    assert number not in diff
    assert not re.search("82345|67$|8201234|380013800|2340009|87305", diff)
    assert f" mobile = {shown}\n" in diff
    assert number in run(*arguments, "--contacts").out.replace("\n ", "\n")


FORMS = {
    "sub-tables": SMALL,
    "inline": SMALL[: SMALL.index("[[members.contacts]]")]
    + 'contacts = [ {name="张三", mobile="13812340001"} ] # 人\n',
    "lines": SMALL[: SMALL.index("[[members.contacts]]")]
    + 'contacts = [\n  # 先找他\n  { name = "张三", mobile = "13812340001" }, # 人\n]\n',
    "all inline": 'members = [\n  { id = "M001", name = "东风本田", category = "vehicle", '
    'contacts = [{ name = "张三", mobile = "13812340001" }] }, # 一\n]\n',
    "dotted": SMALL[: SMALL.index("[[members.contacts]]")]
    + 'contacts.name = "张三" # 人\ncontacts . mobile = "13812340001"\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_contacts_are_changed_in_the_form_they_have(form: str, run: Run, registry: Path) -> None:
    registry.write_text(FORMS[form], encoding="utf-8")
    key = "contacts" if form == "dotted" else "contacts.0"
    run("edit", "M001", "--set", f"{key}.mobile=13912340002")
    text = FORMS[form].replace("13812340001", "13912340002")
    assert registry.read_text(encoding="utf-8") == text
    run("edit", "M001", "--set", f"{key}.title=主任", "--unset", f"{key}.mobile")
    contacts = data_of(registry)["contacts"]
    contact = contacts if form == "dotted" else contacts[0]
    assert (contact["name"], contact["title"], "mobile" in contact) == ("张三", "主任", False)
    if form == "dotted":
        outcome = run("edit", "M001", "--append", CONTACT, code=1)
        assert "M001: contacts should be a list, but is not" in outcome.err
    else:
        run("edit", "M001", "--append", CONTACT)
        assert len(data_of(registry)["contacts"]) == 2
        run("edit", "M001", "--unset", "contacts.0")
        assert data_of(registry)["contacts"] == [{"name": "李四", "mobile": "13912340002"}]
    for comment in ("# 人", "# 先找他", "# 一", "# the registry"):
        if comment in FORMS[form] and not (comment in ("# 人", "# 先找他") and form == "lines"):
            assert comment in registry.read_text(encoding="utf-8")


def test_a_form_that_cannot_be_changed_safely_is_refused(run: Run, registry: Path) -> None:
    text = '[[members]]\nid = "M1"\nname = "甲厂"\ncategory = "x"\n[members.contacts.name]\na = 1\n'
    registry.write_text(text, encoding="utf-8")
    outcome = run("edit", "M1", "--set", "contacts.mobile=13812340001", code=3)
    assert outcome.err == (
        "alliance: members.toml:5: the table contacts has no header of its own "
        "(nothing was written; make this change by hand)\n"
    )
    assert registry.read_text(encoding="utf-8") == text


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Make $EDITOR a program that gets the text of the file as `text` and its path as `path`."""
    script = tmp_path / "editor.py"
    body = "import sys, pathlib\npath = pathlib.Path(sys.argv[1])\n"
    body += "raw = path.read_bytes()\ntext = raw.decode()\n" + program
    script.write_text(body, encoding="utf-8")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{script}"')
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    # Python looks at the environment once.
    monkeypatch.setattr(tempfile, "tempdir", None)


def write_back(change: str) -> str:
    return f"path.write_bytes(({change}).encode())\n"


def test_the_editor_gets_the_lines_of_the_member_alone(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SMALL.replace('[[members]]\nid = "M002"', '# 骆驼\n[[members]]\nid = "M002"')
    registry.write_text(text, encoding="utf-8")
    editor(
        tmp_path,
        monkeypatch,
        "assert text.startswith('# 骆驼\\n[[members]]') and text.endswith('2020-01-15\\n')\n"
        + write_back("text.replace('襄阳\"', '十堰\" # 迁') + '# 完\\n'"),
    )
    outcome = run("edit", "M002", "--editor")
    assert outcome.err == "M002 骆驼集团股份有限公司: city 襄阳 → 十堰 at members.toml:39\n"
    expected = text.replace('"襄阳"', '"十堰" # 迁').replace("01-15\n", "01-15\n# 完\n")
    assert registry.read_text(encoding="utf-8") == expected


def test_a_comment_written_by_hand_is_a_change_too(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(tmp_path, monkeypatch, write_back("text + '# 完\\n'"))
    outcome = run("edit", "M002", "--editor")
    assert outcome.err == "M002 骆驼集团股份有限公司: only comments or spacing at members.toml:38\n"
    expected = SMALL.replace("2020-01-15\n", "2020-01-15\n# 完\n")
    assert registry.read_text(encoding="utf-8") == expected
    editor(tmp_path, monkeypatch, "")
    assert run("edit", "M002", "--editor").err == "nothing to change\n"


def test_an_editor_that_saves_gbk_is_answered(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(tmp_path, monkeypatch, "path.write_bytes(text.encode('gb18030'))")
    outcome = run("edit", "M002", "--editor", code=1)
    assert "error S101" in outcome.err
    assert "GB" in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL


def test_the_editor_may_change_line_ends_but_the_file_does_not(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = ("\ufeff" + SMALL.replace("\n", "\r\n")).encode()
    registry.write_bytes(raw)
    change = "'\\ufeff' + text.replace('\\r\\n', '\\n').replace('襄阳', '十堰')"
    editor(tmp_path, monkeypatch, write_back(change))
    run("edit", "M002", "--editor")
    assert registry.read_bytes() == raw.replace(
        '襄阳"\r\njoined'.encode(), '十堰"\r\njoined'.encode()
    ).replace("# 襄阳".encode(), "# 十堰".encode())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("text.replace('\"襄阳\"', '襄阳')", "member.toml:6:8: error S102"),
        ("text.replace('M002', 'M001')", "member.toml:2:6: error X501 id"),
        ("text.replace('2020-01-15', '2999-01-15')", "member.toml:7:10: error F306 joined"),
        ("text + text", "there must be one [[members]] and nothing else"),
        ("text + '[levels]\\n'", "there must be one [[members]] and nothing else"),
        ("''", "the file is empty"),
    ],
)
def test_what_is_broken_is_never_put_back(
    change: str,
    message: str,
    run: Run,
    registry: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    editor(tmp_path, monkeypatch, write_back(change))
    outcome = run("edit", "M002", "--editor", code=1)
    assert message in outcome.err
    assert "nothing was written" in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL
    (kept,) = tmp_path.glob("alliance-*/member.toml")
    assert f"your text is kept in {kept}\n" in outcome.err


def test_what_was_written_by_hand_is_kept_when_it_cannot_be_put_back(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = SMALL.replace("2020-01-15", "2020-02-02")
    save = f"pathlib.Path({str(registry)!r}).write_text({theirs!r}, encoding='utf-8')\n"
    editor(tmp_path, monkeypatch, save + write_back("text.replace('\"襄阳\"', '\"十堰\"')"))
    outcome = run("edit", "M002", "--editor", code=3)
    assert "changed by somebody else meanwhile" in outcome.err
    (kept,) = tmp_path.glob("alliance-*/member.toml")
    assert f"your text is kept in {kept}" in outcome.err
    assert '"十堰"' in kept.read_text(encoding="utf-8")
    assert registry.read_text(encoding="utf-8") == theirs


@pytest.mark.parametrize(
    "theirs",
    [
        SMALL[: SMALL.index('[[members]]\nid = "M002"')],  # removed
        SMALL.replace("M002", "M022"),  # called otherwise
        SMALL.replace("M003", "M009"),  # took the id that was to be taken
        SMALL + "]",  # broken
    ],
)
def test_a_member_that_is_another_meanwhile_is_left_alone(
    theirs: str, run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = f"pathlib.Path({str(registry)!r}).write_text({theirs!r}, encoding='utf-8')\n"
    editor(tmp_path, monkeypatch, save + write_back("text.replace('M002', 'M009')"))
    outcome = run("edit", "M002", "--editor", code=3)
    assert ("meanwhile" in outcome.err) == (theirs[-1] != "]")
    assert "your text is kept in" in outcome.err
    assert registry.read_text(encoding="utf-8") == theirs


def test_an_editor_that_leaves_no_file_is_answered(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(tmp_path, monkeypatch, "path.unlink()")
    outcome = run("edit", "M002", "--editor", code=3)
    assert outcome.err.startswith("alliance: the editor left nothing to read: ")
    assert registry.read_text(encoding="utf-8") == SMALL
    assert not list(tmp_path.glob("alliance-*"))


def test_ctrl_c_in_the_editor_is_for_the_editor(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt = "import os, signal\nos.kill(os.getppid(), signal.SIGINT)\n"
    # It is not ignored there either.
    handled = "assert signal.getsignal(signal.SIGINT) is signal.default_int_handler\n"
    change = write_back("text.replace('\"襄阳\"', '\"十堰\"')")
    editor(tmp_path, monkeypatch, interrupt + handled + change)
    run("edit", "M002", "--editor")
    assert data_of(registry, 1)["city"] == "十堰"


def test_every_line_that_was_not_edited_stays_byte_for_byte(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Lines that end differently, no end after the last, and what trims them all in an editor.
    start = SMALL.index("[[members.contacts]]")
    raw = SMALL[:start].replace("\nid", "\r\nid").replace("# 襄阳\n", "# 襄阳\r\n")
    raw = raw.rstrip("\n").replace("joined = 2020-01-15", 'note = """a\r\nb\nc"""')
    registry.write_bytes(raw.encode())
    change = "text.replace('\\r\\n', '\\n').replace('东风', '东方') + '\\n\\n'"
    editor(tmp_path, monkeypatch, write_back(change))
    run("edit", "M001", "--editor")
    assert registry.read_bytes() == raw.replace("东风", "东方").encode()
    editor(tmp_path, monkeypatch, write_back("text.replace('东方', '东风') + '\\n# 完\\n'"))
    run("edit", "M001", "--editor")
    newline = "\r\n" if raw.count("\r\n") * 2 > raw.count("\n") else "\n"
    assert registry.read_bytes() == (raw + newline + "# 完").encode()


def test_an_id_that_is_changed_away_is_never_given_again(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(tmp_path, monkeypatch, write_back("text.replace('M003', 'M000')"))
    run("edit", "M003", "--editor")
    assert 'last_id = "M003"' in registry.read_text(encoding="utf-8")
    assert run("add", "--name=新厂", "--category=parts").out == "M004\n"
    run("edit", "M004", "--set=id=M001a")
    assert 'last_id = "M004"' in registry.read_text(encoding="utf-8")


def test_the_editor_is_not_for_members_whose_lines_are_apart(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", os.devnull)
    text = SMALL.replace("[[members.contacts]]", "[other]\nx = 1\n\n[[members.contacts]]")
    registry.write_text(text, encoding="utf-8")
    outcome = run("edit", "M001", "--editor", code=3)
    assert "another table stands here, between the lines of the member" in outcome.err


def test_a_change_elsewhere_does_not_disturb_the_editor(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = "# new\n" + SMALL.replace("12000", "13000")
    save = f"pathlib.Path({str(registry)!r}).write_text({theirs!r}, encoding='utf-8')\n"
    editor(tmp_path, monkeypatch, save + write_back("text.replace('\"襄阳\"', '\"十堰\"')"))
    run("edit", "M002", "--editor")
    assert registry.read_text(encoding="utf-8") == theirs.replace('"襄阳"', '"十堰"')


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("no-such-editor-1", "no-such-editor-1: "),
        (f'"{sys.executable}" -c "raise SystemExit(3)"', "failed"),
    ],
)
def test_an_editor_that_fails_changes_nothing(
    command: str, message: str, run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", command)
    assert message in run("edit", "M002", "--editor", code=3).err
    assert registry.read_text(encoding="utf-8") == SMALL


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has notepad")
def test_without_an_editor_one_line_says_how_to_name_one(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    # The menu of Debian is for who knows what it asks.
    program = f'#!/bin/sh\nexec {sys.executable} -c "raise SystemExit(7)"\n'
    for name in ("sensible-editor", "select-editor"):
        (tmp_path / name).write_text(program, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (told,) = run("edit", "M002", "--editor", code=3).err.splitlines()
    assert "there is no editor: neither $VISUAL nor $EDITOR is set" in told
    assert "`export EDITOR=nano`" in told
    # What is there is taken without a word; without nano, it is vi.
    (tmp_path / "vi.py").write_text(
        "import sys\np = sys.argv[1]\nt = open(p, encoding='utf-8').read()\n"
        "open(p, 'w', encoding='utf-8').write(t.replace('襄阳', '十堰'))\n",
        encoding="utf-8",
    )
    (tmp_path / "vi").write_text(
        f'#!/bin/sh\nexec {sys.executable} {tmp_path}/vi.py "$@"\n', encoding="utf-8"
    )
    (tmp_path / "vi").chmod(0o755)
    assert "city 襄阳 → 十堰" in run("edit", "M002", "--editor").err


def test_the_editor_is_not_for_members_in_line(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", os.devnull)
    registry.write_text(FORMS["all inline"], encoding="utf-8")
    outcome = run("edit", "M001", "--editor", code=3)
    assert "members.toml:2: this member is written in line" in outcome.err


def test_two_members_of_one_id_must_be_mended_first(run: Run, registry: Path) -> None:
    registry.write_text(SMALL.replace("M003", "M001"), encoding="utf-8")
    outcome = run("edit", "M001", "--set=city=武汉", code=2)
    assert outcome.err.startswith("alliance: 2 members have the id M001 (give them ids of their")


def test_an_item_with_a_comma_is_dropped_as_it_stands(run: Run, registry: Path) -> None:
    text = SMALL.replace('["新能源", "出口"]', '["新能源,出口", "国企"]')
    registry.write_text(text, encoding="utf-8")
    assert "M001 has no 新能源 in tags" in run("edit", "M001", "--drop=tags=新能源", code=1).err
    run("edit", "M001", "--drop", "tags=新能源,出口、国企")
    expected = text.replace('tags = ["新能源,出口", "国企"]\n', "")
    assert registry.read_text(encoding="utf-8") == expected


def test_a_list_of_marks_alone_is_no_value(run: Run, registry: Path) -> None:
    for typed in ("tags=,", "tags=、 ；"):
        outcome = run("edit", "M001", "--set", typed, code=1)
        assert "there is nothing in this list" in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL
