"""X510: two spellings of a city."""

from collections.abc import Iterator

from ...findings.finding import Finding, Repair
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase, say
from ...registry.spellings import Spellings
from ..check import RegistryCheck, RegistryContext

RULE = Rule(
    "X510",
    Severity.WARNING,
    Phrase("two spellings of a city", "同一市州的两种写法"),
    Phrase(
        "武汉 and 武汉市 are one city: filters and counts take them for one, and a list reads "
        "better with one spelling.",
        "“武汉”和“武汉市”是同一市州：筛选和统计视为同一个，名单中宜用同一种写法。",
    ),
    bad=two_members('name = "东风本田"\ncity = "武汉"', 'name = "东风汽车"\ncity = "武汉市"'),
    good=two_members('name = "东风本田"\ncity = "武汉"', 'name = "东风汽车"\ncity = "武汉"'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Values that most others, or as many before them, write in another way."""
    spellings = Spellings(context.records, context.kind)
    for field in spellings.fields:
        usual = {
            text: spellings.of(field, text)
            for counts in spellings.counted(field).values()
            if len(counts) > 1
            for text in counts
        }
        for index, record in enumerate(context.records if usual else ()):
            text = record.get(field.key)
            if not isinstance(text, str) or usual.get(text, text) == text:
                continue
            number = spellings.counted(field)[field.type.folded(text)][usual[text]]
            finding = context.about(
                index,
                field.key,
                RULE,
                say(
                    f"{text} is {usual[text]} in {number} other members",
                    f"{text} 与 {usual[text]}(另有 {number} 家)是同一{field.heading}的两种写法",
                ),
                say(f"write {usual[text]}", f"建议统一写作 {usual[text]}"),
            )
            yield finding._replace(repair=Repair(usual[text], certain=False))


CHECK = RegistryCheck(RULE, find, fields=lambda kind: kind.suggesting.keys())
