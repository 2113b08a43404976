import json
from pathlib import Path

import pytest

from .conftest import REAL_REGISTRY, Run


@pytest.mark.parametrize(
    "word", ["M001", "m001", "东风本田", "东风本田汽车有限公司", "东本", "本田"]
)
def test_a_member_is_found_by_everything_it_is_called(word: str, run: Run, registry: Path) -> None:
    assert json.loads(run("show", word, "-f", "json").out)["id"] == "M001"


def test_everything_is_shown_line_by_line_and_contacts_masked(run: Run, registry: Path) -> None:
    out = run("show", "M001", "--headings", "keys").out
    assert out == (
        "field\tvalue\n"
        "id\tM001\nname\t东风本田\nregistered_name\t东风本田汽车有限公司\nshort_name\t东本\n"
        "category\tvehicle\nlevel\tpresident\nstatus\tactive\ncity\t武汉\ntags\t新能源,出口\n"
        "employees\t12000\njoined\t2019-05-28\ngroups\tbattery\n"
        "contacts\t张三 主任 138****0001 027-****4321 z***@example.com\n"
    )
    assert "13812340001" in run("show", "M001", "--contacts").out


def test_those_who_left_and_those_by_former_name_are_found(run: Run, registry: Path) -> None:
    assert "M003" in run("show", "旧车厂").out
    assert "M002" in run("show", "谷城蓄电池厂").out


def test_an_ambiguous_name_lists_the_candidates(run: Run) -> None:
    outcome = run("show", "三环", "-r", REAL_REGISTRY, code=2)
    assert outcome.err == (
        "alliance: 3 members have 三环 in id or name; name one by its id:\n"
        "  M003  三环集团有限公司\n  M018  三环专汽\n  M019  三环智能\n"
    )


def test_an_unknown_name_gets_a_suggestion(run: Run, registry: Path) -> None:
    outcome = run("show", "东风本甲", code=2)
    assert outcome.err == "alliance: there is no member 东风本甲 (did you mean 东风本田?)\n"
    run("show", "", code=2)
