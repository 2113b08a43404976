"""`alliance withdraw`: a member leaves, is expelled or suspended; the record stays."""

from typing import Annotated

from ..actions.completion import choices_of
from ..actions.write import Changing
from ..errors import WrongUsage
from ..kinds.member import MEMBER
from ..options import Answering, MembersArgument, RegistryOption, option
from ..registry.changes import Change, read_typed, replacement
from ..registry.query import places_of
from ..registry.registry import Registry
from ..registry.standing import WITHDRAWALS, keys_of_status, withdrawn
from ..values.value_type import ValueRefused
from .carrying_out import carry_out


def run(
    members: MembersArgument,
    writing: Answering,
    on: Annotated[
        str | None,
        option(
            "--on",
            "The day of it, or its month or year; today, if not given.",
            "退会、除名或暂停的日期，只知年月或年份也可，不填为今天。",
            "DATE",
        ),
    ] = None,
    reason: Annotated[
        str | None, option("--reason", "The reason for it.", "退会、除名或暂停的原因。", "TEXT")
    ] = None,
    decision: Annotated[
        str | None,
        option(
            "--decision",
            "The decision by which it left or was expelled.",
            "同意退会或除名的决议或文号。",
            "TEXT",
        ),
    ] = None,
    status: Annotated[
        str,
        option(
            "--as",
            "What became of the member.",
            "退会、除名还是暂停。",
            "|".join(WITHDRAWALS.choices()),
            choices_of(WITHDRAWALS),
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
        keys = keys_of_status(standing)
        day = read_typed("--on", kind.fields[keys.day], on)
        why = read_typed("--reason", kind.fields[keys.reason], reason)
        by = read_typed("--decision", kind.fields["left_decision"], decision)
        return replacement(
            registry,
            kind,
            {n: withdrawn(registry.members[n], standing, day, why, by) for n in places},
        )

    carry_out(Changing(change), writing, registry)
