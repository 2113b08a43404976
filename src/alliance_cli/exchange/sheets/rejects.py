"""Rejects: the rows that were set aside, to mend and import again.

They have the columns of the list that they came from, and one more that says why.  A workbook keeps
what it remembers of its export.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ... import channels
from ...channels import workbook_cell
from ...errors import DataRefused, WrongUsage
from ...intake.verdicts import Verdict
from ...kinds.kind import Kind
from ...kinds.member import MEMBER
from ...language import say, spoken
from ...registry.shown import Shown
from ...values.characters import display_width
from ...values.names import name_key
from ..origin import TABLES as ORIGIN_SHEETS
from ..origin import Origin
from ..workbooks.book import (
    HEADING,
    TEXT,
    Formats,
    height_of,
    laid_out,
    new_workbook,
    set_up_print,
    utf16_length,
)
from ..workbooks.sheet import LONGEST_CELL
from ..workbooks.sheet_names import CONTACTS, SheetNames, named, records_of
from .cells import NOT_AVAILABLE, NoValue, Why
from .headings import FILE, REASON, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Reasons = Mapping[tuple[str, str, int], str]
"""Why a row was set aside, by its file where there are several, its sheet and its number."""

_RECORDS = records_of(MEMBER)


def rejects_of(
    ending: str, tables: Sequence[Table], reasons: Reasons, origins: Sequence[Origin]
) -> bytes:
    """The file with this ending, one of `REJECTS_ENDINGS`, for the rows that have a reason.

    Raises WrongUsage for rows of several lists in a file that has one, and for those of an export
    in a file that cannot remember it; DataRefused for a text that is too long for a cell.
    """
    concerned = [
        table
        for table in tables
        if any((*_place_of(table), number) in reasons for number, _ in table.rows())
    ]
    sheets = dict.fromkeys(each.sheet for each in origins)
    kept = [_one_of([each for each in origins if each.sheet == sheet]) for sheet in sheets]
    if ending == ".xlsx":
        return _workbook(concerned, reasons, kept)
    if any(kept):
        raise WrongUsage(
            say(
                f"--rejects: {ending} cannot hold what the workbook was exported from",
                f"--rejects：{ending} 无法保存工作簿导出时的内容",
            ),
            say("name a file that ends in .xlsx", "请指定扩展名为 .xlsx 的文件"),
        )
    lists = [*_lists(concerned, reasons)]
    if len(lists) > 1:
        raise WrongUsage(
            say(
                f"--rejects: rows of several lists do not fit into {ending}",
                f"--rejects：{ending} 放不下多张表的行",
            ),
            say("name a file that ends in .xlsx", "请指定扩展名为 .xlsx 的文件"),
        )
    separator = "," if ending == ".csv" else "\t"
    text = "".join(channels.csv_rows(each.rows, separator) for each in lists)
    # A spreadsheet that opens a text by double click looks for a byte-order mark.
    return text.encode("utf-8-sig")


class _List(NamedTuple):
    """A list of rejects: the name of its sheet, and its rows, of which the first has headings."""

    name: str
    rows: list[list[str]]


def _lists(tables: Sequence[Table], reasons: Reasons) -> Iterator[_List]:
    """The lists of the rejects: one for each list that they come from, and one for all forms."""
    for table in tables:
        if not table.is_form:
            rows = list(_rows(table, reasons))
            yield _List(table.sheet.name or named(_RECORDS, spoken()), rows)
    for name, of_contacts in ((_RECORDS, False), (CONTACTS, True)):
        forms = [each for each in tables if each.is_form and each.of_contacts is of_contacts]
        if forms:
            yield _List(named(name, spoken()), _rows_of_forms(forms, reasons))


def _rows_of_forms(forms: Sequence[Table], reasons: Reasons) -> list[list[str]]:
    """The headings, and a row for each form; what means the same stands in one column."""
    headings: dict[str, str] = {}
    found: list[tuple[dict[str, str], list[str]]] = []
    for form in forms:
        keys = {column.number: column.key for column in form.columns}
        columns = [keys.get(number, heading) for number, heading in enumerate(form.headings)]
        for key, heading in zip(columns, form.headings, strict=True):
            headings.setdefault(key, heading)
        found += [
            (dict(zip(columns, map(_shown, texts), strict=True)), _remarks(form, reason))
            for number, texts in form.rows()
            if (reason := reasons.get((*_place_of(form), number)))
        ]
    rows = [[*(cells.get(key, "") for key in headings), *remarks] for cells, remarks in found]
    return [[*headings.values(), *_remarks(forms[0], str(REASON), str(FILE))], *rows]


def _rows(table: Table, reasons: Reasons) -> Iterator[list[str]]:
    """The headings, and the rows of a table that have a reason."""
    width = len(table.headings)
    yield [*table.headings, *_remarks(table, str(REASON), str(FILE))]
    for number, texts in table.rows():
        if reason := reasons.get((*_place_of(table), number)):
            shown = list(map(_shown, texts))
            padded = [*shown[:width], *[NOT_AVAILABLE] * (width - len(texts))]
            # What there is more than headings is part of what is to be mended.
            yield [*padded, *_remarks(table, reason), *texts[width:]]


def _place_of(table: Table) -> tuple[str, str]:
    return table.sheet.file, table.sheet.name


def _remarks(table: Table, reason: str, file: str = "") -> list[str]:
    """What stands behind the cells of a row: the reason, and the file where there are several."""
    return [reason, file or table.sheet.file] if table.sheet.file else [reason]


def _one_of(origins: Sequence[Origin]) -> Origin:
    """The origins of several files as one.  Raises WrongUsage where a workbook cannot hold both."""
    filled = [*filter(None, origins)]
    if len(filled) < 2:
        return filled[0] if filled else Origin()
    heads = {tuple(each.head) for each in filled}
    members = [identifier for each in filled for identifier in each.cells]
    if len(heads) > 1 or len(set(map(name_key, members))) < len(members):
        raise WrongUsage(
            say(
                "--rejects: the files come from different exports, or have the same members",
                "--rejects：这些文件来自不同的导出，或含有相同的会员，无法合存",
            ),
            say("import those with rows to mend one by one", "请将有问题的文件逐个导入"),
        )
    return replace(
        filled[0],
        cells={key: cells for each in filled for key, cells in each.cells.items()},
        contacts={key: rows for each in filled for key, rows in each.contacts.items()},
        tables={key: of for each in filled for key, of in each.tables.items()},
    )


def _shown(text: str) -> str:
    """What had no value has none in the file either, and is not empty there."""
    return NOT_AVAILABLE if isinstance(text, NoValue) and text.why is not Why.ERROR else text


def _workbook(tables: Sequence[Table], reasons: Reasons, origins: Sequence[Origin]) -> bytes:
    buffer = io.BytesIO()
    names = SheetNames(ORIGIN_SHEETS)
    with new_workbook(buffer, say("set aside", "待改"), len(reasons)) as workbook:
        formats = Formats(workbook)
        heading, text = formats.of(HEADING), formats.of(TEXT)
        for each in _lists(tables, reasons):
            sheet = workbook.add_worksheet(names.make(each.name))
            widths: list[float] = []
            for row, cells in enumerate(each.rows):
                for column, cell in enumerate(map(workbook_cell, cells)):
                    _refuse_long_cell(cell)
                    if cell:
                        sheet.write_string(row, column, cell, text if row else heading)
                    widths += [0] * (column + 1 - len(widths))
                    widths[column] = max(widths[column], display_width(cell) + 2)
            layout = laid_out(widths)
            for row, cells in enumerate(each.rows):
                sheet.set_row(row, height_of(zip(cells, layout.widths, strict=False)))
            for column, width in enumerate(layout.widths):
                sheet.set_column(column, column, width, text)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.hide_gridlines(0)
            set_up_print(sheet, spoken(), title=each.name, pages=layout.pages)
        for origin in origins:
            _keep_origin(workbook, origin)
    return buffer.getvalue()


def _refuse_long_cell(text: str) -> None:
    if utf16_length(text) > LONGEST_CELL:
        raise DataRefused(
            say(
                f"--rejects: a text of {len(text):,} characters does not fit into a cell",
                f"--rejects：有 {len(text):,} 个字符的内容放不进单元格",
            ),
            say("name a file that ends in .csv", "请指定扩展名为 .csv 的文件"),
        )


def _keep_origin(workbook: "Workbook", origin: Origin) -> None:
    """Let the workbook remember what the list remembered; whoever reads it looks up the rows."""
    if not origin:
        return
    sheet = workbook.add_worksheet(origin.sheet)
    for row, cells in enumerate(origin.rows_of_part()):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    sheet.very_hidden()


def reason_of(verdict: Verdict, kind: Kind, shown: Shown) -> str:
    """Why a row is set aside, in words for whoever mends it.

    What the list itself holds is shown in full, what the registry holds as `shown` has it.
    """
    told = list(map(shown.said, verdict.reasons))
    for key, exported, now, incoming in verdict.conflicts:
        name = kind.spoken_name(key)
        registry = shown.column(key, now, kind)
        told.append(
            say(
                f"{name}: exported as {exported}, now {registry} in the registry, here {incoming}",
                f"{name}：导出时为 {exported}，名录中现为 {registry}，此处为 {incoming}",
            )
        )
    return say("; ", "；").join(told)
