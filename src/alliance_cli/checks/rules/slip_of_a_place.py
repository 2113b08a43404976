"""X511: a city that is probably a slip of typing."""

from collections.abc import Iterator

from ...findings.finding import Finding, Repair
from ...findings.rule import MEMBER as MEMBER_TABLE
from ...findings.rule import Rule, Severity
from ...language import Phrase, say
from ...registry.spellings import Spellings
from ..check import RegistryCheck, RegistryContext

RULE = Rule(
    "X511",
    Severity.WARNING,
    Phrase("a city that may be a slip of typing", "市州可能有错字"),
    Phrase(
        "No other member is there, and one character makes it a city that others are in, or a "
        "division of Hubei.  Cities outside the province are none.",
        "没有其他会员在此，而改一个字就是其他会员所在的市州或湖北的市州。省外城市不在此列。",
    ),
    bad=f'{MEMBER_TABLE}city = "十偃"\n',
    good=f'{MEMBER_TABLE}city = "广州"\n',
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Values that one record alone has, and that mean nothing but for a slip of typing."""
    spellings = Spellings(context.records, context.kind)
    for field in spellings.fields:
        counted = spellings.counted(field)
        alone = {text for each in counted.values() if each.total() == 1 for text in each}
        used = {spellings.of(field, next(iter(each))): each.total() for each in counted.values()}
        meant_by = field.type.meant_by(used)
        meant = {text: meant_by(text) for text in alone}
        for index, record in enumerate(context.records if any(meant.values()) else ()):
            text = record.get(field.key)
            # Of two that nobody knows, neither can be told to be a slip of the other.
            near = [each for each in meant.get(str(text), ()) if not meant.get(each)]
            if near:
                probably = say(" or ", "或").join(near)
                finding = context.about(
                    index,
                    field.key,
                    RULE,
                    say(f"nobody else is in {text}", f"没有其他会员在 {text}"),
                    say(f"did you mean {probably}?", f"是否想写 {probably}？"),
                )
                repair = Repair(near[0], certain=False) if len(near) == 1 else None
                yield finding._replace(repair=repair)


CHECK = RegistryCheck(RULE, find, fields=lambda kind: kind.suggesting.keys())
