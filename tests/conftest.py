"""What the tests share: running a command as a user would, and registries to run it on."""

import datetime
import os
import subprocess
import sys
import tomllib

# Before anything of Typer is imported: no colours, no widths of the machine the tests run on.
os.environ.update(_TYPER_FORCE_DISABLE_TERMINAL="1", TERM="dumb", ALLIANCE_LANG="en")
for _variable in (
    *("ALLIANCE_REGISTRY", "FORCE_COLOR", "COLUMNS"),
    *("GITHUB_ACTIONS", "GITHUB_WORKSPACE"),
):
    os.environ.pop(_variable, None)

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from alliance_cli.cli import app

ROOT = Path(__file__).parent.parent
TYPER_OF_USERS = version("typer").startswith("0.28.")
"""Whether Typer is the version that users get; the tests run with 0.29 too."""
REAL_REGISTRY = ROOT / "data" / "members.toml"

SMALL = """\
# the registry of a small alliance
[alliance]
name = "试点联盟"
declared_members = 9

[categories]
vehicle = "整车企业"
parts = "零部件企业"
university = "大专院校"

[levels]
president = "理事长单位"
member = "会员单位"

[groups]
battery = "动力电池组"

[[members]]
id = "M001"
name = "东风本田"
registered_name = "东风本田汽车有限公司"
short_name = "东本"
category = "vehicle"
level = "president"
city = "武汉"
tags = ["新能源", "出口"]
employees = 12000
joined = 2019-05-28
groups = ["battery"]

[[members.contacts]]
name = "张三"
title = "主任"
mobile = "13812340001"
phone = "027-87654321"
email = "zhangsan@example.com"

[[members]]
id = "M002"
name = "骆驼集团股份有限公司" # 襄阳
former_names = ["谷城蓄电池厂"]
category = "parts"
city = "襄阳"
joined = 2020-01-15

[[members]]
id = "M003"
name = "旧车厂"
category = "vehicle"
status = "left"
city = "十堰"
joined = 2019-05-28
left = 2021-06-30
"""


def registry_of(head: str, *members: str) -> str:
    """`head`, and below it members with these lines, called M1, M2 and so on."""
    return head + "".join(
        f'\n[[members]]\nid = "M{n}"\nname = "甲{n}厂"\ncategory = "c"\n{lines}\n'
        for n, lines in enumerate(members, 1)
    )


def first_member(path: Path) -> dict[str, Any]:
    """The first member in a registry file."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))["members"][0]
    assert isinstance(found, dict)
    return found


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, as nobody in particular and by no settings of the machine."""
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", *identity, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)


def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the run speak Chinese, but for what was said when its modules were imported."""
    monkeypatch.setattr("alliance_cli.language.CHINESE", True)


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: its exit code and its two streams."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder; it must succeed unless `code` says otherwise."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: object, code: int | None = 0) -> Outcome:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        outcome = Outcome(result.exit_code, result.stdout, result.stderr)
        assert result.exception is None or isinstance(result.exception, SystemExit), outcome
        assert code is None or outcome.code == code, outcome
        assert "Traceback" not in outcome.err
        return outcome

    return run_command


NOW = datetime.datetime(2025, 2, 28, 23, 59, 59)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be `NOW` wherever the program notes the day or the time."""

    class Date(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:  # type: ignore[override]
            return NOW.date()

    class Moment(datetime.datetime):
        @classmethod
        def now(cls) -> datetime.datetime:  # type: ignore[override]
            return NOW

    stopped = SimpleNamespace(date=Date, datetime=Moment)
    workbooks = [f"exchange.workbooks.{each}" for each in ("book", "summary", "figures")]
    for module in (
        "registry.standing",
        "registry.movement",
        "commands.stats",
        *workbooks,
        "store.save",
    ):
        monkeypatch.setattr(f"alliance_cli.{module}.datetime", stopped)


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A small registry in the folder where commands run."""
    path = tmp_path / "members.toml"
    path.write_text(SMALL, encoding="utf-8", newline="")
    return path


def steps(action: Callable[[], object]) -> int:
    """How many functions are called by `action`: its cost on any machine."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return counted
