"""What tables of figures are: their lines and columns, and whom each figure counts."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from ...errors import WrongUsage
from ...language import Phrase, say
from ...registry.counts import By
from ...registry.registry import Record
from ...registry.shown import Shown
from ...values.names import name_key
from ...values.words import guidance

Figure = int | Decimal | None
"""A number of a table: a count, a part of one, a sum; None where there is none."""

_MOST_NAMED = 20


class Column(NamedTuple):
    """A column of figures: its key for programs, its heading, and what its figures are."""

    key: str
    heading: str
    of: Literal["count", "share", "sum", "mean"] = "count"


class Row(NamedTuple):
    """What a line of figures is about, its figures by the key of their column, and who counts.

    `labels` are what people call it, `values` what programs do; there are two where members are
    counted by two fields.  With `chosen_by`, options of `list`, these members are chosen, of those
    that are counted at all or, from the `whole`, of the registry; None where no options can.
    Where its figures count others than the line, their `parts` say whom, by column.
    """

    labels: tuple[str, ...]
    values: tuple[Any, ...]
    figures: Mapping[str, Figure]
    members: Sequence[Record]
    chosen_by: tuple[str, ...] | None = None
    whole: bool = False
    parts: Mapping[str, "Part"] = MappingProxyType({})


class Part(NamedTuple):
    """The members whom one figure of a line counts, and the options of `list` that choose them."""

    members: Sequence[Record]
    chosen_by: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """Lines of figures under headings, and the line below that is about all of them.

    Its `key` is what programs call it, `of` what they call what the lines are about.  A cross table
    has in `cells` a line for each of its cells that counts somebody.  Which members `chosen_by`
    gives, if not those of the line, is said in `lists`.
    """

    key: str
    of: tuple[str, ...]
    headings: tuple[str, ...]
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Row | None = None
    cells: Sequence[Row] | None = None
    cell_columns: Sequence[Column] = ()
    by: Sequence[By] = ()
    lists: str = "list"

    @property
    def line_headings(self) -> tuple[str, ...]:
        """What the labels of its lines are called; of a cross table those across are no labels."""
        return self.headings if self.cells is None else self.headings[:1]

    @property
    def finest(self) -> Sequence[Row]:
        """The lines of which no other is a sum."""
        return self.rows if self.cells is None else self.cells

    @property
    def finest_columns(self) -> Sequence[Column]:
        """The columns of those."""
        return self.columns if self.cells is None else self.cell_columns

    @functools.cached_property
    def named(self) -> Mapping[str, Sequence[Sequence[Record]]]:
        """The members of every line, cell and figure by each of its folded names."""
        named: dict[str, list[Sequence[Record]]] = {}
        headings = {column.key: column.heading for column in self.columns}
        for row in (*self.rows, *(self.cells or ())):
            names = {name_key(",".join(words)) for words in (row.labels, _keys(row))} - {""}
            for name in names:
                named.setdefault(name, []).append(row.members)
                for key, part in row.parts.items():
                    for column in {name_key(key), name_key(headings[key])}:
                        named.setdefault(f"{name}:{column}", []).append(part.members)
        return named


def members_called(table: Table, word: str) -> Sequence[Record]:
    """The members that are counted in the line, the cell or the figure that is called `word`.

    It is called as it is shown or by its keys: a line, `LINE,COLUMN` of a cross table, else
    `LINE:COLUMN`.  Raises WrongUsage where there is none, or where there are several.
    """
    found = table.named.get(name_key(word), [])
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUsage(
            say(f"{len(found)} rows are called {word}", f"有 {len(found)} 行都是 {word}"),
            say("--contacts tells what is masked apart", "内容被隐去时，加 --contacts 可区分"),
        )
    labels = [",".join(row.labels) for row in (*table.rows, *(table.cells or ()))]
    raise WrongUsage(
        say(f"there is no row {word}", f"没有 {word} 这一行"),
        guidance(word, labels, labels[:_MOST_NAMED]),
    )


def name_of(table: Table, row: Row, column: str = "") -> str | None:
    """What a line, or a figure in it, is called and no other; None where there is no such name."""
    for words in (row.labels if table.by else _keys(row), row.labels):
        name = ",".join(words) + (f":{column}" if column else "")
        if len(table.named.get(name_key(name), ())) == 1:
            return name
    return None


def _keys(row: Row) -> list[str]:
    return ["" if value is None else str(value) for value in row.values]


def worded(phrase: Phrase, key: str, shown: Shown) -> str:
    """What people call something in the wording of `shown`, or its key."""
    return phrase.worded(key, shown.wording)


def headed(
    key: str, heading: Phrase, shown: Shown, of: Literal["count", "share", "sum", "mean"] = "count"
) -> Column:
    """A column that is called so in the wording of `shown`."""
    return Column(key, worded(heading, key, shown), of)


def options(conditions: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The options of `list` that set these conditions."""
    if conditions is None:
        return None
    return tuple(word for condition in conditions for word in ("-w", condition))
