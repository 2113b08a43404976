"""No number and no address of a person in full without --contacts: however spelt, wherever put.

The spellings are made of parts: digits, groups, what stands between them and before them.  Each
stands in every field of a registry, and every command in every format and both languages is run on
it, also where it goes wrong.
"""

import csv
import io
import itertools
import json
import os
import random
import re
import sqlite3
import stat
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyarrow import parquet
from typer.testing import CliRunner

from alliance_cli import language
from alliance_cli.cli import app
from alliance_cli.exchange.formats import ON_SCREEN
from alliance_cli.kinds.kind import Kind
from alliance_cli.kinds.known import KINDS
from alliance_cli.kinds.shared import SEATS
from alliance_cli.language import Wording
from alliance_cli.registry.registry import Registry
from alliance_cli.registry.shown import Shown
from alliance_cli.values.privacy import holds_mobile_number, masked, masked_value
from alliance_cli.views import card, console, table  # noqa: F401 - imported before they are patched
from alliance_cli.views.reports import REPORTERS

from .conftest import Outcome, Run, steps

ON_SCREEN_NAMES = [each.name for each in ON_SCREEN]

# --- spellings

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
STYLES = {"plain": lambda text: text, "wide": lambda text: text.translate(FULL_WIDTH)}
GROUPS = [
    (11,), (3, 4, 4), (4, 4, 3), (4, 3, 4), (5, 6), (6, 5), (3, 8), (7, 4), (3, 3, 5), (3, 3, 3, 2),
    (1, 3, 3, 4), (3, 2, 2, 2, 2), (1,) * 11,
]  # fmt: skip
MARKS = [
    "",
    "-",
    "－",
    "–",
    "—",
    "−",
    "﹣",
    ".",
    "．",
    "·",
    "・",
    "。",
    "/",
    "／",
    "_",
    "＿",
    "、",
    "，",
    "一",
]
SPACES = ["", " ", "\u3000", "\u00a0", "\u2009", "\u200b", "\ufeff", "\u2060", "\n", "\r\n", "\t"]
PREFIXES = [
    "",
    "+86",
    "+86 ",
    "＋86-",
    "0086",
    "0086 ",
    "(+86)",
    "（86）",
    "86-",
    "0",
    "电话",
    "wx",
    "(",
    "1、",
]


class Spelling(NamedTuple):
    """A number as somebody writes it, and its digits."""

    text: str
    digits: str


def grouped(digits: str, sizes: Sequence[int]) -> list[str]:
    ends = list(itertools.accumulate(sizes))
    return [digits[end - size : end] for size, end in zip(sizes, ends, strict=True)]


def mobile(digits: str, style: str, sizes: Sequence[int], between: str, prefix: str) -> Spelling:
    text = prefix + between.join(grouped(digits, sizes))
    return Spelling(STYLES[style](text), digits)


def between_of() -> Iterator[str]:
    for mark, space in itertools.product(MARKS, SPACES):
        yield space + mark + space


def is_something_else(sizes: Sequence[int], between: str) -> bool:
    """Amounts with cents, what an amount is grouped by, and the address of a computer."""
    mark = unicodedata.normalize("NFKC", between).strip()
    dot = mark in {".", "·", "・", "。"}
    return (dot and sizes == (3, 3, 3, 2)) or (mark == "," and set(sizes[1:]) == {3})


Way = tuple[str, tuple[int, ...], str, str]


def ways(groups: Sequence[tuple[int, ...]]) -> list[Way]:
    """Every way to write a mobile number in these groups."""
    return [
        way
        for way in itertools.product(STYLES, groups, between_of(), PREFIXES)
        if not is_something_else(way[1], way[2])
    ]


def spellings(chance: random.Random, count: int) -> list[Spelling]:
    """So many mobile numbers, each in a way of its own."""
    return [
        mobile(f"1{chance.choice('3456789')}{number:09}", *way)
        for number, way in zip(
            chance.sample(range(10**9), count), chance.sample(ways(GROUPS), count), strict=True
        )
    ]


def landlines(chance: random.Random, count: int) -> list[Spelling]:
    """Telephone numbers with area codes; the digits are those behind the code."""
    made = []
    for _ in range(count):
        area, length = chance.choice([("027", 8), ("010", 8), ("0719", 7), ("0755", 8)])
        local = chance.choice("2345678") + "".join(chance.choices("0123456789", k=length - 1))
        sizes = chance.choice([(length,), (length - 4, 4)])
        mark, space = chance.choice(MARKS[1:]), chance.choice(SPACES)
        between = space + mark + space
        code = chance.choice(
            [area, f"({area})", f"（{area}）", f"+86 {area[1:]}", f"0086-{area[1:]}"]
        )
        text = code + between + between.join(grouped(local, sizes)) + chance.choice(["", "-801"])
        made.append(Spelling(STYLES[chance.choice([*STYLES])](text), local))
    return made


