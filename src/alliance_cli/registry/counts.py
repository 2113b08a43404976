"""Counts: under which values the records of a kind count, wherever they are counted.

Spellings that a filter takes for one value are one.  What has no value, and what does not say the
part of a date that is asked for, stands apart: nothing is guessed.
"""

import operator
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import WrongUsage
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import Phrase, Wording, say
from ..values.names import name_key, pinyin_order
from ..values.words import guidance
from .query import Selection, condition_of, field_words, test_of
from .registry import Record, Registry, has_value, value_of
from .shown import Shown


class Part(NamedTuple):
    """A part of dates by which records are counted.

    `of` gives the part in which a day lies, `said` what people call it, `bounds` the first and the
    last month of it, or what a day is compared with alone.
    """

    heading: Phrase
    aliases: tuple[str, ...]
    of: Callable[[str], str]
    said: Callable[[str], Phrase]
    bounds: Callable[[str], tuple[str, ...]]


def _quarter(day: str) -> str:
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def _months(quarter: str) -> tuple[str, ...]:
    year, number = quarter[:4], int(quarter[-1])
    return f"{year}-{3 * number - 2:02}", f"{year}-{3 * number:02}"


def _as_it_is(text: str) -> Phrase:
    return Phrase(text, text)


PARTS: Mapping[str, Part] = {
    "year": Part(
        Phrase("year", "年"), ("年份", "年度"), lambda day: day[:4], _as_it_is, lambda name: (name,)
    ),
    "quarter": Part(
        Phrase("quarter", "季度"),
        ("季",),
        _quarter,
        lambda name: Phrase(name, f"{name[:4]}年第{name[-1]}季度"),
        _months,
    ),
    "month": Part(
        Phrase("month", "月"), ("月份",), lambda day: day[:7], _as_it_is, lambda name: (name,)
    ),
}
"""The parts of dates, by the words that programs have for them."""

_NOT_GIVEN = Phrase("not given", "未填")
_NOT_KNOWN = Phrase("not known", "不详")
TOTAL = Phrase("Total", "合计")
"""What the line below is called that is about every record."""

_MEMBERS_ONCE = Phrase("Members, each once", "会员家数(一家可有多项)")


class By(NamedTuple):
    """What records are counted by: a field, and of a date which part."""

    field: Field
    part: str = ""

    @property
    def heading(self) -> Phrase:
        """What the values are called together."""
        english, chinese = self.field.heading
        if self.part:
            part = PARTS[self.part].heading
            return Phrase(f"{english} ({part.english})", f"{chinese}({part.chinese})")
        return self.field.heading

    @property
    def total(self) -> Phrase:
        """What the line below is called that counts every record once."""
        return _MEMBERS_ONCE if self.counts_items else TOTAL

    @property
    def counts_items(self) -> bool:
        """Whether a record may count under several values."""
        return self.field.type.is_list


class Count(NamedTuple):
    """A value, and the places of the records that have it.

    `label` is what people call it, `value` what programs do, None where there is none.  The
    `conditions` choose just these records, None where no conditions can.
    """

    label: str
    value: Any
    places: Sequence[int]
    conditions: tuple[str, ...] | None


class Complete(NamedTuple):
    """A field that is wanted, the records that have a value for it, and those that lack it.

    The `conditions` choose those that lack it, None where no conditions can.
    """

    field: Field
    given: Sequence[Record]
    lacking: Sequence[Record]
    conditions: tuple[str, ...] | None


def by_of(field: Field, part: str = "") -> By:
    """What records are counted by where `field` is asked for: of dates the year, if nothing else.

    Raises WrongUsage where it has no single values, or no such part.
    """
    if field.type.fields:
        raise WrongUsage(
            say(
                f"{field.key} holds tables and cannot be counted by",
                f"{field.heading.chinese}({field.key})含多项内容，不能按它统计",
            )
        )
    is_date = field.type.cell_form == "date"
    if part and not is_date:
        raise WrongUsage(
            say(
                f"{field.key} is no date and has no {part}",
                f"{field.heading.chinese}({field.key})不是日期，不能按 {part} 统计",
            )
        )
    return By(field, part or ("year" if is_date else ""))


def by_words(kind: Kind, typed: Sequence[str]) -> list[By]:
    """What records are counted by, as a person types it: `category,joined:quarter`.

    Raises WrongUsage where a field or a part does not exist.
    """
    return [_by_word(kind, word) for word in field_words(kind, typed) if word]


def _by_word(kind: Kind, word: str) -> By:
    if (field := kind.field_called(word)) is not None:
        return by_of(field)
    name, *parts = re.split("[:：]", word, maxsplit=1)
    field = kind.known_field(name.strip())
    return by_of(field, *(part_called(part.strip()) for part in parts))


def part_called(word: str) -> str:
    """The part of dates that is called `word`; raises WrongUsage where there is none."""
    for name, part in PARTS.items():
        if name_key(word) in map(name_key, (name, *part.heading, *part.aliases)):
            return name
    raise WrongUsage(
        say(f"dates have no {word}", f"日期没有 {word} 这一部分"), guidance(word, PARTS, PARTS)
    )


