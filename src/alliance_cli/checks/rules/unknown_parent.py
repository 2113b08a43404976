"""X506: a parent that is no member."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase, say
from ...values.words import suggestion
from ..check import RegistryCheck, RegistryContext
from ..parents import ids, parents

RULE = Rule(
    "X506",
    Severity.ERROR,
    Phrase("a parent that is no member", "上级单位不在名录中"),
    Phrase(
        "A parent is the id of another member of this registry.",
        "上级单位填写本名录中另一家会员的编号。",
    ),
    bad=two_members('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M100"'),
    good=two_members('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M001"'),
)


# A registry whose parents are all unknown has another problem than a typing error in each.
_MOST_SUGGESTIONS = 20


def find(context: RegistryContext) -> Iterator[Finding]:
    """Parents that are the id of nobody."""
    unknown = (index for index, above in context.once(parents).items() if above is None)
    for count, index in enumerate(unknown):
        parent = context.records[index]["parent"]
        yield context.about(
            index,
            "parent",
            RULE,
            say(f"there is no member {parent}", f"没有编号为 {parent} 的会员"),
            suggestion(parent, context.once(ids)) if count < _MOST_SUGGESTIONS else "",
        )


CHECK = RegistryCheck(RULE, find, fields={"id", "parent"})
