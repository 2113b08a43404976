"""The registry as an Excel workbook that staff can sort, filter, extend and print."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from ...channels import workbook_cell
from ...errors import WrongUsage
from ...kinds.declared import CONTACTS as CONTACTS_KEY
from ...kinds.field import Field
from ...language import Wording, say
from ...registry.query import Roster, in_order
from ...registry.registry import Record
from ...registry.spellings import Spellings
from ..contacts import PREFIX, contacts_of
from ..formats.format import Wishes, rows
from ..origin import SHEET as ORIGIN_SHEET
from ..origin import OriginSheet
from .book import Formats, new_workbook, set_up_print, title_text
from .entry import Entry
from .sheet import SPARE_ROWS, Column, Row, columns_of, guide, make_sortable, write_table
from .sheet_names import BLANK, CONTACTS, OWN_SHEETS, SheetNames, named, records_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_MOST_SHEETS = 100


def write_workbook(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the roster as a workbook to `file`, with the contacts on a sheet if wished.

    It remembers what it shows, so that an import can tell what was edited.  Raises DataRefused
    where a text is longer than a cell, WrongUsage where a sheet cannot be made for each value,
    CannotDo where the system refuses to hold the workbook.
    """
    groups = _groups(roster, wishes)
    title = title_text(wishes.shown.title)
    whole = title or named(records_of(roster.kind), Wording.CHINESE)
    with new_workbook(file, whole, len(roster.members)) as workbook:
        book = _Book(workbook, roster, wishes, title)
        if wishes.summary:
            from .summary import write_summary

            write_summary(workbook, roster, wishes, whole)
        for name, members in groups.items():
            book.write_members(name, members)
        if wishes.contacts and roster.kind.people:
            book.write_contacts()
        book.entry.write_lists(workbook)
        book.origin.write(workbook)


def _groups(roster: Roster, wishes: Wishes) -> dict[str, Sequence[Record]]:
    """The members of each sheet by its name, those without a value last."""
    by = wishes.by
    if by is None:
        return {named(records_of(roster.kind), wishes.wording): roster.members}
    if by.type.is_list:
        raise WrongUsage(
            say(
                f"--by {by.key}: a member may have several of them",
                f"--by {by.key}：一家会员可能有多项",
            ),
            say("choose a field that has one value", "请选择只有一个值的字段"),
        )
    shown, groups = wishes.shown, dict[str, list[Record]]()
    # Values that are masked alike are several all the same.
    in_full = shown.in_full
    spellings = Spellings(roster.members, roster.kind)
    for member in in_order(roster.members, roster.kind, by.key):
        called = in_full.cell(spellings.usual(member), by)
        groups.setdefault(called, []).append(member)
    if len(groups) > _MOST_SHEETS:
        raise WrongUsage(
            say(
                f"--by {by.key} would make {len(groups)} sheets, at most {_MOST_SHEETS} are made",
                f"--by {by.key} 会产生 {len(groups)} 张工作表，最多 {_MOST_SHEETS} 张",
            ),
            say("choose fewer members, or another field", "请少选会员，或换一个字段"),
        )
    without = groups.pop("", [])
    if without or not groups:
        groups[""] = without
    names, blank = SheetNames([*OWN_SHEETS, ORIGIN_SHEET]), BLANK.worded("none", wishes.wording)
    return {
        names.make(shown.cell(spellings.usual(members[0]), by) if called else blank): members
        for called, members in groups.items()
    }


class _Book:
    """A workbook of members while it is written."""

    def __init__(self, workbook: "Workbook", roster: Roster, wishes: Wishes, title: str) -> None:
        self.entry = Entry(wishes.shown, roster.kind)
        self.origin = OriginSheet(
            [field.key for field in roster.columns], title_text(wishes.shown.title)
        )
        self._workbook = workbook
        self._formats = Formats(workbook)
        self._roster = roster
        self._wishes = wishes
        self._title = title
        self._contacts: list[Row] = []

    def write_members(self, name: str, members: Sequence[Record]) -> None:
        """Write one sheet of members."""
        part = self._roster._replace(members=members)
        columns = columns_of(part.columns, self._wishes.wording)
        self._write_sheet(name, columns, self._rows(part), folds=not part.chosen_columns)

    def write_contacts(self) -> None:
        """Write the sheet of contacts of the members that were written, a row a contact."""
        wording = self._wishes.wording
        fields = self._roster.kind.fields
        columns = columns_of((fields["id"], fields["name"]), wording)
        for part in self._parts:
            key = PREFIX + part.key
            columns.append(Column(key, part, part.heading.worded(key, wording)))
        name = named(CONTACTS, wording)
        self._write_sheet(name, columns, self._contacts, folds=True)

    def _write_sheet(
        self, name: str, columns: Sequence[Column], rows: Iterable[Row], *, folds: bool
    ) -> None:
        sheet = self._workbook.add_worksheet(name)
        written = write_table(sheet, columns, rows, self._formats, folds=folds)
        make_sortable(sheet, columns, written.rows)
        guide(sheet, columns, self.entry, 0, written.rows + SPARE_ROWS)
        title = " ".join(filter(None, (self._title, name)))
        set_up_print(sheet, self._wishes.wording, title=title, pages=written.pages)
        # On paper, lines lead the eye from the name to the far end of the row.
        sheet.hide_gridlines(0)

    def _rows(self, part: Roster) -> Iterator[Row]:
        """The rows of a sheet of members, which the origin remembers as they go by."""
        for member, cells in zip(part.members, rows(part, self._wishes), strict=True):
            texts = [workbook_cell(text) for text in cells]
            member_id = self._shown(member, part.kind.fields["id"])
            contacts = None
            if self._wishes.contacts and self._roster.kind.people:
                name = self._shown(member, part.kind.fields["name"])
                contacts = [
                    {each.key: self._shown(contact, each) for each in self._parts}
                    for contact in contacts_of(member)
                ]
                for shown in contacts:
                    self._contacts.append(({"id": member_id}, [member_id, name, *shown.values()]))
            self.origin.add(member_id, texts, contacts)
            yield member, texts

    @property
    def _parts(self) -> Iterable[Field]:
        return self._roster.kind.parts(CONTACTS_KEY).values()

    def _shown(self, record: Record, field: Field) -> str:
        return workbook_cell(self._wishes.shown.cell(record, field))
