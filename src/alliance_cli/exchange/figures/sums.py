"""The sums that a workbook tells unasked, as the tables that `stats` makes when it is asked."""

from ...kinds.kind import Kind
from ...registry.counts import By
from ...registry.shown import Shown
from ...registry.sums import Sum, Summed
from .counted import Amounts, columns_of_counts, share
from .table import Figure, Row, Table, worded


def tables_of_sums(summed: Summed, kind: Kind, shown: Shown) -> list[Table]:
    """The sums of a field as tables: a line for each value by which it is summed up."""
    columns = [*columns_of_counts(kind, shown), *Amounts([summed.field]).columns(shown)]
    return [
        Table(
            part.by.field.key,
            (part.by.field.key,),
            (worded(part.by.heading, part.by.field.key, shown),),
            columns,
            [_row(each, summed) for each in part.sums],
            _row(summed.whole._replace(label=_total(part.by, shown)), summed),
            by=[part.by],
        )
        for part in summed.parts
    ]


def _total(by: By, shown: Shown) -> str:
    return worded(by.total, "total", shown)


def _row(sum_: Sum, summed: Summed) -> Row:
    key = summed.field.key
    figures: dict[str, Figure] = {
        "members": sum_.number,
        "share": share(sum_.number, summed.whole.number),
        f"sum_{key}": sum_.total,
        f"not_given_{key}": sum_.lacking,
    }
    return Row((sum_.label,), (sum_.label,), figures, ())
