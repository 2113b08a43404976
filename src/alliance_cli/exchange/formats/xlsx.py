"""A workbook for staff: the registry to sort, filter and edit, or a form to send out."""

from typing import BinaryIO

from ...registry.query import Roster
from .format import Format, Wishes


def book(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the workbook.  What makes it is imported only here."""
    if wishes.template and wishes.pages:
        from ..workbooks.page_form import write_page_form

        write_page_form(roster, wishes, file)
    elif wishes.template:
        from ..workbooks.form import write_form

        write_form(roster, wishes, file)
    elif wishes.everything:
        from ..workbooks.workbook import write_everything

        write_everything(roster.registry, wishes, file)
    else:
        from ..workbooks.workbook import write_workbook

        write_workbook(roster, wishes, file)


FORMAT = Format(
    "xlsx",
    place=7,
    book=book,
    endings=(".xlsx",),
    options=frozenset({"--by", "--summary", "--everything", "--template", "--layout"}),
    apart=True,
)
