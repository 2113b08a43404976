"""The roles that a body has, and how many seats there are of each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..findings import rules
from ..findings.finding import Problem
from ..language import Phrase, Wording, say
from .choices import Choice, parted
from .names import name_key
from .value_type import Terms, ValueRefused, ValueType

_BETWEEN = "=\uff1d:\uff1a"
_PART = re.compile(rf"(.*?)\s*(?:[{_BETWEEN}]\s*([^{_BETWEEN}]*))?")
_NO_BOUND = Phrase("any", "不限")


class Roles(ValueType):
    """A table of roles, each with its number of seats; 0 is no bound.

    People see the labels of the roles that the registry has words for, in `role`, and type them.
    """

    expected = Phrase("a table like { lead = 1, deputy = 3 }", "表，如 { lead = 1, deputy = 3 }")
    python_type = dict

    def __init__(self, role: Choice | None = None) -> None:
        self._role = role or Choice(table="roles")

    def bound(self, vocabularies: Mapping[str, Terms]) -> "Roles":
        return Roles(self._role.bound(vocabularies))

    def read(self, text: str) -> dict[str, int]:
        """The roles in `lead=1, deputy=3`; a role without a number has no bound."""
        roles: dict[str, int] = {}
        for part in filter(None, parted(text, self._role.choices(Wording.CHINESE).values())):
            match = _PART.fullmatch(part)
            word, number = match.groups(default="") if match else ("", "")
            # A label may have any mark in it, a key that nobody gave one has none.
            role = self._role.meant(word) or ("" if any(m in word for m in _BETWEEN) else word)
            if name_key(number) in map(name_key, _NO_BOUND):
                number = "0"
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
        return (
            Phrase(", ", "、")
            .worded(", ", wording)
            .join(
                f"{self._role.text(role, wording)}={number or _NO_BOUND.worded('0', wording)}"
                for role, number in value.items()
            )
        )

    def words(self, value: Any) -> Iterator[str]:
        for wording in Wording:
            yield self.text(value, wording)

    def order(self, value: Any) -> Any:
        return len(value)

    def holds_words(self, value: Any) -> bool:
        return True

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
