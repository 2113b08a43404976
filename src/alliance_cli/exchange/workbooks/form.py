"""The form that members fill in and send back: empty, or filled with what is known of them."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ...kinds.field import Field
from ...kinds.member import CONTACT_FIELDS, FIELDS
from ...kinds.tables import Tables
from ...language import Phrase, Wording
from ...registry.query import Roster
from ...registry.registry import Registry
from ...registry.shown import cell
from ...values.choices import Choice, ListOf
from ...values.scalars import Date, Truth, WholeNumber
from ...values.texts import Text
from ..contacts import PREFIX, main_contact, part_text
from ..origin import OriginSheet
from ..text import Wishes
from .book import (
    DARK_BLUE,
    GREY,
    HEADING,
    TITLE,
    Formats,
    cell_text,
    new_workbook,
    said,
    set_up_print,
    title_text,
)
from .entry import LENGTHS, Entry
from .sheet import Column, Row, columns_of, freeze, guide, write_table
from .sheet_names import FORM, named

HEADING_ROW = 2
"""The row of the headings, below the title and the instruction."""

_EMPTY_ROWS = 30
_FRAME = {"border": 1, "border_color": "#BFBFBF"}
_REQUIRED = {"bg_color": DARK_BLUE, "font_color": "#FFFFFF"}
_INSTRUCTION = Phrase(
    "Fill in a row for each organisation and send the file back. Dark headings are required; "
    "what does not apply stays empty; the notes of the headings explain them.",
    "每家单位填写一行，填好后发回。深色表头为必填项，没有的内容留空，鼠标移到表头可看说明。",
)


def write_form(roster: Roster, wishes: Wishes, file: BinaryIO, *, filled: bool) -> None:
    """Write a form to `file`: `filled` with the members of the roster, else with empty rows.

    A filled one remembers what it was filled with, as other workbooks do.  Raises DataRefused
    where a text is longer than a cell, CannotDo where the system refuses to hold it.
    """
    wording = wishes.wording
    name = named(FORM, wording)
    title = " ".join(filter(None, (title_text(roster.registry.title), said(FORM, wording))))
    fields = roster.columns if roster.chosen_columns else _fields(roster.registry)
    columns = _columns([FIELDS["id"], *fields] if filled else fields, wording)
    with new_workbook(file, title, len(roster.members)) as workbook:
        formats = Formats(workbook)
        entry = Entry(roster.registry, wording, contacts=wishes.contacts)
        origin = OriginSheet([column.key for column in columns], title_text(roster.registry.title))
        sheet = workbook.add_worksheet(name)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, formats.of(TITLE))
        sheet.write_string(1, 0, said(_INSTRUCTION, wording), formats.of({"font_color": GREY}))
        rows = list(_rows(roster, wishes, columns, origin)) if filled else []
        rows += [({}, [""] * len(columns))] * (_EMPTY_ROWS - len(rows))
        widths = [_comfortable(column.field) for column in columns]
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
        sheet.print_area(0, 0, last, len(columns) - 1)
        set_up_print(sheet, title, width=written.width)
        entry.write_lists(workbook)
        if filled:
            origin.write(workbook)


def _fields(registry: Registry) -> list[Field]:
    """What an organisation knows best itself: what is asked for, and its figures.

    Its dates are the secretariat's, and so are notes and choices that the registry leaves open.
    """
    return [
        field
        for field in FIELDS.values()
        if (field.asked or isinstance(field.type, WholeNumber))
        and not isinstance(field.type, Date)
        and not (isinstance(field.type, Text) and field.type.layout)
        and (field.required or not _is_open(field, registry))
    ]


def _is_open(field: Field, registry: Registry) -> bool:
    item = field.type.item if isinstance(field.type, ListOf) else field.type
    return isinstance(item, Choice) and not item.labels(registry.vocabularies)


def _comfortable(field: Field) -> int:
    """A width in which people can see what they type."""
    if field.key in LENGTHS:
        return LENGTHS[field.key][1] + 1
    if isinstance(field.type, Text):
        roomy = field.type.minimum > 1 or (field.type.maximum or 0) > 100
        return 26 if roomy else 12
    return 26 if field.type.is_list else 0


def _columns(fields: Sequence[Field], wording: Wording) -> list[Column]:
    """A column for each field, and for contacts one for each part of the one to call first."""
    columns: list[Column] = []
    for field in dict.fromkeys(fields):
        if not isinstance(field.type, Tables):
            columns += columns_of([field], wording)
            continue
        for part in CONTACT_FIELDS:
            if not isinstance(part.type, Truth):
                key = PREFIX + part.key
                # "Name" alone would be that of the organisation.
                heading = field.heading if part.key == "name" else part.heading
                columns.append(Column(key, part, heading.worded(key, wording)))
    return columns


def _rows(
    roster: Roster, wishes: Wishes, columns: Sequence[Column], origin: OriginSheet
) -> Iterator[Row]:
    vocabularies = roster.registry.vocabularies
    for member in wishes.track(roster.members):
        contact = main_contact(member) if wishes.contacts else {}
        texts = [
            cell_text(
                part_text(contact, column.field, wishes.wording)
                if column.key.startswith(PREFIX)
                else cell(
                    member, column.field, vocabularies, wishes.wording, contacts=wishes.contacts
                )
            )
            for column in columns
        ]
        origin.add(texts[0], texts)
        yield member, texts
