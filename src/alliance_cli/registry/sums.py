"""Sums: what the numbers of records come to, in all and under the values of other fields.

Which numbers are summed up unasked is said by their fields (`Field.summed`), and by what is usual
for the kind.  Numbers are added as they were written, so no sum has an error of rounding.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..data import in_digits
from ..kinds.field import Field
from ..kinds.kind import Kind
from .counts import TOTAL, By, counts, usual
from .registry import Record, value_of
from .shown import Shown


class Sum(NamedTuple):
    """What the numbers of some records come to, None where none of them gave one.

    `label` is what the records have in common, `number` how many there are, and `lacking` how many
    of these gave no number that may be seen.
    """

    label: str
    number: int
    total: Decimal | None
    lacking: int


class SumsBy(NamedTuple):
    """The sums under each value of a field, in the order of their counts."""

    by: By
    sums: Sequence[Sum]


class Summed(NamedTuple):
    """The sums of one field: of all records, and by what is usual for their kind."""

    field: Field
    whole: Sum
    parts: Sequence[SumsBy]


def sums_of(records: Sequence[Record], kind: Kind, shown: Shown) -> Iterator[Summed]:
    """The sums of these records that are told unasked, of each field that is summed up.

    A field of which nobody gave a number is passed over, and so is what is usual where nobody has a
    value; personal numbers are, unless contacts are shown: the sum over one record is the number.
    """
    amounts = {
        field: [amount(record, field, shown) for record in records]
        for field in kind.summed
        if shown.contacts or not field.personal
    }
    amounts = {field: found for field, found in amounts.items() if any(map(_is_given, found))}
    if not amounts:
        return
    counted = [(by, counts(records, kind, by, shown)) for by in usual(kind)]
    counted = [(by, found) for by, found in counted if any(c.value is not None for c in found)]
    whole = TOTAL.worded("total", shown.wording)
    for field, found in amounts.items():
        parts = [
            SumsBy(
                by, [_sum(each.label, [found[place] for place in each.places]) for each in values]
            )
            for by, values in counted
        ]
        yield Summed(field, _sum(whole, found), parts)


def amount(record: Record, field: Field, shown: Shown) -> Decimal | None:
    """The number that a record gave; None where it gave none that may be seen."""
    value = value_of(record, field)
    if value is None or not field.type.fits(value) or shown.any_value(value, field) != value:
        return None
    return Decimal(in_digits(value))


def _is_given(found: Decimal | None) -> bool:
    return found is not None


def _sum(label: str, amounts: Sequence[Decimal | None]) -> Sum:
    given = [each for each in amounts if each is not None]
    total = sum(given, Decimal(0)) if given else None
    return Sum(label, len(amounts), total, len(amounts) - len(given))
