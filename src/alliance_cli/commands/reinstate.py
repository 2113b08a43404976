"""`alliance reinstate`: a member that left, was expelled or suspended is one again."""

from ..actions.write import Changing
from ..kinds.member import MEMBER
from ..options import Answering, MembersArgument, RegistryOption
from ..registry.changes import Change, replacement
from ..registry.query import places_of
from ..registry.registry import Registry
from ..registry.standing import reinstated
from .carrying_out import carry_out


def run(members: MembersArgument, writing: Answering, registry: RegistryOption = None) -> None:
    """Take status, day and reason of leaving out of these members, all of them or none."""

    def change(registry: Registry) -> Change:
        old, kind = registry.members, registry.kinds[MEMBER.table]
        places = places_of(registry, kind, members)
        return replacement(registry, kind, {n: reinstated(old[n]) for n in places})

    carry_out(Changing(change), writing, registry)
