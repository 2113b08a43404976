"""The rosters of bodies for paper: a sheet of A4 for each, role by role, with what is vacant."""

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from ...channels import workbook_cell
from ...errors import WrongUsage
from ...kinds.kind import Kind
from ...kinds.member import CONTACT_FIELDS, MEMBER
from ...kinds.shared import SEATS
from ...language import Phrase, say
from ...registry.query import Roster
from ...registry.registry import Record, title_of
from ...registry.seats import Seat, Sitting, role_called, roster
from ...registry.spans import Span
from ..contacts import People, Person, is_person
from ..formats.format import Wishes
from .book import (
    GREY,
    HEADING,
    MOST_PAGES,
    TITLE,
    Formats,
    height_of,
    new_workbook,
    said,
    set_up_print,
    title_text,
)
from .sheet_names import ROSTER, SheetNames, named

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# More empty rows for a role nobody fills in by hand.
_MOST_VACANT = 50
_SEAT_PARTS = MEMBER.parts(SEATS)
_CONTACT_PARTS = {field.key: field for field in CONTACT_FIELDS}


class _Column(NamedTuple):
    heading: Phrase
    width: int


_COLUMNS = (
    _Column(Phrase("No.", "序号"), 6),
    _Column(_SEAT_PARTS["role"].heading, 13),
    _Column(_CONTACT_PARTS["name"].heading, 12),
    _Column(Phrase("Organisation", "单位"), 28),
    _Column(_CONTACT_PARTS["title"].heading, 13),
    _Column(Phrase("In office", "任期"), 15),
)
_MOBILE = _Column(_CONTACT_PARTS["mobile"].heading, 14)
_REMARK = _Column(Phrase("Remark", "备注"), 13)
_VACANT = Phrase("(vacant)", "（空缺）")
_DOUBT = Phrase("the dates do not say", "日期不足以判断")
_NO_DATES = Phrase("not known", "不详")
_HEADING_ROW = 2
_HEIGHT = 24
_CELL = {"border": 1, "valign": "vcenter", "text_wrap": True, "num_format": "@"}


