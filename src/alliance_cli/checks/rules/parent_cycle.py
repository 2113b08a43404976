"""X507: parents in a circle."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase, say
from ..check import RegistryCheck, RegistryContext
from ..parents import parents

RULE = Rule(
    "X507",
    Severity.ERROR,
    Phrase("parents in a circle", "上级单位循环"),
    Phrase(
        "Parents that go in a circle have nobody at the top, and lists by parent never end.",
        "上级单位互相循环，没有最上级，按上级汇总时无法结束。",
    ),
    bad=two_members('name = "东风汽车"\nparent = "M002"', 'name = "骆驼集团"\nparent = "M001"'),
    good=two_members('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M001"'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Every circle once, at the last of its members; one's own parent is no circle."""
    above = {index: parent for index, parent in context.once(parents).items() if parent != index}
    cleared: set[int] = set()
    for start in above:
        trail: dict[int, None] = {}
        here: int | None = start
        while here is not None and here not in cleared and here not in trail:
            trail[here] = None
            here = above.get(here)
        if here is not None and here in trail:
            circle = list(trail)[list(trail).index(here) :]
            members = context.records
            ids = " → ".join(str(members[i].get("id")) for i in [*circle, circle[0]][:8])
            yield context.about(
                max(circle),
                "parent",
                RULE,
                say(f"the parents go in a circle: {ids}", f"上级单位互相循环：{ids}"),
            )
        cleared.update(trail)


CHECK = RegistryCheck(RULE, find, fields={"id", "parent"})
