"""Database: the registry as tables with keys, for Datasette, DuckDB and whatever speaks SQL.

Every kind of record is a table, and so are the tables within, each list (`member_tags`) and what
there is to choose from (`categories`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

from ..data import Path
from ..errors import CannotDo, DataRefused
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import Wording, say
from ..registry.query import Roster
from ..registry.registry import Record
from ..values.value_type import DType
from .formats.format import Wishes
from .typed_tables import (
    Column,
    Names,
    Source,
    TypedTable,
    owner_name,
    sources,
    table_of_parts,
    table_of_records,
)

# SQLite itself has no more types than three; readers take the others from the declaration.
_TYPES: Mapping[DType, str] = {
    "string": "TEXT",
    "category": "TEXT",
    "Int64": "INTEGER",
    "Float64": "REAL",
    "boolean": "BOOLEAN",
    "datetime64[s]": "DATE",
}


_POSITION = "position"
_ID = ("id",)


class _Reference(NamedTuple):
    """Columns that hold the key of a row of another table."""

    columns: Sequence[str]
    table: str
    keys: Sequence[str]


class _Table(NamedTuple):
    """A table of SQL: its columns by name with their types, how many are its key, its rows."""

    name: str
    columns: Sequence[tuple[str, str]]
    keys: int
    rows: Iterable[Sequence[Any]]
    references: Sequence[_Reference] = ()


def write(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the database: contacts only if they are not masked.

    Raises DataRefused where ids do not tell records apart, CannotDo where SQLite refuses.
    """
    import sqlite3
    from contextlib import closing

    tables = _Schema(roster, wishes).tables()
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            for table in tables:
                # Names cannot be bound, so they are quoted; values are bound, always.
                connection.execute(_definition(table))
                marks = ", ".join("?" * len(table.columns))
                insertion = f"INSERT INTO {_quoted(table.name)} VALUES ({marks})"  # noqa: S608
                connection.executemany(insertion, table.rows)
            connection.commit()
            file.write(connection.serialize())
    except sqlite3.Error as error:
        raise CannotDo(say(f"SQLite refuses: {error}", f"SQLite 拒绝操作：{error}")) from error


