"""`alliance reinstate`: a member that left, was expelled or suspended is one again."""

from typing import Annotated

from ..actions.write import Changing
from ..errors import WrongUsage
from ..kinds.member import MEMBER
from ..language import say
from ..options import Answering, DecisionOption, MembersArgument, RegistryOption, option
from ..registry.changes import Change, read_typed, replacement
from ..registry.query import places_of
from ..registry.registry import Registry
from ..registry.standing import reinstated, restored
from .carrying_out import carry_out


def run(
    members: MembersArgument,
    writing: Answering,
    on: Annotated[
        str | None,
        option(
            "--on",
            "The day on which it joined again, or its month or year; today, if not given.",
            "重新入会的日期，只知年月或年份也可，不填为今天。",
            "DATE",
        ),
    ] = None,
    decision: DecisionOption = None,
    undo: Annotated[
        bool,
        option(
            "--undo",
            "It never left: the entry was a mistake, and nothing of it is kept.",
            "退会系误登，予以撤销，不留记录。",
        ),
    ] = False,
    registry: RegistryOption = None,
) -> None:
    """Let these members join again, or take back that they left, all of them or none."""
    if undo and (on is not None or decision is not None):
        name = "--on" if on is not None else "--decision"
        raise WrongUsage(
            say(f"{name} does not go with --undo", f"{name} 不能与 --undo 同用"),
            say("who never left did not join again", "撤销误登不涉及重新入会"),
        )

    def change(registry: Registry) -> Change:
        old, kind = registry.members, registry.kinds[MEMBER.table]
        places = places_of(registry, kind, members)
        if undo:
            return replacement(registry, kind, {n: restored(old[n]) for n in places})
        day = read_typed("--on", kind.fields["joined"], on)
        by = read_typed("--decision", kind.fields["decision"], decision)
        return replacement(registry, kind, {n: reinstated(old[n], day, by) for n in places})

    carry_out(Changing(change), writing, registry)
