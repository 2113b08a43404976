"""A member under another name, and two that become one."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from alliance_cli.values.names import former_name_in

from .conftest import SMALL, Run


def members(path: Path) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in tomllib.loads(path.read_text("utf-8"))["members"]}


def test_the_old_name_is_kept(run: Run, registry: Path) -> None:
    run("rename", "M002", "骆驼股份", "--on", "2024年5月")
    member = members(registry)["M002"]
    assert member["name"] == "骆驼股份"
    assert member["former_names"] == ["谷城蓄电池厂", "骆驼集团股份有限公司"]
    # The file is in Chinese, whoever writes in it.
    assert member["note"] == "2024-05 更名，原名 骆驼集团股份有限公司"
    assert "骆驼股份" in run("show", "骆驼集团股份有限公司").out
    # A list that still has the old name meets the member.
    (registry.parent / "old.csv").write_text(
        "单位名称,所在市州\n骆驼集团股份有限公司,十堰\n", "utf-8"
    )
    run("import", "old.csv", "--apply")
    assert members(registry)["M002"]["city"] == "十堰"
    assert members(registry)["M002"]["name"] == "骆驼股份"
    assert len(members(registry)) == 3


def test_back_to_a_former_name(run: Run, registry: Path) -> None:
    run("rename", "M002", "谷城蓄电池厂")
    assert members(registry)["M002"]["former_names"] == ["骆驼集团股份有限公司"]


def test_a_slip_of_typing_is_no_former_name(run: Run, registry: Path) -> None:
    before = registry.read_text("utf-8")
    run("rename", "旧车厂", "旧汽车厂", "--correct")
    assert registry.read_text("utf-8") == before.replace("旧车厂", "旧汽车厂")
    run("rename", "M003", "x厂", "--correct", "--on", "2024", code=2)


def test_a_registered_name_that_was_the_same_goes(run: Run, registry: Path) -> None:
    text = SMALL.replace('registered_name = "东风本田汽车有限公司"', 'registered_name = "东风本田"')
    registry.write_text(text, "utf-8")
    run("rename", "M001", "东风新本田")
    assert "registered_name" not in members(registry)["M001"]


def test_an_edit_keeps_the_old_name_too(run: Run, registry: Path) -> None:
    assert "former_names +旧车厂" in run("edit", "M003", "--set", "name=新车有限公司").err
    assert members(registry)["M003"]["former_names"] == ["旧车厂"]
    # One character is a correction, and so is another spelling; who says more knows better.
    err = run("edit", "M003", "--set", "name=新汽车有限公司").err
    assert "; the old name is not kept\n" in err
    run("edit", "M003", "--set", "name=新汽车 有限公司")
    assert members(registry)["M003"]["former_names"] == ["旧车厂"]
    run("edit", "M003", "--set", "name=甲厂", "--set", "former_names=乙厂")
    assert members(registry)["M003"]["former_names"] == ["乙厂"]


def test_a_former_name_in_brackets_is_one_where_it_is_typed(run: Run, registry: Path) -> None:
    err = run("add", "--name=潜江石墨有限公司（原潜江炭素厂）", "--category=parts").err
    assert "M004 潜江石墨有限公司 (formerly 潜江炭素厂) added" in err
    run("edit", "M003", "--set", "name=新车有限公司(原名：旧车制造厂)")
    run("rename", "M001", "东本汽车有限公司（曾用名：神龙二厂）")
    after = members(registry)
    assert after["M004"]["name"] == "潜江石墨有限公司"
    assert after["M004"]["former_names"] == ["潜江炭素厂"]
    assert after["M003"]["name"] == "新车有限公司"
    assert after["M003"]["former_names"] == ["旧车厂", "旧车制造厂"]
    assert after["M001"]["former_names"] == ["东风本田", "神龙二厂"]
    # Who is like it is told of the name alone, and of the former name.
    err = run("add", "--name=别的厂（原谷城蓄电池厂）", "--category=parts", code=1).err
    assert "X504 former_names: M002 骆驼集团股份有限公司 had this name before" in err


def test_a_name_that_has_brackets_already_stays_whole(run: Run, registry: Path) -> None:
    whole = "潜江石墨有限公司（原潜江炭素厂）"
    registry.write_text(SMALL.replace("旧车厂", whole), "utf-8")
    run("edit", "M003", "--set", "city=潜江")
    assert members(registry)["M003"]["name"] == whole
    assert "X502" in run("add", f"--name={whole}", "--category=parts", code=1).err


@pytest.mark.parametrize(
    ("name", "former", "told"),
    [
        ("潜江石墨有限公司", ["旧车厂"], "renamed: 旧车厂 → 潜江石墨有限公司"),
        ("旧汽车厂", None, "name corrected: 旧车厂 → 旧汽车厂"),
        ("旧车厂", None, ""),
        ("潜江石墨有限公司（原旧车厂）", ["旧车厂"], "renamed: 旧车厂 → 潜江石墨有限公司"),
    ],
)
def test_a_list_with_another_name(
    run: Run, registry: Path, name: str, former: list[str] | None, told: str
) -> None:
    (registry.parent / "in.csv").write_text(f"会员编号,单位名称\nM003,{name}\n", "utf-8")
    assert told in run("import", "in.csv").out
    run("import", "in.csv", "--apply")
    assert members(registry)["M003"]["name"] == name.partition("（")[0]
    assert members(registry)["M003"].get("former_names") == former


def test_a_former_name_in_brackets(run: Run, registry: Path) -> None:
    rows = [
        "骆驼股份有限公司（原骆驼集团股份有限公司）,",
        "东风本田（曾用名：神龙二厂）,",
        "潜江石墨有限公司（原名 潜江炭素厂）,零部件企业",
        "中原（原阳）公司,零部件企业",
    ]
    (registry.parent / "in.csv").write_text("\n".join(["单位名称,类别", *rows, ""]), "utf-8")
    run("import", "in.csv", "--apply")
    after = members(registry)
    assert after["M002"]["name"] == "骆驼股份有限公司"
    assert after["M002"]["former_names"] == ["谷城蓄电池厂", "骆驼集团股份有限公司"]
    assert after["M001"]["former_names"] == ["神龙二厂"]
    assert (after["M004"]["name"], after["M004"]["former_names"]) == (
        "潜江石墨有限公司",
        ["潜江炭素厂"],
    )
    assert after["M005"]["name"] == "中原（原阳）公司"
    # Once more it changes nothing.
    text = registry.read_text("utf-8")
    run("import", "in.csv", "--apply")
    assert registry.read_text("utf-8") == text
    # Two members are not one because a list says so.
    (registry.parent / "in.csv").write_text("单位名称\n旧车厂（原名东风本田）\n", "utf-8")
    assert "the former name that of M001" in run("import", "in.csv", code=1).out


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("潜江石墨有限公司（原潜江炭素厂）", ("潜江石墨有限公司", "潜江炭素厂")),
        ("潜江石墨有限公司 (原名:潜江炭素厂)", ("潜江石墨有限公司", "潜江炭素厂")),
        ("潜江石墨（曾用名 炭素）", ("潜江石墨", "炭素")),
        ("潜江炭素厂（现名：潜江石墨有限公司）", ("潜江石墨有限公司", "潜江炭素厂")),
        ("潜江炭素厂（现更名为潜江石墨有限公司）", ("潜江石墨有限公司", "潜江炭素厂")),
        ("三环集团（原湖北三环(集团)公司）", ("三环集团", "湖北三环(集团)公司")),
        *(
            (name, None)
            for name in (
                "东风汽车零部件(集团)有限公司",
                "（中国）投资",
                "中原（原阳）公司",
                "中联重科（原阳分公司）",
                "上海某某（原子能研究院）",
                "北京某某（现代汽车有限公司）",
                "某某（原）",
                "某某公司（原址）",
                "某某公司（原国企）",
                "（原某某厂）",
            )
        ),
    ],
)
def test_names_in_brackets(text: str, names: tuple[str, str] | None) -> None:
    assert former_name_in(text) == names


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["M009", "甲厂"], 2, "there is no member M009"),
        (["M002", "东风本田"], 1, "X502"),
        (["M002", "  "], 2, "NAME"),
        (["M002", "甲厂", "--on", "soon"], 1, "--on: "),
        (["东风", "甲厂"], 2, "name one by its id"),
    ],
)
def test_what_is_no_new_name(
    run: Run, registry: Path, arguments: list[str], code: int, told: str
) -> None:
    outcome = run("rename", *arguments, code=code)
    assert told in outcome.err
    assert registry.read_text("utf-8") == SMALL


def test_one_succeeds_another(run: Run, registry: Path) -> None:
    text = SMALL.replace(
        "joined = 2020-01-15\n",
        'joined = 2020-01-15\nparent = "M001"\ntags = ["出口", "电池"]\n\n'
        '[[members.contacts]]\nname = "李四"\nmobile = "13812340002"\nprimary = true\n\n'
        '[[members.contacts]]\nname = "张三"\nmobile = "13912340001"\nemail = "z@example.com"\n',
    ).replace("left = 2021-06-30", 'left = 2021-06-30\nparent = "M002"')
    registry.write_text(text, "utf-8")
    run("merge", "M002", "M001", "--on", "2024-05-01")
    after = members(registry)
    kept, gone = after["M001"], after["M002"]
    assert kept["former_names"] == ["骆驼集团股份有限公司", "谷城蓄电池厂"]
    assert kept["tags"] == ["新能源", "出口", "电池"]
    zhang, li = kept["contacts"]
    # Of one person the values that are there go first.
    assert zhang["mobile"] == "13812340001"
    assert zhang["email"] == "zhangsan@example.com"
    assert li == {"name": "李四", "mobile": "13812340002", "primary": True}
    assert (gone["status"], str(gone["left"])) == ("left", "2024-05-01")
    assert gone["left_reason"] == "并入 M001 东风本田"
    assert "contacts" not in gone
    # Who named the one that is gone names the other.
    assert after["M003"]["parent"] == "M001"
    run("validate")
    # The name is that of both, one of whom left.
    assert "2 members have" in run("show", "谷城蓄电池厂", code=2).err


def test_a_registry_in_another_language_keeps_to_that_of_the_run(run: Run, registry: Path) -> None:
    text = SMALL.replace("试点联盟", "Pilot Alliance").replace(
        "骆驼集团股份有限公司", "Camel Group"
    )
    text = text.replace("东风本田", "Dongfeng Honda", 1).replace("旧车厂", "Old Works")
    registry.write_text(text, "utf-8")
    run("merge", "M002", "M001", "--on", "2024-05-01")
    assert members(registry)["M002"]["left_reason"] == "merged into M001 Dongfeng Honda"
    run("rename", "M001", "Honda", "--on", "2024")
    assert members(registry)["M001"]["note"] == "until 2024: Dongfeng Honda"
    # Most members are called in Chinese.
    registry.write_text(text.replace("Camel Group", "骆驼").replace("Old Works", "旧车厂"), "utf-8")
    run("rename", "M001", "Honda", "--on", "2024")
    assert members(registry)["M001"]["note"] == "2024 更名，原名 Dongfeng Honda"


def test_what_the_other_lacks_is_filled_and_what_differs_is_told(run: Run, registry: Path) -> None:
    more = (
        'website = "http://www.camel.cn"\npostcode = "441700"\nlevel = "member"\nstat_year = 2021\n'
        'revenue_wan = 5\ncredit_code = "12100000441626842D"\nsort_key = "luotuo"\n'
        'note = "参与试点"\n'
    )
    text = SMALL.replace("joined = 2020-01-15\n", f"joined = 2020-01-15\n{more}")
    registry.write_text(text, "utf-8")
    before = members(registry)["M001"]
    told = json.loads(run("merge", "M002", "M001", "--dry-run", "-f", "json").out)["not_taken"]
    differing = {each["path"]: (each["kept"], each["not_taken"]) for each in told}
    assert differing == {
        "category": ("vehicle", "parts"),
        "level": ("president", "member"),
        "credit_code": (None, "12100000441626842D"),
        "city": ("武汉", "襄阳"),
        # Figures of another year than those that are there.
        "revenue_wan": (None, 5),
        "stat_year": (None, 2021),
        "joined": ("2019-05-28", "2020-01-15"),
        "sort_key": (None, "luotuo"),
    }
    err = run("merge", "M002", "M001").err
    assert "kept of M001 东风本田 / not taken from M002 骆驼集团股份有限公司:\n" in err
    assert "\n  city: 武汉 / 襄阳\n" in err
    assert "\n  credit_code: - / 12100000441626842D\n" in err
    after = members(registry)["M001"]
    assert {key: after[key] for key in after.keys() - before.keys() - {"former_names"}} == {
        "website": "http://www.camel.cn",
        "postcode": "441700",
        "note": "参与试点",
    }
    assert {key: after[key] for key in before if key != "tags"} == {
        key: before[key] for key in before if key != "tags"
    }


def test_who_was_part_of_the_other_is_its_own_now(run: Run, registry: Path) -> None:
    text = SMALL.replace("employees = 12000", 'employees = 12000\nparent = "M002"')
    registry.write_text(text, "utf-8")
    run("merge", "M002", "M001")
    assert "parent" not in members(registry)["M001"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["M001", "M001"], 1, "named twice"),
        (["M003", "M001"], 1, "left before"),
        (["M001", "M003"], 1, "left before"),
        (["M001", "M009"], 2, "there is no member M009"),
        (["M002", "M001", "--on", "2019-01-01"], 1, "M403"),
    ],
)
def test_what_cannot_be_merged(
    run: Run, registry: Path, arguments: list[str], code: int, told: str
) -> None:
    outcome = run("merge", *arguments, code=code)
    assert told in outcome.err
    assert registry.read_text("utf-8") == SMALL


def test_a_long_text_has_no_former_name() -> None:
    # Patterns took minutes for this.
    assert former_name_in("原名（" * 30_000 + "）") is None
    assert former_name_in("甲" * 100 + "（原名：" + "乙" * 100 + "）") == ("甲" * 100, "乙" * 100)
