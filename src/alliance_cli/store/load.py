"""Loading: from a path to the text, the data and the registry in it.  The one way in.

Whatever keeps a file from being a registry becomes a finding with its place, so that `validate`
can report it like any other and every other command can say it in one line.
"""

import contextlib
import functools
import io
import itertools
import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import tomli

from ..data import Data, Position, Tracked
from ..data import Path as DataPath
from ..errors import CannotDo, reason_of
from ..findings import rules
from ..findings.finding import Finding, Located, Repair
from ..kinds.file_shape import shape_findings
from ..kinds.member import MEMBER
from ..language import say
from ..registry.registry import Registry, from_data, title_of
from ..toml.parse import Cut, Parsed, Pieces, parse

if TYPE_CHECKING:
    from ..toml.mending import Replacement
    from ..toml.positions import Positions

_Result = TypeVar("_Result")

MAXIMUM_SIZE = 256 * 1024 * 1024
"""The largest file that is read, in bytes; a hundred thousand members need a fifth of it."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CHARACTERS_A_PIECE = 1024 * 1024
# TOML promises no integer beyond 64 bits; longer runs of digits, of any base, are worth a look.
_LONG_NUMBER = b"0" * 19
_AS_ZEROS = bytes.maketrans(b"123456789_", b"0" * 10)
_LONG_HEXADECIMAL = rb"x[0-9A-Fa-f_]{16}"
# A key of so many parts; the memory that the parser takes grows with the square of their number.
_MOST_PARTS = 100
_LONG_KEY = (
    r"(?:\A|\n)[ \t]*+\[{0,2}[ \t]*+"
    r"(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}"
)
_NEITHER_DOTS_NOR_LINES = bytes({*range(256)} - {*b".\n"})
_INTEGERS = range(-(2**63), 2**63)


class Unreadable(CannotDo):
    """The file is there, but it is not a registry; `located` says why and where.

    `mending` is what would make one of it, where slips of typing are all that is wrong.
    """

    def __init__(
        self, path: Path, located: list[Located], mending: "Mending | None" = None
    ) -> None:
        finding, position = located[0].finding, located[0].position
        place = f"{path}:{position.line}:{position.column}: {finding.severity} {finding.rule.code}"
        if finding.rule is rules.NO_FILE:
            place = str(path)
        super().__init__(f"{place}: {finding.message}", _remedy(finding.hint, mending))
        self.located = located
        self.mending = mending


def _remedy(hint: str, mending: "Mending | None") -> str:
    """A hint, and the command that does what it says, where one does."""
    if mending is None:
        return hint
    command = "alliance validate --fix" + ("" if mending.certain else " --unsafe")
    return say("; ", "；").join(
        filter(None, (hint, say(f"`{command}` repairs it", f"可用 `{command}` 修复")))
    )


def pieces_of(text: str, start: int, end: int) -> Iterator[str]:
    """A part of a text in pieces, so that a large one is not held once more as a whole."""
    for at in range(start, end, _CHARACTERS_A_PIECE):
        yield text[at : min(at + _CHARACTERS_A_PIECE, end)]


@dataclass(eq=False, repr=False)
class Source:
    """A file as it was read: the text, and the byte-order mark that it begins with, or nothing."""

    path: Path
    byte_order_mark: bytes
    text: str

    def pieces_of_bytes(self) -> Iterator[bytes]:
        """The bytes of the file, made one piece after another: a large file is held once."""
        yield self.byte_order_mark
        for piece in pieces_of(self.text, 0, len(self.text)):
            yield piece.encode("utf-8")

    @property
    def raw(self) -> bytes:
        """Every byte of the file."""
        return b"".join(self.pieces_of_bytes())

    def is_in(self, raw: bytes) -> bool:
        """Whether the file is these bytes."""
        return self._is_read_by(io.BytesIO(raw).read)

    def still_stands(self) -> bool:
        """Whether the file is as it was read; raises as `read_bytes`."""
        with opened(self.path) as file:
            return self._is_read_by(file.read)

    def _is_read_by(self, read: Callable[[int], bytes]) -> bool:
        return all(read(len(each)) == each for each in self.pieces_of_bytes()) and not read(1)


@dataclass(eq=False, repr=False)
class Document(Source):
    """A registry file as it was read; `pieces` is what was parsed of it one by one, at `cuts`."""

    data: Data
    pieces: Pieces
    cuts: Sequence[Cut]
    registry: Registry
    shape: list[Finding] = field(default_factory=list)

    @functools.cached_property
    def positions(self) -> "Positions":
        """Where everything stands; found out when first asked for."""
        from ..toml.positions import Positions

        return Positions(self.text, MEMBER.table, self.cuts)

    def locate(self, finding: Finding) -> Located:
        """`finding` with its line and column."""
        related = self.positions.locate(finding.related) if finding.related else None
        records = self.registry.records.get(str(finding.path[0]), ()) if finding.path else ()
        member = {} if finding.member is None else records[finding.member]
        return Located(
            finding,
            str(self.path),
            self.positions.locate(finding.path, finding.at),
            related,
            str(member.get("id", "")),
            str(title_of(member)),
        )


@dataclass(frozen=True)
class Mending:
    """What makes a registry of a file with slips of typing, statement by statement.

    `edits` has the characters of the old text and what comes in their place.  A `certain` one means
    what was meant beyond doubt.
    """

    before: Source
    edits: "list[list[Replacement]]"
    after: Document
    certain: bool


def load(path: Path, track: Tracked = iter) -> Document:
    """The registry in the file at `path`; `track` sees the members of a long one go by.

    Raises CannotDo where the file cannot be read, Unreadable where it is not a registry.
    """
    return document_of(path, read_bytes(path, init_makes(path)), track=track)


def document_of(
    path: Path, raw: bytes, known: Pieces | None = None, *, track: Tracked = iter
) -> Document:
    """The registry in `raw`, which is what the file at `path` holds; `track` as for `load`.

    With the pieces `known` of another state, even none, the records that stand in both as they are
    here are the same objects.  Raises Unreadable where it is not a registry.
    """
    text = _decode(path, raw)
    mark = _BYTE_ORDER_MARK if raw.startswith(_BYTE_ORDER_MARK) else b""
    source = Source(path, mark, text)
    if _has_long_keys(raw, text):
        _refuse_long_keys(path, text)
    has_long_numbers = _has_long_numbers(raw)
    try:
        if known is None:
            parsed = parse(text, MEMBER.table, track=track)
        else:
            parsed = parse(text, MEMBER.table, known, size=1)
    except (tomli.TOMLDecodeError, RecursionError, ValueError) as error:
        raise _not_toml(source, error) from None
    return _document(source, parsed, has_long_numbers)


def _document(source: Source, parsed: Parsed, has_long_numbers: bool) -> Document:
    """The registry in what was parsed of `source`; as `document_of`."""
    path, text = source.path, source.text
    data, pieces, cuts = parsed
    if has_long_numbers:
        _refuse_huge_numbers(path, text, data)
    shape = list(shape_findings(data))
    if any(finding.rule.stops_reading for finding in shape):
        from ..toml.positions import Positions

        positions = Positions(text)
        located = [
            Located(finding, str(path), positions.locate(finding.path, finding.at))
            for finding in shape
        ]
        raise Unreadable(path, sorted(located, key=lambda each: each.finding.severity.value))
    return Document(path, source.byte_order_mark, text, data, pieces, cuts, from_data(data), shape)


_SHARING_ERRORS = (5, 32, 33)
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""How long to wait before trying again what may be refused for a moment only, in seconds."""


