"""What a command that writes answers to a script: one object, whatever becomes of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import SMALL, Run


def answer(run: Run, *arguments: object, code: int = 0) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run(*arguments, "-f", "json", code=code).out)
    assert document["version"] == 1
    return document


def test_a_change_is_told_field_by_field(run: Run, registry: Path) -> None:
    made = answer(run, "edit", "M001", "--set=city=襄阳", "--set=contacts.0.mobile=13912340001")
    assert (made["written"], made["dry_run"], made["refused"]) == (True, False, False)
    assert made["path"] == "members.toml"
    assert made["findings"] == []
    (change,) = made["changes"]
    fields = change.pop("fields")
    line = SMALL[: SMALL.index('id = "M001"')].count("\n")
    assert change == {
        "action": "changed",
        "kind": "members",
        "id": "M001",
        "name": "东风本田",
        "line": line,
    }
    assert fields == [
        {"path": "city", "before": "武汉", "after": "襄阳"},
        {"path": "contacts.0.mobile", "before": "138****0001", "after": "139****0001"},
    ]
    full = answer(run, "edit", "M001", "--set=contacts.0.mobile=13812340001", "--contacts")
    assert full["changes"][0]["fields"][0]["before"] == "13912340001"


def test_what_is_added_and_removed(run: Run, registry: Path) -> None:
    (added,) = answer(run, "add", "--name=甲厂", "--category=parts")["changes"]
    text = registry.read_text(encoding="utf-8").splitlines()
    assert text[added["line"] - 1] == "[[members]]"
    assert text[added["line"]] == 'id = "M004"'
    assert {"path": "name", "before": None, "after": "甲厂"} in added["fields"]
    removed = answer(run, "remove", "M002", "M004", "--yes")["changes"]
    assert [(each["action"], each["id"]) for each in removed] == [
        ("removed", "M002"),
        ("removed", "M004"),
    ]
    assert {"path": "city", "before": "襄阳", "after": None} in removed[0]["fields"]
    assert answer(run, "withdraw", "M001", "--on=2024-01-01")["written"]
    assert answer(run, "reinstate", "M001")["changes"][0]["id"] == "M001"


def test_nothing_to_change_and_a_dry_run(run: Run, registry: Path) -> None:
    made = answer(run, "edit", "M001", "--set=city=武汉")
    assert (made["written"], made["changes"]) == (False, [])
    made = answer(run, "edit", "M001", "--set=city=襄阳", "--dry-run")
    assert (made["written"], made["dry_run"], len(made["changes"])) == (False, True, 1)
    assert registry.read_text(encoding="utf-8") == SMALL


def test_what_is_refused_says_why(run: Run, registry: Path) -> None:
    made = answer(run, "edit", "M002", "--set=id=M001", code=1)
    assert (made["written"], made["refused"]) == (False, True)
    assert made["findings"][0]["code"] == "X501"
    assert made["findings"][0]["severity"] == "error"
    assert made["error"] == {"message": "refused; nothing was written", "hint": None}
    made = answer(run, "edit", "M009", "--set=city=武汉", code=2)
    assert (made["written"], made["refused"], made["findings"]) == (False, False, [])
    assert "M009" in made["error"]["message"]
    registry.write_text("]", encoding="utf-8")
    assert "error S1" in answer(run, "remove", "M001", "--yes", code=3)["error"]["message"]


def test_an_import_answers_whatever_becomes_of_it(run: Run, registry: Path) -> None:
    (registry.parent / "a.csv").write_text("id,城市\nM001,荆州\n", encoding="utf-8")
    made = answer(run, "import", "a.csv")
    assert (made["written"], made["summary"]["changed"]) == (False, 1)
    assert answer(run, "import", "a.csv", "--apply")["written"]
    assert '"荆州"' in registry.read_text(encoding="utf-8")
    (registry.parent / "a.csv").write_text("id,邮编\nM001,43\n", encoding="utf-8")
    made = answer(run, "import", "a.csv", "--apply", code=1)
    assert (made["written"], made["summary"]["refused"]) == (False, 1)
    assert made["error"]["message"] == "some rows have to be mended first; nothing was written"
    assert not answer(run, "import", "none.csv", code=3)["written"]


@pytest.mark.parametrize("format", ["text", None])
def test_text_is_what_is_told_if_nothing_is_asked_for(
    format: str | None, run: Run, registry: Path
) -> None:
    more = ["-f", format] if format else []
    outcome = run("edit", "M002", "--set=city=十堰", *more)
    assert outcome.out == ""
    assert outcome.err.startswith("M002 骆驼集团股份有限公司: city 襄阳 → 十堰 at members.toml:")
    assert run("add", "--name=甲厂", "--category=parts", *more).out == "M004\n"


def test_a_field_can_be_set_when_a_member_is_added(run: Run, registry: Path) -> None:
    told = (
        "--set",
        "所在市州=武汉",
        "--set",
        "name=甲厂",
        "--set",
        "category=parts",
        "--set",
        "tags=出口",
    )
    assert run("add", *told, "--set", "tags=国企").out == "M004\n"
    text = registry.read_text(encoding="utf-8")
    assert 'name = "甲厂"\ncategory = "parts"\ncity = "武汉"\ntags = ["出口", "国企"]\n' in text
    twice = run("add", "--name=乙厂", "--set", "name=丙厂", "--category=parts", code=2)
    assert "name is to be changed in two ways at once" in twice.err
    assert "missing: --category" in run("add", "--set=name=乙厂", code=2).err
    assert "there is no field x" in run("add", "--set=x=1", code=2).err
    assert "is not of the form key=value" in run("add", "--set=x", code=2).err
    assert registry.read_text(encoding="utf-8") == text
