"""What stands among the rows of a list and is no member is passed over, and no member ever is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from alliance_cli.intake.asides import aside_of
from alliance_cli.intake.rows import Aside, Row
from alliance_cli.kinds.kinds import kinds_of
from alliance_cli.kinds.member import MEMBER

from .conftest import Run
from .test_import import VALID, preview, write_csv, write_xlsx

KIND = kinds_of({"categories": {"parts": "零部件厂家"}})[MEMBER.table]


def seen(number: str = "", **cells: str) -> Aside | None:
    """What a row is that has these cells, and `number` in a column before that nobody reads."""
    texts = [text for text in (number, *cells.values()) if text]
    return aside_of(Row("", 5, cells, texts=texts), KIND)


ASIDES = {
    Aside.TOTAL: """
        合计|小计|本页小计|总计：6家|合计：5家|合计5家|合计（家）|共36家|共 36 家|共计36家企业
        共有会员36家|其中：整车5家，零部件31家|Total|Total: 36
    """,
    Aside.NOTE: """
        备注|注：以上为2019年|说明：数据截至2024年|备注：1.带*为必填|注1：某某|Note: last year
    """,
    Aside.SIGNATURE: """
        制表人：张三|制表人 张三|填表日期：2024年3月1日|填表日期 2024.3.1|联系电话：027-87654321
        电话：13812340001|单位（盖章）|填报单位（盖章）：|负责人（签字）：|审核：李四|2024年3月1日
        二〇二四年三月|  年  月  日|单位：万元|湖北省某联盟秘书处2024年3月
    """,
    Aside.TITLE: """
        一、整车企业（共5家）|（一）乘用车|三、高校和科研院所|三、大专院校、科研院所、行业协会学会
        四、其他|二、武汉市|第二部分零部件企业|零部件厂家|某联盟会员名录（2024年）|二、退会会员
    """,
    Aside.PAGE: "第1页|第 1 页 共 3 页|续表|（续）|以下空白|--------",
}

MEMBERS = """
    备注公司|共达电声股份有限公司|合计科技有限公司|合计（武汉）科技有限公司|说明书印刷厂|一汽集团
    武汉电话设备厂|总计算机公司|单位管理有限公司|审核认证中心|审核人才公司|年月日有限公司
    小计量器具厂|日期科技|五一零研究所|一〇一所|注塑模具厂|附件加工厂|手机配件厂|续航科技|以下科技
    湖北省汽车工程学会|名录科技|骆驼集团。
