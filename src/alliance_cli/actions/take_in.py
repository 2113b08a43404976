"""What `import` does between a spreadsheet and the registry."""

import dataclasses
import functools
import itertools
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ..data import Tracked
from ..errors import NOTHING_WRITTEN, AllianceError, CannotDo, DataRefused, WrongUsage
from ..exchange.origin import Origin
from ..exchange.sheets.below import tables_below
from ..exchange.sheets.cells import Why
from ..exchange.sheets.files import ENDINGS
from ..exchange.sheets.headings import (
    Table,
    recognised,
    refuse_unknown_headings,
    tables_in,
    tables_of,
)
from ..exchange.sheets.listing import UnreadCell, expected_of, listing_of, unread_cells
from ..exchange.sheets.reading import MOST_BYTES, Book, read_book
from ..exchange.sheets.rejects import reason_of, rejects_of
from ..exchange.workbooks.book import title_text
from ..exchange.workbooks.sheet_names import form_of, is_own
from ..findings.finding import Finding
from ..intake.intake import Intake, Listing, Terms, take_in, unsettled
from ..intake.rows import Row
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..kinds.known import KINDS
from ..kinds.member import MEMBER
from ..language import say, spoken
from ..registry.changes import Change
from ..registry.ids import next_ids
from ..registry.registry import Record, Registry, is_gone, names_of
from ..registry.shown import Shown
from ..registry.words import Words, remembering_words
from ..store.gate import Proposal
from ..store.load import Document
from ..values.names import name_key
from ..values.value_type import ValueRefused, ValueType
from ..values.words import guidance, is_clear, means_nothing
from .sources import STANDARD_INPUT, bytes_of
from .write import Companion, Dialogue, Gate, Outcome, Plan, Refused, write_file

_USUAL_ENCODINGS = ("", "utf-8", "utf-8-sig")
_SAMPLES = 3


@dataclass(frozen=True)
class Reading:
    """How a spreadsheet is read, where that is not found out: see the options of the command.

    The registry has `remembered` what some headings mean, unless the `mapping` says otherwise.
    """

    encoding: str | None = None
    separator: str | None = None
    sheets: Sequence[str] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)


class OpenWord(NamedTuple):
    """A word of a list that is to mean a choice of a field, but nobody knows which one."""

    column: str
    field: Field
    word: str
    rows: int