def write_rosters(bodies: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the rosters of these bodies to `file`, as of the day that is wished; see `_Rosters`.

    Raises WrongUsage for more bodies than a workbook should have sheets, CannotDo where the system
    refuses to hold it.
    """
    if len(bodies.members) > MOST_PAGES:
        raise WrongUsage(
            say(
                f"at most {MOST_PAGES} rosters are made, not {len(bodies.members)}",
                f"最多 {MOST_PAGES} 张名册，所选机构有 {len(bodies.members)} 个",
            ),
            say("choose fewer bodies", "请少选一些"),
        )
    title = " ".join(filter(None, (title_text(wishes.shown.title), said(ROSTER, wishes.wording))))
    with new_workbook(file, title, len(bodies.members)) as workbook:
        rosters = _Rosters(workbook, bodies, wishes)
        for body in wishes.track(bodies.members):
            rosters.write(body)
        if not bodies.members:
            workbook.add_worksheet(named(ROSTER, wishes.wording))


class _Rosters:
    """A workbook of rosters while it is written: what its rows say, and how they look.

    Persons have the office that a contact of their organisation of the same name has; numbers to
    call stand there only where contacts are wished.
    """

    def __init__(self, workbook: "Workbook", bodies: Roster, wishes: Wishes) -> None:
        self._workbook = workbook
        self._formats = Formats(workbook)
        self._registry = bodies.registry
        self._shown = wishes.shown
        self._wording = wishes.wording
        self._day = wishes.day or datetime.date.today()
        self._names = SheetNames(())
        self._people: dict[str, People] = {}
        mobile = (_MOBILE,) if wishes.contacts else ()
        self._columns = (*_COLUMNS, *mobile, _REMARK)

    def write(self, body: Record) -> None:
        """Write the roster of a body on a sheet of its own."""
        sittings = roster(self._registry, str(body.get("id")), self._day)
        name = self._shown.said(str(title_of(body) or body.get("id", "")))
        sheet = self._workbook.add_worksheet(self._names.make(name))
        widths = [column.width for column in self._columns]
        last_column = len(widths) - 1
        title = workbook_cell(
            " ".join(filter(None, (self._shown.title, name, said(ROSTER, self._wording)))), keep=""
        )
        shape = self._formats.of(TITLE, {"align": "center", "text_wrap": True})
        sheet.merge_range(0, 0, 0, last_column, title, shape)
        # Letters of a title are half as wide again.
        sheet.set_row(0, 1.4 * height_of([(title, sum(widths) / 1.5)], _HEIGHT))
        sheet.write_string(1, 0, self._told(sittings), self._formats.of({"font_color": GREY}))
        sheet.set_row(_HEADING_ROW, _HEIGHT)
        heading = self._formats.of(HEADING, {"border": 1, "align": "center"})
        for place, column in enumerate(self._columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(_HEADING_ROW, place, said(column.heading, self._wording), heading)
        plain, grey = self._formats.of(_CELL), self._formats.of(_CELL, {"font_color": GREY})
        last = _HEADING_ROW
        for last, (texts, is_taken) in enumerate(self._rows(sittings), _HEADING_ROW + 1):
            cells = [f"{last - _HEADING_ROW}", *map(workbook_cell, texts)]
            sheet.set_row(last, height_of(zip(cells, widths, strict=True), _HEIGHT))
            for place, text in enumerate(cells):
                sheet.write_string(last, place, text, plain if is_taken else grey)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        sheet.freeze_panes(_HEADING_ROW + 1, 0)
        sheet.repeat_rows(0, _HEADING_ROW)
        sheet.print_area(0, 0, last, last_column)
        set_up_print(sheet, self._wording, portrait=True)
        sheet.center_horizontally()

    def _told(self, sittings: Sequence[Sitting]) -> str:
        """As of when it is, and how many seats are taken and vacant."""
        taken = sum(len(each.taken) for each in sittings)
        vacant = sum(each.vacant for each in sittings)
        return said(
            Phrase(
                f"As of {self._day}: {taken} seats taken, {vacant} vacant",
                f"截至 {self._day}：在任 {taken} 席，空缺 {vacant} 席",
            ),
            self._wording,
        )

    def _rows(self, sittings: Sequence[Sitting]) -> Iterator[tuple[list[str], bool]]:
        """The texts of each seat behind its number, and whether somebody has it."""
        for sitting in sittings:
            role = role_called(sitting.role, self._shown)
            for seat in sitting.taken:
                yield [role, *self._texts(seat, self._shown.said(seat.decision))], True
            for seat in sitting.doubtful:
                yield [role, *self._texts(seat, said(_DOUBT, self._wording))], True
            rest = [""] * (len(self._columns) - 3)
            many = sitting.vacant > _MOST_VACANT
            for _ in range(1 if many else sitting.vacant):
                told = said(_VACANT, self._wording) + (f" x {sitting.vacant}" if many else "")
                yield [role, told, *rest], False

    def _texts(self, seat: Seat, remark: str) -> list[str]:
        record = self._registry.of(seat.kind)[seat.place]
        cell = self._shown.cell
        person = self._person(record, seat)
        parts = [cell(person.told, person.fields[key]) for key in ("name", "title")]
        mobile = [cell(person.told, person.fields["mobile"])] if self._shown.contacts else []
        name, office = parts
        term = self._term(seat.span)
        return [name, person.organisation, office, term, *mobile, remark]

    def _person(self, record: Record, seat: Seat) -> Person:
        """Who has a seat: an expert, or somebody of a member, of whom a contact may tell more."""
        people = self._people_of(seat.kind)
        if is_person(seat.kind):
            return people.first(record)
        named_so = (each for each in people.of(record) if each.told.get("name") == seat.person)
        found = next(named_so, people.first({}))
        told = {**found.told, "name": seat.person}
        organisation = self._shown.cell(record, seat.kind.title)
        return found._replace(told=told, organisation=organisation)

    def _people_of(self, kind: Kind) -> People:
        return self._people.setdefault(kind.table, People(kind, self._shown))

    def _term(self, span: Span) -> str:
        """The days of a seat, as far as they are known."""
        first, last = span
        known = {
            (True, True): Phrase(f"{first} to\n{last}", f"{first} 至\n{last}"),
            (True, False): Phrase(f"from {first}", f"{first} 起"),
            (False, True): Phrase(f"to {last}", f"至 {last}"),
            (False, False): _NO_DATES,
        }
        return said(known[first is not None, last is not None], self._wording)
