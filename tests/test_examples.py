"""Files whose comments say which findings are expected where, and the examples of the rules."""

import json
import pkgutil
import re
from pathlib import Path

import pytest

from alliance_cli.checks.catalogue import every_rule
from alliance_cli.findings import rules
from alliance_cli.findings.rule import MEMBER, Rule

from .conftest import REAL_REGISTRY, Run, git

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.toml"))
# What finds what nobody is told of who does not ask for it; `before` has earlier revisions.
ASKED_FOR = {
    "X508": ["--select", "all,X508"],
    "M408": ["--strict"],
    "X509": ["--base", "HEAD", "--max-removed", "1"],
}
_EXPECTED = re.compile(rb"^# expect: ([A-Z]\d{3}) (\d+):(\d+)$", re.MULTILINE)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_findings_are_those_that_the_comments_expect(
    path: Path, ending: bytes, mark: bytes, run: Run, tmp_path: Path
) -> None:
    expected = [
        (code.decode(), int(line), int(column))
        for code, line, column in _EXPECTED.findall(path.read_bytes())
    ]
    # Neither the kind of line end nor a byte-order mark changes where something stands.
    copy = tmp_path / path.name
    before = path.parent / "before" / path.name
    if before.exists():
        copy.write_bytes(before.read_bytes())
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "-m", "before")
    copy.write_bytes(mark + path.read_bytes().replace(b"\n", ending))
    rules = ASKED_FOR.get(path.stem[:4], [])
    outcome = run("validate", "--format", "json", copy, *rules, code=None)
    report = json.loads(outcome.out)
    found = [(each["code"], each["line"], each["column"]) for each in report["findings"]]
    assert found == expected
    errors = [each for each in report["findings"] if each["severity"] == "error"]
    if any(each["code"][0] in "SR" for each in errors):
        assert outcome.code == 3
    else:
        assert outcome.code == (1 if errors or "--strict" in rules else 0)


def test_every_rule_of_the_text_has_an_example() -> None:
    shown = {code for path in EXAMPLES for code, _, _ in _EXPECTED.findall(path.read_bytes())}
    # What a check finds is at a path in the data; these say themselves where theirs are.
    of_text = {getattr(rules, each.name.upper()) for each in pkgutil.iter_modules(rules.__path__)}
    # One is about what is no file at all.
    assert {rule.code for rule in of_text} - {code.decode() for code in shown} == {
        rules.NO_FILE.code
    }


def test_what_follows_a_rule_passes(run: Run) -> None:
    passing = {path.stem: path for path in (EXAMPLES[0].parent / "passing").glob("*.toml")}
    assert passing.keys() <= {rule.code for rule in every_rule().values()}
    for code, path in passing.items():
        strict = ["--strict"] if code == "M408" else []
        outcome = run("validate", path, "--select", "all,X508", *strict)
        assert "no findings" in outcome.out, path


def whole(rule: Rule, example: str | bytes) -> bytes:
    """The registry that an example of a rule stands for: lines alone are those of a member."""
    if isinstance(example, bytes):
        return example
    if rule.code[0] not in "SR" and "[[members]]" not in example:
        example = f"{MEMBER}\n{example}" if example.startswith("[") else MEMBER + example
    return f"{example.rstrip()}\n".encode()


@pytest.mark.parametrize("rule", every_rule().values(), ids=lambda rule: rule.code)
def test_the_examples_of_an_explanation_break_and_follow_the_rule(
    rule: Rule, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "members.toml"
    for example, expected in ((rule.bad, {rule.code}), (rule.good, set())):
        if not example:
            assert rule.code in ("S104", "X509")
            continue
        path.write_bytes(whole(rule, example))
        chosen = ["--strict"] if rule.strict else ["--select", "all,X508"]
        report = json.loads(run("validate", "-f", "json", *chosen, code=None).out)
        assert {each["code"] for each in report["findings"]} == expected


def test_the_real_registry_has_no_findings(run: Run) -> None:
    assert run("validate", REAL_REGISTRY).out == "36 members, 3 bodies, no findings\n"


def test_strict_asks_for_the_wanted_fields_and_counts_warnings(run: Run, registry: Path) -> None:
    assert run("validate").code == 0
    outcome = run("validate", "--strict", "-f", "json", code=1)
    report = json.loads(outcome.out)
    assert report["summary"] == {
        "files": 1,
        "members": 3,
        "bodies": 0,
        "experts": 0,
        "projects": 0,
        "errors": 0,
        "warnings": 5,
        "ignored": 0,
    }
    wanted = {(each["member"], each["field"]) for each in report["findings"]}
    assert ("M001", "credit_code") in wanted
    assert ("M002", "contacts") in wanted


def test_several_files_are_reported_in_one_run(run: Run, registry: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("[[members]]\nid = 1\n", encoding="utf-8")
    outcome = run("validate", registry, bad, tmp_path / "none.toml", code=3)
    assert "bad.toml:2:6: error F301 id:" in outcome.out
    assert "none.toml:1:1: error S104: there is no such file" in outcome.out
    assert "3 files, 4 members, 4 errors, 0 warnings" in outcome.out
    assert outcome.err == ""


def test_positions_count_characters_and_only_line_feeds_end_lines(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    path.write_text(
        '# a\u2028b\x85c\n[[members]]\n\tid\t= "𬭎" # 𬭎\nname = "东风" \ncategory = 5\n',
        encoding="utf-8",
        newline="",
    )
    findings = json.loads(run("validate", "-f", "json", code=1).out)["findings"]
    assert [(f["code"], f["line"], f["column"]) for f in findings] == [
        ("F303", 3, 7),
        ("F301", 5, 12),
    ]
