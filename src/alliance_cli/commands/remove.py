"""`alliance remove`: the record of a member goes for good."""

from ..actions.write import Changing
from ..errors import NOTHING_WRITTEN, DataRefused
from ..kinds.member import MEMBER
from ..language import say
from ..options import Answering, MembersArgument, RegistryOption
from ..registry.changes import Change, removal
from ..registry.query import places_of
from ..registry.references import referring
from ..registry.registry import Registry
from ..registry.shown import called
from ..views import console, outcome
from .carrying_out import carry_out


def run(members: MembersArgument, writing: Answering, registry: RegistryOption = None) -> None:
    """Delete the records of these members, all of them or none."""

    def change(registry: Registry) -> Change:
        kind = registry.kinds[MEMBER.table]
        places = places_of(registry, kind, members)
        _refuse_parents(registry, places)
        return removal(registry, kind, places)

    def question(registry: Registry, change: Change) -> list[str]:
        ask = say("Delete these records for good?", "彻底删除以上记录？")
        return outcome.below_members(ask, registry, change)

    made = carry_out(Changing(change, question), writing, registry)
    if made.written and made.proposal and writing.format != "json":
        # What asks git is not needed where nothing goes.
        from ..views.recovery import way_back

        console.tell(*way_back(made.proposal, contacts=writing.contacts))


def _refuse_parents(registry: Registry, places: list[int]) -> None:
    """Raise DataRefused where a member stays that names one of these as its parent."""
    going = set(places)
    naming = referring(registry, MEMBER, places)
    for place in places:
        staying = [child for child in naming.get(place, ()) if child not in going]
        if staying:
            who = called(registry.members[place])
            ids = [str(registry.members[child].get("id", "?")) for child in staying]
            listed = say(", ", "、").join(ids)
            raise DataRefused(
                say(
                    f"{who} is the parent of {listed}",
                    f"{who} 是 {listed} 的上级单位",
                ),
                say(
                    "edit --unset parent on them first, or remove them too; ",
                    "请先用 edit --unset parent 修改下级单位，或一并删除\uff1b",
                )
                + NOTHING_WRITTEN,
            )
