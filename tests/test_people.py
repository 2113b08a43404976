"""Contacts as they are written: read as they were meant, or refused with the reason."""

import contextlib
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_cli.kinds.member import MEMBER
from alliance_cli.registry.registry import Registry
from alliance_cli.values.people import people_in, people_of
from alliance_cli.values.value_type import ValueRefused
from alliance_cli.views.interview import Subject, _ask_for_tables

from .conftest import SMALL, Run, in_chinese

A, B, LINE = "13812345678", "13912345678", "027-87654321"
ZHANG, LI = {"name": "张三", "mobile": A}, {"name": "李四", "mobile": B}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (f"张三 {A}", [ZHANG]),
        (f"张三{A}", [ZHANG]),
        (f"张三（{A}）", [ZHANG]),
        (f"张三-{A}", [ZHANG]),
        (f"张三\t{A}", [ZHANG]),
        (f"张三\n{A}", [ZHANG]),
        (f"{A} 张三", [ZHANG]),
        (f"{A}（张三）", [ZHANG]),
        ("张三 １３８１２３４５６７８", [ZHANG]),
        (f"张三 {A}，{A}", [ZHANG]),
        (f"联系人：张三，手机：{A}", [ZHANG]),
        (f"张三 手机{A} 电话{LINE}", [ZHANG | {"phone": LINE}]),
        (f"张三{A}、{LINE}", [ZHANG | {"phone": LINE}]),
        (f"张三 {LINE} w.x@y.com", [{"name": "张三", "phone": LINE, "email": "w.x@y.com"}]),
        (f"张三/{A}；李四/{B}", [ZHANG, LI]),
        (f"1、张三 {A} 2、李四 {B}", [ZHANG, LI]),
        (f"①张三 {A} ②李四 {B}", [ZHANG, LI]),
        (f"张三、李四 {A}、{B}", [ZHANG, LI]),
        (f"{A} 张三、{B} 李四", [ZHANG, LI]),
        (f"张三 {A}；李四", [ZHANG, {"name": "李四"}]),
        (f"张三 {A}；{B} 李四", [ZHANG, LI]),
        (f"张三\n李四 {B}", [{"name": "张三"}, LI]),
        ("张三、李四", [{"name": "张三"}, {"name": "李四"}]),
        (f"王主任（{A}）", [{"name": "王主任", "mobile": A}]),
        (
            f"王先生{A}；李女士{B}",
            [{"name": "王先生", "mobile": A}, {"name": "李女士", "mobile": B}],
        ),
        (f"张三(总经理) {A}", [ZHANG | {"title": "总经理"}]),
        (f"张三总经理 {A}", [ZHANG | {"title": "总经理"}]),
        (f"张三，总经理，{A}", [ZHANG | {"title": "总经理"}]),
        (f"张三（总经理，{A}）", [ZHANG | {"title": "总经理"}]),
        (f"总经理张三 {A}", [ZHANG | {"title": "总经理"}]),
        (f"总经理：张三 {A}", [ZHANG | {"title": "总经理"}]),
        (f"张三 {A}（办公室主任）", [ZHANG | {"title": "办公室主任"}]),
        (f"李建设经理 {A}", [{"name": "李建设", "title": "经理", "mobile": A}]),
        (f"周正主任 {A}", [{"name": "周正", "title": "主任", "mobile": A}]),
        (f"办公室 {LINE}", [{"name": "办公室", "phone": LINE}]),
        (f"欧阳修 {A}", [{"name": "欧阳修", "mobile": A}]),
        (f"买买提·艾力 {A}", [{"name": "买买提·艾力", "mobile": A}]),
        (f"张　三 {A}", [{"name": "张　三", "mobile": A}]),
        (f"John Smith {A}", [{"name": "John Smith", "mobile": A}]),
        ("John Smith (Sales Manager)", [{"name": "John Smith", "title": "Sales Manager"}]),
        *[
            (text.format(A), [ZHANG])
            for text in (
                *("张三 {}(微信同号)", "张三{}微信同号", "张三（同微信）{}", "张三微信同号 {}"),
                *("张三 {}（微信）", "张三 {}/微信", "张三 微信：{}", "张三 {}（手机微信同号）"),
            )
        ],
        (f"张三 {A}（微信）李四 {B}(微信)", [ZHANG, LI]),
        (f"李四、王五 {LINE}", [{"name": name, "phone": LINE} for name in ("李四", "王五")]),
        (
            "李四(主任)/王五：400-888-1234",
            [
                {"name": "李四", "title": "主任", "phone": "400-888-1234"},
                {"name": "王五", "phone": "400-888-1234"},
            ],
        ),
        ("John Smith, Jane Doe", [{"name": "John Smith"}, {"name": "Jane Doe"}]),
    ],
)
def test_what_is_written_is_read(text: str, people: list[dict[str, str]]) -> None:
    assert people_in(text) == people


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"李四、王五 {A}", "whose of 李四, 王五 the 1 number"),
        (f"李四；王五 {A}", "whose of 李四, 王五 the 1 number"),
        (f"李四；王五 {LINE}", "whose of 李四, 王五 the 1 number"),
        (f"李四、王五 {LINE}-801", "whose of 李四, 王五 the 1 number"),
        (f"张三 {A} 微信：zs_1988", "no field for 微信"),
        (f"张三 {A} 微信zs1988", "is no mobile number"),
        (f"张三 {A} 微信{B}", "张三 has two mobile numbers"),
        (f"张三 {LINE}(微信)", "no field for 微信"),
        (f"李四、王五 {A}、{LINE}", "whose of 李四, 王五 the 2 numbers"),
        (f"张三 {A} 李四", "whose of 张三, 李四 the 1 number"),
        (f"张三 {A}、李四、王五 {B}", "whose of 张三, 李四, 王五"),
        (f"张三 {A}、{B}", "张三 has two mobile numbers"),
        ("李四 王五", "whether 李四 王五 is one person"),
        ("张三李四", "whether 张三李四 is one person"),
        (f"张三和李四 {A}", "whether 张三和李四 is one person"),
        (A, "a number, but nobody whose it is"),
        ("张三 87654321", "87****21 is no mobile number"),
        (f"张三 {A}转8", "is no mobile number"),
        (f"{A}x@y.com 张三", "is no mobile number"),
        ("张三 138****5678", "is no mobile number"),
        (f"张三（东风）{A}", "what 东风 in brackets is"),
        (f"张三 {A} 传真 {LINE}", "no field for 传真"),
        ("张外贸东风总监", "what of 张外贸东风总监 is the name"),
        ("", "nobody in it"),
    ],
)
def test_what_is_not_clear_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        people_in(text)
    assert reason in str(refused.value)
    assert not re.search(r"\d{8}", str(refused.value))