class _Schema:
    """Makes the tables of a registry, each with a name of its own."""

    def __init__(self, roster: Roster, wishes: Wishes) -> None:
        self._roster, self._wishes = roster, wishes
        self._made: list[_Table] = []
        self._choices: dict[Path, str] = {}
        self._sources = sources(roster.registry.kinds)
        self._records = {
            name: self._records_of(source.kind)
            for name, source in self._sources.items()
            if not source.parts
        }
        self._names = Names()
        self._called = {name: self._names.own(name) for name in self._records}

    def tables(self) -> Sequence[_Table]:
        """All tables: those of records and of what they give, and of what these refer to."""
        for name, source in self._sources.items():
            if not source.parts:
                self._add(self._called[name], source, self._records[name])
            elif self._wishes.contacts or not source.holds_people:
                self._add(self._names.own(name), source, self._parts_of(name, source))
        return self._made

    def _records_of(self, kind: Kind) -> TypedTable:
        chosen = kind is self._roster.kind
        fields = self._roster.columns if chosen else kind.plain
        keyed = {"id": kind.fields["id"]} | {f.key: f for f in fields if not f.type.fields}
        track = self._wishes.track
        table = table_of_records(kind, keyed.values(), self._of(kind), self._wishes.shown, track)
        _check_ids(kind, table)
        return self._told(table)

    def _parts_of(self, name: str, source: Source) -> TypedTable:
        shown, track = self._wishes.shown, self._wishes.track
        return self._told(table_of_parts(name, source, self._of(source.kind), shown, track))

    def _of(self, kind: Kind) -> Sequence[Record]:
        """The records of a kind that are wanted."""
        roster = self._roster
        return roster.members if kind is roster.kind else roster.registry.of(kind)

    def _told(self, table: TypedTable) -> TypedTable:
        if table.remark:
            self._wishes.tell(table.remark)
        return table

    def _add(self, name: str, source: Source, table: TypedTable) -> None:
        """Add a table, and one for each of its lists."""
        single = [column for column in table.columns if not column.is_list]
        references = [self._reference(source, column, column.name) for column in single]
        if source.parts:
            owner = [table.columns[0].name]
            references.append(_Reference(owner, self._called[source.kind.table], _ID))
        rows = zip(*map(_values, single), strict=True)
        columns = [(column.name, _TYPES[column.typed.dtype]) for column in single]
        whole = [*filter(None, references)]
        self._made.append(_Table(name, columns, table.keys, rows, whole))
        for column in table.columns:
            if column.is_list:
                self._add_list(name, source, table, column)

    def _add_list(self, name: str, source: Source, table: TypedTable, column: Column) -> None:
        """Add a table of the items of a list, each with the key of the row that has the list."""
        keys, names = table.columns[: table.keys], Names()
        owners = [owner_name(source.kind), f"{source.one}_{_POSITION}"][: table.keys]
        key = [names.own(each) for each in (*owners, _POSITION)]
        value = names.own(column.field.one or column.name)
        dtypes: list[DType] = [*(each.typed.dtype for each in keys), "Int64", column.typed.dtype]
        references = [
            _Reference(key[:-1], name, [each.name for each in keys]),
            self._reference(source, column, value),
        ]
        self._made.append(
            _Table(
                self._names.own(f"{source.one}_{column.name}"),
                [(each, _TYPES[dtype]) for each, dtype in zip((*key, value), dtypes, strict=True)],
                len(key),
                _items(keys, column),
                [*filter(None, references)],
            )
        )

    def _reference(self, source: Source, column: Column, name: str) -> _Reference | None:
        """What the column of this name refers to; None where a row that is named is not there."""
        key, used = column.field.key, {*_used(column)}
        target = source.kind.references.get(f"{source.key}.{key}" if source.parts else key)
        if target in self._records:
            # What may be a body may be a word for a group that is none.
            meant = used | column.field.type.choices().keys()
            if meant.issubset(self._records[target].columns[0].values):
                return _Reference([name], self._called[target], _ID)
        if column.typed.dtype != "category" or not used <= column.field.type.choices().keys():
            return None
        return _Reference([name], self._choices_of(source, column.field), ["key"])

    def _choices_of(self, source: Source, field: Field) -> str:
        """The table of what there is to choose from for a field."""
        wished = f"{source.one}_{field.key}_choices"
        place = field.type.place or (wished,)
        if place not in self._choices:
            self._choices[place] = self._names.own(str(place[0]) if len(place) == 1 else wished)
            english, chinese = map(field.type.choices, (Wording.ENGLISH, Wording.CHINESE))
            said = self._wishes.shown.said
            # A key that is masked is that of no row: there it stands masked too.
            rows = [
                (key, said(chinese[key]), said(english[key]), n)
                for n, key in enumerate(chinese, 1)
                if said(key) == key
            ]
            columns = [("key", "TEXT"), ("name", "TEXT"), ("name_en", "TEXT")]
            columns.append((_POSITION, "INTEGER"))
            self._made.append(_Table(self._choices[place], columns, 1, rows))
        return self._choices[place]


def _used(column: Column) -> Iterator[Any]:
    """Every value, or item of one, that is in a column."""
    for value in column.values:
        if column.is_list:
            yield from value
        elif value is not None:
            yield value


def _items(keys: Sequence[Column], column: Column) -> Iterator[Sequence[Any]]:
    """A row for each item of the lists in a column: the key of its record, its place, the item."""
    for *owner, items in zip(*(key.values for key in keys), column.values, strict=True):
        for position, item in enumerate(items, 1):
            yield (*owner, position, item)


def _values(column: Column) -> Iterable[Any]:
    if column.typed.dtype != "datetime64[s]":
        return column.values
    return (value and value.isoformat() for value in column.values)


def _check_ids(kind: Kind, table: TypedTable) -> None:
    english, chinese = kind.words.several
    for identifier, count in Counter(table.columns[0].values).items():
        if identifier is None:
            message = say(f"there are {english} without an id", f"有{chinese}没有编号")
        elif count > 1:
            message = say(
                f"{count} {english} have the id {identifier}",
                f"有 {count} {kind.words.measure}{chinese}的编号都是 {identifier}",
            )
        else:
            continue
        raise DataRefused(
            message,
            say(
                "a database needs an id of its own for each; `alliance validate` tells where",
                "数据库中每条记录须有不同的编号；可用 `alliance validate` 查看位置",
            ),
        )


def _definition(table: _Table) -> str:
    """The statement that makes a table."""
    keys = [name for name, _ in table.columns[: table.keys]]
    parts = [
        f"{_quoted(name)} {type_}" + (" NOT NULL" if name in keys else "")
        for name, type_ in table.columns
    ]
    parts.append(f"PRIMARY KEY ({_listed(keys)})")
    parts += (
        f"FOREIGN KEY ({_listed(each.columns)}) "
        f"REFERENCES {_quoted(each.table)} ({_listed(each.keys)})"
        for each in table.references
    )
    return f"CREATE TABLE {_quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    """A name as an identifier of SQL, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'
