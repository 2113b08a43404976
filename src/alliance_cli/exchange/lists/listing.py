"""Listings: the rows of tables from outside, ready to meet the members of a registry."""

from collections.abc import Iterator, Sequence

from ...members.drafts import Row
from ...members.intake import Listing
from ..origin import Origin
from .headings import Table


def listing_of(tables: Sequence[Table], origin: Origin) -> Listing:
    """The rows below the headings of `tables`, each with what it was exported as, if known.

    Rows without anything in a known column, and headings that are repeated, are passed over.
    """
    of_members = [row for table in tables if not table.of_contacts for row in _rows(table, origin)]
    of_contacts = [row for table in tables if table.of_contacts for row in _rows(table, origin)]
    return Listing(of_members, of_contacts, origin.contacts)


def _rows(table: Table, origin: Origin) -> Iterator[Row]:
    headings = [column.heading for column in table.columns]
    for number, texts in enumerate(table.sheet.rows[table.first :], table.first + 1):
        cells = {
            column.key: texts[column.number] if column.number < len(texts) else ""
            for column in table.columns
        }
        if any(text.strip() for text in cells.values()) and [*cells.values()] != headings:
            exported = origin.cells.get(cells.get("id", ""))
            yield Row(table.sheet.name, number, cells, exported)
