"""Tables of records as data frames of pandas, which is imported where one is made."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..language import Wording
from .typed_tables import Column, Names, TypedTable

if TYPE_CHECKING:
    import pandas


def frame_of(table: TypedTable, headings: Wording, labels: Wording) -> "pandas.DataFrame":
    """The table as a data frame: a column for each of its own, in their order.

    Choices are ordered categories, keys or labels in the order of the registry.  Where a list has
    nothing it is empty; everything else is missing as its type has it.
    """
    import pandas

    names = Names()
    return pandas.DataFrame(
        {names.own(column.called(headings)): _series(column, labels) for column in table.columns}
    )


def _series(column: Column, labels: Wording) -> "pandas.Series[Any]":
    import pandas

    if column.parts:
        return pandas.Series(column.values, dtype="object")
    if column.is_list:
        texts = column.field.type.choices(labels)
        lists = [[texts.get(item, item) for item in items] for items in column.values]
        return pandas.Series(lists, dtype="object")
    make = _MAKERS.get(column.typed.dtype, _plain)
    return pandas.Series(make(column, labels))


def _plain(column: Column, labels: Wording) -> Any:
    import pandas

    return pandas.array(column.values, dtype=column.typed.dtype)


def _days(column: Column, labels: Wording) -> Any:
    import numpy

    # Days that are too far away for nanoseconds are days all the same.
    return numpy.array(column.values, dtype="datetime64[D]").astype(column.typed.dtype)


def _categories(column: Column, labels: Wording) -> Any:
    import pandas

    texts = column.labels(labels)
    # Two choices with one label are one category.
    categories = dict.fromkeys(texts.values())
    return pandas.Categorical(
        [None if value is None else texts[value] for value in column.values],
        categories=[*categories],
        ordered=True,
    )


_MAKERS: Mapping[str, Callable[[Column, Wording], Any]] = {
    "datetime64[s]": _days,
    "category": _categories,
}