def addresses(chance: random.Random, count: int) -> list[Spelling]:
    """Addresses; what must not be seen is the name before the @."""
    made = []
    for _ in range(count):
        name = "q" + "".join(chance.choices("bcdfghjklmnp", k=8))
        written = chance.choice([name, f"{name[:4]}\u200b{name[4:]}", f"{name[:3]}.{name[3:]}"])
        host = chance.choice(
            [
                "example.com",
                "example。com",
                "example．com",
                "company",
                "10.0.0.1",
                "[10.0.0.1]",
                "公司.中国",
            ]
        )
        sign = chance.choice(["@", "＠", "﹫", "\u200b@"])
        text = STYLES[chance.choice([*STYLES])](f"{written}{sign}{host}")
        made.append(Spelling(text, name))
    return made


def said(text: str) -> str:
    """What a reader gets of an output: escapes, widths and what is not seen make no difference."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    text = re.sub(r"\\x([0-9a-fA-F]{2})|\\[nrt]", " ", text)
    return unicodedata.normalize("NFKC", text)


def seen_in(output: str, secrets: Sequence[Spelling]) -> list[Spelling]:
    """Those whose digits, or names, stand in an output in full."""
    text = said(output)
    digits = re.sub(r"\D", "", text)
    letters = re.sub(r"[^a-z@]", "", text)
    return [
        each
        for each in secrets
        if (each.digits in digits if each.digits.isdigit() else each.digits in letters)
    ]


# --- one number in one text


def check_spelling(spelt: Spelling) -> None:
    for around in ("{}", "请找{}。", "a {} b"):
        text = around.format(spelt.text)
        hidden = masked(text)
        assert holds_mobile_number(text), text
        digits = unicodedata.normalize("NFKC", re.sub(r"[^\d*]", "", hidden))
        assert digits.endswith(f"{spelt.digits[:3]}****{spelt.digits[7:]}"), (text, hidden)
        # All else stays as it is spelt.
        back = iter(re.findall(r"\d", text)[-8:-4])
        assert "".join(next(back) if each == "*" else each for each in hidden) == text
        assert masked(hidden) == hidden
        assert not holds_mobile_number(hidden)


@pytest.mark.parametrize("sizes", GROUPS, ids=str)
def test_a_spelling_is_masked_and_told_of(sizes: tuple[int, ...]) -> None:
    for way in random.Random(1).sample(ways([sizes]), 40):
        check_spelling(mobile("13987654321", *way))


@pytest.mark.long
@pytest.mark.parametrize("sizes", GROUPS, ids=str)
def test_every_spelling_is_masked_and_told_of(sizes: tuple[int, ...]) -> None:
    for way in ways([sizes]):
        check_spelling(mobile("13987654321", *way))


@pytest.mark.parametrize("seed", range(3))
def test_landlines_and_addresses_are_masked(seed: int) -> None:
    chance = random.Random(seed)
    for spelt in (*landlines(chance, 100), *addresses(chance, 100)):
        for around in ("{}", "请找 {}。", "({})"):
            text = around.format(spelt.text)
            assert not seen_in(masked(text), [spelt]), (text, masked(text))
            assert not holds_mobile_number(text), text


@pytest.mark.parametrize(
    "text",
    [
        "91420100177570439L", "914201001381234000", "9142 0100 1775 7043 9L", "M001", "430056",
        "2019-2024", "1998-2024 123", "1998/2008、2010/2012", "2019-05-28", "1998-12-31 123",
        "19981231-001", "2019年05月28日12时30分", "1,380,000,000", "13,800,000,000", "138000000.55",
        "192.168.100.10", "data/members.toml:13812:340001: error", "15000~200000", "1-31日",
        "1、3、5、7、9、11、13、15", "GB/T 18384.1-2020、GB/T 18487.1-2015", "0830-1200、1400-1730",
        "400-123-4567", "138****0001", "027-****4321", "z***@example.com", "微博@东风本田。谢谢",
        "@@ -13812,4 +13815,5 @@", "150×2000×3000", "1500=2000-300", "137 家，8000 人，13 个",
        "@all", "3 @ 4",
    ],
)  # fmt: skip
def test_what_is_no_number_of_a_person_stays(text: str) -> None:
    assert masked(text) == text
    assert not holds_mobile_number(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1381 2340 001", "138* ***0 001"),
        ("(138)1234/0001", "(138)****/0001"),
        ("13812 340001", "138** **0001"),
        ("1500 138 1234 0001", "1500 138 **** 0001"),
        ("1998-12-31 138 1234 0001", "1998-12-31 138 **** 0001"),
        ("(027) 8765 4321", "(027) **** 4321"),
        ("0719 822 6555", "0719 **** 6555"),
        ("138\\u200b1234\\u200b0001", "138\\u200b****\\u200b0001"),
        ("\\u0031381\\u0032340001", "\\u003138****0001"),
        ("zhang\\u0040example.com", "z***\\u0040example.com"),
        ("a@qq.com。b@qq.com", "a***@qq.com。b***@qq.com"),
        ("zhangsan @ example.com", "z*** @ example.com"),
        ("13812340001@qq.com", "138****0***@qq.com"),
    ],
)
def test_how_it_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_mistyped_number_beside_a_right_one_is_masked_too() -> None:
    assert masked_value("13812340001、1391234000") == "138****0001、13****00"
    assert masked_value("0719 8226555-801") == "0719 ****6555-801"


@example("1 3" * 5)
@given(st.text(st.sampled_from("0138９－- ./、,@a张\u200b\n\\u+()*~"), max_size=40))
def test_masking_ends_and_hides_what_it_tells_of(text: str) -> None:
    hidden = masked(text)
    assert masked(hidden) == hidden
    assert holds_mobile_number(text) <= (hidden != text)
    assert not holds_mobile_number(hidden)
    assert re.sub(r"[^\n]", "", hidden) == re.sub(r"[^\n]", "", text)


@example("13812340001")
@example("12812340001")
@example("23812340001")
@example("a1381@qq.com")
@given(st.text(st.sampled_from("0138a@.- "), max_size=14))
def test_what_is_plain_is_masked_as_what_is_not(text: str) -> None:
    # What is not seen is looked at the long way.
    assert masked(f"\u200b{text}") == f"\u200b{masked(text)}"


def test_a_column_shows_what_each_record_does() -> None:
    values = ["武汉", "武汉", "13812340001", "", 1, 1.0, True, None, ["武汉"], 13812340001]
    records = [{"city": value, "status": value} for value in values] + [{}]
    for contacts, wording, key in itertools.product((True, False), Wording, ("city", "status")):
        shown, field = Shown(Registry({}), wording, contacts=contacts), KINDS["members"].fields[key]
        for types in ((str,), (str, int), (str, int, float, bool, list, type(None))):
            some = [record for record in records if type(record.get(key)) in types]
            assert shown.cells(some, field) == [shown.cell(record, field) for record in some]


@pytest.mark.parametrize(
    "part", ["138 ", "1 ", "1.", "86 ", "(1)", "0-", "a@", "a@a.", "\\u0031", "1\u200b"]
)
def test_the_cost_grows_with_the_length(part: str) -> None:
    few, many = (steps(partial(masked, part * count)) for count in (300, 1200))
    assert many <= 6 * few


# --- every field, command, format and language

OTHERS = [kind for name, kind in KINDS.items() if name != "members"]
_CONTACT = ("name", "title", "mobile", "phone", "email", "wechat")
_MEMBER = (
    "name", "registered_name", "short_name", "category", "level", "status", "credit_code", "city",
    "address", "postcode", "website", "employees", "joined", "left_reason", "parent", "sort_key",
    "note", "source", "who",
)  # fmt: skip
_LISTS = ("former_names", "tags", "products", "groups")


def quoted(text: str, way: int) -> str:
    """A text in TOML: as it is, on lines of its own, or with escapes for what is not ASCII."""
    if way == 1 and "\r" not in text:
        return f'"""\n{text}"""'
    return json.dumps(text, ensure_ascii=way == 2)


def registry_of(secrets: Sequence[Spelling]) -> str:
    """A registry of a member for each secret, which stands in all of its fields."""
    head = secrets[0].text
    text = f'[alliance]\nname = {quoted(f"联盟 {head}", 0)}\n[categories]\nk = "类"\n'
    for number, spelt in enumerate(secrets):
        value = quoted(f"找 {spelt.text}。", number % 3)
        key = quoted(f"k {spelt.text}", number % 3 and 2)
        text += f"[[members]]\nid = {quoted(spelt.text if number % 5 else f'N{number:03}', 0)}\n"
        text += "".join(f"{each} = {value}\n" for each in _MEMBER)
        text += "".join(f"{each} = [{value}, 1]\n" for each in _LISTS)
        text += f"{key} = {value}\n"
        for contact in ("contacts", "others"):
            text += f"[[members.{contact}]]\n"
            text += "".join(f"{each} = {value}\n" for each in _CONTACT)
            text += f'{key} = {value}\n"mo\\u0062ile2" = {value}\n'
    return text


def plain_registry(secrets: Sequence[Spelling]) -> str:
    """A registry in which only what is allowed to be there is wrong: it can be changed."""
    text = (
        '[categories]\nk = "类"\n[fields.boss]\nlabel = "负责人"\ntype = "text"\npersonal = true\n'
    )
    for number, spelt in enumerate(secrets):
        value = quoted(f"厂 {spelt.text}", 2)
        text += (
            f'[[members]]\nid = "N{number:03}"\nname = {value}\ncategory = "k"\ncity = {value}\n'
            f"address = {value}\nnote = {quoted(spelt.text, 1)}\nemployees = {number}\n"
            f'boss = "{spelt.digits}"\ntags = [{value}]\n[[members.contacts]]\nname = {value}\n'
            f"title = {value}\nmobile = {quoted(spelt.text, 0)}\n"
        )
    return text


def _of_any_kind(kind: Kind, number: int, value: str, *, plain: bool) -> str:
    """A record of another kind with a value in all of its fields, or in those of text alone."""
    holder = kind.table
    texts = [key for key, field in kind.fields.items() if not field.type.fields and key != "id"]
    if plain:
        texts = [key for key in texts if kind.fields[key].type.fits("词")]
    lists = [key for key in texts if kind.fields[key].type.is_list]
    text = f'[[{holder}]]\nid = "{kind.id_prefix or "b"}{number:03}"\n'
    text += "".join(f"{key} = {f'[{value}]' if key in lists else value}\n" for key in texts)
    if SEATS in kind.fields:
        text += f'[[{holder}.{SEATS}]]\nbody = "b000"\nperson = {value}\ndecision = {value}\n'
    for key in () if plain else (key for key, field in kind.fields.items() if field.type.fields):
        parts = kind.fields[key].type.fields
        text += f"[[{holder}.{key}]]\n" + "".join(f"{part} = {value}\n" for part in parts)
    return text


def registry_of_kinds(secrets: Sequence[Spelling], *, plain: bool) -> str:
    """A registry of records of every other kind than members, each with a secret."""
    text = '[categories]\nk = "类"\n[[members]]\nid = "M1"\nname = "甲厂"\ncategory = "k"\n'
    for kind in OTHERS:
        for number, spelt in enumerate(secrets):
            value = quoted(f"找 {spelt.text}。", number % 3)
            text += _of_any_kind(kind, number, value, plain=plain)
    return text


def list_of(secrets: Sequence[Spelling]) -> str:
    """A list from outside with the secrets in every column, in headings, and in what is unknown."""
    columns = [
        "id",
        "单位名称",
        "类别",
        "城市",
        "备注",
        "入会时间",
        "职工人数",
        "联系人",
        "手机",
        "电话",
        "邮箱",
    ]
    rows = [[*columns, f"列 {secrets[0].text}"]]
    for number, spelt in enumerate(secrets):
        cells = [f"N{number:03}" if number % 2 else "", *[spelt.text] * len(columns)]
        rows.append(cells)
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def list_of_changes(secrets: Sequence[Spelling]) -> str:
    """A list that is taken in: a value with a secret in the place of another, and new members."""
    rows = [["id", "单位名称", "类别", "备注"]]
    for number, spelt in enumerate(secrets):
        rows.append([f"N{number:03}", "", "", secrets[number - 1].text])
        rows.append(["", f"新厂 {spelt.text}", "k", spelt.text])
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


SHOWN = [
    *(["list", "--all", "--columns", "all", "-f", each] for each in ("table", *ON_SCREEN_NAMES)),
    *(["due", "-f", each] for each in ("table", "tsv", "csv", "json", "markdown", "ics")),
    *(["show", "N000", "-f", each] for each in ("card", "tsv", "json")),
    ["list", "--all", "--columns", "all", "--headings", "keys"],
    ["filter", "k", "--columns", "all"],
    ["export", "-", "--columns", "all"],
    ["export", "-", "--all", "-f", "labels"],
    *(["stats", "--all", "-f", each] for each in ("table", "tsv", "csv", "json", "markdown")),
    *(
        ["stats", "--all", f"--by={key},tags", "--sum=employees", "-f", each]
        for each, key in zip(itertools.cycle(("json", "markdown", "table")), _MEMBER, strict=False)
    ),
    *(["stats", "--per", "year", "--by", "city", "-f", each] for each in ("json", "markdown")),
    *(["stats", "--annual", "2024", "-f", each] for each in ("json", "csv")),
    ["stats", "--by", "找"],
    ["stats", "--by", "tags", "--list", "找"],
]
TOLD = [
    *(["validate", "--strict", "-f", each] for each in REPORTERS),
    ["validate", "--fix", "--unsafe", "--diff"],
    ["show", "找"],
    ["--debug", "show", "找"],
    ["edit", "N000", "--drop", "tags=x"],
    ["list", "-w", "city=找"],
]
CHANGED = [
    *(
        [*command, "--yes", "--dry-run", "-f", each]
        for each in ("text", "json")
        for command in (
            ["edit", "N001", "--set", "contacts.0.mobile=13900000000", "--set", "boss=甲"],
            ["edit", "--all", "--unset", "note", "--unset", "tags"],
            ["remove", "N002"],
            ["withdraw", "N003"],
            ["add", "--name", "新厂", "--category", "k"],
            ["edit", "N001", "--drop", "contacts=name=x"],
            ["edit", "N001", "--set", "category=x"],
        )
    ),
    *(
        ["import", file, "-f", each]
        for file in ("list.csv", "changes.csv")
        for each in ("table", "tsv", "json")
    ),
    *(["import", file, "--dry-run", "--yes"] for file in ("list.csv", "changes.csv")),
    ["import", "list.csv", "--map", "列=x"],
    ["edit", "N004", "--set", "city=武汉", "--yes"],
    ["edit", "N004", "--set", "contacts.0.title=甲", "--yes", "-f", "json"],
    ["import", "changes.csv", "--apply", "--yes"],
]
FILES = [
    ["export", "a.xlsx", "--summary", "--by", "city"],
    ["export", "b.xlsx", "--template", "--all"],
    ["export", "c.xlsx", "-f", "sign-in"],
    ["expert", "export", "m.xlsx", "-f", "sign-in"],
    ["body", "export", "n.xlsx", "-f", "roster"],
    *(["export", f"d.{each}", "--all"] for each in ("csv", "json", "md", "ids")),
    ["export", "e.txt", "-f", "labels"],
    ["stats", "--by", "city,tags", "-o", "j.xlsx"],
    ["stats", "-o", "k.xlsx"],
    ["due", "-o", "l.xlsx"],
    ["export", "h.parquet", "--all", "--columns", "all"],
    ["export", "i.sqlite", "--all"],
    ["validate", "--output-file", "f.sarif", "--output-file", "g.xml"],
]
OF_KINDS = [
    *(
        [word, *command]
        for word, first in (("body", "b000"), ("expert", "E000"), ("project", "P000"))
        for command in (
            *(["list", "--all", "--columns", "all", "-f", each] for each in ("table", "json")),
            *(["show", first, "-f", each] for each in ("card", "tsv")),
            ["export", "a.sqlite"],
            ["edit", first, "--unset", "note", "--yes", "--dry-run"],
            ["remove", first, "--cascade", "--yes", "--dry-run", "-f", "json"],
        )
    ),
    ["body", "show", "b000", "-f", "json"],
    ["body", "leave", "b000", "E000", "--yes", "--dry-run"],
    ["body", "seat", "b000", "E000", "--yes", "--dry-run", "-f", "json"],
    ["expert", "draw", "1"],
    ["expert", "draw", "1", "-f", "json"],
    ["list", "--group", "b000"],
    ["due"],
    ["export", "b.xlsx", "--everything"],
    ["export", "c.sqlite"],
    ["validate", "--strict", "-f", "json"],
]


def run_command(*arguments: str) -> Outcome:
    """Run a command; it may fail, and --debug may show a traceback."""
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return Outcome(result.exit_code, result.stdout, result.stderr)


def contents(path: Path) -> str:
    """The texts in a file; of a workbook those of every part."""
    if path.suffix == ".parquet":
        return str(parquet.read_table(path).to_pylist())
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as connection:
            return "\n".join(connection.iterdump())
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as book:
        parts = [book.read(name).decode("utf-8") for name in book.namelist()]
    return "".join(f"{text}|" for part in parts for text in re.findall(r">([^<]+)<", part))


def check_nothing_is_seen(
    folder: Path, secrets: Sequence[Spelling], some: slice = slice(None)
) -> None:
    registry = folder / "members.toml"
    lists = {folder / "list.csv": list_of, folder / "changes.csv": list_of_changes}
    for text, commands in (
        (registry_of(secrets), (*SHOWN, *TOLD, *FILES)),
        (plain_registry(secrets), (*SHOWN, *CHANGED, *FILES)),
        (registry_of_kinds(secrets, plain=False), OF_KINDS),
        (registry_of_kinds(secrets, plain=True), OF_KINDS),
    ):
        registry.write_text(text, encoding="utf-8", newline="")
        for path, made in lists.items():
            path.write_text(made(secrets), encoding="utf-8", newline="")
        every = ("list", "expert list")[commands is OF_KINDS]
        told = run_command(*every.split(), "--all", "-f", "json", "--contacts").out
        assert seen_in(told, secrets) == secrets
        for command in commands[some]:
            outcome = run_command(*command)
            check_output(command, outcome.out, secrets)
            check_output(command, outcome.err, secrets)
            for path in folder.iterdir():
                if path not in (registry, *lists):
                    check_output(command, contents(path), secrets)
                    path.unlink()


def check_output(command: Sequence[str], output: str, secrets: Sequence[Spelling]) -> None:
    if seen := seen_in(output, secrets):
        lines = [line for line in output.split("\n") if seen_in(line, seen)]
        pytest.fail(f"{command} shows {seen}:\n" + "\n".join(lines or [output]))


def check_languages(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    chinese: bool,
    terminal: bool,
    count: int,
    some: slice = slice(None),
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(language, "CHINESE", chinese)
    monkeypatch.setattr(console, "is_terminal", lambda: terminal)
    chance = random.Random(f"{chinese} {terminal} {count}")
    secrets = [*spellings(chance, 4 * count), *landlines(chance, count), *addresses(chance, count)]
    check_nothing_is_seen(folder, secrets, some)


@pytest.mark.parametrize("chinese", [False, True], ids=["english", "chinese"])
def test_nothing_is_seen_of_a_person(
    chinese: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every day each language takes every other command; all of them take a minute.
    check_languages(
        tmp_path,
        monkeypatch,
        chinese=chinese,
        terminal=not chinese,
        count=1,
        some=slice(int(chinese), None, 2),
    )


@pytest.mark.long
@pytest.mark.parametrize("chinese", [False, True], ids=["english", "chinese"])
@pytest.mark.parametrize("terminal", [False, True], ids=["piped", "terminal"])
@pytest.mark.parametrize("count", range(2, 12))
def test_nothing_is_seen_of_many(
    count: int, terminal: bool, chinese: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_languages(tmp_path, monkeypatch, chinese=chinese, terminal=terminal, count=count)


# --- where a text of the registry went around the mask

MEMBER = """\
[categories]
k = "类"
[[members]]
id = "M001"
name = "甲厂"
category = "k"
"""
NUMBER, OTHER, ALIKE = "13987654321", "13812340001", "13900004321"


def test_the_title_of_a_card_is_masked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    text = MEMBER.replace("甲厂", "甲厂 1398 7654 321")
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    assert run("show", "M001").out.startswith("甲厂 139* ***4 321\n")


@pytest.mark.parametrize("key", ["employees", "revenue_wan", "stat_year"])
def test_a_whole_number_is_masked_and_told_of(key: str, run: Run, tmp_path: Path) -> None:
    text = f"{MEMBER}{key} = {NUMBER}\n"
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    assert f"warning F316 {key}: " in run("validate").out
    assert json.loads(run("list", "-f", "json").out)[0][key] == "139****4321"
    assert json.loads(run("list", "-f", "json", "--contacts").out)[0][key] == int(NUMBER)
    for name in ("table", *ON_SCREEN_NAMES):
        assert NUMBER not in run("list", "--columns", "all", "-f", name).out
    run("export", "a.xlsx", "--summary", "--by", key)
    assert not seen_in(contents(tmp_path / "a.xlsx"), [Spelling(NUMBER, NUMBER)])
    assert "1 unchanged" in run("import", "a.xlsx").err
    run("export", "b.xlsx", "--contacts")
    page = openpyxl.load_workbook("b.xlsx").worksheets[0]
    assert int(NUMBER) in [cell.value for cell in page[2]]


def test_an_amount_of_eleven_digits_with_a_fraction_is_masked_as_data(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "members.toml").write_text(f"{MEMBER}employees = {NUMBER}.0\n", encoding="utf-8")
    assert json.loads(run("list", "-f", "json").out)[0]["employees"] == "139****4321.0"


def test_an_id_that_is_a_mobile_number_is_masked_everywhere(run: Run, tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(MEMBER.replace("M001", NUMBER), encoding="utf-8")
    assert "warning F316 id: a mobile number stands here  [139****4321 甲厂]" in run("validate").out
    for name in ("table", *ON_SCREEN_NAMES):
        outcome = run("list", "--columns", "all", "-f", name)
        assert NUMBER not in outcome.out
        assert "139****4321" in outcome.out.replace("\\*", "*")
    change = ["edit", NUMBER, "--set", "city=武汉", "--dry-run"]
    assert json.loads(run(*change, "-f", "json").out)["changes"][0]["id"] == "139****4321"
    assert NUMBER not in run(*change).out
    added = run("add", "--name=乙厂", "--category=k", f"--id={OTHER}", "--yes")
    assert added.out == "138****0001\n"
    (tmp_path / "a.csv").write_text(f"id,备注\n{NUMBER},新\n", encoding="utf-8")
    rows = json.loads(run("import", "a.csv", "-f", "json").out)["rows"]
    assert [row["id"] for row in rows] == ["139****4321"]


def test_a_masked_id_comes_back_with_its_origin(run: Run, tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(f'{MEMBER.replace("M001", NUMBER)}city = "武汉"\n', encoding="utf-8")
    run("export", "a.csv")
    run("export", "a.xlsx")
    assert "1 unchanged" in run("import", "a.csv").err
    assert "1 unchanged" in run("import", "a.xlsx").err
    run("edit", NUMBER, "--set", "city=荆州", "--yes")
    # Nobody edited the workbook, so that the city of the registry stays.
    assert "1 unchanged" in run("import", "a.xlsx").err


def test_a_parent_and_a_website_are_told_of(run: Run, tmp_path: Path) -> None:
    text = f'{MEMBER}parent = "{NUMBER}"\nwebsite = "http://a.cn/{NUMBER}"\n'
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    out = run("validate", "--select", "F316").out
    assert out.count("F316") == 2
    assert NUMBER not in out


def test_numbers_of_people_are_not_told_of(run: Run, tmp_path: Path) -> None:
    text = MEMBER.replace(
        "[[members]]",
        "".join(
            f'[fields.{key}]\nlabel = "{key}"\ntype = "{kind}"\npersonal = true\n'
            for key, kind in (("hot", "number"), ("page", "url"), ("line", "text"))
        )
        + "[[members]]",
    )
    text += f'hot = {NUMBER}\npage = "http://a.cn/{NUMBER}"\nline = "{NUMBER}"\n'
    text += f'contacts = [{{ name = "张", mobile = "{NUMBER}", email = "{NUMBER}@qq.com" }}]\n'
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    assert "no findings" in run("validate").out


def test_a_rejects_file_shows_what_the_list_holds_and_no_more(run: Run, tmp_path: Path) -> None:
    contact = '[[members.contacts]]\nname = "张三"\nmobile = "{}"\n'
    registry = tmp_path / "members.toml"
    registry.write_text(MEMBER + contact.format(NUMBER), encoding="utf-8")
    run("export", "w.xlsx", "--contacts")
    registry.write_text(MEMBER + contact.format(OTHER), encoding="utf-8")
    book = openpyxl.load_workbook("w.xlsx")
    (cell,) = (cell for row in book["联系人"] for cell in row if cell.value == NUMBER)
    cell.value = "13700007777"
    book.save("w.xlsx")
    run("import", "w.xlsx", "--rejects", "r.xlsx", code=1)
    written = contents(tmp_path / "r.xlsx")
    reason = "exported as {}, now {} in the registry, here {}"
    assert reason.format(NUMBER, "138****0001", "13700007777") in written
    assert OTHER not in written
    run("import", "w.xlsx", "--rejects", "s.xlsx", "--contacts", code=1)
    assert reason.format(NUMBER, OTHER, "13700007777") in contents(tmp_path / "s.xlsx")


@pytest.mark.skipif(os.name != "posix", reason="modes are of Unix")
@pytest.mark.parametrize("options", [[], ["--apply", "--yes"]], ids=["preview", "apply"])
def test_a_new_rejects_file_is_for_its_owner_alone(
    options: list[str], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "members.toml").write_text(MEMBER, encoding="utf-8")
    (tmp_path / "a.csv").write_text("单位名称,类别\n乙厂,x\n丙厂,k\n", encoding="utf-8")
    run("import", "a.csv", "--rejects", "r.csv", *options, code=1)
    assert stat.S_IMODE((tmp_path / "r.csv").stat().st_mode) == 0o600
    (tmp_path / "r.csv").chmod(0o640)
    run("import", "a.csv", "--rejects", "r.csv", "--force", *options, code=1)
    assert stat.S_IMODE((tmp_path / "r.csv").stat().st_mode) == 0o640


def test_debug_masks_what_an_exception_says(run: Run, tmp_path: Path) -> None:
    text = MEMBER.replace("甲厂", f"甲厂 {NUMBER}") + MEMBER[MEMBER.index("[[") :]
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    outcome = run_command("--debug", "show", "甲")
    assert outcome.code == 2
    assert "Traceback" in outcome.err
    assert "甲厂 139****4321" in outcome.err
    assert NUMBER not in outcome.err


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        # The key is personal, whatever the value is.
        ('contacts = [{ name = 1, "mo\\u0062ile" = "1398765" }]', None),
        ('contacts = [{ name = 1, "mo\\U00000062ile" = "1398765" }]', None),
        # The place is within the number.
        ('note = "1398\x017654321"', 'note = "139*\\x01***4321"'),
        (
            'note = "a\x01" # 1398\\u00207654\\u0020321',
            'note = "a\\x01" # 139*\\u0020***4\\u0020321',
        ),
    ],
)
def test_a_quoted_line_is_masked_as_a_whole(
    line: str, shown: str | None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    (tmp_path / "members.toml").write_text(f"{MEMBER}{line}\n", encoding="utf-8")
    out = run("validate", code=None).out
    assert "1398765" not in out.replace("\\x01", "")
    assert shown is None or f"\n    {shown}\n" in out


def test_a_number_on_two_lines_is_masked_in_a_quoted_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    text = f'{MEMBER}note = """\n张三 1398\n7654321 \x01"""\n'
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    assert '\n    ***4321 \\x01"""\n' in run("validate", code=3).out


