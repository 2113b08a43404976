"""What every workbook shares: how it is opened, its formats, and text that is safe in a cell."""

import contextlib
import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from ...channels import workbook_cell
from ...errors import CannotDo
from ...language import Phrase, Wording, say
from ...values.characters import display_width

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from .xlsxwriter_internals import Workbook

BLUE = "#D9E1F2"
DARK_BLUE = "#305496"
LIGHT_BLUE = "#8EA9DB"
GREY = "#808080"
HEADING = {"bold": True, "bg_color": BLUE, "bottom": 1, "valign": "vcenter", "num_format": "@"}
TEXT = {"num_format": "@", "valign": "vcenter", "text_wrap": True}
TITLE = {"bold": True, "font_size": 16, "font_color": DARK_BLUE, "valign": "vcenter"}

A4 = 9
"""What Excel calls this size of paper."""

# What a page of A4 across holds in letters of their usual size. Where their font is missing,
# another takes up to a third more, and three quarters of the usual size can still be read.
_PAGE = 150
WIDEST, NARROWEST = 60, 24
"""The widest column, in letters, and the narrowest that a long text is given."""

LINE = 16
"""The height of a line in points, also in a font that is higher than the usual one."""

MOST_PAGES = 500
"""The sheets of a workbook that has a page for each record."""

HIGHEST = 409
"""The highest row that Excel knows, in points."""

_LONG_TITLE = 80
_LONGEST_HEADER = 250
_PAGE_NUMBER = Phrase("Page &P of &N", "第 &P 页 共 &N 页")
_MADE = Phrase("Made on {}", "制表日期：{}")
_FEW = 2000


@contextlib.contextmanager
def new_workbook(
    file: BinaryIO, title: str, members: int, *, font: Mapping[str, Any] | None = None
) -> "Iterator[Workbook]":
    """A workbook of so many members that is written to `file` at the end.

    Nothing in it is a formula or a link.  The width of columns is counted in digits of its `font`,
    if not of the usual one.  Raises CannotDo where the system refuses to hold it.
    """
    from xlsxwriter.exceptions import XlsxFileError

    from .xlsxwriter_internals import Workbook

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # Without temporary files a small workbook is made sooner, a large one takes more memory.
        "in_memory": members <= _FEW,
        **({"default_format_properties": dict(font)} if font else {}),
    }
    workbook = Workbook(file, options)
    workbook.set_properties({"title": title})
    yield workbook
    try:
        workbook.close()
    except XlsxFileError as error:
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


class Layout(NamedTuple):
    """How wide the columns of a sheet are, and on how many pages side by side they are printed."""

    widths: list[float]
    pages: int


def laid_out(widths: Sequence[float], repeated: int = 0) -> Layout:
    """Columns of these widths on as few pages of A4 across as can be read.

    The first `repeated` columns stand on every page. A column is as wide as that many pages allow,
    what is longer goes on in a further line of its cell.
    """
    fewest = _pages([min(width, NARROWEST) for width in widths], repeated)
    for widest in range(WIDEST, NARROWEST, -1):
        narrowed = [min(width, widest) for width in widths]
        if _pages(narrowed, repeated) == fewest:
            return Layout(narrowed, fewest)
    return Layout([min(width, NARROWEST) for width in widths], fewest)


def _pages(widths: Sequence[float], repeated: int) -> int:
    room = left = _PAGE - sum(widths[:repeated])
    pages = 1
    for width in widths[repeated:]:
        if width > left:
            pages, left = pages + 1, room
        left -= width
    return pages


def height_of(cells: Iterable[tuple[str, float]], usual: float = LINE) -> float:
    """The height of a row in which these texts stand in columns of these widths, in points.

    Whatever opens the workbook may trust it for the heights of rows, and cut further lines.
    """
    lines = max((lines_in(text, width) for text, width in cells), default=1)
    return min(max(lines * LINE, usual), HIGHEST)


def lines_in(text: str, width: float) -> int:
    """The lines that a text takes where it is folded at so many digits."""
    # A hanzi is a little wider than two digits.
    return sum(math.ceil(1.05 * display_width(line) / width) or 1 for line in text.split("\n"))


def set_up_print(
    sheet: "Worksheet",
    wording: Wording,
    *,
    title: str = "",
    note: str = "",
    pages: int = 1,
    portrait: bool = False,
) -> None:
    """Print on A4, on so many pages side by side, with page numbers below.

    A sheet that does not say it itself has its `title` and a `note` above every page, and below
    the day on which it was made.
    """
    if portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(A4)
    top = 0.5 + 0.4 * bool(title) + 0.2 * bool(note)
    sheet.set_margins(left=0.4, right=0.4, top=top, bottom=0.6)
    sheet.fit_to_pages(pages, 0)
    # Who reads a row finds its other half on the next page.
    sheet.print_across()
    made = ""
    if title:
        note = note and f'\n&9&"-,Regular"{_inert(note)}'
        # Excel takes so many units in all, and tells no reason where there are more.
        size = "&14" if display_width(title) <= _LONG_TITLE else "&9"
        start = f'&C{size}&"-,Bold"'
        sheet.set_header(f"{start}{_inert(title)[: _LONGEST_HEADER - len(start + note)]}{note}")
        made = f"&L{said(_MADE, wording).format(datetime.date.today())}"
    sheet.set_footer(f"{made}&C{said(_PAGE_NUMBER, wording)}")


def _inert(text: str) -> str:
    """`text` for a header: an ampersand begins a code there, its wide form is one to the eye."""
    return text.replace("&", "\N{FULLWIDTH AMPERSAND}")


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
