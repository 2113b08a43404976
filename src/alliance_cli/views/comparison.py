"""How two states of a registry that were compared look: as a table, as Markdown, as data."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .. import channels
from ..actions.compare import Comparison
from ..kinds.known import one_of
from ..language import Phrase, say
from ..registry.comparison import Fate, What
from ..registry.differences import Difference
from ..registry.registry import Record
from ..registry.shown import Shown
from . import console
from .change import described, in_all
from .table import filled_columns, fits, print_columns

WHATS: Mapping[What, Phrase] = {
    What.REMOVED: Phrase("removed", "删除"),
    What.LEFT: Phrase("left", "退出"),
    What.NEW: Phrase("new", "新增"),
    What.CHANGED: Phrase("changed", "变更"),
}
"""What became of records, in words."""

_SETTINGS = Phrase("registry", "名录")

_NARROWEST = (6, 14, 8, 10, 10)


class Line(NamedTuple):
    """One value that differs, or a record that is there on one side only."""

    what: str
    member: str
    field: str = ""
    before: str = ""
    after: str = ""


def _headings(compared: Comparison) -> list[str]:
    headings = (
        Phrase("change", "变化"),
        one_of(fate.kind for fate in compared.fates),
        Phrase("field", "字段"),
        Phrase("before", "原值"),
        Phrase("after", "新值"),
    )
    return [*map(str, headings)]


def counted(compared: Comparison) -> str:
    """How many records are new, gone and changed, in one line."""
    counts = Counter(fate.what for fate in compared.fates)
    told = [
        say(f"{counts[what]} {phrase}", f"{phrase} {counts[what]}")
        for what, phrase in WHATS.items()
        if counts[what]
    ]
    if compared.settings:
        number = len(compared.settings)
        told.append(say(f"{number} of the registry's own tables", f"名录自身 {number} 处"))
    return say(", ", "，").join(told) or say("no change of data", "数据没有变化")


def only_form(compared: Comparison) -> str:
    """That the texts differ where the data do not."""
    return say(
        "only comments, order or form differ in what was compared",
        "所比较的内容只有注释、顺序或写法不同",
    )


def print_comparison(compared: Comparison, shown: Shown, limit: int | None) -> None:
    """Print what differs on standard output, for a person."""
    lines, left_out = _lines(compared, shown, limit)
    if lines:
        columns = filled_columns(_headings(compared), _NARROWEST, lines)
        if fits(columns):
            print_columns(columns)
        else:
            console.put(_stacked(lines))
    console.put(channels.line(text) + "\n" for text in filter(None, (left_out, counted(compared))))


def _stacked(lines: Sequence[Line]) -> Iterator[str]:
    """Lines for a terminal too narrow for a table: the record, and below it what differs."""
    for (what, member), group in itertools.groupby(lines, lambda line: line[:2]):
        yield channels.line(f"{what}  {member}") + "\n"
        for line in group:
            change = f"{line.before} → {line.after}" if line.before and line.after else ""
            told = "  ".join(filter(None, (line.field, change or line.before or line.after)))
            yield channels.line(f"    {told}") + "\n" if told else ""


def _lines(compared: Comparison, shown: Shown, limit: int | None) -> tuple[list[Line], str]:
    """A line for each value that differs, and how many records have none for being too many."""
    told = compared.fates[:limit]
    lines = [line for fate in told for line in lines_of(fate, shown)]
    lines += [_setting(difference, shown) for difference in compared.settings]
    count = len(compared.fates) - len(told)
    more = say(f"{count} more records are not listed", f"另有 {count} 条记录未列出")
    return lines, more if count else ""


def lines_of(fate: Fate, shown: Shown) -> Iterator[Line]:
    """A line for each value of one record that differs."""
    first = Line(str(WHATS[fate.what]), called(fate, shown))
    if fate.what is What.NEW:
        yield first._replace(after=in_all(fate.after, fate.kind, shown))
    elif fate.what is What.REMOVED:
        yield first._replace(before=in_all(fate.before, fate.kind, shown))
    for difference in fate.differences:
        name, before, after = described(difference, fate.kind, shown, fate.before)
        yield first._replace(field=name, before=before, after=after)


def called(fate: Fate, shown: Shown) -> str:
    """A record by its id and name, with those that it had before where they were others."""
    now = _called(fate.record, shown)
    changed = {"id", "name"}.intersection(str(each.path[0]) for each in fate.differences)
    if not changed:
        return now
    before = _called(fate.before, shown)
    return say(f"{now} (was {before})", f"{now}(原 {before})")


def _called(record: Record, shown: Shown) -> str:
    return " ".join(shown.said(str(record[key])) for key in ("id", "name") if key in record)


def _setting(difference: Difference, shown: Shown) -> Line:
    before, after = (
        "" if value is None else channels.json_text(shown.any_value(value)).strip('"')
        for value in (difference.old, difference.new)
    )
    path = shown.said(".".join(map(str, difference.path)))
    return Line(str(_SETTINGS), "", path, before, after)


def _tsv(compared: Comparison, shown: Shown, limit: int | None) -> Iterator[str]:
    yield from map(channels.tsv_row, _table(compared, shown, limit))


def _csv(compared: Comparison, shown: Shown, limit: int | None) -> Iterator[str]:
    yield channels.csv_rows(_table(compared, shown, limit))


def _table(compared: Comparison, shown: Shown, limit: int | None) -> Iterator[Sequence[str]]:
    lines, left_out = _lines(compared, shown, limit)
    yield _headings(compared)
    yield from lines
    if left_out:
        console.tell(left_out)


def _markdown(compared: Comparison, shown: Shown, limit: int | None) -> Iterator[str]:
    """The counts in bold, and a table for each thing that became of records."""
    lines, left_out = _lines(compared, shown, limit)
    yield f"**{counted(compared)}**\n"
    for what, group in itertools.groupby(lines, lambda line: line.what):
        yield f"\n### {what}\n\n"
        yield from channels.markdown_head(_headings(compared)[1:])
        last = None
        for line in group:
            # A record is named once.
            member = "" if line.member == last else line.member
            last = line.member
            yield channels.markdown_row([member, *line[2:]])
    if left_out:
        yield f"\n{left_out}\n"


def _json(compared: Comparison, shown: Shown, limit: int | None) -> Iterator[str]:
    """All of it as one object; see docs/commands.md."""
    counts = Counter(fate.what for fate in compared.fates)
    document: dict[str, Any] = {
        "version": 1,
        "before": str(compared.before.path),
        "after": str(compared.after.path),
        "counts": {what.value: counts[what] for what in What},
        "records": [as_data(fate, shown) for fate in compared.fates[:limit]],
        "settings": [
            {
                "path": shown.said(".".join(map(str, path))),
                "before": shown.any_value(old),
                "after": shown.any_value(new),
            }
            for path, old, new in compared.settings
        ],
    }
    yield channels.json_text(document, indent=2) + "\n"


def as_data(fate: Fate, shown: Shown) -> dict[str, Any]:
    """What became of one record, as data."""
    return {
        "change": fate.what.value,
        "kind": fate.kind.table,
        "id": shown.any_value(fate.record.get("id")),
        "name": shown.any_value(fate.record.get("name")),
        "before": shown.data(fate.before, fate.kind) or None,
        "after": shown.data(fate.after, fate.kind) or None,
        "differences": [shown.difference(each, fate.kind) for each in fate.differences],
    }


WRITERS: Mapping[str, Callable[[Comparison, Shown, int | None], Iterator[str]]] = {
    "markdown": _markdown,
    "json": _json,
    "tsv": _tsv,
    "csv": _csv,
}
"""The formats for programs and documents, by name."""
