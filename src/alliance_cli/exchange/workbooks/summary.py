"""The first sheet of a workbook for the annual report: counts as tables and as charts."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...channels import workbook_cell
from ...kinds.kind import Kind
from ...kinds.member import MEMBER
from ...language import Phrase, Wording
from ...registry.counts import By, counts, number_of, usual
from ...registry.query import Roster
from ..formats.format import Wishes
from .book import BLUE, DARK_BLUE, GREY, HEADING, TITLE, said, set_up_print
from .sheet_names import SUMMARY, named

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_CHARTS = {"category": "column", "city": "bar"}
_MOST_BARS = 15
_FIRST_TABLE = 4
_CHART_COLUMN = 4
_ROW_POINTS = 18
_PIXELS_A_ROW = 24
_FRAME = {"bottom": 4, "bottom_color": "#BFBFBF"}


def write_summary(workbook: "Workbook", roster: Roster, wishes: Wishes, title: str) -> None:
    """Write how many members there are, in all and by their main fields."""
    wording = wishes.wording
    sheet = workbook.add_worksheet(named(SUMMARY, wording))
    sheet.hide_gridlines(2)
    sheet.set_default_row(_ROW_POINTS)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 2, 10)
    sheet.set_column(3, 3, 3)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, title, workbook.add_format(TITLE))
    quiet = workbook.add_format({"font_color": GREY})
    sheet.write_string(1, 0, f"{datetime.date.today()}", quiet)
    sheet.write_string(2, 0, _totals(roster, wording), workbook.add_format({"bold": True}))
    row, chart_row = _FIRST_TABLE, _FIRST_TABLE
    for by in usual(roster.kind):
        counted = counts(roster.members, roster.kind, by, wishes.shown)
        if all(count.value is None for count in counted):
            continue
        table = [(workbook_cell(count.label), len(count.places)) for count in counted]
        _write_counts(workbook, sheet, row, by, table, len(roster.members), wording, roster.kind)
        if by.field.key in _CHARTS:
            bars = (row + 1, min(len(table), _MOST_BARS))
            chart_row += _insert_chart(workbook, sheet, chart_row, by, bars, wording)
        row += len(table) + 3
    set_up_print(sheet, wording, portrait=True)


def _totals(roster: Roster, wording: Wording) -> str:
    chosen, recorded, words = len(roster.members), roster.recorded, roster.kind.words
    declared = roster.registry.declared if roster.kind.table == MEMBER.table else None
    measure = words.measure
    return said(
        Phrase(
            f"{chosen} {words.several.english} here, {recorded} in the registry"
            + (f", {declared} declared" if declared is not None else ""),
            f"本表 {chosen} {measure}，名录所载 {recorded} {measure}"
            + (f"，联盟公布 {declared} {measure}" if declared is not None else ""),
        ),
        wording,
    )


def _write_counts(
    workbook: "Workbook",
    sheet: "Worksheet",
    row: int,
    by: By,
    counted: Sequence[tuple[str, int]],
    total: int,
    wording: Wording,
    kind: Kind,
) -> None:
    """Write a table of counts from `row` on, of `total` members."""
    heading = workbook.add_format(HEADING)
    right = workbook.add_format({**HEADING, "align": "right"})
    sheet.write_string(row, 0, said(by.heading, wording), heading)
    sheet.write_string(row, 1, said(number_of(kind), wording), right)
    sheet.write_string(row, 2, said(Phrase("Share", "占比"), wording), right)
    label = workbook.add_format({**_FRAME, "num_format": "@"})
    number = workbook.add_format({**_FRAME, "num_format": "#,##0"})
    share = workbook.add_format({**_FRAME, "num_format": "0.0%", "font_color": GREY})
    bold = {**_FRAME, "bold": True}
    sum_label = workbook.add_format(bold)
    sum_number = workbook.add_format({**bold, "num_format": "#,##0"})
    for line, (text, count) in enumerate(counted, row + 1):
        sheet.write_string(line, 0, text, label)
        sheet.write_number(line, 1, count, number)
        sheet.write_number(line, 2, count / total, share)
    last = row + len(counted) + 1
    sheet.write_string(last, 0, said(by.total, wording), sum_label)
    sheet.write_number(last, 1, total, sum_number)


def _insert_chart(
    workbook: "Workbook",
    sheet: "Worksheet",
    row: int,
    by: By,
    bars: tuple[int, int],
    wording: Wording,
) -> int:
    """Put a chart of so many counts, from their first row on, at `row`; gives the rows it takes."""
    first, number = bars
    kind = _CHARTS[by.field.key]
    chart: Any = workbook.add_chart({"type": kind})
    last = first + number - 1
    chart.add_series(
        {
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, 1, last, 1],
            "fill": {"color": DARK_BLUE},
            "gap": 60,
            "data_labels": {"value": True, "font": {"size": 9}},
        }
    )
    font = {"size": 9, "bold": False}
    across = {"num_font": font, "line": {"color": BLUE}, "major_tick_mark": "none"}
    along = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
    # The first bar of a chart that lies down is its lowest, unless told otherwise.
    chart.set_x_axis(along if kind == "bar" else across)
    chart.set_y_axis({**across, "reverse": True} if kind == "bar" else along)
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": BLUE}})
    chart.set_title({"name": said(by.heading, wording), "name_font": {"size": 12}})
    rows = 12 if kind == "column" else max(8, number + 4)
    chart.set_size({"width": 460, "height": rows * _PIXELS_A_ROW})
    sheet.insert_chart(row, _CHART_COLUMN, chart)
    return rows + 1
