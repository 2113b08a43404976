"""`add`: what is written, what is refused, and that nothing else changes."""

import sys
from pathlib import Path

import pytest
import tomli
from hypothesis import HealthCheck, given, settings

from alliance_cli.kinds.member import MEMBER as KIND
from alliance_cli.registry.changes import Change
from alliance_cli.registry.ids import next_ids
from alliance_cli.registry.registry import Registry
from alliance_cli.store.edit import Edit, applied, edits_of
from alliance_cli.store.load import load
from alliance_cli.toml.scan import Span

from .conftest import SMALL, Run
from .toml_documents import registries

ALLIANCE = (sys.executable, "-m", "alliance_cli")
NEW = ("--name", "新楚风汽车", "--category", "整车企业")
BLOCK = '\n[[members]]\nid = "M004"\nname = "新楚风汽车"\ncategory = "vehicle"\n'


def test_a_member_goes_after_the_last_one(run: Run, registry: Path) -> None:
    outcome = run("add", *NEW)
    assert registry.read_text(encoding="utf-8") == SMALL + BLOCK
    assert outcome.out == "M004\n"
    assert outcome.err == "M004 新楚风汽车 added at members.toml:55\n"
    assert run("validate").out == "4 members, no findings\n"


def test_every_field_has_an_option(run: Run, registry: Path) -> None:
    run(
        "add",
        "--id=X-9",
        "--name= 新楚风汽车 ",
        "--registered-name=湖北新楚风汽车股份有限公司",
        "--short-name=楚风",
        "--former-name=甲厂",
        "--former-name=乙厂",
        "--category=parts",
        "--level=会员单位",
        "--status=applicant",
        "--founding-role=发起",
        "--credit-code=91420000177570439l",
        "--legal-representative=李四",
        "--city=随州",
        "--address=交通大道 1 号",
        "--postcode=\uff14\uff141300",
        "--website=www.example.com",
        "--product=专用车",
        "--product=轿车, 客车、卡\\、车",
        "--tag=专用",
        "--employees=1,200",
        "--revenue-wan=34000",
        "--stat-year=2023",
        "--joined=2019年5月28日",
        "--group=动力电池组",
        "--parent=M001",
        "--sort-key=xinchufeng",
        '--note=第一行\n"第二行"',
        "--source=来函",
        "--contact=name=王五,title=经理,董事,mobile=139 0000 0001,primary=是",
        "--contact=姓名\uff1d赵六\uff0c电话\uff1d0722-3312345",
    )
    member = tomli.loads(registry.read_text(encoding="utf-8"))["members"][-1]
    joined = member.pop("joined")
    assert str(joined) == "2019-05-28"
    assert member == {
        "id": "X-9",
        "name": "新楚风汽车",
        "registered_name": "湖北新楚风汽车股份有限公司",
        "short_name": "楚风",
        "former_names": ["甲厂", "乙厂"],
        "category": "parts",
        "level": "member",
        "status": "applicant",
        "founding_role": "founder",
        "credit_code": "91420000177570439L",
        "legal_representative": "李四",
        "city": "随州",
        "address": "交通大道 1 号",
        "postcode": "441300",
        "website": "http://www.example.com",
        "products": ["专用车", "轿车", "客车", "卡、车"],
        "tags": ["专用"],
        "employees": 1200,
        "revenue_wan": 34000,
        "stat_year": 2023,
        "groups": ["battery"],
        "parent": "M001",
        "sort_key": "xinchufeng",
        "note": '第一行\n"第二行"',
        "source": "来函",
        "contacts": [
            {"name": "王五", "title": "经理,董事", "mobile": "13900000001", "primary": True},
            {"name": "赵六", "phone": "0722-3312345"},
        ],
    }
    assert run("validate").out == "4 members, no findings\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--name=东风 本田"], "error X502 name: M001 东风本田 has this name already"),
        (["--name=东风本田汽车有限公司"], "error X502 name: M001 东风本田 has this name already"),
        (["--name=新", "--city=武汉"], "error F302 name: at least 2 characters are needed"),
        (["--name=新厂", "--id=m001"], "error X501 id: M001 东风本田 has this id already"),
        (["--name=新厂", "--joined=2999-01-01"], "error F306 joined: 2999-01-01 is in the future"),
        (
            ["--name=新厂", "--joined=昨天"],
            "--joined: expected is a date like 2019-05-28, or 2019-05 or 2019, not 昨天",
        ),
        (["--name=新厂", "--employees=很多"], "--employees: expected is a whole number, not 很多"),
        (["--name=新厂", "--employees=" + "9" * 30], "more than 18 digits is too large"),
        (["--name=新厂", "--level=理事"], "--level: 理事 is not one of the choices"),
        (["--name=新厂", "--parent=M9"], "error X506 parent: there is no member M9"),
        (["--name=新厂", "--left=2020-01-01"], "error M404 left:"),
        (["--name=新厂", "--credit-code=1"], "error F311 credit_code:"),
        (["--name=新厂", "--contact=138"], "--contact: **** is no mobile number"),
        (["--name=新厂", "--contact=name=张三,mobile=138"], "error F303 contacts.mobile:"),
        (["--name=骆驼集团"], "warning X504 name: M002 骆驼集团股份有限公司 has a name much like"),
    ],
)
def test_data_that_breaks_a_rule_is_refused(
    arguments: list[str], message: str, run: Run, registry: Path
) -> None:
    outcome = run("add", "--category=parts", *arguments, code=1)
    assert message in outcome.err
    assert "nothing was written" in outcome.err
    assert outcome.out == ""
    assert registry.read_text(encoding="utf-8") == SMALL


