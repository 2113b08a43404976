"""Findings: what the checks say about a registry, and where.

A finding names the place by its path in the data; the line and the column are looked up only where
somebody wants them.
"""

from typing import Any, NamedTuple

from ..data import At, Path, Position
from .rule import Rule, Severity


class Repair(NamedTuple):
    """What would put something right: `value` in its place, nothing in its place for None.

    A `certain` one means what was meant beyond doubt, another one probably does.  `key` names
    another field of the same table that gets the value, for a finding that has no value itself.
    """

    value: Any
    certain: bool = True
    key: str = ""


class Problem(NamedTuple):
    """What is wrong with one value, before it is known whose value it is.

    `steps` lead from the value to the part of it that is wrong, such as `(1,)` in a list; of what
    is missing they name the key, and `at` is the header of the table that lacks it.
    """

    rule: Rule
    message: str
    hint: str = ""
    steps: Path = ()
    repair: Repair | None = None
    at: At = "value"

    @property
    def place(self) -> Path:
        """The steps to what is there: what is missing has no place of its own."""
        return self.steps[:-1] if self.at == "header" else self.steps

    @property
    def named(self) -> list[str]:
        """The keys among the steps."""
        return [step for step in self.steps if isinstance(step, str)]


class Finding(NamedTuple):
    """What is wrong, and where.

    `path` and `at` are the place, `related` is another place that it is about (the first of two
    duplicates), `member` says which member it is: its place in the registry from 0.  `repair` would
    put it right.
    """

    rule: Rule
    message: str
    path: Path
    at: At = "value"
    hint: str = ""
    member: int | None = None
    field: str = ""
    related: Path = ()
    repair: Repair | None = None

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return self.rule.severity


class Located(NamedTuple):
    """A finding and where it stands: the file, the place, and the member that it is about."""

    finding: Finding
    file: str
    position: Position
    related: Position | None = None
    member_id: str = ""
    member_name: str = ""


def about(
    table: str, index: int, key: str, rule: Rule, message: str, hint: str = "", related: Path = ()
) -> Finding:
    """A finding at the value of one field of the record at `index` of a table."""
    return Finding(rule, message, (table, index, key), "value", hint, index, key, related)