# --- a plain model of what is written

FULL = ["张三", "李四", "王小明", "欧阳修", "诸葛建国"]
NAMES = [*FULL, "买买提·艾力", "John Smith", "王主任", "陈总", "赵女士", "刘 洋"]
# fmt: off
TITLES = [
    "总经理", "副总经理", "主任", "办公室主任", "秘书长", "市场部经理", "高级工程师", "副处长",
]
# fmt: on


def _spelt(number: str, random: random.Random) -> str:
    """A mobile number as somebody writes it."""
    three, four, last = number[:3], number[3:7], number[7:]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    return random.choice(
        (number, number, f"{three} {four} {last}", f"{three}-{four}-{last}", f"+86{number}", wide)
    )


def _person(name: str, random: random.Random, *, reached: bool) -> tuple[dict[str, str], str]:
    """Somebody, and one way in which people write that."""
    person = {"name": name}
    told = name
    # Who is called by an office has it in the name.
    if name in FULL and random.random() < 0.4:
        person["title"] = random.choice(TITLES)
        told += random.choice(("（{}）", "({})", " {}", "{}")).format(person["title"])
    if not reached:
        return person, told
    parts = {
        "mobile": f"1{random.randint(3, 9)}{random.randint(0, 999_999_999):09}",
        "phone": f"0{random.choice(('27', '710'))}-8{random.randint(0, 9_999_999):07}",
        "email": f"{random.choice('abc')}{random.randint(0, 99)}@example.com",
    }
    chosen = random.sample(sorted(parts), random.choice((1, 1, 2, 3)))
    written = []
    for part in chosen:
        person[part] = parts[part]
        written.append(_spelt(parts[part], random) if part == "mobile" else parts[part])
    numbers = random.choice(("、", "，", " ", "/", ", ")).join(written)
    form = random.choice(("{0} {1}", "{0}：{1}", "{0}（{1}）", "{0}/{1}", "{0}，{1}", "{0}\t{1}"))
    glued = "{0}{1}" if not told[-1].isascii() and chosen[0] != "email" else form
    return person, random.choice((form, glued)).format(told, numbers)


