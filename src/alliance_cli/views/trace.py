"""How the history of a registry, or of one record, looks."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .. import channels
from ..actions.trace import Entry
from ..language import Phrase, say
from ..registry.comparison import Fate, What
from ..registry.shown import Shown
from . import console
from .comparison import WHATS, as_data, lines_of
from .table import filled_columns, fits, print_columns

_SHORT = 7

_OF_REGISTRY = (
    Phrase("day", "日期"),
    Phrase("author", "提交人"),
    *WHATS.values(),
    Phrase("commit", "提交"),
    Phrase("message", "说明"),
)
_OF_RECORD = (
    Phrase("day", "日期"),
    Phrase("author", "提交人"),
    Phrase("change", "变化"),
    Phrase("field", "字段"),
    Phrase("before", "原值"),
    Phrase("after", "新值"),
    Phrase("commit", "提交"),
)
_NARROWEST = 8

Rows = Iterator[Sequence[str]]


def rows_of_registry(entries: Iterable[Entry], shown: Shown) -> Rows:
    """The headings, then a row for each commit with how many records it changed."""
    yield [*map(str, _OF_REGISTRY)]
    for entry in entries:
        counts = Counter(fate.what for fate in entry.fates)
        numbers = (str(counts[what] or "") for what in WHATS)
        message = entry.problem or entry.commit.subject
        yield [*_commit(entry, shown), *numbers, entry.commit.name[:_SHORT], shown.said(message)]


def rows_of_record(entries: Iterable[Entry], shown: Shown, keys: Sequence[str]) -> Rows:
    """The headings, then a row for each value that changed, of the fields `keys` if any."""
    yield [*map(str, _OF_RECORD)]
    for entry in entries:
        short = entry.commit.name[:_SHORT]
        if entry.problem:
            tell_problem(entry)
        for fate in _of_fields(entry.fates, keys):
            for line in lines_of(fate, shown):
                yield [
                    *_commit(entry, shown),
                    line.what,
                    line.field,
                    line.before,
                    line.after,
                    short,
                ]


def tell_problem(entry: Entry) -> None:
    """Tell of a commit whose file cannot be read."""
    short = entry.commit.name[:_SHORT]
    console.complain(
        say(
            f"commit {short} is passed over: {entry.problem}",
            f"已略过提交 {short}：{entry.problem}",
        )
    )


def _of_fields(fates: Sequence[Fate], keys: Sequence[str]) -> Iterator[Fate]:
    """What became of records, as far as these fields are concerned, or all if there are none."""
    for fate in fates:
        if not keys:
            yield fate
        elif fate.differences:
            if chosen := [each for each in fate.differences if str(each.path[0]) in keys]:
                yield fate._replace(differences=chosen)
        else:
            before, after = (
                {key: side[key] for key in side if key in (*keys, "id", "name")}
                for side in (fate.before, fate.after)
            )
            if not {*keys}.isdisjoint(fate.record):
                yield fate._replace(before=before, after=after)


def _commit(entry: Entry, shown: Shown) -> list[str]:
    commit = entry.commit
    return [commit.when.date().isoformat(), shown.said(commit.author)]


def print_rows(rows: Rows) -> None:
    """Print rows for a person, the first of which has the headings."""
    headings, *cells = rows
    columns = filled_columns(headings, itertools.repeat(_NARROWEST), cells)
    if columns and fits(columns):
        print_columns(columns)
    else:
        console.put(channels.line("  ".join(filter(None, row))) + "\n" for row in cells)


def _tsv(rows: Rows) -> Iterator[str]:
    return map(channels.tsv_row, rows)


def _markdown(rows: Rows) -> Iterator[str]:
    yield from channels.markdown_head([*next(rows)])
    yield from map(channels.markdown_row, rows)


WRITERS: Mapping[str, Callable[[Rows], Iterator[str]]] = {"tsv": _tsv, "markdown": _markdown}
"""The formats of rows for programs and documents, by name."""


def json_of(entries: Iterable[Entry], shown: Shown, path: str, keys: Sequence[str]) -> str:
    """The commits, each with what became of records, as one object; see docs/commands.md."""
    commits: list[dict[str, Any]] = []
    for entry in entries:
        fates = [*_of_fields(entry.fates, keys)]
        counts = Counter(fate.what for fate in fates)
        commits.append(
            {
                "commit": entry.commit.name,
                "when": entry.commit.when.isoformat(),
                "author": shown.said(entry.commit.author),
                "message": shown.said(entry.commit.subject),
                "path": entry.path,
                "counts": {what.value: counts[what] for what in What},
                "records": [as_data(fate, shown) for fate in fates],
                "problem": shown.said(entry.problem) or None,
            }
        )
    document = {"version": 1, "path": path, "commits": commits}
    return channels.json_text(document, indent=2) + "\n"


def nothing_found(path: str) -> str:
    """That git has no commit to tell of."""
    return say(f"git has no commit of {path} to tell of", f"git 中没有关于 {path} 的提交可列")
