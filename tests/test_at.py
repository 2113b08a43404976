"""`--at`: the registry as git kept it, at a revision or at the end of a day."""

from pathlib import Path

import pytest

from .conftest import SMALL, Run, git
from .test_log import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Three days of a branch: begun on the 1st, merged on the 4th what was made on the 2nd."""
    made = Repository(tmp_path)
    made.commit(SMALL, "begin")
    made.git("tag", "begun")
    made.git("checkout", "--quiet", "-b", "side")
    made.commit(SMALL.replace('city = "十堰"', 'city = "随州"'), "on the side")
    made.git("checkout", "--quiet", "main")
    made.git("merge", "--quiet", "--no-ff", "side", "--message", "merge")
    made.commit("= 1\n" + SMALL, "broken")
    (tmp_path / "data").mkdir()
    git(tmp_path, "mv", "members.toml", "data/members.toml")
    made.path = tmp_path / "data" / "members.toml"
    made.commit(SMALL.replace("M003", "M009"), "moved")
    return made


def test_every_command_that_reads_reads_what_git_kept(run: Run, repository: Repository) -> None:
    ids = ("-f", "ids", "--all")
    assert run("list", *ids).out.split() == ["M001", "M002", "M009"]
    for at in ("begun", "2020-01-01", "2020年1月2日", "HEAD~3", "begun:members.toml"):
        assert run("list", "--at", at, *ids).out.split() == ["M001", "M002", "M003"]
        assert run("list", *ids, "--at", at, "-w", "city=十堰").out.split() == ["M003"], at
    assert run("list", *ids, "--at", "HEAD~2", "-w", "city=十堰").out == ""
    assert run("filter", "整车企业", *ids, "--at", "begun").out.split() == ["M001", "M003"]
    assert "十堰" in run("show", "M003", "--at", "begun").out
    assert "十堰" in run("export", "-", "--all", "--at", "begun").out
    assert run("list", "-f", "ids", "--at", "begun", "--on", "2021-01-01").out.split() == [
        "M001",
        "M002",
        "M003",
    ]
    since = run("diff", "2020-01-01", "HEAD~2", "-f", "tsv").out
    assert since == run("diff", "begun", "HEAD~2", "-f", "tsv").out
    assert "随州" in since
    assert repository.path.read_text(encoding="utf-8").count("M009") == 1


def test_validate_looks_at_what_git_kept(run: Run, repository: Repository) -> None:
    assert repository.path.is_file()
    assert run("validate", "--at", "begun").out == "3 members, no findings\n"
    outcome = run("validate", "--at", "HEAD~1", code=3)
    assert outcome.out.startswith("HEAD~1:data/members.toml:1:1: error S102: ")
    assert "--fix does not go with --at" in run("validate", "--fix", "--at", "begun", code=2).err
    assert "standard input" in run("validate", "-", "--at", "begun", code=2).err
    assert run("validate", "--at", "HEAD", "--base", "begun", "--max-removed", "3").code == 0


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("2019-12-31", "git has no commit up to 2019-12-31; the first is of 2020-01-01"),
        ("2020", "git has no revision 2020 (write a day like 2025-12-31)"),
        ("2020年1月", "(write a day like 2025-12-31)"),
        ("nowhere", "git has no revision nowhere\n"),
        ("--help", "git has no revision --help"),
        ("begun:other.toml", "git has no begun:other.toml"),
        ("HEAD~1", "HEAD~1:data/members.toml:1:1: error S102"),
        ("HEAD~1", "begins like this (name another revision or day)\n"),
        ("", "git has no revision"),
    ],
)
def test_what_git_does_not_have_is_one_line(
    at: str, message: str, run: Run, repository: Repository
) -> None:
    assert repository.path.is_file()
    outcome = run("list", f"--at={at}", code=3)
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


def test_without_git_there_is_nothing_kept(run: Run, registry: Path) -> None:
    assert registry.is_file()
    assert "not in a git repository" in run("list", "--at", "HEAD", code=3).err
    assert "not in a git repository" in run("list", "--at", "2020-01-01", code=3).err


@pytest.mark.parametrize("command", ["edit", "add", "withdraw", "reinstate", "remove", "import"])
def test_what_writes_refuses_another_time(command: str, run: Run, registry: Path) -> None:
    assert registry.is_file()
    assert "no such option: --at" in run(command, "M001", "--at", "HEAD", code=2).err
