"""X505: a name within another's."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase, say
from ..check import RegistryCheck, RegistryContext
from ..names import Likeness, described, is_it_one, pairs

RULE = Rule(
    "X505",
    Severity.WARNING,
    Phrase("a name within another's", "名称包含于另一名称"),
    Phrase(
        "A name stands within the registered name of another member: it may be the same "
        "organisation, or one below it whose parent is missing.",
        "一家的名称包含在另一家的登记名称中，可能是同一单位，也可能是其下属单位。",
    ),
    bad=two_members(
        'name = "东风本田"\nregistered_name = "东风本田发动机制造厂"',
        'name = "东风本田发动机"',
    ),
    good=two_members(
        'name = "东风本田"\nregistered_name = "东风本田汽车有限公司"', 'name = "骆驼集团"'
    ),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Registered names within which the name of another member stands."""
    for pair in context.once(pairs):
        if pair.likeness is Likeness.WITHIN:
            message = say("has a name that stands within this one", "的名称包含在此名称中")
            yield described(context, pair, RULE, message, is_it_one(context.kind))


CHECK = RegistryCheck(RULE, find, fields=lambda kind: {*kind.names})
