"""What a command imports is what it costs to start: heavy libraries stay where they are needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import SMALL, TYPER_OF_USERS

_PROBE = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
from alliance_cli.cli import main
sys.argv = ["alliance", *sys.argv[1:]]
main()
"""


def modules_of(*arguments: str, folder: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *arguments],
        capture_output=True,
        cwd=folder,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
        encoding="utf-8",
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments",
    [
        "--help",
        "list",
        "list -f csv",
        "list -f json",
        "filter parts",
        "show M001",
        "add --name=新厂 --category=parts",
        "edit M001 --set city=随州",
        "validate",
        "schema",
        "export a.csv",
        "export a.xlsx --summary",
        "stats",
        "due",
        "due -f ics",
    ],
)
def test_only_what_is_needed_is_imported(arguments: str, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    modules = modules_of(*arguments.split(), folder=tmp_path)
    assert "alliance_cli.cli" in modules
    assert modules.isdisjoint({"openpyxl"})
    assert {"pandas", "numpy"}.isdisjoint(modules) == (arguments != "stats")
    # What Typer 0.29 does is why users get 0.28.
    assert not TYPER_OF_USERS or modules.isdisjoint({"pydantic"})
    assert modules.isdisjoint({"rich"}), "Rich is for terminals"
    assert modules.isdisjoint({"python_calamine", "olefile"})
    assert ("xlsxwriter" in modules) == ("xlsx" in arguments)
    assert ("filelock" in modules) == (arguments.split(maxsplit=1)[0] in ("add", "edit"))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_an_import_needs_no_frame(name: str, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    modules_of("export", name, folder=tmp_path)
    modules = modules_of("import", name, folder=tmp_path)
    assert "alliance_cli.intake.intake" in modules
    assert modules.isdisjoint({"pandas", "numpy", "openpyxl"})


def test_the_package_alone_imports_nothing() -> None:
    code = (
        "import sys; before = {*sys.modules}; import alliance_cli; print({*sys.modules} - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.stdout.decode().strip() == "{'alliance_cli'}", done.stderr


def test_what_another_command_needs_stays_away(tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(SMALL, encoding="utf-8")
    unneeded = {"alliance_cli.views.shells", "alliance_cli.registry.changes"}
    of_a_help = modules_of("--help", folder=tmp_path)
    assert of_a_help.isdisjoint({*unneeded, "alliance_cli.registry.query"})
    of_a_list = modules_of("list", folder=tmp_path)
    assert of_a_list.isdisjoint({*unneeded, "alliance_cli.exchange.typed_tables", "sqlite3"})
