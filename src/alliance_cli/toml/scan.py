"""Scanning TOML text: its statements, and the parts of its values, with their places.

The parser (`tomli`) says what a document means; this module says where everything stands.  It is
meant for text that the parser accepts, of TOML 1.0 or 1.1, and there it is exact; in other text it
raises `ScanError` at the opening of what it could not follow, which is where a person would look.

Offsets count characters from the beginning of the text.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import tomli

# Before Python 3.11.5 a possessive group goes on at a wrong place where its last round fails after
# a repeat, a look-ahead or a branch (gh-106052).  In those here nothing after such a part can fail.
BLANK = re.compile(r"[ \t\r\n]*+(?:#[^\n]*+[ \t\r\n]*+)*+")
_SPACES = re.compile(r"[ \t]*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_BASIC = r'"(?!"")[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_LITERAL = r"'(?!'')[^'\n]*+'"
_ESCAPED = r"\\[\s\S]"
_BASIC_LINES = rf'"""(?:[^"\\]++|{_ESCAPED}|"[^"\\]|""[^"\\]|"{_ESCAPED}|""{_ESCAPED})*+"{{3,5}}'
_LITERAL_LINES = r"'''(?:[^']++|'[^']|''[^'])*+'{3,5}"
_STRING = re.compile(f"{_BASIC_LINES}|{_LITERAL_LINES}|{_BASIC}|{_LITERAL}")
_QUOTED_KEY = re.compile(f"{_BASIC}|{_LITERAL}")
# A number, a date (which may hold one space) or a word: up to what can follow a value.
_SCALAR = re.compile(r"[^\s,\]}#\[{\"']++(?:[ ](?=\d)[^\s,\]}#\[{\"']++)?")
# Bounded, as every round takes memory until the match is made.
_NESTED = re.compile(f"(?:[^\\[\\]{{}}\"'#]++|#[^\\n]*+|{_STRING.pattern}){{1,1000}}")
_TOKEN = re.compile(f"{_STRING.pattern}|#[^\\n]*+|[^\"'#]++")
# Lines that hold one key with a plain value or a list of such: most of a registry, passed over
# many at a time.
_PLAIN_LINES = re.compile(
    r"(?:[ \t]*+(?:[A-Za-z0-9_-]++[ \t]*+=[ \t]*+"
    rf"(?:{_BASIC}|[^\s\"'\[\]{{}}#,=]++|\[(?:{_BASIC}|[^\[\]{{}}\"'#\n]++)*\])"
    r"[ \t]*+)?(?:#[^\n]*+)?\r?\n){1,1000}"
)
# A header as nearly all are: without spaces or quotes, two brackets on both sides or one.
_PLAIN_HEADER = re.compile(r"\[(\[)?([A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*)\](?(1)\])")


class ScanError(Exception):
    """The text cannot be followed from `offset` on, where something was opened."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Span(NamedTuple):
    """The characters from `start` up to but not including `end`."""

    start: int
    end: int


class Key(NamedTuple):
    """A key, dotted or not: its parts and where it stands."""

    parts: tuple[str, ...]
    span: Span


class Statement(NamedTuple):
    """A header or a pair; `value` is empty for a header, whose span is `key.span` with brackets."""

    kind: Literal["table", "array", "pair"]
    key: Key
    value: Span
    span: Span


def statements(text: str, start: int = 0, end: int | None = None) -> Iterator[Statement]:
    """Every statement from `start`, which is outside of any statement, up to `end`."""
    end = len(text) if end is None else end
    position = _after(BLANK, text, start)
    while position < end:
        statement = _statement(text, position)
        yield statement
        position = _after(BLANK, text, statement.span.end)


def after_blank(text: str, position: int) -> int:
    """Where the next statement begins, or the text ends, at or after `position`."""
    return _after(BLANK, text, position)


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Every string, every comment, and what stands between them, in text that the parser accepts.

    What it is its first character says: a quote, a hash, or another.
    """
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        yield Span(*match.span())


def headers(text: str, start: int = 0, end: int | None = None) -> Iterator[Statement]:
    """Every header, and every pair whose value is not a plain one on one line.

    The same stream as `statements` without most of the pairs, at a small part of the cost.  What
    begins at `end` is a header.
    """
    end = len(text) if end is None else end
    position = start
    while True:
        position = _after(BLANK, text, position)
        # Plain lines can be passed over only from the beginning of a line.
        line = text.rfind("\n", 0, position) + 1
        while match := _PLAIN_LINES.match(text, line):
            line = match.end()
        position = _after(BLANK, text, max(position, line))
        if position >= end:
            return
        statement = _plain_header(text, position) or _statement(text, position)
        yield statement
        position = statement.span.end


def _plain_header(text: str, start: int) -> Statement | None:
    """The header at `start`, if it is a plain one."""
    match = _PLAIN_HEADER.match(text, start)
    if match is None:
        return None
    key = Key(tuple(match[2].split(".")), Span(*match.span(2)))
    kind: Literal["table", "array"] = "array" if match[1] else "table"
    end = match.end()
    return Statement(kind, key, Span(end, end), Span(start, end))


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _statement(text: str, start: int) -> Statement:
    if text.startswith("[", start):
        kind: Literal["table", "array"] = "array" if text.startswith("[[", start) else "table"
        brackets = 2 if kind == "array" else 1
        key = _key(text, _after(_SPACES, text, start + brackets), start)
        end = _after(_SPACES, text, key.span.end)
        if not text.startswith("]" * brackets, end):
            raise ScanError(start)
        end += brackets
        return Statement(kind, key, Span(end, end), Span(start, end))
    key = _key(text, start, start)
    equals = _after(_SPACES, text, key.span.end)
    if not text.startswith("=", equals):
        raise ScanError(equals)
    value = value_span(text, _after(_SPACES, text, equals + 1))
    return Statement("pair", key, value, Span(start, value.end))


def _key(text: str, start: int, opening: int) -> Key:
    """The key at `start`, part of what was opened at `opening`."""
    parts: list[str] = []
    position = start
    while True:
        if match := _BARE_KEY.match(text, position):
            parts.append(match.group())
        elif match := _QUOTED_KEY.match(text, position):
            parts.append(_unquoted(match.group()))
        else:
            inside = position > start or text.startswith(('"', "'"), position)
            raise ScanError(position if inside else opening)
        end = match.end()
        position = _after(_SPACES, text, end)
        if not text.startswith(".", position):
            return Key(tuple(parts), Span(start, end))
        position = _after(_SPACES, text, position + 1)


def _unquoted(key: str) -> str:
    if "\\" not in key:
        return key[1:-1]
    try:
        (name,) = tomli.loads(f"{key} = 0")
    except tomli.TOMLDecodeError:
        return key[1:-1]
    return str(name)


def value_span(text: str, start: int) -> Span:
    """Where the value that begins at `start` stands."""
    if text.startswith(("[", "{"), start):
        return Span(start, _nested_end(text, start))
    match = _STRING.match(text, start) or _SCALAR.match(text, start)
    if match is None:
        raise ScanError(start)
    return Span(start, match.end())


def string_end(text: str, start: int) -> int | None:
    """Where the string ends that begins at `start`, if one does."""
    match = _STRING.match(text, start)
    return match.end() if match else None


def _nested_end(text: str, start: int) -> int:
    """The end of the list or table that is opened at `start`."""
    opened: list[int] = []
    position = start
    while True:
        if position >= len(text):
            raise ScanError(opened[-1])
        character = text[position]
        if character in "[{":
            opened.append(position)
        elif character in "]}" and text[opened[-1]] == {"]": "[", "}": "{"}[character]:
            opened.pop()
            if not opened:
                return position + 1
        elif character in "]}":
            raise ScanError(opened[-1])
        else:
            # A string that does not end is what a person must mend, not the list around it.
            raise ScanError(position)
        position += 1
        while match := _NESTED.match(text, position):
            position = match.end()


def elements(text: str, array: Span) -> Iterator[Span]:
    """The elements of the array that stands at `array`."""
    position = _after(BLANK, text, array.start + 1)
    while position < array.end - 1:
        element = value_span(text, position)
        yield element
        position = _after(BLANK, text, element.end)
        if text.startswith(",", position):
            position = _after(BLANK, text, position + 1)


def pairs(text: str, table: Span) -> Iterator[Statement]:
    """The pairs of the inline table that stands at `table`."""
    position = _after(BLANK, text, table.start + 1)
    while position < table.end - 1:
        pair = _statement(text, position)
        yield pair
        position = _after(BLANK, text, pair.span.end)
        if text.startswith(",", position):
            position = _after(BLANK, text, position + 1)
