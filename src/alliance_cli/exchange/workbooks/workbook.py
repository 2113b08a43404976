"""The registry as an Excel workbook that staff can sort, filter, extend and print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

from ...channels import workbook_cell
from ...errors import WrongUsage
from ...kinds.field import Field
from ...kinds.member import MEMBER
from ...language import Wording, say
from ...registry.query import Roster, Selection, in_order, select
from ...registry.registry import Record, Registry, tables_of
from ...registry.spellings import Spellings
from ..formats.format import Wishes, rows
from ..origin import TABLES as ORIGIN_SHEETS
from ..origin import OriginSheet
from .book import Formats, new_workbook, set_up_print, title_text
from .entry import Entry, Lists
from .sheet import SPARE_ROWS, Column, Row, columns_of, guide, make_sortable, write_table
from .sheet_names import BLANK, OWN_SHEETS, SheetNames, named, records_of, tables_within
from .sums import write_sums

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_MOST_SHEETS = 100


def write_workbook(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the roster as a workbook to `file`, with the contacts on a sheet if wished.

    It remembers what it shows, so that an import can tell what was edited.  Raises DataRefused
    where a text is longer than a cell, WrongUsage where a sheet cannot be made for each value,
    CannotDo where the system refuses to hold the workbook.
    """
    wishes = wishes._replace(shown=wishes.shown.named)
    groups = _groups(roster, wishes)
    title = title_text(wishes.shown.title)
    whole = title or named(records_of(roster.kind), Wording.CHINESE)
    with new_workbook(file, whole, len(roster.members)) as workbook:
        book = _Book(workbook, wishes, title)
        if wishes.summary:
            from .summary import write_summary

            write_summary(workbook, roster, wishes, whole)
        part = book.part(roster, roster.kind.people if wishes.contacts else ())
        for name, members in groups.items():
            part.write_records(name, members)
        for key in part.tables:
            part.write_tables(key)
        book.end()


def write_everything(registry: Registry, wishes: Wishes, file: BinaryIO) -> None:
    """Write all records of a registry as a workbook: a sheet for each kind that has some.

    Members have one in any case.  What their fields hold tables of, such as seats, has a sheet for
    each field; contacts only if they are wished.  The rest is as in `write_workbook`, and so are
    the errors.
    """
    wishes = wishes._replace(shown=wishes.shown.named)
    title = title_text(wishes.shown.title)
    rosters = [
        select(registry, kind, Selection(everyone=True), columns=kind.plain)
        for kind in registry.kinds.values()
        if registry.of(kind) or kind.table == MEMBER.table
    ]
    with new_workbook(file, title, sum(len(each.members) for each in rosters)) as workbook:
        book = _Book(workbook, wishes, title)
        parts = [book.part(each, _keys_of_tables(each, wishes)) for each in rosters]
        for part in parts:
            part.write_records(named(records_of(part.kind), wishes.wording), part.roster.members)
        for part in parts:
            for key in part.tables:
                part.write_tables(key)
        book.end()


