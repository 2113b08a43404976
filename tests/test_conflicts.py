"""What a merge left open is told conflict by conflict: where, whom, and ids given twice."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import SMALL, Run, git

Edit = Callable[[], None]
Merge = Callable[[Edit, Edit, str], list[str]]


@pytest.fixture
def merge(registry: Path) -> Merge:
    """Merge two branches that edit the small registry; the lines of the file afterwards."""
    folder = registry.parent

    def merge_edits(ours: Edit, theirs: Edit, style: str) -> list[str]:
        git(folder, "init", "--quiet", "--initial-branch=main")
        git(folder, "config", "merge.conflictStyle", style)
        git(folder, "add", "members.toml")
        git(folder, "commit", "--quiet", "-m", "begin")
        for branch, edit in (("theirs", theirs), ("ours", ours)):
            git(folder, "checkout", "--quiet", "-b", branch, "main")
            edit()
            git(folder, "commit", "--quiet", "-am", branch)
        with pytest.raises(subprocess.CalledProcessError):
            git(folder, "merge", "theirs")
        return registry.read_text(encoding="utf-8").split("\n")

    return merge_edits


def lines_of(lines: list[str], beginning: str) -> list[int]:
    return [number for number, line in enumerate(lines, 1) if line.startswith(beginning)]


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_two_branches_that_each_add_a_member(style: str, merge: Merge, run: Run) -> None:
    def adding(*options: str) -> Edit:
        def edit() -> None:
            run("add", "--yes", *options)

        return edit

    lines = merge(
        adding("--name", "甲厂", "--category", "parts"),
        adding("--name", "乙厂", "--category", "vehicle", "--city", "武汉"),
        style,
    )
    (line,) = lines_of(lines, "<<<<<<<")
    outcome = run("validate", code=3)
    assert outcome.out.startswith(f"members.toml:{line}:1: error S102: ")
    assert "that touches M004 甲厂, M004 乙厂\n" in outcome.out
    assert "both sides gave M004 to two members, 甲厂 and 乙厂" in outcome.out
    assert outcome.out.endswith("\nthe file was not read, 1 error, 0 warnings\n")
    outcome = run("list", code=3)
    assert outcome.err.startswith(f"alliance: members.toml:{line}:1: error S102: ")
    assert outcome.err.count("\n") == 1


def test_each_conflict_is_told_with_its_members(merge: Merge, run: Run, registry: Path) -> None:
    def editing(city: str, added: str) -> Edit:
        def edit() -> None:
            text = SMALL.replace('city = "武汉"', f'city = "{city}"')
            text = text.replace("2021-06-30", f"2021-06-{len(city):02}")
            text = text.replace("declared_members = 9", f"declared_members = {len(city)}")
            member = f'\n[[members]]\nid = "M005"\nname = "{added}"\ncategory = "parts"\n'
            registry.write_text(text + member, encoding="utf-8")

        return edit

    lines = merge(editing("宜昌", "甲厂"), editing("秭归县", "乙厂"), "merge")
    places = lines_of(lines, "<<<<<<<")
    assert len(places) == 3
    out = run("validate", code=3).out.splitlines()
    told = [line for line in out if "error S102" in line]
    assert [line.split(": ")[0] for line in told] == [f"members.toml:{n}:1" for n in places]
    assert told[0].endswith("a merge conflict, 1 of 3")
    assert told[1].endswith("a merge conflict, 2 of 3, that touches M001 东风本田")
    assert "M003 旧车厂" in told[2]
    assert "M005 甲厂" in told[2]
    assert "M005 乙厂" in told[2]
    assert sum("both sides gave M005" in line for line in out) == 1
    # The same member with another city, or another name of the same company, is one.
    assert not any("both sides gave M001" in line for line in out)


def test_one_member_that_both_sides_rename_is_one(run: Run, registry: Path) -> None:
    names = '<<<<<<< a\nname = "东本"\n=======\nname = "本田"\n>>>>>>> b\n'
    registry.write_text(SMALL.replace('name = "东风本田"\n', names), encoding="utf-8")
    out = run("validate", code=3).out
    assert "that touches M001 东本, M001 本田" in out
    assert "both sides" not in out


def test_conflicts_in_what_is_no_registry_are_counted(run: Run, registry: Path) -> None:
    conflict = "<<<<<<< a\r\nx = [\r\n=======\r\nx = 2\r\n>>>>>>> b\r\n"
    registry.write_text(conflict * 2 + SMALL, encoding="utf-8", newline="")
    out = run("validate", code=3).out.splitlines()
    assert [line for line in out if "error S102" in line] == [
        "members.toml:1:1: error S102: not TOML: a merge conflict, 1 of 2",
        "members.toml:6:1: error S102: not TOML: a merge conflict, 2 of 2",
    ]
    # A slip before it is told as well; within a text it is none.
    registry.write_text("a = 武汉\n" + conflict + SMALL, encoding="utf-8", newline="")
    out = run("validate", code=3).out.splitlines()
    assert [line.split(": ")[0] for line in out if "S102" in line] == [
        "members.toml:1:5",
        "members.toml:2:1",
    ]
    note = f'note = """\n{conflict}"""\n'
    registry.write_text(SMALL + note, encoding="utf-8", newline="")
    assert "S102" not in run("validate", code=None).out
