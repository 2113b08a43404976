"""The inside of XlsxWriter, which has no public names: everything that another version may break.

XlsxWriter keeps each cell as an object until the end, and then puts its element together from
attributes; of a large workbook that is most of the time.  Here a row becomes XML at once.  What
stands here is in XlsxWriter 3.2.0 and in 3.3.1; the tests run with either.
"""

from collections.abc import Iterable
from typing import Any

import xlsxwriter
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = tuple[int, str | float | None, Any]
"""A cell of a row: its column, its text or number (None of a blank one), its format or None."""


class _Names(dict[int, str]):
    """The letters of columns by their numbers."""

    def __missing__(self, column: int) -> str:
        self[column] = name = str(xl_col_to_name(column))
        return name


class _Styles(dict[Any, str]):
    """The attribute of a cell that names its format."""

    def __missing__(self, shape: Any) -> str:
        self[shape] = style = f' s="{shape._get_xf_index()}"' if shape else ""
        return style


_NAMES = _Names()


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet to which whole rows of cells can be written."""

    def __init__(self) -> None:
        super().__init__()
        self._styles = _Styles()

    def write_cells(self, row: int, cells: Iterable[Cell]) -> None:
        """Write cells of a row, from left to right, between which there are none yet.

        A text must fit into a cell; it is never a formula or a link.
        """
        shared = self.str_table._get_shared_string_index
        styles, number = self._styles, row + 1
        columns, elements = [], []
        for column, value, shape in cells:
            columns.append(column)
            start = f'<c r="{_NAMES[column]}{number}"{styles[shape]}'
            if isinstance(value, str):
                elements.append(f'{start} t="s"><v>{shared(value)}</v></c>')
            elif value is None:
                elements.append(f"{start}/>")
            else:
                elements.append(f"{start}><v>{value:.16G}</v></c>")
        if columns:
            self._check_dimensions(row, columns[0])
            self._check_dimensions(row, columns[-1])
            # They stand where the base class looks for a cell, which writes their row around them.
            self.table[row][columns[0]] = "".join(elements)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, str):
            self.fh.write(cell)
        else:
            super()._write_cell(row, col, cell)

    def _calculate_spans(self) -> None:
        """Leave out from which to which column a row goes, a hint that nobody needs."""


class _Strings(SharedStrings):  # type: ignore[misc]
    """The texts of all cells.  The base class takes `<r>…</r>` for XML and writes it as it is."""

    def _write_sst_strings(self) -> None:
        self.fh.writelines(map(self._element, self.string_table.string_array))

    def _element(self, text: str) -> str:
        space = ' xml:space="preserve"' if text != text.strip() else ""
        # Where all is visible a search for what must be escaped would take three times as long.
        if "_x" in text or not text.isprintable():
            text = self._escape_control_characters(text)
        if "&" in text or "<" in text or ">" in text:
            text = self._escape_data(text)
        return f"<si><t{space}>{text}</t></si>"


class _Package(Packager):  # type: ignore[misc]
    def _write_shared_strings_file(self) -> None:
        if self.workbook.str_table.count:
            strings = _Strings()
            strings.string_table = self.workbook.str_table
            strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            strings._assemble_xml_file()


class Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose sheets are each a `Sheet`."""

    worksheet_class = Sheet

    def _get_packager(self) -> _Package:
        return _Package()
