import csv

import pytest

from alliance_cli.values.names import loose_key, name_key, pinyin_order

from .conftest import ROOT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东风汽车零部件(集团)有限公司", "东风汽车零部件\uff08集团\uff09有限公司"),
        ("ABC 公司", "abc公司"),
        ("\uff21\uff22\uff23公司", "ABC公司"),
        ("华中\u200b科技大学", "华中科技大学"),
        ("阿・里", "阿·里"),
        ("一\u2014二", "一-二"),
        ("⻰泰", "龙泰"),
        ("三环【集团】", "三环(集团)"),
        ("三环\u3000集团", "三环集团"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_hanzi_stay_different() -> None:
    assert name_key("東風") != name_key("东风")
    assert name_key("𬭎公司") != name_key("宏公司")


def test_loose_keys_meet_for_one_organisation_and_not_for_two() -> None:
    assert loose_key("湖北省三环集团") == loose_key("三环集团有限公司")
    assert loose_key("三环专用汽车") != loose_key("三环集团")
    assert loose_key("东风汽车零部件(集团)有限公司") == loose_key("东风汽车零部件股份有限公司")
    assert loose_key("武汉") == "武汉", "nothing may be left of a name"


def test_sorting_is_by_pinyin() -> None:
    cities = ["襄阳", "武汉", "十堰", "鄂州", "黄石", "恩施州", "随州", "宜昌"]
    in_order = ["鄂州", "恩施州", "黄石", "十堰", "随州", "武汉", "襄阳", "宜昌"]
    assert sorted(cities, key=pinyin_order) == in_order


def test_no_two_of_the_named_members_look_alike() -> None:
    table = (ROOT / "data" / "sources" / "named-members.tsv").read_text(encoding="utf-8")
    names = [row["name"] for row in csv.DictReader(table.splitlines(), delimiter="\t")]
    assert len({loose_key(name) for name in names}) == 36