@dataclass(frozen=True)
class Source:
    """What was read from spreadsheets: books by file, whose columns mean what `mapping` says.

    What the registry has `remembered` of others counts, too.

    `failures` are why others could not be read, `others` what lies in the same folders and is none.
    One that `is_beside` another has the lists of a further kind in the same books, if any.
    """

    books: Mapping[str, Book]
    kind: Kind
    mapping: Mapping[str, str]
    remembered: Mapping[str, str]
    failures: Sequence[AllianceError] = ()
    others: Sequence[str] = ()
    is_beside: bool = False

    def with_meanings(self, meanings: Mapping[str, str]) -> "Source":
        """The same, with the columns that it was not clear of."""
        return dataclasses.replace(self, mapping={**self.mapping, **meanings})

    @property
    def of_several(self) -> bool:
        """Whether it was to be read from several files."""
        return len(self.books) + len(self.failures) > 1

    @property
    def unusual_encodings(self) -> dict[str, str]:
        """The encodings that were found out, by file, where they are not the usual ones."""
        found = {file: book.encoding for file, book in self.books.items()}
        return {file: each for file, each in found.items() if each not in _USUAL_ENCODINGS}

    @functools.cached_property
    def tables(self) -> list[Table]:
        """Its lists.  Raises WrongUsage where a file has none, or a heading is in none of them."""
        found = [
            table
            for book in self.books.values()
            for table in _tables_in(
                book, self.kind, self.mapping, self.remembered, required=not self.is_beside
            )
        ]
        refuse_unknown_headings(found, self.mapping)
        return found

    @property
    def origins(self) -> list[Origin]:
        """What the files were exported from."""
        return [book.origin for book in self.books.values()]

    @property
    def has_form(self) -> bool:
        """Whether any of it is a form that somebody filled in, and so looked at what it says."""
        names = form_of(self.kind)
        return any(table.is_form or table.sheet.name in names for table in self.tables)

    @property
    def is_sent_back(self) -> bool:
        """Whether these are several forms, each sent back by a member, or parts of an export."""
        forms = {table.sheet.file for table in self.tables if table.is_form}
        sent = {origin.file for origin in self.origins if origin}
        return self.of_several and {*forms, *sent} == {*self.books}

    @functools.cached_property
    def listing(self) -> Listing:
        """The rows of its lists."""
        expected = expected_of(self.books.values(), self.tables, self.kind)
        return dataclasses.replace(
            listing_of(self.tables, self.kind, *self.origins), expected=expected
        )

    def let_rows_go(self) -> None:
        """Let go of the rows, of which there may be many; who asks for them has them made again.

        What is told of them later is found out first.
        """
        _ = self.words, self.unread
        vars(self).pop("listing", None)

    @property
    def _rows(self) -> Iterator[Row]:
        yield from self.listing.rows
        yield from self.listing.contacts
        yield from self.listing.below

    @functools.cached_property
    def _passed_over(self) -> frozenset[tuple[str, str, int]]:
        """Where the rows stand that are no members, as far as these tell by themselves."""
        return frozenset((row.file, row.sheet, row.number) for row in self._rows if row.aside)

    @functools.cached_property
    def words(self) -> Mapping[str, Mapping[str, int]]:
        """The words that are to mean choices, by column, and in how many rows each stands."""
        columns = dict.fromkeys(column.key for table in self.tables for column in table.columns)
        texts: dict[str, Counter[str]] = {
            column: Counter() for column in columns if self._takes_words(column)
        }
        rows = [row.cells for row in self._rows if not row.aside]
        for column, counted in texts.items():
            # Most of them stand in many rows.
            for text, count in Counter(cells.get(column) for cells in rows).items():
                if text is not None:
                    counted[text.strip()] += count
        found: dict[str, dict[str, int]] = {}
        for column, counts in texts.items():
            type_ = self.kind.column(column).type
            for text, count in counts.items():
                if means_nothing(text) or is_clear(text):
                    continue
                for word in type_.words_in(text):
                    words = found.setdefault(column, {})
                    words[word] = words.get(word, 0) + count
        return found

    def _takes_words(self, column: str) -> bool:
        """Whether a list may call the choices of a column by other words.

        In the sheet of its tables, a record that is referred to has names of its own, and may be on
        another sheet; so may any that other lists of the same files are about.
        """
        type_ = self.kind.column(column).type
        has_list = any(type_.refers_to in tables_in(book) for book in self.books.values())
        is_elsewhere = bool(type_.refers_to) and ("." in column or has_list)
        return bool(type_.choices()) and not is_elsewhere

    def open_words(self, said: Words) -> Iterator[OpenWord]:
        """Those of them that are words of no choice, but for those that are `said` to be."""
        for column, words in self.words.items():
            field = self.kind.column(column)
            known = {name_key(word) for word in said.get(column, ())}
            for word, rows in words.items():
                if not field.type.meant(word) and name_key(word) not in known:
                    yield OpenWord(column, field, word, rows)

    @property
    def left_out(self) -> list[str]:
        """The headings of the columns that hold something nobody knows what to do with.

        They may be anything, a line of data even.
        """
        return [*dict.fromkeys(heading for table in self.tables for heading in table.left_out)]

    @property
    def unknown(self) -> list[str]:
        """Those of them of which nobody has said that they are to be left out."""
        said = {*map(name_key, self.remembered), *map(name_key, self.mapping)}
        return [heading for heading in self.left_out if name_key(heading) not in said]

    @property
    def used(self) -> dict[str, str]:
        """The headings of which the registry remembers what they mean, and that."""
        found = {name for table in self.tables for name in table.names}
        said = set(map(name_key, self.mapping))
        return {
            heading: key
            for heading, key in self.remembered.items()
            if name_key(heading) in found - said
        }

    @property
    def sheets_left_out(self) -> list[str]:
        """The sheets that hold something, but no list, or are hidden."""
        read = {table.sheet.place for table in self.tables}
        found: list[str] = []
        for book in self.books.values():
            filled = [sheet for sheet in book.sheets if any(any(row) for row in sheet.rows)]
            others = [sheet for sheet in filled if not is_own(sheet.name)]
            left = [sheet.place for sheet in others if sheet.place not in read]
            found += [*left, *(sheet.place for sheet in book.hidden)]
        return found

    @functools.cached_property
    def unread(self) -> list[UnreadCell]:
        """The cells that are no values and not empty either; nothing is taken from them.

        What a title covers, or a total has no cell for, was never to hold a value.
        """
        return [
            each
            for each in unread_cells(self.tables)
            if each.text.why in (Why.ERROR, Why.NO_RESULT)
            or (each.file, each.sheet, each.row) not in self._passed_over
        ]

    def samples(self, heading: str) -> list[str]:
        """The first texts below a heading that differ."""
        texts: dict[str, None] = {}
        for table in self.tables:
            if heading in table.headings:
                number = table.headings.index(heading)
                below = (row for _, row in table.rows())
                cells = (row[number].strip() for row in below if number < len(row))
                texts.update(dict.fromkeys(cells))
        return [text for text in texts if text][:_SAMPLES]


