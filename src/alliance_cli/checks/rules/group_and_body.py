"""X516: a group that is a body too."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...kinds.body import BODY
from ...language import Phrase, say
from ...registry.seats import GROUPS
from ..check import RegistryCheck, RegistryContext

_BODY = '[[bodies]]\nid = "connected"\nlabel = "智能网联专项组"\n'

RULE = Rule(
    "X516",
    Severity.ERROR,
    Phrase("a group that is a body too", "工作组与机构重复"),
    Phrase(
        "[groups] is the short form for what needs no roles and terms; each has one place.",
        "[groups] 用于没有角色和届次的工作组；同一工作组只写在一处。",
    ),
    bad=f'[groups]\nconnected = "智能网联组"\n\n{_BODY}',
    good=f'[groups]\nparts = "零部件组"\n\n{_BODY}',
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Bodies whose id is a key of [groups]."""
    groups = context.registry.words.get(GROUPS, {})
    for index, body in enumerate(context.records):
        identifier = body.get("id")
        if isinstance(identifier, str) and identifier in groups:
            yield context.about(
                index,
                "id",
                RULE,
                say(f"[groups] has {identifier} already", f"[groups] 中已有 {identifier}"),
                say("take it out of one of the two", "请从其中一处删去"),
                (GROUPS, identifier),
            )


CHECK = RegistryCheck(RULE, find, fields=lambda kind: {"id"} if kind.table == BODY.table else set())
