"""A registry as git kept it: at a revision, or at the end of a day."""

from pathlib import Path

from ..errors import CannotDo
from ..language import say
from ..values.dates import is_partial, whole_day
from .history import History
from .load import Document, Unreadable, document_of


def document_at(path: Path, place: str) -> Document:
    """The registry that `path` held at `place`, as `held_at`.

    Raises CannotDo where git has no such thing, Unreadable where it is no registry.
    """
    try:
        return document_of(*held_at(path, place))
    except Unreadable as stopped:
        # What git keeps cannot be repaired any more.
        stopped.hint = say("name another revision or day", "请换一个版本或日期")
        raise


def held_at(path: Path, place: str) -> tuple[Path, bytes]:
    """What `path` held at `place`, a revision, `REV:path` or a day, and what that is called.

    A day means its last commit, or the last one before it.  Raises CannotDo where git has no such
    thing.
    """
    history = History(path)
    if ":" in place:
        return Path(place), history.bytes_of(place)
    day = whole_day(place)
    if is_partial(place) and not history.knows(place):
        raise CannotDo(
            say(f"git has no revision {place}", f"git 中没有版本 {place}"),
            say("write a day like 2025-12-31", "日期请写到日，如 2025-12-31"),
        )
    revision = place if day is None or history.knows(place) else history.newest_by(day)
    raw = history.bytes_at(revision)
    if raw is None:
        raise CannotDo(
            say(f"{place} has no {path}", f"{place} 中没有 {path}"),
            say(f"name it as {place}:PATH", f"请写作 {place}:路径")
            if day is None
            else say(
                "the registry came into git later, or had another name",
                "名录当时尚未纳入 git，或用的是别的文件名",
            ),
        )
    return Path(f"{place}:{path}"), raw
