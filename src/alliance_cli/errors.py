"""The error tree: everything that can stop a command, with its exit code.

Each error carries one line for the person (what, where, what to do).  `cli.py` is the only place
that turns an error into text and an exit code.
"""

import errno
import os
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


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOTDIR: "路径中有一项不是目录",
    errno.EISDIR: "这是一个目录",
    errno.EEXIST: "已存在",
    errno.ENOTEMPTY: "目录不是空的",
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件过大",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被其他程序使用",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "系统打开的文件过多",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ELOOP: "符号链接循环",
    errno.EINVAL: "不是有效的文件名或操作",
    errno.EPIPE: "管道已关闭",
    errno.ENOEXEC: "不是可运行的程序",
    errno.ENODEV: "没有这个设备",
    errno.ENXIO: "没有这个设备",
    **({errno.EDQUOT: "磁盘配额已满"} if hasattr(errno, "EDQUOT") else {}),
}
"""What systems say in English of what goes wrong with files, for those who read Chinese."""


def reason_of(error: Exception) -> str:
    """Why the system does not do what was asked, without the name of a file."""
    told = getattr(error, "strerror", None) or str(error)
    number = getattr(error, "errno", None)
    # What the program adds to such a reason itself is in words already.
    is_usual = number is not None and told == os.strerror(number)
    return say(told, _REASONS.get(number or 0, told) if is_usual else told)


def as_stopping(error: Exception) -> AllianceError:
    """Any error as a reason to stop, in words."""
    if isinstance(error, AllianceError):
        return error
    if isinstance(error, RecursionError):
        return Unforeseen(say("nested deeper than a registry ever is", "嵌套过深，超出名录的限度"))
    if isinstance(error, MemoryError):
        return Unforeseen(say("not enough memory", "内存不足"))
    if isinstance(error, OSError):
        reason = reason_of(error)
        if error.filename is None:
            return Unforeseen(say(f"the system refuses: {reason}", f"系统拒绝操作：{reason}"))
        name = error.filename
        return Unforeseen(say(f"{name}: cannot be used: {reason}", f"{name}：无法使用：{reason}"))
    what = f"{type(error).__name__}: {error}"
    return Unforeseen(
        say(f"internal error: {what}", f"内部错误：{what}"),
        say("--debug shows where; please report it", "加 --debug 可显示位置，请报告此问题"),
    )
