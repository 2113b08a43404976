"""Text of strangers arrives inert, through every command and format, and numbers stay masked."""

import csv
import re
from pathlib import Path

import pytest
import tomli
from typer.testing import CliRunner

from alliance_cli.cli import app
from alliance_cli.exchange.formats import ON_SCREEN
from alliance_cli.values.characters import is_invisible, printable
from alliance_cli.values.privacy import masked

from .conftest import SMALL, Run

WRITERS = [each.name for each in ON_SCREEN]

EVIL = {
    "markup": "[red]x[/red] [/] :warning: [link=http://x]",
    "escape": "\\u001b]0;title\\u0007\\u001b[31m\\u0085\\u007f\\u0000",
    "bidi": "\\u202eabc\\u2066\\u200b\\ufeff\\u2028\\u2029\\U000e0001\\u00ad",
    "workflow": "::error file=x::y",
    "lines": "a\\n::error::b\\n  ##[error]c\\r\\n",
    "old workflow": "x ##[error]y ###[z",
    "markdown": "|<img src=x>`*_[a](b)@all",
    "formula": "=cmd|' /C calc'!A0",
    "number": "找13812340009或 a@example.com",
}
FIELDS_OF_TEXT = ("name", "city", "category", "status", "id", "parent", "website", "joined")


def registry_with(text: str) -> str:
    pairs = "\n".join(f'{key} = "{text}"' for key in FIELDS_OF_TEXT)
    return (
        f'[alliance]\nname = "{text}"\n[categories]\n"{text}" = "{text}"\nk = "k"\n'
        f"[[members]]\n{pairs}\n"
        f'former_names = ["{text}"]\n"k{text}" = "{text}"\n'
        f'[[members.contacts]]\nname = "{text}"\nmobile = "13812340001"\nphone = "027-87654321"\n'
        f'email = "zhang@example.com"\n"moblie" = "13812340001"\n'
    )


