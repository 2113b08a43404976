"""What comes out of a printer: lists, forms and rejects on A4, in letters that can be read."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_cli.exchange.formats import ENDINGS, FORMATS
from alliance_cli.exchange.workbooks.book import NARROWEST, WIDEST, laid_out
from alliance_cli.kinds.member import MEMBER

from .conftest import NOW, REAL_REGISTRY, SMALL, Run

PAGE = 150
"""Letters on a page of A4 across: three quarters of 11 points where a font is a third wider."""


def book_of(name: str) -> Any:
    return openpyxl.load_workbook(name)


def headings_of(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[1]]


def hidden(sheet: Any) -> set[str]:
    """The headings of the columns that are not seen."""
    return {
        sheet.cell(1, number).value
        for each in sheet.column_dimensions.values()
        if each.hidden
        for number in range(each.min, each.max + 1)
    }


def width_of(sheet: Any) -> float:
    """How wide what is seen is."""
    seen = [cell.column_letter for cell in sheet[1] if cell.value not in hidden(sheet)]
    return sum(float(sheet.column_dimensions[letter].width) for letter in seen)


@pytest.mark.parametrize("repeated", [0, 2])
@pytest.mark.parametrize(
    ("widths", "pages"),
    [
        ([], 1),
        ([10, 20], 1),
        ([10, 30, 40, 60], 1),
        ([10, 30, 60, 60], 1),
        ([10, 30, *[10] * 20], 2),
        ([10, 60, *[60] * 20], None),
        ([60, 60, 60], 1),
    ],
)
def test_columns_are_laid_out_on_as_few_pages_as_can_be_read(
    widths: list[float], pages: int | None, repeated: int
) -> None:
    layout = laid_out(widths, repeated)
    if pages is not None:
        assert layout.pages == pages
    room = PAGE - sum(layout.widths[:repeated])
    assert sum(layout.widths[repeated:]) <= room * layout.pages
    for wished, given in zip(widths, layout.widths, strict=True):
        assert min(wished, NARROWEST) <= given <= min(wished, WIDEST)
    narrowest = laid_out([min(width, NARROWEST) for width in widths], repeated)
    assert layout.pages == narrowest.pages


def test_the_real_members_fit_on_the_width_of_a_page(run: Run) -> None:
    run("export", "a.xlsx", "-r", REAL_REGISTRY)
    sheet = book_of("a.xlsx").active
    seen = [each for each in headings_of(sheet) if each not in hidden(sheet)]
    assert seen == [
        *("会员编号", "单位名称", "登记名称", "类别", "状态"),
        *("发起角色", "所在市州", "入会时间", "来源"),
    ]
    # openpyxl counts the padding of a column as a part of it.
    assert width_of(sheet) <= PAGE + len(seen)
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert sheet.page_setup.fitToHeight == 0


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("headings", "title", "made", "pages"),
    [
        ("zh", "试点联盟 会员名单", "制表日期：{}", "第 &P 页 共 &N 页"),
        ("en", "试点联盟 Members", "Made on {}", "Page &P of &N"),
    ],
)
def test_every_page_says_what_it_is_of(
    run: Run, registry: Path, headings: str, title: str, made: str, pages: str
) -> None:
    run("export", "a.xlsx", "--contacts", "--headings", headings)
    book = book_of("a.xlsx")
    sheet = book.active
    assert sheet.oddHeader.center.text == title
    assert sheet.oddHeader.center.size == 14
    assert sheet.oddFooter.left.text == made.format(NOW.date())
    assert sheet.oddFooter.center.text == pages
    assert sheet.page_setup.pageOrder == "overThenDown"
    assert book.worksheets[1].oddHeader.center.text == title.partition(" ")[0] + (
        " 联系人" if headings == "zh" else " Contacts"
    )


def test_columns_in_which_nobody_has_anything_are_folded(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--contacts", "--headings", "keys")
    book = book_of("a.xlsx")
    sheet = book["members"]
    assert set(headings_of(sheet)) - hidden(sheet) == {
        *("id", "name", "registered_name", "short_name", "former_names", "category", "level"),
        *("status", "city", "tags", "employees", "joined", "groups"),
    }
    columns = {
        number: each
        for each in sheet.column_dimensions.values()
        for number in range(each.min, each.max + 1)
    }
    assert all(bool(each.outlineLevel) == each.hidden for each in columns.values())
    behind = {
        number
        for number, each in columns.items()
        if not each.hidden and number - 1 in columns and columns[number - 1].hidden
    }
    assert max(behind) == sheet.max_column + 1
    marks = {number for number, each in columns.items() if each.collapsed}
    assert marks == behind, "each unfolds those before it"
    assert hidden(book["contacts"]) == {"contacts.primary"}


def test_what_was_asked_for_is_seen(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--columns", "all")
    run("export", "b.xlsx", "--columns", "name,postcode")
    run("export", "c.xlsx", "-c", "大专院校")
    run("export", "d.xlsx", "--template")
    for name in "abcd":
        assert hidden(book_of(f"{name}.xlsx").worksheets[0]) == set()


def test_every_sheet_folds_for_itself(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--by", "category")
    book = book_of("a.xlsx")
    assert "曾用名" in hidden(book["整车企业"]) - hidden(book["零部件企业"])
    assert "职工人数" in hidden(book["零部件企业"]) - hidden(book["整车企业"])
    assert book["整车企业"].oddHeader.center.text == "试点联盟 整车企业"


def edit(name: str, cells: dict[str, Any], *, unhide: bool) -> None:
    """Give the first member values by their headings, as a person would who unfolds a column."""
    book = book_of(name)
    sheet = book.active
    columns = {heading: number for number, heading in enumerate(headings_of(sheet), 1)}
    for heading, value in cells.items():
        sheet.cell(2, columns[heading]).value = value
    if unhide:
        for each in sheet.column_dimensions.values():
            each.hidden = False
    book.save(name)


def test_a_folded_export_comes_back_without_a_word(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "--contacts")
    outcome = run("import", "a.xlsx", "--apply", "--blank-clears")
    assert "hidden" not in outcome.err
    assert "nothing to change" in outcome.err
    assert registry.read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize("unhide", [True, False])
def test_what_is_filled_in_after_folding_is_read(run: Run, registry: Path, unhide: bool) -> None:
    run("export", "a.xlsx")
    edit("a.xlsx", {"邮编": "430056", "通讯地址": "车城大道"}, unhide=unhide)
    outcome = run("import", "a.xlsx", "--apply", "--yes")
    told = "hidden columns are read too: 通讯地址, 邮编\n" in outcome.err
    assert told is not unhide
    text = registry.read_text(encoding="utf-8")
    assert 'postcode = "430056"' in text
    assert 'address = "车城大道"' in text


def heights(sheet: Any) -> list[float]:
    return [round(sheet.row_dimensions[row].height or 15) for row in range(1, sheet.max_row + 1)]


def test_a_row_is_as_high_as_its_longest_text(run: Run, registry: Path) -> None:
    text = SMALL.replace('city = "襄阳"', f'city = "襄阳"\nnote = "{"长" * 100}"')
    text = text.replace('city = "武汉"', 'city = "武汉"\nleft_reason = "一\\n二\\n三"', 1)
    registry.write_text(text, encoding="utf-8")
    run("export", "a.xlsx", "--columns", "name,note,left_reason", "--all")
    sheet = book_of("a.xlsx").active
    assert heights(sheet) == [15, 48, 64, 15]
    registry.write_text(text.replace("长" * 100, "长\\n" * 2000), encoding="utf-8")
    run("export", "b.xlsx")
    assert max(heights(book_of("b.xlsx").active)) == 409, "Excel knows no higher row"


def test_a_long_name_is_whole_on_a_sign_in_sheet(run: Run, registry: Path) -> None:
    registry.write_text(SMALL.replace("骆驼集团股份有限公司", "骆" * 90), encoding="utf-8")
    run("export", "a.xlsx", "-f", "sign-in")
    assert heights(book_of("a.xlsx").active)[3:] == [28, 96]


@pytest.mark.parametrize("headings", ["zh", "en"])
@pytest.mark.parametrize("title", ["试点联盟", "很长的名称 & " * 40])
def test_no_page_tears_the_title_of_a_form(
    run: Run, registry: Path, headings: str, title: str
) -> None:
    registry.write_text(SMALL.replace("试点联盟", title), encoding="utf-8")
    run("export", "a.xlsx", "--template", "--headings", headings)
    sheet = book_of("a.xlsx").active
    assert sheet.print_area.split("!")[-1].startswith("$A$3:")
    header = sheet.oddHeader.center.text
    assert len(str(sheet.oddHeader)) <= 255, "Excel holds no more"
    assert header.startswith(title.replace("&", "＆")[:20])
    assert header.endswith(sheet["A2"].value)


def columns_of(headings: Iterable[str], cells: Iterable[str]) -> str:
    return f"{','.join(headings)}\n{','.join(cells)}\n"


def test_rejects_show_their_whole_reason(run: Run, registry: Path) -> None:
    fields = [field.heading.chinese for field in MEMBER.fields.values() if not field.type.fields]
    wrong = {"单位名称": "甲公司", "类别": "别的", "邮编": "4", "网址": "x", "入会时间": "y"}
    text = columns_of(fields, (wrong.get(each, "") for each in fields))
    Path("a.csv").write_text(text, encoding="utf-8")
    run("import", "a.csv", "--rejects", "r.xlsx", code=1)
    sheet = book_of("r.xlsx").active
    reason = sheet.cell(2, sheet.max_column)
    assert sheet.column_dimensions[reason.column_letter].width <= WIDEST + 1
    lines = sheet.row_dimensions[2].height / 16
    width = sheet.column_dimensions[reason.column_letter].width
    assert len(reason.value) <= lines * width
    assert lines > 1


SEATS = """
[roles]
lead = "组长单位"
deputy = "副组长单位"
[[bodies]]
id = "connected"
label = "智能网联/专项工作组"
roles = { lead = 1, deputy = 3, member = 0 }
[[bodies.terms]]
number = 1
from = 2026-03-01
until = 2029-02-28
[[bodies]]
id = "old"
label = "旧工作组"
founded = 2019-01-01
ended = 2020-12-31
[[experts]]
id = "E001"
name = "王五"
unit = "M002"
position = "教授"
mobile = "13812340009"
[[experts.seats]]
body = "connected"
role = "deputy"
until = "2027-12"
decision = "理事会〔2026〕3号"
"""
SEATED = """
[[members.seats]]
body = "connected"
role = "lead"
person = "张三"
term = 1
[[members.seats]]
body = "connected"
role = "deputy"
person = "李四"
since = 2026-04-01
[[members]]
id = "M002\""""


