"""Parsing a text in pieces, which costs less time and lets equal pieces be parsed once.

A long text is cut at the lines that are exactly the header of an array of tables, and some hundred
tables are parsed at a time, by a faster parser where there is one.  The result is that of parsing
the whole with tomli, or tomli parses the whole after all: where a cut was not between tables, as
within a string of several lines, the piece before it does not parse, and where a piece holds
anything but these tables, the pieces may depend on each other.
"""

import functools
import importlib
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import tomli

from ..data import Data, Tracked, same_in_order

_TABLES_A_PIECE = 300
# With so many tables their memory is worth a little time.
_MANY_TABLES = 20_000

Pieces = Mapping[bytes, list[Data]]
"""The tables in each piece of a text that was parsed, by a digest of the piece."""


class Cut(NamedTuple):
    """Where a piece begins in a text, and how many tables of its array stand before it."""

    offset: int
    tables: int


class Parsed(NamedTuple):
    """What a text means, its pieces for the next time, and where these begin.

    From the first cut on there is nothing but tables of the array.
    """

    data: Data
    pieces: Pieces
    cuts: Sequence[Cut] = ()


def parse(
    text: str,
    array: str,
    known: Pieces | None = None,
    *,
    size: int = _TABLES_A_PIECE,
    likely: Sequence[Data] = (),
    track: Tracked = iter,
) -> Parsed:
    """The data in `text`, `size` tables of `array` at a time; `known` pieces are shared instead.

    So are the tables that are `likely` in their places, where they say what is read there.  `track`
    sees the tables go by.

    Raises tomli.TOMLDecodeError, ValueError or RecursionError as the parser does for the whole.
    """
    parsed = _in_pieces(text, array, known or {}, size, likely, track)
    return parsed or Parsed(tomli.loads(text), {})


def fast_loads() -> Callable[[str], Data] | None:
    """The parser of `alliance-cli[fast]`, if it is there; where it refuses a text, tomli decides.

    tests/test_fast_parser.py holds that of what `is_plain` it accepts what tomli does, and gives
    the same data.
    """
    try:
        loads = importlib.import_module("toml_rs").loads
    except ImportError:
        return None
    # As TOML 1.1 it takes a new line between a key in braces and what follows it.
    return functools.partial(loads, toml_version="1.0.0")


# What nests deeper than that, or may, only tomli bounds.
_MOST_SIGNS = 100


def is_plain(text: str, header: str) -> bool:
    """Whether no table of a text, each below this header, may nest deep; nor is there a BOM."""
    return not text.startswith("\ufeff") and all(
        table.count("[") + table.count("{") + table.count(".") <= _MOST_SIGNS
        for table in text.split(header)
    )


def _in_pieces(
    text: str, array: str, known: Pieces, size: int, likely: Sequence[Data], track: Tracked
) -> Parsed | None:
    """The data from the pieces of `text`, or None where the whole must be parsed."""
    # The parser reads every CRLF as a line feed; pieces that differ in these alone are equal.
    has_returns = "\r" in text
    # A pattern that begins with what is sought, and not with ^, is found six times as fast.
    found = re.finditer(rf"\[\[{array}\]\]\r?$", text, re.MULTILINE)
    starts = [n for n in (each.start() for each in found) if n == 0 or text[n - 1] == "\n"]
    if len(starts) <= size or (has_returns and "\r" in text.replace("\r\n", "")):
        return None
    # Most files are short, and the import takes as long as their parsing.
    import hashlib

    fast = fast_loads()
    pieces: dict[bytes, list[Data]] = {}
    cuts: list[Cut] = []
    try:
        data: Data = tomli.loads(text[: starts[0]])
        if array in data:
            return None
        data[array] = []
        for first, start in enumerate(track(starts)):
            if first % size:
                continue
            end = starts[first + size] if first + size < len(starts) else len(text)
            source = text[start:end]
            if has_returns:
                source = source.replace("\r\n", "\n")
            digest = hashlib.blake2b(source.encode(), digest_size=32).digest()
            tables = known.get(digest)
            if tables is None:
                loads = fast if fast and is_plain(source, f"[[{array}]]") else tomli.loads
                piece = loads(source)
                tables = piece.pop(array)
                if piece:
                    return None
                if len(starts) >= _MANY_TABLES:
                    tables = [*map(_with_shared_keys, tables)]
                at = len(data[array])
                tables = _shared(tables, likely[at : at + len(tables)])
            pieces[digest] = tables
            cuts.append(Cut(start, len(data[array])))
            data[array].extend(tables)
    except (tomli.TOMLDecodeError, ValueError, RecursionError):
        return None
    return Parsed(data, pieces, cuts)


def _shared(tables: list[Data], likely: Sequence[Data]) -> list[Data]:
    """The tables, in whose place stand those that are `likely` where these are the same."""
    shared = [
        other if same_in_order(table, other) else table
        for table, other in zip(tables, likely, strict=False)
    ]
    return [*shared, *tables[len(shared) :]]


def _with_shared_keys(table: Data) -> Data:
    """The table with keys that are one object each in all tables: a third less memory."""
    intern = sys.intern
    return {
        intern(key): part if type(part) is not list else _with_keys_of_tables(part)
        for key, part in table.items()
    }


def _with_keys_of_tables(values: list[Any]) -> list[Any]:
    if type(values[0] if values else None) is not dict:
        return values
    return [_with_shared_keys(each) if type(each) is dict else each for each in values]
