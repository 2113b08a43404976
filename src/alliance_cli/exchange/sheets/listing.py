"""Listings: the rows of tables from outside, ready to meet the members of a registry."""

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ...intake.asides import aside_of
from ...intake.intake import Listing
from ...intake.missing import Expected, ExportedKey
from ...intake.rows import Row
from ...kinds.kind import Kind
from ...values.names import name_key
from ..origin import Origin
from ..workbooks.sheet_names import is_own
from .cells import NoValue, Repeated, Why, cell_name, column_letters
from .headings import Column, Table
from .reading import Book


def listing_of(tables: Sequence[Table], kind: Kind, *origins: Origin) -> Listing:
    """The rows below the headings of `tables`, and what they were exported as, if known.

    Rows in which nothing stands are left out.
    """
    exported = {each.keys[key]: cells for each in origins for key, cells in each.cells.items()}
    of_members, of_contacts = (
        [
            _told(row, kind, exported)
            for table in tables
            if table.of_contacts is wanted and not table.within
            for row in _rows(table)
        ]
        for wanted in (False, True)
    )
    contacts = {each.keys[key]: rows for each in origins for key, rows in each.contacts.items()}
    below = [row for table in tables if table.within for row in _rows(table)]
    below_exported = {
        each.keys[key]: rows for each in origins for key, rows in each.tables.items() if rows
    }
    return Listing(
        *(of_members, of_contacts, exported, contacts), below=below, below_exported=below_exported
    )


def _told(row: Row, kind: Kind, exported: Mapping[ExportedKey, Mapping[str, str]]) -> Row:
    """A row with what it tells of itself, and what it shares with what was exported."""
    aside, cells = aside_of(row, kind), _shared(row, exported)
    is_as_read = aside is None and cells is row.cells
    return row if is_as_read else row._replace(aside=aside, cells=cells)


def _shared(row: Row, exported: Mapping[ExportedKey, Mapping[str, str]]) -> Mapping[str, str]:
    """The cells of a row; they are those that were exported where nobody edited any."""
    then = exported.get((row.file, name_key(row.cells.get("id", ""))), {}) if exported else {}
    # In another order columns may mean something else together.
    is_same = len(row.cells) == len(then) and all(map(operator.eq, row.cells.items(), then.items()))
    return then if is_same else row.cells


def expected_of(books: Iterable[Book], tables: Sequence[Table], kind: Kind) -> Expected:
    """Whose rows the `tables` of these books should have, as far as their origins tell.

    A list of members says nothing of contacts, nor the reverse; a column by which members are known
    must have been exported.  A file of rejects never had all of the rows.
    """
    members: list[ExportedKey] = []
    contacts: list[ExportedKey] = []
    below: list[tuple[ExportedKey, str]] = []
    elsewhere: dict[str, AbstractSet[str]] = {}
    known_by = {"id", "credit_code", *kind.official_names}
    for book in books:
        origin = book.origin
        if not origin or origin.is_part:
            continue
        own = [table for table in tables if table.sheet.file == origin.file]
        if any(not (table.of_contacts or table.within) for table in own):
            members += (
                origin.keys[key]
                for key, cells in origin.cells.items()
                if not known_by.isdisjoint(cells)
            )
        # A form in which nobody else stands has no list of contacts.
        if any(table.of_contacts or table.is_form for table in own):
            contacts += (origin.keys[key] for key in origin.contacts)
        within = {table.within for table in own if table.within}
        below += (
            (origin.keys[identifier], key)
            for identifier, rows in origin.tables.items()
            for key in rows
            if key in within
        )
        elsewhere[origin.file] = _texts_beside(book, own)
    return Expected(tuple(members), tuple(contacts), tuple(below), elsewhere)


def _texts_beside(book: Book, tables: Sequence[Table]) -> frozenset[str]:
    """The folded texts in the sheets and rows of a book that belong to no list."""
    forms = {table.sheet.name for table in tables if table.is_form}
    read: dict[str, set[int]] = {}
    for table in tables:
        read.setdefault(table.sheet.name, set()).update(range(table.first, table.last))
    lists = read.keys() - forms
    return frozenset(
        name_key(text)
        for sheet in (*book.sheets, *book.hidden, *book.unwanted)
        if sheet.name in lists or not (is_own(sheet.name) or sheet.name in forms)
        for number, texts in enumerate(sheet.rows)
        if number not in read.get(sheet.name, ())
        for text in texts
        if text.strip()
    )


