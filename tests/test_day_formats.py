"""Days of workbooks that are shown as a month or a year are read as what is shown."""

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from alliance_cli.exchange.sheets.day_formats import shown_by

from .conftest import SMALL, Run
from .test_hostile_workbooks import changed, open_document
from .test_import import changes, preview

MONTH, YEAR = 'yyyy"年"m"月"', 'yyyy"年"'


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        *[(code, "month") for code in ("yyyy-mm", "mmm-yy", "yyyy/m", "YYYY.MM", MONTH)],
        *[(code, "month") for code in ("yyyy年m月", r"yyyy\-mm", '[$-804]yyyy"年"m"月";@')],
        *[
            (code, "month")
            for code in ('[DBNum1][$-804]yyyy"年"m"月";@', 'e"年"m"月"', "mmmm yyyy")
        ],
        *[(code, "year") for code in ("yyyy", YEAR, "yyyy年", "[$-804]e", 'yyyy"d"')],
        *[(code, None) for code in ("yyyy-mm-dd", 'm"月"d"日"', "mmmm", "General", "0", "@", "")],
        *[
            (code, None)
            for code in ('yyyy"年"m"月"d"日"', "yyyy-mm hh:mm", "mm:ss", "ggge", "aaaa")
        ],
    ],
)
def test_what_a_format_shows(code: str, shows: str | None) -> None:
    assert shown_by(code) == shows


def write_days(path: Path, *days: tuple[datetime.datetime, Any]) -> Path:
    """A list of members with a day of joining each, which is shown by a format."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["单位名称", "类别", "入会时间"])
        for row, (day, number_format) in enumerate(days, 1):
            page.write_row(row, 0, [f"甲{row}厂", "整车企业"])
            page.write_datetime(row, 2, day, book.add_format({"num_format": number_format}))
    return path


def test_days_are_read_as_they_are_shown(run: Run, registry: Path) -> None:
    first, other, new_year = (datetime.datetime(2020, *day) for day in ((3, 1), (3, 15), (1, 1)))
    cases = [
        *[(first, each, "2020-03") for each in (MONTH, "mmm-yy", 17, 27, 57)],
        *[(first, each, "2020-03-01") for each in ("yyyy-mm-dd", 14, 31, 58, YEAR)],
        (other, MONTH, "2020-03-15"),
        (new_year, YEAR, "2020"),
        (new_year, MONTH, "2020-01"),
    ]
    file = write_days(registry.with_name("a.xlsx"), *((day, shows) for day, shows, _ in cases))
    found = preview(run, file)["rows"]
    read = [
        change["after"] for row in found for change in row["changes"] if change["path"] == "joined"
    ]
    assert read == [expected for *_, expected in cases]


def test_where_cells_do_not_say_where_they_stand(run: Run, registry: Path) -> None:
    file = write_days(registry.with_name("a.xlsx"), (datetime.datetime(2020, 3, 1), MONTH))
    places = [f' r="{place}"'.encode() for place in ("A1", "B1", "C1", "A2", "B2", "C2", "1", "2")]

    def without_places(name: str, content: bytes) -> bytes:
        for each in places if "worksheets/" in name else ():
            content = content.replace(each, b"")
        return content

    file.write_bytes(changed(file.read_bytes(), without_places))
    assert changes(run, file)["M004"]["joined"] == "2020-03"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</cellXfs>", b""),
        (b"<cellXfs", b"<cellXfs &lies; "),
        (b"<styleSheet", b"<!DOCTYPE x [<!ENTITY lies '1'>]><styleSheet"),
    ],
)
def test_damaged_styles_are_told(old: bytes, new: bytes, run: Run, registry: Path) -> None:
    file = write_days(registry.with_name("a.xlsx"), (datetime.datetime(2020, 3, 1), MONTH))
    raw = changed(file.read_bytes(), lambda _, content: content.replace(old, new))
    file.write_bytes(raw)
    assert "a.xlsx: the workbook is damaged" in run("import", file, code=3).err


def test_more_styles_than_a_workbook_has_are_passed_over(run: Run, registry: Path) -> None:
    file = write_days(registry.with_name("a.xlsx"), (datetime.datetime(2020, 3, 1), MONTH))
    many = b'<xf numFmtId="57"/>' * 70_000
    raw = changed(
        file.read_bytes(), lambda _, content: content.replace(b"</cellXfs>", many + b"</cellXfs>")
    )
    file.write_bytes(raw)
    assert changes(run, file)["M004"]["joined"] == "2020-03"


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        *[
            (shown, "2020-03")
            for shown in ("2020年3月", "2020-03", "Mar-20", "3月-20", "March 2020")
        ],
        *[(shown, "2020-03-01") for shown in ("2020年3月1日", "20-3-1", "2020年", "")],
    ],
)
def test_days_of_an_open_document(shown: str, read: str, run: Run, registry: Path) -> None:
    texts = "单位名称", "类别", "入会时间", "甲厂", "整车企业"
    string = 'office:value-type="string"'
    first, second = (
        "".join(
            f"<table:table-cell {string}><text:p>{text}</text:p></table:table-cell>" for text in row
        )
        for row in (texts[:3], texts[3:])
    )
    day = 'office:value-type="date" office:date-value="2020-03-01"'
    second += f"<table:table-cell {day}><text:p>{shown}</text:p></table:table-cell>"
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in (first, second))
    file = registry.with_name("a.ods")
    file.write_bytes(open_document(rows))
    assert changes(run, file)["M004"]["joined"] == read


def test_another_format_of_an_exported_day_is_no_edit(run: Run, registry: Path) -> None:
    registry.write_text(SMALL.replace("2020-01-15", "2020-03-01"), encoding="utf-8")
    run("export", "w.xlsx", "--columns", "id,name,joined")
    book = openpyxl.load_workbook("w.xlsx")
    page = book.worksheets[0]
    page["C3"].number_format = MONTH
    book.save("w.xlsx")
    assert preview(run, "w.xlsx")["rows"] == []
    page["C3"].value = datetime.date(2020, 5, 1)
    book.save("w.xlsx")
    assert changes(run, "w.xlsx") == {"M002": {"joined": "2020-05"}}
