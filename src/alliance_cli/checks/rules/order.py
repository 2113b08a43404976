"""X508: members out of order."""

import re
from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase, say
from ..check import RegistryCheck, RegistryContext

RULE = Rule(
    "X508",
    Severity.WARNING,
    Phrase("members out of order", "会员未按编号排列"),
    Phrase(
        "Members in the order of their ids are found quickly by hand, and edits by several "
        "people meet less often.  Asked for by `--select X508`.",
        "按编号排列便于人工查找，多人修改也不易冲突。用 --select X508 启用。",
    ),
    bad=two_members('name = "东风汽车"', 'name = "骆驼集团"').replace("M001", "M003"),
    good=two_members('name = "东风汽车"', 'name = "骆驼集团"'),
    optional=True,
)


_DIGITS = re.compile("([0-9]{1,18})")


def find(context: RegistryContext) -> Iterator[Finding]:
    """Members that stand below one with a higher id; numbers in ids count as numbers."""
    highest: tuple[list[tuple[int, str]], str] = ([], "")
    for index, member in enumerate(context.records):
        identifier = member.get("id")
        if not isinstance(identifier, str):
            continue
        here = [
            (int(part), "") if part.isdecimal() else (-1, part.casefold())
            for part in _DIGITS.split(identifier)
        ]
        if here < highest[0]:
            yield context.about(
                index,
                "id",
                RULE,
                say(
                    f"{identifier} stands below {highest[1]}",
                    f"{identifier} 排在 {highest[1]} 之后",
                ),
            )
        else:
            highest = here, identifier


CHECK = RegistryCheck(RULE, find, fields={"id"})
