"""The sums at the foot of a table of records: in all, and by what is usual for the kind."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..language import say
from ..registry.query import Roster
from ..registry.shown import Shown
from ..registry.sums import Sum, SumsBy, sums_of

_MOST_TOLD = 8
"""Of more values than these, the smaller ones are told as one."""

Line = tuple[int, str]
"""A line, and how far it is indented."""


def lines_of_sums(roster: Roster, shown: Shown) -> Iterator[Line]:
    """The sums of the records of a roster; nothing where nobody gave a number.

    What all of them have in common has no line of its own.
    """
    for summed in sums_of(roster.members, roster.kind, shown):
        whole = summed.whole
        name = summed.field.heading.worded(summed.field.key, shown.wording)
        text = say(f"{name}, sum: {_amount(whole)}", f"{name}合计：{_amount(whole)}")
        if whole.lacking:
            measure = roster.kind.words.measure
            text += say(
                f"; {whole.lacking} of {whole.number} not given",
                f"；{whole.number} {measure}中有 {whole.lacking} {measure}未填",
            )
        yield 0, text
        yield from ((2, _told(part, shown)) for part in summed.parts if len(part.sums) > 1)


def _told(part: SumsBy, shown: Shown) -> str:
    heading = part.by.field.heading.worded(part.by.field.key, shown.wording)
    told = [f"{each.label} {_amount(each)}" for each in _shortened(part.sums)]
    return f"{heading}{say(': ', '：')}{say('; ', '；').join(told)}"


def _shortened(sums: Sequence[Sum]) -> Iterator[Sum]:
    """These sums, where they are many the greatest of them, and the others as one."""
    if len(sums) <= _MOST_TOLD:
        yield from sums
        return
    by_size = sorted(sums, key=lambda each: (each.total is not None, each.total or 0))
    others = by_size[: 1 - _MOST_TOLD]
    given = [each.total for each in others if each.total is not None]
    count = len(others)
    yield from (each for each in sums if each not in others)
    yield Sum(
        say(f"{count} others", f"其余 {count} 项"),
        sum(each.number for each in others),
        sum(given[1:], given[0]) if given else None,
        sum(each.lacking for each in others),
    )


def _amount(sum_: Sum) -> str:
    return "-" if sum_.total is None else for_people(sum_.total)


def for_people(number: Decimal) -> str:
    """A sum, or another number, as people read it: with all of its digits, in groups."""
    return f"{without_zeros(number):,f}"


def without_zeros(number: Decimal) -> Decimal:
    """A number without zeros behind its last digit."""
    is_whole = number == number.to_integral_value()
    return number.quantize(Decimal(1)) if is_whole else number.normalize()
