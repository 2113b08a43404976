"""Figures of members: counts, sums and means under the values of their fields.

Under which values a member counts is decided in `registry.counts`; the tables are made with pandas,
which is imported only here.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import WrongUsage
from ...kinds.field import Field
from ...kinds.kind import Kind
from ...kinds.member import MEMBER
from ...language import Phrase, say
from ...registry.counts import By, Count, completeness, counts, number_of, usual
from ...registry.query import Roster, field_words
from ...registry.registry import Record
from ...registry.shown import Shown
from ...registry.sums import amount
from .table import Column, Figure, Row, Table, headed, options, worded

if TYPE_CHECKING:
    import pandas as pd

_MOST_BY = 2
_MOST_COLUMNS = 500


class Amounts(NamedTuple):
    """The numbers of which the sum is asked for, and those of which the mean is."""

    sums: Sequence[Field] = ()
    means: Sequence[Field] = ()

    def columns(self, shown: Shown) -> Iterator[Column]:
        """The columns of their figures, with how many members gave none."""
        for field in self.fields:
            english, chinese = field.heading
            if field in self.sums:
                heading = Phrase(f"{english}, sum", f"{chinese}合计")
                yield headed(f"sum_{field.key}", heading, shown, "sum")
            if field in self.means:
                heading = Phrase(f"{english}, mean", f"{chinese}平均")
                yield headed(f"mean_{field.key}", heading, shown, "mean")
            without = Phrase(f"{english}, not given", f"{chinese}未填")
            yield headed(f"not_given_{field.key}", without, shown)

    @property
    def fields(self) -> Sequence[Field]:
        """Each of them once."""
        return list(dict.fromkeys((*self.sums, *self.means)))


def amounts_of(kind: Kind, sums: Sequence[str], means: Sequence[str], *, contacts: bool) -> Amounts:
    """The fields that these words name; raises WrongUsage where one holds no numbers.

    So it is for personal ones without `contacts`: the sum over one member is the number itself.
    """
    found = []
    for option, typed in (("--sum", sums), ("--mean", means)):
        fields = [kind.known_field(word) for word in field_words(kind, typed) if word]
        for each in fields:
            called = f"{option} {each.key}"
            if each.type.cell_form not in ("number", "decimal"):
                raise WrongUsage(
                    say(f"{called}: this holds no numbers", f"{called}：此字段不是数值"),
                    _numbers_of(kind),
                )
            if each.personal and not contacts:
                raise WrongUsage(
                    say(f"{called}: this is personal", f"{called}：此字段为个人信息"),
                    say("add --contacts", "请加 --contacts"),
                )
        found.append(fields)
    return Amounts(*found)


def _numbers_of(kind: Kind) -> str:
    keys = [each.key for each in kind.plain if each.type.cell_form in ("number", "decimal")]
    return say("there are: ", "可选：") + ", ".join(map(kind.spoken_name, keys))


def table_by(roster: Roster, by: Sequence[By], amounts: Amounts, shown: Shown) -> Table:
    """How many members there are under each value of a field, or of two, with their amounts.

    Raises WrongUsage where there are more than two.
    """
    if not 1 <= len(by) <= _MOST_BY:
        raise WrongUsage(
            say(
                f"members are counted by one field or by two, not by {len(by)}",
                f"只能按一个或两个字段统计，不能按 {len(by)} 个",
            )
        )
    counted = [counts(roster.members, roster.kind, each, shown) for each in by]
    sums = Sums(roster.members, amounts, shown)
    first = sums.of(_memberships(counted[:1]))
    headings = tuple(worded(each.heading, each.field.key, shown) for each in by)
    rows = [
        _row(roster, [count], count.places, first[(number,)])
        for number, count in enumerate(counted[0])
    ]
    everyone = Count(worded(by[0].total, "total", shown), None, range(len(roster.members)), ())
    total = _row(roster, [everyone], everyone.places, sums.of_all())
    columns = [*columns_of_counts(roster.kind, shown), *amounts.columns(shown)]
    table = Table(
        by[0].field.key, tuple(each.field.key for each in by), headings, columns, rows, total
    )
    if len(by) == 1:
        return replace(table, by=by)
    return _crossed(roster, replace(table, by=by), counted, sums)


def _crossed(
    roster: Roster, table: Table, counted: Sequence[Sequence[Count]], sums: "Sums"
) -> Table:
    """The cross table of two lists of counts, of which `table` has the lines of the first.

    Raises WrongUsage where it would have more columns than anybody reads.
    """
    if len(counted[1]) > _MOST_COLUMNS:
        key = table.of[1]
        raise WrongUsage(
            say(
                f"--by {key} would make {len(counted[1])} columns, more than {_MOST_COLUMNS}",
                f"--by {key} 会产生 {len(counted[1])} 列，超过 {_MOST_COLUMNS} 列",
            ),
            say("choose fewer members, or another field", "请少选会员，或换一个字段"),
        )
    both = _memberships(counted)
    found = sums.of(both)
    places = {group: set(part) for group, part in both.groupby([0, 1])["place"]}
    cells = [
        _row(roster, [counted[0][n], counted[1][m]], sorted(places[n, m]), figures)
        for (n, m), figures in sorted(found.items())
    ]
    across = [Column(f"{m}", count.label) for m, count in enumerate(counted[1])]
    rows = [
        row._replace(
            figures={
                **{f"{m}": found.get((n, m), {}).get("members", 0) for m in range(len(across))},
                **row.figures,
            }
        )
        for n, row in enumerate(table.rows)
    ]
    total = table.total
    if total is not None:
        below = {f"{m}": len(count.places) for m, count in enumerate(counted[1])}
        total = total._replace(figures={**below, **total.figures})
    columns = [*across, *table.columns]
    return replace(
        table, columns=columns, rows=rows, total=total, cells=cells, cell_columns=table.columns
    )


def _row(
    roster: Roster, counted: Sequence[Count], places: Sequence[int], figures: Mapping[str, Figure]
) -> Row:
    chosen_by = [options(count.conditions) for count in counted]
    return Row(
        tuple(count.label for count in counted),
        tuple(count.value for count in counted),
        {**figures, "members": len(places), "share": share(len(places), len(roster.members))},
        [roster.members[place] for place in places],
        None if None in chosen_by else tuple(word for each in chosen_by for word in each or ()),
    )


def share(part: int, whole: int) -> Decimal | None:
    """The part that some are of all, None where there is nobody."""
    return Decimal(part) / whole if whole else None


def _memberships(counted: Sequence[Sequence[Count]]) -> "pd.DataFrame":
    """The place of each member beside the numbers of its values, of each list of counts one."""
    import pandas as pd

    frames = [
        pd.DataFrame(
            [(place, number) for number, count in enumerate(counts) for place in count.places],
            columns=["place", column],
            dtype="int64",
        )
        for column, counts in enumerate(counted)
    ]
    return functools.reduce(lambda left, right: left.merge(right, on="place"), frames)


class Sums:
    """The amounts of members, each exactly as somebody wrote it."""

    def __init__(self, members: Sequence[Record], amounts: Amounts, shown: Shown) -> None:
        import pandas as pd

        self._amounts = amounts
        self._numbers = pd.DataFrame(
            {
                each.key: pd.Series([amount(m, each, shown) for m in members], dtype=object)
                for each in amounts.fields
            },
            index=range(len(members)),
        )

    def of(self, memberships: "pd.DataFrame") -> dict[Any, dict[str, Figure]]:
        """The figures of each group of members that have the same values."""
        groups = [column for column in memberships.columns if column != "place"]
        grouped = memberships.join(self._numbers, on="place").groupby(groups)
        keys = [each.key for each in self._amounts.fields]
        sizes = grouped.size().to_dict()
        given = grouped[keys].count().to_dict("index") if keys else {}
        sums = grouped[keys].sum(min_count=1).to_dict("index") if keys else {}
        return {
            group if isinstance(group, tuple) else (group,): self._figures(
                size, given.get(group, {}), sums.get(group, {})
            )
            for group, size in sizes.items()
        }

    def of_all(self) -> dict[str, Figure]:
        """The figures of all members."""
        numbers = self._numbers
        return self._figures(
            len(numbers), numbers.count().to_dict(), numbers.sum(min_count=1).to_dict()
        )

    def _figures(
        self, members: int, given: Mapping[Any, Any], sums: Mapping[Any, Any]
    ) -> dict[str, Figure]:
        figures: dict[str, Figure] = {"members": members}
        for field in self._amounts.fields:
            number = int(given[field.key])
            total = sums[field.key] if number else None
            if field in self._amounts.sums:
                figures[f"sum_{field.key}"] = total
            if field in self._amounts.means:
                figures[f"mean_{field.key}"] = None if total is None else total / number
            figures[f"not_given_{field.key}"] = members - number
        return figures


def columns_of_counts(kind: Kind, shown: Shown) -> list[Column]:
    """The columns of every count; what is counted is called members by programs."""
    return [
        headed("members", number_of(kind), shown),
        headed("share", Phrase("Share", "占比"), shown, "share"),
    ]


def page(roster: Roster, shown: Shown) -> list[Table]:
    """What a registry has to tell by itself: in all, by what is usual, and how complete it is."""
    tables = [_totals(roster, shown)]
    for by in usual(roster.kind):
        table = table_by(roster, [by], Amounts(), shown)
        if any(value is not None for row in table.rows for value in row.values):
            tables.append(table)
    return [*tables, _completeness(roster, shown)]


_TOTALS = {
    "declared": Phrase("declared", "联盟宣布"),
    "recorded": Phrase("recorded", "名录所载"),
    "members": Phrase("members counted here", "本次统计"),
    "passed_over": Phrase("left or expelled, not counted", "已退会或除名，未计入"),
}


_OF_OTHERS = {
    **_TOTALS,
    "members": Phrase("counted here", "本次统计"),
    "passed_over": Phrase("past, not counted", "已退出，未计入"),
}


def _totals(roster: Roster, shown: Shown) -> Table:
    kind, everybody = roster.kind, roster.registry.of(roster.kind)
    declared = roster.registry.declared if kind.table == MEMBER.table else None
    gone = ("--all", "-w", f"status={','.join(kind.gone)}") if kind.gone else None
    found: dict[str, tuple[int | None, Sequence[Record], tuple[str, ...] | None]] = {
        "declared": (declared, [], None),
        "recorded": (roster.recorded, everybody, ("--all",)),
        "members": (len(roster.members), roster.members, ()),
        "passed_over": (roster.passed_over if kind.gone else None, [], gone),
    }
    rows = [
        Row(
            (worded((_TOTALS if kind.table == MEMBER.table else _OF_OTHERS)[key], key, shown),),
            (key,),
            {"members": number},
            members,
            chosen_by,
            whole=key == "recorded",
        )
        for key, (number, members, chosen_by) in found.items()
        if number is not None
    ]
    heading = worded(Phrase("In all", "总数"), "total", shown)
    return Table("totals", ("figure",), (heading,), columns_of_counts(roster.kind, shown)[:1], rows)


def _completeness(roster: Roster, shown: Shown) -> Table:
    columns = [
        headed("given", Phrase("Given", "已填"), shown),
        headed("not_given", Phrase("Not given", "未填"), shown),
        headed("share", Phrase("Share", "占比"), shown, "share"),
    ]
    rows = []
    for field, given, lacking, conditions in completeness(roster.members, roster.kind):
        concerned = len(given) + len(lacking)
        figures = {
            "given": len(given),
            "not_given": len(lacking),
            "share": share(len(given), concerned),
        }
        label = worded(field.heading, field.key, shown)
        rows.append(Row((label,), (field.key,), figures, lacking, options(conditions)))
    heading = worded(Phrase("Wanted fields", "应填字段"), "wanted", shown)
    return Table("wanted", ("field",), (heading,), columns, rows, lists="list_not_given")
