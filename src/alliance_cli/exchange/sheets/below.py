"""Sheets of what records hold tables of, such as 会员任职: which they are, and their columns.

They are known by the names that an export gives them, in a workbook that tells what it was exported
from.  The id and the name of a record stand before the parts of one of its tables.
"""

from collections.abc import Iterator, Mapping, Sequence

from ...kinds.field import keys_by_word
from ...kinds.kind import Kind
from ...values.names import name_key
from ..workbooks.sheet_names import about
from .headings import MOST_LINES_ABOVE, PASSED_OVER, Column, Table, repeated
from .reading import Book, Sheet


def tables_below(book: Book, kind: Kind) -> list[Table]:
    """The sheets of a workbook that hold tables of records of a kind, a row a table.

    Raises WrongUsage where two columns would hold the same.
    """
    if not book.origins:
        return []
    return [
        table
        for sheet in book.sheets
        for of, key in [about(sheet.name) or (kind, "")]
        if of.table == kind.table and key and key not in kind.people
        for table in _table(sheet, kind, key)
    ]


def _table(sheet: Sheet, kind: Kind, key: str) -> Iterator[Table]:
    words = _words(kind, key)
    for number, headings in enumerate(sheet.rows[:MOST_LINES_ABOVE]):
        keys = [words.get(name_key(heading)) for heading in headings]
        known = [each for each in keys if each]
        # A row of values has neither an id nor a name that is a heading.
        if any("." in each for each in known) and any("." not in each for each in known):
            _refuse_repeated(sheet, kind, headings, keys)
            columns = [
                Column(place, heading, each)
                for place, (heading, each) in enumerate(zip(headings, keys, strict=True))
                if each
            ]
            left_out = [
                heading.strip()
                for heading, each in zip(headings, keys, strict=True)
                if not each and heading.strip() and name_key(heading) not in PASSED_OVER
            ]
            first, last = number + 1, len(sheet.rows)
            names = frozenset(map(name_key, headings))
            table = Table(sheet, headings, columns, left_out, first, last, False, names)
            yield table._replace(within=key)
            return


def _words(kind: Kind, key: str) -> Mapping[str, str]:
    """Every folded word for a column: what a record is known by, and the parts of its tables."""
    known_by = (kind.fields["id"], kind.fields[kind.names[0]])
    parts = kind.parts(key)
    return {
        **{word: f"{key}.{part}" for word, part in keys_by_word(parts.values()).items()},
        **{name_key(f"{key}.{part}"): f"{key}.{part}" for part in parts},
        **{name_key(word): field.key for field in known_by for word in field.names},
    }


def _refuse_repeated(
    sheet: Sheet, kind: Kind, headings: Sequence[str], keys: Sequence[str | None]
) -> None:
    for each in dict.fromkeys(filter(None, keys)):
        names = [heading for heading, key in zip(headings, keys, strict=True) if key == each]
        if len(names) > 1:
            raise repeated(sheet, kind, each, names)