"""


def texts(listed: str) -> list[str]:
    return [text for text in re.split(r"[|\n]", listed) if text.strip()]


@pytest.mark.parametrize(
    ("aside", "text"), [(aside, each) for aside, listed in ASIDES.items() for each in texts(listed)]
)
def test_what_is_no_member_is_seen_in_any_cell(aside: Aside, text: str) -> None:
    assert seen(name=text) is aside
    assert seen("7", name=text, city="") is aside
    assert seen(text, name="", city="") is aside


@pytest.mark.parametrize("name", texts(MEMBERS))
def test_no_member_is_passed_over(name: str) -> None:
    assert seen(name=name) is None
    assert seen("7", name=name, city="武汉", note="说明：已搬迁") is None
    assert seen(name=name, note="合计：5家") is None
    assert seen("", name=name, **{"contacts.name": "电话：027-87654321"}) is None
    assert seen("说明：新入会", name=name) is None


@pytest.mark.parametrize(
    ("cells", "aside"),
    [
        ({"number": "合计", "name": "5家"}, Aside.TOTAL),
        ({"number": "合计", "name": "36"}, Aside.TOTAL),
        ({"number": "合计", "name": "", "employees": "1200"}, Aside.TOTAL),
        ({"number": "小计", "name": "零部件厂家", "employees": "5"}, Aside.TOTAL),
        ({"number": "合计", "name": "合计科技有限公司"}, None),
        ({"number": "制表人", "name": "张三", "city": "审核人", "note": "李四"}, Aside.SIGNATURE),
        ({"name": "制表人：张三", "city": "审核人：李四", "note": "2024年3月"}, Aside.SIGNATURE),
        ({"number": "单位（盖章）", "name": "某某有限公司"}, Aside.SIGNATURE),
        ({"number": "联系人", "name": "某某有限公司"}, None),
        ({"number": "备注", "name": "东风本田"}, None),
        ({"number": "3", "name": "100", "note": "说明：已搬迁"}, None),
        ({"number": "12", "name": ""}, Aside.BLANK),
        ({"number": "12", "name": "/", "city": "无"}, Aside.BLANK),
        ({"number": "1", "name": "2", "city": "3"}, Aside.HEADING),
        ({"name": "合计", "id": "M007"}, None),
        ({"name": "合计", "credit_code": VALID}, None),
        ({"name": "", "city": "武汉"}, None),
        ({"name": "二、东风本田"}, Aside.UNCLEAR),
        ({"name": "二、东风本田汽车有限公司"}, Aside.UNCLEAR),
        ({"name": "二、东风本田", "city": "武汉"}, None),
        ({"name": "", "category": "二、院校"}, Aside.TITLE),
        ({"name": "", "category": "院校"}, None),
    ],
)
def test_the_cells_of_a_row_together(cells: dict[str, str], aside: Aside | None) -> None:
    assert seen(**cells) is aside


@pytest.fixture
def workbook(registry: Path) -> Path:
    """A list as an office has it, with all that is no member."""
    rows: list[list[Any]] = [
        ["某联盟会员名单", None, None, None],
        ["序号", "单位名称", "城市", "会费"],
        ["一、整车企业", None, None, None],
        [1, "东风本田", "武汉", 100],
        ["湖北片区的朋友们", None, None, None],
        [2, "合计科技有限公司", "武汉", 100],
        ["某联盟会员名单", None, None, None],
        ["序号", "单位名称", "城市", "会费"],
        [3, "备注公司", None, None],
        [4, None, None, None],
        ["合计", "5家", None, 300],
        ["填表日期：2024年3月1日", None, None, "电话：13812340001"],
    ]
    merged = ("A1:D1", "A3:D3", "A5:D5", "A7:D7")
    return write_xlsx(registry.with_name("a.xlsx"), *rows, merged=merged)


def test_a_list_with_all_that_is_no_member(run: Run, workbook: Path) -> None:
    arguments = ("import", workbook, "--default", "类别=vehicle")
    found = json.loads(run(*arguments, "-f", "json").out)
    assert [row["name"] for row in found["rows"]] == ["合计科技有限公司", "备注公司"]
    assert [(each["row"], each["reason"]) for each in found["passed_over"]] == [
        *((3, "title"), (5, "title"), (7, "heading"), (8, "heading")),
        *((10, "blank"), (11, "total"), (12, "signature")),
    ]
    assert found["summary"]["passed_over"] == 7
    assert found["cells_passed_over"] == []
    told = run(*arguments)
    assert "2 new, 1 unchanged; passed over, as no members: 7" in told.err
    assert "total: 合计 5家 300" in told.out
    assert "13812340001" not in told.out + run(*arguments, "-f", "json").out
    run(*arguments, "--apply", "--yes")
    assert run("list", "-f", "ids").out.split() == ["M001", "M002", "M004", "M005"]


def test_a_known_name_is_a_member_whatever_it_is(run: Run, registry: Path) -> None:
    run("edit", "M002", "--set", "name=二、零部件企业", "--yes")
    file = write_csv(registry.with_name("a.csv"), "单位名称,城市", "二、零部件企业,荆州", "合计,")
    assert preview(run, file)["summary"]["changed"] == 1


def test_what_may_be_a_title_or_a_member_is_asked_about(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "单位名称,城市", "二、三环集团,", "东风本田,武汉")
    (row,) = preview(run, file, "--default", "类别=parts", code=1)["rows"]
    assert (row["outcome"], row["row"]) == ("ambiguous", 2)
    assert "may be a title or a member" in row["reasons"][0]


def test_words_of_what_is_passed_over_are_no_open_choices(run: Run, registry: Path) -> None:
    lines = ["单位名称,类别,法务", "新厂,零部件企业,", "单位名称,类别,法务", "合计,共1家,"]
    file = write_csv(registry.with_name("a.csv"), *lines)
    found = preview(run, file)
    assert found["open_words"] == []
    assert [each["reason"] for each in found["passed_over"]] == ["heading", "total"]


def test_totals_of_contacts_are_passed_over_too(run: Run, registry: Path) -> None:
    rows: list[list[Any]] = [
        ["单位名称", "姓名", "手机"],
        ["东风本田", "李四", "13912340001"],
        ["合计", "1人", None],
    ]
    file = write_xlsx(registry.with_name("a.xlsx"), *rows, sheet="联系人")
    assert (
        preview(run, file)["summary"] | {"changed": 1, "passed_over": 1}
        == preview(run, file)["summary"]
    )


def test_what_is_alike_in_many_rows_is_one_line_on_a_terminal(run: Run, registry: Path) -> None:
    new = [f"新厂{n},武汉,x{n}" for n in range(3)]
    known = ["东风本田,荆州,1", "骆驼集团股份有限公司,荆州,1", "旧车厂,荆州,1"]
    lines = "单位名称,城市,职工人数", *known, *new, "合计,,5"
    file = write_csv(registry.with_name("a.csv"), *lines)
    options = ("import", file, "--default", "类别=parts")
    before = run("edit", "M001", "M002", "M003", "--set", "city=武汉", "--yes")
    assert before.code == 0
    told = run(*options, "-f", "table", code=1)
    assert told.err.startswith("3 changed, 3 refused; passed over, as no members: 1\n")
    shown = [line.split() for line in told.out.splitlines()]
    assert sum("武汉" in line and "荆州" in line for line in shown) == 1
    assert told.out.index("passed over") < told.out.index("changed") < told.out.index("refused")
    assert len(run(*options, "-f", "tsv", code=1).out.splitlines()) == 1 + 6 + 3 + 1
    found = json.loads(run(*options, "-f", "json", code=1).out)
    (city, *_) = [each for each in found["groups"] if each.get("path") == "city"]
    assert (city["before"], city["after"]) == ("武汉", "荆州")
    assert city["rows"] == [{"sheet": None, "row": row} for row in (2, 3, 4)]


def test_numbers_that_only_look_alike_are_not_made_one(run: Run, registry: Path) -> None:
    lines = [f"M00{n},李四,139{n}2340001" for n in (1, 2, 3)]
    file = write_csv(registry.with_name("a.csv"), "id,姓名,手机", *lines)
    assert run("import", file, "-f", "table").out.count("李四") == 3


def test_words_that_are_taken_for_choices_are_told_once(run: Run, registry: Path) -> None:
    file = write_csv(registry.with_name("a.csv"), "单位名称,类别", "甲厂,配套", "乙厂,配套")
    told = run("import", file, "--map-value", "类别:配套=parts")
    assert "Category: 配套 → 零部件企业, 2 rows\n" in told.err
