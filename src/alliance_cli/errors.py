"""The error tree: everything that can stop a command, with its exit code.

Each error carries one line for the person (what, where, what to do).  `cli.py` is the only place
that turns an error into text and an exit code.
"""

from collections.abc import Sequence
from enum import IntEnum

from .language import say

NOTHING_WRITTEN = say("nothing was written", "未写入任何内容")
"""What a person most wants to know where a command that writes stops."""

NOTHING_CHANGED = say("nothing was changed", "未作任何改动")
"""The same where the system does not let a file be written."""


class ExitCode(IntEnum):
    """The exit codes of every command; scripts and CI rely on them."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    FAILED = 3
    INTERRUPTED = 130


class AllianceError(Exception):
    """A reason to stop.  `message` is what happened and where, `hint` is what to do about it.

    What there are several of are `details`, of which each is told on a line below the message.
    """

    exit_code = ExitCode.FAILED
    is_unforeseen = False
    """Whether it says nothing of what was written, as it may come at any time."""

    def __init__(self, message: str, hint: str = "", details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details


class WrongUsage(AllianceError):
    """The command line asks for something that does not exist or does not fit together."""

    exit_code = ExitCode.USAGE


class DataRefused(AllianceError):
    """The data breaks a rule of the registry; nothing was written."""

    exit_code = ExitCode.FINDINGS


class CannotDo(AllianceError):
    """The files, the system or another process do not let the command do its work."""

    exit_code = ExitCode.FAILED


class Unforeseen(CannotDo):
    """What may happen anywhere: no memory, no room, a fault of the program."""

    is_unforeseen = True


def as_stopping(error: Exception) -> AllianceError:
    """Any error as a reason to stop, in words."""
    if isinstance(error, AllianceError):
        return error
    if isinstance(error, RecursionError):
        return Unforeseen(say("nested deeper than a registry ever is", "嵌套过深，超出名录的限度"))
    if isinstance(error, MemoryError):
        return Unforeseen(say("not enough memory", "内存不足"))
    if isinstance(error, OSError):
        reason = error.strerror or error
        if error.filename is None:
            return Unforeseen(say(f"the system refuses: {reason}", f"系统拒绝操作：{reason}"))
        name = error.filename
        return Unforeseen(say(f"{name}: cannot be used: {reason}", f"{name}：无法使用：{reason}"))
    what = f"{type(error).__name__}: {error}"
    return Unforeseen(
        say(f"internal error: {what}", f"内部错误：{what}"),
        say("--debug shows where; please report it", "加 --debug 可显示位置，请报告此问题"),
    )
