"""What every workbook shares: how it is opened, its formats, and text that is safe in a cell."""

import contextlib
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from ...channels import workbook_cell
from ...errors import CannotDo
from ...language import Phrase, Wording, say

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

BLUE = "#D9E1F2"
DARK_BLUE = "#305496"
GREY = "#808080"
HEADING = {"bold": True, "bg_color": BLUE, "bottom": 1, "valign": "vcenter", "num_format": "@"}
TEXT = {"num_format": "@", "valign": "top", "text_wrap": True}
TITLE = {"bold": True, "font_size": 16, "font_color": DARK_BLUE, "valign": "vcenter"}

_A4 = 9
# What a page of A4 across holds in letters that can be read: half of their usual size.
_READABLE = 260
_FEW = 2000


@contextlib.contextmanager
def new_workbook(file: BinaryIO, title: str, members: int) -> "Iterator[Workbook]":
    """A workbook of so many members that is written to `file` at the end.

    Nothing in it is a formula or a link.  Raises CannotDo where the system refuses to hold it.
    """
    import xlsxwriter
    import xlsxwriter.exceptions

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # Without temporary files a small workbook is made sooner, a large one takes more memory.
        "in_memory": members <= _FEW,
    }
    workbook = xlsxwriter.Workbook(file, options)
    workbook.set_properties({"title": title})
    yield workbook
    try:
        workbook.close()
    except xlsxwriter.exceptions.XlsxFileError as error:
        raise CannotDo(
            say(f"the workbook cannot be written: {error}", f"无法写入工作簿：{error}"),
            say("make room on the disk", "请检查磁盘空间"),
        ) from error


def title_text(text: str) -> str:
    """`text` safe for a title or the name of a sheet, in one line."""
    return workbook_cell(text, keep="")


def said(phrase: Phrase, wording: Wording) -> str:
    """The text in the language of `wording`, where keys are no language that of this run."""
    return phrase.worded(str(phrase), wording)


def utf16_length(text: str) -> int:
    """The length of `text` as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2


def set_up_print(
    sheet: "Worksheet", title: str, *, width: float = 0, portrait: bool = False
) -> None:
    """Print on A4, as wide as the paper, with title and date above and page numbers below.

    What is too wide to be read that small goes on several pages side by side.
    """
    if portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(math.ceil(width / _READABLE) or 1, 0)
    # An ampersand begins a code in a header; its wide form is one only to the eye.
    wide = title[:150].replace("&", "\N{FULLWIDTH AMPERSAND}")
    sheet.set_header(f"&L{wide}&R&D")
    sheet.set_footer("&C&P / &N")


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, *properties: dict[str, Any]) -> Any:
        """The format that has all these properties."""
        merged: dict[str, Any] = {}
        for each in properties:
            merged.update(each)
        key = tuple(sorted(merged.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(merged)
        return self._made[key]
