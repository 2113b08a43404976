"""The two streams: data on standard output, everything said about it on standard error."""

import contextlib
import io
import locale
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from .. import channels
from ..errors import NOTHING_WRITTEN, CannotDo
from ..kinds.member import MEMBER
from ..language import say
from ..values.characters import display_width

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

    from ..registry.query import Roster

_Item = TypeVar("_Item")


def prepare_streams() -> None:
    """Let output fall back to escapes where the terminal's encoding lacks a character.

    Redirected output on a Chinese Windows is code page 936, which lacks rare hanzi.  Raises
    CannotDo where standard output is closed.
    """
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
    if sys.stdout is None:
        # Whatever asks about the stream, such as the help, finds one; then nothing is written.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
        raise CannotDo(say(f"{STANDARD_OUTPUT} is closed", f"{STANDARD_OUTPUT}已关闭"))
    usual = sys.__stdout__
    # The console of Windows is no file that could be opened once more.
    if usual is sys.stdout and usual and not (os.name == "nt" and usual.isatty()):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(_StandardOutput(usual.fileno(), "w", closefd=False)),
            encoding=usual.encoding,
            line_buffering=usual.isatty(),
        )
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What scripts read has the same bytes on every system.
        sys.stdout.reconfigure(newline="\n")


STANDARD_OUTPUT = say("standard output", "标准输出")
"""The name of the file in an error that came of writing to standard output."""


class _StandardOutput(io.FileIO):
    """Standard output, whose errors name it as those of files do."""

    def write(self, data: Any) -> Any:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = STANDARD_OUTPUT
            raise


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def can_show(text: str) -> bool:
    """Whether the encoding of standard output has all characters of `text`."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def can_ask() -> bool:
    """Whether there is a person at a terminal to answer questions."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def put(pieces: Iterable[str]) -> None:
    """Write data, made inert by whoever made it, to standard output."""
    sys.stdout.writelines(pieces)
    sys.stdout.flush()


def put_bytes(data: bytes) -> None:
    """Write data in an encoding of its own to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def tell(*lines: str) -> None:
    """Say something on standard error, each text on one line, whatever it holds."""
    with contextlib.suppress(OSError):
        print(*map(channels.line, lines), sep="\n", file=sys.stderr)


def complain(message: str, hint: str = "", details: Sequence[str] = ()) -> None:
    """Say in one line what went wrong and what to do about it; `details` have a line each."""
    lines = [f"alliance: {message}", *details]
    if hint:
        lines[-1] += f" ({hint})"
    from ..registry.shown import masked_message

    tell(*map(masked_message, lines))


def tell_traceback(error: BaseException) -> None:
    """Say where in the program an error comes from; its message is one line."""
    from ..registry.shown import masked_message

    for piece in traceback.format_exception(error):
        # A place in the program has a line for each call.
        is_place = piece.startswith('  File "')
        lines = piece.rstrip("\n").split("\n") if is_place else [piece.strip("\n")]
        tell(*map(masked_message, lines))


_ASCII_ONLY = ("C", "POSIX")


def ask(prompt: str) -> str:
    """What a person types after `prompt`, which is on one line.  Raises EOFError at the end."""
    prompt = channels.line(prompt)
    if sys.stdout.isatty() and locale.setlocale(locale.LC_CTYPE) not in _ASCII_ONLY:
        # Where there is readline, importing it gives cursor keys and erases hanzi whole; where the
        # locale knows ASCII alone, it would swallow them.
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401
        return input(prompt)
    print(prompt, end="", file=sys.stderr, flush=True)
    return input()


def lay_out(draw: Callable[["RichConsole"], None]) -> None:
    """Show what Rich lays out of inert texts, as wide as the terminal."""
    console = rich_console()
    with console.capture() as captured:
        draw(console)
    put([channels.laid_out(captured.get())])


def rich_console() -> "RichConsole":
    """What Rich needs to know of the terminal."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def tell_not_chosen(roster: "Roster") -> None:
    """Say how many members are not among those chosen: gone, of unknown dates, or yet to come."""
    counts = (roster.passed_over, roster.undated, roster.coming)
    gone, undated, coming = counts
    kind, measure = roster.kind, roster.kind.words.measure
    if kind.table == MEMBER.table:
        who = say("who left or were expelled", "退会或除名")
        were = say("they were members", "是否会员")
    else:
        labels = kind.fields["status"].type.choices() if kind.gone else {}
        who = say(" or ", "或").join(labels.get(key, key) for key in kind.gone)
        were = say("they were there", "是否在列")
    texts = (
        say(
            f"{gone} {who} are not shown; --all shows them",
            f"另有 {gone} {measure}已{who}，未显示；加 --all 可显示",
        ),
        say(
            f"{undated} are not shown: their dates do not say whether {were} that day",
            f"另有 {undated} {measure}未显示：所载日期不足以判断当日{were}",
        ),
        say(
            f"{coming} are not shown: their day of joining is yet to come",
            f"另有 {coming} {measure}未显示：入会日期在此之后",
        ),
    )
    for count, text in zip(counts, texts, strict=True):
        if count:
            tell(text)


_MANY_MEMBERS = 2000


def tracked(members: Sequence[_Item]) -> Iterable[_Item]:
    """`members`, or rows about them, with how far they are on a terminal where there are many."""
    if len(members) < _MANY_MEMBERS or _is_plain():
        return members
    return _tracked(members)


def _tracked(members: Sequence[_Item]) -> Iterator[_Item]:
    step = len(members) // 100
    try:
        for number, member in enumerate(members):
            if number % step == 0:
                share = number * 100 // len(members)
                print(f"\r{share:3d} %", end="", file=sys.stderr, flush=True)
            yield member
    finally:
        print("\r     \r", end="", file=sys.stderr, flush=True)


@contextlib.contextmanager
def waiting(text: str) -> Iterator[None]:
    """Say on a terminal what a person waits for, as long as it takes."""
    if _is_plain():
        yield
        return
    shown = channels.line(text)
    print(shown, end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        blank = " " * display_width(shown)
        print(f"\r{blank}\r", end="", file=sys.stderr, flush=True)


def _is_plain() -> bool:
    """Whether nobody looks at standard error, or it goes one way only."""
    return os.environ.get("TERM") == "dumb" or not sys.stderr.isatty()


def stop_writing() -> None:
    """Close standard output for good, so that the interpreter does not try to flush it later."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def interrupted(truth: str) -> None:
    """Say that the person stopped the command, and what was written, where that is something."""
    truth = truth or NOTHING_WRITTEN
    tell("", say(f"alliance: interrupted; {truth}", f"alliance：已中断，{truth}"))
