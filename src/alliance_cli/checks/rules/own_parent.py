"""M410: its own parent."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase, say
from ..check import RegistryCheck, RegistryContext
from ..parents import parents

RULE = Rule(
    "M410",
    Severity.ERROR,
    Phrase("its own parent", "上级单位是自己"),
    Phrase("Nobody is above themselves.", "上级单位不能是自己。"),
    bad=two_members('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M002"'),
    good=two_members('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M001"'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Members that name themselves as their parent."""
    for index, above in context.once(parents).items():
        if above == index:
            yield context.about(
                index,
                "parent",
                RULE,
                say("a member cannot be its own parent", "上级单位不能是自己"),
            )


CHECK = RegistryCheck(RULE, find, fields={"id", "parent"})
