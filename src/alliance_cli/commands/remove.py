"""`alliance remove`: the record of a member goes for good."""

from typing import Annotated

from ..actions.write import Changing
from ..kinds.kind import Kind
from ..language import say
from ..options import Answering, MembersArgument, RegistryOption, option
from ..registry.changes import Change
from ..registry.query import places_of
from ..registry.references import refuse_named, removing
from ..registry.registry import Registry
from ..views import console, outcome
from .carrying_out import carry_out


def run(
    members: MembersArgument,
    writing: Answering,
    cascade: Annotated[
        bool,
        option(
            "--cascade",
            "Take their ids out of all records that name them too.",
            "一并从引用其编号的其他记录中删去。",
        ),
    ] = False,
    registry: RegistryOption = None,
    *,
    kind: Kind,
) -> None:
    """Delete these records, all of them or none."""

    def change(registry: Registry) -> Change:
        own = registry.kinds[kind.table]
        places = places_of(registry, own, members)
        if not cascade:
            remedy = say(
                "change them with edit first, remove them too, or add --cascade; ",
                "请先用 edit 修改引用之处、一并删除，或加 --cascade\uff1b",
            )
            refuse_named(registry, own, places, remedy=remedy)
        return removing(registry, own, places)

    def question(registry: Registry, change: Change) -> list[str]:
        ask = say("Delete these records for good?", "彻底删除以上记录？")
        return outcome.below_members(ask, registry, change)

    made = carry_out(Changing(change, question), writing, registry)
    if made.written and made.proposal and writing.format != "json":
        # What asks git is not needed where nothing goes.
        from ..views.recovery import way_back

        console.tell(*way_back(made.proposal, contacts=writing.contacts))
