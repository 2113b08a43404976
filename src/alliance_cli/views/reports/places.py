"""Where a file stands for a host that shows findings beside its lines."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from ...actions.sources import STANDARD_INPUT


def path_on_host(file: str) -> str:
    """The path of a file from the top that its host knows, or as it was given where there is none.

    The top is the folder in $GITHUB_WORKSPACE, else that of the git work tree.
    """
    if file == STANDARD_INPUT:
        return file
    # A file that is a link the host knows by the name of the link.
    with contextlib.suppress(ValueError, OSError, RuntimeError):
        place = Path(file).parent.resolve() / Path(file).name
        for top in _tops(place):
            if place.is_relative_to(top):
                return str(place.relative_to(top))
        # From which folder a way leads upwards nobody knows who reads the report.
        return str(place) if ".." in Path(file).parts else file
    return file


def _tops(place: Path) -> Iterator[Path]:
    if workspace := os.environ.get("GITHUB_WORKSPACE"):
        yield Path(workspace).resolve()
    yield from (folder for folder in place.parents if (folder / ".git").exists())