def rosters_of(run: Run, registry: Path, *options: str) -> Any:
    """The workbook of rosters of a small registry in which two bodies have seats."""
    text = SMALL.replace('\n[[members]]\nid = "M002"', SEATED) + SEATS
    registry.write_text(text, encoding="utf-8")
    run("body", "export", "a.xlsx", "-f", "roster", "--force", *options)
    return book_of("a.xlsx")


def test_a_roster_is_a_page_for_paper(run: Run, registry: Path) -> None:
    book = rosters_of(run, registry, "--on", "2026-05-01")
    # No name of a sheet has a slash, and what was not there on the day has none.
    assert book.sheetnames == ["智能网联-专项工作组"]
    sheet = book.active
    title, told, headings, *rows = sheet.iter_rows(values_only=True)
    assert title[0] == "试点联盟 智能网联/专项工作组 名册"
    assert told[0] == "截至 2026-05-01：在任 3 席，空缺 1 席"
    assert headings == ("序号", "角色", "姓名", "单位", "职务", "任期", "备注")
    expert = ("王五", "骆驼集团股份有限公司", "教授", "至 2027-12", "理事会〔2026〕3号")
    assert [tuple(each or "" for each in row) for row in rows] == [
        ("1", "组长单位", "张三", "东风本田", "主任", "2026-03-01 至\n2029-02-28", ""),
        ("2", "副组长单位", "李四", "东风本田", "", "2026-04-01 起", ""),
        ("3", "副组长单位", *expert),
        ("4", "副组长单位", "（空缺）", "", "", "", ""),
    ]
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$3", "portrait")
    assert (sheet.page_setup.fitToHeight, str(sheet.page_setup.paperSize)) == (0, "9")
    assert all(cell.alignment.wrap_text for cell in sheet[4])


