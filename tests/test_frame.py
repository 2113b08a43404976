"""`read_registry`: the registry for notebooks and scripts, and its tables as data frames."""

import datetime
import json
from pathlib import Path
from typing import Any

import pandas
import pytest

from alliance_cli import AllianceError, read_registry
from alliance_cli.kinds.member import CONTACT_FIELDS, MEMBER
from alliance_cli.values.value_type import DType

from .conftest import SMALL, Run
from .test_log import Repository

EVERY_TYPE = """\
[alliance]
name = "试点联盟"

[categories]
vehicle = "整车企业"
parts = "零部件企业"

[fields.tier]
label = "配套层级"
type = "choice"
choices = { t2 = "二级", t1 = "一级" }

[fields.history]
label = "企业简史"
type = "lines"

[fields.capacity]
label = "年产能"
type = "number"

[fields.expires]
label = "认证到期"
type = "date"

[fields.listed]
label = "是否上市"
type = "truth"

[fields.shop]
label = "网店"
type = "url"

[fields.markets]
label = "出口市场"
type = "choices"
choices = { eu = "欧盟", asean = "东盟" }

[fields.plants]
label = "生产基地"
type = "texts"

[fields.motto]
label = "口号"
type = "text"

[fields.hotline]
label = "值班电话"
type = "number"
personal = true

[fields.floor]
label = "楼层"
type = "number"
of = "contacts"

[[members]]
id = "M1"
name = "甲厂"
category = "parts"
employees = 1200
revenue_wan = 0.5
joined = 2019-05-28
tier = "t1"
history = "一\\n二"
capacity = 3
expires = "2999-05"
listed = true
shop = "https://shop.example.com"
markets = ["eu", "asean"]
plants = ["襄阳"]
motto = "安全"
hotline = 8312345

[[members.contacts]]
name = "张三"
mobile = "13812340001"
primary = true
floor = 3

[[members]]
id = "M2"
name = "乙厂"
category = "vehicle"
joined = "2020"
"""

DTYPES: dict[str, DType] = {
    "name": "string",
    "category": "category",
    "level": "string",
    "employees": "Int64",
    "revenue_wan": "Float64",
    "joined": "datetime64[s]",
    "joined_text": "string",
    "tier": "category",
    "history": "string",
    "capacity": "Float64",
    "expires": "datetime64[s]",
    "listed": "boolean",
    "shop": "string",
    "motto": "string",
    "hotline": "Float64",
}


def written(folder: Path, text: str) -> Path:
    path = folder / "members.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_type_of_field_has_its_own_type_of_column(tmp_path: Path) -> None:
    frame = read_registry(written(tmp_path, EVERY_TYPE)).frame(contacts=True)
    assert {name: str(frame[name].dtype) for name in DTYPES} == DTYPES
    first, second = (row for _, row in frame.iterrows())
    assert first["joined"] == pandas.Timestamp("2019-05-28")
    assert first["joined_text"] == "2019-05-28"
    assert pandas.isna(second["joined"])
    assert second["joined_text"] == "2020"
    assert pandas.isna(first["expires"])
    assert first["expires_text"] == "2999-05"
    assert (first["employees"], first["revenue_wan"], first["capacity"]) == (1200, 0.5, 3)
    assert first["listed"] is True or first["listed"] == True  # noqa: E712
    assert first["history"] == "一\n二"
    assert first["markets"] == ["eu", "asean"]
    assert first["plants"] == ["襄阳"]
    assert second["markets"] == second["plants"] == []
    assert first["hotline"] == 8312345
    empty = ["employees", "revenue_wan", "tier", "listed", "shop", "motto", "expires_text"]
    assert second[empty].isna().all()


def test_choices_are_in_the_order_of_the_registry_by_key_or_label(tmp_path: Path) -> None:
    registry = read_registry(written(tmp_path, EVERY_TYPE))
    frame = registry.frame()
    assert list(frame["tier"].cat.categories) == ["t2", "t1"]
    assert frame["tier"].cat.ordered
    assert list(frame.sort_values("category")["id"]) == ["M2", "M1"]
    assert list(frame["status"]) == ["active", "active"]
    labelled = registry.frame(labels="zh")
    assert list(labelled["category"]) == ["零部件企业", "整车企业"]
    assert list(labelled["markets"]) == [["欧盟", "东盟"], []]
    assert list(registry.frame(labels="en")["status"]) == ["active", "active"]
    headed = registry.frame(headings="zh")
    assert list(headed["类别"]) == ["parts", "vehicle"]
    assert {"入会时间", "入会时间(文本)"} <= {*headed.columns}


def test_all_columns_are_there_in_the_order_of_the_fields(tmp_path: Path) -> None:
    registry = read_registry(written(tmp_path, SMALL))
    dates = {"joined", "left", "suspended_on", "confirmed"}
    wanted = [
        name
        for key in MEMBER.fields
        if key not in MEMBER.nested
        for name in ((key, f"{key}_text") if key in dates else (key,))
    ]
    assert list(registry.frame().columns) == wanted
    parts = [field.key for field in CONTACT_FIELDS]
    assert list(registry.frame("contacts").columns) == ["member_id", "position", *parts]
    empty = read_registry(written(tmp_path, '[alliance]\nname = "空"\n')).frame()
    assert (list(empty.columns), len(empty)) == (wanted, 0)
    assert str(empty["joined"].dtype) == "datetime64[s]"


