"""Finding the registry file."""

import os
from pathlib import Path

from ..errors import CannotDo, reason_of
from ..language import say

VARIABLE = "ALLIANCE_REGISTRY"
_NAMES = ("members.toml", "data/members.toml")


def new_registry(given: str | None) -> Path:
    """Where a registry is to be made: at `given`, else at $ALLIANCE_REGISTRY, else here."""
    return Path(given or os.environ.get(VARIABLE) or _NAMES[0])


def is_found(path: Path) -> bool:
    """Whether commands find the registry at `path` from here without being told."""
    try:
        return find_registry(None).samefile(path)
    except (CannotDo, OSError):
        return False


def find_registry(given: str | None) -> Path:
    """The registry that is meant: `given`, else $ALLIANCE_REGISTRY, else the nearest above.

    Raises CannotDo where none was named and none is found.
    """
    named = given or os.environ.get(VARIABLE)
    if named:
        return Path(named)
    try:
        here = Path.cwd()
    except OSError as error:
        raise CannotDo(
            say(
                f"the current folder cannot be used: {reason_of(error)}",
                f"当前目录无法使用：{reason_of(error)}",
            )
        ) from error
    for folder in (here, *here.parents):
        if path := _within(folder):
            # A path that is short from here is easier to read in messages.
            return path.relative_to(here) if path.is_relative_to(here) else path
    raise CannotDo(
        say(
            f"no registry: there is no {' or '.join(_NAMES)} in {here} or above",
            f"没有找到名录：{here} 及其上级目录中都没有 {' 或 '.join(_NAMES)}",
        ),
        say(
            f"`alliance init` makes one; or name it with --registry FILE or {VARIABLE}",
            f"可用 `alliance init` 新建，或用 --registry 文件 或 {VARIABLE} 指定",
        ),
    )


def registry_at(path: Path) -> Path:
    """The registry at `path`, or in it where it is a folder; CannotDo for a folder without one."""
    if not path.is_dir():
        return path
    if found := _within(path):
        return found
    raise CannotDo(
        say(
            f"{path}: there is no {' or '.join(_NAMES)} in this folder",
            f"{path}：此文件夹中没有 {' 或 '.join(_NAMES)}",
        )
    )


def _within(folder: Path) -> Path | None:
    return next((path for name in _NAMES if (path := folder / name).is_file()), None)
