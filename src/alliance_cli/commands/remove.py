"""`alliance remove`: the record of a member goes for good."""

from collections.abc import Sequence

from ..actions.write import Changing
from ..errors import NOTHING_WRITTEN, DataRefused
from ..kinds.kind import Kind
from ..language import say
from ..options import Answering, MembersArgument, RegistryOption
from ..registry.changes import Change, removal
from ..registry.query import places_of
from ..registry.references import Referrer, referring
from ..registry.registry import Registry
from ..registry.shown import called, masked_message
from ..views import console, outcome
from .carrying_out import carry_out


def run(
    members: MembersArgument, writing: Answering, registry: RegistryOption = None, *, kind: Kind
) -> None:
    """Delete these records, all of them or none."""

    def change(registry: Registry) -> Change:
        own = registry.kinds[kind.table]
        places = places_of(registry, own, members)
        _refuse_what_is_named(registry, own, places)
        return removal(registry, own, places)

    def question(registry: Registry, change: Change) -> list[str]:
        ask = say("Delete these records for good?", "彻底删除以上记录？")
        return outcome.below_members(ask, registry, change)

    made = carry_out(Changing(change, question), writing, registry)
    if made.written and made.proposal and writing.format != "json":
        # What asks git is not needed where nothing goes.
        from ..views.recovery import way_back

        console.tell(*way_back(made.proposal, contacts=writing.contacts))


_MOST_NAMED = 10


def _refuse_what_is_named(registry: Registry, kind: Kind, places: Sequence[int]) -> None:
    """Raise DataRefused where a record stays that names one of these."""
    going = set(places)
    for place, found in sorted(referring(registry, kind, places).items()):
        staying = [
            each for each in found if each.kind.table != kind.table or each.place not in going
        ]
        if not staying:
            continue
        who = called(registry.of(kind)[place])
        mark = say(", ", "、")
        listed = mark.join(_named_in(registry, each) for each in staying[:_MOST_NAMED])
        if len(staying) > _MOST_NAMED:
            listed += say(f" and {len(staying) - _MOST_NAMED} more", f"等 {len(staying)} 处")
        raise DataRefused(
            say(f"{who} is named by {listed}", f"{listed} 引用了 {who}"),
            say(
                "change them with edit first, or remove them too; ",
                "请先用 edit 修改引用之处，或一并删除；",
            )
            + NOTHING_WRITTEN,
        )


def _named_in(registry: Registry, referrer: Referrer) -> str:
    """A record that names another, and the fields in which it does."""
    kind, place, columns = referrer
    identifier = masked_message(str(registry.of(kind)[place].get("id", "?")))
    headings = say(", ", "、").join(kind.spoken_name(column) for column in columns)
    return say(f"{identifier} ({headings})", f"{identifier}({headings})")
