"""A person's own editor, opened on some lines of the registry."""

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import CannotDo
from ..language import say


@contextlib.contextmanager
def scratch(name: str, raw: bytes) -> Iterator[Path]:
    """A file for a person to edit, that nobody else can read.

    Where the work on it could not be done, what the person wrote is kept and the error says where.
    """
    folder = Path(tempfile.mkdtemp(prefix="alliance-"))
    path = folder / name
    try:
        path.write_bytes(raw)
        yield path
    except CannotDo as error:
        if path.read_bytes() != raw:
            kept = say(f"your text is kept in {path}", f"您编辑的内容保存在 {path}")
            error.hint = say("; ", "\uff1b").join(filter(None, (error.hint, kept)))
        else:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
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
        done = subprocess.run(line, check=False)  # noqa: S603 - the person's own command
    except (OSError, ValueError) as error:
        raise _no_editor(f"{command}: {getattr(error, 'strerror', None) or error}") from None
    if done.returncode != 0:
        raise _no_editor(say(f"{command} failed", f"{command} 运行失败"))


def _usual_editor() -> str:
    for name in ("notepad",) if sys.platform == "win32" else ("sensible-editor", "nano", "vi"):
        if shutil.which(name):
            return name
    raise _no_editor(say("there is no editor", "没有可用的编辑器"))


def _no_editor(message: str) -> CannotDo:
    return CannotDo(
        message,
        say(
            "nothing was written; name an editor in $EDITOR, or use --set",
            "未写入任何内容，请用 $EDITOR 指定编辑器，或用 --set",
        ),
    )
