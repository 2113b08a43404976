"""`withdraw`, `reinstate` and `remove`: who goes, who comes back, and what stays in the file."""

from pathlib import Path

import pytest

from alliance_cli.kinds.member import MEMBER
from alliance_cli.registry.changes import Change
from alliance_cli.store.gate import propose
from alliance_cli.store.load import document_of

from .conftest import NOW, SMALL, Run

TODAY = NOW.date().isoformat()


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("arguments", "lines", "said"),
    [
        (
            ["--on", "2024年3月1日", "--reason", "自愿退会"],
            'status = "left"|left = 2024-03-01|left_reason = "自愿退会"',
            "status +left; left +2024-03-01; left_reason +自愿退会",
        ),
        ([], f'status = "left"|left = {TODAY}', f"status +left; left +{TODAY}"),
        (
            ["--as", "除名", "--on", "2024-03-01"],
            'status = "expelled"|left = 2024-03-01',
            "status +expelled; left +2024-03-01",
        ),
        (
            ["--as", "suspended"],
            f'status = "suspended"|suspended_on = {TODAY}',
            f"status +suspended; suspended_on +{TODAY}",
        ),
        (
            ["--as", "暂停", "--on", "2024-03", "--reason", "欠缴会费"],
            'status = "suspended"|suspended_on = "2024-03"|suspended_reason = "欠缴会费"',
            "status +suspended; suspended_on +2024-03; suspended_reason +欠缴会费",
        ),
    ],
)
def test_withdraw_and_reinstate(
    arguments: list[str], lines: str, said: str, run: Run, registry: Path
) -> None:
    status, *left = lines.split("|")
    outcome = run("withdraw", "M002", *arguments)
    assert outcome.err == f"M002 骆驼集团股份有限公司: {said} at members.toml:38\n"
    expected = SMALL.replace('category = "parts"\n', f'category = "parts"\n{status}\n').replace(
        "joined = 2020-01-15\n", "\n".join(["joined = 2020-01-15", *left, ""])
    )
    assert registry.read_text(encoding="utf-8") == expected
    assert run("validate").out == "3 members, no findings\n"
    assert run("withdraw", "M002", *arguments).err == "nothing to change\n"
    outcome = run("reinstate", "骆驼集团股份有限公司", "--undo")
    assert outcome.err.startswith("M002 骆驼集团股份有限公司: status -")
    assert registry.read_text(encoding="utf-8") == SMALL
    assert run("reinstate", "M002").err == "nothing to change\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["withdraw", "M003", "--on", "2022-01-01"], 1, "M003 is gone already: left, 2021-06-30"),
        (["withdraw", "M003", "--as", "expelled"], 1, "M003 is gone already"),
        (["withdraw", "M003", "--as", "suspended"], 1, "M003 is gone already"),
        (["withdraw", "M001", "--on", "2001-01-01"], 1, "error M403 left: left on 2001-01-01"),
        (["withdraw", "M001", "--on", "2999-01-01"], 1, "error F306 left"),
        (["withdraw", "M001", "--on", "昨天"], 1, "--on: expected is a date"),
        (["withdraw", "M001", "--as", "active"], 2, "--as: active is not one of the choices"),
        (["withdraw", "M001", "--as", "gone"], 2, "--as: gone is not one of the choices"),
        (["withdraw", "M001", "--as", "暂停", "--on", "2999-01-01"], 1, "error F306 suspended_on"),
        (["withdraw", "东风"], 2, "one member has 东风 in id or name"),
        (["withdraw", "M001", "M003", "--on", "2022-01-01"], 1, "M003 is gone already"),
        (["remove", "M009"], 2, "there is no member M009"),
        (["remove", "M001", "M9", "--yes"], 2, "there is no member M9"),
        (["remove", "M001"], 2, "there is nobody to ask; nothing was written"),
    ],
)
def test_what_does_not_fit_is_refused(
    arguments: list[str], code: int, message: str, run: Run, registry: Path
) -> None:
    outcome = run(*arguments, code=code)
    assert message in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL


