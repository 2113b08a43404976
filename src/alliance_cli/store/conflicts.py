"""What a merge left open in a registry: every conflict, the members in it, an id given twice."""

from collections.abc import Iterator, Sequence

import tomli

from ..data import Data
from ..findings import rules
from ..findings.finding import Finding
from ..kinds.file_shape import shape_findings
from ..kinds.member import MEMBER
from ..language import say
from ..registry.registry import Record, from_data, names_of
from ..toml.conflicts import Conflict, Side, side
from ..toml.parse import parse
from ..toml.positions import Positions
from ..values.names import name_key

_MOST_NAMED = 5


def conflict_findings(text: str, found: Sequence[Conflict]) -> Iterator[Finding]:
    """A finding for each of the conflicts in a text, in their order."""
    ours, theirs = (_members(side(text, found, ours=each), len(found)) for each in (True, False))
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True), 1):
        named = list(dict.fromkeys(map(_called, (*mine, *other))))
        message = say("not TOML: a merge conflict", "不符合 TOML 语法：合并冲突")
        if len(found) > 1:
            message += say(f", {number} of {len(found)}", f"(共 {len(found)} 处，第 {number} 处)")
        if named:
            message += say(f", that touches {_listed(named)}", f"，涉及 {_listed(named)}")
        twice = list(_given_twice(mine, other))
        hint = say("; ", "；").join(twice) or say(
            "a merge conflict was left in the file: keep what is right and take out the lines "
            "<<<<<<<, ======= and >>>>>>>",
            "文件中留有合并冲突的标记：请保留正确的内容，并删去 <<<<<<<、=======、>>>>>>> 各行",
        )
        yield Finding(rules.NOT_TOML, message, (), hint=hint)


def _members(one: Side, count: int) -> list[list[Record]]:
    """The members of one side that stand in each of its parts; none where it is no registry."""
    nobody: list[list[Record]] = [[] for _ in range(count)]
    try:
        data: Data = parse(one.text, MEMBER.table).data
    except (tomli.TOMLDecodeError, RecursionError, ValueError):
        return nobody
    if any(finding.rule.stops_reading for finding in shape_findings(data)):
        return nobody
    members = from_data(data).members
    positions = Positions(one.text)
    return [
        [members[n] for n in sorted(positions.tables_within(part, MEMBER.table, len(members)))]
        if part.start < part.end
        else []
        for part in one.parts
    ]


def _given_twice(ours: Sequence[Record], theirs: Sequence[Record]) -> Iterator[str]:
    """The ids that one side gave to another member than the other side."""
    known = {str(mine["id"]): mine for mine in ours if mine.get("id")}
    for other in theirs:
        mine = known.get(str(other.get("id")))
        if mine and not _are_one(mine, other):
            names = [str(each.get("name", "?")) for each in (mine, other)]
            yield say(
                f"both sides gave {mine['id']} to two members, {names[0]} and {names[1]}: "
                "keep both, with another id for one",
                f"双方把编号 {mine['id']} 给了两家会员：{names[0]}、{names[1]}；"
                "请两家都保留，并为其中一家改用新编号",
            )


def _are_one(mine: Record, other: Record) -> bool:
    """Whether two members have a name or a code in common."""
    known = [
        {name_key(name) for _, _, name in names_of(each, MEMBER)} | {str(each.get("credit_code"))}
        for each in (mine, other)
    ]
    return not known[0].isdisjoint(known[1] - {"None"})


def _called(member: Record) -> str:
    return " ".join(str(member[key]) for key in ("id", "name") if member.get(key)) or "?"


def _listed(named: Sequence[str]) -> str:
    more = len(named) - _MOST_NAMED
    listed = say(", ", "、").join(named[:_MOST_NAMED])
    return listed + (say(f" and {more} more", f" 等 {len(named)} 家") if more > 0 else "")
