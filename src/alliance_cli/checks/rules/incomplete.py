"""M408: a wanted field is missing."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...language import Phrase
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M408",
    Severity.WARNING,
    Phrase("a wanted field is missing", "缺少应填字段"),
    Phrase(
        "Under `--strict` every member has a credit code, a city, a day of joining and a contact.",
        "使用 --strict 时，每家会员应有信用代码、城市、入会时间和联系人。",
    ),
    bad='city = "武汉"\njoined = 2019-05-28',
    good='credit_code = "12100000441626842D"\ncity = "武汉"\njoined = 2019-05-28\n\n'
    '[[members.contacts]]\nname = "张三"',
    strict=True,
)


def find(context: RecordContext) -> Iterator[Finding]:
    """Every wanted field that has no value."""
    for field in context.kind.wanted:
        if not context.record.get(field.key) and field.is_for(context.record):
            yield context.missing(field, RULE)


CHECK = RecordCheck(RULE, find)
