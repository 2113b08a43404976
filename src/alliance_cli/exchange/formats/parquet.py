"""Parquet: the members as typed columns, for DuckDB, Polars, pandas and the like."""

from typing import TYPE_CHECKING, BinaryIO

from ...errors import CannotDo
from ...language import Wording, say
from ...registry.query import Roster
from .format import Format, Wishes

if TYPE_CHECKING:
    import pyarrow

    from ..typed_tables import Column


def book(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write the file, with contacts as lists in their column.  What makes it is imported only here.

    Raises CannotDo where pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise CannotDo(
            say(
                "Parquet needs pyarrow, which is not installed",
                "导出 Parquet 需要 pyarrow，尚未安装",
            ),
            "pip install 'alliance-cli[parquet]'",
        ) from None
    from ..frame import frame_of
    from ..typed_tables import table_of_records

    table = table_of_records(
        roster.kind, roster.columns, roster.members, wishes.shown, wishes.track
    )
    if table.remark:
        wishes.tell(table.remark)
    schema = pyarrow.schema([(each.name, _type_of(each)) for each in table.columns])
    frame = frame_of(table, Wording.KEYS, Wording.KEYS)
    parquet.write_table(pyarrow.Table.from_pandas(frame, schema, preserve_index=False), file)


def _type_of(column: "Column") -> "pyarrow.DataType":
    """The type that Arrow has for the values of a column."""
    import pyarrow

    types = {
        "Int64": pyarrow.int64(),
        "Float64": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        # A date of Arrow is an object to pandas, and Parquet has no seconds.
        "datetime64[s]": pyarrow.timestamp("ms"),
    }
    one = types.get(column.typed.dtype, pyarrow.string())
    if column.parts:
        one = pyarrow.struct([(part.name, _type_of(part)) for part in column.parts])
    elif column.typed.dtype == "category" and not column.is_list:
        one = pyarrow.dictionary(pyarrow.int32(), one, ordered=True)
    return pyarrow.list_(one) if column.is_list else one


FORMAT = Format("parquet", place=14, book=book, endings=(".parquet",))
