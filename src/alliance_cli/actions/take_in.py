"""What `import` does between a spreadsheet and the registry: read, ask, preview, write."""

import dataclasses
import operator
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..errors import NOTHING_WRITTEN, CannotDo, DataRefused, WrongUsage
from ..exchange.origin import Origin
from ..exchange.sheets.headings import Table, key_of, recognised, tables_of
from ..exchange.sheets.listing import listing_of
from ..exchange.sheets.reading import MOST_BYTES, Book, read_book
from ..exchange.sheets.rejects import rejects_of
from ..exchange.workbooks.book import title_text
from ..exchange.workbooks.sheet_names import OWN_SHEETS
from ..intake.intake import Intake, Terms, take_in
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import say, spoken
from ..registry.changes import Change
from ..registry.registry import Registry
from ..registry.shown import Shown, masked_message
from ..store.load import load, read_bytes
from ..store.save import replace_file
from ..values.words import guidance
from ..views import console, interview
from ..views import intake as view
from .write import Writing, write

PREVIEWS = ("table", "tsv", "json")
"""The formats of a preview."""

STANDARD_INPUT = "-"
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
    """What was read from a spreadsheet: its tables, and what they were exported from.

    `sheets_left_out` hold something, but no list, or are hidden.
    """

    tables: list[Table]
    origin: Origin
    sheets_left_out: Sequence[str] = ()

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


def read_source(file: str, kind: Kind, reading: Reading) -> Source:
    """The tables in the spreadsheet `file`; a person is asked what unknown headings mean.

    Raises CannotDo where it cannot be read, WrongUsage where it is not what was said of it.
    """
    book = read_book(
        file,
        _read(file),
        recognised=partial(recognised, kind),
        exported=frozenset(kind.keys_and_headings()),
        encoding=reading.encoding,
        separator=reading.separator,
    )
    if book.encoding and book.encoding not in _USUAL_ENCODINGS:
        console.tell(say(f"{file}: read as {book.encoding}", f"{file}：按 {book.encoding} 读取"))
    book = _only(book, reading.sheets)
    source = _source(book, kind, reading.mapping)
    unknown = [heading for heading in source.left_out if heading not in reading.mapping]
    if unknown and console.can_ask():
        answers = {heading: _meaning(heading, source, kind) for heading in unknown}
        source = _source(book, kind, {**reading.mapping, **answers})
    _tell_what_is_left_out(source)
    if book.errors:
        console.tell(
            say(
                f"{book.errors} cells hold an error such as #N/A and count as empty",
                f"有 {book.errors} 个单元格是 #N/A 之类的错误值，按空白处理",
            )
        )
    return source


def _source(book: Book, kind: Kind, mapping: Mapping[str, str]) -> Source:
    tables = tables_of(book, kind, mapping)
    read = {table.sheet.name for table in tables}
    filled = (sheet.name for sheet in book.sheets if any(any(row) for row in sheet.rows))
    others = [name for name in filled if name not in read and name not in OWN_SHEETS]
    return Source(tables, book.origin, [*others, *book.hidden])


def _tell_what_is_left_out(source: Source) -> None:
    mark = say(", ", "、")
    if source.left_out:
        listed = masked_message(mark.join(source.left_out))
        console.tell(say(f"columns left out: {listed}", f"未导入的列：{listed}"))
    if source.sheets_left_out:
        listed = masked_message(mark.join(source.sheets_left_out))
        console.tell(say(f"sheets left out: {listed}", f"未导入的工作表：{listed}"))


def _read(file: str) -> bytes:
    """What stands in the file, or comes from standard input."""
    if file == STANDARD_INPUT:
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


def _meaning(heading: str, source: Source, kind: Kind) -> str:
    """What a person says that a column means, nothing for one to leave out."""
    texts: dict[str, None] = {}
    for table in source.tables:
        if heading in table.headings:
            number = table.headings.index(heading)
            below = (row for _, row in table.rows())
            texts.update(dict.fromkeys(row[number].strip() for row in below if number < len(row)))
    samples = [masked_message(text) for text in texts if text][:_SAMPLES]
    word = interview.ask_for_column(
        masked_message(heading), samples, lambda word: key_of(kind, word) is not None
    )
    return key_of(kind, word) or ""


