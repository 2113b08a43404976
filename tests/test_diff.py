"""`diff`: what changed between two states of a registry, whatever they come from."""

import json
import random
from pathlib import Path

import pytest

from alliance_cli.kinds.member import MEMBER
from alliance_cli.registry.pairing import paired
from alliance_cli.store.history import History

from .conftest import SMALL, Run, git

CHANGED = (
    SMALL.replace('name = "东风本田"', 'name = "东风本田汽车"')
    .replace('tags = ["新能源", "出口"]', 'tags = ["出口", "智能网联"]')
    .replace("13812340001", "13812340002")
    .replace('id = "M002"', 'id = "M102"')
    .replace("declared_members = 9", "declared_members = 10")
)
LEAVING = 'status = "left"\nleft = 2024-05-01\ncity = "襄阳"\njoined = 2020-01-15'


@pytest.fixture
def committed(registry: Path) -> Path:
    git(registry.parent, "init", "--quiet")
    git(registry.parent, "add", "members.toml")
    git(registry.parent, "commit", "--quiet", "-m", "begin")
    return registry


def rows(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()[1:]]


def test_every_field_that_differs_is_told(run: Run, committed: Path) -> None:
    committed.write_text(CHANGED, encoding="utf-8")
    who, other = "M001 东风本田汽车 (was M001 东风本田)", "M102 骆驼集团股份有限公司 (was M002"
    found = rows(run("diff").out)
    assert ["changed", who, "name", "东风本田", "东风本田汽车"] in found
    assert ["changed", who, "tags", "新能源", ""] in found
    assert ["changed", who, "tags", "", "智能网联"] in found
    assert ["registry", "", "alliance.declared_members", "9", "10"] in found
    ids = [row for row in found if row[2] == "id"]
    assert ids[0][1].startswith(other)
    assert ids[0][3:] == ["M002", "M102"]
    assert "13812340001" not in run("diff").out
    assert "13812340001" in run("diff", "--contacts").out


def test_who_is_deleted_who_left_who_is_new(run: Run, committed: Path) -> None:
    text = SMALL.replace('city = "襄阳"\njoined = 2020-01-15', LEAVING)
    gone = text.index('[[members]]\nid = "M003"')
    new = '[[members]]\nid = "M004"\nname = "新厂"\ncategory = "parts"\n'
    committed.write_text(text[:gone] + new, encoding="utf-8")
    assert [row[0] for row in rows(run("diff").out)] == ["removed", "left", "left", "new"]
    assert run("diff", "--stat").out == "1 removed, 1 left, 1 new\n"
    document = json.loads(run("diff", "-f", "json").out)
    assert document["counts"] == {"removed": 1, "left": 1, "new": 1, "changed": 0}
    assert [each["id"] for each in document["records"]] == ["M003", "M002", "M004"]
    assert document["records"][0]["after"] is None
    assert document["records"][2]["before"] is None
    # The other way round whoever was deleted is new.
    back = json.loads(run("diff", "members.toml", "HEAD", "-f", "json").out)
    assert [each["change"] for each in back["records"]] == ["removed", "new", "changed"]
    # Filters choose by either state, and leave out all that is no record.
    assert run("diff", "--stat", "-s", "新厂").out == "1 new\n"
    assert run("diff", "--stat", "--status", "left").out == "1 removed, 1 left\n"
    outcome = run("diff", "--limit", 1, "--exit-code", code=1)
    assert len(rows(outcome.out)) == 1
    assert "2 more records are not listed" in outcome.err


@pytest.mark.parametrize(
    "text",
    [
        "# another comment\n" + SMALL,
        SMALL.replace("\n", "\r\n"),
        SMALL.replace('id = "M002"\n', "").replace("# 襄阳", '# 襄阳\nid = "M002"'),
    ],
)
def test_another_form_is_no_change_of_data(run: Run, committed: Path, text: str) -> None:
    committed.write_bytes(text.encode())
    outcome = run("diff", "--exit-code", "--stat")
    assert outcome.out == "no change of data\n"
    assert "only comments, order or form differ" in outcome.err


def test_nothing_at_all(run: Run, committed: Path) -> None:
    outcome = run("diff", "--exit-code", "--stat")
    assert (outcome.out, outcome.err) == ("no change of data\n", "")