def _cells(random: random.Random) -> Iterator[tuple[list[dict[str, str]] | None, str]]:
    """Cells, each with the people that were meant; None where a reader cannot tell."""
    while True:
        count = random.choice((1, 1, 2, 2, 3, 4))
        names = random.sample(NAMES, count)
        manner = random.choice(("all reached", "all reached", "some", "none", "unclear"))
        if manner == "all reached":
            people = [_person(name, random, reached=True) for name in names]
            mark = random.choice(("；", "\n", ";", "、", "，", " ；", "\r\n"))
        elif manner == "some":
            # The first shows the manner: numbers stand behind their names.
            people = [
                _person(name, random, reached=not place or random.random() < 0.5)
                for place, name in enumerate(names)
            ]
            mark = random.choice(("；", "\n"))
        elif manner == "none":
            people = [_person(name, random, reached=False) for name in names]
            mark = random.choice(("、", "，", "；", "/", "\n"))
        else:
            plain = [name for name in names if " " not in name]
            if len(plain) < 2:
                continue
            numbers = [_spelt(f"13{place}12345678"[:11], random) for place in range(len(plain) - 1)]
            yield None, "、".join(plain) + " " + "、".join(numbers)
            continue
        yield [person for person, _ in people], mark.join(told for _, told in people)


def _as_stored(people: list[dict[str, str]]) -> list[dict[str, str]]:
    """People with the mobile numbers as the registry holds them."""
    return [
        {
            part: re.sub(r"^86(?=1)", "", re.sub(r"\D", "", text)) if part == "mobile" else text
            for part, text in person.items()
        }
        for person in people
    ]


def _hold_against_the_model(count: int, seed: int) -> None:
    cells = _cells(random.Random(seed))
    for _ in range(count):
        meant, text = next(cells)
        if meant is None:
            with pytest.raises(ValueRefused):
                people_in(text)
        else:
            assert _as_stored(people_in(text)) == meant, text


def test_generated_cells_are_read_as_they_were_meant() -> None:
    _hold_against_the_model(1000, 1)


@pytest.mark.long
def test_many_generated_cells_are_read_as_they_were_meant() -> None:
    for seed in range(2, 42):
        _hold_against_the_model(1000, seed)


PIECES = [
    *NAMES,
    *TITLES,
    A,
    B,
    LINE,
    "a@b.com",
    "12345678",
    "、",
    "；",
    "\n",
    " ",
    "（",
    "）",
    "/",
]


def _lose_nothing(count: int, seed: int) -> None:
    made = random.Random(seed)
    for _ in range(count):
        text = "".join(made.choice(PIECES) for _ in range(made.randint(1, 8)))
        try:
            people = people_in(text)
        except ValueRefused:
            continue
        told = json.dumps(people, ensure_ascii=False)
        for number in re.findall(r"[0-9-]{8,}|[a-z]@b\.com", text):
            assert number in told, text
        for person in people:
            assert not re.search(r"[、；;，\n/（）()0-9@]", person["name"]), text


def test_nothing_is_lost_of_any_text() -> None:
    _lose_nothing(2000, 1)


@pytest.mark.long
def test_nothing_is_lost_of_very_many_texts() -> None:
    for seed in range(2, 52):
        _lose_nothing(2000, seed)


@pytest.mark.parametrize(
    "text", ["总经理" * 9000, "秘书" * 12 + "x", "a" * 30_000, "张三、" * 9000]
)
def test_a_long_text_takes_no_time(text: str) -> None:
    with contextlib.suppress(ValueRefused):
        people_in(text)


# --- in columns of their own


