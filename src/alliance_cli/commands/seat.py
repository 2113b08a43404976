"""`alliance body seat`: somebody takes a seat in a body."""

from typing import Annotated, Any

from ..actions import completion
from ..actions.write import Changing
from ..data import Data
from ..kinds.kind import Kind
from ..kinds.shared import SEATS
from ..options import Answering, RegistryOption, argument, option
from ..registry.changes import Change, read_typed
from ..registry.registry import Registry
from ..registry.sitting import body_called, holder_called, seated
from .carrying_out import carry_out

BodyArgument = Annotated[
    str, argument("BODY", "A body, by id or name.", "机构的编号或名称。", completion.records)
]


def who_argument(offers: completion.Offers) -> Any:
    """The argument for who has a seat or takes one, of whom `offers` are offered."""
    english, chinese = "A member or an expert, by id or whole name.", "会员或专家的编号或完整名称。"
    return argument("WHO", english, chinese, offers)


def run(
    body: BodyArgument,
    who: Annotated[str, who_argument(completion.holders)],
    role: Annotated[
        str | None,
        option(
            "--role",
            "One of the roles of the body.",
            "该机构设置的角色。",
            "ROLE",
            completion.roles_of_body,
        ),
    ] = None,
    person: Annotated[
        str | None, option("--person", "Who takes the seat.", "任职人员。", "NAME")
    ] = None,
    term: Annotated[
        str | None,
        option(
            "--term",
            "The term, which gives the days; the present one, if there is any.",
            "届次，由此确定起止日期；不填为本届(如有)。",
            "N",
            completion.terms_of_body,
        ),
    ] = None,
    since: Annotated[
        str | None,
        option(
            "--since",
            "First day, where it is not the term's.",
            "任职起始日，与届次不同时填。",
            "DATE",
        ),
    ] = None,
    until: Annotated[
        str | None,
        option(
            "--until",
            "Last day, where it is not the term's.",
            "任职截止日，与届次不同时填。",
            "DATE",
        ),
    ] = None,
    decision: Annotated[
        str | None,
        option("--decision", "The decision by which it is taken.", "任职决议或文号。", "TEXT"),
    ] = None,
    *,
    writing: Answering,
    registry: RegistryOption = None,
    kind: Kind,
) -> None:
    """Put a seat under the member or expert that takes it."""
    typed = {
        "role": role,
        "person": person,
        "term": term,
        "since": since,
        "until": until,
        "decision": decision,
    }

    def change(registry: Registry) -> Change:
        found = body_called(registry, body)
        holder = holder_called(registry, who)
        parts = holder[0].parts(SEATS)
        read = {key: read_typed(f"--{key}", parts[key], text) for key, text in typed.items()}
        seat: Data = {key: value for key, value in read.items() if value is not None}
        return seated(registry, found, holder, seat)

    carry_out(Changing(change), writing, registry)
