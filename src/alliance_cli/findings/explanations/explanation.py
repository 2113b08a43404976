"""What an explanation is made of."""

from typing import NamedTuple

from ...language import Phrase
from ..rules import Rule

_MEMBER = '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\n'


class Explanation(NamedTuple):
    """Why a rule is there; `bad` breaks it and `good` does not.

    An example is a whole registry, or lines of a member where that is enough.  Bytes are shown as
    such: no text says what is wrong with them.
    """

    reason: Phrase
    bad: str | bytes
    good: str


def whole(rule: Rule, example: str | bytes) -> bytes:
    """The registry that an example of `rule` stands for."""
    if isinstance(example, bytes):
        return example
    if rule.code[0] not in "SR" and "[[members]]" not in example:
        example = f"{_MEMBER}\n{example}" if example.startswith("[") else _MEMBER + example
    return f"{example.rstrip()}\n".encode()
