"""The error tree: everything that can stop a command, with its exit code.

Each error carries one line for the person (what, where, what to do).  `cli.py` is the only place
that turns an error into text and an exit code.
"""

from enum import IntEnum

from .language import say

NOTHING_WRITTEN = say("nothing was written", "未写入任何内容")
"""What a person most wants to know where a command that writes stops."""


class ExitCode(IntEnum):
    """The exit codes of every command; scripts and CI rely on them."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    FAILED = 3
    INTERRUPTED = 130


class AllianceError(Exception):
    """A reason to stop.  `message` is what happened and where, `hint` is what to do about it."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class WrongUsage(AllianceError):
    """The command line asks for something that does not exist or does not fit together."""

    exit_code = ExitCode.USAGE


class DataRefused(AllianceError):
    """The data breaks a rule of the registry; nothing was written."""

    exit_code = ExitCode.FINDINGS


class CannotDo(AllianceError):
    """The files, the system or another process do not let the command do its work."""

    exit_code = ExitCode.FAILED