@pytest.fixture(params=list(EVIL.values()), ids=list(EVIL))
def evil(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    (tmp_path / "members.toml").write_text(registry_with(request.param), encoding="utf-8")
    return str(request.param)


COMMANDS = [
    *(["list", "--all", "--columns", "all", "-f", name] for name in ("table", *WRITERS)),
    *(["list", "--all", "--columns", "all", "-f", name, "--headings=keys"] for name in WRITERS),
    *(["export", "-", "--columns", "all", "-f", name] for name in WRITERS),
    ["export", "-", "--all", "-f", "labels"],
    ["export", "-", "--all", "-f", "vcf"],
    ["export", "-", "--all", "-f", "emails"],
    ["show", "a"],
    ["show", "找"],
    ["show", "=", "-f", "json"],
    ["show", "nobody"],
    ["validate", "--strict"],
    ["validate", "--strict", "-f", "json"],
    ["schema"],
    ["add", "--name=新厂", "--category=none"],
    ["add", "--name=新厂", "--category=k", "--id=X1", "--yes", "--dry-run"],
    ["edit", "--all", "--append", "tags=x", "--append", "contacts=name=甲,mobile=13812340001"],
    ["edit", "--all", "--append", "tags=x", "--set", "note=找13812340001", "--yes", "--dry-run"],
    ["edit", "--all", "--append", "tags=x", "--unset", "city", "--unset", "name", "--yes"],
    ["edit", "--all", "--set", "contacts.0.mobile=1", "--yes"],
    ["edit", "--all", "--set", "contacts.0.title=\x1b[31m\u202e\n::error::x", "--yes"],
    ["edit", "--all", "--drop", "contacts=none", "--set", "city=\x1b[31m\u202e", "--yes"],
    ["edit", "a", "--set", "tags=13812340001", "--yes"],
    ["withdraw", "=", "--on", "\x1b[31m\u202e"],
    ["reinstate", "找"],
    ["remove", "\x1b[31m\u202e\n::error::x"],
    ["filter", "none"],
    ["list", "-c", "\x1b[31m\u202e::error::"],
    ["list", "-r", "\x1b[31m\u202e\n::error::x"],
    ["validate", "\x1b[31m\u202e\n::error::x"],
    ["\x1b[31m\u202e"],
    ["list", "--\x1b[31m\u202e"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_nothing_acts_and_no_number_is_whole(arguments: list[str], evil: str, run: Run) -> None:
    outcome = run(*arguments, code=None)
    allowed = "\n\t" if "tsv" in arguments or "show" in arguments or "list" in arguments else "\n"
    for stream in (outcome.out, outcome.err):
        raw = [c for c in stream if is_invisible(c) and c not in allowed]
        assert raw == [], stream
        assert not re.search(r"^\s*::|##\[", stream, re.MULTILINE), stream
        if arguments == ["schema"]:
            # A vocabulary is nobody's: its keys and labels are what they are.
            continue
        for number in ("13812340001", "13812340009", "87654321", "zhang@", " a@example"):
            assert number not in stream


_LISTED = ("id", "name", "city", "note", "parent", "joined", "category", "contacts.mobile")


@pytest.mark.parametrize("text", EVIL.values(), ids=EVIL)
@pytest.mark.parametrize("arguments", [[], ["-f", "table"], ["-f", "json"], ["--apply"]])
def test_a_hostile_list_does_nothing(
    arguments: list[str], text: str, run: Run, registry: Path
) -> None:
    evil = tomli.loads(f'text = "{text}"')["text"]
    rows = [
        [*_LISTED, evil, f"{evil}x"],
        ["M001", *[evil] * (len(_LISTED) - 1), "1", "2"],
        [evil, evil, *[""] * (len(_LISTED) - 2), "", ""],
        ["", f"新厂{evil}", *["13812340009"] * (len(_LISTED) - 2), "", ""],
    ]
    with registry.with_name("a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    outcome = run("import", "a.csv", *arguments, code=1)
    for stream in (outcome.out, outcome.err):
        assert [c for c in stream if is_invisible(c) and c not in "\n\t"] == []
        assert not re.search(r"^\s*::|##\[", stream, re.MULTILINE), stream
        for number in ("13812340009", " a@example"):
            assert number not in stream
    assert registry.read_text(encoding="utf-8") == SMALL


def test_markup_is_shown_as_it_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(registry_with(EVIL["markup"]), encoding="utf-8")
    assert EVIL["markup"] in run("list", "-f", "table").out
    assert EVIL["markup"] in run("list").out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("东风 本田\u3000𬭎", "东风 本田\u3000𬭎"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("::error::x", "\\x3a:error::x"),
        ("a::b", "a::b"),
        ("##[error]", "\\x23#[error]"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_debug_shows_the_traceback_and_only_then(run: Run) -> None:
    without = run("list", code=3).err
    result = CliRunner().invoke(app, ["--debug", "list"])
    assert result.exit_code == 3
    first, *_, error, told = result.stderr.splitlines()
    assert first == "Traceback (most recent call last):"
    assert error.startswith("alliance_cli.errors.CannotDo: ")
    assert f"{told}\n" == without


def test_a_diff_of_hostile_text_is_shown(evil: str, run: Run) -> None:
    outcome = run("add", "--name=新厂", "--category=k", "--id=X1", "--yes", "--dry-run")
    assert '+name = "新厂"' in outcome.out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812340001", "138****0001"),
        ("电话13812340001。", "电话138****0001。"),
        ("+86 138-1234-0001", "+86 138-****-0001"),
        ("008613812340001", "0086138****0001"),
        ("138 1234 0001", "138 **** 0001"),
        ("wx13812340001", "wx138****0001"),
        ("13812340001x", "138****0001x"),
        ("138.1234.0001", "138.****.0001"),
        ("(138)12340001", "(138)****0001"),
        ("0138 1234 0001", "0138 **** 0001"),
        ("138\u20141234\u20140001", "138\u2014****\u20140001"),
        ("张三@公司.中国", "张***@公司.中国"),
        ("zhangsan\uff20example.com", "z***\uff20example.com"),
        ("(027)87654321", "(027)****4321"),
        ("0719 8226555-801", "0719 ****6555-801"),
        ("邮箱zhang.san@example.com", "邮箱z***@example.com"),
        ("12100000441626842D", "12100000441626842D"),
        ("914201001381234000", "914201001381234000"),
        ("430056", "430056"),
    ],
)
def test_numbers_are_masked_in_every_spelling(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_numbers_of_a_wrong_type_or_under_a_wrong_key_are_masked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "members.toml").write_text(
        "[[members]]\nid = 'M1'\nmobile = 13812340001\nnote = 13812340001\n"
        "'13812340001' = 1\n[[members.contacts]]\nname = 13812340001\n'13812340001' = 'x'\n",
        encoding="utf-8",
    )
    for name in WRITERS:
        assert "13812340001" not in run("list", "--columns", "all", "-f", name).out
    for name in ("tsv", "json"):
        assert "13812340001" not in run("show", "M1", "-f", name).out


# Patterns that go back took a quarter of a minute for some of these; now all are quick.
PARTS = ["a", "1", "a.", "a@", '"\\', "0-", "=", "[", "138 "]


def check_text(text: str, registry: Path, run: Run) -> None:
    registry.write_text(
        f"[[members]]\nid = '{text}'\nname = '{text}'\ncategory = 'x'\n", encoding="utf-8"
    )
    run("validate", code=1)
    run("list", "--columns", "all")
    run("add", "--name=新厂", "--category=x", "--dry-run")
    registry.write_text(f"a = {text}\n{text}", encoding="utf-8")
    run("validate", code=3)


@pytest.mark.parametrize("part", PARTS)
def test_a_long_text_is_answered(part: str, run: Run, tmp_path: Path) -> None:
    check_text(part * 20_000, tmp_path / "members.toml", run)


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_the_cost_of_a_text_is_that_of_its_length(part: str, run: Run, tmp_path: Path) -> None:
    check_text(part * 100_000, tmp_path / "members.toml", run)
