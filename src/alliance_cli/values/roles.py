"""The roles that a body has, and how many seats there are of each."""

from collections.abc import Sequence
from typing import Any

from ..findings import rules
from ..findings.finding import Problem
from ..language import Phrase, Wording, say
from .choices import parted
from .value_type import ValueRefused, ValueType

_BETWEEN = "=\uff1d:\uff1a"


class Roles(ValueType):
    """A table of roles, each with its number of seats; 0 is no bound."""

    expected = Phrase("a table like { lead = 1, deputy = 3 }", "表，如 { lead = 1, deputy = 3 }")
    python_type = dict

    def read(self, text: str) -> dict[str, int]:
        """The roles in `lead=1, deputy=3`; a role without a number has no bound."""
        roles: dict[str, int] = {}
        for part in filter(None, parted(text)):
            mark = next((mark for mark in _BETWEEN if mark in part), "=")
            role, _, number = (each.strip() for each in part.partition(mark))
            if not role or not (number or "0").isdecimal() or role in roles:
                raise ValueRefused(
                    say(
                        f"expected are roles and their seats, like lead=1,deputy=3, not {part}",
                        f"应为角色及席位数，如 lead=1,deputy=3，现为 {part}",
                    )
                )
            roles[role] = int(number or 0)
        if not roles:
            raise ValueRefused(say("there is nothing in this list", "列表中没有内容"))
        return roles

    def problems(self, value: Any) -> Sequence[Problem]:
        if type(value) is not dict:
            return (self.wrong_type(value),)
        return [
            Problem(
                rules.WRONG_TYPE if type(number) is not int else rules.NEGATIVE,
                say(
                    f"expected is a number of seats, 0 for no bound, not {number}",
                    f"应为席位数，0 表示不限，现为 {number}",
                ),
                steps=(role,),
            )
            for role, number in value.items()
            if type(number) is not int or number < 0
        ]

    def text(self, value: Any, wording: Wording) -> str:
        return ", ".join(f"{role}={number}" for role, number in value.items())

    def order(self, value: Any) -> Any:
        return len(value)

    def holds_words(self, value: Any) -> bool:
        return True

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
