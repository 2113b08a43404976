"""The form as a page: a sheet of A4 for each member, to fill in, print, sign and seal."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from ...channels import workbook_cell
from ...errors import WrongUsage
from ...kinds.declared import CONTACTS
from ...language import Phrase, Wording, say
from ...registry.query import Roster
from ...registry.registry import Record
from ...values.characters import display_width
from ..contacts import PREFIX, contacts_of, main_contact
from ..formats.format import Wishes
from ..origin import TABLES as ORIGIN_SHEETS
from ..origin import OriginSheet
from .book import (
    BLUE,
    DARK_BLUE,
    GREY,
    HIGHEST,
    MOST_PAGES,
    TITLE,
    Formats,
    new_workbook,
    said,
    set_up_print,
    title_text,
)
from .entry import Entry
from .form import columns_of_form
from .sheet import Column, content, explain, shape_of
from .sheet_names import OWN_SHEETS, SheetNames, form_of, named

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_FEWEST_COLUMNS = 3
"""A page with less is too little to be told from a list when it comes back."""

_EMPTY = Phrase(
    "Fill in the cells beside the labels. Dark labels are required; what does not apply stays "
    "empty. Where a cell has an arrow, choose from its list.",
    "请在各项右侧的格内填写。深色项必填，没有的内容留空；有下拉箭头的请从列表中选择。"
    "填好后打印、签字、盖章，并发回本文件。",
)
_FILLED = Phrase(
    "Check what is filled in and correct it in its cell. An empty cell leaves what is known as it "
    "is; to have something taken out, write [clear]. Where a cell has an arrow, choose from its "
    "list.",
    "请核对已填内容，有变化的直接在格内修改。留空表示不改动；要去掉原有的内容，请填 [清空]；"
    "有下拉箭头的请从列表中选择。核对后打印、签字、盖章，并发回本文件。",
)
_CONTACT = Phrase("Contact person", "联系人信息")
_SECOND = Phrase("Another contact person, if any", "其他联系人信息(没有可不填)")
_SEAL = Phrase("Seal", "单位（盖章）")
_FILLED_IN_BY = Phrase("Filled in by", "填表人")
_DATE = Phrase("Date", "日期")

# A label and its value, twice.
_WIDTHS = (17, 26, 17, 26)
_WIDE = 2 * _WIDTHS[1]
_HEIGHT, _LINE, _SECTION, _SEAL_HEIGHT = 30, 15, 26, 72
# What fits on a page as it is, and what does before it becomes too small to be read.
_WHOLE, _PAGE = 740, 1000
# The rows of a text that is too long for one.
_PART = 120
_BORDER = {"border": 1, "border_color": "#808080"}
_LABEL = {
    **_BORDER,
    "bg_color": BLUE,
    "valign": "vcenter",
    "text_wrap": True,
    "indent": 1,
    "num_format": "@",
}
_REQUIRED = {"bg_color": DARK_BLUE, "font_color": "#FFFFFF", "bold": True}
_VALUE = {**_BORDER, "valign": "vcenter", "text_wrap": True, "align": "left", "indent": 1}
_HIGH = {"valign": "top"}
_BAND = {
    **_BORDER,
    "bold": True,
    "font_color": DARK_BLUE,
    "valign": "vcenter",
    "bg_color": "#F2F2F2",
}

Line = Sequence[Column]
"""What stands in one row of the page: one long column, or at most two short ones."""


def write_page_form(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write a form to `file`: a sheet for each member of the roster, or an empty one.

    A filled one remembers what it was filled with, as other workbooks do.  Raises WrongUsage for
    more members than a workbook should have sheets, and for fewer columns than make a form;
    DataRefused where a text is longer than a cell, CannotDo where the system refuses to hold it.
    """
    wishes = wishes._replace(shown=wishes.shown.named)
    columns = columns_of_form(roster, wishes)
    members = roster.members if wishes.filled else [{}]
    if len(members) > MOST_PAGES:
        count = len(members)
        raise WrongUsage(
            say(
                f"{count} of them would make {count} sheets, at most {MOST_PAGES} are made",
                f"所选 {count} 条需要 {count} 张工作表，最多 {MOST_PAGES} 张",
            ),
            say("choose fewer, such as those of a category", "请少选一些，例如按类别分批"),
        )
    if len(columns) < _FEWEST_COLUMNS:
        raise WrongUsage(
            say(
                f"a page needs at least {_FEWEST_COLUMNS} fields",
                f"页式表格至少要有 {_FEWEST_COLUMNS} 个字段",
            ),
            say(
                "name more with --columns, or use --layout row",
                "请增加 --columns，或用 --layout row",
            ),
        )
    title = " ".join(
        filter(None, (title_text(wishes.shown.title), said(roster.kind.form, wishes.wording)))
    )
    with new_workbook(file, title, len(members)) as workbook:
        book = _Pages(workbook, roster, wishes, title, columns)
        for member in wishes.track(members):
            book.write(member)
        book.finish()


