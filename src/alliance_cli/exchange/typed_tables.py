"""Records as tables of typed columns: what a data frame, a Parquet file and a database have.

A kind has a table of its own, and so have the tables in its records, such as contacts.  Lists stay
lists.  Names come of the keys and are the same in every format.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..data import Tracked
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import Phrase, Wording, say
from ..registry.membership import periods
from ..registry.registry import Record, tables_of, value_of
from ..registry.shown import Shown
from ..values.scalars import Truth, WholeNumber
from ..values.texts import Text
from ..values.value_type import Typed

_POSITION = Field(
    "position",
    Phrase("Position", "序号"),
    WholeNumber(),
    Phrase("place among those of one record, from 1", "在同一记录中的序号，从 1 起"),
)

PERIODS = "periods"
"""The table of the periods for which members were members."""

_IS_OVER = Field(
    "is_over",
    Phrase("Is over", "已结束"),
    Truth(),
    Phrase("whether the membership ended, even where nobody knows when", "此段会籍是否已结束"),
)


class Column(NamedTuple):
    """A column: the field that it is of, its type, its name and heading, and a value for each row.

    A value is None where none is known.  It is a list where the field holds one; where that is one
    of tables, each is a mapping of the names of `parts`.
    """

    field: Field
    typed: Typed
    name: str
    heading: Phrase
    values: list[Any]
    parts: Sequence["Column"] = ()

    @property
    def is_list(self) -> bool:
        """Whether a value is a list."""
        return self.field.type.is_list

    def called(self, wording: Wording) -> str:
        """What the column is called: its name for keys, else its heading."""
        return self.heading.worded(self.name, wording)

    def labels(self, wording: Wording) -> dict[str, str]:
        """What there is to choose from and what is used, in the order of display, with labels."""
        known = self.field.type.choices(wording)
        used = (value for value in self.values if value is not None)
        return known | {value: value for value in used if value not in known}


@dataclass(eq=False, repr=False)
class TypedTable:
    """Columns of one length, of which the first `keys` tell the rows apart.

    So many values are `left_out` because a column of that type cannot hold them.
    """

    name: str
    columns: Sequence[Column]
    keys: int = 1
    left_out: int = 0

    @property
    def remark(self) -> str:
        """What to tell of the values that are left out, or nothing."""
        count, name = self.left_out, self.name
        return (
            say(
                f"{name}: left out, as they are not of the type of their field: {count}; "
                "`alliance validate` tells of them",
                f"{name}：有 {count} 个值与字段类型不符，已略去；可用 `alliance validate` 查看",
            )
            if count
            else ""
        )


def _itself(record: Record) -> Iterable[Record]:
    return (record,)


class Source(NamedTuple):
    """Where the rows of a table come from: the records of a kind, or tables that each gives.

    `parts` are the fields of the tables, none for the records themselves, and `key` is the field
    that holds them; `one` is what a row is called.  Some tables are about people.
    """

    kind: Kind
    one: str
    parts: Sequence[Field] = ()
    rows: Callable[[Record], Iterable[Record]] = _itself
    holds_people: bool = False
    key: str = ""


def sources(kinds: Mapping[str, Kind]) -> dict[str, Source]:
    """Every table that a registry of these kinds has, by its name.

    Of kinds, what is nested in them, and the periods of members, which several fields tell of.
    """
    found = {table: Source(kind, _one(kind)) for table, kind in kinds.items()}
    for kind in kinds.values():
        for key, field in kind.nested.items():
            rows, parts = functools.partial(tables_of, key=key), tuple(field.type.fields.values())
            source = Source(kind, field.one or key, parts, rows, field.type.holds_people, key)
            # Members come first, whose seats need no further name.
            found.setdefault(key if key not in found else f"{_one(kind)}_{key}", source)
    members = kinds[MEMBER.table]
    found.setdefault(PERIODS, Source(members, "period", _fields_of_periods(members), _periods))
    return found


def _fields_of_periods(kind: Kind) -> Sequence[Field]:
    return [
        _IS_OVER if key == _IS_OVER.key else kind.fields[key]
        for key in ("joined", "decision", "left", _IS_OVER.key, "left_reason", "left_decision")
    ]


def _periods(member: Record) -> Iterator[Record]:
    for period in periods(member):
        row = {**period._asdict(), "left_reason": period.reason}
        yield {key: value for key, value in row.items() if value not in (None, "")}


def table_of_records(
    kind: Kind,
    fields: Iterable[Field],
    records: Sequence[Record],
    shown: Shown,
    track: Tracked = iter,
) -> TypedTable:
    """The table of records with these fields, which may be some that hold tables themselves."""
    builder = _Builder(shown)
    parts = [(field, builder.add(field)) for field in fields]
    for record in track(records):
        for field, take in parts:
            take(value_of(record, field))
    return builder.table(kind.table)


def table_of_parts(
    name: str, source: Source, records: Sequence[Record], shown: Shown, track: Tracked = iter
) -> TypedTable:
    """The table of the tables that records give, such as their contacts.

    Each row begins with the id of the record and the place among those of the record.
    """
    builder = _Builder(shown)
    identifier = source.kind.fields["id"]
    take_owner = builder.add(identifier._replace(key=owner_name(source.kind)))
    take_position = builder.add(_POSITION)
    parts = [(field, builder.add(field)) for field in source.parts]
    for record in track(records):
        for position, table in enumerate(source.rows(record), 1):
            take_owner(value_of(record, identifier))
            take_position(position)
            for field, take in parts:
                take(value_of(table, field))
    return builder.table(name, keys=2)


def _one(kind: Kind) -> str:
    return kind.words.one.english.replace(" ", "_")


def owner_name(kind: Kind) -> str:
    """What a column with the id of a record of this kind is called in another table: member_id."""
    return _one(kind) + "_id"


class Names:
    """Gives names that differ for readers that do not tell capitals from small letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def own(self, wished: str) -> str:
        """The name `wished`, or where that is taken one that begins with it."""
        name, number = wished, 2
        while name.casefold() in self._taken:
            name, number = f"{wished}_{number}", number + 1
        self._taken.add(name.casefold())
        return name