def test_contacts_are_masked_unless_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, EVERY_TYPE)
    registry = read_registry(path)
    masked = registry.frame("contacts")
    assert list(masked["mobile"]) == ["138****0001"]
    assert list(masked["member_id"]) == ["M1"]
    assert list(masked["position"]) == [1]
    assert list(masked["floor"]) == [3.0]
    assert list(registry.frame("contacts", contacts=True)["mobile"]) == ["13812340001"]
    hotline = registry.frame()["hotline"]
    assert str(hotline.dtype) == "string", "what is masked is no number"
    assert "8312345" not in hotline[0]
    assert "13812340001" not in str(registry.members)
    assert "13812340001" not in str(registry.find("甲厂"))
    full = read_registry(path, contacts=True)
    assert full.members[0]["contacts"][0]["mobile"] == "13812340001"
    assert list(full.frame("contacts")["mobile"]) == ["13812340001"]
    assert list(full.frame("contacts", contacts=False)["mobile"]) == ["138****0001"]


WRONG = """
[categories]
c = "类"

[[members]]
id = 7
name = "甲厂"
category = "d"
employees = "约五百"
postcode = 430000
joined = "2019-5-28"
left = "去年"
tags = "出口"
products = ["轴", 5]
revenue_wan = 9007199254740993
contacts = "张三"
"""


def test_what_is_of_another_type_is_read_beyond_doubt_or_told(tmp_path: Path) -> None:
    registry = read_registry(written(tmp_path, WRONG))
    with pytest.warns(
        UserWarning, match="members: left out, as they are not of the type of their field: 3;"
    ) as told:
        frame = registry.frame()
    assert told[0].filename == __file__
    row = frame.iloc[0]
    assert row["id"] == "7"
    assert row["postcode"] == "430000"
    assert row["joined"] == pandas.Timestamp("2019-05-28")
    assert row["tags"] == ["出口"]
    assert row["products"] == ["轴", "5"]
    assert row["category"] == "d"
    assert list(frame["category"].cat.categories) == ["c", "d"]
    # A number that a float would change, no number, and no date.
    assert row[["revenue_wan", "employees", "left", "left_text"]].isna().all()
    assert len(registry.frame("contacts")) == 0


HOSTILE = """
[categories]
a = "同名"
b = "同名"

[fields.JOINED]
label = "甲"
type = "text"

[fields.joined_text]
label = "入会时间"
type = "text"

[fields.member_id]
label = "x\\";--"
type = "number"
of = "contacts"

[[members]]
id = "M1"
name = "甲厂"
category = "b"
joined = 0001-01-01
left = 9999-12-31
JOINED = "x"
joined_text = "y"
contacts = [{ name = "张", member_id = 1 }]
"""


def test_names_that_are_equal_to_some_readers_are_made_different(tmp_path: Path) -> None:
    registry = read_registry(written(tmp_path, HOSTILE))
    frame = registry.frame()
    assert len({name.casefold() for name in frame.columns}) == len(frame.columns)
    assert list(frame["joined"].astype(str)) == ["0001-01-01"]
    assert list(frame["left"].astype(str)) == ["9999-12-31"]
    assert list(frame["JOINED_2"]) == ["x"]
    assert list(frame["joined_text_2"]) == ["y"]
    contacts = registry.frame("contacts")
    assert (contacts["member_id"][0], contacts["member_id_2"][0]) == ("M1", 1)
    worded = registry.frame(headings="zh", labels="zh")
    assert list(worded["类别"]) == ["同名"]
    assert len({*worded.columns}) == len(worded.columns)


def test_a_registry_is_found_like_by_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    path = written(tmp_path / "data", SMALL)
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert [read_registry(each).name for each in (None, path, tmp_path, str(tmp_path))] == (
        ["试点联盟"] * 4
    )
    assert read_registry().path.samefile(path)
    with pytest.raises(AllianceError, match=r"there is no members\.toml or data/members\.toml"):
        read_registry(tmp_path / "below")
    with pytest.raises(AllianceError, match=r"no such file"):
        read_registry("none.toml")


def test_members_are_plain_mappings_and_are_found(tmp_path: Path) -> None:
    registry = read_registry(written(tmp_path, SMALL))
    assert [member["id"] for member in registry.members] == ["M001", "M002", "M003"]
    assert registry.members[0]["joined"] == datetime.date(2019, 5, 28)
    assert registry.find("骆驼")["id"] == registry.find("谷城蓄电池厂")["id"] == "M002"
    with pytest.raises(AllianceError) as refused:
        registry.find("厂")
    assert refused.value.__notes__ == [
        "  M002  骆驼集团股份有限公司",
        "  M003  旧车厂",
    ]
    with pytest.raises(AllianceError, match="there is no frame member") as refused:
        registry.frame("member")
    assert refused.value.__notes__ == [
        "did you mean members?; there are: members, bodies, experts, projects, earlier, seats, "
        "contacts, terms, expert_seats, drawn, periods"
    ]
    wording: Any = "chinese"
    with pytest.raises(AllianceError, match="labels='chinese': no such choice"):
        registry.frame(labels=wording)


