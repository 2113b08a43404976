"""The registry's workbook: help for whoever fills it in, further sheets, and what it remembers."""

import datetime
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from alliance_cli.exchange.origin import MARKER, SHEET, rows_key
from alliance_cli.exchange.workbooks.sheet_names import OWN_SHEETS, SheetNames
from alliance_cli.kinds.member import CONTACT_FIELDS, MEMBER
from alliance_cli.values.characters import is_invisible
from alliance_cli.values.texts import Text

from .conftest import NOW, SMALL, Run
from .test_stats import PROJECTS

NASTY = """
[[members]]
id = "0012"
name = "=1+1"
category = "parts"
postcode = "010010"
city = "'武汉 & <襄阳>"
note = "'quoted\\n第二行\\t_x0041_ \\U00020000 \\uffff \\u202e\\r"
former_names = ["-1", "@a", "{=1}"]
joined = 1899-12-30
left = 1900-02-28
employees = 9007199254740993
revenue_wan = -5
stat_year = true
website = "https://example.com/?a=1&b=2"

[[members.contacts]]
name = "+86"
mobile = "13812340002"
primary = true
[[members.contacts]]
name = "李四"
email = "lisi@example.com"
primary = "no"

[[members]]
id = "M9"
name = "无类别"
note = "<r>红 & <b></r>"
contacts = 13812340003
"""


@pytest.fixture
def nasty(registry: Path) -> Path:
    registry.write_text(
        SMALL.replace("试点联盟", "2019试点 & <联盟>") + NASTY, encoding="utf-8", newline=""
    )
    return registry


