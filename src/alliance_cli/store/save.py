"""Saving: one writer at a time, checked before and whole after.

Every change of a registry passes through `save`, and every file that the program leaves anywhere
is written by `replace_file`: to a temporary file beside the target, synced, renamed.
"""

import contextlib
import datetime
import errno
import os
import re
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..errors import NOTHING_CHANGED, NOTHING_WRITTEN, CannotDo, WrongUsage
from ..findings.rule import Severity
from ..language import say
from ..ledger import LEDGER, Ledger
from .load import WAITS, check_is_file, patiently, read_bytes

if TYPE_CHECKING:
    import filelock

    from .gate import Rewriting

# Another export to the same file may be under way, and no lock tells.
_OLD = 3600.0
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
    try:
        # Whoever may write the registry may lock it, and may take over what a killed run left.
        status = target.stat()
        lock = filelock.FileLock(
            lock_path,
            timeout=_PATIENCE,
            mode=status.st_mode & 0o777 | 0o600,
            fallback_to_soft=False,
        )
        _acquire(lock, lock_path)
    except filelock.Timeout:
        holder = _holder(lock_path)
        raise CannotDo(
            say(
                f"{path}: another program is writing to it{holder and f' ({holder})'}",
                f"{path}：另一个程序正在写入{holder and f'({holder})'}",
            ),
            say("try again in a moment", "请稍后再试"),
        ) from None
    except (OSError, NotImplementedError) as error:
        raise _not_written(lock_path if lock_path.exists() else path, error) from error
    try:
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(lock_path, -1, status.st_gid)
        _sign(lock_path, _signature())
        # Nobody else writes now, so what lies there is of a run that was killed.
        _sweep(target, age=0)
        yield
    finally:
        if os.name == "posix":
            # While the lock is held: who waits for a file that is gone starts over with a new one.
            _remove(lock_path)
        lock.release()


def _acquire(lock: "filelock.BaseFileLock", lock_path: Path) -> None:
    """Take the lock; a file that is not to be opened may be so for a moment only.

    It has the group of whoever made it until that gives it the group of the registry.
    """
    for wait in WAITS:
        try:
            lock.acquire()
        except PermissionError:
            if not lock_path.exists():
                raise
            time.sleep(wait)
        else:
            return
    lock.acquire()


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


def save(proposal: "Rewriting") -> None:
    """Write what `proposal` says; it came through the gate, and there is no other way in.

    Call it under `locked`.  Raises CannotDo, with the file as it was, where the file is no longer
    what was read, where an error would come into it, or where the system refuses.
    """
    before, after = proposal.before, proposal.after
    errors = [f.message for f in proposal.findings if f.severity is Severity.ERROR]
    if errors or not proposal.is_consistent:
        reason = errors[0] if errors else say("more than the change", "超出改动范围")
        raise CannotDo(
            say(f"{before.path}: not written: {reason}", f"{before.path}：未写入：{reason}"),
            NOTHING_WRITTEN,
        )

    def check_unchanged() -> None:
        if read_bytes(before.path) != before.raw:
            raise changed_meanwhile(before.path)

    # At the last moment: writing and syncing take time in which a person may save too.
    replace_file(after.path, lambda file: file.write(after.raw), before_rename=check_unchanged)


def changed_meanwhile(path: Path) -> CannotDo:
    """The error that somebody else saved the file after it was read."""
    return CannotDo(
        say(
            f"{path}: the file was changed by somebody else meanwhile",
            f"{path}：文件在此期间被他人修改",
        ),
        NOTHING_WRITTEN + say("; run the command again", "，请重新执行命令"),
    )


def refuse_overwriting(path: Path, registry: Path, *, force: bool) -> None:
    """Raise where a file to write is the registry itself, no file, or there already.

    WrongUsage for the registry, CannotDo for the others; `force` lets a file be overwritten.
    """
    try:
        exists = path.exists()
        if exists and registry.exists() and path.samefile(registry):
            raise WrongUsage(
                say(f"{path} is the registry itself", f"{path} 就是名录文件本身"),
                say("name another file", "请指定另一个文件"),
            )
    except (OSError, ValueError) as error:
        raise CannotDo(
            say(f"{path}: cannot be written: {error}", f"{path}：无法写入：{error}")
        ) from None
    if exists and not path.is_file():
        raise CannotDo(say(f"{path}: this is not a file", f"{path}：这不是文件"))
    if exists and not force:
        raise CannotDo(
            say(f"{path}: the file is there already", f"{path}：文件已存在"),
            say("use --force to overwrite it", "如需覆盖请加 --force"),
        )


def replace_file(
    path: Path,
    write: Callable[[BinaryIO], object],
    *,
    before_rename: Callable[[], None] = lambda: None,
    ledger: Ledger = LEDGER,
) -> None:
    """Make the file at `path` what `write` writes, or leave it exactly as it was.

    Mode, owner (where permitted) and a symbolic link at `path` are kept; `ledger` knows whether it
    was written, whatever stops it.  Raises CannotDo where the system refuses; no temporary file
    stays behind.
    """
    try:
        target = path.resolve()
        old = target.stat() if target.exists() else None
        if old is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        _sweep(target, age=_OLD)
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
        note = ledger.note(path, target, temporary)
        patiently(lambda: temporary.replace(target))
        note.settled = True
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
    mode = stat.S_IMODE(old.st_mode)
    # Only root may give a file away, but whoever shares a group may leave it to the group.
    for owner in (old.st_uid, -1):
        try:
            os.fchown(descriptor, owner, old.st_gid)
            break
        except OSError:
            continue
    else:
        # Another group gets no more than everybody has.
        mode = mode & ~0o070 | (mode & 0o007) << 3
    os.fchmod(descriptor, mode)


def _sweep(target: Path, *, age: float) -> None:
    """Remove temporary files for `target` that killed runs left, older than `age` seconds."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.[a-z0-9_]{{8}}\.tmp")
    with contextlib.suppress(OSError):
        for path in target.parent.iterdir():
            if pattern.fullmatch(path.name) and time.time() - path.lstat().st_mtime >= age:
                _remove(path)


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
        say(f"{path}: cannot be written: {reason}", f"{path}：无法写入：{reason}"),
        NOTHING_CHANGED,
    )
