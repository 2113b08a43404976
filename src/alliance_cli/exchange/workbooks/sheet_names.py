"""The names of sheets: those of the program's own sheets, and valid ones made of any text."""

import re
from collections.abc import Iterable, Mapping

from ...kinds.kind import Kind
from ...kinds.known import KINDS
from ...language import Phrase, Wording
from ...values.names import name_key
from .book import title_text

CONTACTS = Phrase("Contacts", "联系人")
SUMMARY = Phrase("Summary", "概览")
SUMS = Phrase("Sums", "合计")
STATISTICS = Phrase("Statistics", "统计")
SIGN_IN = Phrase("Sign-in", "签到表")
ROSTER = Phrase("Roster", "名册")
LABELS = Phrase("Labels", "标签")
DUE = Phrase("Due", "待办事项")
LISTS = Phrase("Lists", "字典")
"""The hidden sheet with what cells may be chosen from."""
BLANK = Phrase("blank", "未填")
"""What those are called who have no value, as a sheet and in a count."""


def records_of(kind: Kind) -> Phrase:
    """The name of the sheet of the records of a kind."""
    several = kind.words.several
    return Phrase(several.english.capitalize(), f"{several.chinese}名单")


def form_of(kind: Kind) -> Phrase:
    """The name of the sheet with a form for records of a kind."""
    return Phrase("Form", f"{kind.words.one.chinese}信息表")


def tables_within(kind: Kind, key: str) -> Phrase:
    """The name of the sheet of the tables that a field of a kind holds, such as 会员任职.

    Members' contacts have been called by their field alone, and are found by it.
    """
    field = kind.fields[key]
    if field.type.holds_people:
        return CONTACTS
    one = kind.words.one
    english = f"{one.english} {field.heading.english.lower()}".capitalize()
    return Phrase(english, f"{one.chinese}{field.heading.chinese}")


OWN_SHEETS = tuple(
    dict.fromkeys(
        word
        for name in (
            *map(records_of, KINDS.values()),
            *(tables_within(kind, key) for kind in KINDS.values() for key in kind.nested),
            *map(form_of, KINDS.values()),
            *(CONTACTS, SUMMARY, SUMS, SIGN_IN, LABELS, LISTS),
        )
        for word in name
    )
)
"""The names of the sheets that the program makes itself, in both languages."""

_OWN = frozenset(map(name_key, OWN_SHEETS))


def is_own(name: str) -> bool:
    """Whether the program gives this name to a sheet, in some wording."""
    return name_key(name) in _OWN


_OF_FIGURES = frozenset(name_key(word) for name in (SUMMARY, SUMS) for word in name)


def has_figures(name: str) -> bool:
    """Whether an export gives this name to a sheet of counts and sums, which is no list."""
    return name_key(name) in _OF_FIGURES


_ABOUT: Mapping[str, tuple[Kind, str]] = {
    name_key(word): (kind, key)
    for kind in KINDS.values()
    for key in ("", *kind.nested)
    for word in (tables_within(kind, key) if key else records_of(kind))
}
# A further sheet of the same name has a number behind it.
_FURTHER = re.compile(r" \d+$")


def about(name: str) -> tuple[Kind, str] | None:
    """What a sheet of this name has in an export: records of a kind, or tables of a field of it.

    The field is nothing for the records themselves; None for any other name.
    """
    return _ABOUT.get(name_key(_FURTHER.sub("", name)))


_LONGEST = 31
"""UTF-16 units that Excel allows in the name of a sheet."""

# Excel in some languages takes the wide forms for the same marks.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\［］：＊？／＼]")
_APOSTROPHES = "'＇ "


def named(name: Phrase, wording: Wording) -> str:
    """The name of one of the program's own sheets."""
    return name.worded(name.english.lower(), wording)


class SheetNames:
    """The names that a workbook has so far; no two of them are the same to Excel."""

    def __init__(self, taken: Iterable[str]) -> None:
        # Excel keeps this one for itself.
        self._taken = {_key(name) for name in ("History", *taken)}

    def make(self, text: str) -> str:
        """A valid name as like `text` as can be, which no other sheet of the workbook has."""
        base = _FORBIDDEN.sub("-", title_text(text)).strip(_APOSTROPHES) or "-"
        number = 1
        while True:
            ending = f" {number}" if number > 1 else ""
            name = _cut(base, _LONGEST - len(ending)).rstrip(_APOSTROPHES) + ending
            if _key(name) not in self._taken:
                self._taken.add(_key(name))
                return name
            number += 1


def _key(name: str) -> str:
    return name_key(name) or name


def _cut(text: str, units: int) -> str:
    """The beginning of `text` that takes at most so many UTF-16 units."""
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
