"""A plain list as a workbook: headings and rows to be sorted, filtered and printed."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from ...channels import workbook_cell
from ...kinds.field import Field
from ...language import Phrase, Wording
from .book import Formats, new_workbook, said, set_up_print, title_text
from .sheet import columns_of, make_sortable, write_table
from .sheet_names import named


def plain_list(
    name: Phrase,
    title: str,
    fields: Sequence[Field],
    rows: Sequence[Mapping[str, Any]],
    wording: Wording,
) -> bytes:
    """The workbook of rows that have values of these fields, on a sheet called `name`.

    Raises DataRefused where a text is longer than a cell, CannotDo where the system refuses to hold
    the workbook.
    """
    buffer = io.BytesIO()
    whole = " ".join(filter(None, (title_text(title), said(name, wording))))
    with new_workbook(buffer, whole, len(rows)) as workbook:
        sheet = workbook.add_worksheet(named(name, wording))
        columns = columns_of(fields, wording)
        texts = (
            (row, [workbook_cell(str(row.get(each.key) or "")) for each in fields]) for row in rows
        )
        extent = write_table(sheet, columns, texts, Formats(workbook))
        make_sortable(sheet, columns, extent.rows)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{extent.rows + 1}"})
        set_up_print(sheet, wording, title=whole, pages=extent.pages)
    return buffer.getvalue()
