"""Listings: the rows of tables from outside, ready to meet the members of a registry."""

from collections.abc import Iterator, Sequence

from ...intake.drafts import Row
from ...intake.intake import Listing
from ...values.names import name_key
from ..origin import Origin
from .headings import Table


def listing_of(tables: Sequence[Table], origin: Origin) -> Listing:
    """The rows below the headings of `tables`, and what they were exported as, if known.

    Rows without anything in a known column are passed over.
    """
    of_members = [row for table in tables if not table.of_contacts for row in _rows(table)]
    of_contacts = [row for table in tables if table.of_contacts for row in _rows(table)]
    exported = {name_key(identifier): cells for identifier, cells in origin.cells.items()}
    contacts = {name_key(identifier): rows for identifier, rows in origin.contacts.items()}
    return Listing(of_members, of_contacts, exported, contacts)


def _rows(table: Table) -> Iterator[Row]:
    for number, texts in table.rows():
        cells = {
            column.key: texts[column.number] if column.number < len(texts) else ""
            for column in table.columns
        }
        if any(text.strip() for text in cells.values()):
            surplus = any(text.strip() for text in texts[len(table.headings) :])
            yield Row(table.sheet.name, number, cells, surplus=surplus)