def _tables_in(
    book: Book,
    kind: Kind,
    mapping: Mapping[str, str],
    remembered: Mapping[str, str],
    *,
    required: bool = True,
) -> list[Table]:
    """The lists of records of a kind in a book, and of what these hold; raises as `tables_of`.

    A workbook with several other kinds needs none of members.
    """
    below = tables_below(book, kind)
    is_of_several = kind.table == MEMBER.table and len(tables_in(book)) > 1
    required = required and not (below or is_of_several)
    return [*tables_of(book, kind, mapping, remembered, required=required), *below]


def sources_beside(source: Source, kinds: Mapping[str, Kind]) -> list[Source]:
    """The same books, for each other kind of which exports among them have sheets."""
    tables = {table for book in source.books.values() for table in tables_in(book)}
    return [
        Source(
            {f: dataclasses.replace(each, table=table) for f, each in source.books.items()},
            kind,
            mapping={},
            remembered={},
            is_beside=True,
        )
        for table, kind in kinds.items()
        if table in tables - {source.kind.table}
    ]


def read_sources(files: Sequence[str], kind: Kind, reading: Reading) -> Source:
    """The tables in several spreadsheets, and in all that lie in folders.

    Raises what `read_source` does where there is one file alone; of several, those that cannot be
    read are told by the source.
    """
    inside = [_files_in(each) for each in files]
    found = [*dict.fromkeys(file for spreadsheets, _ in inside for file in spreadsheets)]
    others = [*dict.fromkeys(file for _, rest in inside for file in rest)]
    if len(found) == 1:
        return dataclasses.replace(read_source(found[0], kind, reading), others=others)
    books: dict[str, Book] = {}
    failures: list[AllianceError] = []
    for file in found:
        try:
            book = read_source(file, kind, reading).books[file].of_several(file)
            # What is no list, or has two columns for the same, is told of the file it stands in.
            _tables_in(book, kind, reading.mapping, reading.remembered)
            books[file] = book
        except (CannotDo, WrongUsage) as error:
            if file not in error.message:
                error = CannotDo(f"{file}: {error.message}", error.hint)
            failures.append(error)
    if not books:
        raise failures[0]
    return Source(books, kind, reading.mapping, reading.remembered, failures, others)


def _files_in(file: str) -> tuple[list[str], list[str]]:
    """The spreadsheets in a folder, by name, and what else lies there; or the file itself.

    What programs leave there is neither.  Raises CannotDo where the folder has none.
    """
    folder = Path(file)
    if file == STANDARD_INPUT or not folder.is_dir():
        return [file], []
    theirs = sorted(each for each in folder.iterdir() if not each.name.startswith(_NOT_THEIRS))
    found = [each for each in theirs if each.suffix.lower() in ENDINGS]
    if not found:
        raise CannotDo(
            say(f"{file}: there is no spreadsheet in the folder", f"{file}：文件夹中没有表格文件"),
            say("these are read: ", "可读取：") + ", ".join(ENDINGS),
        )
    return list(map(str, found)), [str(each) for each in theirs if each not in found]


