"""Of very many findings the first of each rule are told, and the others counted exactly."""

import json
import tracemalloc
from pathlib import Path
from xml.etree import ElementTree

import pytest

from alliance_cli.actions.validate import MOST, chosen_rules, validate
from alliance_cli.findings.finding import Finding
from alliance_cli.store.load import Document

from .conftest import Run

MANY = MOST + 7
ALL = chosen_rules((), (), strict=False)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Members that lack three fields each, and have a space before their city."""
    path = tmp_path / "members.toml"
    path.write_text('[[members]]\ncity = " 武汉"\n' * MANY, encoding="utf-8")
    return path


def test_text_tells_the_first_and_says_how_many_more(run: Run, many: Path) -> None:
    lines = run("validate", code=1).out.splitlines()
    assert sum(": error M401 " in line for line in lines) == MOST
    assert sum(": warning F307 " in line for line in lines) == MOST
    told = f"M401: {3 * MANY - MOST} more are not told here; --all-findings tells them all"
    assert lines[-4:] == [
        "F307: 7 more are not told here; --all-findings tells them all",
        told,
        f"--fix repairs {MANY}",
        f"{MANY} members, {3 * MANY} errors, {MANY} warnings",
    ]
    # They are the first in the file.
    cities = [line.split(":")[1] for line in lines if " F307 city" in line]
    assert cities == [str(2 * number) for number in range(1, MOST + 1)]
    assert f"{3 * MANY:>7}  M401" in run("validate", "--statistics", code=1).out


def test_every_other_format_says_so_too(run: Run, many: Path) -> None:
    report = json.loads(run("validate", "-f", "json", code=1).out)
    assert len(report["findings"]) == 2 * MOST
    assert report["summary"]["errors"] == 3 * MANY
    assert report["summary"]["warnings"] == MANY
    left_out = [(each["code"], each["count"]) for each in report["left_out"]]
    assert left_out == [("F307", 7), ("M401", 3 * MANY - MOST)]
    (part,) = json.loads(run("validate", "-f", "sarif", code=1).out)["runs"]
    assert len(part["results"]) == 2 * MOST
    (invocation,) = part["invocations"]
    assert invocation["executionSuccessful"] is True
    told = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert told[1].startswith(f"M401: {3 * MANY - MOST} more are not told here")
    assert f"\nM401: {3 * MANY - MOST} more" in run("validate", "-f", "github", code=1).out
    root = ElementTree.fromstring(run("validate", "-f", "junit", code=1).out)
    assert root.get("failures") == str(len(list(root.iter("failure")))) == str(2 * MOST + 2)
    failures = [each.get("message") for each in root[-1].iter("failure")]
    assert failures == told


def test_an_option_tells_every_finding(run: Run, many: Path) -> None:
    report = json.loads(run("validate", "-f", "json", "--all-findings", code=1).out)
    assert len(report["findings"]) == 4 * MANY
    assert "left_out" not in report
    assert "more are not told" not in run("validate", "--all-findings", code=1).out


def test_the_exit_code_is_that_of_all(run: Run, many: Path, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('[[members]]\ncity = " 甲"\n', encoding="utf-8")
    run("validate", "--ignore", "M401,F307")
    run("validate", "--select", "F307")
    run("validate", "--select", "F307", "--strict", code=1)
    outcome = run("validate", many, "other.toml", "--select", "F307")
    assert "F307: 8 more are not told here" in outcome.out
    assert f"2 files, {MANY + 1} members, 0 errors, {MANY + 1} warnings" in outcome.out


def test_comments_silence_what_would_not_be_told(run: Run, many: Path) -> None:
    line = 'city = " 武汉"'
    many.write_text(f"[[members]]\n{line} # alliance: ignore[F307]\n" * MANY, encoding="utf-8")
    outcome = run("validate", "--select", "F307,S106")
    assert outcome.out == f"{MANY} members, no findings, {MANY} ignored\n"
    text = f"[[members]]\n{line}\n" * MANY + f"[[members]]\n{line} # alliance: ignore[F307]\n"
    many.write_text(text, encoding="utf-8")
    outcome = run("validate", "--select", "F307,S106")
    assert outcome.out.endswith(f"{MANY + 1} members, 0 errors, {MANY} warnings, 1 ignored\n")


def test_repairs_are_of_all(run: Run, many: Path) -> None:
    run("validate", "--fix", code=1)
    assert many.read_text(encoding="utf-8") == '[[members]]\ncity = "武汉"\n' * MANY


@pytest.mark.parametrize(
    "text",
    [
        "[[members]]\n" * 10_000,
        "[[members]]\ntags = [" + '"a", ' * 20_000 + "]\n",
        "[[members]]\ntags = [" + "1, " * 20_000 + "]\n",
        "[[members]]\ncontacts = [" + "{}, " * 20_000 + "]\n",
        "# alliance: ignore[F301]\n" * 4_000 + "[[members]]\n",
    ],
    ids=["members", "repeats", "types", "contacts", "comments"],
)
def test_what_is_counted_is_neither_kept_nor_looked_for(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "members.toml"
    path.write_text(text, encoding="utf-8")
    located = 0
    locate = Document.locate

    def counting(document: Document, finding: Finding) -> object:
        nonlocal located
        located += 1
        return locate(document, finding)

    monkeypatch.setattr(Document, "locate", counting)
    # So much room is asked for, and not used, where a file is read.
    monkeypatch.setattr("alliance_cli.store.load.MAXIMUM_SIZE", len(text) * 4)
    tracemalloc.start()
    try:
        report = validate([path], ALL, most=10)
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert report.total >= 4_000
    assert located <= 50
    # The text, its data, and ten thousand findings at once.
    assert kept < 1_000_000 + len(text)
    assert most < 12_000_000
