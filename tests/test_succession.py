"""A member under another name, and two that become one."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from .conftest import SMALL, Run


def members(path: Path) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in tomllib.loads(path.read_text("utf-8"))["members"]}


def test_the_old_name_is_kept(run: Run, registry: Path) -> None:
    run("rename", "M002", "骆驼股份", "--on", "2024年5月")
    member = members(registry)["M002"]
    assert member["name"] == "骆驼股份"
    assert member["former_names"] == ["谷城蓄电池厂", "骆驼集团股份有限公司"]
    assert member["note"] == "until 2024-05: 骆驼集团股份有限公司"
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
    assert gone["left_reason"] == "merged into M001 东风本田"
    assert "contacts" not in gone
    # Who named the one that is gone names the other.
    assert after["M003"]["parent"] == "M001"
    run("validate")
    # The name is that of both, one of whom left.
    assert "2 members have" in run("show", "谷城蓄电池厂", code=2).err


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