@pytest.mark.parametrize(
    ("columns", "people"),
    [
        ({"name": "张三、李四", "mobile": f"{A}、{B}"}, [ZHANG, LI]),
        ({"name": "张三/李四", "mobile": f"{A}\n{B}"}, [ZHANG, LI]),
        (
            {"name": "张三、李四", "title": "主任、科长", "mobile": f"{A} {B}"},
            [ZHANG | {"title": "主任"}, LI | {"title": "科长"}],
        ),
        ({"name": "张三", "phone": f"{A}、{LINE}"}, [ZHANG | {"phone": LINE}]),
        ({"name": f"张三 {A}", "phone": LINE}, [ZHANG | {"phone": LINE}]),
        ({"name": "张三(主任)", "mobile": A, "title": ""}, [ZHANG | {"title": "主任"}]),
        ({"name": "", "phone": f"张三 {A}；李四 {B}"}, [ZHANG, LI]),
        ({"name": "张三、李四", "phone": f"李四{B}，张三{A}"}, [LI, ZHANG]),
        ({"name": "张三（微信同号）", "mobile": f"{A}（微信）"}, [ZHANG]),
        (
            {"name": "张三、李四", "mobile": f"{A}、{B}", "phone": LINE},
            [ZHANG | {"phone": LINE}, LI | {"phone": LINE}],
        ),
        # What is one number, right or wrong, is read by its own type.
        ({"name": "张三", "phone": " 139 1234"}, [{"name": "张三", "phone": " 139 1234"}]),
    ],
)
def test_cells_of_a_row_are_read_together(
    columns: dict[str, str], people: list[dict[str, str]]
) -> None:
    assert people_of(columns, known_name=False) == people


@pytest.mark.parametrize(
    "columns",
    [
        {"name": "张三、李四", "mobile": A},
        {"name": "张三、李四", "title": "主任", "mobile": f"{A}、{B}"},
        {"name": "张三", "mobile": f"{A}、{B}"},
        {"name": "张三", "phone": f"李四 {A}"},
        {"name": "张三(主任)", "title": "科长"},
    ],
)
def test_cells_of_a_row_that_do_not_agree_are_refused(columns: dict[str, str]) -> None:
    with pytest.raises(ValueRefused):
        people_of(columns, known_name=False)


# --- taken in

BOTH = [{"name": "李四", "mobile": A}, {"name": "王五", "mobile": B}]


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "members.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def imported(run: Run, folder: Path, *lines: str, code: int | None = 0) -> dict[str, Any]:
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    found: dict[str, Any] = json.loads(
        run("import", "a.csv", "-f", "json", "--contacts", code=code).out
    )
    return found


def contacts_of(found: dict[str, Any]) -> Any:
    (row,) = found["rows"]
    changes = {each["path"]: each["after"] for each in row["changes"]}
    return changes["contacts"]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("联系人及电话", f"李四 {A}；王五{B}"),
        ("联系人及联系方式", f"李四{A}、王五{B}"),
        ("联系人/电话", f"李四/{A}；王五/{B}"),
        ("联络人(电话)", f"李四({A})、王五({B})"),
        ("联系人、手机", f"李四 {A}；王五 {B}"),
        ("联系人", f"李四 {A}；王五 {B}"),
        ("联系方式", f"李四 {A}；王五 {B}"),
        ("联系人,电话", f"李四、王五,{A}、{B}"),
        ("联系人,手机/电话", f"李四、王五,{A}/{B}"),
        ("联系人1,电话1,联系人2,电话2", f"李四,{A},王五,{B}"),
        ("联系人1,手机1,联系人2,手机2", f"李四,{A},王五,{B}"),
        ("联系人(一),电话(一),联系人（二）,电话（二）", f"李四,{A},王五,{B}"),
        ("第一联系人,第一联系人电话,第二联系人,第二联系人电话", f"李四,{A},王五,{B}"),
        ("联系人,联系人电话,联系人2,联系人2电话", f"李四,{A},王五,{B}"),
        ("联系人1,电话,联系人2,电话", f"李四,{A},王五,{B}"),
        ("联系人,电话,联系人,电话", f"李四,{A},王五,{B}"),
        ("联系人,联系电话,备用联系人,备用联系电话", f"李四,{A},王五,{B}"),
        ("第一联系人,第二联系人", f"李四 {A},王五 {B}"),
    ],
)
def test_columns_of_contacts(headings: str, cells: str, run: Run, registry: Path) -> None:
    lines = (f"单位名称,类别,{headings}", f"甲厂,整车企业,{cells}")
    found = imported(run, registry.parent, *lines)
    assert contacts_of(found) == BOTH
    assert found["left_out"] == []