def test_texts_beside_each_other_are_masked_one_by_one(run: Run, tmp_path: Path) -> None:
    text = MEMBER.replace("M001", "150 2000").replace("甲厂", "1398-7654-321")
    text += f'parent = "{OTHER[:4]}"\n'
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    assert "[150 2000 139*-***4-321]" in run("validate", code=1).out


def test_a_number_on_two_lines_is_masked_in_a_diff(run: Run, tmp_path: Path) -> None:
    text = f'{MEMBER}note = """\n张三 1398\n7654321\n"""\n'
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    out = run("edit", "M001", "--unset", "note", "--dry-run").out
    assert "-张三 139*\n-***4321\n" in out


# --- what differs where it is masked


def test_a_change_behind_the_mask_is_listed(run: Run, tmp_path: Path) -> None:
    contact = f'[[members.contacts]]\nname = "张三"\nmobile = "{NUMBER}"\n'
    registry = tmp_path / "members.toml"
    registry.write_text(MEMBER + contact, encoding="utf-8")
    (tmp_path / "a.csv").write_text(f"id,联系人,手机\nM001,张三,{ALIKE}\n", encoding="utf-8")
    change = {"path": "contacts.0.mobile", "before": "139****4321", "after": "139****4321"}
    (row,) = json.loads(run("import", "a.csv", "-f", "json").out)["rows"]
    assert (row["outcome"], row["changes"]) == ("changed", [change])
    preview = run("import", "a.csv", "-f", "tsv").out.splitlines()[1]
    assert "139****4321\t139****4321 (differs where it is masked)" in preview
    edit = ["edit", "M001", "--set", f"contacts.0.mobile={ALIKE}"]
    told = json.loads(run(*edit, "--dry-run", "-f", "json").out)
    assert told["changes"][0]["fields"] == [change]
    assert '-mobile = "139****4321"\n+mobile = "139****4321"\n' in run(*edit, "--dry-run").out
    line = "contacts.张三.mobile 139****4321 → 139****4321 (differs where it is masked) at"
    assert line in run(*edit).err
    assert ALIKE in registry.read_text(encoding="utf-8")


