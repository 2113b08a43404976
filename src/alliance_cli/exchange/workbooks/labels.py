"""Sheets of labels for envelopes: A4, ready to stick on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from ...channels import workbook_cell
from ...language import Wording
from .book import A4, Formats, lines_in, new_workbook
from .sheet_names import LABELS, named

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


class Grid(NamedTuple):
    """How the labels lie on a sheet of A4: their number, their size and their place, in mm."""

    across: int
    down: int
    width: float
    height: float
    left: float
    top: float
    gap: float


GRIDS = {
    "2x7": Grid(2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    "3x8": Grid(3, 8, 70, 37, 0, 0.5, 0),
}
"""The usual sheets by the number of labels across and down; the first is meant if none is said."""

_MM = 25.4
_POINTS = 72 / _MM
# Columns are counted in digits of this font, which are exactly 8 pixels wide wherever there is one
# of its measures; of XlsxWriter's pixels, which are those of another, a digit has 7.
_FONT = {"font_name": "Courier New", "font_size": 10}
_PIXELS = 96 / _MM * 7 / 8
_LABEL = {
    "font_name": "宋体",
    "text_wrap": True,
    "valign": "vcenter",
    "indent": 1,
    "num_format": "@",
}
_SIZES = (11, 10, 9, 8, 7, 6)
# What the text leaves free at the edges of its label, in points, and how much higher a line is than
# its letters.
_EDGE = 14
_LINE_HEIGHT = 1.3


def write_labels(
    labels: Sequence[Sequence[str]], grid: Grid, wording: Wording, file: BinaryIO
) -> None:
    """Write these labels, the lines of each, to `file`: sheet by sheet, row by row.

    Raises CannotDo where the system refuses to hold the workbook.
    """
    name = named(LABELS, wording)
    with new_workbook(file, name, len(labels), font=_FONT) as workbook:
        sheet = workbook.add_worksheet(name)
        formats = Formats(workbook)
        _lay_out(sheet, grid)
        for number, lines in enumerate(labels):
            row, column = divmod(number, grid.across)
            if not column:
                sheet.set_row(row, grid.height * _POINTS)
            shape = formats.of(_LABEL, {"font_size": _size(lines, grid)})
            text = workbook_cell("\n".join(lines))
            sheet.write_string(row, _place(column, grid), text, shape)
        rows = -(-len(labels) // grid.across)
        sheet.set_h_pagebreaks(range(grid.down, rows, grid.down))


def _lay_out(sheet: "Worksheet", grid: Grid) -> None:
    """Give the columns their widths and the page its margins; nothing is scaled or added."""
    sheet.set_paper(A4)
    sheet.set_print_scale(100)
    # What lies right of the last label and below it is nobody's.
    sheet.set_margins(left=grid.left / _MM, right=0, top=grid.top / _MM, bottom=0)
    sheet.set_header("", {"margin": 0})
    sheet.set_footer("", {"margin": 0})
    # A page must hold them all, so none is wider than its label.
    label = int(grid.width * _PIXELS)
    between = round((grid.width + grid.gap) * _PIXELS) - label if grid.gap else 0
    for number in range(grid.across):
        place = _place(number, grid)
        sheet.set_column_pixels(place, place, label)
        if between and number:
            sheet.set_column_pixels(place - 1, place - 1, between)


def _place(number: int, grid: Grid) -> int:
    """The column of the sheet in which a label lies; what is between labels has its own."""
    return number * 2 if grid.gap else number


def _size(lines: Sequence[str], grid: Grid) -> int:
    """The size of letters in which these lines fit on a label; the smallest where none does."""
    width, height = grid.width * _POINTS - _EDGE, grid.height * _POINTS - _EDGE
    for size in _SIZES:
        # A digit takes half of the size of its letters.
        taken = sum(lines_in(line, width / size * 2) for line in lines)
        if taken * size * _LINE_HEIGHT <= height:
            return size
    return _SIZES[-1]