# A workbook that is open has a lock beside it, and a hidden file is nobody's list.
_NOT_THEIRS = ("~$", ".")


def read_source(file: str, kind: Kind, reading: Reading) -> Source:
    """The tables in the spreadsheet `file`.

    Raises CannotDo where it cannot be read, WrongUsage where it is not what was said of it.
    """
    raw = bytes_of(file, MOST_BYTES)
    if len(raw) > MOST_BYTES:
        raise CannotDo(
            say(
                f"{file}: this is more than a list of members ever has",
                f"{file}：内容超出会员名单的限度",
            )
        )
    book = read_book(
        file,
        raw,
        recognised=partial(recognised, kind),
        exported=frozenset(kind.keys_and_headings()),
        encoding=reading.encoding,
        separator=reading.separator,
    )
    book = dataclasses.replace(book, table=kind.table)
    book = _only(book, reading.sheets)
    return Source({file: book}, kind, reading.mapping, reading.remembered)


def _only(book: Book, names: Sequence[str]) -> Book:
    """The book with the sheets of these names alone, else with all that are not hidden."""
    if not names:
        return book
    everything = [*book.sheets, *book.hidden]
    known = [each.name for each in everything if each.name]
    for name in names:
        if name not in known:
            raise WrongUsage(
                say(f"--sheet: there is no sheet {name}", f"--sheet：没有工作表 {name}"),
                guidance(name, known, known),
            )
    return dataclasses.replace(
        book,
        sheets=[each for each in everything if each.name in names],
        hidden=[each for each in book.hidden if each.name not in names],
        unwanted=[each for each in book.sheets if each.name not in names],
    )


# In each somebody is set aside, or read again, on whom others depend.
_MOST_ROUNDS = 20
_ORDER = ("bodies", *(table for table in KINDS if table != "bodies"))


