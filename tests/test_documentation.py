"""The documentation says what is true: what the program knows itself is generated from it."""

import importlib.util
import re
from types import ModuleType
from typing import Any

import pytest
import typer.main

from alliance_cli import __version__
from alliance_cli.checks.catalogue import every_rule
from alliance_cli.cli import app
from alliance_cli.commands import COMMANDS

from .conftest import ROOT, TYPER_OF_USERS, Run


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_parts_are_up_to_date(generate: ModuleType) -> None:
    # The help texts are those that users see; another Typer lays them out differently.
    left_out = re.compile("$^" if TYPER_OF_USERS else "<!-- help: .*?<!-- end -->", re.DOTALL)
    for path, text in generate.pages().items():
        page = path.read_text(encoding="utf-8")
        assert left_out.sub("", page) == left_out.sub("", text), "run python docs/generate.py"


def test_every_command_and_rule_is_documented() -> None:
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"\n## alliance {name}\n" in commands
    rules = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert all(f"| [{rule.code}](#" in rules for rule in every_rule().values())
    assert all(f"\n## {rule.code}\n" in rules for rule in every_rule().values())


def test_every_command_and_every_option_has_a_help_text() -> None:
    group: Any = typer.main.get_command(app)
    for name in COMMANDS:
        command = group.get_command(None, name)
        assert command.help
        for parameter in command.params:
            assert parameter.help, (name, parameter.name)


def test_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page, target)


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version").out == f"alliance {__version__}\n"


def test_the_changelog_has_an_unreleased_part() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_help_is_shown_without_arguments(run: Run) -> None:
    assert run(code=2).out == run("--help").out
