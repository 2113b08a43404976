"""`validate`: which checks are made, and what becomes of the findings in every format."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from alliance_cli.checks.catalogue import every_rule
from alliance_cli.cli import app

from .conftest import SMALL, Run

BAD = """\
[[members]]
id = "M002"
name = "东风本田"
category = "vehicle"
city = " 武汉"
employees = "1"

[[members]]
id = "M001"
name = "东风本田公司"
category = "vehicle"

[[members.contacts]]
name = "张三"
mobile = "13812340001x"
"""
FOUND = ["F307", "F301", "X504", "F303"]


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(BAD, encoding="utf-8")
    return path


def codes(run: Run, *arguments: object, code: int | None = None) -> list[str]:
    report = json.loads(run("validate", "-f", "json", *arguments, code=code).out)
    return [each["code"] for each in report["findings"]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], FOUND),
        (["--select", "F301"], ["F301"]),
        (["--select", "f3"], ["F307", "F301", "F303"]),
        (["--select", "F301,X5"], ["F301", "X508", "X504"]),
        (["--select", "F301", "--select", "X504"], ["F301", "X504"]),
        (["--select", "all,X508"], ["F307", "F301", "X508", "X504", "F303"]),
        (["--select", "X508"], ["X508"]),
        (["--select", "M408"], ["M408"] * 6),
        (["--ignore", "F"], ["X504"]),
        (["--ignore", "F301, X5"], ["F307", "F303"]),
        (["--select", "F", "--ignore", "F303"], ["F307", "F301"]),
        (["--ignore", "all"], []),
    ],
)
def test_checks_are_selected_and_ignored(
    arguments: list[str], expected: list[str], run: Run, bad: Path
) -> None:
    assert codes(run, *arguments) == expected


def test_the_exit_code_is_about_what_was_looked_for(run: Run, bad: Path) -> None:
    run("validate", "--ignore", "F301,F303", code=0)
    run("validate", "--ignore", "F301,F303", "--strict", code=1)
    run("validate", "--select", "X508", code=0)
    bad.write_text("x = ", encoding="utf-8")
    # What cannot be read is told of whatever the checks.
    assert codes(run, "--select", "F301", code=3) == ["S102"]


@pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
def test_a_check_that_is_none_is_answered(option: str, run: Run, bad: Path) -> None:
    assert "there is no check F999" in run("validate", option, "F999", code=2).err
    assert "did you mean X504?" in run("validate", option, "x5O4", code=2).err
    assert "there is no check" in run("validate", f"{option}=,", code=2).err


def test_comments_ignore_findings_on_their_line_or_the_one_below(run: Run, bad: Path) -> None:
    text = BAD.replace('" 武汉"', '" 武汉" # alliance: ignore[F307] as printed')
    text = text.replace("employees", "# alliance:ignore [ f301 ] later\n# and why\nemployees")
    text = text.replace("[[members.contacts]]", "# alliance: ignore[F303]\n[[members.contacts]]")
    bad.write_text(text, encoding="utf-8")
    outcome = run("validate", code=1)
    lines = [line.split(": ")[1] for line in outcome.out.splitlines() if "toml:" in line]
    assert lines == ["warning X504 name", "warning S106", "error F303 contacts.mobile"]
    assert outcome.out.endswith("2 members, 1 error, 2 warnings, 2 ignored\n")
    # What was not looked for is not missed.
    assert codes(run, "--select", "S106,F307") == []
    assert codes(run, "--ignore", "S106") == ["X504", "F303"]


@pytest.mark.parametrize(
    "comment",
    [
        *("alliance: ignore", "alliance: ignore F301", "alliance: ignore[]"),
        *("alliance:ignore [ , ]", "alliance:ignore # F301"),
        *("alliance：ignore[F301]", "alliance ignore[F301]", "Alliance: Ignore[F301]"),
        *("alliance: ignore(F301)", "alliance: ignore【F301】", "alliance: ignores[F301]"),
        *("alliance: 忽略[F301]", "ALLIANCE: IGNORE", "alliance: ignore［F301］"),
    ],
)
def test_a_comment_that_names_no_check_is_reported(comment: str, run: Run, bad: Path) -> None:
    bad.write_text(BAD.replace('"1"', f'"1" # {comment}'), encoding="utf-8")
    assert codes(run) == ["F307", "F301", "S106", "X504", "F303"]
    assert "this comment names no check" in run("validate", code=1).out
    for other in ("alliance: ignored", "alliance ignores this", "the alliance: ignore[F301]"):
        bad.write_text(BAD.replace('"1"', f'"1" # {other}'), encoding="utf-8")
        assert codes(run) == FOUND


def test_a_line_of_several_findings_and_codes(run: Run, bad: Path) -> None:
    bad.write_text(BAD.replace('"1"', '"1" # alliance: ignore[F301,F301]'), encoding="utf-8")
    assert codes(run) == ["F307", "S106", "X504", "F303"]


def test_statistics_count_by_check(run: Run, bad: Path) -> None:
    outcome = run("validate", "--statistics", "--select", "F3,X508", code=1)
    assert outcome.out == (
        "      1  F301  error    a value of another type\n"
        "      1  F303  error    not in the form of the field\n"
        "      1  F307  warning  spaces around the text\n"
        "      1  X508  warning  members out of order\n"
        "2 members, 2 errors, 2 warnings\n"
    )
    run("validate", "--statistics", "-f", "json", code=2)


def test_all_checks_are_listed_and_each_is_explained(run: Run, tmp_path: Path) -> None:
    # Neither needs a registry.
    listed = run("validate", "--list-checks").out.splitlines()
    assert [line[:4] for line in listed] == [rule.code for rule in every_rule().values()]
    assert "F307  warning  spaces around the text" in listed
    for rule in every_rule().values():
        explained = run("validate", "--explain", rule.code.lower()).out
        assert explained.startswith(f"{rule.code} {rule.severity}: {rule.title}\n\n")


def test_several_reports_come_of_one_run(run: Run, bad: Path, tmp_path: Path) -> None:
    files = ["a.json", "b.sarif", "c.xml", "d.txt", "github=e.log", "json=f"]
    options = [f"--output-file={each}" for each in files]
    outcome = run("validate", *options, code=1)
    assert outcome.out == (tmp_path / "d.txt").read_text(encoding="utf-8")
    for name, report in [("a.json", "json"), ("b.sarif", "sarif"), ("c.xml", "junit")]:
        written = (tmp_path / name).read_bytes().decode()
        assert written == run("validate", "-f", report, code=1).out
    assert (tmp_path / "f").read_bytes() == (tmp_path / "a.json").read_bytes()
    assert (tmp_path / "e.log").read_text(encoding="utf-8").startswith("::warning file=")
    assert "no format has the ending" not in run("validate", "--output-file=x", code=2).out
    outcome = run("validate", "--output-file=none/a.json", code=3)
    assert "none/a.json: cannot be written" in outcome.err


def test_a_report_does_not_replace_what_it_is_about(run: Run, bad: Path, tmp_path: Path) -> None:
    before = bad.read_bytes()
    (tmp_path / "link.sarif").symlink_to(bad)
    (tmp_path / "other.toml").write_text(SMALL, encoding="utf-8")
    for output in ("json=members.toml", "link.sarif", "text=other.toml"):
        arguments = ("members.toml", "other.toml", "--output-file", output)
        assert "is the registry itself" in run("validate", *arguments, code=2).err
    assert bad.read_bytes() == before


def test_github_gets_escaped_commands_at_most_ten_of_a_kind(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a,b%.toml"
    member = '[[members]]\nid = "M{n}"\nname = "甲{n}厂::error::%0A"\ncategory = 1\ncity=" x"\n'
    path.write_text("".join(member.replace("{n}", str(n)) for n in range(12)), encoding="utf-8")
    lines = run("validate", path, "-f", "github", code=1).out.splitlines()
    where = re.escape(str(tmp_path).replace("%", "%25")) + "/a%2Cb%25.toml"
    first = rf"::error file={where},line=4,col=12,title=F301::this is a whole number,.*\[M0 甲0厂"
    assert re.match(first, lines[0])
    assert "%250A" in lines[0]
    commands, others = lines[:22], lines[22:-1]
    assert all(re.match("::(error|warning)( file=[^:]+)?::[^:]", line) for line in commands)
    # What is not shown stands in the log, where it is no command.
    told = [line.split(": ")[1] for line in others if not line.startswith("    hint")]
    assert sorted(told) == ["error F301 category"] * 2 + ["warning F307 city"] * 2
    assert not any(line.lstrip().startswith("::") for line in others)
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert "::error::2 more of this kind are not shown here, but in the log" in lines
    assert "::warning::2 more of this kind are not shown here, but in the log" in lines
    assert lines[-1] == "12 members, 12 errors, 12 warnings"


def test_junit_has_a_suite_a_file_and_a_failure_a_finding(
    run: Run, bad: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good<&>.toml"
    good.write_text(SMALL, encoding="utf-8")
    root = ElementTree.fromstring(run("validate", bad, good, "-f", "junit", code=1).out)
    assert root.attrib == {"name": "alliance", "tests": "5", "failures": "4", "errors": "0"}
    first, second = root
    assert [case.find("failure").get("type") for case in first] == FOUND  # type: ignore[union-attr]
    assert first[1].get("name") == f"{bad}:6:13 F301"
    assert second.get("name") == str(good)
    assert [list(case) for case in second] == [[]]


def test_sarif_names_rules_and_places(run: Run, bad: Path) -> None:
    log = json.loads(run("validate", bad, "-f", "sarif", code=1).out)
    (part,) = log["runs"]
    rules = [rule["id"] for rule in part["tool"]["driver"]["rules"]]
    assert rules == sorted(FOUND)
    assert [result["ruleId"] for result in part["results"]] == FOUND
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in part["results"])
    place = part["results"][2]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 10, "startColumn": 8}
    assert place["artifactLocation"]["uri"] == bad.as_uri()
    related = part["results"][2]["relatedLocations"][0]["physicalLocation"]["region"]
    assert related == {"startLine": 3, "startColumn": 8}


def test_standard_input_is_a_file_like_others(bad: Path) -> None:
    outcome = CliRunner().invoke(app, ["validate", "-", str(bad)], input=BAD.encode())
    lines = outcome.stdout.splitlines()
    assert outcome.exit_code == 1
    assert lines[0].startswith("-:5:8: warning F307 city")
    assert lines[-1] == "2 files, 4 members, 4 errors, 4 warnings"
    outcome = CliRunner().invoke(app, ["validate", "-"], input=b"\xff\xfe")
    assert outcome.exit_code == 3
    assert outcome.stdout.startswith("-:1:1: error S101")


def test_no_registry_is_overwritten(run: Run, registry: Path, tmp_path: Path) -> None:
    checked = tmp_path / "checked.toml"
    checked.write_text(SMALL, encoding="utf-8")
    others = {
        "named.toml": "members = []\n",
        "broken.toml": "<<<<<<< HEAD\n[[ members ]]\n=======\n",
        "quoted.toml": '[["members"]]\nid = "M001"\n',
    }
    for name, text in others.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("members.toml", *others):
        before = (tmp_path / name).read_bytes()
        for options in ([], ["-r", "named.toml"]):
            report = ("validate", "checked.toml", "--output-file", f"text={name}", *options)
            assert "(name another file)" in run(*report, code=2).err
        run("export", name, "-f", "csv", "--force", code=2)
        assert (tmp_path / name).read_bytes() == before
    # A report of a registry is none.
    for _ in range(2):
        run("validate", "checked.toml", "--output-file", "text=report.toml")
    told = run("validate", "--output-file", "a.json", "--output-file", "text=./a.json", code=2).err
    assert told == "alliance: two reports cannot go to one file (name another file)\n"
