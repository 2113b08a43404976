"""Saving: one writer at a time, checked before and whole after.

Every change of a registry passes through `save`, and every file that the program leaves anywhere
is written by `replace_file`: to a temporary file beside the target, synced, renamed.
"""

import contextlib
import datetime
import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import tomli

from ..errors import CannotDo
from ..language import say
from ..members.registry import Member, from_data
from .edit import Edit, applied
from .load import Document, check_is_file, read_bytes
from .parse import Parsed, parse

_PATIENCE = 30.0
"""How long to wait for another writer, in seconds."""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other writers of the registry at `path` away.

    The lock is a file beside the registry, so that it holds on a shared folder too.  Raises
    CannotDo where the folder cannot be written to, or another program does not let go in time.
    """
    import filelock

    check_is_file(path)
    target = path.resolve()
    lock_path = target.with_name(f".{target.name}.lock")
    lock = filelock.FileLock(lock_path, timeout=_PATIENCE)
    try:
        lock.acquire()
    except filelock.Timeout:
        holder = _holder(lock_path)
        raise CannotDo(
            say(
                f"{path}: another program is writing to it{holder and f' ({holder})'}",
                f"{path}:另一个程序正在写入{holder and f'({holder})'}",
            ),
            say("try again in a moment", "请稍后再试"),
        ) from None
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        _sign(lock_path, _signature())
        yield
    finally:
        if os.name == "posix":
            # While the lock is held: who waits for a file that is gone starts over with a new one.
            _remove(lock_path)
        lock.release()


def _signature() -> str:
    """Who holds the lock, for those who wait."""
    import socket

    now = datetime.datetime.now().isoformat(sep=" ", timespec="seconds")
    return f"{socket.gethostname()} {os.getpid()} {now}\n"


def _sign(lock_path: Path, text: str) -> None:
    # Where the system keeps others from a locked file, it keeps its holder from writing into it.
    with contextlib.suppress(OSError):
        lock_path.write_text(text, encoding="utf-8")


def _holder(lock_path: Path) -> str:
    try:
        host, process, *since = lock_path.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return ""
    return say(
        f"process {process} on {host} since {' '.join(since)}",
        f"{host} 上的进程 {process}，始于 {' '.join(since)}",
    )


def save(document: Document, edits: Sequence[Edit], meant: Sequence[Member]) -> Document:
    """Write `document` with the edits made, and give back what stands in the file then.

    `meant` are the members that the registry must have afterwards.  Call it under `locked`.
    Raises CannotDo, with the file as it was, where the new text would mean anything else, where
    the file is no longer what `document` was read from, or where the system refuses.
    """
    text = applied(document.text, edits)
    new = document.byte_order_mark + text.encode("utf-8")
    parsed = _meaning(document, text, meant)

    def check_unchanged() -> None:
        if read_bytes(document.path) != document.raw:
            raise CannotDo(
                say(
                    f"{document.path}: the file was changed by somebody else meanwhile",
                    f"{document.path}:文件在此期间被他人修改",
                ),
                say("nothing was written; run the command again", "未写入任何内容，请重新执行命令"),
            )

    # At the last moment: writing and syncing take time in which a person may save too.
    replace_file(document.path, lambda file: file.write(new), before_rename=check_unchanged)
    registry = from_data(parsed.data)
    return Document(document.path, new, text, parsed.data, parsed.pieces, registry)


def _meaning(document: Document, text: str, meant: Sequence[Member]) -> Parsed:
    """What `text` means, which must be exactly the old data with the members that are meant."""
    try:
        parsed = parse(text, document.pieces)
    except (tomli.TOMLDecodeError, RecursionError, ValueError):
        parsed = Parsed({}, {})
    if not _same(parsed.data, {**document.data, "members": list(meant)}):
        raise CannotDo(
            say(
                f"{document.path}: the file is written in a way that cannot be changed safely",
                f"{document.path}:文件的写法无法安全地自动修改",
            ),
            say("nothing was written; make this change by hand", "未写入任何内容，请手工修改"),
        )
    return parsed


def _same(left: Any, right: Any) -> bool:
    """Whether two values are equal and of the same types: 1, 1.0 and true are not the same."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return bool(left == right) or (left != left and right != right)


def replace_file(
    path: Path,
    write: Callable[[BinaryIO], object],
    *,
    before_rename: Callable[[], None] = lambda: None,
) -> None:
    """Make the file at `path` what `write` writes, or leave it exactly as it was.

    Mode, owner (where permitted) and a symbolic link at `path` are kept.  Raises CannotDo where
    the system refuses; no temporary file stays behind.
    """
    try:
        target = path.resolve()
        old = target.stat() if target.exists() else None
        if old is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        descriptor, name = tempfile.mkstemp(
            prefix=f".{target.name}.", suffix=".tmp", dir=target.parent
        )
        temporary = Path(name)
    except (OSError, ValueError, RuntimeError) as error:
        # Before Python 3.13 a circle of links is a RuntimeError.
        raise _not_written(path, error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            _keep_attributes(file.fileno(), old)
            os.fsync(file.fileno())
        before_rename()
        temporary.replace(target)
    except OSError as error:
        _remove(temporary)
        raise _not_written(path, error) from error
    except BaseException:
        _remove(temporary)
        raise
    _sync_folder(target.parent)


def _keep_attributes(descriptor: int, old: os.stat_result | None) -> None:
    if not hasattr(os, "fchown"):
        return
    if old is None:
        # A new file has the mode that any other program would have given it.
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    with contextlib.suppress(OSError):
        os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself last; some systems cannot, and the file is whole all the same."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _not_written(path: Path, error: Exception) -> CannotDo:
    reason = getattr(error, "strerror", None) or str(error)
    return CannotDo(
        say(f"{path}: cannot be written: {reason}", f"{path}:无法写入：{reason}"),
        say("nothing was changed", "未作任何改动"),
    )
