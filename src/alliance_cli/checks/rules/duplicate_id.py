"""X501: an id used twice."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase
from ..check import RegistryCheck, RegistryContext
from ..duplicates import duplicates

RULE = Rule(
    "X501",
    Severity.ERROR,
    Phrase("an id used twice", "编号重复"),
    Phrase(
        "An id means one record, whatever its case, and is never given again.",
        "一个编号只属于一条记录，不分大小写，也不再用于其他记录。",
    ),
    bad=two_members('name = "东风汽车"', 'name = "骆驼集团"').replace("M002", "m001"),
    good=two_members('name = "东风汽车"', 'name = "骆驼集团"'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Ids that an earlier member has, whatever their case."""
    return duplicates(context, RULE, "id", str.casefold, "id")


CHECK = RegistryCheck(RULE, find, fields={"id"})