def test_a_roster_is_of_its_day_and_masked(run: Run, registry: Path) -> None:
    early = rosters_of(run, registry, "--on", "2019-12-31", "--headings", "en", "--contacts")
    assert early.sheetnames == ["智能网联-专项工作组", "旧工作组"]
    rows = list(early.worksheets[0].iter_rows(min_row=3, values_only=True))
    assert rows[0][6] == "Mobile"
    assert [row[2] for row in rows[1:]] == ["(vacant)", "王五", "(vacant)", "(vacant)"]
    assert rows[2][6] == "13812340009"
    late = rosters_of(run, registry, "--on", "2027-12-15").active
    assert [row[2] for row in late.iter_rows(min_row=4, values_only=True)] == [
        *("张三", "李四", "王五", "（空缺）", "（空缺）"),
    ], "nobody knows whether one of the vacant seats is taken"
    assert late["G6"].value == "日期不足以判断"
    many = registry.read_text(encoding="utf-8").replace("deputy = 3", "deputy = 1000000")
    registry.write_text(many, encoding="utf-8")
    run("body", "export", "d.xlsx", "-f", "roster", "--on", "2026-05-01", "-w", "id=connected")
    assert book_of("d.xlsx").active["C7"].value == "（空缺） x 999998"
    now = rosters_of(run, registry, "-w", "id=connected")
    texts = [str(cell.value) for row in now.active.iter_rows() for cell in row]
    assert not [text for text in texts if "1381234" in text]
    assert (
        "were not there"
        not in run("body", "export", "b.xlsx", "-f", "roster", "-w", "id=connected").err
    )
    told = run("body", "export", "c.xlsx", "-f", "roster", "-w", "id=old", "--on", "2026-05-01").err
    assert told == "0 bodies written to c.xlsx\n1 were not there on 2026-05-01\n"


