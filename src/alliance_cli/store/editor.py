"""A person's own editor, opened on some lines of the registry."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import NOTHING_WRITTEN, CannotDo, reason_of
from ..language import say

_PATIENCE = 2.0
"""How long an editor may take to end, in seconds."""


@dataclass
class Draft:
    """A file that a person edits; `original` is what it held first; it goes unless it is `kept`."""

    path: Path
    original: bytes
    kept: bool = False

    def read(self) -> bytes:
        """What the person wrote.  Raises CannotDo where the editor left nothing to read."""
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise CannotDo(
                say(
                    f"the editor left nothing to read: {reason_of(error)}",
                    f"编辑器没有留下可读的文件：{reason_of(error)}",
                ),
                NOTHING_WRITTEN,
            ) from error

    def keep(self) -> Path | None:
        """Let what the person wrote stay where it lies: the file, or the folder for what an editor
        that was ended saved beside it.  None where there is nothing.
        """
        folder = self.path.parent
        kept = None
        with contextlib.suppress(CannotDo, OSError):
            if any(each != self.path for each in folder.iterdir()):
                kept = folder
            if self.read() != self.original:
                kept = self.path
        self.kept = kept is not None
        return kept


@contextlib.contextmanager
def draft(name: str, original: bytes) -> Iterator[Draft]:
    """A file of this name for a person to edit, in a folder that nobody else can look into."""
    folder = Path(tempfile.mkdtemp(prefix="alliance-"))
    file = Draft(folder / name, original)
    try:
        try:
            file.path.write_bytes(original)
        except OSError as error:
            path, reason = file.path, reason_of(error)
            raise CannotDo(
                say(f"{path}: cannot be written: {reason}", f"{path}：无法写入：{reason}"),
                NOTHING_WRITTEN,
            ) from error
        yield file
    finally:
        if not file.kept:
            shutil.rmtree(folder, ignore_errors=True)


def open_editor(path: Path) -> None:
    """Let a person edit the file at `path` with $VISUAL, $EDITOR or what the system has.

    Raises CannotDo where there is no editor, or where it says that it failed.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _usual_editor()
    try:
        # Windows takes a command line as one text, and editors there have spaces in their paths.
        line: str | list[str] = (
            f'{command} "{path}"' if sys.platform == "win32" else [*shlex.split(command), str(path)]
        )
        with _keys_left_to_the_editor():
            failed = _run(line)
    except (OSError, ValueError) as error:
        raise _no_editor(f"{command}: {reason_of(error)}") from None
    if failed:
        raise _no_editor(say(f"{command} failed", f"{command} 运行失败"))


def _run(line: str | list[str]) -> bool:
    """Let the editor run; whether it failed.  Where the command is ended, so is the editor."""
    with subprocess.Popen(line) as editor:  # noqa: S603 - the person's own command
        try:
            return editor.wait() != 0
        except BaseException:
            # It may save what the person wrote.
            editor.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                editor.wait(_PATIENCE)
            editor.kill()
            raise


@contextlib.contextmanager
def _keys_left_to_the_editor() -> Iterator[None]:
    """The keys that interrupt and quit are commands in an editor, but reach every program."""
    signals = [signal.SIGINT, *([signal.SIGQUIT] if sys.platform != "win32" else [])]
    # A handler, as what is ignored would be ignored by the editor too.
    before = {each: signal.signal(each, lambda *_: None) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


# None of these asks first which of them it is to be.
_USUAL = ("notepad",) if sys.platform == "win32" else ("nano", "vim", "vi")


def _usual_editor() -> str:
    found = next(filter(shutil.which, _USUAL), None)
    if found is None:
        raise _no_editor(
            say(
                f"there is no editor: neither $VISUAL nor $EDITOR is set, nor is there {_LISTED}",
                f"没有可用的编辑器：未设环境变量 VISUAL 或 EDITOR，也没有 {_LISTED}",
            )
        )
    return found


_LISTED = ", ".join(_USUAL)
_SETTING = '$env:EDITOR = "notepad"' if sys.platform == "win32" else "export EDITOR=nano"


def _no_editor(message: str) -> CannotDo:
    return CannotDo(
        message,
        NOTHING_WRITTEN
        + say(
            f"; name one, such as `{_SETTING}`, or use --set",
            f"；请先指定编辑器，如 `{_SETTING}`，或改用 --set",
        ),
    )
