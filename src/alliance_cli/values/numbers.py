"""Numbers to call, found in texts however they are spelt.

In any groups, with marks, spaces or line breaks between the digits; but not what only looks like
one: days, years, amounts, codes, places in files.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Ten digits with hardly a letter between them: every number has them, and most texts have not.
# The other patterns are compiled when a text has.
_DIGITS = re.compile(r"\d(?:[\W_]*+[^\W\d]?[\W_]*+\d){9}")

# Letters that people take for a dash, and dots that are no letters of a sentence.
_DASHES = "\u2010\u2212\u2500\u2501\u30fc\u4e00"
_DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u3002\u30fb"
_FOLDED = str.maketrans(_DASHES + _DOTS, "-" * len(_DASHES) + "." * len(_DOTS))
_RUN = rf"\d[\d\W_{_DASHES}]{{8,}}\d"
# Three dots say that something is left out.
_MOST_MARKS = 2

_MOBILE_DIGITS = 11
# How most people group the digits of a mobile number, and how some do.
_USUAL = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4)})
_BEGINNINGS = frozenset(sizes[:count] for sizes in _USUAL for count in range(1, 4))
_COMMON = frozenset({(4, 4, 3), (4, 3, 4), (3, 3, 5)})
_FEW_GROUPS = 4
_OCTET = "(?:[1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])"
_NO_MOBILE = "|".join(
    (
        # A day and something more.
        r"19[0-9]{2}\D(?:0?[1-9]|1[0-2])\D(?:0?[1-9]|[12][0-9]|3[01])\D.*",
        r"19[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\D[0-9]{3}",
        # An amount.
        r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+\.[0-9]{1,3}",
        # A line and a column, a range, the address of a computer.
        rf"[0-9]+[:~][0-9]+|{_OCTET}(?:\.{_OCTET}){{3}}",
    )
)
_YEARS = r"19[0-9]{2}\D(?:19|20)[0-9]{2}\D"

# The country, a zero, the area, and the digits behind them.
_LANDLINE = r"((?:00)?86)?(0?)(?:(?:10|2[0-9])([2-8][0-9]{7})|[3-9][0-9]{2}([2-8][0-9]{6,7}))"
_SHORTEST_LANDLINE, _LONGEST_LANDLINE = 10, 16


class Number(NamedTuple):
    """A number in a text: the places of the digits that tell it from others of its beginning."""

    is_mobile: bool
    middle: Sequence[int]


class _Group(NamedTuple):
    """Digits with nothing between them: which, where, and the mark before them.

    The mark is None where no number goes on.
    """

    digits: str
    places: Sequence[int]
    mark: str | None


def may_hold_number(text: str) -> bool:
    """Whether `text` is worth a closer look; the cost is that of one search."""
    # Most texts are names, of letters and hanzi alone, or too short.
    return len(text) >= 10 and not text.isalpha() and _DIGITS.search(text) is not None


def numbers(text: str) -> Iterator[Number]:
    """Every mobile number and every telephone number with an area code in `text`.

    In it nothing is left that is not seen.
    """
    for run in re.finditer(_RUN, text):
        groups = list(_groups(text, *run.span()))
        taken: set[int] = set()
        # What is grouped as usual goes first: its neighbours may add up to a number too.
        for first, group in enumerate(groups):
            if group.digits[0] in "018" and first not in taken:
                length, middle = _mobile(groups, first, taken, usual=True)
                if length:
                    taken.update(range(first, first + length))
                    yield Number(True, middle)
        # Of the others it is not sure which of two that share a group is one.
        for first, group in enumerate(groups):
            if group.digits[0] not in "018" or first in taken:
                continue
            length, middle = _mobile(groups, first, taken, usual=False)
            if length:
                yield Number(True, middle)
                continue
            length, middle = _landline(text, groups, first, taken)
            if length:
                yield Number(False, middle)


def _groups(text: str, start: int, end: int) -> Iterator[_Group]:
    """The groups of digits in a part of `text` that has no letter in it."""
    behind = 0
    for match in re.compile(r"\d+").finditer(text, start, end):
        digits = match[0]
        if not digits.isascii():
            digits = "".join(str(int(digit)) for digit in digits)
        mark = _mark(text[behind : match.start()]) if behind else None
        yield _Group(digits, range(*match.span()), mark)
        behind = match.end()


def _mark(gap: str) -> str | None:
    """What stands between two groups of digits, whatever its width and what surrounds it."""
    if gap == " ":
        return ""
    mark = ""
    for character in unicodedata.normalize("NFKC", gap):
        category = unicodedata.category(character)
        if category == "Ps" and mark.strip("-"):
            # What is in brackets behind the end of something is something else.
            return None
        if character.isspace() or character in "'\"<>" or category in ("Ps", "Pe", "Pi", "Pf"):
            continue
        folded = "-" if category == "Pd" else character.translate(_FOLDED)
        belongs = folded in "-|~" or (category[0] == "P" and folded not in "*%#@&!?")
        if not belongs or len(mark) == _MOST_MARKS:
            return None
        mark += folded
    return mark


def _mobile(
    groups: Sequence[_Group], first: int, taken: set[int], *, usual: bool
) -> tuple[int, Sequence[int]]:
    """How many groups the mobile number has that begins with `first`, and its four middle digits.

    The code of the country may stand before it in its group.  0 for no number.
    """
    nothing = 0, ()
    skipped = 0
    if groups[first].digits[0] != "1":
        before = re.match("(?:(?:00)?86)?0?(?=1)", groups[first].digits)
        if before is None:
            return nothing
        skipped = before.end()
    places: list[int] = []
    sizes: list[int] = []
    marks: list[str] = []
    spelt = digits = ""
    for number in range(first, len(groups)):
        new, where, mark = groups[number]
        if sizes:
            if mark is None or number in taken:
                return nothing
            marks.append(mark)
            spelt += mark or " "
        new = new[skipped:]
        places += where[skipped:]
        if len(places) > _MOBILE_DIGITS:
            return nothing
        sizes.append(len(new))
        digits += new
        if (len(digits) > 1 and digits[1] < "3") or (usual and tuple(sizes) not in _BEGINNINGS):
            return nothing
        spelt += new
        skipped = 0
        if len(digits) == _MOBILE_DIGITS:
            found = _is_mobile(tuple(sizes), marks, spelt)
            return (number + 1 - first, places[3:7]) if found else nothing
    return nothing


def _is_mobile(sizes: tuple[int, ...], marks: Sequence[str], spelt: str) -> bool:
    """Whether eleven digits in groups of these sizes, with these marks between, are a number."""
    if marks and re.fullmatch(_NO_MOBILE, spelt):
        return False
    if sizes in _USUAL:
        return True
    if len(set(marks)) == 1:
        regular = len(set(sizes[1:])) == 1 or len(set(sizes[:-1])) == 1
        return regular or len(sizes) <= _FEW_GROUPS
    light = all(set(mark) <= {"-", "."} for mark in marks)
    return light and sizes in _COMMON and re.match(_YEARS, spelt) is None


def _landline(
    text: str, groups: Sequence[_Group], first: int, taken: set[int]
) -> tuple[int, Sequence[int]]:
    """How many groups the number has that begins with `first`, and what is between its area code
    and its last four digits; 0 for no number.
    """
    start = groups[first].places[0]
    before = text[max(start - 2, 0) : start]
    # A part of a code is no number.
    if re.search("[0-9A-Za-z]-?$", before):
        return 0, ()
    has_plus = re.search(r"\+\s?$", before) is not None
    places: list[int] = []
    ends: list[int] = []
    marks: list[str] = []
    digits = ""
    for number in range(first, len(groups)):
        new, where, mark = groups[number]
        if ends:
            if mark is None or number in taken:
                break
            marks.append(mark)
        if len(digits) + len(new) > _LONGEST_LANDLINE:
            break
        digits += new
        places += where
        ends.append(len(digits))
        area = _area(digits, ends, marks, has_plus=has_plus)
        if area and not re.match("[0-9A-Za-z]", text[places[-1] + 1 : places[-1] + 2]):
            return len(ends), places[area : len(digits) - 4]
    return 0, ()


def _area(digits: str, ends: Sequence[int], marks: Sequence[str], *, has_plus: bool) -> int:
    """How many of the digits are the area code and what is before it; 0 if they are no number.

    `ends` tells how many there are up to the end of each group, `marks` what is between these.
    """
    total = len(digits)
    if total < _SHORTEST_LANDLINE:
        return 0
    if digits[0] == "0":
        if len(ends) == 1 and total <= 12:
            return min(4, total - 7)
        if len(ends) == 2 and ends[0] in (3, 4) and total - ends[0] in (7, 8):
            return ends[0]
    found = re.fullmatch(_LANDLINE, digits)
    if found is None:
        return 0
    country, zero, *local = found.groups()
    area = total - len(next(filter(None, local)))
    is_abroad = bool(country) and (has_plus or country.startswith("00"))
    if area not in ends:
        return area if is_abroad and len(ends) == 1 else 0
    if not (is_abroad or (ends[0] == len(country) if country else zero)):
        return 0
    return area if len(set(marks[ends.index(area) + 1 :])) <= 1 else 0
