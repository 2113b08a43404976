"""Slips of typing that keep a file from being read: mended where it is known what was meant."""

import json
import os
import re
import sys
from pathlib import Path
from random import Random
from types import FrameType

import pytest
import tomli

from alliance_cli.store.load import Unreadable, load
from alliance_cli.toml.mending import Slip, applied, slips

from .conftest import SMALL, Run
from .invalid_documents import INVALID, MARK

HEAD = '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\n'

CERTAIN = [
    ("joined = 2019-5-28", "joined = 2019-05-28"),
    ("joined = 2019/5/8 # 注", "joined = 2019-05-08 # 注"),
    ("joined = 2019.05.28", "joined = 2019-05-28"),
    ("joined = 2019年5月28日", "joined = 2019-05-28"),
    ("joined = ２０１９－５－２８", "joined = 2019-05-28"),
    ("joined = [2019-5-28]", "joined = [2019-05-28]"),
    ("joined = 2019-5", 'joined = "2019-5"'),
    ("joined = 2019年5月", 'joined = "2019年5月"'),
    ("joined = 2019年", 'joined = "2019年"'),
    ("city = “武汉”", 'city = "武汉"'),
    ("city = ＂武汉＂", 'city = "武汉"'),
    ("city = 「武汉」", 'city = "武汉"'),
    ("city = ‘武汉’", "city = '武汉'"),
    ('city = "武汉”', 'city = "武汉"'),
    ('city = “武汉"  # “市”', 'city = "武汉"  # “市”'),
    ("note = “他说‘好’”", 'note = "他说‘好’"'),
    ('city ＝ "武汉"', 'city = "武汉"'),
    ('city: "武汉"', 'city= "武汉"'),
    ("city：“武汉”", 'city="武汉"'),
    ('city\u3000=\u00a0"武汉"', 'city = "武汉"'),
    ('city = \u200b"武汉"', 'city = "武汉"'),
    ("city = 武汉", 'city = "武汉"'),
    ("city = 武汉（市） # 省会", 'city = "武汉（市）" # 省会'),
    ("city = Wuhan", 'city = "Wuhan"'),
    ('city = "武汉" ＃ 市', 'city = "武汉" # 市'),
    ('city = "武汉" // 市', 'city = "武汉" # 市'),
    ("// 市\ncity = 1", "# 市\ncity = 1"),
    ('city = "武汉",', 'city = "武汉"'),
    ('city = "武汉"；', 'city = "武汉"'),
    ("tags = [新能源、出口]", 'tags = ["新能源","出口"]'),
    ('tags = ["新能源”, “出口”]', 'tags = ["新能源", "出口"]'),
    ('tags = ［"甲"，"乙；丙"］', 'tags = ["甲","乙；丙"]'),
    ('tags = [\n  “甲”， # “注”\n  "乙"\n]', 'tags = [\n  "甲", # “注”\n  "乙"\n]'),
    ("contacts = [{name＝“张三”，title: 主任}]", 'contacts = [{name="张三",title= "主任"}]'),
    ("employees = 1,200", "employees = 1200"),
    ("employees = １，２００", "employees = 1200"),
    ("primary = True", "primary = true"),
    ("【【members.contacts】】\nname = 1", "[[members.contacts]]\nname = 1"),
    ("ｃｉｔｙ = 1", "city = 1"),
    ("产品 = “电池”", '"产品" = "电池"'),
    ('"产 品" = 电池', '"产 品" = "电池"'),
]

LIKELY = [
    ("city = 武汉 市区", 'city = "武汉 市区"'),
    ("postcode = 043000", 'postcode = "043000"'),
    ("phone = 027-87654321", 'phone = "027-87654321"'),
    ("website = www.a.com/b", 'website = "www.a.com/b"'),
    ("primary = yes", 'primary = "yes"'),
    ("employees = 500人", 'employees = "500人"'),
    ("note = 关于“电池”", 'note = "关于“电池”"'),
    ("note = 甲，乙", 'note = "甲，乙"'),
    ('city = "武汉', 'city = "武汉"'),
    ('note = "C:\\data"', 'note = "C:\\\\data"'),
    ('tags = ["甲",, "乙"]', 'tags = ["甲", "乙"]'),
    ("[[members.contacts]\nname = 1", "[[members.contacts]]\nname = 1"),
]

