"""Saving: one writer at a time, checked before and whole after.

Every change of a registry passes through `save`, and every file that the program leaves anywhere
is written by `replace_file`: to a temporary file beside the target, synced, renamed.
"""

import contextlib
import datetime
import errno
import functools
import os
import re
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..errors import NOTHING_CHANGED, NOTHING_WRITTEN, CannotDo, WrongUsage, reason_of
from ..findings.rule import Severity
from ..kinds.member import MEMBER
from ..language import say
from ..ledger import LEDGER, Note
from .load import WAITS, check_is_file, init_makes, patiently, read_bytes

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

    check_is_file(path, init_makes(path))
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
            on_acquired=functools.partial(_sign, group=status.st_gid),
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
        # A link that leads nowhere is there too.
        raise _not_written(lock_path if os.path.lexists(lock_path) else path, error) from error
    try:
        # Nobody else writes now, so what lies there is of a run that was killed.
        _sweep(target, age=0)
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            _release(lock, lock_path)
        raise
    try:
        _release(lock, lock_path)
    except OSError as error:
        reason = reason_of(error)
        raise CannotDo(
            say(f"{lock_path}: cannot be released: {reason}", f"{lock_path}：无法解锁：{reason}"),
            NOTHING_WRITTEN,
        ) from error


def _release(lock: "filelock.BaseFileLock", lock_path: Path) -> None:
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


def _sign(descriptor: int, *, group: int) -> None:
    """Say in the lock file who holds it, for those who wait, and give it to the group.

    Under the name of the file another one may stand by now, so nothing is done by name.
    """
    import socket

    now = datetime.datetime.now().isoformat(sep=" ", timespec="seconds")
    text = f"{socket.gethostname()} {os.getpid()} {now}\n"
    with contextlib.suppress(OSError):
        if os.fstat(descriptor).st_nlink > 1:
            return
        os.truncate(descriptor, 0)
        os.write(descriptor, text.encode("utf-8"))
        if hasattr(os, "fchown"):
            os.fchown(descriptor, -1, group)


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
        if not before.still_stands():
            raise changed_meanwhile(before.path)

    def write_after(file: BinaryIO) -> None:
        file.writelines(after.pieces_of_bytes())

    # At the last moment: writing and syncing take time in which a person may save too.
    replace_file(after.path, write_after, before_rename=check_unchanged)


def changed_meanwhile(path: Path) -> CannotDo:
    """The error that somebody else saved the file after it was read."""
    return CannotDo(
        say(
            f"{path}: the file was changed by somebody else meanwhile",
            f"{path}：文件在此期间被他人修改",
        ),
        NOTHING_WRITTEN + say("; run the command again", "，请重新执行命令"),
    )


