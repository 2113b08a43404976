"""Standing: how a member is admitted, leaves, is expelled or suspended, and comes back."""

import datetime
from typing import NamedTuple

from ..data import Data
from ..errors import NOTHING_WRITTEN, DataRefused
from ..kinds.member import GONE, MEMBER, STATUS, STATUS_TERMS
from ..language import say
from ..values.choices import Choice
from ..values.dates import Day
from .membership import EARLIER, period_that_ended
from .registry import Record, is_gone, value_of

WITHDRAWALS = Choice({key: STATUS_TERMS[key] for key in ("left", "expelled", "suspended")})
"""The statuses that a member can be given by withdrawing it."""


class _Keys(NamedTuple):
    """The fields that have the day and the reason of a status."""

    day: str
    reason: str


_LEAVING, _SUSPENSION = _Keys("left", "left_reason"), _Keys("suspended_on", "suspended_reason")
_LEFT_DECISION = "left_decision"
OF_STANDING = ("status", *_LEAVING, _LEFT_DECISION, *_SUSPENSION)
"""The fields that say whether a record is that of a member, and why not."""


def keys_of_status(status: str) -> _Keys:
    """The fields that have the day and the reason of a status that a member is withdrawn by."""
    return _LEAVING if status in GONE else _SUSPENSION


def _status(member: Record) -> str:
    return str(value_of(member, MEMBER.fields["status"]))


def withdrawn(
    member: Record,
    status: str,
    day: Day | None = None,
    reason: str | None = None,
    decision: str | None = None,
) -> Data:
    """`member` as one that left, was expelled or is suspended.

    `day` is that of leaving or of the suspension, today if not given, and `decision` that by which
    it left; who leaves is suspended no more.  Raises DataRefused where the member is gone already,
    and for a decision on a suspension, for which there is no field.
    """
    if decision is not None and status not in GONE:
        raise _refused(
            say("a suspension has no decision", "暂停没有决议一项"),
            say("write it into --reason", "请写入 --reason"),
        )
    keys = keys_of_status(status)
    others = _LEAVING if keys is _SUSPENSION else _SUSPENSION
    new = {key: value for key, value in member.items() if key not in others}
    new["status"] = status
    if day or status in GONE or _status(member) != status:
        # Of a member that is suspended already, nobody knows since when.
        new[keys.day] = day or member.get(keys.day) or datetime.date.today()
    if why := reason or member.get(keys.reason):
        new[keys.reason] = why
    if decision:
        new[_LEFT_DECISION] = decision
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


def reinstated(member: Record, day: Day | None = None, decision: str | None = None) -> Data:
    """`member` as one that came back, or is suspended no more.

    Who left joined again on `day`, today if not given, by `decision`; the period that ended goes
    under `earlier`.  Raises DataRefused for an applicant, who was no member before, and where
    there is a day or a decision, but the member did not leave.
    """
    _refuse_applicant(member)
    if not is_gone(member):
        if day or decision:
            raise _refused(
                say(
                    f"{member.get('id')} did not leave, so it has not come back",
                    f"{member.get('id')} 没有退会，不存在恢复日期或决议",
                ),
                say("leave out --on and --decision", "请去掉 --on 和 --decision"),
            )
        return restored(member)
    new = {key: value for key, value in member.items() if key not in (*OF_STANDING, "decision")}
    earlier = member.get(EARLIER)
    new[EARLIER] = [*(earlier if isinstance(earlier, list) else ()), period_that_ended(member)]
    new["joined"] = day or datetime.date.today()
    if decision:
        new["decision"] = decision
    return MEMBER.ordered(new)


def restored(member: Record) -> Data:
    """`member` as if it had never left, or never been suspended.

    Raises DataRefused for an applicant, who was no member before.
    """
    _refuse_applicant(member)
    if _status(member) == "active" and "left" not in member:
        return dict(member)
    return {key: value for key, value in member.items() if key not in OF_STANDING}


def admitted(member: Record, day: Day | None = None, decision: str | None = None) -> Data:
    """An applicant as a member that joined on `day`, today if not given, by `decision`.

    Raises DataRefused for who is no applicant.
    """
    if _status(member) != "applicant":
        heading = STATUS.get(_status(member), _status(member))
        raise _refused(
            say(
                f"{member.get('id')} is no applicant: {heading}",
                f"{member.get('id')} 不是申请单位，状态为{heading}",
            ),
            say("reinstate restores who left", "已退会的可用 reinstate 恢复")
            if is_gone(member)
            else say("it is a member already", "它已是会员"),
        )
    new = {key: value for key, value in member.items() if key != "status"}
    new["joined"] = day or datetime.date.today()
    if decision:
        new["decision"] = decision
    return MEMBER.ordered(new)


def _refuse_applicant(member: Record) -> None:
    if _status(member) == "applicant":
        raise _refused(
            say(
                f"{member.get('id')} is an applicant and was no member before",
                f"{member.get('id')} 是申请单位，此前不是会员",
            ),
            say("admit makes it a member", "吸收入会请用 admit"),
        )


def _refused(message: str, hint: str) -> DataRefused:
    return DataRefused(message, hint + say("; ", "\uff1b") + NOTHING_WRITTEN)
