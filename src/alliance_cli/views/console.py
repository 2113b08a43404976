"""The two streams: data on standard output, everything said about it on standard error."""

import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from .. import channels
from ..errors import NOTHING_WRITTEN, CannotDo
from ..language import say
from ..registry.shown import masked_message

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
        raise CannotDo(say("standard output is closed", "标准输出已关闭"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What scripts read has the same bytes on every system.
        sys.stdout.reconfigure(newline="\n")


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def can_ask() -> bool:
    """Whether there is a person at a terminal to answer questions."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def put(pieces: Iterable[str]) -> None:
    """Write data, made inert by whoever made it, to standard output."""
    for piece in pieces:
        sys.stdout.write(piece)


def put_bytes(data: bytes) -> None:
    """Write data in an encoding of its own to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def tell(message: str) -> None:
    """Say something on standard error; lines of `message` stay lines."""
    with contextlib.suppress(OSError):
        print(channels.lines(message), file=sys.stderr)


def complain(message: str, hint: str = "") -> None:
    """Say in one line what went wrong and what to do about it."""
    remedy = f" ({hint})" if hint else ""
    tell(masked_message(f"alliance: {message}{remedy}"))


def tell_traceback(error: Exception) -> None:
    """Show where in the program an error came from."""
    import traceback

    tell(masked_message("".join(traceback.format_exception(error)).rstrip("\n")))


def tell_passed_over(count: int) -> None:
    """Say how many members were not shown because they are members no more."""
    if count:
        tell(
            say(
                f"{count} who left or were expelled are not shown; --all shows them",
                f"另有 {count} 家已退会或除名，未显示；加 --all 可显示",
            )
        )


_MANY_MEMBERS = 2000


def tracked(members: Sequence[_Item]) -> Iterable[_Item]:
    """`members`, or rows about them, with how far they are on a terminal where there are many."""
    if len(members) < _MANY_MEMBERS or not sys.stderr.isatty():
        return members
    return _tracked(members)


def _tracked(members: Sequence[_Item]) -> Iterator[_Item]:
    step = len(members) // 100
    for number, member in enumerate(members):
        if number % step == 0:
            print(f"\r{number * 100 // len(members):3d} %", end="", file=sys.stderr, flush=True)
        yield member
    print("\r     \r", end="", file=sys.stderr, flush=True)


def stop_writing() -> None:
    """Close standard output for good, so that the interpreter does not try to flush it later."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def interrupted(truth: str) -> None:
    """Say that the person stopped the command, and what was written, where that is something."""
    truth = truth or NOTHING_WRITTEN
    tell(say(f"\nalliance: interrupted; {truth}", f"\nalliance：已中断，{truth}"))
