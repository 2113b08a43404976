"""What `remove` says of the way back, and that it is true."""

import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from .conftest import SMALL, Run, git

NUMBER = "13812340001"


def members(path: Path) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in tomllib.loads(path.read_text("utf-8"))["members"]}


def commit(registry: Path) -> None:
    git(registry.parent, "init", "--quiet")
    git(registry.parent, "add", registry.name)
    git(registry.parent, "commit", "--quiet", "-m", "begin")


def command(told: str) -> list[str]:
    """The command at the end of the line that tells the way back."""
    return shlex.split(told.splitlines()[-1].rpartition(": ")[2])


def done(words: list[str]) -> str:
    return subprocess.run(words, check=True, capture_output=True, encoding="utf-8").stdout


def test_without_git_a_command_adds_it_again(run: Run, registry: Path) -> None:
    before = members(registry)
    program, *arguments = command(run("remove", "M003", "--yes").err)
    assert program == "alliance"
    run(*arguments)
    assert members(registry) == before
    # What is personal is in no line.
    err = run("remove", "M001", "--yes").err
    assert "without contacts" in err
    assert NUMBER not in err
    run(*command(err)[1:])
    assert members(registry)["M001"] == {k: v for k, v in before["M001"].items() if k != "contacts"}
    registry.write_text(SMALL, "utf-8")
    run(*command(run("remove", "M001", "--yes", "--contacts").err)[1:])
    assert members(registry) == before


@pytest.mark.parametrize("value", ["找 13812340001", "第一行\\n第二行"])
def test_what_a_command_cannot_tell_is_named(value: str, run: Run, registry: Path) -> None:
    registry.write_text(f'{SMALL}note = "{value}"\nold = 1\n', "utf-8")
    err = run("remove", "M003", "--yes").err
    assert "without note, old: alliance add" in err
    assert "13812340001" not in err


def test_a_field_of_the_registry_has_no_option(run: Run, registry: Path) -> None:
    declared = '[fields.grade]\nlabel = "等级"\ntype = "text"\n\n[[members]]'
    registry.write_text(f'{SMALL.replace("[[members]]", declared, 1)}grade = "甲 等"\n', "utf-8")
    before = members(registry)
    run(*command(run("remove", "M003", "--yes").err)[1:])
    assert members(registry) == before


def test_with_a_commit_git_has_it(run: Run, registry: Path) -> None:
    commit(registry)
    text = registry.read_text("utf-8")
    done(command(run("remove", "M002", "--yes").err))
    assert registry.read_text("utf-8") == text
    # Of what is changed, git has the record alone, or an earlier state of it.
    run("edit", "M003", "--set", "city=武汉")
    err = run("remove", "M002", "--yes").err
    assert 'id = "M002"' in done(command(err))
    shown, _ = err.splitlines()[-2:]
    assert "骆驼集团股份有限公司" in run(*command(shown)[1:]).out
    assert command(run("remove", "M003", "--yes").err)[:2] == ["alliance", "add"]


def test_the_command_works_where_it_is_told(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(registry)
    below = registry.parent / "a b"
    below.mkdir()
    monkeypatch.chdir(below)
    done(command(run("remove", "M002", "--yes").err))
    assert registry.read_text("utf-8") == SMALL


def test_the_command_names_a_registry_that_is_not_found(run: Run, registry: Path) -> None:
    other = registry.with_name("other list.toml")
    other.write_text(SMALL, "utf-8")
    run(*command(run("remove", "M003", "--yes", "-r", other.name).err)[1:])
    assert members(other)["M003"] == members(registry)["M003"]


def test_nothing_is_told_where_nothing_went(run: Run, registry: Path) -> None:
    assert run("remove", "M002", "--dry-run").err == ""
    assert run("remove", "M002", "--yes", "-f", "json").err == ""