def test_findings_are_those_of_validate(run: Run, tmp_path: Path) -> None:
    text = SMALL.replace('"武汉"', '" 武汉"').replace("2020-01-15", '"13812340002"')
    written(tmp_path, text.replace('"襄阳"', '" 襄阳" # alliance: ignore[F307]'))
    told = json.loads(run("validate", "-f", "json", "members.toml", code=1).out)["findings"]
    registry = read_registry("members.toml")
    found = registry.findings()
    assert [(e.code, e.line) for e in found] == [("F307", 25), ("F301", 44)]
    for each, data in zip(found, told, strict=True):
        assert each.member_id == (data["member"] or "")
        shared = each._asdict().keys() & data.keys()
        assert {key: getattr(each, key) for key in shared} == {
            key: data[key] or "" for key in shared
        }
    assert "13812340002" not in str(found)
    assert len(registry.findings(strict=True)) > len(found)


PERIODS = """
[categories]
c = "类"

[[members]]
id = "M1"
name = "甲厂"
category = "c"
joined = "2022-05"
decision = "二号"
earlier = [{ joined = 2015-03-01, left = 2019-12-31, left_reason = "重组", decision = "一号" }]
contacts = [{ name = "张三" }]

[[members]]
id = "M2"
name = "乙厂"
category = "c"
status = "applicant"

[[members]]
id = "M3"
name = "丙厂"
category = "c"
joined = "2019"
status = "expelled"
"""


def test_every_period_of_a_member_is_a_row(tmp_path: Path) -> None:
    frame = read_registry(written(tmp_path, PERIODS)).frame("periods")
    told = frame.astype(object).where(frame.notna(), None).values.tolist()
    day, end = pandas.Timestamp("2015-03-01"), pandas.Timestamp("2019-12-31")
    dates = [day, "2015-03-01", "一号", end, "2019-12-31"]
    assert told == [
        ["M1", 1, *dates, True, "重组", None],
        ["M1", 2, None, "2022-05", "二号", None, None, False, None, None],
        ["M3", 1, None, "2019", None, None, None, True, None, None],
    ]
    assert list(frame.columns[-3:]) == ["is_over", "left_reason", "left_decision"]


def test_a_frame_is_of_those_who_were_members_on_a_day(tmp_path: Path) -> None:
    registry = read_registry(written(tmp_path, PERIODS))
    for day in ("2018-12-31", datetime.date(2018, 12, 31), pandas.Timestamp("2018-12-31 10:00")):
        assert list(registry.frame(on=day)["id"]) == ["M1"]
    assert list(registry.frame("contacts", on="2014-01-01")["name"]) == []
    with pytest.warns(UserWarning, match=r"whether they were members on 2019-07-01: 1$"):
        assert list(registry.frame("contacts", on="2019-07-01")["name"]) == ["张三"]
    with pytest.raises(AllianceError, match="on='2019' is not a day"):
        registry.frame(on="2019")


def test_a_registry_is_read_as_git_kept_it(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.commit(SMALL, "first")
    made.commit(SMALL.replace('"襄阳"', '" 襄阳"').replace("M003", "M009"), "second")
    registry = read_registry(tmp_path)
    before = [registry.at("HEAD~1"), registry.at("2020-01-01"), read_registry(tmp_path, "HEAD~1")]
    for state in (*before, registry.at(datetime.date(2020, 1, 1))):
        assert [member["id"] for member in state.members] == ["M001", "M002", "M003"]
        assert "F307" not in {each.code for each in state.findings()}
        assert state.path.samefile(made.path)
    assert list(registry.frame(at="2020-01-01")["id"]) == ["M001", "M002", "M003"]
    assert list(registry.frame(at="2020-01-01", on="2021-01-01")["id"]) == ["M001", "M002", "M003"]
    assert list(before[0].frame(at="HEAD")["id"]) == ["M001", "M002", "M009"]
    assert [each.line for each in registry.findings() if each.code == "F307"] == [43]
    with pytest.raises(AllianceError, match="git has no revision v9"):
        registry.frame(at="v9")


def test_seats_of_members_and_of_experts_are_frames_of_their_own(tmp_path: Path) -> None:
    seat = 'seats = [{{ body = "b", role = "lead", person = "{}" }}]\n'
    text = (
        SMALL
        + seat.format("张三")
        + '\n[[experts]]\nid = "E1"\nname = "李四"\n'
        + seat.format("李四")
    )
    registry = read_registry(written(tmp_path, text))
    assert list(registry.frame("seats")["person"]) == ["张三"]
    of_experts = registry.frame("expert_seats")
    assert list(of_experts["person"]) == ["李四"]
    assert list(of_experts["expert_id"]) == ["E1"]
