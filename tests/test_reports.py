"""The reports for machines are what their formats ask for, whatever was found."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from alliance_cli.actions.validate import validate
from alliance_cli.views.reports import REPORTERS

from .conftest import REAL_REGISTRY, SMALL
from .hostile_inputs import RULES, mutants

EXAMPLES = sorted((Path(__file__).parent / "examples").rglob("*.toml"))


def text_of(name: str, paths: list[Path]) -> str:
    return "".join(REPORTERS[name](validate(paths, RULES)))


def assert_is_sarif(text: str) -> dict[str, Any]:
    """What SARIF 2.1.0 asks of a log, in our own words; its run."""
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    assert log.keys() == {"$schema", "version", "runs"}
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert re.fullmatch(r"[\w.+-]+", driver["version"])
    assert run["columnKind"] in ("unicodeCodePoints", "utf16CodeUnits")
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert re.fullmatch(r"[A-Za-z0-9]+", rule["name"])
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        assert len(result["locations"]) == 1
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            place = location["physicalLocation"]
            region = place["region"]
            assert region.keys() == {"startLine", "startColumn"}
            assert all(type(number) is int and number >= 1 for number in region.values())
            # A reference of RFC 3986: nothing but what needs no escape, and escapes of two digits.
            uri = place["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:file://)?(?:[A-Za-z0-9/._~:-]|%[0-9A-F]{2})+", uri)
            assert ":" not in uri.split("/")[0] or uri.startswith("file:")
    return dict(run)


def assert_is_junit(text: str) -> None:
    """What the schemas of Jenkins ask of a JUnit report, in our own words."""
    attributes = {
        "testsuites": {"name", "tests", "failures", "errors"},
        "testsuite": {"name", "tests", "failures", "errors"},
        "testcase": {"name", "classname"},
        "failure": {"type", "message"},
    }
    inside = {"testsuites": "testsuite", "testsuite": "testcase", "testcase": "failure"}
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        assert element.attrib.keys() == attributes[element.tag]
        assert {child.tag for child in element} <= {inside.get(element.tag)}
    for group in (root, *root):
        cases = list(group.iter("testcase"))
        assert group.get("tests") == str(len(cases))
        assert group.get("failures") == str(sum(len(case) for case in cases))
        assert group.get("errors") == "0"
    assert all(len(case) <= 1 for case in root.iter("testcase"))


def test_every_example_makes_good_reports(tmp_path: Path) -> None:
    unreadable = [tmp_path / "none.toml", tmp_path, Path("/dev/null")]
    for paths in ([REAL_REGISTRY], unreadable, [*EXAMPLES, *unreadable], *([p] for p in EXAMPLES)):
        assert_is_sarif(text_of("sarif", paths))
        assert_is_junit(text_of("junit", paths))


def test_mutants_make_good_reports(tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    for name, raw in mutants(60, seed=3):
        path.write_bytes(raw)
        try:
            assert_is_sarif(text_of("sarif", [path]))
            assert_is_junit(text_of("junit", [path]))
        except BaseException as error:
            error.add_note(name)
            raise


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("data/members.toml", "data/members.toml"),
        ("会员.toml", "%E4%BC%9A%E5%91%98.toml"),
        ("a b#c?.toml", "a%20b%23c%3F.toml"),
        ("a:b%.toml", "a%3Ab%25.toml"),
        ("./a//b.toml", "a/b.toml"),
        ("-", "-"),
    ],
)
def test_the_path_of_a_file_becomes_a_uri(
    name: str, uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(name)
    report = validate([REAL_REGISTRY], RULES)
    findings = [each._replace(file=str(path)) for each in report.findings[:1]]
    run = assert_is_sarif("".join(REPORTERS["sarif"](report._replace(findings=findings))))
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri
    assert Path(unquote(urlsplit(uri).path)) == path


UNUSUAL = ["members.toml", "会 员.toml", "a:b.toml", "a#b?.toml", "100%25.toml", "\udcff.toml"]


def named_by(file: Path | str, format: str) -> str:
    """What a report calls a file with one finding."""
    report = validate([REAL_REGISTRY], RULES)
    findings = [each._replace(file=str(file)) for each in report.findings[:1]]
    text = "".join(REPORTERS[format](report._replace(findings=findings)))
    if format == "github":
        (named,) = re.findall("^::[a-z]+ file=([^,]*),", text)
        return str(named.replace("%3A", ":").replace("%2C", ",").replace("%25", "%"))
    place = assert_is_sarif(text)["results"][0]["locations"][0]["physicalLocation"]
    uri: str = place["artifactLocation"]["uri"]
    return unquote(uri, errors="surrogateescape")


@pytest.mark.parametrize("format", ["sarif", "github"])
@pytest.mark.parametrize("name", UNUSUAL)
@pytest.mark.parametrize("git", ["folder", "file"])
def test_a_file_is_named_from_the_top_of_its_work_tree(
    git: str, name: str, format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "a b"
    folder = top / "data" / "武汉"
    folder.mkdir(parents=True)
    (tmp_path / "way").symlink_to(top)
    if git == "folder":
        (top / ".git").mkdir()
    else:
        # As in a work tree beside another.
        (top / ".git").write_text("gitdir: /elsewhere\n", encoding="utf-8")
    expected = f"data/武汉/{name}"
    given: list[tuple[Path, Path | str]] = [
        (top, Path("data", "武汉", name)),
        (folder, name),
        (folder.parent, Path("武汉", "..", "武汉", name)),
        (tmp_path, folder / name),
        (tmp_path, tmp_path / "way" / "data" / "武汉" / name),
    ]
    for where, file in given:
        monkeypatch.chdir(where)
        assert named_by(file, format) in (expected, expected.replace("\udcff", "\\udcff"))


@pytest.mark.parametrize("format", ["sarif", "github"])
def test_a_file_is_named_from_the_workspace_of_the_action(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "work" / "registry"
    (checkout / ".git").mkdir(parents=True)
    monkeypatch.chdir(checkout)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "work"))
    assert named_by("members.toml", format) == "registry/members.toml"
    # What is not in the workspace may be in another work tree.
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "other"))
    assert named_by("members.toml", format) == "members.toml"
    monkeypatch.chdir(tmp_path)
    assert named_by(checkout / "members.toml", format) == "members.toml"


def test_a_file_in_no_work_tree_is_named_by_a_whole_uri(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in UNUSUAL:
        file = tmp_path / name
        assert named_by(file, "sarif") == f"file://{file}"
        assert named_by(name, "sarif") == name
    assert named_by(tmp_path / "members.toml", "github") == str(tmp_path / "members.toml")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert named_by("../members.toml", "sarif") == f"file://{tmp_path}/members.toml"
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    assert named_by("-", "sarif") == named_by("-", "github") == "-"


def test_a_path_of_windows_becomes_a_uri(monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import PureWindowsPath

    from alliance_cli.views.reports import sarif

    monkeypatch.setattr(sarif, "PurePath", PureWindowsPath)
    report = validate([REAL_REGISTRY], RULES)
    for name, uri in (
        ("data\\会员.toml", "data/%E4%BC%9A%E5%91%98.toml"),
        ("C:\\a b\\c.toml", "file:///C:/a%20b/c.toml"),
        ("\\\\server\\share\\c.toml", "file://server/share/c.toml"),
    ):
        findings = [each._replace(file=name) for each in report.findings[:1]]
        run = assert_is_sarif("".join(REPORTERS["sarif"](report._replace(findings=findings))))
        place = run["results"][0]["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == uri


def test_a_finding_about_two_places_names_both(tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    path.write_text(SMALL.replace('id = "M002"', 'id = "M001"'), encoding="utf-8")
    run = assert_is_sarif(text_of("sarif", [path]))
    (result,) = (each for each in run["results"] if each["ruleId"] == "X501")
    lines = SMALL.replace('id = "M002"', 'id = "M001"').splitlines()
    (first,) = result["relatedLocations"]
    for location, at in ((first, 0), (result["locations"][0], 1)):
        region = location["physicalLocation"]["region"]
        places = [number for number, line in enumerate(lines, 1) if line == 'id = "M001"']
        assert region == {"startLine": places[at], "startColumn": 6}