def test_two_rows_of_headings_count_people(run: Run, registry: Path) -> None:
    lines = ("单位名称,类别,联系人1,,联系人2,", ",,姓名,手机,姓名,手机")
    found = imported(run, registry.parent, *lines, f"甲厂,整车企业,李四,{A},王五,{B}")
    assert contacts_of(found) == BOTH


def test_numbers_without_a_name_of_their_own_are_of_the_same_person(
    run: Run, registry: Path
) -> None:
    lines = ("单位名称,类别,联系人,电话1,电话2", f"甲厂,整车企业,李四,{A},{LINE}")
    assert contacts_of(imported(run, registry.parent, *lines)) == [
        {"name": "李四", "mobile": A, "phone": LINE}
    ]
    lines = ("单位名称,类别,联系人,手机1,手机2", f"甲厂,整车企业,李四,{A},{B}")
    (row,) = imported(run, registry.parent, *lines, code=1)["rows"]
    assert "李四 has two mobile numbers" in row["reasons"][0]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("联系人", "李四、王五 13812345678"),
        ("联系人,手机", "李四、王五,13812345678"),
        ("联系人,手机", "李四 王五,13812345678"),
    ],
)
def test_what_is_not_clear_is_set_aside(
    headings: str, cells: str, run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (f"单位名称,类别,{headings}", f"甲厂,整车企业,{cells}")
    (row,) = imported(run, registry.parent, *lines, code=1)["rows"]
    assert row["outcome"] == "refused"
    in_chinese(monkeypatch)
    assert "13812345678" not in run("import", "a.csv", code=1).out


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        ("联系人", "张三", {}),
        ("联系人", "张三 13812340001", {}),
        ("联系人", "张三(主任) 138 1234 0001、027-87654321", {}),
        ("联系人,手机", "张三(总经理),13812340001", {"contacts.0.title": "总经理"}),
        ("联系人", "张三 027-87654329", {"contacts.0.phone": "027-87654329"}),
    ],
)
def test_who_is_there_already_is_met(
    headings: str, cells: str, expected: dict[str, str], run: Run, registry: Path
) -> None:
    rows = imported(run, registry.parent, f"id,{headings}", f"M001,{cells}")["rows"]
    assert {e["path"]: e["after"] for row in rows for e in row["changes"]} == expected


def test_a_name_that_the_registry_has_is_one_however_it_is_written(
    run: Run, registry: Path
) -> None:
    odd = "李四、王五(总经理)"
    text = SMALL.replace('name = "张三"', f'name = "{odd}"')
    registry.write_text(text, encoding="utf-8")
    for lines in (f"id,联系人,手机\nM001,{odd},13812340001", f"id,联系人\nM001,{odd}"):
        assert imported(run, registry.parent, lines)["rows"] == []
    found = imported(run, registry.parent, "id,联系人,手机", f"M001,{odd},{A}")
    (change,) = found["rows"][0]["changes"]
    assert (change["path"], change["after"]) == ("contacts.0.mobile", A)


# --- the same person


def _filled(run: Run, cells: dict[str, str | None], *, as_form: bool) -> dict[str, Any]:
    """What comes of the form of M001, or of its sheet of contacts, with other cells."""
    run("export", "w.xlsx", "-s", "M001", "--contacts", *(["--template"] if as_form else []))
    book = openpyxl.load_workbook("w.xlsx")
    sheet = book.worksheets[0] if as_form else book["联系人"]
    row = next(n for n in range(1, 9) if {"手机", "邮箱"} <= {cell.value for cell in sheet[n]})
    headings = {cell.value: cell.column for cell in sheet[row]}
    for heading, text in cells.items():
        name = "联系人" if as_form and heading == "姓名" else heading
        sheet.cell(row + 1, headings[name]).value = text
    book.save("w.xlsx")
    found = json.loads(run("import", "w.xlsx", "-f", "json", "--contacts").out)["rows"]
    changed: dict[str, Any] = {"notes": [note for row in found for note in row["notes"]]}
    return changed | {each["path"]: each["after"] for row in found for each in row["changes"]}


