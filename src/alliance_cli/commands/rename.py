"""`alliance rename`: a member has another name; the old one is kept among the former ones."""

from typing import Annotated

from ..actions.write import Changing
from ..errors import WrongUsage
from ..kinds.member import MEMBER
from ..language import say
from ..options import Answering, RegistryOption, argument, option
from ..registry.changes import Change, read_typed, replacement
from ..registry.naming import taken_apart, with_former_name
from ..registry.query import place_of
from ..registry.registry import Registry
from ..registry.succession import renamed, renamed_on
from .carrying_out import carry_out


def run(
    word: Annotated[str, argument("MEMBER", "An id or a whole name.", "编号或完整名称。")],
    name: Annotated[str, argument("NAME", "The new name.", "新名称。")],
    writing: Answering,
    on: Annotated[
        str | None,
        option(
            "--on",
            "The day of the new name, or its month or year; it goes into the note.",
            "更名日期，只知年月或年份也可，记入备注。",
            "DATE",
        ),
    ] = None,
    correct: Annotated[
        bool,
        option(
            "--correct",
            "The old name was a slip of typing, and is not kept.",
            "原名只是笔误，不记入曾用名。",
        ),
    ] = False,
    registry: RegistryOption = None,
) -> None:
    """Give a member another name and keep the old one among its former names."""
    if correct and on is not None:
        raise WrongUsage(
            say("--on does not go with --correct", "--on 不能与 --correct 同用"),
            say("a slip of typing has no day", "更正笔误没有更名日期"),
        )

    def change(registry: Registry) -> Change:
        kind = registry.kinds[MEMBER.table]
        place = place_of(registry, kind, word, in_part=False)
        new = read_typed("NAME", kind.fields["name"], name)
        day = read_typed("--on", kind.fields["joined"], on)
        typed, former = taken_apart({"name": new}, registry, kind)
        old, alone = registry.of(kind)[place], typed["name"]
        if day is None:
            member = renamed(old, alone, kind, keep=not correct)
        else:
            member = renamed_on(day, old, alone, kind, registry)
        return replacement(registry, kind, {place: with_former_name(member, former, kind)})

    carry_out(Changing(change), writing, registry)
