"""Headings: which row of a sheet has them, and which column holds which field.

A column is called by the key of a field, `contacts.mobile` for a part of a contact.  Headings are
recognised as keys, in Chinese and in English, and by the aliases of the fields; remarks in brackets
and marks are no part of them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...errors import WrongUsage
from ...kinds.kind import Kind
from ...language import Phrase, say
from ...values.names import name_key
from ...values.words import guidance
from ..workbooks.sheet_names import SUMMARY
from .reading import Book, Sheet

REASON = Phrase("import remark", "导入说明")
"""The column of rejects that says why a row was set aside; an import passes over it."""

_PASSED_OVER = frozenset(map(name_key, ("序号", "no", "no.", "#", *REASON)))
_IDENTIFYING = frozenset({"id", "name", "registered_name", "credit_code"})
_MOST_LINES_ABOVE = 30
_MANY_SHOWN = 40
# A remark in brackets says no more than the heading, unless it is a unit.
_REMARK = re.compile(r"\((?![^()]*[元万亿%])[^()]*\)")
_MARKS = re.compile(r"^[*·.\d\u2605]+|[*:\u2605]+$")
_ALTERNATIVES = re.compile("[/|或、]")


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its number from 0, its heading, and the key of what it holds."""

    number: int
    heading: str
    key: str


class Table(NamedTuple):
    """A part of a sheet that is a list of members, or of their contacts.

    `headings` are those of all columns, `left_out` those of columns that hold something nobody
    knows what to do with; `first` is the number from 0 of the first row below the headings, `last`
    that of the first row that does not belong to it any more.
    """

    sheet: Sheet
    headings: list[str]
    columns: list[Column]
    left_out: list[str]
    first: int
    last: int
    of_contacts: bool

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the headings, each with its number as the spreadsheet counts."""
        return enumerate(self.sheet.rows[self.first : self.last], self.first + 1)


def key_of(kind: Kind, heading: str, *, of_contacts: bool = False) -> str | None:
    """The key of what a column with this heading holds, None where nobody knows.

    In a list of contacts what could be either is a part of a contact.
    """
    records, parts = kind.column_words
    tables = (parts, records) if of_contacts else (records, parts)
    for word in _readings(heading):
        found = {
            next((table[name_key(each)] for table in tables if name_key(each) in table), None)
            for each in word
        }
        if len(found) == 1 and (key := found.pop()):
            return key
    return None


def _readings(heading: str) -> Iterator[list[str]]:
    """What a heading may be read as, the nearest first; several words must mean the same."""
    key = name_key(heading)
    yield [key]
    bare = _MARKS.sub("", _REMARK.sub("", key))
    yield [bare]
    yield [word for word in _ALTERNATIVES.split(bare) if word]


def recognised(kind: Kind, row: Sequence[str]) -> int:
    """How many different headings of records stand in a row."""
    return len({key for cell in row if (key := key_of(kind, cell))})


def tables_of(book: Book, kind: Kind, mapping: Mapping[str, str]) -> list[Table]:
    """The sheets that are lists of members or contacts; `mapping` says what some headings mean.

    Raises WrongUsage where there is none, where one heading is in a mapping but in no sheet, and
    where two columns would hold the same.
    """
    wanted = {name_key(heading): key for heading, key in mapping.items()}
    tables = [
        table
        for sheet in book.sheets
        if not _is_summary(book, sheet)
        for table in _tables(sheet, kind, wanted)
    ]
    if not tables:
        raise WrongUsage(
            say(
                f"no heading of members in the first {_MOST_LINES_ABOVE} rows",
                f"前 {_MOST_LINES_ABOVE} 行中没有找到会员名单的表头",
            ),
            say("say what they mean with --map 'heading=name'", "请用 --map '表头=name' 说明"),
        )
    shown = [*dict.fromkeys(h for table in tables for h in table.headings if h.strip())]
    found = set(map(name_key, shown))
    for heading in mapping:
        if name_key(heading) not in found:
            raise WrongUsage(
                say(f"--map: there is no heading {heading}", f"--map：没有“{heading}”这个表头"),
                guidance(heading, shown, shown[:_MANY_SHOWN]),
            )
    return tables


def _is_summary(book: Book, sheet: Sheet) -> bool:
    """Whether a sheet has the counts of an export, which may look like anything."""
    return bool(book.origin.rows) and sheet.name.lower() in map(str.lower, SUMMARY)


Key = Callable[[str], str | None]
"""Gives the key of what a column with a heading holds: nothing to leave it out, None if unknown."""


def _tables(sheet: Sheet, kind: Kind, wanted: Mapping[str, str]) -> list[Table]:
    """The lists in a sheet, one below the other."""
    of_contacts = _is_sheet_of_contacts(sheet, kind)

    def key(heading: str) -> str | None:
        said = wanted.get(name_key(heading))
        return key_of(kind, heading, of_contacts=of_contacts) if said is None else said

    row = _first_heading(sheet.rows, key)
    tables: list[Table] = []
    while row is not None:
        headings, first = _headings(sheet.rows, row, key)
        following = (n for n in range(first, len(sheet.rows)) if _is_heading(sheet.rows[n], key))
        row = next(following, None)
        last = len(sheet.rows) if row is None else row
        span = (first, last)
        tables.append(_table(sheet, kind, headings, key, span, of_contacts=of_contacts))
    return tables


def _first_heading(rows: Sequence[Sequence[str]], key: Key) -> int | None:
    """The first row of headings below titles: one of several that say who a member is, else the
    one with most of them.
    """
    best, most = None, 0
    for row in range(min(len(rows), _MOST_LINES_ABOVE)):
        keys = {*map(key, _headings(rows, row, key)[0])} - {None, ""}
        if _IDENTIFYING.isdisjoint(keys):
            continue
        if len(keys) > 1:
            return row
        if len(keys) > most:
            best, most = row, len(keys)
    return best


def _is_heading(cells: Sequence[str], key: Key) -> bool:
    """Whether a row below others is one of headings: it has several, and nothing else."""
    keys: set[str] = set()
    for cell in cells:
        if cell.strip() and name_key(cell) not in _PASSED_OVER:
            known = key(cell)
            if known is None:
                # Most rows are told by their first cell.
                return False
            keys.add(known)
    return len(keys) > 1 and not _IDENTIFYING.isdisjoint(keys)


def _table(
    sheet: Sheet,
    kind: Kind,
    headings: list[str],
    key: Key,
    span: tuple[int, int],
    *,
    of_contacts: bool,
) -> Table:
    if not of_contacts:
        headings = _told_apart(kind, headings, sheet.rows[slice(*span)])
    keys = [key(heading) for heading in headings]
    if of_contacts:
        keys = _of_contacts(keys)
    elif "contacts" in keys and any(each and each.startswith("contacts.") for each in keys):
        # Beside a mobile number, 联系人 is the person's name.
        keys = ["contacts.name" if each == "contacts" else each for each in keys]
    columns = [
        Column(number, heading, each)
        for number, (heading, each) in enumerate(zip(headings, keys, strict=True))
        if each
    ]
    _refuse_repeated(sheet, kind, columns)
    left_out = [
        heading.strip()
        for heading, each in zip(headings, keys, strict=True)
        if each is None and heading.strip() and name_key(heading) not in _PASSED_OVER
    ]
    return Table(sheet, headings, columns, left_out, *span, of_contacts)


def _told_apart(kind: Kind, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The headings, with the letter of the column where one has none or that of another.

    What has neither heading nor contents stays without.
    """
    seen: set[str] = set()
    told: list[str] = []
    for number, heading in enumerate(headings):
        filled = any(number < len(row) and row[number].strip() for row in rows)
        letter = _letters(number)
        if not heading.strip():
            told.append(say(f"column {letter}", f"{letter} 列") if filled else "")
        elif name_key(heading) in seen:
            again = say(f"{heading} (column {letter})", f"{heading} ({letter} 列)")
            told.append(again if filled else "")
        else:
            told.append(heading if filled or key_of(kind, heading) else "")
        seen.add(name_key(heading))
    return told


