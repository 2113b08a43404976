"""`alliance body leave`: somebody leaves a seat in a body."""

import datetime
from typing import Annotated

from ..actions import completion
from ..actions.write import Changing
from ..kinds.kind import Kind
from ..kinds.shared import SEATS
from ..options import Answering, RegistryOption, option
from ..registry.changes import Change, read_typed
from ..registry.registry import Registry
from ..registry.sitting import body_called, holder_called, left_seat
from .carrying_out import carry_out
from .seat import BodyArgument, who_argument


def run(
    body: BodyArgument,
    who: Annotated[str, who_argument(completion.seated)],
    on: Annotated[
        str | None,
        option(
            "--on",
            "The last day of the seat, or its month or year; today, if not given.",
            "离任日期(任职最后一天)，只知年月或年份也可，不填为今天。",
            "DATE",
        ),
    ] = None,
    role: Annotated[
        str | None,
        option(
            "--role",
            "Which of several seats.",
            "有几处任职时，指定角色。",
            "ROLE",
            completion.roles_of_body,
        ),
    ] = None,
    *,
    writing: Answering,
    registry: RegistryOption = None,
    kind: Kind,
) -> None:
    """Give the seat its last day."""

    def change(registry: Registry) -> Change:
        found = body_called(registry, body)
        holder = holder_called(registry, who)
        parts = holder[0].parts(SEATS)
        day = read_typed("--on", parts["until"], on) or datetime.date.today()
        wanted = read_typed("--role", parts["role"], role) or ""
        return left_seat(registry, found, holder, day, wanted)

    carry_out(Changing(change), writing, registry)
