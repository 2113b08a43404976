"""One city in several spellings, and slips of typing."""

import itertools
import json
import re
from pathlib import Path

import openpyxl
import pytest

from alliance_cli.values.names import name_key
from alliance_cli.values.places import HUBEI, Places, place_key
from alliance_cli.values.words import Neighbours, is_a_slip

from .conftest import SMALL, Run


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("武汉", "武汉市"),
        ("武汉", "湖北省武汉市"),
        ("武汉", "湖北武汉"),
        ("恩施州", "恩施土家族苗族自治州"),
        ("恩施州", "恩施"),
        ("神农架", "神农架林区"),
        ("延边", "延边朝鲜族自治州"),
        ("黔东南州", "黔东南苗族侗族自治州"),
        ("仙桃", " 仙桃市 "),
    ],
)
def test_spellings_of_one_city(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


def test_different_cities_stay_different() -> None:
    others = ["广州", "杭州", "徐州市", "沙市", "吉林", "湖北", "湖北省", "荆门市", "天津市"]
    keys = [place_key(each) for each in (*HUBEI, *others)]
    assert len(set(keys)) == len(keys) - 1  # 湖北 and 湖北省
    assert place_key("广州") == "广州"
    assert place_key("鄂州市") == "鄂州"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("十偃", ["十堰"]),
        ("十偃市", ["十堰"]),
        ("襄杨", ["襄阳"]),
        ("随洲", ["随州"]),
        ("黄岗", ["黄石", "黄冈"]),
        ("神农驾", ["神农架"]),
        ("石家装", ["石家庄"]),
        ("武汗", ["武汉市"]),
        ("门天", ["天门"]),
        # Cities that there are, and what is near to none.
        *((name, []) for name in ("广州", "荆州", "咸阳", "沈阳", "枣阳", "宜宾", "厦门", "襄樊")),
        ("武汉市", []),
        ("武汉经济技术开发区", []),
        ("东京", []),
        ("州", []),
    ],
)
def test_a_slip_of_typing(typed: str, meant: list[str]) -> None:
    assert Places({"石家庄": 1, "武汉市": 1}).meant_by(typed) == meant


CITIES = SMALL.replace('city = "十堰"', 'city = "武汉市"')


@pytest.fixture
def cities(registry: Path) -> Path:
    """A registry that writes 武汉 and, of one who left, 武汉市."""
    registry.write_text(CITIES, encoding="utf-8", newline="")
    return registry


@pytest.mark.parametrize(
    "chosen",
    [
        ("--city", "武汉市"),
        ("--city", "武汉"),
        ("-w", "city=湖北武汉"),
        ("-w", "city~武汉市"),
        ("-w", "city!=襄阳市"),
    ],
)
def test_filters_take_spellings_for_one(run: Run, cities: Path, chosen: tuple[str, str]) -> None:
    assert run("list", "--all", *chosen, "-f", "ids").out == "M001\nM003\n"


def test_counts_take_spellings_for_one(run: Run, cities: Path, tmp_path: Path) -> None:
    run("export", "out.xlsx", "--all", "--summary", "--by", "city")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert "武汉市" not in book.sheetnames
    assert "武汉" in book.sheetnames
    rows = [tuple(cell.value for cell in row[:2]) for row in book.worksheets[0].iter_rows()]
    assert ("武汉", 2) in rows
    assert ("襄阳", 1) in rows


def test_new_members_are_in_the_city_as_it_is_written(run: Run, registry: Path) -> None:
    answers = ("--name", "新厂", "--category", "parts", "--city")
    run("add", *answers, "武汉市")
    assert json.loads(run("show", "M004", "-f", "json").out)["city"] == "武汉"
    # Where nobody is, it is written as it was typed.
    run("add", "--name", "另一厂", *answers[2:], "恩施土家族苗族自治州")
    assert json.loads(run("show", "M005", "-f", "json").out)["city"] == "恩施土家族苗族自治州"


def test_an_edit_writes_the_city_as_others_do(run: Run, registry: Path) -> None:
    run("edit", "M002", "--set", "city=武汉市")
    assert registry.read_text(encoding="utf-8").count('city = "武汉"') == 2
    # Who changes all of a city wants it written so.
    run("edit", "--city", "武汉", "--set", "city=武汉市", "--yes")
    assert registry.read_text(encoding="utf-8").count('city = "武汉市"') == 2


def test_a_list_with_another_spelling_changes_nothing(
    run: Run, registry: Path, tmp_path: Path
) -> None:
    rows = (
        "会员编号,单位名称,类别,所在市州\n"
        "M001,东风本田,整车企业,武汉市\n"
        "M002,,,湖北省襄阳市\n"
        ",新厂,零部件企业,襄阳市\n"
    )
    (tmp_path / "in.csv").write_text(rows, encoding="utf-8")
    preview = json.loads(run("import", "in.csv", "-f", "json").out)
    assert preview["summary"]["unchanged"] == 2
    run("import", "in.csv", "--apply")
    assert json.loads(run("show", "M004", "-f", "json").out)["city"] == "襄阳"


def test_two_spellings_are_told_and_repaired(run: Run, registry: Path) -> None:
    text = SMALL.replace('city = "襄阳"', 'city = "武汉市"')
    registry.write_text(text, encoding="utf-8", newline="")
    line = text[: text.index('"武汉市"')].count("\n") + 1
    told = run("validate").out
    assert re.search(rf":{line}:8: warning X510.* 武汉市 is 武汉 in 1 other", told)
    run("validate", "--fix", code=None)
    assert registry.read_text(encoding="utf-8") == text
    run("validate", "--fix", "--unsafe")
    assert registry.read_text(encoding="utf-8") == text.replace("武汉市", "武汉")


def test_a_slip_is_a_warning_with_what_was_meant(run: Run, registry: Path) -> None:
    error = run("add", "--name", "新厂", "--category", "parts", "--city", "十偃", code=1).err
    assert "did you mean 十堰?" in error
    text = SMALL.replace('city = "襄阳"', 'city = "广州"').replace('"十堰"', '"黄岗"')
    registry.write_text(text, encoding="utf-8", newline="")
    told = run("validate").out
    assert "广州" not in told
    assert "did you mean 黄石 or 黄冈?" in told


def test_neighbours_are_those_that_comparing_all_finds() -> None:
    words = [
        "".join(letters) for n in (1, 2, 3) for letters in itertools.product("甲乙丙", repeat=n)
    ]
    neighbours = Neighbours(words)
    for word in [*words, "甲乙丙丁", "丁", ""]:
        assert neighbours.of(word) == {each for each in words if is_a_slip(word, each)}


def test_the_cost_of_many_cities_grows_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(name: str, other: str) -> bool:
        nonlocal compared
        compared += 1
        return is_a_slip(name, other)

    monkeypatch.setattr("alliance_cli.values.words.is_a_slip", counted)
    # Nobody knows them, and each is one character away from all others.
    names = [f"甲乙{chr(0x4E00 + n)}" for n in range(2000)]
    places = Places(dict.fromkeys(names, 1))
    assert all(len(places.meant_by(name)) <= 20 for name in names)
    assert compared < 100 * len(names)


def test_long_texts_are_no_places() -> None:
    # Patterns took a minute for each.
    text = "土家族 " * 50_000
    assert place_key(text) == name_key(text)
    assert place_key("恩施土家族苗族自治州") == "恩施"
