"""What the texts of a workbook's cells come to, before any reader makes a copy of each.

A string that cells share stands once in a file, and readers give every cell one of its own.  Sizes
are in bytes of the file, with the marks around a text: never less than what a reader makes of it.
"""

import contextlib
import itertools
import re
import struct
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

MOST_TEXT = 400_000_000
"""What the texts of all cells may come to: 100,000 members with their origin have 150 million."""

MOST_STRINGS = 3_000_000
"""The strings that cells share."""

_STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
# A cell that says nothing of its type holds a number; the value of any other may name a string.
_VALUE = re.compile(
    rb"<c(?: [rs]=\"\w+\")*><v>[^<>]*<"
    rb"|<(?:\w+:)?v(?:\s[^<>]*)?>([^<>]*)<"
)
_MOST_DIGITS = 64
_COMMENT = b"<!"
_LONGEST_TAG = 1 << 12


class StringSizes:
    """The sizes of the strings that cells share, in order.

    Of strings that are not `clear`, as no program writes them, readers may count others.
    """

    def __init__(self, sizes: Sequence[int] = (), *, clear: bool = True) -> None:
        self.count = len(sizes)
        """How many there are."""
        self._sizes = sizes
        self._longest = max(sizes, default=0)
        self._clear = clear

    def of_cells(self, sheet: bytes) -> int:
        """What those come to that cells in this part of a sheet refer to, at most."""
        values = [*filter(None, _VALUE.findall(sheet))]
        if not self._clear or _COMMENT in sheet:
            return len(values) * self._longest
        if b"".join(values).isdigit() and max(map(len, values)) < _MOST_DIGITS:
            with contextlib.suppress(IndexError):
                return sum(map(self._sizes.__getitem__, map(int, values)))
        return sum(map(self._of, values))

    def _of(self, value: bytes) -> int:
        if not self._sizes:
            return 0
        # What is no number is read as the first one.
        number = int(value) if value.isdigit() and len(value) < _MOST_DIGITS else 0
        return self._sizes[number] if number < len(self._sizes) else 0


def sizes_of_strings(pieces: Iterable[bytes]) -> StringSizes:
    """The sizes of the strings in the part of a package that has them (ECMA-376, 18.4)."""
    starts = array("q")
    end = rest_at = 0
    rest, clear = b"", True
    for piece in pieces:
        text = rest + piece
        clear = clear and _COMMENT not in text
        # A tag that is cut is looked at with what follows.
        cut = max(text.rfind(b"<"), 0)
        if rest and _STRING.match(text, 0, cut):
            starts.append(rest_at)
        shift = end - len(rest)
        starts.extend(shift + match.start() for match in _STRING.finditer(text, len(rest), cut))
        if len(starts) > MOST_STRINGS:
            # How large each of them is does not matter any more.
            return StringSizes(starts)
        if cut >= len(rest):
            rest_at = end + cut - len(rest)
        end += len(piece)
        rest = text[cut:][:_LONGEST_TAG]
        clear = clear and (b">" in rest or len(rest) < _LONGEST_TAG)
    starts.append(end)
    sizes = array("q", (after - before for before, after in itertools.pairwise(starts)))
    return StringSizes(sizes, clear=clear)


# Records of the binary format (MS-XLS, 2.3): the strings that cells share, what continues them,
# and a cell with one of them.
_STRINGS, _CONTINUES, _SHARED = 0x00FC, 0x003C, 0x00FD
_WIDE, _ASIAN, _RICH = 0x01, 0x04, 0x08


def text_of_records(records: bytes) -> int:
    """What the strings come to that the cells of a workbook of Excel 97 to 2003 refer to.

    Raises struct.error or IndexError where the strings are damaged.
    """
    parts: list[bytes] = []
    used: Counter[int] = Counter()
    offset, before = 0, -1
    while offset + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, offset)
        if kind == _STRINGS or (kind == _CONTINUES and before == _STRINGS):
            parts.append(records[offset + 4 : offset + 4 + length])
            before = _STRINGS
        else:
            before = kind
            if kind == _SHARED and length >= 10:
                used[struct.unpack_from("<I", records, offset + 10)[0]] += 1
        offset += 4 + length
    if not (parts and used):
        return 0
    return sum(used[number] * size for number, size in enumerate(_sizes_in(parts)))


def _sizes_in(parts: Sequence[bytes]) -> Iterator[int]:
    """The sizes of the strings in these records, the first of which says how many there are."""
    count = struct.unpack_from("<I", parts[0], 4)[0]
    part, at = 0, 8
    for _ in range(count):
        if at >= len(parts[part]):
            part, at = part + 1, 0
            if part == len(parts):
                return
        characters, flags = struct.unpack_from("<HB", parts[part], at)
        at += 3
        behind = 0
        if flags & _RICH:
            behind += 4 * struct.unpack_from("<H", parts[part], at)[0]
            at += 2
        if flags & _ASIAN:
            behind += struct.unpack_from("<I", parts[part], at)[0]
            at += 4
        yield 2 * characters
        width = 1 + (flags & _WIDE)
        while (room := (len(parts[part]) - at) // width) < characters:
            # What continues a string says anew how wide its characters are.
            characters -= room
            part, at = part + 1, 1
            width = 1 + (parts[part][0] & _WIDE)
        at += characters * width + behind
        while part + 1 < len(parts) and at > len(parts[part]):
            part, at = part + 1, at - len(parts[part])