@dataclass
class TakingIn(Plan):
    """The plan to take in a source, and what it comes to once the registry is read.

    `rejects` is where the rows go that are set aside; the registry is not written unless `apply`.
    With `contacts` the reasons may quote personal values of the registry.  With `remember` the
    registry keeps what was said of the source.  What is `beside` are the lists of other kinds in
    the same workbooks, which make one change with these.
    """

    source: Source
    terms: Terms
    apply: bool
    rejects: Path | None
    tracked: Tracked
    contacts: bool = False
    remember: bool = False
    registry: Registry = field(default_factory=lambda: Registry({}))
    intake: Intake | None = None
    beside: Sequence["TakingIn"] = ()

    @property
    def parts(self) -> list["TakingIn"]:
        """The plan itself and those beside it that have a list."""
        return [each for each in (self, *self.beside) if each is self or each.source.tables]

    @property
    def intakes(self) -> list[Intake]:
        """What the lists of every kind come to."""
        return [each.intake for each in self.parts if each.intake]

    @property
    def rows_set_aside(self) -> int:
        """How many rows of any kind a person has to mend."""
        return sum(len(intake.rows_set_aside()) for intake in self.intakes)

    @property
    def change(self) -> Change | None:
        """The change of all kinds together; None before anything was taken in."""
        if self.intake is None:
            return None
        others = [each.intake.change for each in self.beside if each.intake]
        return dataclasses.replace(self.intake.change, beside=list(filter(None, others)))

    def preview(self, document: Document) -> Outcome:
        """Find out what the source means for the registry, and write its rejects."""
        self._take_in(document.registry)
        if companion := self.companion():
            write_file(*companion, private=True)
        return Outcome(document.path)

    def proposal(self, document: Document, gate: Gate) -> Proposal | None:
        self._take_in(document.registry)
        is_whole = not any(intake.set_aside() for intake in self.intakes)
        if not is_whole and self.apply and not self.rejects:
            raise DataRefused(
                say("some rows have to be mended first; ", "请先处理有问题的行，")
                + NOTHING_WRITTEN,
                say(
                    "--rejects FILE sets them aside and takes in the others",
                    "加 --rejects 文件 可另存这些行，先导入其余",
                ),
            )
        change = self.change
        if change and self.remember:
            change = dataclasses.replace(change, words=self.words_of(document.registry).words)
        return gate(document, change) if change else None

    def words_of(self, registry: Registry) -> Change:
        """The change by which the registry keeps what was said of the source."""
        kind = registry.kinds[self.source.kind.table]
        words, headings = self.terms.words, self.source.mapping
        return Change(kind, words=remembering_words(registry, kind, words, headings))

    def judge(self, proposal: Proposal, dialogue: Dialogue, *, accept: bool) -> None:
        registry = proposal.before.registry
        left: list[Finding] = proposal.findings
        for each, part in itertools.product(self.parts, proposal.change.parts):
            if part.kind.table == each.source.kind.table:
                left = unsettled(left, part, registry, each.terms)
        is_cut_short = any(each.terms.missing and each.is_cut_short for each in self.parts)
        if is_cut_short and not accept:
            raise Refused(
                proposal,
                say(
                    "so many rows are missing that the list may be cut short; ",
                    "少了的行过多，表格可能不完整，",
                )
                + NOTHING_WRITTEN,
                say("look at the list; --yes takes it as it is", "请核对表格，确认无误可加 --yes"),
            )
        super().judge(dataclasses.replace(proposal, findings=left), dialogue, accept=accept)

    def companion(self) -> Companion | None:
        if self.rejects is None or not self.rows_set_aside:
            return None
        shown = Shown(self.registry, spoken(), contacts=self.contacts)
        reasons = {
            (row.file, row.sheet, row.number): reason_of(verdict, intake.change.kind, shown)
            for intake in self.intakes
            for verdict in intake.rows_set_aside()
            for row in (verdict.row,)
        }
        ending = self.rejects.suffix.lower()
        tables = [table for each in self.parts for table in each.source.tables]
        origins = [origin for each in self.parts for origin in each.source.origins]
        return Companion(self.rejects, rejects_of(ending, tables, reasons, origins))

    @property
    def is_cut_short(self) -> bool:
        """Whether so many rows are missing that it may be a mistake."""
        return self.intake is not None and self.intake.is_cut_short

    @property
    def not_received(self) -> list[Record]:
        """The members of whom nothing is among several forms that were sent back."""
        if self.intake is None or not self.source.is_sent_back:
            return []
        kind = self.intake.change.kind
        told = (each for each in self.intake.verdicts if not each.is_missing)
        met = {verdict.old["id"] for verdict in told if verdict.old}
        members = self.registry.of(self.registry.kinds[kind.table])
        return [each for each in members if not is_gone(each) and each.get("id") not in met]

    def _take_in(self, registry: Registry) -> None:
        """Raises DataRefused where a source was exported from another registry.

        The kinds are taken in one after another: bodies before the members who have seats in them,
        members before who refers to them.  Each meets the registry as the others leave it.
        """
        parts = sorted(self.parts, key=lambda part: _ORDER.index(part.source.kind.table))
        for each in parts:
            _refuse_another_registry(each.source, registry)
            each.registry = registry
        _take_in_turn(parts, {}, registry)
        if any(each.has_open_names for each in parts):
            _take_in_together(parts, registry)
        for each in parts:
            each.source.let_rows_go()

    @property
    def has_open_names(self) -> bool:
        """Whether a row was set aside that names a record which the registry does not have."""
        kind = self.registry.kinds[self.source.kind.table]
        there = {
            table: {str(record.get("id")).casefold() for record in self.registry.records[table]}
            for table in {*kind.references.values()}
        }
        return self.intake is not None and any(
            _is_open(text, kind.column(column).type, there[table])
            for verdict in self.intake.rows_set_aside()
            for column, table in kind.references.items()
            if not means_nothing(text := verdict.row.cells.get(column, ""))
        )


