"""A row of a list from outside, and what it may be that is no member."""

from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from ..language import Phrase


class Aside(Enum):
    """What a row is that is no member."""

    TOTAL = Phrase("total", "合计")
    NOTE = Phrase("note", "说明")
    SIGNATURE = Phrase("signature or date", "落款或日期")
    HEADING = Phrase("heading again", "重复的表头")
    TITLE = Phrase("title", "标题")
    PAGE = Phrase("mark of a page", "页码或续表")
    BLANK = Phrase("nothing in the columns that are read", "没有填写")
    UNCLEAR = Phrase("title or member", "可能是标题，也可能是会员")


class Row(NamedTuple):
    """A row of a list from outside: where it stands, and the text in each column.

    A column is a field, or `contacts.mobile` for a part of a contact.  `exported` is what its cells
    were when they were exported, None where that is not known; `surplus` tells that it has more
    cells than there are headings; `at` are the cells of a form, such as B5, by column; `file` is
    where it stands, if there are several.  `texts` are all its cells, in columns that are
    read or not; `is_merged` tells that it is one text over several columns, `repeats_heading` that
    it is the heading once more.  `former` is the former name that stood in brackets behind a name;
    `aside` is what the row is, as far as it tells by itself, if it is no member.  The columns that
    are `unread` hold something here that is no value, and are not among the cells.
    """

    sheet: str
    number: int
    cells: Mapping[str, str]
    exported: Mapping[str, str] | None = None
    surplus: bool = False
    texts: Sequence[str] = ()
    is_merged: bool = False
    repeats_heading: bool = False
    at: Mapping[str, str] = MappingProxyType({})
    file: str = ""
    former: str = ""
    aside: Aside | None = None
    unread: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """Its number, after its file where there are several."""
        return f"{self.file} {self.number}" if self.file else str(self.number)

    def cell(self, column: str) -> str:
        """The cell of a form in which a column stands, or the first of its parts; else nothing."""
        parts = (at for key, at in self.at.items() if key.startswith(f"{column}."))
        return self.at.get(column) or next(parts, "")

    def named(self, column: str, name: str) -> str:
        """The name of a column, after the cell of a form in which it stands."""
        return f"{cell} {name}" if (cell := self.cell(column)) else name