STAYS = "李四 is added, 张三 stays; alliance edit M001 --drop contacts=张三 takes 张三 out"


@pytest.mark.parametrize("as_form", [True, False])
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # Another name and number: the title and the address are still those of 张三.
        ({"姓名": "李四", "手机": B}, {"contacts": LI, "notes": [STAYS]}),
        (
            {"姓名": "李四", "手机": B, "职务": "科长"},
            {"contacts": LI | {"title": "科长"}, "notes": [STAYS]},
        ),
        ({"姓名": "李四", "手机": None}, {"contacts": {"name": "李四"}, "notes": [STAYS]}),
        # The same name, or the same mobile number: the same person.
        ({"手机": B}, {"contacts.0.mobile": B, "notes": []}),
        ({"姓名": "张三丰"}, {"contacts.0.name": "张三丰", "notes": []}),
        ({"职务": "科长"}, {"contacts.0.title": "科长", "notes": []}),
        ({"姓名": "张 三", "职务": None}, {"contacts.0.name": "张 三", "notes": []}),
        (
            {"姓名": "张三、李四", "手机": f"13812340001、{B}"},
            {"contacts": LI, "notes": []},
        ),
    ],
)
def test_another_name_is_another_person(
    as_form: bool, cells: dict[str, str | None], expected: dict[str, Any], run: Run, registry: Path
) -> None:
    assert _filled(run, cells, as_form=as_form) == expected


@pytest.mark.parametrize("mobile", [B, ""])
def test_an_office_s_number_makes_nobody_the_same_person(
    mobile: str, run: Run, registry: Path
) -> None:
    lines = ("id,联系人,手机,电话", f"M001,李四,{mobile},027-87654321")
    (change,) = imported(run, registry.parent, *lines)["rows"][0]["changes"]
    own = {"mobile": mobile} if mobile else {}
    assert change["after"] == {"name": "李四"} | own | {"phone": "027-87654321"}


# --- found, and addressed by name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张三", True),
        ("13812340001", True),
        ("+86 138 1234 0001", True),
        ("１３８１２３４０００１", True),
        ("02787654321", True),
        ("(027) 8765 4321", True),
        ("ZhangSan@example.com", True),
        ("1381234000", False),
        ("1234", False),
        ("87654321", False),
        ("zhangsan", False),
        ("example.com", False),
        ("138****0001", False),
        ("主任", False),
    ],
)
def test_a_search_finds_whom_a_call_is_about(
    text: str, found: bool, run: Run, registry: Path
) -> None:
    out = run("list", "-s", text, "-f", "ids", "--all").out
    assert out == ("M001\n" if found else "")
    assert "13812340001" not in run("list", "-s", text, "--columns", "all", "-f", "json").out


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("contacts.name=张三", ["M001"]),
        ("contacts.name!=张三", ["M002"]),
        ("联系人.姓名~张", ["M001"]),
        ("contacts.title~主", ["M001"]),
        ("contacts.mobile=138 1234 0001", ["M001"]),
        ("联系人.手机=+8613812340001", ["M001"]),
        ("contacts.phone=027 87654321", ["M001"]),
        ("contacts.email=ZhangSan@example.com", ["M001"]),
        ("contacts.mobile=13812340002,13812340001", ["M001"]),
        ("contacts.mobile=1381234", []),
        ("contacts.mobile=", ["M002"]),
        ("contacts.mobile!=", ["M001"]),
        ("contacts.primary=是", []),
    ],
)
def test_conditions_ask_for_parts_of_contacts(
    condition: str, ids: list[str], run: Run, registry: Path
) -> None:
    assert run("list", "-w", condition, "-f", "ids").out.split() == ids


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("contacts.mobile~138", "contacts.mobile can only be asked for as a whole"),
        ("contacts.phone>=027", "contacts.phone can only be asked for as a whole"),
        ("contacts.fax=1", "there is no field contacts.fax"),
        ("city.name=1", "there is no field city.name"),
    ],
)
def test_conditions_on_parts_that_do_not_go(
    condition: str, message: str, run: Run, registry: Path
) -> None:
    assert message in run("list", "-w", condition, code=2).err


