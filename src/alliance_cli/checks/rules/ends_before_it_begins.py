"""M414: an end before the beginning."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...data import Path
from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...kinds.field import Field
from ...language import Phrase, say
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M414",
    Severity.ERROR,
    Phrase("an end before the beginning", "截止早于起始"),
    Phrase(
        "An appointment, a term, a project or a body ends after it began.",
        "聘期、届期、项目和机构的截止时间不会早于起始时间。",
    ),
    bad='[[experts]]\nid = "E001"\nname = "李四"\nstatus = "appointed"\n'
    "appointed = 2026-01-01\nuntil = 2025-12-31\n",
    good='[[experts]]\nid = "E001"\nname = "李四"\nstatus = "appointed"\n'
    "appointed = 2025-01-01\nuntil = 2027-12-31\n",
)

_TERMS = "terms"
_DAYS_OF_TERM = ("from", "until")


def find(context: RecordContext) -> Iterator[Finding]:
    """Each end that surely lies before its beginning, of a record and of its terms."""
    record, kind = context.record, context.kind
    if kind.lasting:
        yield from _out_of_order(context, record, kind.fields, kind.lasting)
    if _TERMS in kind.fields and isinstance(rows := record.get(_TERMS), list):
        for place, row in enumerate(rows):
            if isinstance(row, dict):
                fields = kind.parts(_TERMS)
                yield from _out_of_order(context, row, fields, _DAYS_OF_TERM, (_TERMS, place))


def _out_of_order(
    context: RecordContext,
    table: Mapping[str, Any],
    fields: Mapping[str, Field],
    keys: Sequence[str],
    steps: Path = (),
) -> Iterator[Finding]:
    begins, ends = keys
    first, last = table.get(begins), table.get(ends)
    if not (fields[begins].type.fits(first) and fields[ends].type.fits(last)):
        return
    earliest, _ = fields[begins].type.extent(first)
    _, latest = fields[ends].type.extent(last)
    if latest < earliest:
        message = say(f"{last} is before {first}", f"{last} 早于 {first}")
        name = ".".join(str(step) for step in (*steps[:1], ends))
        path = (*context.path, *steps, ends)
        yield Finding(RULE, message, path, "value", "", context.index, name)


CHECK = RecordCheck(RULE, find)