def _keys_of_tables(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """The fields whose tables have a sheet: those that hold some, or that can refer to a record."""
    registry, kind = roster.registry, roster.kind
    for key, field in kind.nested.items():
        if field.type.holds_people:
            is_wanted = wishes.contacts
        else:
            refers_to = {part.type.refers_to for part in field.type.fields.values()} - {""}
            is_wanted = any(tables_of(record, key) for record in roster.members) or any(
                registry.of(registry.kinds[table]) for table in refers_to
            )
        if is_wanted:
            yield key


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
    names, blank = SheetNames([*OWN_SHEETS, *ORIGIN_SHEETS]), BLANK.worded("none", wishes.wording)
    return {
        names.make(shown.cell(spellings.usual(members[0]), by) if called else blank): members
        for called, members in groups.items()
    }


class _Book:
    """A workbook while it is written."""

    def __init__(self, workbook: "Workbook", wishes: Wishes, title: str) -> None:
        self.workbook = workbook
        self.wishes = wishes
        self.title = title
        self.formats = Formats(workbook)
        self.lists = Lists(wishes.wording)
        self._parts: list[_Part] = []

    def part(self, roster: Roster, tables: Iterable[str]) -> "_Part":
        """The part about these records; the `tables` of these fields have sheets of their own."""
        self._parts.append(_Part(self, roster, tables))
        return self._parts[-1]

    def end(self) -> None:
        """Write the sums, and behind all that people see what no menu shows."""
        rosters = [part.roster for part in self._parts]
        write_sums(self.workbook, rosters, self.wishes.shown, self.formats, self.title)
        self.lists.write(self.workbook)
        for part in self._parts:
            part.origin.write(self.workbook)


class _Part:
    """What a workbook has of the records of a kind."""

    def __init__(self, book: _Book, roster: Roster, tables: Iterable[str]) -> None:
        self.roster = roster
        self.kind = roster.kind
        self.tables: dict[str, list[Row]] = {key: [] for key in tables}
        self.origin = OriginSheet([field.key for field in roster.columns], book.title, self.kind)
        self._book = book
        self._wishes = book.wishes
        self._entry = Entry(book.wishes.shown, self.kind, book.lists)
        # What a row of a table is known by, and the columns that show it, if they do.
        keys = [field.key for field in roster.columns]
        self._owner = {
            self.kind.fields[key]: keys.index(key) if key in keys else None
            for key in ("id", self.kind.names[0])
        }

    def write_records(self, name: str, records: Sequence[Record]) -> None:
        """Write one sheet of records, after which their tables can be written."""
        part = self.roster._replace(members=records)
        columns = columns_of(part.columns, self._wishes.wording)
        self._write_sheet(name, columns, self._rows(part), folds=not part.chosen_columns)

    def write_tables(self, key: str) -> None:
        """Write the sheet of the tables that a field of the records holds, a row a table."""
        wording = self._wishes.wording
        columns = columns_of(self._owner, wording)
        for part in self.kind.parts(key).values():
            column = f"{key}.{part.key}"
            columns.append(Column(column, part, part.heading.worded(column, wording)))
        name = named(tables_within(self.kind, key), wording)
        self._write_sheet(name, columns, self.tables[key], folds=True)

    def _write_sheet(
        self, name: str, columns: Sequence[Column], rows: Iterable[Row], *, folds: bool
    ) -> None:
        sheet = self._book.workbook.add_worksheet(name)
        written = write_table(sheet, columns, rows, self._book.formats, folds=folds)
        make_sortable(sheet, columns, written.rows)
        guide(sheet, columns, self._entry, 0, written.rows + SPARE_ROWS)
        title = " ".join(filter(None, (self._book.title, name)))
        set_up_print(sheet, self._wishes.wording, title=title, pages=written.pages)
        # On paper, lines lead the eye from the name to the far end of the row.
        sheet.hide_gridlines(0)

    def _rows(self, part: Roster) -> Iterator[Row]:
        """The rows of a sheet of records, which the origin remembers as they go by."""
        for record, cells in zip(part.members, rows(part, self._wishes), strict=True):
            texts = [text and workbook_cell(text) for text in cells]
            owner = [
                self._shown(record, field) if place is None else texts[place]
                for field, place in self._owner.items()
            ]
            below = {key: [*self._rows_below(record, key, owner)] for key in self.tables}
            self.origin.add(owner[0], texts, below)
            yield record, texts

    def _rows_below(
        self, record: Record, key: str, owner: Sequence[str]
    ) -> Iterator[Mapping[str, str]]:
        """What is shown of the tables that a field of a record holds, for which rows are noted."""
        for table in tables_of(record, key):
            shown = {part.key: self._shown(table, part) for part in self.kind.parts(key).values()}
            values = {f"{key}.{part}": value for part, value in table.items()}
            self.tables[key].append(({"id": owner[0], **values}, [*owner, *shown.values()]))
            yield shown

    def _shown(self, record: Record, field: Field) -> str:
        return workbook_cell(self._wishes.shown.cell(record, field))