SECOND = '\n[[members.contacts]]\nname = "{}"\nmobile = "13912340002"\n\n[[members]]\nid = "M002"'


def _with_second(registry: Path, name: str) -> None:
    text = SMALL.replace('\n[[members]]\nid = "M002"', SECOND.format(name))
    registry.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ["李四", "J. Smith"])
@pytest.mark.parametrize("key", ["contacts.{}.mobile", "联系人.{}.手机"])
def test_a_contact_is_addressed_by_name(name: str, key: str, run: Run, registry: Path) -> None:
    _with_second(registry, name)
    before = registry.read_text(encoding="utf-8")
    told = run("edit", "M001", "--set", f"{key.format(name)}={A}").err
    assert registry.read_text(encoding="utf-8") == before.replace("13912340002", A)
    assert f"contacts.{name}.mobile 139****0002 → 138****5678" in told
    run("edit", "M001", "--unset", f"contacts.{name}")
    assert registry.read_text(encoding="utf-8") == SMALL


def test_nobody_or_several_of_a_name_are_told(run: Run, registry: Path) -> None:
    err = run("edit", "M001", "--set", f"contacts.李四.mobile={A}", code=1).err
    assert "M001 has nobody called 李四 in contacts (there are: 张三; nothing was written)" in err
    _with_second(registry, "张三")
    err = run("edit", "M001", "--set", f"contacts.张三.mobile={A}", code=1).err
    assert "M001 has several called 张三: contacts.0, contacts.1 (name one by its place" in err
    run("edit", "M001", "--set", f"contacts.1.mobile={A}")
    assert run("list", "-s", A, "-f", "ids").out == "M001\n"


# --- typed


@pytest.mark.parametrize("option", [["--contact"], ["--set"]])
def test_a_typed_contact_is_read_as_it_is_written(
    option: list[str], run: Run, registry: Path
) -> None:
    typed = f"李四(主任) {A}；王五 {B}"
    typed = typed if option == ["--contact"] else f"contacts={typed}"
    run("add", "--name=甲厂", "--category=整车企业", *option, typed)
    shown = json.loads(run("show", "甲厂", "-f", "json", "--contacts").out)
    assert shown["contacts"] == [{"name": "李四", "title": "主任", "mobile": A}, BOTH[1]]


def test_a_typed_contact_is_appended_and_replaced(run: Run, registry: Path) -> None:
    run("edit", "M002", "--append", f"contacts=李四 {A}")
    run("edit", "M002", "--set", f"contacts.0=王五 {B}")
    shown = json.loads(run("show", "M002", "-f", "json", "--contacts").out)
    assert shown["contacts"] == [BOTH[1]]
    err = run("edit", "M002", "--set", f"contacts.0=李四 {A}；王五 {B}", code=1).err
    assert "contacts.0: these are 2 people" in err
    err = run("edit", "M002", "--append", f"contacts=李四、王五 {A}", code=1).err
    assert "whose of 李四, 王五 the 1 number" in err


def test_the_question_for_a_name_takes_a_whole_line(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    answers = iter(
        [f"李四(主任) {A}；王五 {B}", f"赵六 {A} {B}", "赵六", "", "1381", A, "", "", "", ""]
    )
    monkeypatch.setattr("alliance_cli.views.interview.ask", lambda _: next(answers))
    monkeypatch.setattr("alliance_cli.views.interview.tell", lambda *lines: told.extend(lines))
    field = MEMBER.fields["contacts"]
    found = _ask_for_tables(field, {}, Subject(Registry({}), MEMBER))
    assert found == [
        {"name": "李四", "title": "主任", "mobile": A},
        BOTH[1],
        {"name": "赵六", "mobile": A},
    ]
    assert any("赵六 has two mobile numbers" in line for line in told)


def test_the_form_tells_how_to_clear(run: Run, registry: Path) -> None:
    for headings, word in (("zh", "[清空]"), ("en", "[clear]")):
        run("export", "w.xlsx", "--template", "--force", "--headings", headings)
        assert word in openpyxl.load_workbook("w.xlsx").worksheets[0]["A2"].value
