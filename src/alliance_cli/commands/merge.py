"""`alliance merge`: two members become one; the record of the other stays, as one that left."""

from typing import Annotated

from ..actions.write import Changing
from ..kinds.member import MEMBER
from ..language import say
from ..options import Answering, RegistryOption, argument, option
from ..registry.changes import Change, read_typed
from ..registry.query import place_of
from ..registry.registry import Registry
from ..registry.succession import merged
from ..views import outcome
from .carrying_out import carry_out


def run(
    gone: Annotated[
        str,
        argument("MEMBER", "Who is no member any more, by id or name.", "不再单独存在的会员。"),
    ],
    into: Annotated[
        str, argument("INTO", "The member that it becomes part of.", "并入的会员，编号或名称。")
    ],
    writing: Answering,
    on: Annotated[
        str | None,
        option(
            "--on",
            "The day, or its month or year; today, if not given.",
            "日期，只知年月或年份也可，不填为今天。",
            "DATE",
        ),
    ] = None,
    reason: Annotated[
        str | None,
        option(
            "--reason",
            "Why it left; that it became part of the other, if not given.",
            "退会原因；不填则写明并入哪家。",
            "TEXT",
        ),
    ] = None,
    registry: RegistryOption = None,
) -> None:
    """Let one member take names, contacts and lists of another, which leaves."""

    def change(registry: Registry) -> Change:
        kind = registry.kinds[MEMBER.table]
        old, kept = (place_of(registry, kind, word, in_part=False) for word in (gone, into))
        day = read_typed("--on", kind.fields["left"], on)
        why = read_typed("--reason", kind.fields["left_reason"], reason) or ""
        return merged(registry, kind, old, kept, day, why)

    def question(registry: Registry, change: Change) -> list[str]:
        differing = outcome.not_taken(registry, change, contacts=writing.contacts)
        ask = say("Merge all the same?", "仍然合并？")
        return [*differing, ask] if differing else []

    carry_out(Changing(change, question, can_wait=True), writing, registry)
