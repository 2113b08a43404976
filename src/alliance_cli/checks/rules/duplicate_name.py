"""X502: a name used twice."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...language import Phrase, say
from ..check import RegistryCheck, RegistryContext
from ..names import Likeness, described, pairs

RULE = Rule(
    "X502",
    Severity.ERROR,
    Phrase("a name used twice", "名称重复"),
    Phrase(
        "The same organisation is there twice.  Brackets, spaces and full-width letters make "
        "no other name.",
        "同一单位、机构或项目登记了两次。括号、空格、全角半角的不同不算不同的名称。",
    ),
    bad=two_members('name = "某某(集团)公司"', 'name = "某某\uff08集团\uff09 公司"'),
    good=two_members('name = "某某(集团)公司"', 'name = "另一家公司"'),
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Names and registered names that another member has as such."""
    for pair in context.once(pairs):
        if pair.likeness is Likeness.OFFICIAL:
            message = say("has this name already", "已有此名称")
            yield described(context, pair, RULE, message)


CHECK = RegistryCheck(RULE, find, fields=lambda kind: {*kind.official_names})