_Take = Callable[[Any], None]


class _Builder:
    """Makes the columns of a table, value by value, masked as `shown` has it."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._names = Names()
        self._columns: list[Column] = []
        self._below: list[_Builder] = []
        self.left_out = 0

    def add(self, field: Field) -> _Take:
        """Add the columns of a field.  What is given takes its values, None for none."""
        if field.type.fields:
            return self._add_tables(field)
        # What is masked is no number and no day any more.
        type_ = Text() if self._masks(field) and not field.type.is_list else field.type
        columns = [self._added(field, typed) for typed in type_.typed]

        append = [column.values.append for column in columns]
        is_list = field.type.is_list

        def take(value: Any) -> None:
            if value is None:
                for append_one in append:
                    append_one([] if is_list else None)
                return
            known = type_.typed_values(self._shown.any_value(value, field))
            self.left_out += _is_incomplete(known)
            for append_one, each in zip(append, known, strict=True):
                append_one(each)

        return take

    def table(self, name: str, keys: int = 1) -> TypedTable:
        """The table of what was taken."""
        left_out = self.left_out + sum(below.left_out for below in self._below)
        return TypedTable(name, self._columns, keys, left_out)

    def _masks(self, field: Field) -> bool:
        return field.personal and not self._shown.contacts

    def _added(self, field: Field, typed: Typed, parts: Sequence[Column] = ()) -> Column:
        name = self._names.own(field.key + typed.suffix)
        heading = Phrase(*map(str.__add__, field.heading, typed.remark))
        self._columns.append(Column(field, typed, name, heading, [], parts))
        return self._columns[-1]

    def _add_tables(self, field: Field) -> _Take:
        below = _Builder(self._shown)
        takes = [(part, below.add(part)) for part in field.type.fields.values()]
        column = self._added(field, Typed("string"), below._columns)
        self._below.append(below)

        def take(value: Any) -> None:
            for table in tables_of({field.key: value}, field.key):
                for part, take_part in takes:
                    take_part(value_of(table, part))
            cells = zip(*(part.values for part in column.parts), strict=True)
            names = [part.name for part in column.parts]
            column.values.append([dict(zip(names, row, strict=True)) for row in cells])
            for part in column.parts:
                part.values.clear()

        return take


def _is_incomplete(known: Sequence[Any]) -> bool:
    """Whether a value, or an item of it, is known in no column."""
    first = known[0]
    if isinstance(first, list):
        return None in first
    return first is None and all(each is None for each in known)
