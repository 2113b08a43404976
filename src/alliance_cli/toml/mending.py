"""Mending: what people type wrongly in TOML put right, where it is known what was meant.

A statement that the parser does not take is read here leniently, as a person would.  What comes of
it must be one statement of TOML that means exactly what was read; all else stays.
"""

import contextlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import tomli

from ..data import same
from ..values.characters import is_invisible
from ..values.dates import is_partial, whole_day
from ..values.names import name_key
from . import mistakes, scan
from .compose import toml_key, toml_value
from .lines import line_end
from .mistakes import DOUBLE_QUOTES, PLAIN, SINGLE_QUOTES
from .scan import Span
from .syntax import Explanation, explain_syntax

# More were not typed; each is looked for in the rest of the text, so of a long one fewer are.
_MOST_SLIPS = 1000
_MOST_CHARACTERS = 100_000_000
_LONGEST_STATEMENT = 300_000
_DEEPEST = 20
_LONGEST = 2000

Replacement = tuple[Span, str]
"""The characters of a text, and what comes in their place."""

_FAILURES = (tomli.TOMLDecodeError, RecursionError, ValueError)


class Slip(NamedTuple):
    """Why the parser stopped, and what puts the statement right; nothing where nobody can tell.

    What is `certain` means what was meant beyond doubt.
    """

    explanation: Explanation
    edits: Sequence[Replacement]
    certain: bool


