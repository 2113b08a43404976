"""How a workbook of Office Open XML shows its days: some as a month or a year alone.

Whoever types 2020-03 into a cell gets a cell that holds the first of the month and shows 2020年3月.
The reader of workbooks tells the day and not the format, so that is looked up: where a sheet has
days that may have been made so, and the workbook has formats that show no more.
"""

import datetime
import functools
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any, Literal
from xml.parsers import expat

from ...values.dates import DayInPart
from .marks import Place, parts_of

Shows = Literal["year", "month"]

# ECMA-376, 18.8.30: those of every language, and those of Chinese.
_BUILT_IN: Mapping[str, Shows] = dict.fromkeys(("17", "27", "36", "50", "52", "57"), "month")
_MOST_FORMATS = 65_536
# What a code shows as it stands, where it breaks off, colours and languages.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


class DayFormats:
    """What a workbook shows of the days on its sheets."""

    def __init__(self, raw: bytes) -> None:
        self._package = zipfile.ZipFile(io.BytesIO(raw))

    def show(self, rows: list[list[Any]], sheet: int) -> None:
        """Put months and years in place of those days on a sheet of which no more is shown.

        Raises expat.ExpatError, zipfile.BadZipFile, KeyError or ValueError where it is damaged.
        """
        firsts = {
            (row, column): value
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if isinstance(value, datetime.date) and value.day == 1
        }
        if not firsts or not self._styles or not (part := self._parts[sheet]):
            return
        place, parser = Place(), expat.ParserCreate()

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = tag.rpartition(":")[2]
            if name == "row":
                place.begin_row(attributes)
            elif name == "c":
                place.begin_cell(attributes)
                shows = self._styles.get(attributes.get("s", ""))
                day = firsts.get((place.row, place.column)) if shows else None
                if shows and day and (shown := in_part(day, shows)):
                    rows[place.row][place.column] = shown

        parser.StartElementHandler = start
        with self._package.open(part) as file:
            parser.ParseFile(file)

    @functools.cached_property
    def _parts(self) -> list[str]:
        return parts_of(self._package)

    @functools.cached_property
    def _styles(self) -> dict[str, Shows]:
        """The styles of cells that show a month or a year, by their numbers."""
        names = {name.lower().lstrip("/"): name for name in self._package.namelist()}
        if "xl/styles.xml" not in names:
            return {}
        styles = _Styles()
        with self._package.open(names["xl/styles.xml"]) as file:
            styles.parser.ParseFile(file)
        formats = {**_BUILT_IN, **styles.declared}
        return {
            str(number): shows
            for number, each in enumerate(styles.of_cells)
            if (shows := formats.get(each))
        }


class _Styles:
    """The part of the styles (ECMA-376, 18.8) as it goes by: formats by id, and those of cells."""

    def __init__(self) -> None:
        self.declared: dict[str, Shows | None] = {}
        self.of_cells: list[str] = []
        self._within = ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in ("numFmts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            self._within = name
        elif name == "numFmt" and self._within == "numFmts":
            if len(self.declared) < _MOST_FORMATS:
                code = attributes.get("formatCode", "")
                self.declared[attributes.get("numFmtId", "")] = shown_by(code)
        elif name == "xf" and self._within == "cellXfs" and len(self.of_cells) < _MOST_FORMATS:
            self.of_cells.append(attributes.get("numFmtId", ""))


def shown_by(code: str) -> Shows | None:
    """Whether a number format such as `yyyy"年"m"月"` shows a month or a year, and no more."""
    first = _LITERAL.sub("", code).partition(";")[0].casefold()
    letters = set(re.findall("[a-z]", first))
    if letters in ({"y"}, {"e"}):
        return "year"
    return "month" if letters in ({"y", "m"}, {"e", "m"}) else None


def in_part(day: datetime.date, shows: Shows) -> DayInPart | None:
    """What is shown of a day; None where the day is not the first of that, so that it says more."""
    if isinstance(day, datetime.datetime) and day.time() != datetime.time():
        return None
    whole = datetime.date(day.year, day.month, day.day)
    if shows == "month":
        return DayInPart(f"{day:%Y-%m}", whole) if day.day == 1 else None
    return DayInPart(f"{day:%Y}", whole) if (day.month, day.day) == (1, 1) else None
