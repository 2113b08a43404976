"""`alliance admit`: an applicant becomes a member."""

from typing import Annotated

from ..actions.write import Changing
from ..errors import WrongUsage
from ..kinds.member import MEMBER
from ..language import say
from ..options import Answering, DecisionOption, MembersArgument, RegistryOption, option
from ..registry.changes import Change, read_typed, replacement
from ..registry.query import places_of
from ..registry.references import following
from ..registry.registry import Registry
from ..registry.standing import admitted
from .carrying_out import carry_out


def run(
    members: MembersArgument,
    writing: Answering,
    on: Annotated[
        str | None,
        option(
            "--on",
            "The day of joining, or its month or year; today, if not given.",
            "入会日期，只知年月或年份也可，不填为今天。",
            "DATE",
        ),
    ] = None,
    decision: DecisionOption = None,
    number: Annotated[
        str | None,
        option(
            "--id",
            "The id of the new member, in place of that of the applicant.",
            "入会后的会员编号，代替申请时的编号。",
            "ID",
        ),
    ] = None,
    registry: RegistryOption = None,
) -> None:
    """Make members of these applicants, all of them or none."""
    if number is not None and len(members) > 1:
        raise WrongUsage(say("--id is for one applicant", "--id 只能用于一家申请单位"))

    def change(registry: Registry) -> Change:
        kind = registry.kinds[MEMBER.table]
        places = places_of(registry, kind, members)
        day = read_typed("--on", kind.fields["joined"], on)
        by = read_typed("--decision", kind.fields["decision"], decision)
        identifier = read_typed("--id", kind.fields["id"], number)
        new = {n: admitted(registry.members[n], day, by) for n in places}
        if identifier is not None:
            (place,) = places
            new[place] = {**new[place], "id": identifier}
            return following(registry, kind, {place: identifier}, new)
        return replacement(registry, kind, new)

    carry_out(Changing(change), writing, registry)