def test_an_applicant_does_not_come_back(run: Run, registry: Path) -> None:
    run("edit", "M001", "--set", "status=申请中")
    outcome = run("reinstate", "M001", code=1)
    assert "admit makes it a member" in outcome.err


def test_a_removed_member_takes_its_lines_and_leaves_the_others(run: Run, registry: Path) -> None:
    outcome = run("remove", "M002", "--yes")
    told, _ = outcome.err.splitlines()
    assert told == "M002 骆驼集团股份有限公司 removed from members.toml"
    start, end = SMALL.index('[[members]]\nid = "M002"'), SMALL.index('[[members]]\nid = "M003"')
    assert registry.read_text(encoding="utf-8") == SMALL[:start] + SMALL[end:]
    assert run("validate").out == "2 members, no findings\n"


def test_a_parent_is_not_removed_before_its_children(run: Run, registry: Path) -> None:
    run("edit", "M002", "M003", "--set", "parent=M001")
    outcome = run("remove", "M001", "-y", code=1)
    assert outcome.err == (
        "alliance: M001 东风本田 is named by M002 (parent), M003 (parent) "
        "(change them with edit first, remove them too, or add --cascade; nothing was written)\n"
    )
    run("remove", "M001", "M003", "M002", "--dry-run")
    run("edit", "M002", "--unset", "parent")
    err = run("remove", "M001", "M003", "-y").err
    assert err.startswith("2 members removed from members.toml\n")


def test_an_id_is_never_used_again(run: Run, registry: Path) -> None:
    run("remove", "M003", "-y")
    assert 'declared_members = 9\nlast_id = "M003"\n\n' in registry.read_text(encoding="utf-8")
    new = ["add", "--name=新厂", "--category=parts"]
    assert run(*new).out == "M004\n"
    run("remove", "M001", "-y")
    run("remove", "M004", "-y")
    text = registry.read_text(encoding="utf-8")
    assert text.count("last_id") == 1
    assert 'last_id = "M004"\n' in text
    assert run(*new).out == "M005\n"
    assert run("validate").out == "2 members, no findings\n"


def test_a_registry_without_a_table_for_it_gets_one(run: Run, tmp_path: Path) -> None:
    block = '[[members]]\nid = "{}"\nname = "{}厂"\ncategory = "x"\n'
    path = tmp_path / "members.toml"
    text = "# all\n\n# A\n" + block.format("A1", "甲") + "\n# B\n" + block.format("A2", "乙")
    path.write_text(text, encoding="utf-8")
    run("remove", "A2", "-y")
    expected = '# all\n\n[alliance]\nlast_id = "A2"\n\n# A\n' + block.format("A1", "甲")
    assert path.read_text(encoding="utf-8") == expected


