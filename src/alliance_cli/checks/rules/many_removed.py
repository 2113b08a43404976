"""X509: many members removed."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...kinds.member import MEMBER
from ...language import Phrase, say
from ...registry.pairing import paired
from ..check import RevisionCheck, RevisionContext

RULE = Rule(
    "X509",
    Severity.ERROR,
    Phrase("many members removed", "删除的会员过多"),
    Phrase(
        "More members are gone since another revision than `--max-removed` allows: perhaps a "
        "filter was saved in place of the list.",
        "与另一版本相比，删除的会员超过 --max-removed 的限度，可能是误将筛选结果存成了名录。",
    ),
    bad="",
    good=two_members('name = "东风汽车"', 'name = "骆驼集团"'),
)


_MOST_IDS = 10


def find(context: RevisionContext) -> Iterator[Finding]:
    """More records of an earlier revision are gone than may be; a new id alone is no removal."""
    revision, allowed = context.revision, context.max_removed
    for kind in context.registry.kinds.values():
        before = context.before.of(kind)
        pairing = paired(before, context.registry.of(kind), kind)
        gone = [str(before[place].get("id")) for place in pairing.gone]
        if len(gone) <= allowed:
            continue
        listed = " ".join(gone[:_MOST_IDS]) + (" …" if len(gone) > _MOST_IDS else "")
        several, measure = kind.words.several, kind.words.measure
        of_kind = "" if kind.table == MEMBER.table else f" {several.english}"
        yield Finding(
            RULE,
            say(
                f"gone since {revision}: {len(gone)}{of_kind}, at most allowed: {allowed} "
                f"({listed})",
                f"与 {revision} 相比删除了 {len(gone)} {measure}{several.chinese}，"
                f"最多允许 {allowed} {measure}({listed})",
            ),
            (),
            hint=say(
                "who leaves is withdrawn, which keeps the record; --max-removed allows more",
                "退会请用 withdraw 保留记录；确需删除可调高 --max-removed",
            ),
        )


CHECK = RevisionCheck(RULE, find)
