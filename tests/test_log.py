"""`log`: the history of a registry and of one record, against the commits that made it."""

import json
import os
import random
import subprocess
from pathlib import Path

import pytest

from .conftest import SMALL, Run, git


class Repository:
    """A repository in which each commit has a day of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "members.toml"
        self.day = 0
        git(folder, "init", "--quiet", "--initial-branch", "main")

    def git(self, *arguments: str) -> None:
        self.day += 1
        when = f"2020-01-{self.day:02d}T23:30:00+08:00"
        environment = {**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        identity = ["-c", "user.name=王秘书", "-c", "user.email=x@example.com"]
        command = ["git", *identity, *arguments]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, env=environment)

    def commit(self, text: str | bytes, message: str) -> None:
        raw = text if isinstance(text, bytes) else text.encode()
        self.path.write_bytes(raw)
        self.git("add", "--all")
        self.day -= 1
        self.git("commit", "--quiet", "--message", message)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def rows(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()[1:]]


def test_a_life_through_new_ids_new_names_of_the_file_and_merges(
    run: Run, repository: Repository
) -> None:
    text = SMALL.replace("M003", "M009")
    repository.commit(SMALL, "begin")
    repository.commit(text, "another id")
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(text.replace('city = "十堰"', 'city = "随州"'), "on the side")
    repository.git("checkout", "--quiet", "main")
    (repository.folder / "data").mkdir()
    repository.git("mv", "members.toml", "data/members.toml")
    repository.path = repository.folder / "data" / "members.toml"
    repository.commit(text.replace('name = "旧车厂"', 'name = "新车厂"'), "moved and renamed")
    repository.git("merge", "--quiet", "side", "--message", "merge")
    merged = repository.path.read_text(encoding="utf-8")
    repository.commit("= 1\n" + merged, "broken")
    repository.commit(merged.replace("\n", "\r\n"), "mended, with other ends of lines")
    repository.commit(merged.replace("M009", "M010"), "yet another id")

    outcome = run("log", "M010")
    told = [(row[0], *row[2:6]) for row in rows(outcome.out)]
    assert told == [
        ("2020-01-11", "changed", "id", "M009", "M010"),
        ("2020-01-07", "changed", "name", "旧车厂", "新车厂"),
        ("2020-01-04", "changed", "city", "十堰", "随州"),
        ("2020-01-02", "changed", "id", "M003", "M009"),
        ("2020-01-01", "new", *told[-1][2:]),
    ]
    assert "is passed over: data/members.toml:1:1: error S102" in outcome.err
    assert run("log", "新车厂", "--fields", "city").out.count("\n") == 3
    assert [row[0] for row in rows(run("log", "M010", "--since", "2020-01-05").out)] == [
        "2020-01-11",
        "2020-01-07",
    ]
    assert rows(run("log", "M010", "--until", "2019").out) == []

    subjects = [row[7] for row in rows(run("log").out)]
    assert subjects[0] == "yet another id"
    assert subjects[-1] == "begin"
    assert "merge" not in subjects
    counts = {row[7]: row[2:6] for row in rows(run("log").out)}
    assert counts["begin"] == ["", "", "3", ""]
    assert counts["on the side"] == ["", "", "", "1"]
    # What was broken meanwhile changed nothing.
    assert counts["mended, with other ends of lines"] == ["", "", "", ""]


def test_who_is_gone_has_a_history_too(run: Run, repository: Repository) -> None:
    repository.commit(SMALL, "begin")
    repository.commit(SMALL[: SMALL.index('[[members]]\nid = "M003"')], "deleted")
    assert [row[2] for row in rows(run("log", "旧车厂").out)] == ["removed", "new"]
    assert "there is no member 旧车" in run("log", "旧车", code=2).err
    repository.path.unlink()
    repository.git("commit", "--quiet", "--all", "--message", "file deleted")
    repository.commit(SMALL, "file back")
    assert [row[2] for row in rows(run("log", "M001").out)] == ["new", "removed", "new"]


def test_a_merge_tells_only_what_no_parent_has(run: Run, repository: Repository) -> None:
    repository.commit(SMALL, "begin")
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(SMALL.replace('city = "十堰"', 'city = "随州"'), "one end")
    repository.git("checkout", "--quiet", "main")
    repository.commit(SMALL.replace("employees = 12000", "employees = 13000"), "other end")
    repository.git("merge", "--quiet", "side", "--no-commit")
    both = repository.path.read_text(encoding="utf-8")
    repository.commit(both.replace('city = "随州"', 'city = "宜昌"'), "merge with more")
    found = [row[2:6] for row in rows(run("log", "M003").out)]
    assert found[:2] == [
        ["changed", "city", "十堰", "宜昌"],
        ["changed", "city", "十堰", "随州"],
    ]
    newest = rows(run("log", "M001").out)[0]
    assert newest[3:6] == ["employees", "12000", "13000"]


def test_no_contact_and_nothing_that_acts_comes_out(run: Run, repository: Repository) -> None:
    repository.commit(SMALL, "begin \x1b[31m 13812345678 \x01\x02")
    repository.commit(SMALL.replace("13812340001", "13812340002"), "::error::x")
    for arguments in (["log"], ["log", "M001"], ["log", "-f", "json"], ["log", "-f", "markdown"]):
        out = run(*arguments).out
        assert "13812345678" not in out
        assert "1381234000" not in out
        assert "\x1b" not in out
        assert "\n::" not in out
    assert "13812340002" in run("log", "M001", "--contacts").out
    commits = json.loads(run("log", "-f", "json").out)["commits"]
    assert [each["author"] for each in commits] == ["王秘书", "王秘书"]
    assert commits[1]["counts"] == {"removed": 0, "left": 0, "new": 3, "changed": 0}
    assert commits[0]["records"][0]["differences"][0]["path"].startswith("contacts")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--since", "soon"], 2, "--since: "),
        (["--fields", "citty"], 2, "there is no field citty"),
        (["nobody"], 2, "there is no member nobody"),
    ],
)
def test_what_cannot_be_told(
    run: Run, repository: Repository, arguments: list[str], code: int, told: str
) -> None:
    repository.commit(SMALL, "begin")
    outcome = run("log", *arguments, code=code)
    assert told in outcome.err
    assert outcome.out == ""


def test_where_a_shallow_clone_is_cut_off_nothing_is_new(
    run: Run, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = SMALL.replace('city = "十堰"', 'city = "随州"')
    repository.commit(SMALL, "begin")
    repository.commit(SMALL.replace("9", "8"), "another number")
    repository.commit(moved, "moved")
    clone = repository.folder / "clone"
    git(
        repository.folder,
        "clone",
        "--quiet",
        "--depth",
        "2",
        f"file://{repository.folder}",
        "clone",
    )
    monkeypatch.chdir(clone)
    (newest, _), (cut_off, oldest) = (
        (each["records"], each["problem"])
        for each in json.loads(run("log", "-f", "json").out)["commits"]
    )
    assert [each["change"] for each in newest] == ["changed"] * len(newest) != []
    assert (cut_off, oldest) == ([], "a shallow clone lacks older ones; fetch it first")
    outcome = run("log", "M003")
    assert "\tnew\t" not in outcome.out
    assert outcome.err.endswith(
        "is passed over: a shallow clone lacks older ones; fetch it first\n"
    )


def test_a_file_that_git_does_not_have(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(registry.parent.parent))
    assert "not in a git repository" in run("log", code=3).err
    git(registry.parent, "init", "--quiet")
    assert "git has no commit of members.toml" in run("log").err


def test_random_histories_are_told_as_they_were_made(run: Run, repository: Repository) -> None:
    random.seed(16)
    cities = {f"M{n:03d}": "武汉" for n in range(1, 6)}
    expected: dict[str, list[tuple[str, str]]] = {}
    for number in range(25):
        member = random.choice(sorted(cities))
        city = random.choice(["武汉", "襄阳", "十堰", "宜昌"])
        if number and city != cities[member]:
            expected.setdefault(member, []).insert(0, (cities[member], city))
            cities[member] = city
        text = "[categories]\na = '甲'\n" + "".join(
            f'\n[[members]]\nid = "{key}"\nname = "公司{key}"\ncategory = "a"\ncity = "{city}"\n'
            for key, city in cities.items()
        )
        repository.commit(text + f"# {number}\n", str(number))
    for member, changes in expected.items():
        found = rows(run("log", member, "--fields", "city").out)
        assert [tuple(row[4:6]) for row in found if row[2] == "changed"] == changes
