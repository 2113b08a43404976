"""What a rule is: its code, its severity, its title, and why it is there, with examples."""

from enum import Enum
from typing import NamedTuple

from ..language import Phrase

_GROUPS = "SRFMX"


class Severity(Enum):
    """How bad a finding is: errors fail a validation, warnings only under `--strict`."""

    ERROR = "error"
    WARNING = "warning"

    def __str__(self) -> str:
        return self.value


class Rule(NamedTuple):
    """A rule that a registry may break, in a module of its own that is called as the rule is.

    `bad` breaks it and `good` does not: a whole registry, or lines of a member where that is
    enough; bytes are shown as such, and an empty example says that no text can show it.

    A file that breaks a rule that `stops_reading` cannot be read as a registry.  Nobody is told of
    an `optional` rule who does not ask for it by its code, and of a `strict` one only under
    `--strict`.
    """

    code: str
    severity: Severity
    title: Phrase
    reason: Phrase
    bad: str | bytes
    good: str
    stops_reading: bool = False
    optional: bool = False
    strict: bool = False

    def __hash__(self) -> int:
        # Rules are counted by the million, and no two have one code.
        return hash(self.code)

    @property
    def is_usual(self) -> bool:
        """Whether everybody is told of it, asked for or not."""
        return not (self.optional or self.strict)

    @property
    def order(self) -> tuple[int, str]:
        """What rules are listed by: from the text to members together, then by code."""
        return _GROUPS.index(self.code[0]), self.code


MEMBER = '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\n'
"""A member, for examples that are whole registries."""


def two_members(first: str, second: str) -> str:
    """An example of two members, with lines of their own."""
    head = '[[members]]\nid = "{}"\ncategory = "parts"\n{}\n'
    return head.format("M001", first) + "\n" + head.format("M002", second)
