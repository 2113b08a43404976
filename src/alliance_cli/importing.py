"""What `import` does between a spreadsheet and the registry: read, ask, preview, write."""

import dataclasses
import operator
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .errors import NOTHING_WRITTEN, CannotDo, DataRefused, WrongUsage
from .exchange.lists.headings import Table, key_of, recognised, tables_of
from .exchange.lists.listing import listing_of
from .exchange.lists.rejects import rejects_of
from .exchange.lists.sheets import MOST_BYTES, Book, read_book
from .exchange.origin import Origin
from .language import say
from .members.changes import Change
from .members.intake import Intake, Terms, take_in
from .members.privacy import masked
from .members.registry import Registry
from .members.values import guidance
from .store.load import load, read_bytes
from .store.save import replace_file
from .views import console, interview
from .views import intake as view
from .writing import Writing, write

PREVIEWS = ("table", "tsv", "json")
"""The formats of a preview."""

_STANDARD_INPUT = "-"
_USUAL_ENCODINGS = ("utf-8", "utf-8-sig")
_SAMPLES = 3


@dataclass(frozen=True)
class Reading:
    """How a spreadsheet is read, where that is not found out: see the options of the command."""

    encoding: str | None = None
    separator: str | None = None
    sheets: Sequence[str] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """What was read from a spreadsheet: its tables, and what they were exported from."""

    tables: list[Table]
    origin: Origin

    @property
    def left_out(self) -> list[str]:
        """The headings of the columns that hold something nobody knows what to do with.

        They may be anything, a line of data even.
        """
        return [*dict.fromkeys(heading for table in self.tables for heading in table.left_out)]


@dataclass(frozen=True)
class Importing:
    """How a source is taken in: `rejects` is where the rows go that are set aside."""

    terms: Terms
    apply: bool
    rejects: Path | None
    preview: str | None
    writing: Writing


def read_source(file: str, reading: Reading) -> Source:
    """The tables in the spreadsheet `file`; a person is asked what unknown headings mean.

    Raises CannotDo where it cannot be read, WrongUsage where it is not what was said of it.
    """
    book = read_book(
        file,
        _read(file),
        recognised=recognised,
        encoding=reading.encoding,
        separator=reading.separator,
    )
    if book.encoding and book.encoding not in _USUAL_ENCODINGS:
        console.tell(say(f"{file}: read as {book.encoding}", f"{file}：按 {book.encoding} 读取"))
    book = _only(book, reading.sheets)
    source = Source(tables_of(book, reading.mapping), book.origin)
    unknown = [heading for heading in source.left_out if heading not in reading.mapping]
    if unknown and console.can_ask():
        answers = {heading: _meaning(heading, source) for heading in unknown}
        source = Source(tables_of(book, {**reading.mapping, **answers}), book.origin)
    if source.left_out:
        listed = masked(say(", ", "、").join(source.left_out))
        console.tell(say(f"columns left out: {listed}", f"未导入的列：{listed}"))
    return source


def _read(file: str) -> bytes:
    """What stands in the file, or comes from standard input."""
    if file == _STANDARD_INPUT:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        raw = read_bytes(Path(file))
    if len(raw) > MOST_BYTES:
        raise CannotDo(
            say(
                f"{file}: this is more than a list of members ever has",
                f"{file}：内容超出会员名单的限度",
            )
        )
    return raw


def _only(book: Book, names: Sequence[str]) -> Book:
    """The book with the sheets of these names alone, or with all where none is named."""
    known = [each.name for each in book.sheets if each.name]
    for name in names:
        if name not in known:
            raise WrongUsage(
                say(f"--sheet: there is no sheet {name}", f"--sheet：没有工作表 {name}"),
                guidance(name, known, known),
            )
    sheets = [each for each in book.sheets if not names or each.name in names]
    return dataclasses.replace(book, sheets=sheets)


def _meaning(heading: str, source: Source) -> str:
    """What a person says that a column means, nothing for one to leave out."""
    texts: dict[str, None] = {}
    for table in source.tables:
        if heading in table.headings:
            number = table.headings.index(heading)
            below = table.sheet.rows[table.first :]
            texts.update(dict.fromkeys(row[number].strip() for row in below if number < len(row)))
    samples = [masked(text) for text in texts if text][:_SAMPLES]
    word = interview.ask_for_column(masked(heading), samples, lambda word: key_of(word) is not None)
    return key_of(word) or ""


def take_in_source(path: Path, source: Source, how: Importing) -> Intake:
    """Show what the source means for the registry at `path` and, where asked to, write it.

    Raises DataRefused where rows are set aside with nowhere to go, and whatever `write` raises.
    """
    listing = listing_of(source.tables, source.origin)
    taken: list[tuple[Intake, Registry]] = []

    def plan(registry: Registry) -> Change:
        intake = take_in(registry, listing, how.terms, console.tracked)
        taken.append((intake, registry))
        if how.apply and how.rejects is None and intake.set_aside():
            raise DataRefused(
                say("some rows have to be mended first; ", "请先处理有问题的行，")
                + NOTHING_WRITTEN,
                say(
                    "--rejects FILE sets them aside and takes in the others",
                    "加 --rejects 文件 可另存这些行，先导入其余",
                ),
            )
        return intake.change

    writes = how.apply or how.writing.dry_run
    try:
        if writes:
            write(path, plan, how.writing)
        else:
            plan(load(path).registry)
    finally:
        # Only now: nobody else has to wait until a person has read it.
        if taken and not how.writing.dry_run:
            _show(*taken[0], source, how)
    intake = taken[0][0]
    if how.rejects and intake.set_aside():
        _write_rejects(how.rejects, intake, source)
    if not writes:
        hint = say("nothing was written; --apply writes it", "尚未写入，加 --apply 写入")
        console.tell(hint if intake.change else say("nothing to change", "没有需要改动的内容"))
    return intake


def _show(intake: Intake, registry: Registry, source: Source, how: Importing) -> None:
    """Show what becomes of every row, and how many there are of each kind."""
    contacts = how.writing.contacts
    preview = how.preview or ("table" if console.is_terminal() else "tsv")
    if preview == "json":
        console.put(view.as_json(intake, map(masked, source.left_out), contacts=contacts))
    else:
        lines = list(view.lines_of(intake, registry, contacts=contacts))
        if preview == "table":
            view.print_preview(lines)
        else:
            console.put(view.tab_separated(lines))
    console.tell(view.summary(intake))


def _write_rejects(path: Path, intake: Intake, source: Source) -> None:
    reasons = {
        (verdict.row.sheet, verdict.row.number): view.reason_of(verdict)
        for verdict in intake.set_aside()
    }
    raw = rejects_of(path.suffix.lower(), source.tables, reasons, source.origin)
    replace_file(path, operator.methodcaller("write", raw))
    console.tell(say(f"{len(reasons)} rows set aside in {path}", f"{len(reasons)} 行另存于 {path}"))