def test_where_states_come_from(
    run: Run, committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.toml").write_text(CHANGED, encoding="utf-8")
    told = "2 changed, 1 of the registry's own tables\n"
    assert run("diff", "members.toml", "other.toml", "--stat").out == told
    assert run("diff", "HEAD", "other.toml", "--stat").out == told
    assert run("diff", "HEAD:members.toml", "other.toml", "--stat").out == told
    # Two files need no registry, and git knows the file by the name that it had.
    git(tmp_path, "mv", "members.toml", "list.toml")
    git(tmp_path, "commit", "--quiet", "-m", "rename")
    assert run("diff", "other.toml", "list.toml", "--stat").out == told
    (tmp_path / "list.toml").write_text(CHANGED, encoding="utf-8")
    assert run("diff", "HEAD~1", "--registry", "list.toml", "--stat").out == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["v9"], "v9: no such file: git has no revision v9"),
        (["HEAD:no.toml"], "git has no HEAD:no.toml"),
        (["HEAD~7"], "git has no revision HEAD~7"),
        (["broken.toml"], "broken.toml:1:"),
        (["HEAD", "broken.toml"], "broken.toml:1:"),
        ([""], "git has no revision"),
    ],
)
def test_what_cannot_be_compared(
    run: Run, committed: Path, tmp_path: Path, words: list[str], told: str
) -> None:
    (tmp_path / "broken.toml").write_text("= 1", encoding="utf-8")
    outcome = run("diff", *words, code=3)
    assert told in outcome.err
    assert outcome.err.count("\n") == 1
    assert outcome.out == ""


def test_markdown_is_inert(run: Run, committed: Path) -> None:
    name = "[x](http://a.b) @who #1 | <b>"
    committed.write_text(SMALL.replace("旧车厂", name), encoding="utf-8")
    out = run("diff", "-f", "markdown").out
    assert out.startswith("**1 changed**\n\n### changed\n\n| member | field |")
    # What GitHub would link stands as code, all else is escaped.
    assert "| M003 `[x](http://a.b)` `@who` `#1` \\| \\<b\\> (was M003 旧车厂) | name |" in out


def test_records_are_paired_by_id_then_code_then_name() -> None:
    random.seed(4)
    for _ in range(300):
        count = random.randint(0, 8)
        before = [
            {"id": f"M{n}", "name": f"公司{n}", "credit_code": f"CODE{n}"} for n in range(count)
        ]
        after, expected = [], set()
        for n, record in enumerate(before):
            what = random.choice(["same", "id", "id and name", "all", "gone"])
            changed = dict(record)
            if what in ("id", "id and name", "all"):
                changed["id"] = f"N{n}"
            if what in ("id and name", "all"):
                changed["name"] = f"集团{n}"
            if what == "all":
                changed["credit_code"] = f"OTHER{n}"
            if what != "gone":
                after.append(changed)
            if what not in ("gone", "all"):
                expected.add((record["name"], changed["id"]))
        random.shuffle(after)
        pairing = paired(before, after, MEMBER)
        found = {(before[old]["name"], after[new]["id"]) for old, new in pairing.pairs}
        assert found == expected
        assert len(pairing.pairs) + len(pairing.gone) == len(before)
        assert len(pairing.pairs) + len(pairing.come) == len(after)


def test_every_commit_that_changed_the_file(committed: Path, tmp_path: Path) -> None:
    def commit(text: str, message: str) -> None:
        current = next(p for p in (tmp_path / "data" / "m.toml", committed) if p.exists())
        current.write_text(text, encoding="utf-8")
        git(tmp_path, "commit", "--quiet", "-a", "-m", message)

    git(tmp_path, "checkout", "--quiet", "-b", "side")
    commit(SMALL.replace("襄阳", "随州"), "on the side")
    git(tmp_path, "checkout", "--quiet", "-")
    (tmp_path / "data").mkdir()
    git(tmp_path, "mv", "members.toml", "data/m.toml")
    git(tmp_path, "commit", "--quiet", "-m", "move")
    git(tmp_path, "merge", "--quiet", "side", "-m", "merge")
    commit(CHANGED, "last\n\nwith more")
    history = History(tmp_path / "data" / "m.toml")
    steps = list(history.steps())
    assert [step.commit.subject for step in steps] == ["last", "on the side", "begin"]
    assert [step.path for step in steps] == ["data/m.toml", "members.toml", "members.toml"]
    assert steps[-1].before == [None]
    with history.contents() as contents:
        assert contents(str(steps[0].after)).decode() == CHANGED
        assert contents(str(steps[2].after)).decode() == SMALL


def test_of_an_id_that_two_had_one_is_gone() -> None:
    one, other = {"id": "M001", "name": "甲厂"}, {"id": "m001", "name": "乙厂"}
    renamed = {"id": "M001", "name": "丙厂"}
    assert paired([one, other], [renamed], MEMBER) == ([(0, 0)], [1], [])
    assert paired([renamed], [one, other], MEMBER) == ([(0, 0)], [], [1])


def test_nobody_is_told_of_a_word_that_was_not_typed(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(registry.parent.parent))
    assert run("diff", code=3).err.startswith("alliance: members.toml: not in a git repository: ")
    git(registry.parent, "init", "--quiet")
    expected = "alliance: git has no commit yet (commit the file first)\n"
    assert run("diff", code=3).err == expected
    assert run("validate", "--base", "HEAD", code=3).err == expected
