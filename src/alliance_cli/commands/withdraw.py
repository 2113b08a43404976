"""`alliance withdraw`: a member leaves, is expelled or suspended; the record stays."""

from typing import Annotated, Any

from ..actions.write import Changing
from ..errors import NOTHING_WRITTEN, DataRefused, WrongUsage
from ..kinds.field import Field
from ..kinds.member import MEMBER
from ..language import say
from ..options import Answering, MembersArgument, RegistryOption, option
from ..registry.changes import Change, read_value, replacement
from ..registry.query import places_of
from ..registry.registry import Registry
from ..registry.standing import WITHDRAWALS, withdrawn
from ..values.value_type import ValueRefused
from .carrying_out import carry_out


def run(
    members: MembersArgument,
    writing: Answering,
    on: Annotated[
        str | None,
        option(
            "--on",
            "The day of leaving, or its month or year; today, if not given.",
            "离开日期，只知年月或年份也可，不填为今天。",
            "DATE",
        ),
    ] = None,
    reason: Annotated[
        str | None, option("--reason", "Why the member left.", "离开的原因。", "TEXT")
    ] = None,
    status: Annotated[
        str,
        option(
            "--as",
            "What became of the member.",
            "离开的方式：退会、除名或暂停。",
            "|".join(WITHDRAWALS.choices()),
            show_default=True,
        ),
    ] = "left",
    registry: RegistryOption = None,
) -> None:
    """Give these members a status of leaving, all of them or none."""

    def change(registry: Registry) -> Change:
        kind = registry.kinds[MEMBER.table]
        try:
            standing = WITHDRAWALS.read(status)
        except ValueRefused as refused:
            raise WrongUsage(f"--as: {refused}") from None
        places = places_of(registry, kind, members)
        day = _read("--on", kind.fields["left"], on)
        why = _read("--reason", kind.fields["left_reason"], reason)
        return replacement(
            registry,
            kind,
            {n: withdrawn(registry.members[n], standing, day, why) for n in places},
        )

    carry_out(Changing(change), writing, registry)


def _read(option: str, field: Field, text: str | None) -> Any:
    if text is None:
        return None
    if not text.strip():
        raise WrongUsage(say(f"{option} is without a value", f"{option} 后面没有值"))
    try:
        return read_value(field, [text])
    except ValueRefused as refused:
        raise DataRefused(f"{option}: {refused}", NOTHING_WRITTEN) from None
