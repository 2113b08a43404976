"""What is due: by its sorts on a page for people, as rows, as a calendar, as data."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import channels
from ..exchange.calendar import Event, calendar_of
from ..exchange.workbooks.sheet_names import DUE
from ..kinds.field import Field
from ..kinds.shared import CONFIRMED
from ..language import Phrase, say, spoken
from ..registry.due import HOLE, SORTS, Matter, is_overdue
from ..registry.registry import title_of
from ..registry.shown import Shown
from ..values.dates import days_of
from ..values.texts import Text
from . import console
from .command_line import quoted

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

_PAGE = 40
"""The lines that people see on one page, about."""

COLUMNS = (
    Field("day", Phrase("Day", "日期"), CONFIRMED.type, Phrase("", "")),
    *(
        Field(key, Phrase(*heading), Text(), Phrase("", ""))
        for key, heading in {
            "state": ("State", "情况"),
            "matter": ("Matter", "事项"),
            "id": ("ID", "编号"),
            "name": ("Name", "名称"),
            "text": ("What is due", "内容"),
            "command": ("Command", "命令"),
        }.items()
    ),
)
"""The columns of lists of what is due."""

_OVERDUE = Phrase("overdue", "逾期")

Row = Mapping[str, Any]


class Page:
    """What is due as of a day, in words; `options` name the registry in the commands."""

    def __init__(
        self,
        matters: Sequence[Matter],
        shown: Shown,
        day: datetime.date,
        options: Sequence[str],
    ) -> None:
        self.matters = matters
        self.shown = shown
        self.day = day
        self._options = options

    @property
    def overdue(self) -> int:
        """How many matters are overdue."""
        return sum(is_overdue(matter, self.day) for matter in self.matters)

    def rows(self) -> Iterator[Row]:
        """What each matter has to tell, by the keys of `COLUMNS`."""
        for matter in self.matters:
            yield {
                "day": matter.day,
                "state": str(_OVERDUE) if is_overdue(matter, self.day) else "",
                "matter": str(SORTS[matter.sort].heading),
                "id": self.identifier(matter),
                "name": self.name(matter),
                "text": self.shown.said(matter.text),
                "command": self.command(matter),
            }

    def identifier(self, matter: Matter) -> str:
        """The id of the record that a matter is about, if it is about one."""
        return "" if matter.record is None else self.shown.said(str(matter.record.get("id", "")))

    def name(self, matter: Matter) -> str:
        """The name of that record."""
        return "" if matter.record is None else self.shown.said(str(title_of(matter.record)))

    def command(self, matter: Matter) -> str:
        """The command that settles a matter, nothing where it could not be named in full."""
        if not matter.command:
            return ""
        command = _as_typed(["alliance", *matter.command, *self._options])
        # What is masked finds nobody.
        return command if self.shown.said(command) == command else ""


_PLAIN = re.compile(rf"[\w@%+=:,./{HOLE}-]+", re.ASCII)


def _as_typed(words: Iterable[str]) -> str:
    """A command line in which what is to be filled in can be seen at once."""
    return " ".join(word if _PLAIN.fullmatch(word) else quoted([word]) for word in words)


# --- for people


def print_page(page: Page) -> None:
    """Print what is due by its sorts, of each as much as has room on a page."""
    lines = [*_lines(page)]
    if console.is_terminal():
        console.lay_out(lambda rich: _draw(lines, rich))
    else:
        console.put(f"{' ' * indent}{channels.plain_cell(text)}\n" for indent, text in lines)


def _draw(lines: Iterable[tuple[int, str]], rich: "RichConsole") -> None:
    from rich.padding import Padding
    from rich.text import Text as RichText

    styles = {0: "bold", _WITHIN_COMMAND: "dim"}
    for indent, text in lines:
        words = RichText(channels.line(text), style=styles.get(indent, ""), overflow="fold")
        rich.print(Padding(words, (0, 0, 0, indent)))


_WITHIN_MATTER, _WITHIN_COMMAND = 2, 4


def _lines(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of a page, each with how far it is indented."""
    by_sort: dict[str, list[Row]] = {}
    for row in page.rows():
        by_sort.setdefault(row["matter"], []).append(row)
    # Each sort has its heading, and two lines a matter.
    most = max((_PAGE // max(len(by_sort), 1) - 2) // 2, 2)
    for heading, rows in by_sort.items():
        yield 0, f"{heading} ({len(rows)})"
        for row in rows[:most]:
            yield _WITHIN_MATTER, _told(row)
            if row["command"]:
                yield _WITHIN_COMMAND, row["command"]
        if (left := len(rows) - most) > 0:
            yield _WITHIN_MATTER, say(f"and {left} more", f"另有 {left} 项")


def _told(row: Row) -> str:
    day = str(row["day"] or "")
    about = " ".join(filter(None, (row["id"], row["name"])))
    return _joined(" ".join(filter(None, (row["state"], day, about))), row["text"])


def _joined(*parts: str) -> str:
    return say(": ", "：").join(filter(None, parts))


def summed_up(page: Page, horizon: datetime.date) -> str:
    """How much is due up to a day, in one line."""
    count, overdue = len(page.matters), page.overdue
    if not count:
        return say(
            f"nothing is due on {page.day}, or by {horizon}",
            f"截至 {page.day} 没有待办事项，至 {horizon} 也没有到期事项",
        )
    noun = "matter" if count == 1 else "matters"
    return say(
        f"{count} {noun}, {overdue} overdue on {page.day}; looking ahead to {horizon}",
        f"共 {count} 项，截至 {page.day} 已逾期 {overdue} 项；含 {horizon} 以前到期的",
    )


# --- for programs and documents


def _texts(page: Page) -> Iterator[Sequence[str]]:
    yield [each.heading.worded(each.key, page.shown.wording) for each in COLUMNS]
    for row in page.rows():
        yield [str(row[each.key] or "") for each in COLUMNS]


def _tsv(page: Page) -> Iterator[str]:
    return map(channels.tsv_row, _texts(page))


def _csv(page: Page) -> Iterator[str]:
    yield channels.csv_rows(_texts(page))


def _markdown(page: Page) -> Iterator[str]:
    headings, *rows = _texts(page)
    yield from channels.markdown_head(headings)
    yield from map(channels.markdown_row, rows)


def _json(page: Page) -> Iterator[str]:
    data = [
        {
            "matter": matter.sort,
            "day": None if matter.day is None else str(matter.day),
            "overdue": is_overdue(matter, page.day),
            "kind": matter.kind.table,
            "id": page.identifier(matter) or None,
            "name": page.name(matter) or None,
            "count": matter.number,
            "text": row["text"],
            "command": row["command"] or None,
        }
        for matter, row in zip(page.matters, page.rows(), strict=True)
    ]
    yield channels.json_text(data, indent=2) + "\n"


def _ics(page: Page) -> Iterator[str]:
    title = " ".join(filter(None, (page.shown.title, str(DUE))))
    return calendar_of(title, _events(page), page.day)


def _events(page: Page) -> Iterator[Event]:
    """What has a day, on the last one that it may be."""
    for matter, row in zip(page.matters, page.rows(), strict=True):
        if matter.day is None:
            continue
        about = " ".join(filter(None, (row["id"], row["name"])))
        identifier = "" if matter.record is None else str(matter.record.get("id", ""))
        registry = page.shown.registry.title
        identity = (registry, matter.sort, matter.kind.table, identifier, matter.detail)
        yield Event(
            identity,
            days_of(matter.day)[1],
            _joined(row["matter"], about),
            "\n".join(filter(None, (row["text"], row["command"]))),
            row["matter"],
        )


WRITERS: Mapping[str, Callable[[Page], Iterator[str]]] = {
    "tsv": _tsv,
    "csv": _csv,
    "json": _json,
    "markdown": _markdown,
    "ics": _ics,
}
"""The formats of text, by name."""


def book(page: Page) -> bytes:
    """The workbook of what is due: a row a matter."""
    # What makes a workbook is imported only here.
    from ..exchange.workbooks.plain import plain_list

    return plain_list(DUE, page.shown.title, COLUMNS, [*page.rows()], spoken())


def without_day(page: Page) -> str:
    """How many matters have no place in a calendar, nothing where there are none."""
    count = sum(matter.day is None for matter in page.matters)
    if not count:
        return ""
    return say(
        f"{count} without a day are not in the calendar", f"另有 {count} 项没有日期，未列入日历"
    )