def book_of(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def xml_of(path: Path) -> str:
    """Every part of a workbook, as one text."""
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def shown(value: Any) -> str:
    """A cell as text, as the origin has it."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def origin_of(book: Any) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The keys of the columns and the members that a workbook remembers."""
    first, *rows = book[SHEET].iter_rows(values_only=True)
    assert first[0] == MARKER
    members = {}
    for member_id, *pieces in rows:
        assert all(len(piece) <= 30_000 for piece in pieces if piece)
        members[member_id or ""] = json.loads("".join(filter(None, pieces)))
    return json.loads(first[1]), members


def validations_of(sheet: Any) -> dict[str, Any]:
    """The validation of each column by its heading."""
    found = {}
    for validation in sheet.data_validations.dataValidation:
        (cells,) = validation.sqref.ranges
        found[sheet.cell(1, cells.min_col).value] = validation
    return found


def test_the_visible_sheet_is_first_and_the_others_are_hidden(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--contacts")
    book = book_of(Path("a.xlsx"))
    states = {sheet.title: sheet.sheet_state for sheet in book}
    assert states == {
        "会员名单": "visible",
        "联系人": "visible",
        "字典": "hidden",
        "_alliance": "veryHidden",
    }
    assert book.active.title == "会员名单"


def test_choices_come_from_a_hidden_sheet(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--all", "--contacts")
    book = book_of(Path("a.xlsx"))
    offered = {}
    for sheet in (book["会员名单"], book["联系人"]):
        for heading, validation in validations_of(sheet).items():
            if validation.type == "list":
                title, cells = validation.formula1.split("!")
                offered[heading] = [cell.value for (cell,) in book[title.strip("'")][cells]]
                asks = heading not in ("所在市州", "上级单位")
                assert validation.errorStyle == ("warning" if asks else "information")
                assert bool(validation.showErrorMessage) == asks
    assert offered == {
        "类别": ["整车企业", "零部件企业", "大专院校"],
        "联盟职务": ["理事长单位", "会员单位"],
        "状态": ["申请中", "正常", "暂停", "退会", "除名"],
        "发起角色": ["牵头发起", "发起"],
        "所在市州": ["十堰", "武汉", "襄阳"],
        "上级单位": ["M001 东风本田", "M002 骆驼集团股份有限公司"],
        "主要联系人": ["是", "否"],
    }


def test_lists_speak_as_the_cells_do(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--headings", "keys", "--contacts")
    book = book_of(Path("a.xlsx"))
    assert book.sheetnames == ["members", "contacts", "lists", "_alliance"]
    columns = {cells[0].value: [c.value for c in cells[1:]] for cells in book["lists"].columns}
    assert columns["category"] == ["vehicle", "parts", "university", None, None]
    assert columns["primary"][:2] == ["true", "false"]
    assert [cell.value for cell in book["contacts"][1]][:4] == [
        "id",
        "name",
        "contacts.name",
        "contacts.title",
    ]
    run("export", "b.xlsx", "--headings", "en", "--contacts")
    assert book_of(Path("b.xlsx")).sheetnames == ["Members", "Contacts", "Lists", "_alliance"]


def test_an_open_choice_suggests_what_is_used(run: Run, registry: Path) -> None:
    registry.write_text("[[members]]\nid='M1'\nname='甲公司'\ncategory='x'\n", encoding="utf-8")
    run("export", "a.xlsx")
    sheet = book_of(Path("a.xlsx"))["会员名单"]
    validation = validations_of(sheet)["类别"]
    assert validation.formula1 == "'字典'!$A$2"
    assert not validation.showErrorMessage
    assert validations_of(sheet)["所在市州"].type == "textLength", "there is nothing to suggest"


def test_checks_follow_from_the_types_and_lock_nobody_out(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--contacts")
    book = book_of(Path("a.xlsx"))
    checks = {**validations_of(book["会员名单"]), **validations_of(book["联系人"])}
    assert {
        heading: (check.type, check.operator, check.formula1, check.formula2)
        for heading, check in checks.items()
        if heading in ("统一社会信用代码", "入会时间", "职工人数", "手机", "电话", "邮编")
    } == {
        "统一社会信用代码": ("textLength", None, "18", "18"),
        "入会时间": (
            "custom",
            None,
            "IF(ISNUMBER(U2),U2>2200,VALUE(LEFT(U2,4))>=1000)",
            None,
        ),
        "职工人数": ("whole", "greaterThanOrEqual", "0", None),
        "手机": ("textLength", None, "11", "11"),
        "电话": ("textLength", None, "10", "20"),
        "邮编": ("textLength", None, "6", "6"),
    }
    for check in checks.values():
        assert check.type in (None, "list") or check.errorStyle == "warning"
        assert check.allow_blank
    assert (checks["主营产品"].promptTitle, checks["主营产品"].prompt) == (
        "主营产品",
        "一项主要产品或服务\n有多项时用顿号(、)分隔。",
    )
    assert checks["专项工作组"].prompt == "可选：动力电池组\n有多项时用顿号(、)分隔。"
    assert not checks["通讯地址"].prompt, "it would pop up in every cell"


def test_the_lengths_are_those_of_the_patterns() -> None:
    from re import _parser  # type: ignore[attr-defined]

    found = 0
    for field in (*MEMBER.fields.values(), *CONTACT_FIELDS):
        limit = field.type.limit
        if isinstance(field.type, Text) and field.type.pattern and limit and limit.of == "length":
            if field.key in ("email", "website"):
                # Their patterns leave the greatest length open.
                continue
            lengths = _parser.parse(field.type.pattern.pattern).getwidth()
            assert lengths == (limit.least, limit.most), field.key
            found += 1
    assert found == 3


@pytest.mark.parametrize("wording", ["zh", "en", "keys"])
def test_excel_takes_every_hint(run: Run, registry: Path, wording: str) -> None:
    many = "\n".join(f'k{n} = "很长的类别名称之{n}😀"' for n in range(300))
    registry.write_text(
        SMALL.replace("[groups]\n", f"[groups]\n{many}\n").replace(
            "[levels]\n", f"[levels]\n{many}\n"
        ),
        encoding="utf-8",
    )
    run("export", "a.xlsx", "--contacts", "--columns", "all", "--headings", wording)
    for sheet in book_of(Path("a.xlsx")):
        for check in sheet.data_validations.dataValidation:
            for text, units in (
                (check.promptTitle, 32),
                (check.prompt, 255),
                (check.errorTitle, 32),
                (check.error, 255),
                (check.formula1, 255),
            ):
                assert len((text or "").encode("utf-16-le")) // 2 <= units
            (cells,) = check.sqref.ranges
            assert cells.max_row > 500, "rows below have the same help"


def test_every_heading_is_explained(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--contacts", "--columns", "all")
    for sheet in (book := book_of(Path("a.xlsx")))["会员名单"], book["联系人"]:
        assert all(cell.comment and cell.comment.text for cell in sheet[1])
    notes = {cell.value: cell.comment.text for cell in book["会员名单"][1]}
    assert notes["单位名称"] == "原样保存(2 至 100 字)\n必填。"
    assert notes["类别"] == "可选：整车企业、零部件企业、大专院校\n必填。"
    assert notes["入会时间"].endswith("\n请尽量填写。")
    assert notes["简称"] == "平时常用的简短名称"
    contacts = {cell.value: cell.comment.text for cell in book["联系人"][1]}
    assert contacts["主要联系人"] == "是否首先联系此人"
    run("export", "b.xlsx", "--headings", "en")
    assert book_of(Path("b.xlsx"))["Members"]["B1"].comment.text == (
        "kept exactly as typed (2 to 100 characters)\nRequired."
    )


def test_contacts_have_a_sheet_of_their_own(run: Run, nasty: Path) -> None:
    run("export", "a.xlsx", "--contacts", "--all")
    book = book_of(Path("a.xlsx"))
    assert "联系人" not in [cell.value for cell in book["会员名单"][1]]
    rows = [[cell or "" for cell in row] for row in book["联系人"].iter_rows(values_only=True)]
    assert rows == [
        ["会员编号", "单位名称", "姓名", "职务", "手机", "电话", "邮箱", "主要联系人"],
        [
            "M001",
            "东风本田",
            "张三",
            "主任",
            "13812340001",
            "027-87654321",
            "zhangsan@example.com",
            "",
        ],
        ["0012", "=1+1", "+86", "", "13812340002", "", "", "是"],
        ["0012", "=1+1", "李四", "", "", "", "lisi@example.com", "no"],
    ]
    run("export", "b.xlsx", "--contacts", "--columns", "name,contacts")
    assert [cell.value for cell in book_of(Path("b.xlsx")).active[1]] == ["单位名称", "联系人"]


@pytest.mark.parametrize(
    "options",
    [
        "",
        "--columns all",
        "--by category --columns all",
        "--summary",
        "--template --all",
        "-f sign-in",
    ],
)
def test_nothing_is_unmasked_without_contacts(run: Run, nasty: Path, options: str) -> None:
    nasty.write_text(
        nasty.read_text(encoding="utf-8").replace('city = "武汉"', 'city = "找13812340009"'),
        encoding="utf-8",
    )
    run("export", "a.xlsx", *options.split())
    assert "联系人" not in book_of(Path("a.xlsx")).sheetnames
    text = xml_of(Path("a.xlsx"))
    assert not re.search(r"1381234\d{4}|87654321|zhangsan@|lisi@", text)
    run("export", "b.xlsx", "--contacts", "--all", *options.split())
    assert "13812340002" in xml_of(Path("b.xlsx")) or options == "--summary"


@pytest.mark.parametrize("wording", ["zh", "en", "keys"])
@pytest.mark.parametrize("options", ["", "--contacts", "--by status", "--columns name,joined,id"])
def test_the_origin_is_what_the_sheets_show(
    run: Run, nasty: Path, options: str, wording: str
) -> None:
    run("export", "a.xlsx", "--all", "--headings", wording, *options.split())
    book = book_of(Path("a.xlsx"))
    keys, members = origin_of(book)
    seen = 0
    for sheet in book:
        if sheet.sheet_state != "visible" or sheet.title in ("联系人", "Contacts", "contacts"):
            continue
        for row in sheet.iter_rows(min_row=2, values_only=True):
            cells = {key: shown(value) for key, value in zip(keys, row, strict=True)}
            remembered = dict(members[cells["id"]])
            assert (rows_key("contacts") in remembered) == (options == "--contacts")
            remembered.pop(rows_key("contacts"), None)
            assert remembered == {key: text for key, text in cells.items() if text}
            seen += 1
    assert seen == len(members) == 5
    if options == "--contacts":
        assert members["0012"][rows_key("contacts")][0]["mobile"] == "13812340002"
        assert members["M9"][rows_key("contacts")] == []


def test_another_reader_finds_the_same_origin(run: Run, nasty: Path) -> None:
    run("export", "a.xlsx", "--all", "--contacts")
    rows = CalamineWorkbook.from_path("a.xlsx").get_sheet_by_name(SHEET).to_python()
    keys, members = origin_of(book_of(Path("a.xlsx")))
    assert rows[0][:2] == [MARKER, json.dumps(keys, separators=(",", ":"))]
    for member_id, *pieces in rows[1:]:
        assert json.loads("".join(map(str, pieces))) == members[str(member_id)]


def test_a_long_origin_is_cut_into_cells(run: Run, registry: Path) -> None:
    wide = "\U00020000" * 16_383
    long = {"left_reason": "长" * 32_767, "note": wide, "source": wide}
    pairs = "".join(f'{key} = "{text}"\n' for key, text in long.items())
    registry.write_text(SMALL + pairs, encoding="utf-8")
    run("export", "a.xlsx", "--all")
    _, members = origin_of(book_of(Path("a.xlsx")))
    assert {key: members["M003"][key] for key in long} == long
    registry.write_text(SMALL + f'note = "{chr(0x20000) * 16_384}"\n', encoding="utf-8")
    assert "has 32,768 characters" in run("export", "b.xlsx", "--all", code=1).err
    assert not Path("b.xlsx").exists()


def test_nasty_values_arrive_as_they_are(run: Run, nasty: Path) -> None:
    run("export", "a.xlsx", "--contacts", "--summary", "--by", "city")
    book = book_of(Path("a.xlsx"))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                text = str(cell.value or "")
                assert not [c for c in text if is_invisible(c) and c not in "\n\t"]
    # XlsxWriter would take it for XML.
    assert any("<r>红 & <b></r>" in row for sheet in book for row in sheet.values)
    sheet = book["武汉 & <襄阳>"]
    row = {sheet.cell(1, cell.column).value: cell.value for cell in sheet[2]}
    assert row["会员编号"] == "0012"
    assert row["备注"] == "'quoted\n第二行\t_x0041_ \U00020000 \\uffff \\u202e\\r"
    assert row["入会时间"] == "1899-12-30"
    assert row["退会时间"] == "1900-02-28"
    assert row["统计年度"] == "True"
    assert row["年营收(万元)"] == -5
    xml = xml_of(Path("a.xlsx"))
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    # "&142019" would be a font size; an ampersand of the title would be a code.
    assert '&amp;14&amp;"-,Bold"2019试点 ＆ &lt;联盟&gt;' in xml


def test_a_sheet_for_each_value(run: Run, nasty: Path) -> None:
    run("export", "a.xlsx", "--by", "类别", "--all")
    book = book_of(Path("a.xlsx"))
    assert book.sheetnames == ["整车企业", "零部件企业", "未填", "字典", "_alliance"]
    assert [row[0] for row in book["整车企业"].iter_rows(min_row=2, values_only=True)] == [
        "M001",
        "M003",
    ]
    assert [row[0] for row in book["未填"].iter_rows(min_row=2, values_only=True)] == ["M9"]
    run("export", "b.xlsx", "--by", "joined", "--limit", "2", "--sort", "-joined")
    assert book_of(Path("b.xlsx")).sheetnames[:2] == ["2019-05-28", "2020-01-15"]
    run("export", "c.xlsx", "--by", "level", "-c", "大专院校")
    assert book_of(Path("c.xlsx")).sheetnames[0] == "未填", "an empty workbook needs a sheet too"


def test_what_by_refuses(run: Run, registry: Path) -> None:
    assert "may have several" in run("export", "a.xlsx", "--by", "tags", code=2).err
    assert "may have several" in run("export", "a.xlsx", "--by", "contacts", code=2).err
    assert "did you mean city" in run("export", "a.xlsx", "--by", "citty", code=2).err
    assert "--by does not go with csv" in run("export", "a.csv", "--by", "city", code=2).err
    members = "".join(f"[[members]]\nid='M{n}'\nname='某公司{n}'\n" for n in range(101))
    registry.write_text(members, encoding="utf-8")
    assert "would make 101 sheets" in run("export", "a.xlsx", "--by", "name", code=2).err
    run("export", "b.xlsx", "--by", "name", "--limit", "100")
    assert not Path("a.xlsx").exists()


NAMES = [
    "a" * 40,
    "a" * 31,
    "A" * 33,
    "研发/设计",
    "研发-设计",
    "[x]:*?\\",
    "'quoted'",
    "'",
    "",
    "History",
    "字典",
    "联系人",
    "概览",
    "未填",
    "_alliance",
    "_ALLIANCE",
    "a\u202eb",
    "a\uffffb",
    "😀" * 20,
    "😀" * 16,
    "Ａ",
    "a",
    " a ",
]


def test_any_text_makes_a_valid_name_of_a_sheet() -> None:
    names = SheetNames([*OWN_SHEETS, "_alliance"])
    made = [names.make(text) for text in NAMES]
    assert made[:6] == [
        "a" * 31,
        "a" * 29 + " 2",
        "A" * 29 + " 3",
        "研发-设计",
        "研发-设计 2",
        "-x-----",
    ]
    taken = {"_alliance", "history", "字典", "联系人", "概览"}
    for name in made:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
        assert name.casefold() not in taken
        taken.add(name.casefold())


def test_odd_labels_make_a_workbook_that_opens(run: Run, registry: Path) -> None:
    labels = "".join(
        f"k{n} = {json.dumps(text, ensure_ascii=False)}\n" for n, text in enumerate(NAMES) if text
    )
    members = "".join(
        f"[[members]]\nid='M{n}'\nname='某公司{n}'\ncategory='k{n}'\n" for n in range(len(NAMES))
    )
    registry.write_text(f"[categories]\n{labels}{members}", encoding="utf-8")
    run("export", "a.xlsx", "--by", "category", "--summary", "--contacts")
    titles = book_of(Path("a.xlsx")).sheetnames
    assert titles[0] == "概览"
    assert len(titles) == len(NAMES) + 4


@pytest.mark.usefixtures("clock")
def test_the_summary_counts_and_draws(run: Run, registry: Path) -> None:
    text = SMALL.replace('city = "襄阳"', 'city = "武汉"')
    registry.write_text(text, encoding="utf-8")
    run("export", "a.xlsx", "--summary", "--all")
    book = book_of(Path("a.xlsx"))
    assert book.sheetnames[:2] == ["概览", "会员名单"]
    assert book.active.title == "概览"
    sheet = book["概览"]
    rows = [row[:3] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "试点联盟"
    assert rows[1][0] == NOW.date().isoformat()
    assert rows[2][0] == "本表 3 家，名录所载 3 家，联盟公布 9 家"
    cities = [row[0] for row in rows].index("所在市州")
    assert rows[cities + 1][0] == "武汉", "the most frequent first"
    counts = {(a, b) for a, b, _ in rows if isinstance(b, int)}
    assert counts >= {("整车企业", 2), ("零部件企业", 1), ("正常", 2), ("退会", 1), ("合计", 3)}
    assert counts >= {("理事长单位", 1), ("未填", 2), ("武汉", 2), ("2019", 2), ("2020", 1)}
    with zipfile.ZipFile("a.xlsx") as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        drawn = "".join(archive.read(name).decode() for name in charts)
    assert len(charts) == 2
    assert '<c:barDir val="col"/>' in drawn
    assert '<c:barDir val="bar"/>' in drawn
    for reference in re.findall(r"<c:f>(.*?)</c:f>", drawn):
        assert re.fullmatch(r"概览!\$[AB]\$\d+:\$[AB]\$\d+", reference)


SUMS = [
    ("总投资(万元)：项目 4 个，合计 12,000.3，其中 1 个未填",),
    ("主题", "数量", "占比", "总投资(万元)合计", "总投资(万元)未填"),
    ("动力电池", 3, 0.75, 0.3, 1),
    ("氢能", 1, 0.25, 12000, 0),
    ("合计", 4, 1, 12000.3, 1),
    ("阶段", "数量", "占比", "总投资(万元)合计", "总投资(万元)未填"),
    ("在建", 1, 0.25, 0.1, 0),
    ("未填", 3, 0.75, 12000.2, 1),
    ("合计", 4, 1, 12000.3, 1),
    ("建设地点", "数量", "占比", "总投资(万元)合计", "总投资(万元)未填"),
    ("武汉", 2, 0.5, 0.3, 0),
    ("襄阳", 1, 0.25, None, 1),
    ("未填", 1, 0.25, 12000, 0),
    ("合计", 4, 1, 12000.3, 1),
]


@pytest.mark.parametrize(("kind", "options"), [(["project"], []), ([], ["--everything"])])
def test_a_workbook_of_projects_tells_their_sums(
    kind: list[str], options: list[str], run: Run, registry: Path
) -> None:
    registry.write_text(PROJECTS, encoding="utf-8")
    run(*kind, "export", "a.xlsx", *options)
    book = book_of(Path("a.xlsx"))
    assert [each.title for each in book if each.sheet_state == "visible"][-2:] == [
        *("项目名单", "合计"),
    ]
    rows = [row for row in book["合计"].iter_rows(min_row=3, values_only=True) if any(row)]
    assert [row[: 5 if row[1] else 1] for row in rows] == SUMS
    # Two lines of a heading are not cut off.
    assert all(book["合计"].row_dimensions[row].height > 32 for row in (5, 10, 15))
    book["项目名单"]["E2"] = "氢能"
    book["合计"]["D6"] = 99
    book.save("a.xlsx")
    told = run(*kind, "import", "a.xlsx", "--apply", "--yes").err
    assert "1 changed, 3 unchanged" in told
    assert "left out" not in told
    # It is of those that were chosen, and there is none where nobody gave an amount.
    run("project", "export", "b.xlsx", "--city", "武汉", "--headings", "keys")
    assert book_of(Path("b.xlsx"))["sums"]["A3"].value.endswith(
        "0.3 in 2 projects, 0 of which without it"
    )
    run("project", "export", "c.xlsx", "--city", "襄阳")
    assert "合计" not in book_of(Path("c.xlsx")).sheetnames


@pytest.mark.parametrize("options", ["--summary", "--template", "-f sign-in"])
def test_a_hostile_title_is_inert(run: Run, registry: Path, options: str) -> None:
    text = SMALL.replace("试点联盟", "=1+1\\n\\u202e\\uffff::x")
    registry.write_text(text, encoding="utf-8")
    run("export", "a.xlsx", *options.split())
    cell = book_of(Path("a.xlsx")).worksheets[0]["A1"]
    assert cell.data_type == "s"
    assert cell.value.startswith("=1+1\\n\\u202e\\uffff::x")
    assert "\uffff" not in xml_of(Path("a.xlsx"))


def test_a_summary_of_nobody(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--summary", "-c", "大专院校")
    rows = list(book_of(Path("a.xlsx"))["概览"].iter_rows(values_only=True))
    assert rows[2][0] == "本表 0 家，名录所载 3 家，联盟公布 9 家"
    assert len(rows) == 3


def test_a_wide_sheet_is_printed_on_pages_side_by_side(run: Run, registry: Path) -> None:
    run("export", "a.xlsx")
    sheet = book_of(Path("a.xlsx")).active
    assert sheet.page_setup.fitToWidth == 2
    assert sheet.print_title_cols == "$A:$B"
    run("export", "b.xlsx", "--columns", "name,city")
    narrow = book_of(Path("b.xlsx")).active
    assert narrow.page_setup.fitToWidth in (None, 1)
    assert narrow.column_dimensions[get_column_letter(1)].width < 30
