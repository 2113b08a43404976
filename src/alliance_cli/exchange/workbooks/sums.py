"""The sheet of a workbook with the sums of its records, such as the investment of projects."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...channels import workbook_cell
from ...kinds.kind import Kind
from ...language import Phrase
from ...registry.query import Roster
from ...registry.shown import Shown
from ...registry.sums import Summed, sums_of
from ..figures.sums import tables_of_sums
from .book import TITLE, Formats, said, set_up_print
from .figures import lay_out_figures, write_figures
from .sheet_names import SUMS, named

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def write_sums(
    workbook: "Workbook", rosters: Iterable[Roster], shown: Shown, formats: Formats, title: str
) -> None:
    """Write the sums of these records on a sheet, if there are any: all in one line, then by value.

    An import takes the sheet for no list, by its name.
    """
    found = [
        (roster.kind, summed)
        for roster in rosters
        for summed in sums_of(roster.members, roster.kind, shown)
    ]
    if not found:
        return
    name = named(SUMS, shown.wording)
    sheet = workbook.add_worksheet(name)
    lay_out_figures(sheet, labels=1)
    sheet.write_string(0, 0, " ".join(filter(None, (title, name))), formats.of(TITLE))
    row = 2
    for kind, summed in found:
        told = workbook_cell(said(_in_all(summed, kind), shown.wording))
        sheet.write_string(row, 0, told, formats.of({"bold": True}))
        row += 2
        for table in tables_of_sums(summed, kind, shown):
            row = write_figures(sheet, formats, row, table) + 2
    set_up_print(sheet, shown.wording, portrait=True)


def _in_all(summed: Summed, kind: Kind) -> Phrase:
    """What the numbers of a field come to, and how many records gave none."""
    whole, heading, words = summed.whole, summed.field.heading, kind.words
    total = f"{whole.total:,f}"
    return Phrase(
        f"{heading.english}: {total} in {whole.number} {words.several.english}, "
        f"{whole.lacking} of which without it",
        f"{heading.chinese}：{words.several.chinese} {whole.number} {words.measure}，合计 {total}，"
        f"其中 {whole.lacking} {words.measure}未填",
    )