_NOTHING: frozenset[str] = frozenset()


def _rows(table: Table) -> Iterator[Row]:
    at = {column.key: cell_name(*column.at) for column in table.columns if column.at}
    keys = [column.key for column in table.columns]
    numbers = [column.number for column in table.columns]
    last = max(numbers, default=0)
    # Of most lists every column is another field, and has no unit.
    is_plain = len({*keys}) == len(keys) and not any(column.unit for column in table.columns)
    for number, texts in table.rows():
        filled = list(filter(str.strip, texts))
        if is_plain and len(texts) > last:
            cells: Mapping[str, str] = dict(zip(keys, map(texts.__getitem__, numbers), strict=True))
        else:
            cells = _cells(table, texts)
        read, unread = cells, _NOTHING
        if NoValue in map(type, cells.values()):
            read = {key: text for key, text in cells.items() if not isinstance(text, NoValue)}
            unread = frozenset(
                key
                for key, text in cells.items()
                if isinstance(text, NoValue) and text.why in (Why.ERROR, Why.NO_RESULT)
            )
        known = list(filter(str.strip, read.values()))
        # Neither what is merged over several rows nor what is no value makes a row of its own.
        if all(isinstance(text, (Repeated, NoValue)) for text in known or filled):
            continue
        if not known and (table.is_form or any(isinstance(text, NoValue) for text in filled)):
            continue
        yield Row(
            table.sheet.name,
            number,
            read,
            at=at,
            surplus=any(text.strip() for text in texts[len(table.headings) :]),
            texts=texts,
            is_merged=len(filled) == 1 and _covers(table, texts),
            repeats_heading=table.repeats(texts),
            file=table.sheet.file,
            unread=unread,
        )


def _covers(table: Table, texts: Sequence[str]) -> bool:
    """Whether a text is merged over at least half of the columns that have a heading."""
    headed = [number for number, heading in enumerate(table.headings) if heading.strip()]
    beside = [
        text
        for text in (texts[number] for number in headed if number < len(texts))
        if isinstance(text, NoValue) and text.why is Why.COVERED
    ]
    return len(beside) * 2 >= len(headed)


def _cells(table: Table, texts: Sequence[str]) -> Mapping[str, str]:
    """The texts of a row in the columns that are known."""
    cells: dict[str, str] = {}
    for column in table.columns:
        text, before = _text(column, texts), cells.get(column.key)
        if before is None or isinstance(before, NoValue) or not before.strip():
            cells[column.key] = text
        elif text.strip() and not isinstance(text, NoValue):
            # Of several columns for one part the texts go together.
            cells[column.key] = f"{before}\n{text}"
    return cells


def _text(column: Column, texts: Sequence[str]) -> str:
    """What stands in a column of a row."""
    if column.number >= len(texts):
        return NoValue("", Why.MISSING)
    text = texts[column.number]
    return _in_unit(text, column.unit) if column.unit else text


def _in_unit(text: str, unit: str) -> str:
    """`text` with the unit that its heading names, if it is a number without one."""
    if isinstance(text, NoValue) or not text.strip()[-1:].isdigit():
        return text
    return type(text)(text + unit)


class UnreadCell(NamedTuple):
    """A cell of a list from which nothing is taken, though it is not empty.

    `row` is its number as the spreadsheet counts, `column` the letters of its column.
    """

    sheet: str
    row: int
    column: str
    heading: str
    text: NoValue
    file: str = ""

    @property
    def place(self) -> str:
        """What a spreadsheet calls the cell, with its file where there are several."""
        cell = f"{self.column}{self.row}"
        place = f"{self.sheet}!{cell}" if self.sheet else cell
        return f"{self.file} {place}" if self.file else place


def unread_cells(tables: Sequence[Table]) -> Iterator[UnreadCell]:
    """The cells of the columns that are taken in from which nothing can be read."""
    for table in tables:
        for number, texts in table.rows():
            is_short = len(texts) < len(table.headings)
            if not (is_short or NoValue in map(type, texts)) or not any(map(str.strip, texts)):
                continue
            for column in table.columns:
                if isinstance(text := _text(column, texts), NoValue):
                    row, place = column.at or (number - 1, column.number)
                    letters = column_letters(place)
                    sheet, heading = table.sheet, column.heading
                    yield UnreadCell(sheet.name, row + 1, letters, heading, text, sheet.file)
