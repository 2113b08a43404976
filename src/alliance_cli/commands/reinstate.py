"""`alliance reinstate`: a member that left, was expelled or suspended is one again."""

from ..language import say
from ..members.changes import Change, replacement
from ..members.query import places_of
from ..members.registry import Registry
from ..members.standing import reinstated
from ..options import MembersArgument, RegistryOption
from ..store.locate import find_registry
from ..writing import Writing, write

HELP = say(
    "Restore members who left, were expelled or suspended.",
    "恢复已退会、除名或暂停的会员。",
)


def run(members: MembersArgument, writing: Writing, registry: RegistryOption = None) -> None:
    """Take status, day and reason of leaving out of these members, all of them or none."""

    def plan(registry: Registry) -> Change:
        old = registry.members
        return replacement(registry, {n: reinstated(old[n]) for n in places_of(registry, members)})

    write(find_registry(registry), plan, writing)
