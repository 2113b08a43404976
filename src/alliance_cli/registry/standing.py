"""Standing: how a member leaves, is expelled or suspended, and how it comes back."""

import datetime
from typing import NamedTuple

from ..data import Data
from ..errors import NOTHING_WRITTEN, DataRefused
from ..kinds.member import MEMBER, STATUS
from ..language import say
from ..values.choices import Choice, labelled
from ..values.dates import Day
from .registry import GONE, Record, is_gone, value_of

WITHDRAWALS = Choice(labelled({key: STATUS[key] for key in ("left", "expelled", "suspended")}))
"""The statuses that a member can be given by withdrawing it."""


class _Keys(NamedTuple):
    """The fields that have the day and the reason of a status."""

    day: str
    reason: str


_LEAVING, _SUSPENSION = _Keys("left", "left_reason"), _Keys("suspended_on", "suspended_reason")
OF_STANDING = ("status", *_LEAVING, *_SUSPENSION)
"""The fields that say whether a record is that of a member, and why not."""


def keys_of_status(status: str) -> _Keys:
    """The fields that have the day and the reason of a status that a member is withdrawn by."""
    return _LEAVING if status in GONE else _SUSPENSION


def _status(member: Record) -> str:
    return str(value_of(member, MEMBER.fields["status"]))


def withdrawn(
    member: Record, status: str, day: Day | None = None, reason: str | None = None
) -> Data:
    """`member` as one that left, was expelled or is suspended.

    `day` is that of leaving or of the suspension, today if not given; who leaves is suspended no
    more.  Raises DataRefused where the member is gone already.
    """
    keys = keys_of_status(status)
    others = _LEAVING if keys is _SUSPENSION else _SUSPENSION
    new = {key: value for key, value in member.items() if key not in others}
    new["status"] = status
    if day or status in GONE or _status(member) != status:
        # Of a member that is suspended already, nobody knows since when.
        new[keys.day] = day or member.get(keys.day) or datetime.date.today()
    if why := reason or member.get(keys.reason):
        new[keys.reason] = why
    if is_gone(member) and new != member:
        heading = STATUS[_status(member)]
        left = member.get("left", "?")
        raise _refused(
            say(
                f"{member.get('id')} is gone already: {heading}, {left}",
                f"{member.get('id')} 此前已{heading.chinese}({left})",
            ),
            say(
                "edit --set left=… corrects it, reinstate takes it back",
                "可用 edit --set left=… 更正，或用 reinstate 恢复",
            ),
        )
    return new


def reinstated(member: Record) -> Data:
    """`member` without anything that says it left, was expelled or is suspended.

    Raises DataRefused for an applicant, who was no member before.
    """
    if _status(member) == "applicant":
        raise _refused(
            say(
                f"{member.get('id')} is an applicant and was no member before",
                f"{member.get('id')} 是申请单位，此前不是会员",
            ),
            say(
                "edit --set status=active --set joined=… admits it",
                "可用 edit --set status=active --set joined=… 吸收入会",
            ),
        )
    if _status(member) == "active" and "left" not in member:
        return dict(member)
    return {key: value for key, value in member.items() if key not in OF_STANDING}


def _refused(message: str, hint: str) -> DataRefused:
    return DataRefused(message, hint + say("; ", "\uff1b") + NOTHING_WRITTEN)
