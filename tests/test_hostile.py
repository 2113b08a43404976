"""Hostile input is answered: at its place, in one exit code of three, and without a traceback."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from alliance_cli.store.ignores import ignores
from alliance_cli.values.characters import is_invisible
from alliance_cli.views.reports import REPORTERS

from .conftest import ROOT, SMALL, Run, steps
from .hostile_inputs import examine, members, mutants, special_inputs
from .invalid_documents import INVALID, MARK

SPECIAL = special_inputs(many=200)


def assert_inert(text: str) -> None:
    """Nothing in `text` acts on a terminal, an eye or a CI system."""
    assert [c for c in set(text) - {"\n"} if is_invisible(c)] == []
    lines = [line for line in text.splitlines() if re.match(r"\s*::|.*##\[", line)]
    commands = r"::(?:error|warning)(?: file=[^:]*,line=\d+,col=\d+,title=[A-Z]\d+)?::(?!:)"
    assert [line for line in lines if not re.match(commands, line) or "##[" in line] == []


def assert_reports_are_whole(texts: dict[str, str]) -> None:
    for text in texts.values():
        assert_inert(text)
    ElementTree.fromstring(texts["junit"])
    assert len(json.loads(texts["sarif"])["runs"][0]["results"]) == len(
        json.loads(texts["json"])["findings"]
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("marked", "words"), INVALID, ids=[repr(text) for text, _ in INVALID])
def test_what_breaks_a_rule_of_toml_is_told_where_a_person_would_look(
    marked: str, words: str, ending: str, tmp_path: Path
) -> None:
    before, text = marked.split(MARK, maxsplit=1)[0], marked.replace(MARK, "")
    report = examine(tmp_path / "f", re.sub("\r?\n", ending, text).encode()).report
    (located,) = report.findings
    assert located.finding.rule.code == "S102"
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    assert located.position == (line, column)
    assert words in f"{located.finding.message} {located.finding.hint}"


def test_what_is_there_twice_is_told_with_the_first_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    again = '[[members]]\nid = "M9"\n\n[categories]\nx = "y"\n'
    path.write_text(SMALL + again, encoding="utf-8")
    outcome = run("validate", code=3)
    first = SMALL.splitlines().index("[categories]") + 1
    second = (SMALL + again).splitlines().index("[categories]", first) + 1
    assert f"members.toml:{second}:1: error S102: " in outcome.out
    assert f"this table is there already (the other is at line {first})" in outcome.out
    path.write_text(SMALL + 'city = "武汉"\n', encoding="utf-8")
    (finding,) = json.loads(run("validate", "-f", "json", code=3).out)["findings"]
    lines = (SMALL + 'city = "武汉"\n').splitlines()
    assert finding["line"] == len(lines)
    assert lines[finding["related"]["line"] - 1] == 'city = "十堰"'


@pytest.mark.parametrize("name", SPECIAL)
def test_what_was_thought_of_is_answered(name: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    examined = examine(path, SPECIAL[name])
    assert_reports_are_whole(examined.texts)
    stops = any(each.finding.rule.stops_reading for each in examined.report.findings)
    outcome = run("validate", "-f", "github", code=None)
    assert outcome.code == 3 if stops else outcome.code in (0, 1)
    assert outcome.err == ""


def test_mutants_are_answered(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    codes = set()
    for number, (name, raw) in enumerate(mutants(300, seed=1)):
        try:
            assert_reports_are_whole(examine(path, raw).texts)
            if number % 10 == 0:
                codes.add(run("validate", code=None).code)
        except BaseException as error:
            error.add_note(name)
            raise
    assert codes == {0, 1, 3}


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is asked as on Unix")
def test_twenty_thousand_inputs_are_answered_in_time(capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile_inputs", "20000", "2"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    with capsys.disabled():
        sys.stdout.write(f"\nhostile inputs: {figures}\n")
    assert figures["inputs"] == 20_000
    assert figures["slowest"] < 2
    assert figures["megabytes"] < 300


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of Unix")
@pytest.mark.parametrize("format", REPORTERS)
def test_what_is_no_file_is_told_in_every_format(format: str, run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("other")
    (tmp_path / "other").symlink_to("circle")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    names = ["pipe", "circle", "dangling", "folder", "/dev/zero", "/dev/null", "a/b", "\0"]
    outcome = run("validate", *names, "-f", format, code=3)
    assert_inert(outcome.out)
    if format == "json":
        findings = json.loads(outcome.out)["findings"]
        assert [(each["code"], each["line"], each["column"]) for each in findings] == [
            ("S104", 1, 1)
        ] * len(names)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(run: Run, registry: Path) -> None:
    registry.chmod(0)
    assert "members.toml:1:1: error S104: it cannot be read" in run("validate", code=3).out


NAMES = ["a b.toml", "会员.toml", "a\nb", "\x1b[31m\u202e", "::error::x", "##[error]x", "a%0Ab,c:d"]
NAMES += ["\"'<&>`|*_", "a\\b", "-", "--help", "\udcff.toml", "\uffff"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("format", REPORTERS)
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_the_name_of_a_file_is_inert(name: str, format: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text('[[members]]\nid = "M1"\nname = "甲"\ncategory = 1\n', encoding="utf-8")
    outcome = run("validate", "-f", format, "--", path, f"{path.name}.none", code=3)
    assert_inert(outcome.out)
    if format == "junit":
        ElementTree.fromstring(outcome.out)
    if format == "sarif":
        (first, *_) = json.loads(outcome.out)["runs"][0]["results"]
        uri = first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"file:///[A-Za-z0-9/._~%-]+", uri)


EVIL = ["::error::x", "\\n::error::x", "##[error]x", "\\u001b[31m", "\\u202e", "\\u0000", "\\uFFFF"]
EVIL += ["]]>&<!--", "[red]", "`|[a](b)@all", "%0A::error::x", "\\u2028::error::x", "\\U000E0001"]


@pytest.mark.parametrize("evil", EVIL)
def test_text_in_every_place_is_inert_in_every_report(evil: str, tmp_path: Path) -> None:
    fields = "id name registered_name category level status city credit_code website joined parent"
    pairs = "\n".join(f'{key} = "{evil}"' for key in fields.split())
    documents = [
        f'"{evil}" = 1\n[alliance]\n"{evil}" = 1\n[categories]\n"{evil}" = "{evil}"\n'
        f'[levels]\nx = "{evil}"\n[groups]\n[[members]]\n{pairs}\ntags = ["{evil}", "{evil}"]\n'
        f'groups = ["{evil}"]\n"{evil}" = 1\n[[members.contacts]]\n"{evil}" = 1\nname = "{evil}"\n'
        f'mobile = "{evil}"\nemail = "{evil}"\n\n[[members]]\n{pairs}\n',
        f'[categories]\n"{evil}" = 1\n',
        f'"{evil}" = 1\n',
        f'["{evil}"]\n["{evil}"]\n',
        f'# alliance: ignore[{evil}]\n[[members]]\nid = "M1"\n',
        f"{evil}\n",
        f'a = "{evil}" {evil}\n',
        f"a = {evil}\n",
        f"[{evil}\n",
    ]
    for document in documents:
        assert_reports_are_whole(examine(tmp_path / "f", document.encode()).texts)


def test_a_terminal_is_shown_nothing_that_acts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alliance_cli.views.console.is_terminal", lambda: True)
    for raw in (b"a = '\x1b[31m'", "a = \u202e\n".encode(), "# \u202e\n[x] ::error::".encode()):
        (tmp_path / "members.toml").write_bytes(raw)
        assert_inert(run("validate", code=3).out)


BAD = """\
city = " 武汉"
ctiy{n} = 1
parent = "Q{n}"
tags = ["a", "a"]
short_name = "东风"
credit_code = "91420000123456789{n}"
employees = "{n}"
contacts = [{nmae{n} = 1, primary = true}, {name = "张", primary = true}]
"""


def in_braces(count: int) -> str:
    return "[[members]]\ncontacts = [{" + ", ".join(f"k{n} = 1" for n in range(count)) + "}]"


def in_line(count: int) -> str:
    row = '{{id = "M{0}", name = "甲{1}厂", ctiy{0} = 1, parent = "Q{0}"}}'
    return "members = [\n" + ",\n".join(row.format(n, n // 3) for n in range(count)) + "\n]\n"


GROWING: dict[str, Callable[[int], str]] = {
    "under headers": lambda count: members(BAD, count),
    "in line": in_line,
    "in braces": in_braces,
    "a key twice": lambda count: "[[members]]\na = 1\n" * count + "a = 2\n",
}


def check_growth(text_of: Callable[[int], str], count: int, path: Path) -> None:
    """Four times as much costs at most six times as much."""

    def work(count: int) -> int:
        return steps(lambda: examine(path, text_of(count).encode()))

    # What is only done once, such as compiling a pattern, is done before.
    work(count // 2)
    assert work(4 * count) < work(count) * 4 * 1.5


@pytest.mark.parametrize("case", GROWING)
def test_the_work_grows_with_what_is_bad_and_not_with_its_square(case: str, tmp_path: Path) -> None:
    check_growth(GROWING[case], 25, tmp_path / "f")


@pytest.mark.long
@pytest.mark.parametrize("case", GROWING)
def test_the_work_grows_with_very_much_that_is_bad(case: str, tmp_path: Path) -> None:
    check_growth(GROWING[case], 100, tmp_path / "f")


def test_comments_are_not_looked_through_for_each_of_them() -> None:
    small, large = (
        steps(lambda: ignores("# alliance: ignore[F303]\n" * count + "a = 1\n"))  # noqa: B023
        for count in (100, 400)
    )
    assert large < small * 4 * 1.5


def test_a_thousand_bad_members_are_told_of(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(members(BAD, 1000), encoding="utf-8")
    outcome = run("validate", "--statistics", code=1)
    counted = {line.split()[1]: int(line.split()[0]) for line in outcome.out.splitlines()[:-1]}
    for code in ("F301", "F307", "F317", "M402", "X506"):
        assert counted[code] >= 1000, code
