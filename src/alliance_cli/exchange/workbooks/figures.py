"""A workbook of figures: tables below each other on one sheet, with charts."""

import datetime
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...channels import workbook_cell
from ...registry.shown import Shown
from ..figures.table import Column, Figure, Row, Table
from .book import (
    BLUE,
    DARK_BLUE,
    GREY,
    HEADING,
    LIGHT_BLUE,
    TITLE,
    Formats,
    height_of,
    new_workbook,
    said,
    set_up_print,
    title_text,
)
from .sheet_names import STATISTICS, named

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_FIRST_TABLE = 3
_LABEL_WIDTH, _FIGURE_WIDTH = 28, 10
_ROW_POINTS = 18
# More of them nobody reads in a chart.
_MOST_BARS, _MOST_SERIES = 24, 12
_CHART_ROWS, _PIXELS_A_ROW, _CHART_WIDTH = 12, 24, 640
_FRAME = {"bottom": 4, "bottom_color": "#BFBFBF"}
_FORMS = {"share": "0.0%", "mean": "#,##0.00"}


def book_of(tables: Sequence[Table], shown: Shown) -> bytes:
    """The workbook.  Raises CannotDo where the system refuses to hold it."""
    buffer = io.BytesIO()
    title = title_text(shown.title) or said(STATISTICS, shown.wording)
    with new_workbook(buffer, title, sum(len(table.rows) for table in tables)) as workbook:
        sheet = workbook.add_worksheet(named(STATISTICS, shown.wording))
        formats = Formats(workbook)
        labels = max(len(table.line_headings) for table in tables)
        lay_out_figures(sheet, labels)
        sheet.write_string(0, 0, title, formats.of(TITLE))
        today = f"{datetime.date.today()}"
        sheet.write_string(1, 0, today, formats.of({"font_color": GREY}))
        row = _FIRST_TABLE
        for table in tables:
            last = write_figures(sheet, formats, row, table)
            if chart := _chart(workbook, sheet, row, table):
                sheet.insert_chart(last + 2, 0, chart)
                last += 2 + _CHART_ROWS
            row = last + 2
        set_up_print(sheet, shown.wording)
    return buffer.getvalue()


def lay_out_figures(sheet: "Worksheet", labels: int) -> None:
    """Give a sheet of figures its widths and heights, with so many columns of labels."""
    sheet.hide_gridlines(2)
    sheet.set_default_row(_ROW_POINTS)
    sheet.set_column(0, labels - 1, _LABEL_WIDTH)
    sheet.set_column(labels, labels + 100, _FIGURE_WIDTH)


def write_figures(sheet: "Worksheet", formats: Formats, row: int, table: Table) -> int:
    """Write a table from `row` on; gives its last row."""
    right = formats.of(HEADING, {"align": "right", "text_wrap": True})
    labels = len(table.line_headings)
    headings = ((column.heading, _FIGURE_WIDTH) for column in table.columns)
    sheet.set_row(row, height_of(headings, _ROW_POINTS))
    for place, heading in enumerate(table.line_headings):
        sheet.write_string(row, place, workbook_cell(heading), formats.of(HEADING))
    for place, column in enumerate(table.columns, labels):
        sheet.write_string(row, place, workbook_cell(column.heading), right)
    for line in table.rows:
        row += 1
        _write_line(sheet, formats, row, table, line, {})
    if table.total is not None:
        row += 1
        _write_line(sheet, formats, row, table, table.total, {"bold": True})
    return row


def _write_line(
    sheet: "Worksheet", formats: Formats, row: int, table: Table, line: Row, look: dict[str, Any]
) -> None:
    text = formats.of(_FRAME, look, {"num_format": "@"})
    for place in range(len(table.line_headings)):
        label = line.labels[place] if place < len(line.labels) else ""
        sheet.write_string(row, place, workbook_cell(label), text)
    for place, column in enumerate(table.columns, len(table.line_headings)):
        figure = line.figures[column.key]
        shape = formats.of(_FRAME, look, {"num_format": _form(figure, column)})
        if figure is None:
            sheet.write_blank(row, place, None, shape)
        else:
            sheet.write_number(row, place, float(figure), shape)


def _form(figure: Figure, column: Column) -> str:
    is_whole = not isinstance(figure, Decimal) or figure == figure.to_integral_value()
    return _FORMS.get(column.of) or ("#,##0" if is_whole else "#,##0.00##")


def _chart(workbook: "Workbook", sheet: "Worksheet", row: int, table: Table) -> Any:
    """What draws the table whose headings stand in `row`, None where there is nothing to draw."""
    keys = [column.key for column in table.columns]
    if not table.rows or table.lists != "list" or len(table.line_headings) > 1:
        return None
    if table.cells is not None:
        drawn = keys[: keys.index("members")][:_MOST_SERIES]
        kind = {"type": "column", "subtype": "stacked"}
    elif "closing" in keys:
        drawn, kind = ["joined", "left"], {"type": "column"}
    elif "share" in keys:
        drawn, kind = ["members"], {"type": "column"}
    else:
        return None
    chart: Any = workbook.add_chart(kind)
    for key in drawn:
        chart.add_series(_series(sheet, row, table, key))
    if "closing" in keys:
        line: Any = workbook.add_chart({"type": "line"})
        line.add_series({**_series(sheet, row, table, "closing"), "y2_axis": True})
        chart.combine(line)
        line.set_y2_axis({"min": 0, "major_gridlines": {"visible": False}})
    if len(drawn) == 1:
        chart.set_legend({"none": True})
    else:
        chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": BLUE}}})
    chart.set_chartarea({"border": {"color": BLUE}})
    headings = " x ".join(table.headings)
    chart.set_title({"name": workbook_cell(headings, keep=""), "name_font": {"size": 12}})
    chart.set_size({"width": _CHART_WIDTH, "height": _CHART_ROWS * _PIXELS_A_ROW})
    return chart


def _series(sheet: "Worksheet", row: int, table: Table, key: str) -> dict[str, Any]:
    """The bars or the line of one column, as far as they can be read."""
    place = 1 + [column.key for column in table.columns].index(key)
    first, last = row + 1, row + min(len(table.rows), _MOST_BARS)
    series: dict[str, Any] = {
        "name": [sheet.name, row, place],
        "categories": [sheet.name, first, 0, last, 0],
        "values": [sheet.name, first, place, last, place],
        "gap": 60,
    }
    if key in _COLOURS:
        series |= {"fill": {"color": _COLOURS[key]}, "line": {"color": _COLOURS[key]}}
    return series


_COLOURS = {"members": DARK_BLUE, "joined": DARK_BLUE, "left": GREY, "closing": LIGHT_BLUE}
