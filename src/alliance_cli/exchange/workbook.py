"""Members as an Excel workbook that staff can sort, filter and print."""

import datetime
import unicodedata
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import CannotDo, DataRefused
from ..language import say
from ..members.characters import printable
from ..members.fields import Field
from ..members.query import Roster
from ..members.registry import Member, value_of
from ..members.values import Date, WholeNumber
from .text import Wishes, headings, rows

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEET = "会员名单"
LONGEST_CELL = 32_767
"""Characters that a cell holds; Excel cuts the rest without a word."""

_WIDEST = 60
_HEADING = {"bold": True, "bg_color": "#D9E1F2", "bottom": 1, "valign": "vcenter"}
_TEXT = {"num_format": "@", "valign": "top", "text_wrap": True}
_A4 = 9
# The first day that an Excel serial number can mean without an error of one day.
_FIRST_DAY = datetime.date(1900, 3, 1)


def write_workbook(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the roster as a workbook of one sheet to `file`.

    Codes, numbers to call and postcodes are text cells, dates are date cells; nothing in it is a
    formula or a link.  Raises DataRefused where a value is longer than a cell can hold, CannotDo
    where the system refuses to hold the workbook.
    """
    import xlsxwriter.exceptions

    try:
        _write(roster, wishes, file)
    except xlsxwriter.exceptions.XlsxFileError as error:
        raise CannotDo(
            say(f"the workbook cannot be written: {error}", f"无法写入工作簿：{error}"),
            say("make room on the disk", "请检查磁盘空间"),
        ) from error


def _write(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    import xlsxwriter

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        title = printable(roster.registry.title) or SHEET
        workbook.set_properties({"title": title})
        sheet = workbook.add_worksheet(SHEET)
        heading = workbook.add_format({**_HEADING, "num_format": "@"})
        formats = [workbook.add_format(_format(field)) for field in roster.columns]
        text = workbook.add_format(_TEXT)
        names = headings(roster.columns, wishes.wording)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, heading)
        widths = [_display_width(name) for name in names]
        for row, (member, cells) in enumerate(
            zip(roster.members, rows(roster, wishes), strict=True), 1
        ):
            for column, (field, shown) in enumerate(zip(roster.columns, cells, strict=True)):
                if not shown:
                    continue
                widths[column] = max(widths[column], _display_width(shown))
                value = _value(member, field)
                if isinstance(value, datetime.date):
                    midnight = datetime.datetime.combine(value, datetime.time())
                    sheet.write_datetime(row, column, midnight, formats[column])
                elif isinstance(value, int):
                    sheet.write_number(row, column, value, formats[column])
                else:
                    inert = printable(shown, keep="\n\t")
                    _refuse_long_cell(member, field, inert)
                    sheet.write_string(row, column, inert, text)
        for column, width in enumerate(widths):
            # The format of a column is that of its empty cells: zeros typed into one stay.
            sheet.set_column(column, column, min(width + 2, _WIDEST), formats[column])
        _set_up(sheet, roster, title)


def _format(field: Field) -> dict[str, Any]:
    """The format of the cells of a column."""
    if isinstance(field.type, Date):
        return {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}
    if isinstance(field.type, WholeNumber):
        return {"num_format": "0", "valign": "top"}
    return _TEXT


def _refuse_long_cell(member: Member, field: Field, shown: str) -> None:
    if len(shown) > LONGEST_CELL:
        who = member.get("id", "?")
        raise DataRefused(
            say(
                f"{field.key} of {who} has {len(shown):,} characters, a cell holds 32,767",
                f"{who} 的{field.heading}有 {len(shown):,} 个字符，单元格最多 32,767 个",
            ),
            say("export to CSV or JSON instead", "请改为导出 CSV 或 JSON"),
        )


def _value(member: Member, field: Field) -> Any:
    """The value as a date or a number where Excel can hold it as one, else None."""
    value = value_of(member, field.key)
    if isinstance(field.type, Date) and type(value) is datetime.date and value >= _FIRST_DAY:
        return value
    # A float holds 15 digits; what has more stays text.
    if isinstance(field.type, WholeNumber) and type(value) is int and abs(value) < 10**15:
        return value
    return None


def _display_width(text: str) -> int:
    """The columns that the widest line of `text` takes: two for a hanzi, one for a letter."""
    return max(
        (
            sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
            for line in text.split("\n")
        ),
        default=0,
    )


def _set_up(sheet: "Worksheet", roster: Roster, title: str) -> None:
    """Freeze and filter the heading, and set the sheet up for print on A4."""
    count = len(roster.members)
    last_column = max(len(roster.columns) - 1, 0)
    keys = [field.key for field in roster.columns]
    sheet.freeze_panes(1, keys.index("name") + 1 if "name" in keys[:3] else 0)
    sheet.autofilter(0, 0, count, last_column)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{count + 1}"})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # An ampersand begins a code in a header; its wide form is one only to the eye.
    wide = title[:150].replace("&", "\N{FULLWIDTH AMPERSAND}")
    sheet.set_header(f"&L{wide}&R&D")
    sheet.set_footer("&C&P / &N")