def refuse_overwriting(path: Path, registries: Iterable[Path], *, force: bool) -> None:
    """Raise where a file to write is one of `registries`, another one, no file, or there already.

    WrongUsage for registries, CannotDo for the others; `force` lets a file be overwritten.
    """
    try:
        exists = path.exists()
        if exists and any(each.exists() and path.samefile(each) for each in registries):
            raise WrongUsage(
                say(f"{path} is the registry itself", f"{path} 就是名录文件本身"),
                say("name another file", "请指定另一个文件"),
            )
        if path.is_file() and _looks_like_a_registry(path):
            raise WrongUsage(
                say(f"{path} holds members, as a registry does", f"{path} 是一份会员名录"),
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


# The beginning of a list of members, in a file that need not be without mistakes.
_MEMBERS = re.compile(
    rb"^[ \t]*(?:\[\[[ \t]*)?([\"']?)" + MEMBER.table.encode() + rb"\1[ \t]*[]=]", re.MULTILINE
)


def _looks_like_a_registry(path: Path) -> bool:
    # What is too large, or not to be read, is none either.
    with contextlib.suppress(CannotDo):
        return _MEMBERS.search(read_bytes(path)) is not None
    return False


def replace_file(
    path: Path,
    write: Callable[[BinaryIO], object],
    *,
    before_rename: Callable[[], None] = lambda: None,
    private: bool = False,
) -> None:
    """Make the file at `path` what `write` writes, or leave it exactly as it was.

    What `staged` keeps is kept.  Raises CannotDo where the system refuses.
    """
    with staged(path, write, private=private) as file:
        before_rename()
        file.place()


@contextlib.contextmanager
def folder_for(path: Path) -> Iterator[None]:
    """The folder of the file at `path`, made where there is none.

    What was made goes again where nothing came into it.  Raises CannotDo where the system refuses.
    """
    made: list[Path] = []
    try:
        try:
            for folder in reversed([path.parent, *path.parent.parents]):
                if not folder.exists():
                    folder.mkdir()
                    made.append(folder)
        except (OSError, ValueError) as error:
            raise _not_written(path, error) from error
        yield
    finally:
        for folder in reversed(made):
            # Where something is in it, it stays.
            with contextlib.suppress(OSError):
                folder.rmdir()


class Staged:
    """A file that is written whole beside its target, and not in its place yet."""

    def __init__(self, path: Path, target: Path, temporary: Path, names: int) -> None:
        """`target`, which is called `path`, has so many `names` now."""
        self._path = path
        self._target = target
        self._temporary = temporary
        self._names = names
        self._note: Note | None = None

    def place(self) -> None:
        """Rename the file over its target; once it is there, nothing more.

        The ledger knows whether that was done, whatever stops it.  Raises CannotDo where the system
        refuses.
        """
        note = self._note = self._note or LEDGER.note(
            self._path, self._target, self._temporary, self._names
        )
        if note.is_on_disk:
            return
        try:
            patiently(lambda: self._temporary.replace(self._target))
        except OSError as error:
            raise _not_written(self._path, error) from error
        note.settled = True
        _sync_folder(self._target.parent)


@contextlib.contextmanager
def staged(
    path: Path, write: Callable[[BinaryIO], object], *, private: bool = False
) -> Iterator[Staged]:
    """A file to be put at `path`, in which stands what `write` writes.

    Mode, owner (where permitted), extended attributes with the access list among them, and a
    symbolic link at `path` are kept; a new file that is `private` is for its owner alone.  Raises
    CannotDo where the system refuses, or where what must
    be kept cannot; where it is not put in its place, no temporary file stays behind.
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
        try:
            with os.fdopen(descriptor, "wb") as file:
                write(file)
                file.flush()
                # A temporary file is private.
                if old is not None or not private:
                    _keep_attributes(file.fileno(), target, old)
                os.fsync(file.fileno())
        except OSError as error:
            raise _not_written(path, error) from error
        yield Staged(path, target, temporary, old.st_nlink if old else 1)
    finally:
        # Nothing is there once it was renamed.
        _remove(temporary)


def _keep_attributes(descriptor: int, target: Path, old: os.stat_result | None) -> None:
    """Give a new file what belongs to the old one beside its content.  Raises OSError."""
    if not hasattr(os, "fchown"):
        return
    if old is None:
        # A new file has the mode that any other program would have given it.
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    names = _names_of_attributes(target)
    has_list = _ACCESS_LIST in names
    if hasattr(os, "removexattr"):
        # One that the folder gave would let in others as soon as the mode does.
        with contextlib.suppress(OSError):
            os.removexattr(descriptor, _ACCESS_LIST)
    for name in names - {_ACCESS_LIST}:
        _keep_attribute(descriptor, target, name)
    mode = stat.S_IMODE(old.st_mode)
    # Only root may give a file away, but whoever shares a group may leave it to the group.
    for owner in (old.st_uid, -1):
        try:
            os.fchown(descriptor, owner, old.st_gid)
            break
        except OSError:
            continue
    else:
        if has_list:
            # What the list grants to the group would be another group's.
            reason = say(
                "its access list is for a group that is not yours",
                "其访问控制列表所属的用户组不包括您",
            )
            raise PermissionError(errno.EPERM, reason)
        # Another group gets no more than everybody has.
        mode = mode & ~0o070 | (mode & 0o007) << 3
    os.fchmod(descriptor, mode)
    if has_list:
        _keep_attribute(descriptor, target, _ACCESS_LIST)


_ACCESS_LIST = "system.posix_acl_access"
# Labels of security are given by the system itself, by rules of its own.
_MUST_BE_KEPT = ("user.", "system.")


def _names_of_attributes(target: Path) -> set[str]:
    """The extended attributes of a file, where the system has them."""
    try:
        return set(os.listxattr(target)) if hasattr(os, "listxattr") else set()
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return set()
        raise


def _keep_attribute(descriptor: int, target: Path, name: str) -> None:
    """Give a new file an attribute of the old one.  Raises OSError where one must be kept."""
    try:
        value = os.getxattr(target, name)
        with contextlib.suppress(OSError):
            # Some are there, but cannot be set.
            if os.getxattr(descriptor, name) == value:
                return
        os.setxattr(descriptor, name, value)
    except OSError as error:
        if name.startswith(_MUST_BE_KEPT):
            reason = say(f"its attribute {name} cannot be kept", f"无法保留其扩展属性 {name}")
            raise OSError(error.errno, f"{reason}: {reason_of(error)}") from error


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
    reason = reason_of(error)
    return CannotDo(
        say(f"{path}: cannot be written: {reason}", f"{path}：无法写入：{reason}"),
        NOTHING_CHANGED,
    )