def take_in_source(path: Path, source: Source, how: Importing) -> Intake:
    """Show what the source means for the registry at `path` and, where asked to, write it.

    Raises DataRefused where rows are set aside with nowhere to go, or the source was exported from
    another registry, and whatever `write` raises.
    """
    attempt = _Attempt(source, how)
    try:
        if how.apply or how.writing.dry_run:
            write(path, attempt.plan, how.writing)
        else:
            attempt.plan(load(path).registry)
    except BaseException:
        attempt.take_back_rejects()
        raise
    finally:
        # Only now: nobody else has to wait until a person has read it.
        attempt.show()
    assert attempt.intake is not None  # noqa: S101 - whoever writes has planned
    return attempt.intake


class _Attempt:
    """An attempt to take in a source: what it comes to, once the registry is read."""

    def __init__(self, source: Source, how: Importing) -> None:
        self.intake: Intake | None = None
        self._registry = Registry({})
        self._source = source
        self._how = how
        self._wrote_rejects = False

    def plan(self, registry: Registry) -> Change:
        """What is to be written; rejects are on the disk before anything of it is."""
        how = self._how
        self._refuse_another_registry(registry)
        listing = listing_of(self._source.tables, self._source.origin)
        self._registry = registry
        self.intake = take_in(
            registry, registry.kinds[MEMBER.table], listing, how.terms, console.tracked
        )
        if self.intake.set_aside() and how.rejects and not how.writing.dry_run:
            self._write_rejects(self.intake, how.rejects)
        elif self.intake.set_aside() and how.apply:
            raise DataRefused(
                say("some rows have to be mended first; ", "请先处理有问题的行，")
                + NOTHING_WRITTEN,
                say(
                    "--rejects FILE sets them aside and takes in the others",
                    "加 --rejects 文件 可另存这些行，先导入其余",
                ),
            )
        return self.intake.change

    def _refuse_another_registry(self, registry: Registry) -> None:
        exported, title = self._source.origin.title, title_text(registry.title)
        if exported and title and exported != title:
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

    def _write_rejects(self, intake: Intake, path: Path) -> None:
        reasons = {
            (verdict.row.sheet, verdict.row.number): view.reason_of(verdict, intake.change.kind)
            for verdict in intake.set_aside()
        }
        source = self._source
        raw = rejects_of(path.suffix.lower(), source.tables, reasons, source.origin)
        replace_file(path, operator.methodcaller("write", raw))
        self._wrote_rejects = True

    def take_back_rejects(self) -> None:
        """Leave no rejects of rows whose list was not taken in."""
        if self._wrote_rejects and self._how.rejects:
            self._how.rejects.unlink(missing_ok=True)
            self._wrote_rejects = False

    def show(self) -> None:
        """Show what becomes of every row, how many there are of each kind, and what to do next."""
        intake, how = self.intake, self._how
        if intake is None:
            return
        shown = Shown(self._registry, spoken(), contacts=how.writing.contacts)
        lines = list(view.lines_of(intake, shown))
        if how.writing.dry_run:
            for line in lines:
                if line.remark:
                    console.tell("  ".join(filter(None, line)))
        else:
            self._put(intake, lines, shown)
        console.tell(view.summary(intake))
        if self._wrote_rejects:
            count = len(intake.set_aside())
            console.tell(
                say(f"{count} rows set aside in {how.rejects}", f"{count} 行另存于 {how.rejects}")
            )
        if not (how.apply or how.writing.dry_run):
            console.tell(_what_next(intake))

    def _put(self, intake: Intake, lines: Sequence[view.Line], shown: Shown) -> None:
        preview = self._how.preview or ("table" if console.is_terminal() else "tsv")
        if preview == "json":
            left_out = [masked_message(heading) for heading in self._source.left_out]
            sheets = self._source.sheets_left_out
            console.put(view.as_json(intake, left_out, sheets, shown))
        elif preview == "table":
            view.print_preview(lines)
        else:
            console.put(view.tab_separated(lines))


def _what_next(intake: Intake) -> str:
    """What a person does after a preview."""
    if not intake.change:
        if intake.set_aside():
            return say("nothing can be taken in as it is", "没有可以导入的内容，请先处理有问题的行")
        return say("nothing to change", "没有需要改动的内容")
    if any(verdict.warnings for verdict in intake.verdicts):
        return say(
            "nothing was written; --apply --yes writes it, warnings and all",
            "尚未写入；有警告，确认无误可加 --apply --yes 写入",
        )
    return say("nothing was written; --apply writes it", "尚未写入，加 --apply 写入")
