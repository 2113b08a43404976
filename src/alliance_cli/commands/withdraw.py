"""`alliance withdraw`: a member leaves, is expelled or suspended; the record stays."""

from typing import Annotated, Any

import typer

from ..actions.write import Writing, write
from ..errors import NOTHING_WRITTEN, DataRefused, WrongUsage
from ..kinds.field import Field
from ..kinds.member import MEMBER
from ..language import say
from ..options import MembersArgument, RegistryOption
from ..registry.changes import Change, read_value, replacement
from ..registry.query import places_of
from ..registry.registry import Registry
from ..registry.standing import WITHDRAWALS, withdrawn
from ..store.locate import find_registry
from ..values.value_type import ValueRefused

HELP = say(
    "Note that members left, were expelled or suspended.\n\nTheir records stay; reinstate takes it "
    "back.",
    "登记退会、除名或暂停。\n\n记录保留，可用 reinstate 恢复。",
)

_OnOption = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATE",
        help=say("The day of leaving; today, if not given.", "离开日期，不填为今天。"),
    ),
]
_ReasonOption = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help=say("Why the member left.", "离开的原因。")),
]
_AsOption = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="|".join(WITHDRAWALS.labels or ()),
        help=say("What became of the member.", "离开的方式：退会、除名或暂停。"),
    ),
]


def run(
    members: MembersArgument,
    writing: Writing,
    on: _OnOption = None,
    reason: _ReasonOption = None,
    status: _AsOption = "left",
    registry: RegistryOption = None,
) -> None:
    """Give these members a status of leaving, all of them or none."""
    try:
        standing = WITHDRAWALS.read(status)
    except ValueRefused as refused:
        raise WrongUsage(f"--as: {refused}") from None

    def plan(registry: Registry) -> Change:
        kind = registry.kinds[MEMBER.table]
        places = places_of(registry, kind, members)
        day = _read("--on", kind.fields["left"], on)
        why = _read("--reason", kind.fields["left_reason"], reason)
        return replacement(
            registry,
            kind,
            {n: withdrawn(registry.members[n], standing, day, why) for n in places},
        )

    write(find_registry(registry), plan, writing)


def _read(option: str, field: Field, text: str | None) -> Any:
    if text is None:
        return None
    if not text.strip():
        raise WrongUsage(say(f"{option} is without a value", f"{option} 后面没有值"))
    try:
        return read_value(field, [text])
    except ValueRefused as refused:
        raise DataRefused(f"{option}: {refused}", NOTHING_WRITTEN) from None