class _Pages:
    """A workbook of pages while it is written."""

    def __init__(
        self,
        workbook: "Workbook",
        roster: Roster,
        wishes: Wishes,
        title: str,
        columns: Sequence[Column],
    ) -> None:
        self._workbook = workbook
        self._wishes = wishes
        self._kind = roster.kind
        self._title = title
        self._columns = columns
        self._own = [column for column in columns if not column.key.startswith(PREFIX)]
        self._parts = [column for column in columns if column.key.startswith(PREFIX)]
        self._formats = Formats(workbook)
        self._entry = Entry(wishes.shown, roster.kind)
        self._origin = OriginSheet(
            [c.key for c in columns], title_text(wishes.shown.title), roster.kind
        )
        self._names = SheetNames([*OWN_SHEETS, *ORIGIN_SHEETS])

    def write(self, member: Record) -> None:
        """Write the page of a member, or an empty one for nobody."""
        wording = self._wishes.wording
        name = self._wishes.shown.cell(member, self._kind.title)
        called = (
            self._names.make(name) if self._wishes.filled else named(form_of(self._kind), wording)
        )
        page = _Page(self._workbook.add_worksheet(called), self._formats, self._entry)
        instruction = said(_FILLED if self._wishes.filled else _EMPTY, wording)
        page.write_top(self._title, instruction)
        page.write_lines(self._own, member, self._texts(self._own, member))
        people = self._people(member)
        for band, contact in zip((_CONTACT, _SECOND), people, strict=True):
            if self._parts:
                page.write_band(said(band, wording))
                texts = self._texts(self._parts, contact)
                page.write_lines(self._parts, {}, texts, optional=band is _SECOND)
        signatures = [said(phrase, wording) for phrase in (_SEAL, _FILLED_IN_BY, _DATE)]
        page.finish(wording, signatures)
        if self._wishes.filled:
            self._remember(member, people)

    def finish(self) -> None:
        """Write what stands on no page: the lists to choose from, and the origin."""
        self._entry.write_lists(self._workbook)
        if self._wishes.filled:
            self._origin.write(self._workbook)

    def _people(self, member: Record) -> tuple[Record, Record]:
        """The contact to call first and another one; without any parts where they are not shown."""
        if not self._wishes.contacts:
            return {}, {}
        first = main_contact(member)
        return first, next((each for each in contacts_of(member) if each is not first), {})

    def _texts(self, columns: Sequence[Column], holder: Record) -> list[str]:
        cell = self._wishes.shown.cell
        return [workbook_cell(cell(holder, column.field)) for column in columns]

    def _remember(self, member: Record, people: tuple[Record, Record]) -> None:
        first, second = people
        shown = dict(zip(self._own, self._texts(self._own, member), strict=True))
        shown |= zip(self._parts, self._texts(self._parts, first), strict=True)
        texts = [shown[column] for column in self._columns]
        parts = [column.field.key for column in self._parts]
        others = [dict(zip(parts, self._texts(self._parts, second), strict=True))] if second else []
        self._origin.add(texts[0], texts, {CONTACTS: others})


