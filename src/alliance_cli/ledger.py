"""The ledger: what this run has put on the disk, and the sentence that says it.

Every file that is written is noted before it is renamed into place, so that nothing can come
between the two.  Whether it is there is asked of the disk.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import NOTHING_CHANGED, NOTHING_WRITTEN, AllianceError
from .language import say

_MOST_NAMED = 20


@dataclass(eq=False, repr=False)
class Note:
    """A file that was written beside `path`, to be renamed over `target`.

    `target` has so many `names` before that; the others keep what it held.  Where the file is
    `settled`, it was renamed, and whoever writes there later changes nothing about it.
    """

    path: Path
    target: Path
    identity: tuple[int, int, int]
    names: int = 1
    settled: bool = False

    @property
    def is_on_disk(self) -> bool:
        """Whether what was written stands at its place."""
        if self.settled:
            return True
        try:
            return identity_of(self.target) == self.identity
        except OSError:
            return False


def identity_of(path: Path) -> tuple[int, int, int]:
    """What a file keeps where it is renamed."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


class Ledger:
    """What was noted since `begin`."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin a run."""
        self._notes: list[Note] = []
        self._to_repair: Sequence[Path] = ()
        self._is_open = False

    def open(self) -> None:
        """Note that the command is one that writes."""
        self._is_open = True

    def note(self, path: Path, target: Path, temporary: Path, names: int) -> Note:
        """Note that `temporary` is about to be renamed over `target`, which is called `path`."""
        noted = Note(path, target, identity_of(temporary), names)
        self._notes.append(noted)
        return noted

    def repairs(self, paths: Sequence[Path]) -> None:
        """Note that these files are to be repaired, one after another."""
        self._to_repair = paths

    def written(self) -> list[Path]:
        """The files that this run has put in their places."""
        return list(dict.fromkeys(each.path for each in self._notes if each.is_on_disk))

    def remarks(self) -> Iterator[str]:
        """What a person must know of the files that were written."""
        for each in self._notes:
            if each.names > 1 and each.is_on_disk:
                others = each.names - 1
                yield say(
                    f"{each.path} had {others} more name{'s' * (others > 1)} (hard links), under "
                    "which the former content stays",
                    f"{each.path} 另有 {others} 个硬链接，其内容未变，仍为旧内容",
                )

    def sentence(self) -> str:
        """What was written, or nothing where that is nothing."""
        written = self.written()
        parts = []
        if len(self._to_repair) > 1:
            repaired = [path for path in written if path in self._to_repair]
            written = [path for path in written if path not in self._to_repair]
            if repaired:
                count, total, listed = len(repaired), len(self._to_repair), _listed(repaired)
                parts.append(
                    say(
                        f"{count} of {total} files were repaired: {listed}; the others are as they "
                        "were",
                        f"{total} 个文件中已修复 {count} 个：{listed}，其余保持原样",
                    )
                )
        if written:
            verb = "was" if len(written) == 1 else "were"
            listed = _listed(written)
            parts.append(say(f"{listed} {verb} written", f"{listed} 已写入"))
        return say("; ", "；").join(parts)

    def truthful(self, error: AllianceError) -> tuple[str, str]:
        """The message and the hint of an error, which did not know what was written before it."""
        truth = self.sentence()
        message, hint = error.message, error.hint
        if not truth:
            if self._is_open and error.is_unforeseen:
                hint = say("; ", "；").join(filter(None, (hint, NOTHING_WRITTEN)))
            return message, hint
        for claim in (NOTHING_WRITTEN, NOTHING_CHANGED):
            message, hint = message.replace(claim, truth), hint.replace(claim, truth)
        if truth not in message + hint:
            hint = say("; ", "；").join(filter(None, (hint, truth)))
        return message, hint


def _listed(paths: Sequence[Path]) -> str:
    mark = say(", ", "、")
    listed = mark.join(map(str, paths[:_MOST_NAMED]))
    more = len(paths) - _MOST_NAMED
    return listed + (say(f" and {more} more", f"等另外 {more} 个") if more > 0 else "")


LEDGER = Ledger()
"""The ledger of this run."""
