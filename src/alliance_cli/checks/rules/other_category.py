"""M411: a field of other categories."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import MEMBER, Rule, Severity
from ...language import Phrase, say, spoken
from ..check import RecordCheck, RecordContext

_REGISTRY = (
    '[categories]\nvehicle = "整车企业"\nparts = "零部件企业"\n\n'
    '[fields.tier]\nlabel = "配套层级"\ntype = "text"\nfor = ["{}"]\n\n'
    f'{MEMBER}tier = "一级"\n'
)

RULE = Rule(
    "M411",
    Severity.WARNING,
    Phrase("a field of other categories", "字段不适用于此类别"),
    Phrase(
        "The registry declares the field for members of some categories, and this member is in "
        "another category.",
        "名录声明此字段只用于某些类别的会员，而此会员属于其他类别。",
    ),
    bad=_REGISTRY.format("parts"),
    good=_REGISTRY.format("vehicle"),
)


def find(context: RecordContext) -> Iterator[Finding]:
    """Values of fields that are for other categories."""
    fields = context.kind.fields
    for key in context.record:
        field = fields.get(key)
        if field is not None and not field.is_for(context.record):
            labels = fields["category"].type.choices(spoken())
            listed = say(", ", "、").join(labels.get(each, each) for each in field.categories)
            yield context.about(
                key,
                RULE,
                say(
                    f"{key} is only for these categories: {listed}",
                    f"{field.heading}只用于这些类别：{listed}",
                ),
            )


CHECK = RecordCheck(RULE, find)