def _is_open(text: str, type_: ValueType, there: Container[str]) -> bool:
    """Whether a text names somebody who is not there."""
    try:
        read = type_.read(text)
    except ValueRefused:
        return True
    return any(each.casefold() not in there for each in (read if type_.is_list else [read]))


def _take_in_turn(
    parts: Sequence[TakingIn], changes: dict[str, Change], registry: Registry
) -> None:
    """Take in every part once, each after the changes of the others, which are kept by table.

    The change that a part made before gives names to records, but is made anew.
    """
    for each in parts:
        table = each.source.kind.table
        before = registry
        for other, change in changes.items():
            if other != table and change:
                before = change.registry_after(before).rebound
        named: dict[str, str] = {}
        if own := changes.get(table):
            own = _without_gaps(own, before, each.source.listing)
            before = before._replace(kinds=own.registry_after(before).rebound.kinds)
            for record in own.added:
                folded = (name_key(name) for _, _, name in names_of(record, own.kind))
                named.update((name, str(record.get("id", ""))) for name in folded)
        kind, listing = before.kinds[table], each.source.listing
        each.intake = take_in(before, kind, listing, each.terms, each.tracked, named)
        changes[table] = each.intake.change


def _take_in_together(parts: Sequence[TakingIn], registry: Registry) -> None:
    """Take in parts whose rows name new records of one another, or of their own, in any order.

    At first every new record counts as there, whoever it names itself.  Names are read once more as
    long as that changes something; what names a record that was set aside is set aside then.
    """
    changes: dict[str, Change] = {}
    for each in parts:
        kind = registry.kinds[each.source.kind.table]
        terms = dataclasses.replace(each.terms, missing=None)
        changes[kind.table] = take_in(
            registry, kind, _naming_nobody(each.source.listing, kind), terms
        ).change
    for _ in range(_MOST_ROUNDS):
        before = _records_in(changes)
        _take_in_turn(parts, changes, registry)
        if _records_in(changes) == before or not any(each.added for each in changes.values()):
            return
    # Without an end nobody knows who is meant.
    _take_in_turn(parts, {}, registry)


def _without_gaps(change: Change, registry: Registry, listing: Listing) -> Change:
    """The change with ids one after another for the new records whose rows do not tell one."""
    told = {row.cells.get("id", "").strip().casefold() for row in listing.rows}
    ids = (each for each in next_ids(registry, change.kind) if each.casefold() not in told)
    added = [
        record
        if not change.kind.id_prefix or str(record.get("id", "")).casefold() in told
        else {**record, "id": next(ids)}
        for record in change.added
    ]
    return dataclasses.replace(change, added=added)


def _naming_nobody(listing: Listing, kind: Kind) -> Listing:
    """The rows of records without what names other records."""
    rows = [
        row._replace(cells={k: text for k, text in row.cells.items() if k not in kind.references})
        for row in listing.rows
    ]
    return dataclasses.replace(listing, rows=rows, below=())


def _records_in(changes: Mapping[str, Change]) -> dict[str, tuple[Any, ...]]:
    """What becomes of the records of each table."""
    found = {table: (each.replaced, each.removed, each.added) for table, each in changes.items()}
    return {table: each for table, each in found.items() if any(each)}


def _refuse_another_registry(source: Source, registry: Registry) -> None:
    title = title_text(registry.title)
    # As every export shows it.
    shown = Shown(registry, spoken())
    same = {title_text(each.title) for each in (shown, shown.in_full)}
    exported = next((e.title for e in source.origins if e.title not in ("", *same)), "")
    if exported and title:
        raise DataRefused(
            say(
                f"the workbook was exported from the registry of {exported}, this is {title}",
                f"此工作簿由 {exported} 的名录导出，当前名录是 {title}",
            ),
            say(
                "name the other registry with --registry, or save the list as CSV",
                "请用 --registry 指定那份名录，或将名单另存为 CSV",
            ),
        )