def number_of(kind: Kind) -> Phrase:
    """What the number of records of a kind is called above a column."""
    several = kind.words.several.english.capitalize()
    return Phrase(several, "家数" if kind.table == MEMBER.table else "数量")


def usual(kind: Kind) -> list[By]:
    """What a summary counts by, the first first."""
    counted = (field for field in kind.fields.values() if field.counted)
    return [by_of(field) for field in sorted(counted, key=operator.attrgetter("counted"))]


def counts(records: Sequence[Record], kind: Kind, by: By, shown: Shown) -> list[Count]:
    """Every value that records have, and which of them; those without one come last.

    Choices, numbers and dates stand in their own order, of texts the most frequent first.  Values
    that are masked alike are several all the same.
    """
    found: dict[Hashable, _Found] = {}
    unknown: list[int] = []
    without: list[int] = []
    for place, record in enumerate(records):
        if not has_value(record, by.field):
            without.append(place)
            continue
        for each in _values(record, by.field):
            value = _part(by, each) if by.part else each
            if value is None:
                unknown.append(place)
                continue
            key = by.field.type.item.identity(value)
            found.setdefault(key, _Found([], {})).add(place, value)
    in_order = sorted(found.values(), key=lambda each: _order(by, each))
    counted = [_count(records, kind, by, each, shown) for each in in_order]
    wording = shown.wording
    apart = (
        Count(_NOT_KNOWN.worded("unknown", wording), None, unknown, None),
        Count(_NOT_GIVEN.worded("none", wording), None, without, (f"{by.field.key}=",)),
    )
    return counted + [count for count in apart if count.places]


def completeness(records: Sequence[Record], kind: Kind) -> list[Complete]:
    """Of each field that is wanted, who gave it and who did not, of those who may have it."""
    found = []
    for field in kind.wanted:
        concerned = [record for record in records if field.is_for(record)]
        given = [record for record in concerned if has_value(record, field)]
        lacking = [record for record in concerned if not has_value(record, field)]
        asked = [condition_of(field, "=")]
        if field.categories:
            asked.append(condition_of(kind.fields["category"], "=", *field.categories))
        conditions = tuple(each for each in asked if each is not None)
        is_exact = len(conditions) == len(asked)
        found.append(Complete(field, given, lacking, conditions if is_exact else None))
    return found


class _Found(NamedTuple):
    """The records that have one value, and the ways in which they write it."""

    places: list[int]
    written: dict[str, list[Any]]

    def add(self, place: int, value: Any) -> None:
        # A list may have an item twice.
        if not self.places or self.places[-1] != place:
            self.places.append(place)
            self.written.setdefault(str(value), []).append(value)

    @property
    def usual(self) -> Any:
        """What most records write, of several the first."""
        return max(self.written.values(), key=len)[0]


def _values(record: Record, field: Field) -> list[Any]:
    value = value_of(record, field)
    return value if field.type.is_list and isinstance(value, list) else [value]


def _part(by: By, value: Any) -> str | None:
    """The part of dates in which `value` lies, None where it may lie in several."""
    if not by.field.type.fits(value):
        return None
    of = PARTS[by.part].of
    first, last = (of(day) for day in by.field.type.extent(value))
    return first if first == last else None


def _order(by: By, found: _Found) -> tuple[Any, ...]:
    """What values are sorted by; those of a wrong type come last."""
    value, item = found.usual, by.field.type.item
    if by.part:
        return (value,)
    if item.is_free:
        return (-len(found.places), pinyin_order(str(value)))
    return (0, item.order(value)) if item.fits(value) else (1, str(value))


def _count(records: Sequence[Record], kind: Kind, by: By, found: _Found, shown: Shown) -> Count:
    value, field = found.usual, by.field
    label = shown.value(_of_list(value, field), field)
    is_masked = label != shown.in_full.value(_of_list(value, field), field)
    if by.part and not is_masked:
        label = PARTS[by.part].said(value).worded(value, shown.wording)
    conditions = None if is_masked else _conditions(kind, by, value, records[found.places[0]])
    return Count(label, shown.any_value(value, field), found.places, conditions)


def _of_list(item: Any, field: Field) -> Any:
    """A value that a field may have, of one item where that is a list."""
    return [item] if field.type.is_list else item


def _conditions(kind: Kind, by: By, value: Any, record: Record) -> tuple[str, ...] | None:
    """The conditions that hold for this value alone, one record of which is `record`."""
    field = by.field
    if by.part:
        first, *last = PARTS[by.part].bounds(value)
        compared = [(">=", first), ("<=", last[0])] if last else [("=", first)]
    else:
        item = field.type.item
        compared = [("=", item.text(value, Wording.KEYS) if item.fits(value) else str(value))]
    written = [condition_of(field, *each) for each in compared]
    conditions = tuple(each for each in written if each is not None)
    try:
        holds = test_of(Registry({}), kind, Selection(where=conditions))
    except WrongUsage:
        return None
    return conditions if len(conditions) == len(written) and holds(record) else None
