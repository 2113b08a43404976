"""What others run in CI, the pre-commit hook and the GitHub Action, runs as they would run it."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from alliance_cli.cli import app

from .conftest import ROOT, SMALL, git

HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
BAD = SMALL.replace('city = "襄阳"', 'city = " 襄阳"\nemployees = "1"')
PROGRAMS = Path(sysconfig.get_path("scripts"))


def values(text: str, key: str) -> list[str]:
    """The values of a key wherever it stands on a line of its own in a YAML text."""
    return re.findall(rf"^[ -]*{key}: (.+)$", text, re.MULTILINE)


def scripts() -> list[str]:
    """The scripts of the steps: the lines below `run: |`, without their indent."""
    found = re.findall(r"^( +)run: \|\n((?:\1  .*\n|\n)+)", ACTION, re.MULTILINE)
    return [re.sub(rf"^{indent}  ", "", script, flags=re.MULTILINE) for indent, script in found]


def options(name: str) -> set[str]:
    group: Any = typer.main.get_command(app)
    command = group.get_command(None, name)
    return {option for parameter in command.params for option in parameter.opts}


def test_the_hook_starts_a_command_that_there_is() -> None:
    (entry,) = values(HOOKS, "entry")
    assert shlex.split(entry) == ["alliance", "validate"]
    assert values(HOOKS, "id") == ["alliance-validate"]
    assert values(HOOKS, "language") == ["python"]
    assert (PROGRAMS / "alliance").exists() or (PROGRAMS / "alliance.exe").exists()


def workflows() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every workflow of the project and what it says."""
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        yield path.name, yaml.safe_load(path.read_text(encoding="utf-8"))


def test_workflows_use_fixed_releases_and_may_do_nothing_but_read() -> None:
    for name, workflow in workflows():
        assert workflow["permissions"] == {}, name
        for job in workflow["jobs"].values():
            rights = job["permissions"]
            # What publishes runs nothing of its own.
            assert rights == {"contents": "read"} or not any("run" in step for step in job["steps"])
            for step in job["steps"]:
                used = step.get("uses", "./")
                assert used == "./" or re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", used)
                assert "${{ github." not in step.get("run", "")


def test_every_python_that_the_project_promises_is_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    jobs = dict(workflows())["ci.yml"]["jobs"]
    versions = jobs["check"]["strategy"]["matrix"]["python"]
    assert f">={versions[0]}" == project["requires-python"]
    assert versions == [f"3.{minor}" for minor in range(11, 11 + len(versions))]
    assert set(jobs["systems"]["strategy"]["matrix"]["python"]) == {versions[0], versions[-1]}


def test_what_the_action_installs_is_what_the_project_asks_for() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.findall(
        r"^(\S+?)==(\S+)[^\n]*((?:\\\n +--hash=sha256:[0-9a-f]{64} ?)+)", text, re.MULTILINE
    )
    # Of some there is one for older Pythons and one for newer ones.
    releases: dict[str, list[str]] = {}
    for name, version, _ in entries:
        releases.setdefault(canonicalize_name(name), []).append(version)
    assert len(entries) == text.count("==") - text.count(" == ")
    toml = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = toml["project"]["dependencies"] + toml["build-system"]["requires"]
    for requirement in map(Requirement, wanted):
        versions = releases[canonicalize_name(requirement.name)]
        assert all(version in requirement.specifier for version in versions)


def test_the_hook_is_installed_with_the_same_releases() -> None:
    (hook,) = yaml.safe_load(HOOKS)
    (option,) = hook["additional_dependencies"]
    assert (ROOT / option.removeprefix("--constraint=")).is_file()


def test_the_project_keeps_its_own_hooks_in_its_environment() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repository,) = config["repos"]
    assert repository["repo"] == "local"
    programs = {shlex.split(hook["entry"])[0] for hook in repository["hooks"]}
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert programs == set(re.findall(r"^\.venv/bin/([a-z-]+)", script, re.MULTILINE)) - {"python"}


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("members.toml", True),
        ("data/members.toml", True),
        ("old/members.toml.bak", False),
        ("data/xmembers.toml", False),
        ("-r/members.toml", False),
    ],
)
def test_the_hook_looks_at_registries(path: str, taken: bool) -> None:
    (files,) = values(HOOKS, "files")
    assert bool(re.search(files, path)) == taken


def test_the_action_uses_what_there_is_and_runs_no_input() -> None:
    for used in values(ACTION, "uses"):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[\d.]+", used)
    install, validate, summarise = scripts()
    assert "${{" not in install + validate + summarise
    for name, script in (("validate", validate), ("diff", summarise)):
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", script)) <= options(name)
    # Every input is used, every variable of a script is given to it.
    inputs = set(re.findall(r"^  ([a-z-]+):\n    description:", ACTION, re.MULTILINE))
    assert inputs == set(re.findall(r"(?:\$\{\{ |&& )inputs\.([a-z-]+) ", ACTION))
    for script in (install, validate, summarise):
        # What a runner gives to every step needs no line.
        variables = set(re.findall(r"\$\{?([A-Z_]+)", script)) - {"GITHUB_STEP_SUMMARY"}
        assert all(re.search(rf"^ +{name}: ", ACTION, re.MULTILINE) for name in variables)


