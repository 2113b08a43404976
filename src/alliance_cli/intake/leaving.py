"""Leaving, and coming: what a row of a list says by a day alone, or by the name of its sheet."""

import re

from ..kinds.kind import Kind
from ..kinds.member import GONE
from ..language import say
from ..registry.registry import Record, value_of
from ..registry.standing import keys_of_status
from ..values.words import is_clear, means_nothing
from .rows import Row

_LEFT = "left"
_SUSPENDED = "suspended"
_OF_LEAVERS = re.compile("退会|退出|离会|除名|注销|暂停")


def completed(row: Row, member: Record, kind: Kind) -> Row:
    """The row with what follows from it: who has a day of leaving has left.

    The day and the reason of a suspension may stand in the columns for leaving.  An expert who has
    a day of appointment is appointed, not a candidate.
    """
    status = _status(row, kind)
    if kind.to_come:
        begins = kind.lasting[0]
        is_to_come = value_of(member, kind.fields["status"]) in kind.to_come
        if _says(row, begins) and not status and begins not in member and is_to_come:
            return row._replace(cells={**row.cells, "status": kind.status_of_those_there})
        return row
    is_news = _LEFT not in member and member.get("status") not in GONE
    if _says(row, _LEFT) and not status and is_news:
        return row._replace(cells={**row.cells, "status": _LEFT})
    if status == _SUSPENDED:
        cells = dict(row.cells)
        for key, other in zip(keys_of_status(_LEFT), keys_of_status(status), strict=True):
            if _says(row, key) and not _says(row, other) and key not in member:
                cells[other] = cells.pop(key)
        return row._replace(cells=cells)
    return row


def doubt(row: Row, member: Record, kind: Kind) -> str:
    """That a sheet is of those who left, by its name, but a row does not say so; or nothing."""
    if "status" not in kind.fields or not _OF_LEAVERS.search(row.sheet):
        return ""
    if _status(row, kind) or _says(row, _LEFT) or member.get("status") in (*GONE, _SUSPENDED):
        return ""
    options = f"--sheet '{row.sheet}' --set status=left --set left=2024-12-31"
    return say(
        f"the sheet is called {row.sheet}, but neither status nor day says so; fill them in, or "
        f"give them to all of its rows: {options}",
        f"工作表名为“{row.sheet}”，但此行没有状态和退会时间；请补填，或统一指定：{options}",
    )


def _says(row: Row, key: str) -> bool:
    text = row.cells.get(key, "")
    return not means_nothing(text) and not is_clear(text)


def _status(row: Row, kind: Kind) -> str:
    """The status that a row tells, or the word that stands for it."""
    text = row.cells.get("status", "")
    return (kind.fields["status"].type.meant(text) or text.strip()) if _says(row, "status") else ""
