"""M413: periods of membership that cannot follow one another."""

from collections.abc import Iterator
from typing import Any

from ...data import Path
from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...language import Phrase, say
from ...registry.membership import EARLIER
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M413",
    Severity.ERROR,
    Phrase("periods of membership out of order", "历次会籍的时间前后矛盾"),
    Phrase(
        "Who comes back joins again after it left.  The earlier periods stand in the order of "
        "time, the last one in the record itself.",
        "重新入会应晚于退会。以往会籍按时间先后排列，最近一段写在会员记录本身。",
    ),
    bad="joined = 2018-01-01\n\n[[members.earlier]]\njoined = 2015-01-01\nleft = 2019-01-01",
    good="joined = 2020-01-01\n\n[[members.earlier]]\njoined = 2015-01-01\nleft = 2019-01-01",
)


def find(context: RecordContext) -> Iterator[Finding]:
    """Each day that comes before the one it should follow, whichever days of a span they are."""
    earlier = context.record[EARLIER]
    tables = enumerate(earlier) if isinstance(earlier, list) else ()
    days: list[tuple[Path, Any]] = [
        ((EARLIER, place, key), table[key])
        for place, table in tables
        if isinstance(table, dict)
        for key in ("joined", "left")
        if key in table
    ]
    if "joined" in context.record and context.record.get("status") != "applicant":
        days.append((("joined",), context.record["joined"]))
    type_ = context.kind.fields["joined"].type
    latest: tuple[str, Any] = "", None
    for path, day in days:
        if not type_.fits(day):
            continue
        first, last = type_.extent(day)
        if last < latest[0]:
            message = say(
                f"{day} is before {latest[1]}, which it should follow",
                f"{day} 早于 {latest[1]}，前后矛盾",
            )
            field = ".".join(str(step) for step in path if isinstance(step, str))
            where = (*context.path, *path)
            yield Finding(RULE, message, where, "value", "", context.index, field)
        else:
            latest = max(latest, (first, day), key=lambda known: known[0])


CHECK = RecordCheck(RULE, find, needs={EARLIER})