def slips(text: str, error: Exception) -> Iterator[Slip]:
    """What keeps `text` from being TOML, in order, up to the first that cannot be mended.

    `error` is that of the parser.  No edit touches the end of a line.
    """
    rest, moved = text, 0
    for number in range(min(_MOST_SLIPS, _MOST_CHARACTERS // max(len(text), 1)) or 1):
        why = explain_syntax(rest, error)
        found = _mended(rest, why.offset)
        yield Slip(
            why._replace(offset=why.offset + moved, other=None if number else why.other),
            [(Span(start + moved, end + moved), new) for (start, end), new in found.edits],
            found.certain,
        )
        if not found.edits:
            return
        # What stands before was taken; below a header of its own the rest means the same.
        header = _last_table(rest, found.edits[0][0].start)
        rest, moved = header + rest[found.end :], moved + found.end - len(header)
        try:
            tomli.loads(rest)
        except _FAILURES as another:
            error = another
        else:
            return
    why = explain_syntax(rest, error)
    yield Slip(why._replace(offset=why.offset + moved, other=None), (), certain=False)


def applied(text: str, edits: Sequence[Replacement], start: int = 0, end: int | None = None) -> str:
    """The part of `text` from `start` up to `end` with the edits in it made."""
    parts: list[str] = []
    position = start
    for span, new in edits:
        parts += (text[position : span.start], new)
        position = span.end
    return "".join((*parts, text[position:end]))


class _Mending(NamedTuple):
    """What puts a statement right, and where it ends."""

    edits: Sequence[Replacement] = ()
    certain: bool = False
    end: int = 0


def _mended(text: str, offset: int) -> _Mending:
    """What puts the statement right that the parser did not take at `offset`."""
    start = _start_of_statement(text, offset)
    reader = _Reader(text, start)
    try:
        meant = reader.statement()
        edits = sorted(reader.edits)
        means = tomli.loads(applied(text, edits, start, reader.position))
    except (_Unclear, *_FAILURES):
        return _Mending()
    if not same(means, meant):
        return _Mending()
    return _Mending(edits, reader.certain, reader.position)


def _start_of_statement(text: str, offset: int) -> int:
    """Where the statement begins that `offset` is in, or behind on its last line."""
    end = 0
    with contextlib.suppress(scan.ScanError):
        for statement in scan.statements(text, 0, offset + 1):
            end = statement.span.end
            if end > offset or "\n" not in text[end:offset]:
                return statement.span.start
    return min(scan.after_blank(text, end), offset)


def _last_table(text: str, offset: int) -> str:
    """The last header before `offset` of an array of tables with a name of one part."""
    header = ""
    # The statement in which `offset` is need not be one.
    with contextlib.suppress(scan.ScanError):
        for statement in scan.statements(text, 0, offset):
            if statement.kind == "array" and len(statement.key.parts) == 1:
                header = text[statement.span.start : statement.span.end]
    return header


class _Unclear(Exception):
    """Nobody can tell what was meant."""


_SPACE = r"[^\S\r\n]"
_SPACES = rf"{_SPACE}{{0,100}}"
_COMMAS = ",\uff0c\u3001;\uff1b"
_EQUALS = "=\uff1d:\uff1a"
_OPENING = {"[": "[", "{": "{", **{mark: plain for mark, plain in PLAIN.items() if plain in "[{"}}
_CLOSING = {"]": "]", "}": "}", **{mark: plain for mark, plain in PLAIN.items() if plain in "]}"}}
_BRACKETS = "".join(map(re.escape, (*_OPENING, *_CLOSING)))
# What may follow a value.
_END = rf"(?={_SPACES}(?:[{_COMMAS}\u3002{''.join(map(re.escape, _CLOSING))}#\uff03\r\n]|//|\Z))"
_ENDED = re.compile(_END)
_QUOTED = re.compile(
    rf'["{DOUBLE_QUOTES}]([^"{DOUBLE_QUOTES}\\\r\n]*)["{DOUBLE_QUOTES}]{_END}'
    rf"|['{SINGLE_QUOTES}]([^'{SINGLE_QUOTES}\r\n]*)['{SINGLE_QUOTES}]{_END}"
)
_WITHOUT_END = re.compile(rf"\"([^\"\\#\r\n=,{_BRACKETS}]{{0,{_LONGEST}}}?){_SPACES}(?=\r?\n|\Z)")
_IN_NO_WORD = rf"\r\n#\uff03\"'=\uff1d{_BRACKETS}"
_WORD = re.compile(
    rf"(?![{DOUBLE_QUOTES}{SINGLE_QUOTES}])[^{_IN_NO_WORD}]{{1,{_LONGEST}}}?"
    rf"(?={_SPACES}(?:[{_COMMAS}]*{_SPACES}(?:[\r\n#\uff03]|\Z)|{_SPACE}//))"
)
_ITEM = re.compile(rf"[^\s{_COMMAS}{_IN_NO_WORD}{DOUBLE_QUOTES}{SINGLE_QUOTES}]+{_END}")
_PAIRS_OF_QUOTES = (("\u201c", "\u201d"), ("\u2018", "\u2019"))
_PART_OF_KEY = re.compile(r"[\w-]+")
_NAME = re.compile(r"[^\W\d_][\w.@\u00b7\uff08\uff09()&+-]*")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+")
# Words that mean no text to people who program, and those that mean a truth to others.
_NO_TEXTS = ("null", "none", "nil", "nan", "inf")
_NEARLY_TRUTHS = ("yes", "no", "on", "off", "y", "n", "t", "f", "ture", "flase")


class _Reader:
    """Reads one statement from `position` on as a person would, and notes what to write instead."""

    def __init__(self, text: str, start: int) -> None:
        self.position = start
        self.edits: list[Replacement] = []
        self.certain = True
        self._start = start
        self._text = text

    def statement(self) -> dict[str, Any]:
        """What the statement means.  Raises _Unclear where nobody can tell."""
        meant: Any = {}
        if not self._text.startswith("//", self.position):
            path, meant = self._header() if _OPENING.get(self._next) == "[" else self._pair()
            for part in reversed(path):
                meant = {part: meant}
        self._end_of_line()
        return dict(meant)

    @property
    def _next(self) -> str:
        return self._text[self.position : self.position + 1]

    def _write(self, length: int, new: str, *, certain: bool = True) -> None:
        """Have `new` stand in the place of the next characters, and go on behind them."""
        span = Span(self.position, self.position + length)
        if self._text[span.start : span.end] != new:
            self.edits.append((span, new))
            self.certain = self.certain and certain
            if len(self.edits) > _MOST_SLIPS:
                raise _Unclear
        self.position = span.end

    def _spaces(self) -> None:
        while (character := self._next) and character not in "\r\n":
            if character.isspace():
                self._write(1, character if character in " \t" else " ")
            elif is_invisible(character):
                self._write(1, "")
            else:
                return

    def _blank(self) -> None:
        """Spaces, ends of lines and comments within brackets."""
        self._spaces()
        while self._next and self._next in "\r\n#\uff03":
            if self._next in "\r\n":
                self.position += 1
            else:
                self._comment(1)
            self._spaces()

    def _comment(self, sign: int, *, certain: bool = True) -> None:
        """A comment that a sign of so many characters opens."""
        self._write(sign, "#", certain=certain)
        end = line_end(self._text, self.position)
        self.position += len(self._text[self.position : end].rstrip("\r\n"))

    def _end_of_line(self) -> None:
        self._spaces()
        while self._next and self._next in _COMMAS + "\u3002":
            self._write(1, "")
            self._spaces()
        if self._text.startswith("//", self.position):
            self._comment(2)
        elif self._next and self._next in "#\uff03":
            self._comment(1)
        elif self._next and self._next not in "\r\n":
            raise _Unclear

    def _header(self) -> tuple[list[str], Any]:
        start = self.position
        opened = self._brackets(_OPENING, "[")
        path = self._key()
        closed = self._brackets(_CLOSING, "]")
        if opened < closed:
            self.edits.append((Span(start, start), "["))
        elif opened > closed:
            self._write(0, "]")
        self.certain = self.certain and opened == closed
        return path, {} if opened == closed == 1 else [{}]

    def _brackets(self, known: dict[str, str], plain: str) -> int:
        count = 0
        while count < 2 and known.get(self._next) == plain:
            self._write(1, plain)
            count += 1
        self._spaces()
        if not count:
            raise _Unclear
        return count

    def _pair(self, depth: int = 0) -> tuple[list[str], Any]:
        path = self._key()
        if not self._next or self._next not in _EQUALS:
            raise _Unclear
        self._write(1, "=")
        self._spaces()
        return path, self._value(depth)

    def _key(self) -> list[str]:
        path: list[str] = []
        while not path or (self._next and self._next in ".\uff0e"):
            if path:
                self._write(1, ".")
            self._spaces()
            path.append(self._part_of_key())
            self._spaces()
        return path

    def _part_of_key(self) -> str:
        if match := _PART_OF_KEY.match(self._text, self.position):
            name = unicodedata.normalize("NFKC", match.group())
            name = name if name.isascii() else match.group()
            self._write(len(match.group()), toml_key(name))
            return name
        end = scan.string_end(self._text, self.position)
        if end is None:
            raise _Unclear
        name = next(iter(tomli.loads(f"{self._text[self.position : end]} = 0")))
        self.position = end
        return name

    def _value(self, depth: int) -> Any:
        """A value, in brackets if `depth` is not 0."""
        if self.position - self._start > _LONGEST_STATEMENT or depth > _DEEPEST:
            raise _Unclear
        if opening := _OPENING.get(self._next):
            self._write(1, opening)
            return self._array(depth + 1) if opening == "[" else self._table(depth + 1)
        end = scan.string_end(self._text, self.position)
        if end is not None and _ENDED.match(self._text, end):
            return self._string(end)
        if match := _QUOTED.match(self._text, self.position):
            mark = '"' if match[1] is not None else "'"
            self._write(1, mark)
            self.position = match.end() - 1
            self._write(1, mark)
            return match[1] if mark == '"' else match[2]
        if not depth and (match := _WITHOUT_END.match(self._text, self.position)):
            self.position = match.end(1)
            self._write(0, '"', certain=False)
            return match[1]
        if match := (_ITEM if depth else _WORD).match(self._text, self.position):
            source, meant, certain = _meaning(match.group(), alone=not depth)
            self._write(len(match.group()), source, certain=certain)
            return meant
        raise _Unclear

    def _string(self, end: int) -> Any:
        source = self._text[self.position : end]
        try:
            meant = tomli.loads(f"k = {source}")["k"]
        except tomli.TOMLDecodeError:
            # A path of Windows: where one backslash is no escape, none was meant as one.
            if source.startswith('"""') or re.search(r'\\["\\]', source):
                raise _Unclear from None
            self._write(len(source), source.replace("\\", "\\\\"), certain=False)
            return source[1:-1]
        self.position = end
        return meant

    def _array(self, depth: int) -> list[Any]:
        items: list[Any] = []
        while not self._closes("]"):
            items.append(self._value(depth))
            self._comma("]")
        return items

    def _table(self, depth: int) -> dict[str, Any]:
        table: dict[str, Any] = {}
        while not self._closes("}"):
            (key, *more), meant = self._pair(depth)
            if more or key in table:
                raise _Unclear
            table[key] = meant
            self._comma("}")
        return table

    def _closes(self, plain: str) -> bool:
        self._blank()
        if _CLOSING.get(self._next) != plain:
            return False
        self._write(1, plain)
        return True

    def _comma(self, closing: str) -> None:
        """What stands between two items: a comma, or what was typed for one."""
        self._blank()
        if _CLOSING.get(self._next) == closing:
            return
        if self._next and self._next in _COMMAS:
            self._write(1, ",")
        else:
            self._write(0, ",", certain=False)
        self._blank()
        while self._next and self._next in _COMMAS:
            self._write(1, "", certain=False)
            self._blank()


def _meaning(word: str, *, alone: bool) -> tuple[str, Any, bool]:
    """How a word that stands without quotes is written, its value, and whether that is certain.

    Raises _Unclear where it may be anything; `alone` is that no list goes on behind it.
    """
    plain, folded = unicodedata.normalize("NFKC", word), name_key(word)
    if alone and _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    for source in (word, plain, folded if folded in ("true", "false") else plain):
        with contextlib.suppress(*_FAILURES):
            return source, tomli.loads(f"k = {source}")["k"], True
    if day := whole_day(folded):
        return day.isoformat(), day, True
    if is_partial(folded):
        # A month or a year is a text; how it is written is the affair of its field.
        return toml_value(word), word, True
    written = mistakes.how_written(folded)
    quoted = all(word.count(first) == word.count(last) for first, last in _PAIRS_OF_QUOTES)
    if written not in (mistakes.QUOTES, mistakes.ZERO) or folded in _NO_TEXTS or not quoted:
        raise _Unclear
    certain = _NAME.fullmatch(word) is not None and folded not in _NEARLY_TRUTHS
    return toml_value(word), word, certain
