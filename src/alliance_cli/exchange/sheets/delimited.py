r"""Reading CSV and TSV: which encoding, which separator, and every cell as its text.

What `export` wrote is read back exactly: the `'` before what a spreadsheet would run, and in TSV
the escapes `\t`, `\n` and `\\`.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from ...errors import CannotDo, WrongUsage
from ...language import say
from ..origin import MOST_CELLS
from .cells import delimited_cell
from .files import SEPARATORS

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_LINES = 40
_ESCAPE = re.compile(
    r"\\(?:([tnr\\])|x([0-9a-f]{2})|u([0-9a-f]{4})|U(000[0-9a-f]{5}|0010[0-9a-f]{4}))"
)
_LAYOUT = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


class Delimited(NamedTuple):
    """The rows of a text, and in which encoding it was read."""

    rows: list[list[str]]
    encoding: str


def read_delimited(
    name: str,
    raw: bytes,
    *,
    encoding: str | None,
    separator: str | None,
    recognised: Callable[[Sequence[str]], int],
    exported: Collection[str],
) -> Delimited:
    """The rows of the text `raw`, which comes from the file called `name`.

    Where nobody says the separator, it is the one with which most headings of a line are
    `recognised`; `exported` are the headings of an export.  Raises CannotDo where the text is not
    in the encoding, or in no encoding that is known.
    """
    text, encoding = _decoded(name, raw, encoding)
    mark = SEPARATORS[separator] if separator else _separator(name, text, recognised)
    if text.count("\n") > MOST_CELLS:
        raise _too_many(name)
    if mark == "\t" and (rows := _as_exported(text, encoding, exported)):
        return Delimited(rows, encoding)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        cells = _Cells()
        room = MOST_CELLS
        rows = []
        for row in reader:
            room -= len(row) + 1
            if room < 0:
                raise _too_many(name)
            rows.append([*map(cells.__getitem__, row)])
    except csv.Error as error:
        line = reader.line_num
        raise CannotDo(
            say(f"{name}:{line}: not CSV: {error}", f"{name}:{line}：不是 CSV：{error}"),
            say(
                "a quote is missing or stands in the middle; mend it, or save it as xlsx",
                "缺少引号或引号位置不对，请改正，或另存为 xlsx",
            ),
        ) from error
    return Delimited(rows, encoding)


def _too_many(name: str) -> CannotDo:
    return CannotDo(
        say(
            f"{name}: this is more than a list of members ever has",
            f"{name}：内容超出会员名单的限度",
        )
    )


class _Cells(dict[str, str]):
    """What texts are as cells; most of what stands in a list stands there many times."""

    def __missing__(self, text: str) -> str:
        self[text] = cell = delimited_cell(text)
        return cell


def _decoded(name: str, raw: bytes, encoding: str | None) -> tuple[str, str]:
    known = next((each for mark, each in _MARKS if raw.startswith(mark)), None)
    for each in [known or encoding] if known or encoding else ["utf-8", _likely_encoding(raw)]:
        try:
            return raw.decode(each or "utf-8"), each or "utf-8"
        except UnicodeError:
            continue
    if encoding:
        raise WrongUsage(
            say(f"{name}: this text is not {encoding}", f"{name}：文本不是 {encoding} 编码")
        )
    raise CannotDo(
        say(f"{name}: this is no text that can be read", f"{name}：这不是可读的文本"),
        say(
            "save it as xlsx or as CSV UTF-8, or name its --encoding",
            "请另存为 xlsx 或 UTF-8 编码的 CSV，或用 --encoding 指定编码",
        ),
    )


# The codes of the characters that are common in an encoding of two bytes; those of GB 2312 have
# two high bytes, and what came later has a low one.
_COMMON = {
    "gb18030": re.compile(rb"[\xa1-\xf7][\xa1-\xfe]"),
    "big5": re.compile(rb"[\xa1-\xc6].", re.DOTALL),
    "cp932": re.compile(rb"[\x81-\x83\x88-\x97].", re.DOTALL),
}
_MOST_SAMPLED = 1 << 16


def _likely_encoding(raw: bytes) -> str:
    """The encoding in which most characters of a text are common ones; the usual one in doubt."""
    shares = {each: _share_of_common(raw, each) for each in _COMMON}
    likely = max(shares, key=shares.__getitem__)
    return likely if shares["gb18030"] < 0.9 < shares[likely] else "gb18030"


def _share_of_common(raw: bytes, encoding: str) -> float:
    try:
        text = raw.decode(encoding)[:_MOST_SAMPLED]
    except UnicodeError:
        return 0
    codes = [c.encode(encoding) for c in text if not c.isascii()]
    common = sum(_COMMON[encoding].fullmatch(code) is not None for code in codes)
    return common / max(len(codes), 1)


def _separator(name: str, text: str, recognised: Callable[[Sequence[str]], int]) -> str:
    """What stands between the cells: where headings are known, else by the name of the file."""
    sample = "".join(text[:_MOST_SAMPLED].splitlines(keepends=True)[:_SAMPLE_LINES])
    usual = "\t" if name.lower().endswith((".tsv", ".txt")) else ","
    best, most = usual, 0
    marks = dict.fromkeys((usual, *SEPARATORS.values()))
    # Those that do not occur make the same cells of all lines.
    absent = [mark for mark in marks if mark not in sample]
    for mark in marks:
        if mark in absent[1:]:
            continue
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
        try:
            found = max((recognised(row) for row in rows), default=0)
        except csv.Error:
            continue
        if found > most:
            best, most = mark, found
    return best


def _as_exported(text: str, encoding: str, exported: Collection[str]) -> list[list[str]] | None:
    """The rows of TSV as `export` writes it: without quotes, with as many cells in each line.

    None where the headings are not those of an export, or a spreadsheet has saved it: they write
    TSV as CSV with tabs, in UTF-16 or the encoding of the system.
    """
    if encoding == "utf-16" or (encoding not in ("utf-8", "utf-8-sig") and '\t"' in text):
        return None
    lines = text.removesuffix("\n").split("\n")
    lines = [line.removesuffix("\r") for line in lines]
    if "\t" in lines[0]:
        lines = [line for line in lines if line]
    if len({line.count("\t") for line in lines}) > 1:
        return None
    if not set(exported).issuperset(lines[0].split("\t")):
        return None
    return [[_unescaped(delimited_cell(cell)) for cell in line.split("\t")] for line in lines]


def _unescaped(text: str) -> str:
    # What has no escape stays as it is, with whatever it has of a state.
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(match: re.Match[str]) -> str:
    layout, *codes = match.groups()
    return _LAYOUT[layout] if layout else chr(int(next(filter(None, codes)), 16))
