"""What `import` does between a spreadsheet and the registry."""

import dataclasses
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import NOTHING_WRITTEN, CannotDo, DataRefused, WrongUsage
from ..exchange.origin import Origin
from ..exchange.sheets.cells import Why
from ..exchange.sheets.headings import Table, recognised, tables_of
from ..exchange.sheets.listing import UnreadCell, listing_of, unread_cells
from ..exchange.sheets.reading import MOST_BYTES, Book, read_book
from ..exchange.sheets.rejects import reason_of, rejects_of
from ..exchange.workbooks.book import title_text
from ..exchange.workbooks.sheet_names import OWN_SHEETS
from ..intake.asides import aside_of
from ..intake.drafts import Row
from ..intake.intake import Intake, Listing, Terms, take_in, unsettled
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import say, spoken
from ..registry.changes import Change
from ..registry.registry import Registry
from ..registry.shown import Shown
from ..registry.words import Words, remembering_words
from ..store.gate import Proposal
from ..store.load import Document
from ..values.names import name_key
from ..values.words import guidance, is_clear, means_nothing
from .sources import bytes_of
from .write import Companion, Dialogue, Gate, Outcome, Plan, write_file

Tracked = Callable[[Sequence[Any]], Iterable[Any]]
"""What lets a person see how far something is."""

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
    """What was read from the spreadsheet `file`: a book, whose columns mean what `mapping` says.

    What the registry has `remembered` of others counts, too.
    """

    file: str
    book: Book
    kind: Kind
    mapping: Mapping[str, str]
    remembered: Mapping[str, str]

    def with_meanings(self, meanings: Mapping[str, str]) -> "Source":
        """The same, with the columns that it was not clear of."""
        return dataclasses.replace(self, mapping={**self.mapping, **meanings})

    @property
    def unusual_encoding(self) -> str | None:
        """The encoding that was found out, where it is not the usual one."""
        return self.book.encoding if self.book.encoding not in _USUAL_ENCODINGS else None

    @functools.cached_property
    def tables(self) -> list[Table]:
        """Its lists."""
        return tables_of(self.book, self.kind, self.mapping, self.remembered)

    @property
    def origin(self) -> Origin:
        """What it was exported from."""
        return self.book.origin

    @functools.cached_property
    def listing(self) -> Listing:
        """The rows of its lists."""
        return listing_of(self.tables, self.origin)

    @property
    def _rows(self) -> Iterator[Row]:
        yield from self.listing.rows
        yield from self.listing.contacts

    @functools.cached_property
    def _passed_over(self) -> frozenset[tuple[str, int]]:
        """Where the rows stand that are no members, as far as these tell by themselves."""
        asides = (row for row in self._rows if aside_of(row, self.kind))
        return frozenset((row.sheet, row.number) for row in asides)

    @functools.cached_property
    def words(self) -> Mapping[str, Mapping[str, int]]:
        """The words that are to mean choices, by column, and in how many rows each stands."""
        texts: dict[str, Counter[str]] = {}
        for row in self._rows:
            if (row.sheet, row.number) in self._passed_over:
                continue
            for column, text in row.cells.items():
                texts.setdefault(column, Counter())[text.strip()] += 1
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
        read = {table.sheet.name for table in self.tables}
        filled = (sheet.name for sheet in self.book.sheets if any(any(row) for row in sheet.rows))
        others = [name for name in filled if name not in read and name not in OWN_SHEETS]
        return [*others, *(sheet.name for sheet in self.book.hidden)]

    @functools.cached_property
    def unread(self) -> list[UnreadCell]:
        """The cells that are no values and not empty either; nothing is taken from them.

        What a title covers, or a total has no cell for, was never to hold a value.
        """
        return [
            each
            for each in unread_cells(self.tables)
            if each.text.why in (Why.ERROR, Why.NO_RESULT)
            or (each.sheet, each.row) not in self._passed_over
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
    book = _only(book, reading.sheets)
    return Source(file, book, kind, reading.mapping, reading.remembered)


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
    )


@dataclass
class TakingIn(Plan):
    """The plan to take in a source, and what it comes to once the registry is read.

    `rejects` is where the rows go that are set aside; the registry is not written unless `apply`.
    With `contacts` the reasons may quote personal values of the registry.  With `remember` the
    registry keeps what was said of the source.
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

    def preview(self, document: Document) -> Outcome:
        """Find out what the source means for the registry, and write its rejects."""
        self._take_in(document.registry)
        if companion := self.companion():
            write_file(*companion, private=True)
        return Outcome(document.path)

    def proposal(self, document: Document, gate: Gate) -> Proposal | None:
        intake = self._take_in(document.registry)
        if intake.set_aside() and self.apply and not self.rejects:
            raise DataRefused(
                say("some rows have to be mended first; ", "请先处理有问题的行，")
                + NOTHING_WRITTEN,
                say(
                    "--rejects FILE sets them aside and takes in the others",
                    "加 --rejects 文件 可另存这些行，先导入其余",
                ),
            )
        change = intake.change
        if self.remember:
            change = dataclasses.replace(change, words=self.words_of(document.registry).words)
        return gate(document, change) if change else None

    def words_of(self, registry: Registry) -> Change:
        """The change by which the registry keeps what was said of the source."""
        kind = registry.kinds[self.source.kind.table]
        words, headings = self.terms.words, self.source.mapping
        return Change(kind, words=remembering_words(registry, kind, words, headings))

    def judge(self, proposal: Proposal, dialogue: Dialogue, *, accept: bool) -> None:
        registry = proposal.before.registry
        left = unsettled(proposal.findings, proposal.change, registry, self.terms)
        super().judge(dataclasses.replace(proposal, findings=left), dialogue, accept=accept)

    def companion(self) -> Companion | None:
        if self.rejects is None or self.intake is None or not self.intake.set_aside():
            return None
        shown = Shown(self.registry, spoken(), contacts=self.contacts)
        reasons = {
            (verdict.row.sheet, verdict.row.number): reason_of(verdict, self.source.kind, shown)
            for verdict in self.intake.set_aside()
        }
        ending = self.rejects.suffix.lower()
        raw = rejects_of(ending, self.source.tables, reasons, self.source.origin)
        return Companion(self.rejects, raw)

    def _take_in(self, registry: Registry) -> Intake:
        """Raises DataRefused where the source was exported from another registry."""
        self._refuse_another_registry(registry)
        self.registry = registry
        kind = registry.kinds[self.source.kind.table]
        self.intake = take_in(registry, kind, self.source.listing, self.terms, self.tracked)
        return self.intake

    def _refuse_another_registry(self, registry: Registry) -> None:
        exported, title = self.source.origin.title, title_text(registry.title)
        # As every export shows it.
        shown = Shown(registry, spoken())
        same = {title_text(each.title) for each in (shown, shown.in_full)}
        if exported and title and exported not in same:
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