def test_a_code_that_is_there_is_refused(run: Run, registry: Path) -> None:
    run("add", *NEW, "--credit-code=12100000441626842D", "--yes")
    outcome = run(
        "add", "--name=别的", "--category=university", "--credit-code=12100000441626842d", code=1
    )
    assert "error X503 credit_code: M004 新楚风汽车 has this code already" in outcome.err


def test_what_a_look_alike_is_is_said(run: Run, registry: Path) -> None:
    def told(*arguments: str) -> str:
        return run("add", "--category=parts", *arguments, code=1).err

    assert "M002 骆驼集团股份有限公司 had this name before" in told("--name=谷城蓄电池厂")
    like = "M002 骆驼集团股份有限公司 has a name much like this: 谷城蓄电池厂 (former_names)"
    assert like in told("--name=谷城蓄电池厂有限公司")
    assert "M001 东风本田 has this name already" in told("--name=东本")
    gone = "M003 旧车厂 (left 2021-06-30) has this name already"
    back = "(alliance reinstate M003 makes it a member again)"
    assert f"{gone} {back}" in told("--name=旧车厂")
    run("edit", "M003", "--set=credit_code=12100000441626842D", "--set=status=expelled", "--yes")
    err = told("--name=新厂", "--credit-code=12100000441626842D")
    assert f"M003 旧车厂 (expelled 2021-06-30) has this code already {back}" in err
    # An id that a shell would take for something else is in no command.
    registry.write_text(SMALL.replace('"M003"', '"M003;reboot"'), encoding="utf-8")
    assert "alliance reinstate" not in told("--name=旧车厂")


def test_a_look_alike_is_accepted_with_yes(run: Run, registry: Path) -> None:
    outcome = run("add", "--name=骆驼集团", "--category=parts", "--yes")
    assert "warning X504" in outcome.err
    assert outcome.out == "M004\n"


def test_what_is_missing_is_named(run: Run, registry: Path) -> None:
    outcome = run("add", "--city=武汉", code=2)
    assert outcome.err.startswith("alliance: missing: --name, --category")
    outcome = run("add", "--name=新厂", "--category=整车", code=1)
    assert "did you mean 整车企业?" in outcome.err


def test_dry_run_prints_the_diff_and_writes_nothing(run: Run, registry: Path) -> None:
    outcome = run("add", *NEW, "--dry-run")
    assert registry.read_text(encoding="utf-8") == SMALL
    lines = outcome.out.splitlines()
    assert lines[:2] == ["--- a/members.toml", "+++ b/members.toml"]
    assert [line[1:] for line in lines if line.startswith("+")][1:] == BLOCK.splitlines()
    assert lines[2] == "@@ -51,3 +51,8 @@"


