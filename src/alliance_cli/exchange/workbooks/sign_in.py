"""The sheet that is signed at a meeting: printed on A4, a row a member."""

from typing import BinaryIO

from ...channels import workbook_cell
from ...kinds.declared import CONTACTS
from ...kinds.member import MEMBER
from ...language import Phrase
from ...registry.query import Roster
from ..contacts import People, Person, is_person
from ..formats.format import Wishes
from .book import HEADING, TITLE, Formats, height_of, new_workbook, said, set_up_print, title_text
from .sheet_names import SIGN_IN, named

_PARTS = [MEMBER.parts(CONTACTS)[key] for key in ("name", "title", "mobile")]
_NUMBER = Phrase("No.", "序号")
# The English heading of a member's name is also that of a person's.
_ORGANISATION = Phrase("Organisation", MEMBER.fields["name"].heading.chinese)
_SIGNATURE = Phrase("Signature", "签名")
_OCCASION = Phrase(
    "Meeting: ____________________    Place: ________________    Date: ______________",
    "会议：____________________　　地点：________________　　日期：______年____月____日",
)
_WIDTHS = (6, 34, 11, 14, 15, 18)
_HEIGHT = 28
_CELL = {"border": 1, "valign": "vcenter", "text_wrap": True, "num_format": "@"}


def write_sign_in(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write a sign-in sheet to `file`; who comes is filled in by hand unless contacts are wished.

    Raises CannotDo where the system refuses to hold the workbook.
    """
    wording = wishes.wording
    title = " ".join(filter(None, (title_text(wishes.shown.title), said(SIGN_IN, wording))))
    phrases = (
        _NUMBER,
        _ORGANISATION,
        *(part.heading for part in _PARTS),
        _SIGNATURE,
    )
    with new_workbook(file, title, len(roster.members)) as workbook:
        formats = Formats(workbook)
        sheet = workbook.add_worksheet(named(SIGN_IN, wording))
        last_column = len(_WIDTHS) - 1
        sheet.set_row(0, 36)
        sheet.merge_range(0, 0, 0, last_column, title, formats.of(TITLE, {"align": "center"}))
        sheet.set_row(1, 26)
        sheet.write_string(1, 0, said(_OCCASION, wording), formats.of({"valign": "vcenter"}))
        sheet.set_row(2, 24)
        heading = formats.of(HEADING, {"border": 1, "align": "center"})
        for column, (phrase, width) in enumerate(zip(phrases, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, said(phrase, wording), heading)
        plain = formats.of(_CELL)
        number_format = formats.of(_CELL, {"num_format": "0", "align": "center"})
        people = People(roster.kind, wishes.shown)
        for number, record in enumerate(wishes.track(roster.members), 1):
            row = number + 2
            texts = _texts(people.first(record), roster, wishes)
            sheet.set_row(row, height_of(zip(texts, _WIDTHS[1:], strict=True), _HEIGHT))
            sheet.write_number(row, 0, number, number_format)
            for column, text in enumerate(texts, 1):
                sheet.write_string(row, column, text, plain)
        last = len(roster.members) + 2
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(0, 2)
        sheet.print_area(0, 0, last, last_column)
        set_up_print(sheet, wording, portrait=True)


def _texts(person: Person, roster: Roster, wishes: Wishes) -> list[str]:
    """An organisation, who comes, and an empty cell to sign in.

    Which contact of a member comes is shown where that is wished.
    """
    told = person.told if wishes.contacts or is_person(roster.kind) else {}
    parts = (wishes.shown.cell(told, person.fields[part.key]) for part in _PARTS)
    return [*map(workbook_cell, (person.organisation, *parts)), ""]
