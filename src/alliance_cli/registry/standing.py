"""Standing: how a member leaves, is expelled or suspended, and how it comes back."""

import datetime

from ..data import Data
from ..errors import NOTHING_WRITTEN, DataRefused, WrongUsage
from ..kinds.member import MEMBER, STATUS
from ..language import say
from ..values.choices import Choice, labelled
from ..values.dates import Day
from .registry import GONE, Record, is_gone, value_of

WITHDRAWALS = Choice(labelled({key: STATUS[key] for key in ("left", "expelled", "suspended")}))
"""The statuses that a member can be given by withdrawing it."""

_OF_LEAVING = ("status", "left", "left_reason")


def _status(member: Record) -> str:
    return str(value_of(member, MEMBER.fields["status"]))


def withdrawn(
    member: Record, status: str, day: Day | None = None, reason: str | None = None
) -> Data:
    """`member` as one that left, was expelled or is suspended.

    `day` is the day of leaving, today if not given.  Raises WrongUsage for a suspension with a day
    or a reason, which a registry has no place for; DataRefused where the member is gone already.
    """
    new = {**member, "status": status}
    if status not in GONE:
        if day or reason:
            raise WrongUsage(
                say(
                    "a suspension has no day and no reason in the registry",
                    "名录中没有记录暂停日期和原因的字段",
                ),
                say("write them with edit --set note=…", "请用 edit --set note=… 写入备注"),
            )
    else:
        new["left"] = day or member.get("left") or datetime.date.today()
        if reason:
            new["left_reason"] = reason
    if is_gone(member) and new != member:
        heading = STATUS[_status(member)]
        left = member.get("left", "?")
        raise _refused(
            say(
                f"{member.get('id')} is gone already: {heading}, {left}",
                f"{member.get('id')} 已经离开：{heading}，{left}",
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
    return {key: value for key, value in member.items() if key not in _OF_LEAVING}


def _refused(message: str, hint: str) -> DataRefused:
    return DataRefused(message, hint + say("; ", "\uff1b") + NOTHING_WRITTEN)
