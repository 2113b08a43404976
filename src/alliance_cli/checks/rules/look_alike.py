"""X504: names that look alike."""

from collections.abc import Iterator
from typing import Any

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase, say
from ...registry.registry import is_gone
from ..check import RegistryCheck, RegistryContext
from ..names import Likeness, Pair, described, is_it_one, pairs

RULE = Rule(
    "X504",
    Severity.WARNING,
    Phrase("names that look alike", "名称相近"),
    Phrase(
        "But for the legal form or the province the names are the same, or one is a former or "
        "short name of the other: it may be one organisation twice.",
        "除公司形式或省名外名称相同，或是对方的曾用名、简称，可能是同一单位重复登记。",
    ),
    bad=two_members('name = "湖北省三环集团有限公司"', 'name = "三环集团"'),
    good=two_members('name = "湖北省三环集团有限公司"', 'name = "三环专用汽车"'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Names that another member has as any of its names, and those that nearly are.

    A short or former name may rightly have passed on, from who left to who succeeds it.
    """
    for pair in context.once(pairs):
        if (message := _told(context, pair)) and not _succeeds(context, pair):
            yield described(context, pair, RULE, message, is_it_one(context.kind))


def _told(context: RegistryContext, pair: Pair) -> str:
    """Which name of the other it is that is like this one; nothing where another rule tells it."""
    field = context.kind.fields[pair.other.field]
    if pair.likeness is Likeness.ANY:
        if field.key == "former_names":
            return say("had this name before", "曾用此名称")
        return say("has this name already", "已有此名称")
    if pair.likeness is not Likeness.LOOSE:
        return ""
    told = say("has a name much like this", "的名称与此相近")
    if field.key == "name":
        return told
    # By what it is called, nobody sees the likeness.
    name: Any = context.records[pair.other.member]
    for step in pair.other.path[2:]:
        name = name[step]
    return told + say(f": {name} ({field.key})", f"：{name}({field.heading})")


def _succeeds(context: RegistryContext, pair: Pair) -> bool:
    """Whether one has as a former name what the other was called, which is no member any more."""
    return any(
        holder.field == "former_names"
        and is_gone(context.records[other.member])
        and not is_gone(context.records[holder.member])
        for holder, other in ((pair.here, pair.other), (pair.other, pair.here))
    )


CHECK = RegistryCheck(RULE, find, fields=lambda kind: {*kind.names, "status"} & kind.fields.keys())