def _letters(number: int) -> str:
    """What a spreadsheet calls the column of this number from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _headings(rows: Sequence[Sequence[str]], row: int, key: Key) -> tuple[list[str], int]:
    """The headings, which may stand in two rows, and the number of the first row below them."""
    upper, lower = list(rows[row]), row + 1
    below = list(rows[lower]) if lower < len(rows) else []
    filled = [cell for cell in below if cell.strip()]
    if len(filled) > 1 and all(key(cell) or cell in upper for cell in filled):
        # Of merged cells the upper row has the text; what stands below it is more exact.
        width = max(len(upper), len(below))
        upper += [""] * (width - len(upper))
        below += [""] * (width - len(below))
        return [b if b.strip() else u for u, b in zip(upper, below, strict=True)], lower + 1
    above = list(rows[row - 1]) if row else []
    if sum(bool(key(cell)) for cell in above) > 1:
        above += [""] * (len(upper) - len(above))
        return [u if u.strip() else a for u, a in zip(upper, above, strict=False)], lower
    return upper, lower


def _is_sheet_of_contacts(sheet: Sheet, kind: Kind) -> bool:
    """Whether a sheet is called like the field that holds tables."""
    return any(field.is_called(sheet.name) for field in kind.nested.values())


def _of_contacts(keys: list[str | None]) -> list[str | None]:
    """The keys of a sheet of contacts: of two columns for a name the first says whose they are."""
    if keys.count("contacts.name") > 1:
        keys[keys.index("contacts.name")] = "name"
    return keys


def _refuse_repeated(sheet: Sheet, kind: Kind, columns: Sequence[Column]) -> None:
    seen: dict[str, Column] = {}
    for column in columns:
        before = seen.setdefault(column.key, column)
        if before is not column:
            where = f"{sheet.name}: " if sheet.name else ""
            raise WrongUsage(
                where
                + say(
                    f"two columns would be {column.key}: {before.heading}, {column.heading}",
                    f"有两列都对应{kind.spoken_name(column.key)}：{before.heading}、{column.heading}",
                ),
                say(
                    f"leave one out with --map '{column.heading}='",
                    f"可用 --map '{column.heading}=' 略去一列",
                ),
            )