MM = 25.4


def labels_of(registry: Path, count: int, name: str = "某厂") -> None:
    """Let the registry have so many members that the post reaches."""
    registry.write_text(
        "".join(
            f"[[members]]\nid='M{n}'\nname='{name}'\nregistered_name='{name}{n}有限公司'\n"
            f"address='车城大道{n}号'\npostcode='430056'\n"
            for n in range(count)
        ),
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("options", "across", "down", "width", "height", "step"),
    [
        ([], 2, 7, 99.1, 38.1, 2),
        (["--label-grid", "2x7"], 2, 7, 99.1, 38.1, 2),
        (["--label-grid", "3x8"], 3, 8, 70, 37, 1),
    ],
)
def test_labels_have_the_size_of_their_sheets(
    run: Run,
    registry: Path,
    options: list[str],
    across: int,
    down: int,
    width: float,
    height: float,
    step: int,
) -> None:
    labels_of(registry, 40)
    assert run("export", "标签.xlsx", "-f", "labels", *options).err == (
        "40 members written to 标签.xlsx\n"
    )
    sheet = book_of("标签.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert [cell.value for cell in cells] == [
        f"430056\n车城大道{n}号\n某厂{n}有限公司\n负责人 收" for n in range(40)
    ], "the post knows the registered name"
    assert [(cell.row, cell.column) for cell in cells] == [
        (n // across + 1, n % across * step + 1) for n in range(40)
    ]
    assert all(cell.alignment.wrap_text for cell in cells)
    # A digit of the font that columns are counted in is 8 pixels wide, 96 to the inch.
    columns = {
        number: each.width * 8 / 96 * MM
        for each in sheet.column_dimensions.values()
        for number in range(each.min, each.max + 1)
    }
    widths = [columns[cell.column] for cell in cells]
    assert all(width - 0.7 <= each <= width for each in widths)
    for row in range(1, cells[-1].row + 1):
        assert sheet.row_dimensions[row].height / 72 * MM == pytest.approx(height, abs=0.2)
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert breaks == list(range(down, cells[-1].row, down))
    margins = sheet.page_margins
    whole = down * sheet.row_dimensions[1].height / 72
    assert (margins.top + whole) * MM <= 297
    assert margins.left * MM + sum(widths[:across]) + 2.5 * (step - 1) <= 210
    assert sheet.page_setup.scale in (None, 100)
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert str(sheet.page_setup.paperSize) == "9"
    assert not sheet.oddHeader.center.text


def test_a_long_label_is_written_smaller(run: Run, registry: Path) -> None:
    sizes = []
    for length in (5, 40, 90):
        labels_of(registry, 1, "很" * length)
        run("export", "a.xlsx", "-f", "labels", "--label-grid", "3x8", "--force")
        sizes.append(book_of("a.xlsx").active["A1"].font.size)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 11 > sizes[-1]


def test_a_number_in_an_address_is_masked(run: Run, registry: Path) -> None:
    registry.write_text(
        "[[members]]\nid='M1'\nname='甲'\naddress='找13812340001'\n", encoding="utf-8"
    )
    run("export", "a.xlsx", "-f", "labels")
    assert book_of("a.xlsx").active["A1"].value == "找138****0001\n甲\n负责人 收"


def test_labels_of_nobody(run: Run, registry: Path) -> None:
    run("export", "a.xlsx", "-f", "labels")
    assert book_of("a.xlsx").active["A1"].value is None


# Which formats a file with a known ending may have, where one is named.
TEXTS = {"tsv", "csv", "json", "ndjson", "markdown", "ids", "vcf", "vcf3", "emails", "labels"}
OF_MEMBERS = {name for name, each in FORMATS.items() if each.suits(MEMBER)}
FITTING = {
    ".csv": {"csv"},
    ".tsv": {"tsv"},
    ".txt": TEXTS,
    ".json": {"json"},
    ".ndjson": {"ndjson"},
    ".markdown": {"markdown"},
    ".md": {"markdown"},
    ".ids": {"ids"},
    ".vcf": {"vcf", "vcf3"},
    ".xlsx": {"xlsx", "sign-in", "labels"},
    ".parquet": {"parquet"},
    ".sqlite": {"sqlite"},
    ".db": {"sqlite"},
    ".dat": OF_MEMBERS,
    "": OF_MEMBERS,
}


def test_every_known_ending_is_told_of() -> None:
    assert set(FITTING) == {*ENDINGS, ".dat", ""}
    assert {each.name for each in FORMATS.values() if each.pieces} == TEXTS


@pytest.mark.parametrize("ending", FITTING)
@pytest.mark.parametrize("name", sorted(OF_MEMBERS))
def test_a_format_does_not_contradict_an_ending(
    run: Run, registry: Path, name: str, ending: str
) -> None:
    fits = name in FITTING[ending]
    out = Path(f"a{ending}")
    outcome = run("export", out, "-f", name, "--contacts", code=0 if fits else 2)
    assert out.exists() is fits
    if fits:
        is_book = ending == ".xlsx" or name in ("xlsx", "sign-in")
        assert out.read_bytes().startswith(b"PK") is is_book
    else:
        assert outcome.err.count("\n") == 1
        assert f"a file that ends in {ending} is no {name} (end in " in outcome.err
        assert f", or leave out --format and get {ENDINGS[ending].name})" in outcome.err
        instead = outcome.err.partition("(end in ")[2].partition(" or ")[0].partition(",")[0]
        assert name in FITTING[instead]


def test_standard_output_has_no_ending(run: Run, registry: Path) -> None:
    assert run("export", "-", "-f", "labels").out == ""
    labels_of(registry, 1)
    assert run("export", "-", "-f", "labels").out.startswith("430056\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.txt", "-f", "labels", "--label-grid", "3x8"],
        ["a.xlsx", "-f", "labels", "--encoding", "gb18030"],
        ["a.xlsx", "--label-grid", "3x8"],
    ],
)
def test_options_go_with_one_form_of_labels(run: Run, registry: Path, arguments: list[str]) -> None:
    assert "does not go with" in run("export", *arguments, code=2).err
