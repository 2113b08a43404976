"""Installing the completion of command lines: a script, and the line by which a shell reads it."""

import os
import shlex
from pathlib import Path
from typing import NamedTuple

from .write import write_file


class _Place(NamedTuple):
    """Where the script of a shell goes, below a folder of the person that a variable may name.

    A shell that does not look there by itself reads the file `begins` first.
    """

    variable: str
    folder: str
    script: str
    begins: str = ""


PLACES = {
    "bash": _Place("XDG_DATA_HOME", ".local/share", "alliance/alliance.bash", ".bashrc"),
    "zsh": _Place("XDG_DATA_HOME", ".local/share", "alliance/alliance.zsh", ".zshrc"),
    "fish": _Place("XDG_CONFIG_HOME", ".config", "fish/completions/alliance.fish"),
}
"""The shells for which that is known."""


def installed(shell: str, script: str) -> list[Path]:
    """The files that were written or changed so that `shell` runs `script` whenever it begins."""
    place = PLACES[shell]
    home = Path.home()
    path = Path(os.environ.get(place.variable) or home / place.folder, place.script)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, script.encode())
    if not place.begins:
        return [path]
    # What stands there may be a link into a folder that the person keeps such files in.
    first = Path(os.environ.get("ZDOTDIR") or home if shell == "zsh" else home, place.begins)
    first = first.resolve()
    old = first.read_bytes() if first.exists() else b""
    line = f"source {shlex.quote(str(path))}\n".encode()
    if line in old:
        return [path]
    write_file(first, old + (b"\n" if old and not old.endswith(b"\n") else b"") + line)
    return [path, first]