def patiently(action: Callable[[], _Result]) -> _Result:
    """What `action` gives; where another program on Windows has the file open, it is tried again.

    Virus scanners and synchronisation open every new file for a moment.  The errors are access
    denied, sharing violation and lock violation; after some 1.5 seconds they are raised.
    """
    for wait in WAITS:
        try:
            return action()
        except OSError as error:
            if getattr(error, "winerror", None) not in _SHARING_ERRORS:
                raise
        time.sleep(wait)
    return action()


def init_makes(path: Path) -> str:
    """What a person may do who has no registry at `path` yet."""
    return say(
        f"`alliance init {path}` makes a new registry", f"新建名录请用 `alliance init {path}`"
    )


def read_bytes(path: Path, remedy: str = "") -> bytes:
    """Every byte of the file at `path`; `remedy` says what helps where there is none.

    Raises Unreadable where it is not there, not an ordinary file, too large or not to be read.
    """
    with opened(path, remedy) as file:
        return file.read(MAXIMUM_SIZE)


@contextlib.contextmanager
def opened(path: Path, remedy: str = "") -> Iterator[BinaryIO]:
    """The file at `path`, to be read; as `read_bytes`."""
    check_is_file(path, remedy)
    # A pipe that comes to stand here meanwhile would block, or never end.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(patiently(lambda: os.open(path, flags)), "rb") as file:
            yield file
    except OSError as error:
        raise _no_file(path, _reason(error)) from error


