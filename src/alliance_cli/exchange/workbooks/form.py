"""The form that members fill in and send back: empty, or filled with what is known of them."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ...channels import workbook_cell
from ...kinds.field import Field
from ...kinds.kind import Kind
from ...language import Phrase
from ...registry.query import Roster
from ..contacts import PREFIX, main_contact
from ..formats.format import Wishes
from ..origin import OriginSheet
from .book import (
    DARK_BLUE,
    GREY,
    HEADING,
    TITLE,
    Formats,
    new_workbook,
    said,
    set_up_print,
    title_text,
)
from .entry import Entry
from .sheet import Column, Row, columns_of, freeze, guide, write_table
from .sheet_names import form_of, named

HEADING_ROW = 2
"""The row of the headings, below the title and the instruction."""

_EMPTY_ROWS = 30
_FRAME = {"border": 1, "border_color": "#BFBFBF"}
_REQUIRED = {"bg_color": DARK_BLUE, "font_color": "#FFFFFF"}


def _instruction(kind: Kind) -> Phrase:
    # Who has people to reach is an organisation, whatever the alliance calls it.
    who = Phrase("organisation", "单位") if kind.people else kind.words.one
    return Phrase(
        f"A row for each {who.english}, to be sent back. Dark headings are required; what does not "
        "apply stays empty, [clear] takes out what was there. The notes of the headings explain "
        "them.",
        f"每{kind.words.measure}{who.chinese}填写一行，填好后发回。深色表头为必填项，"
        "没有的内容留空，要去掉原有内容请填 [清空]；鼠标移到表头可看说明。",
    )


def write_form(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write a form to `file`: filled with the members of the roster, or with empty rows.

    A filled one remembers what it was filled with, as other workbooks do.  Raises DataRefused
    where a text is longer than a cell, CannotDo where the system refuses to hold it.
    """
    wishes = wishes._replace(shown=wishes.shown.named)
    wording, filled = wishes.wording, wishes.filled
    sheet_name = form_of(roster.kind)
    name = named(sheet_name, wording)
    told = said(_instruction(roster.kind), wording)
    title = " ".join(filter(None, (title_text(wishes.shown.title), said(sheet_name, wording))))
    columns = columns_of_form(roster, wishes)
    with new_workbook(file, title, len(roster.members)) as workbook:
        formats = Formats(workbook)
        entry = Entry(wishes.shown, roster.kind)
        origin = OriginSheet(
            [column.key for column in columns], title_text(wishes.shown.title), roster.kind
        )
        sheet = workbook.add_worksheet(name)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, formats.of(TITLE))
        sheet.write_string(1, 0, told, formats.of({"font_color": GREY}))
        rows = list(_rows(roster, wishes, columns, origin)) if filled else []
        rows += [({}, [""] * len(columns))] * (_EMPTY_ROWS - len(rows))
        widths = [column.field.type.comfortable_width for column in columns]
        written = write_table(
            sheet, columns, rows, formats, top=HEADING_ROW, widths=widths, frame=_FRAME
        )
        sheet.set_row(HEADING_ROW, 24)
        for number, column in enumerate(columns):
            if column.field.required:
                sheet.write_string(
                    HEADING_ROW, number, column.heading, formats.of(HEADING, _REQUIRED)
                )
        last = HEADING_ROW + written.rows
        guide(sheet, columns, entry, HEADING_ROW, last)
        freeze(sheet, columns, HEADING_ROW)
        # What goes on over several pages would be torn apart by their edges.
        sheet.print_area(HEADING_ROW, 0, last, len(columns) - 1)
        set_up_print(sheet, wording, title=title, note=told, pages=written.pages)
        entry.write_lists(workbook)
        if filled:
            origin.write(workbook)


def columns_of_form(roster: Roster, wishes: Wishes) -> list[Column]:
    """What a form asks for: what was chosen, else what an organisation knows best itself.

    Choices that the registry leaves open are left out.  For contacts there is a column for each
    part of the one to call first.
    """
    fields = roster.kind.fields
    asked: Sequence[Field] = roster.columns
    if not roster.chosen_columns:
        asked = [
            field
            for field in fields.values()
            if field.on_form and (field.required or not field.type.is_open)
        ]
    columns: list[Column] = []
    for field in dict.fromkeys([fields["id"], *asked] if wishes.filled else asked):
        if not field.type.fields:
            columns += columns_of([field], wishes.wording)
        for part in field.type.fields.values():
            if part.on_form:
                key = f"{field.key}.{part.key}"
                # "Name" alone would be that of the organisation.
                heading = field.heading if part.key == "name" else part.heading
                columns.append(Column(key, part, heading.worded(key, wishes.wording)))
    return columns


def _rows(
    roster: Roster, wishes: Wishes, columns: Sequence[Column], origin: OriginSheet
) -> Iterator[Row]:
    cell = wishes.shown.cell
    for member in wishes.track(roster.members):
        contact = main_contact(member) if wishes.contacts else {}
        texts = [
            workbook_cell(cell(contact if column.key.startswith(PREFIX) else member, column.field))
            for column in columns
        ]
        origin.add(texts[0], texts)
        yield member, texts