def test_a_diff_masks_the_contacts_beside_the_change(run: Run, tmp_path: Path) -> None:
    text = SMALL + '\n[[members.contacts]]\nname = "李四"\nmobile = "13812340009"\n'
    (tmp_path / "members.toml").write_text(text, encoding="utf-8")
    assert "138****0009" in run("add", *NEW, "--dry-run").out
    assert "13812340009" in run("add", *NEW, "--dry-run", "--contacts").out


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # no members, no file end
        ("[categories]\nvehicle = '整车企业'", "\n" + BLOCK.replace("M004", "M001")),
        # CRLF and a byte-order mark
        (
            '\ufeff[[members]]\r\nid = "M003"\r\n',
            BLOCK.replace("\n", "\r\n"),
        ),
        # no blank lines, no spaces, an indent, literal strings
        (
            "[[members]]\n  id='A01'\n[[members]]\n  id='A02'\n  name='甲厂'",
            "\n[[members]]\n  id='A03'\n  name='新楚风汽车'\n  category='vehicle'\n",
        ),
        # contacts with an indent of their own
        (
            "[[members]]\nid = 'M003'\n\n  [[members.contacts]]\n    name = '张三'\n",
            "\n[[members]]\nid = 'M004'\nname = '新楚风汽车'\ncategory = 'vehicle'\n"
            "\n  [[members.contacts]]\n    name = '王五'\n",
        ),
        # aligned values, two blank lines, spaces in the header
        (
            '[[ members ]]\nid       = "M002"\nname     = "甲厂"\n\n\n'
            '[[ members ]]\nid       = "M003"\nname     = "乙厂"\n',
            '\n\n[[ members ]]\nid       = "M004"\nname     = "新楚风汽车"\ncategory = "vehicle"\n',
        ),
    ],
)
def test_the_new_block_looks_like_its_neighbours(
    before: str, after: str, run: Run, tmp_path: Path
) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(before, encoding="utf-8", newline="")
    contact = ["--contact=name=王五"] if "contacts" in before else []
    run("add", "--name=新楚风汽车", "--category=vehicle", *contact)
    assert registry.read_bytes().decode() == before + after


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ('id = "M003" # last\n# about M003\n', "\n# the levels\n[levels]\n"),
        ('id = "M003"\n', "# the levels\n[levels]\n"),
        ('id = "M003"\n# about M003\n# more\n', ""),
        ('id = "M003"\n', "\n# at the end of the file\n"),
    ],
)
def test_what_stands_after_the_members_stays_there(
    head: str, tail: str, run: Run, tmp_path: Path
) -> None:
    head = f"[[members]]\n{head}"
    registry = tmp_path / "members.toml"
    registry.write_text(head + tail, encoding="utf-8")
    run("add", *NEW)
    assert (
        registry.read_text(encoding="utf-8")
        == head + BLOCK.replace('"vehicle"', '"整车企业"') + tail
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("members = []\n", "members = [{NEW}]\n"),
        ("members = [\n]\n", "members = [\n  {NEW},\n]\n"),
        ('members = [{ id = "M003" }]\n', 'members = [{ id = "M003" }, {NEW}]\n'),
        (
            'members = [\n  { id = "M003" } # last\n]\n',
            'members = [\n  { id = "M003" }, # last\n  {NEW}\n]\n',
        ),
        (
            'members = [\n  { id = "M003" }, # last\n]\nformat = 1\n',
            'members = [\n  { id = "M003" }, # last\n  {NEW},\n]\nformat = 1\n',
        ),
    ],
)
def test_members_in_line_get_one_more_in_line(
    before: str, after: str, run: Run, tmp_path: Path
) -> None:
    registry = tmp_path / "members.toml"
    registry.write_text(before, encoding="utf-8")
    run("add", "--id=M004", "--name=新楚风汽车", "--category=vehicle")
    block = '{ id = "M004", name = "新楚风汽车", category = "vehicle" }'
    assert registry.read_text(encoding="utf-8") == after.replace("{NEW}", block)


MEMBER = {
    "id": "Z9",
    "name": "新\u200b厂 'x' \"y\"",
    "contacts": [{"name": "张三", "primary": True}],
}


def check_addition(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="")
    document = load(path)
    edits = edits_of(document, Change(KIND, added=[MEMBER]))
    new = applied(text, edits)
    # Every character that was there is still there, in its order; at most a comma comes before
    # the comment of the last one in line.
    for (start, end), added in edits:
        assert added.removeprefix(",").startswith(text[start:end])
    data = tomli.loads(new)
    assert repr(data["members"][-1]) == repr(MEMBER)
    old = tomli.loads(text)
    assert repr(data["members"][:-1]) == repr(old.get("members", []))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(text=registries())
def test_an_addition_changes_nothing_else(text: str, tmp_path: Path) -> None:
    check_addition(text, tmp_path / "members.toml")


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=registries())
def test_an_addition_changes_nothing_else_in_many_documents(text: str, tmp_path: Path) -> None:
    check_addition(text, tmp_path / "members.toml")


def test_edits_keep_their_order_and_never_overlap() -> None:
    here = Span(1, 1)
    assert applied("ac", [Edit(here, "z"), Edit(here, "b"), Edit(Span(0, 1), "A")]) == "Azbc"
    with pytest.raises(ValueError, match="overlap"):
        applied("abcd", [Edit(Span(0, 3), ""), Edit(Span(2, 4), "")])


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ([], "M001"),
        (["M001", "M002", "m003"], "m004"),
        (["M998", "M999"], "M1000"),
        (["A-1", "A-7", "B-9"], "A-8"),
        (["x", "y"], "M001"),
        (["1" * 5000, "7"], "8"),
    ],
)
def test_the_next_id(ids: list[str], expected: str) -> None:
    assert next(next_ids(Registry({"members": [{"id": each} for each in ids]}), KIND)) == expected


def test_what_no_file_can_hold_is_refused(run: Run, registry: Path) -> None:
    outcome = run("add", "--name=ab\udcffcd", "--category=parts", "--yes", code=1)
    assert "--name: this is not readable text" in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL


def test_a_typing_error_in_the_path_makes_no_folders(run: Run, tmp_path: Path) -> None:
    run("add", *NEW, "-r", "typo/members.toml", code=3)
    assert list(tmp_path.iterdir()) == []