def check_is_file(path: Path, remedy: str = "") -> None:
    """Raise Unreadable where `path` is not an ordinary file of a size that can be read.

    `remedy` says what helps where there is none.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        message = say("there is no such file", "没有这个文件")
        hint = say("check the name and the folder", "请检查文件名和所在文件夹")
        hint = say("; ", "；").join(filter(None, (hint, remedy)))
        raise _no_file(path, message, hint) from None
    except (OSError, ValueError) as error:
        raise _no_file(path, _reason(error)) from error
    if not stat.S_ISREG(status.st_mode):
        raise _no_file(
            path,
            say("this is a directory", "这是一个目录")
            if stat.S_ISDIR(status.st_mode)
            else say("this is no ordinary file", "这不是普通文件"),
            say("name the file itself", "请指定文件本身"),
        )
    if status.st_size > MAXIMUM_SIZE:
        raise _no_file(
            path,
            say(
                f"{status.st_size:,} bytes are more than a registry ever has",
                f"文件有 {status.st_size:,} 字节，超出名录的限度",
            ),
        )


def _reason(error: Exception) -> str:
    reason = reason_of(error)
    return say(f"it cannot be read: {reason}", f"无法读取：{reason}")


def _no_file(path: Path, message: str, hint: str = "") -> Unreadable:
    finding = Finding(rules.NO_FILE, message, (), hint=hint)
    return Unreadable(path, [Located(finding, str(path), Position(1, 1))])


def _decode(path: Path, raw: bytes) -> str:
    try:
        return raw.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        # With two bytes a character, everything before is wrong too.
        offset = 0 if b"\0" in raw[: error.start] else error.start
    from ..toml.encodings import explain_bytes
    from ..toml.positions import Lines

    rule, message, hint = explain_bytes(raw)
    before = raw.removeprefix(_BYTE_ORDER_MARK)[:offset].decode("utf-8")
    position = Lines(before).position(len(before))
    raise Unreadable(path, [Located(Finding(rule, message, (), hint=hint), str(path), position)])


def _not_toml(source: Source, error: Exception) -> Unreadable:
    """Why `source` is not TOML, every slip at its place, and what would mend them all."""
    from ..toml.conflicts import conflicts
    from ..toml.mending import applied, slips
    from ..toml.positions import Lines
    from ..toml.syntax import explain_syntax

    found = list(slips(source.text, error))
    edits = [list(slip.edits) for slip in found]
    lines = Lines(source.text)
    told = [(slip.explanation, lines) for slip in found]
    mending = None
    if all(edits):
        text = applied(source.text, [edit for each in edits for edit in each])
        mended = Source(source.path, source.byte_order_mark, text)
        try:
            has_long_numbers = _has_long_numbers(mended.raw)
            after = _document(mended, parse(text, MEMBER.table), has_long_numbers)
            mending = Mending(source, edits, after, all(slip.certain for slip in found))
        except Unreadable:
            pass
        except (tomli.TOMLDecodeError, RecursionError, ValueError) as another:
            # Lines stay where they are.
            told.append((explain_syntax(text, another), Lines(text)))
    if mending is None:
        # What was likely of one that cannot be mended need not be so; what follows is open.
        sure = next((n for n, slip in enumerate(found) if not slip.certain), len(told))
        told = told[: sure + 1]
    located = []
    for why, lines in told:
        other = None if why.other is None else lines.position(why.other)
        repair = None if mending is None else Repair(None, mending.certain)
        finding = Finding(why.rule, why.message, (), hint=why.hint, repair=repair)
        located.append(Located(finding, str(source.path), lines.position(why.offset), other))
    if merged := conflicts(source.text):
        from .conflicts import conflict_findings

        at = [lines.position(each.span.start) for each in merged]
        located = [each for each in located if each.position not in at]
        findings = conflict_findings(source.text, merged)
        located += map(Located, findings, itertools.repeat(str(source.path)), at)
    return Unreadable(source.path, located, mending)


def _has_long_keys(raw: bytes, text: str) -> bool:
    """Whether any key at the beginning of a line has a hundred parts with dots behind them."""
    # Hardly any line has a hundred dots, and looking for these costs a tenth of the search.
    if b"." * _MOST_PARTS in raw.translate(None, _NEITHER_DOTS_NOR_LINES):
        return re.search(_LONG_KEY, text) is not None
    return False


def _has_long_numbers(raw: bytes) -> bool:
    """Whether any number has so many digits that it may be beyond 64 bits."""
    # Bytes made alike are searched ten times as fast as a pattern for any digit.
    in_tens = _LONG_NUMBER in raw.translate(_AS_ZEROS)
    return in_tens or re.search(_LONG_HEXADECIMAL, raw) is not None


def _refuse_long_keys(path: Path, text: str) -> None:
    from ..toml import scan
    from ..toml.positions import Lines
    from ..toml.syntax import TOO_DEEP

    # Where the text cannot be followed, the parser says why.
    with contextlib.suppress(scan.ScanError):
        for statement in scan.headers(text):
            if len(statement.key.parts) > _MOST_PARTS:
                finding = Finding(rules.BEYOND_LIMITS, str(TOO_DEEP), ())
                position = Lines(text).position(statement.key.span.start)
                raise Unreadable(path, [Located(finding, str(path), position)])


def _refuse_huge_numbers(path: Path, text: str, data: Data) -> None:
    for where, number in _integers(data, ()):
        if number not in _INTEGERS:
            message = say("a number beyond 64 bits", "数值超出 64 位整数的范围")
            from ..toml.positions import Positions

            position = Positions(text).locate(where)
            finding = Finding(rules.BEYOND_LIMITS, message, where)
            raise Unreadable(path, [Located(finding, str(path), position)])


def _integers(value: Any, path: DataPath) -> Iterator[tuple[DataPath, int]]:
    if type(value) is int:
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _integers(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _integers(part, (*path, index))
