"""Records that a list confirms: only where somebody says so, and nothing else changes."""

import datetime
import json
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .conftest import SMALL, Run

DAY = datetime.date(2025, 1, 2)
SAID = ("--confirmed", "2025-01-02")
EXPERT = '\n[[experts]]\nid = "E001"\nname = "李四"\n'


def members(path: Path, table: str = "members") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    return found


@pytest.mark.parametrize("layout", ["row", "page"])
def test_a_form_confirms_where_it_is_said(layout: str, run: Run, registry: Path) -> None:
    run("export", "f.xlsx", "--template", "--layout", layout, "--contacts", "--all")
    plain = run("import", "f.xlsx")
    assert "this is a form that came back: --confirmed " in plain.err
    assert plain.err.endswith("nothing to change\n")
    assert run("import", "f.xlsx", "--apply").code == 0
    assert registry.read_text(encoding="utf-8") == SMALL
    told = run("import", "f.xlsx", *SAID)
    assert "confirmed on 2025-01-02: 3\n" in told.err
    assert "came back" not in told.err
    data = json.loads(run("import", "f.xlsx", *SAID, "-f", "json").out)
    assert (data["confirmed"], data["summary"]["changed"]) == (3, 3)
    before = members(registry)
    run("import", "f.xlsx", *SAID, "--apply")
    after = members(registry)
    assert [each.pop("confirmed") for each in after] == [DAY] * 3
    assert after == before
    # Once more there is nothing to say.
    assert run("import", "f.xlsx", *SAID).err.endswith("nothing to change\n")


def test_a_list_confirms_nobody_by_itself(run: Run, registry: Path) -> None:
    run("export", "all.xlsx", "--all", "--columns", "all")
    assert "came back" not in run("import", "all.xlsx").err
    assert "confirmed" not in registry.read_text(encoding="utf-8")


def test_the_last_day_stays(run: Run, registry: Path) -> None:
    days = {"M001": "2024-05-01", "M002": "2025-06-01", "M003": "2025-06"}
    for identifier, day in days.items():
        run("edit", identifier, "--set", f"confirmed={day}")
    run("export", "all.xlsx", "--all", "--columns", "all")
    run("import", "all.xlsx", "--blank-clears", *SAID, "--apply")
    # Whoever confirmed later is not confirmed on an earlier day.
    assert [each["confirmed"] for each in members(registry)] == [
        *(DAY, datetime.date(2025, 6, 1), "2025-06")
    ]


def test_a_row_that_is_set_aside_confirms_nothing(run: Run, registry: Path) -> None:
    run("export", "f.xlsx", "--template", "--contacts", "--all")
    book = openpyxl.load_workbook("f.xlsx")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    sheet.cell(4, heads.index("统一社会信用代码") + 1).value = "123"
    book.save("f.xlsx")
    done = run("import", "f.xlsx", *SAID, "--apply", "--rejects", "r.xlsx", code=1)
    assert "confirmed on 2025-01-02: 2\n" in done.err
    assert ["confirmed" in each for each in members(registry)] == [False, True, True]


def test_experts_are_confirmed_too(run: Run, registry: Path) -> None:
    registry.write_text(SMALL + EXPERT, encoding="utf-8")
    run("expert", "export", "e.xlsx", "--template", "--contacts", "--all")
    run("expert", "import", "e.xlsx", *SAID, "--apply")
    assert members(registry, "experts") == [{"id": "E001", "name": "李四", "confirmed": DAY}]


@pytest.mark.parametrize(
    ("command", "day", "code", "message"),
    [
        (["import"], "2999-01-01", 1, "--confirmed: 2999-01-01 is in the future"),
        (["import"], "昨天", 1, "--confirmed: expected is a date"),
        (["import"], "", 2, "--confirmed is without a value"),
        (["body", "import"], "2025-01-02", 2, "there is no field confirmed"),
    ],
)
def test_what_is_no_day_is_refused(
    command: list[str], day: str, code: int, message: str, run: Run, registry: Path
) -> None:
    run("export", "all.xlsx", "--all")
    assert message in run(*command, "all.xlsx", "--confirmed", day, code=code).err
    assert registry.read_text(encoding="utf-8") == SMALL