@pytest.mark.skipif(not shutil.which("bash") or sys.platform == "win32", reason="needs bash")
class TestAction:
    @pytest.fixture(autouse=True)
    def repository(self, tmp_path: Path) -> None:
        self.folder = tmp_path
        (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")

    def run(self, step: int = 1, /, **inputs: str) -> subprocess.CompletedProcess[str]:
        """A step of the action, that which validates, as a runner runs it."""
        names = ("FILES", "SELECT", "IGNORE", "BASE", "MAX_REMOVED", "SARIF", "BASE_OF_REQUEST")
        given = {**dict.fromkeys(names, ""), "STRICT": "false", **inputs}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", scripts()[step]],
            cwd=self.folder,
            env={**os.environ, "ENVIRONMENT": str(PROGRAMS.parent), "PYTHONUTF8": "1", **given},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def test_members_that_are_gone_since_a_revision(self) -> None:
        assert self.run(BASE="HEAD; exit 0", MAX_REMOVED="3").returncode == 3
        assert self.run(MAX_REMOVED="3").returncode == 2

    def test_the_registry_is_found(self) -> None:
        done = self.run()
        assert (done.returncode, done.stdout) == (0, "3 members, no findings\n")

    def test_findings_become_annotations_and_fail_the_step(self) -> None:
        (self.folder / "members.toml").write_text(BAD, encoding="utf-8")
        done = self.run()
        assert done.returncode == 1
        assert "::error file=" in done.stdout
        assert "::warning file=" in done.stdout
        assert self.run(IGNORE="F301").returncode == 0
        assert self.run(IGNORE="F301", STRICT="true").returncode == 1
        assert "::warning" not in self.run(SELECT="F301").stdout
        assert self.run(FILES="none.toml").returncode == 3
        assert self.run(STRICT="yes").returncode == 2

    def test_names_are_names_and_nothing_is_run(self) -> None:
        names = ["a b.toml", "it's.toml", '"q".toml', "$(touch x).toml", "`touch x`", "; touch x"]
        names += ["--strict", "-", "*.toml", "a\\b.toml", "$HOME.toml", "& touch x &"]
        for name in names:
            (self.folder / name).write_text(BAD, encoding="utf-8")
        # A single hyphen is standard input, whatever stands in the folder.
        names.remove("-")
        done = self.run(FILES="\n".join(["", *names, ""]), SARIF="out put.sarif")
        assert done.returncode == 1
        assert done.stdout.endswith(
            f"{len(names)} files, {3 * len(names)} members, "
            f"{len(names)} errors, {len(names)} warnings\n"
        )
        log = json.loads((self.folder / "out put.sarif").read_text(encoding="utf-8"))
        assert len(log["runs"][0]["results"]) == 2 * len(names)
        assert not (self.folder / "x").exists()

    def test_what_changed_stands_in_the_summary(self) -> None:
        git(self.folder, "init", "--quiet")
        git(self.folder, "add", ".")
        git(self.folder, "commit", "--quiet", "-m", "begin")
        names = ["members.toml", "it's; touch x.toml"]
        for name in names:
            (self.folder / name).write_text(SMALL.replace("十堰", "$(touch x)"), encoding="utf-8")
        summary = self.folder / "summary.md"
        given = {"GITHUB_STEP_SUMMARY": str(summary), "FILES": "\n".join(names)}
        done = self.run(2, BASE_OF_REQUEST="HEAD", **given)
        assert done.returncode == 0
        # The other file is new.
        assert "HEAD" in done.stderr
        told = summary.read_text(encoding="utf-8")
        assert told.startswith("**1 changed**")
        assert "| M003 旧车厂 | city | 十堰 | $(touch x) |" in told
        assert not (self.folder / "x").exists()
        summary.unlink()
        assert self.run(2, BASE="v9; touch x", **given).returncode == 0
        assert self.run(2, **given).returncode == 0
        assert not (self.folder / "x").exists()

    def test_a_file_does_not_stand_for_the_base(self) -> None:
        self.test_what_changed_stands_in_the_summary()
        (self.folder / "HEAD").write_text(SMALL.replace("十堰", "宜昌"), encoding="utf-8")
        summary = self.folder / "summary.md"
        done = self.run(2, BASE="HEAD", GITHUB_STEP_SUMMARY=str(summary))
        assert "HEAD is a file and a revision" in done.stderr
        assert not summary.exists() or not summary.read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", ["SELECT", "IGNORE", "SARIF", "STRICT"])
    def test_other_inputs_run_nothing_either(self, name: str) -> None:
        for evil in ("$(touch x)", "`touch x`", '"; touch x; "', "F3 --output-file json=x"):
            self.run(**{name: evil})
            assert not (self.folder / "x").exists()