D, E, F = (f'[[members]]\nid = "M{n}"\nname = "{n}厂"\ncategory = "x"\n' for n in (1, 2, 3))
TABLE = '[alliance]\nlast_id = "M3"\n'
ROWS = [f'{{ id = "M{n}", name = "{n}厂", category = "x" }}' for n in (1, 2, 3)]
INLINE = f"members = [\n  {ROWS[0]},\n  {ROWS[1]},\n"


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        # the first of a bare registry, with others, with a blank line or comments above
        (f"{F}\n{D}", ["M3"], f"{TABLE}\n{D}"),
        (f"\n{F}\n{D}\n{E}", ["M3", "M1"], f"{TABLE}\n{E}"),
        (f"# all\n\n# F\n{F}\n{D}", ["M3"], f"# all\n\n{TABLE}\n{D}"),
        (f"# all\n{D}\n{F}", ["M3"], f"# all\n{TABLE}\n{D}"),
        (f"{D}\n{E}\n{F}".rstrip("\n"), ["M3", "M2"], f"{TABLE}\n{D}"),
        # members in line
        (f"{INLINE}  {ROWS[2]},\n]\n", ["M3"], f"{INLINE}]\n\n{TABLE}"),
        (f"{INLINE}  {ROWS[2]},\n]", ["M3"], f"{INLINE}]\n\n{TABLE}"),
        (f"members = [{ROWS[2]}]\n", ["M3"], f"members = []\n\n{TABLE}"),
        # the table that is there, whatever its form
        (
            f"[alliance.office]\nx = 1\n\n{D}\n{F}",
            ["M3"],
            f"[alliance.office]\nx = 1\n\n{TABLE}\n{D}",
        ),
        (f"[alliance]\n\n{D}\n{F}", ["M3"], f"{TABLE}\n{D}"),
        (
            f"{D}\n{F}\n[alliance] # us\nname = 'x'\n",
            ["M3"],
            f"{D}\n[alliance] # us\nname = 'x'\nlast_id = 'M3'\n",
        ),
        (
            f"alliance.name = 'x'\n\n{D}\n{F}",
            ["M3"],
            f"alliance.name = 'x'\nalliance.last_id = 'M3'\n\n{D}",
        ),
        (
            f"alliance = {{ name = 'x' }} # us\n\n{D}\n{F}",
            ["M3"],
            f"alliance = {{ name = 'x', last_id = \"M3\" }} # us\n\n{D}",
        ),
        (
            f"[alliance]\nlast_id = 'M2' # once\n\n{D}\n{F}",
            ["M3"],
            f"[alliance]\nlast_id = 'M3' # once\n\n{D}",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_last_id_is_noted_where_the_alliance_stands(
    text: str, gone: list[str], left: str, newline: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "members.toml"
    path.write_bytes(text.replace("\n", newline).encode())
    run("remove", *gone, "-y")
    assert path.read_bytes().decode() == left.replace("\n", newline)
    if "[[members]]" in left or "{ id" in left:
        assert run("add", "--name=新厂", "--category=x").out == "M4\n"


def test_the_last_record_of_a_bare_registry_stays(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    text = '[[members]]\nid = "x"\nname = "甲厂"\ncategory = "x"\n'
    path.write_text(text, encoding="utf-8")
    outcome = run("remove", "x", "-y", code=3)
    assert "there is no [[members]]" in outcome.err
    assert path.read_text(encoding="utf-8") == text


A, B, C = (f'[[members]]\n# inside\nid = "{letter}" # {letter}\n' for letter in "ABC")


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        # the first, a middle one, the last, several
        (f"{A}\n{B}\n{C}", "A", f"{B}\n{C}"),
        (f"{A}\n{B}\n{C}", "B", f"{A}\n{C}"),
        (f"{A}\n{B}\n{C}", "C", f"{A}\n{B}"),
        (f"{A}\n{B}\n{C}", "AB", f"{C}"),
        (f"{A}\n{B}\n{C}", "BC", f"{A}"),
        (f"{A}\n{B}\n{C}", "AC", f"{B}"),
        # without blank lines, with several, with uneven ones
        (f"{A}{B}{C}", "B", f"{A}{C}"),
        (f"{A}\n\n{B}\n\n{C}", "B", f"{A}\n\n{C}"),
        (f"{A}\n\n\n{B}\n{C}", "B", f"{A}\n\n\n{C}"),
        (f"{A}\n{B}\n\n\n{C}", "B", f"{A}\n\n\n{C}"),
        (f"{A}\n\n{B}\n\n{C}", "AB", f"{C}"),
        # comments of its own above and below, and those of others
        (f"{A}\n# B\n# is here\n{B}# and here\n\n# C\n{C}", "B", f"{A}\n# C\n{C}"),
        (f"{A}\n# B\n{B}# C\n{C}", "B", f"{A}\n# C\n{C}"),
        (f"{A}\n# part two\n\n{B}\n{C}", "B", f"{A}\n# part two\n\n{C}"),
        (f"{A}\n{B}\n# part two\n\n# C\n{C}", "B", f"{A}\n# part two\n\n# C\n{C}"),
        (f"# the registry\n{A}\n{B}", "A", f"# the registry\n\n{B}"),
        (f"# the registry\n\n# A\n{A}\n{B}", "A", f"# the registry\n\n{B}"),
        # what looks like a comment, a header or a blank line and is a string
        (f'{A}n = """\n# x"""\n{B}\n{C}', "B", f'{A}n = """\n# x"""\n\n{C}'),
        (f'{A}\n{B}n = """\n[[members]]\n\n# x"""\n{C}', "B", f"{A}\n{C}"),
        (f"{A}n = '''\n\n'''\n\n{B}\n{C}", "B", f"{A}n = '''\n\n'''\n\n{C}"),
        # sub-tables go with it, other tables stay
        (f'{A}\n[[members.contacts]]\nname = "x"\n\n{B}', "A", f"{B}"),
        (f"{A}\n{B}[members.x]\na = 1\n[levels]\nm = 'x'\n", "B", f"{A}\n[levels]\nm = 'x'\n"),
        (f"{A}\n{B}\n# levels\n[levels]\n", "B", f"{A}\n# levels\n[levels]\n"),
        # the end of the file
        (f"{A}\n{B}".rstrip("\n"), "B", f"{A}"),
        (f"{A}\n{B}\n\n", "B", f"{A}\n\n"),
        # in line
        ("members = [{id='A'}, {id='B'}, {id='C'}]", "B", "members = [{id='A'}, {id='C'}]"),
        ("members = [\n  {id='A'},\n  {id='B'}, # B\n]\n", "B", "members = [\n  {id='A'},\n]\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_goes_with_a_member(text: str, gone: str, left: str, newline: str) -> None:
    document = document_of(Path("members.toml"), text.replace("\n", newline).encode())
    ids = [str(member["id"]) for member in document.registry.members]
    change = Change(MEMBER, removed=frozenset(ids.index(letter) for letter in gone))
    assert propose(document, change).after.text == left.replace("\n", newline)


def test_a_member_with_another_table_between_its_lines_is_not_removed(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "members.toml"
    text = f'{A}name = "甲厂"\n[levels]\nm = "x"\n[[members.contacts]]\nname = "x"\n\n{B}'
    path.write_text(text, encoding="utf-8")
    outcome = run("remove", "A", "-y", code=3)
    assert (
        "members.toml:5: another table stands here, between the lines of the member" in outcome.err
    )
    assert path.read_text(encoding="utf-8") == text
    run("edit", "A", "--set", "contacts.0.name=李四", "--set", "city=武汉")
    expected = text.replace('name = "x"', 'name = "李四"').replace('厂"\n', '厂"\ncity = "武汉"\n')
    assert path.read_text(encoding="utf-8") == expected


def test_a_suspended_member_is_a_member_until_it_leaves(run: Run, registry: Path) -> None:
    run("withdraw", "M002", "--as", "暂停", "--on", "2023-01-01", "--reason", "欠费")
    assert run("list", "-f", "ids").out.split() == ["M001", "M002"]
    run("withdraw", "M002", "--on", "2024-01-01")
    text = registry.read_text(encoding="utf-8")
    assert "suspended" not in text
    assert "left = 2024-01-01" in text


def test_a_suspension_of_an_older_file_needs_no_day(run: Run, registry: Path) -> None:
    run("edit", "M002", "--set", "status=suspended")
    assert run("validate").out == "3 members, no findings\n"
    assert run("withdraw", "M002", "--as", "suspended").err == "nothing to change\n"


@pytest.mark.parametrize("value", ["suspended_on=2023-01-01", "suspended_reason=欠费"])
def test_a_suspension_that_is_over_is_told(value: str, run: Run, registry: Path) -> None:
    run("edit", "M002", "--set", value, "--yes")
    assert "warning M412" in run("validate", "--strict", code=1).out
    run("edit", "M002", "--set", "status=suspended")
    assert "M412" not in run("validate", "--strict", code=None).out