UNKNOWN = [
    "joined = 2019-02-30",
    "joined = 5/28/2019",
    "city =",
    "city = null",
    'city = "武汉" "襄阳"',
    'city = "他说"好""',
    "city = “武汉",
    "city = 武汉”",
    'tags = ["甲"\ncity = "乙"',
    "name = 1",
    "a b = 1",
    "[[members.contacts",
]


def found_in(text: str) -> list[Slip]:
    """What keeps `text` from being TOML."""
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return list(slips(text, error))
    return []


def mended(text: str) -> tuple[str | None, bool]:
    """What `text` becomes, and whether that is certain."""
    found = found_in(text)
    if not all(slip.edits for slip in found):
        return None, False
    return applied(text, [e for slip in found for e in slip.edits]), all(s.certain for s in found)


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    ("line", "meant", "certain"),
    [*((*each, True) for each in CERTAIN), *((*each, False) for each in LIKELY)],
)
def test_a_slip_is_mended_alone(
    line: str, meant: str, certain: bool, ending: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "members.toml"
    before, after = (
        f"# “头”\n{HEAD}{each}\n\n[[members]]\nid = 'M002'  # “尾”\n".replace("\n", ending)
        for each in (line, meant)
    )
    path.write_text(before, encoding="utf-8", newline="")
    if not certain:
        run("validate", "--fix", code=3)
        assert path.read_bytes() == before.encode()
    with pytest.raises(Unreadable) as stopped:
        load(path)
    assert stopped.value.mending is not None
    assert stopped.value.mending.certain is certain
    assert stopped.value.mending.after.text == after
    run("validate", "--fix", "--select", "S102", *([] if certain else ["--unsafe"]))
    assert path.read_bytes() == after.encode()


@pytest.mark.parametrize("line", UNKNOWN)
def test_what_may_mean_anything_stays(line: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    # One slip that is known mends no file with one that is not.
    path.write_text(f"{HEAD}joined = 2019-5-28\n{line}\n", encoding="utf-8")
    before = path.read_bytes()
    outcome = run("validate", "--fix", "--unsafe", code=3)
    assert "--fix" not in outcome.out
    assert path.read_bytes() == before
    assert "--fix" not in run("list", code=3).err


def test_several_slips_are_told_and_mended_at_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    text = SMALL.replace("2019-05-28", "2019-5-28").replace('"武汉"', "“武汉”")
    text = text.replace('"张三"', "张三").replace('mobile = "13812340001"', "mobile＝“13812340001”")
    path.write_text(text, encoding="utf-8")
    outcome = run("list", code=3)
    assert outcome.err == (
        "alliance: members.toml:25:8: error S102: not TOML: this mark means nothing in TOML "
        '(“ is not plain ASCII; type " instead; `alliance validate --fix` repairs it)\n'
    )
    outcome = run("validate", code=3)
    lines = [line.split(":")[1] for line in outcome.out.splitlines() if "error S102" in line]
    marks = re.compile("-5-|“|= 张|＝")
    assert lines == [str(n) for n, line in enumerate(text.split("\n"), 1) if marks.search(line)]
    assert outcome.out.endswith("--fix repairs 5\n3 members, 5 errors, 0 warnings\n")
    found = json.loads(run("validate", "-f", "json", code=3).out)["findings"]
    assert {each["repair"] for each in found} == {"certain"}
    # What is looked for decides; nothing personal is shown.
    assert run("validate", "--fix", "--select", "F303", code=3).err == ""
    outcome = run("validate", "--fix", "--diff", code=3)
    assert '-mobile＝"138****0001"\n+mobile="138****0001"\n' in outcome.out
    assert "12340001" not in outcome.out
    assert path.read_text(encoding="utf-8") == text
    outcome = run("validate", "--fix")
    assert "  members.toml:28: joined = 2019-05-28\n" in outcome.err
    assert "12340001" not in outcome.err
    assert outcome.err.endswith("5 repaired in members.toml\n")
    assert path.read_text(encoding="utf-8") == SMALL.replace("mobile = ", "mobile=")
    assert outcome.out == "3 members, no findings\n"


def test_what_a_slip_hid_is_repaired_by_the_same_command(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    lines = 'city = " 武汉"\nstatus = 正常\njoined = "2019/5/28"\n'
    path.write_text(HEAD + lines, encoding="utf-8")
    outcome = run("validate", "--fix")
    assert "4 repaired in members.toml" in outcome.err
    assert path.read_text(encoding="utf-8") == (
        HEAD + 'city = "武汉"\nstatus = "active"\njoined = 2019-05-28\n'
    )


def test_a_byte_order_mark_stays_and_so_does_no_registry(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEAD}city = 武汉".encode())
    run("validate", "--fix")
    assert path.read_bytes() == b"\xef\xbb\xbf" + f'{HEAD}city = "武汉"'.encode()
    for text in ("x = 武汉\n", "[members]\nid = 武汉\n", f"{HEAD}a = 武汉\na = 1\n"):
        path.write_text(text, encoding="utf-8")
        run("validate", "--fix", "--unsafe", code=3)
        assert path.read_text(encoding="utf-8") == text


def test_a_key_that_is_there_twice_is_told_beside_the_slips(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    path.write_text(f"{HEAD}city = 武汉\njoined = 2019-5-28\n  city = 1\n", encoding="utf-8")
    found = json.loads(run("validate", "-f", "json", code=3).out)["findings"]
    assert [(each["line"], each["column"], each["repair"]) for each in found] == [
        (5, 8, None),
        (6, 10, None),
        (7, 3, None),
    ]


def test_of_more_slips_than_anybody_types_none_is_mended(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    member = '[[members]]\nid = "M{0}"\nname = "甲{0}"\ncategory = 武汉\n'
    text = "".join(member.format(number) for number in range(1000, 2000))
    path.write_text(text, encoding="utf-8")
    assert "--fix repairs 1000\n1000 members, 1000 errors" in run("validate", code=3).out
    path.write_text(text + member.format(2000), encoding="utf-8")
    outcome = run("validate", "--fix", "--all-findings", code=3)
    assert "members.toml:4000:12: error S102" in outcome.out
    assert "members.toml:4004:12: error S102" in outcome.out
    assert outcome.out.endswith("\nthe file was not read, 1001 errors, 0 warnings\n")
    assert path.read_text(encoding="utf-8") == text + member.format(2000)


def test_what_is_mended_means_what_was_written_and_nothing_else_moves() -> None:
    random = Random(1)
    values = [
        ("“武汉”", "武汉"),
        ("武汉", "武汉"),
        ('"襄阳”', "襄阳"),
        ("2019年5月28日", "2019-05-28"),
        ("［“甲”、乙，'丙'］", ["甲", "乙", "丙"]),
        ('"a“b”"', "a“b”"),
        ('"""\n“x”＝\n"""', "“x”＝\n"),
        ("1,000", 1000),
    ]
    for _ in range(200):
        written, meant = ["# “x” ＝ 武汉"], []
        for number in range(random.randint(1, 12)):
            source, value = random.choice(values)
            written.append(f"[[members]]\nk{number} {random.choice('=＝：')} {source} # ‘x’，")
            meant.append({f"k{number}": value})
        text = "\n".join(written)
        new, certain = mended(text)
        if new is None:
            continue
        data = tomli.loads(new)["members"]
        assert json.loads(json.dumps(data, default=str)) == meant
        assert certain
        kept = re.compile("[“”＝：=\"'，、,［］\\[\\]\\-年月日0-9 ]")
        assert kept.sub("", new) == kept.sub("", text)


@pytest.mark.parametrize(
    "text",
    [
        "a = [" + "新能源、" * 4_000 + "]",
        "a = x" + " " * 2_000 + '"',
        "a = " + ",," * 1_000,
        "a = " + "［" * 10_000,
        "a = " + "\u200b" * 10_000 + "武汉",
        'a = "' + "\\d" * 4_000 + '"',
        "".join(f"a{number} = 2019-5-28\n" for number in range(300)),
    ],
    ids=["array", "spaces", "commas", "deep", "invisible", "backslashes", "lines"],
)
def test_what_nobody_typed_takes_no_time(text: str) -> None:
    assert steps(text * 2) < 2.5 * steps(text) + 20_000


def steps(text: str) -> int:
    """How many lines of the package run to tell what is wrong with `text`."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> object:
        nonlocal counted
        counted += event == "line" and f"{os.sep}alliance_cli{os.sep}" in frame.f_code.co_filename
        return count

    before = sys.gettrace()
    sys.settrace(count)  # type: ignore[arg-type]
    try:
        found = found_in(text)
    finally:
        sys.settrace(before)
    assert found
    return counted


def test_no_document_that_breaks_a_rule_becomes_another_without_edits() -> None:
    for marked, _ in INVALID:
        text = marked.replace(MARK, "")
        new, _certain = mended(text)
        assert new != text