def test_values_that_are_masked_alike_are_counted_apart(run: Run, tmp_path: Path) -> None:
    text = MEMBER + f'city = "找 {NUMBER}"\n'
    text += text[text.index("[[") :].replace("M001", "M002").replace("甲", "乙")
    text = text[::-1].replace(NUMBER[::-1], ALIKE[::-1], 1)[::-1]
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    run("export", "a.xlsx", "--by", "city", "--summary")
    book = openpyxl.load_workbook("a.xlsx")
    assert {"找 139-4321", "找 139-4321 2"} <= {re.sub("[*]+|-+", "-", n) for n in book.sheetnames}
    counted = [row[:2] for row in book["概览"].iter_rows(values_only=True)]
    assert counted.count(("找 139****4321", 1)) == 2


def test_a_part_that_is_masked_is_not_written(run: Run, tmp_path: Path) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(f'{MEMBER}note = "找 13987 654321"\n', encoding="utf-8")
    (tmp_path / "a.csv").write_text("id,备注\nM001,请找 139** **4321\n", encoding="utf-8")
    assert "a part is masked" in run("import", "a.csv", code=1).out


def test_a_finding_quotes_no_personal_value(run: Run, tmp_path: Path) -> None:
    declared = "".join(
        f'[fields.{key}]\nlabel = "{key}"\ntype = "{kind}"\npersonal = true\n{more}'
        for key, kind, more in (
            ("blood", "choice", 'choices = { a = "甲型" }\n'),
            ("gifts", "choices", 'choices = { a = "茶叶" }\n'),
            ("score", "number", ""),
            ("born", "date", ""),
        )
    )
    text = MEMBER.replace("[[members]]", f"{declared}[[members]]")
    text += 'blood = "rhesus-b"\ngifts = ["wine-red"]\nscore = -7654\nborn = "1980-05-28"\n'
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    out = run("validate", code=1).out
    for value in ("rhesus-b", "wine-red", "7654", "1980-05-28"):
        assert value not in out
    assert "rh****-b is not one of the keys" in out
    assert "hint: write 19****28, without quotes" in out
    assert "born = 1980-05-28" not in run("validate", "--fix", "--diff", code=None).out
    run("validate", "--fix", code=None)
    assert "\nborn = 1980-05-28\n" in (tmp_path / "members.toml").read_text(encoding="utf-8")


def test_personal_items_are_masked_where_there_is_no_such_one(run: Run, tmp_path: Path) -> None:
    declared = '[fields.wechat]\nlabel = "微信"\ntype = "texts"\npersonal = true\n[[members]]'
    text = MEMBER.replace("[[members]]", declared) + 'wechat = ["zhangsan-wx"]\n'
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    err = run("edit", "M001", "--drop", "wechat=x", code=1).err
    assert "there are: zh****wx" in err