class _Page:
    """A sheet while it is written, from above to below."""

    def __init__(self, sheet: "Worksheet", formats: Formats, entry: Entry) -> None:
        self._sheet = sheet
        self._formats = formats
        self._entry = entry
        self._row = 0
        self._height = 0.0
        # Rows that would be higher: what they have, and what they wish for.
        self._wishes: dict[int, tuple[float, float]] = {}
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)

    def write_top(self, title: str, instruction: str) -> None:
        """Write the title and how to fill in the page."""
        self._write_across(title, {**TITLE, "align": "center"}, 40)
        lines = math.ceil(display_width(instruction) / (sum(_WIDTHS) - 4))
        shape = {"font_color": GREY, "text_wrap": True, "valign": "top"}
        self._write_across(instruction, shape, _LINE * lines + 6)

    def write_band(self, text: str) -> None:
        """Write the heading of a part of the page."""
        self._write_across(text, _BAND, _SECTION)

    def write_lines(
        self,
        columns: Sequence[Column],
        record: Record,
        texts: Sequence[str],
        *,
        optional: bool = False,
    ) -> None:
        """Write labels and values, of which none must be filled in where all are `optional`.

        `record` has those that are dates or numbers to Excel.
        """
        shown = dict(zip(columns, texts, strict=True))
        for line in _lines(columns):
            room = _WIDTHS[1] if len(line) > 1 else _WIDE
            last = self._make_room(line, max(_rows_of(shown[column], room) for column in line))
            for place, column in zip((0, 2), line, strict=False):
                dark = column.field.required and not optional
                self._write_label(place, column, last, dark=dark)
                end = place + 1 if len(line) > 1 else len(_WIDTHS) - 1
                cells = (self._row, place + 1, last, end)
                self._write_value(cells, column, record, shown[column])
            self._row = last + 1

    def _make_room(self, line: Line, lines: int) -> int:
        """Give a line of the page its height, for so many lines of text; gives its last row.

        What is higher than any row can be takes several, between which a page may end.
        """
        height = max(_HEIGHT, _LINE * lines + 8)
        rows = 1 if height <= HIGHEST else math.ceil(height / _PART)
        for row in range(self._row, self._row + rows):
            self._next(height / rows, row)
        wished = max(column.field.type.comfortable_lines for column in line)
        if rows == 1 and (more := _LINE * wished + 8) > height:
            self._wishes[self._row] = height, more
        return self._row + rows - 1

    def finish(self, wording: Wording, signatures: Sequence[str]) -> None:
        """Write where to sign and seal, and set up the page for paper."""
        label, value = self._formats.of(_LABEL), self._formats.of(_VALUE, {"num_format": "@"})
        seal, person, day = signatures
        self._next(_SEAL_HEIGHT)
        self._sheet.write_string(self._row, 0, seal, label)
        self._sheet.merge_range(self._row, 1, self._row, 3, "", value)
        self._row += 1
        self._next(_HEIGHT + 5)
        for column, text in ((0, person), (2, day)):
            self._sheet.write_string(self._row, column, text, label)
            self._sheet.write_blank(self._row, column + 1, None, value)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self._row + 1}"})
        self._sheet.print_area(0, 0, self._row, len(_WIDTHS) - 1)
        self._give_room()
        set_up_print(self._sheet, wording, portrait=True)
        self._sheet.center_horizontally()
        if self._height <= _PAGE:
            self._sheet.fit_to_pages(1, 1)

    def _write_label(self, place: int, column: Column, last: int, *, dark: bool) -> None:
        """Write a label, down to the row `last`."""
        high = last > self._row
        shape = self._formats.of(_LABEL, _REQUIRED if dark else {}, _HIGH if high else {})
        if high:
            self._sheet.merge_range(self._row, place, last, place, "", shape)
        self._sheet.write_string(self._row, place, column.heading, shape)
        explain(self._sheet, (self._row, place), column.field, self._entry)

    def _write_value(
        self, cells: tuple[int, int, int, int], column: Column, record: Record, text: str
    ) -> None:
        """Write a value into cells (first row and column, last ones), and help to fill it in."""
        row, place, last, end = cells
        high = column.field.type.comfortable_lines > 1
        shape = shape_of(column.field, self._formats, {**_VALUE, **(_HIGH if high else {})})
        is_merged = (row, place) != (last, end)
        if is_merged:
            self._sheet.merge_range(row, place, last, end, "", shape.empty)
        if text:
            self._sheet.write_cells(row, [(place, *content(record, column, text, shape))])
        elif not is_merged:
            self._sheet.write_blank(row, place, None, shape.empty)
        self._entry.guide(self._sheet, column.field, column.heading, (place, row, row))

    def _write_across(self, text: str, shape: dict[str, Any], height: float) -> None:
        self._next(height)
        last = len(_WIDTHS) - 1
        self._sheet.merge_range(self._row, 0, self._row, last, text, self._formats.of(shape))
        self._row += 1

    def _give_room(self) -> None:
        """Let the rows that wish for it have what is left of the page, to write in."""
        wished = sum(more - height for height, more in self._wishes.values())
        share = min(1, max(_WHOLE - self._height, 0) / wished) if wished else 0
        for row, (height, more) in self._wishes.items():
            self._sheet.set_row(row, height + share * (more - height))
        self._height += share * wished

    def _next(self, height: float, row: int | None = None) -> None:
        self._sheet.set_row(self._row if row is None else row, height)
        self._height += height


def _lines(columns: Sequence[Column]) -> Iterator[Line]:
    """The columns as they stand on the page: long ones alone, short ones in twos."""
    waiting: list[Column] = []
    for column in columns:
        if column.field.type.comfortable_width >= _WIDTHS[1] - 4:
            yield [column]
            continue
        waiting.append(column)
        if len(waiting) == 2:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _rows_of(text: str, width: int) -> int:
    """In how many rows a text is shown in a cell of this width, at least one."""
    return sum(math.ceil(display_width(line) / width) or 1 for line in text.split("\n"))
