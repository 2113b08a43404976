"""Naming: a name as a person types it, with a former name in brackets behind it."""

from typing import Any

from ..data import Data
from ..kinds.kind import Kind
from ..values.names import former_name_in, name_key
from .registry import Directory, Record, Registry, names_of

FORMER = "former_names"


def taken_apart(record: Record, registry: Registry, kind: Kind) -> tuple[Data, str]:
    """`record` under the name alone, and the former name that stood in brackets behind that.

    `甲公司(原乙厂)` is 甲公司, which was 乙厂; what a record has as its name stays whole.
    """
    new = dict(record)
    whole = record.get("name")
    names = former_name_in(whole) if isinstance(whole, str) else None
    if names is None or Directory(registry, kind).called(str(whole), in_part=False):
        return new, ""
    new["name"], former = names
    return new, former


def with_former_name(record: Record, former: str, kind: Kind) -> Data:
    """`record` with another former name, unless it has that as one of its names."""
    new = dict(record)
    before: Any = record.get(FORMER, [])
    known = {name_key(name) for _, _, name in names_of(record, kind)}
    if former and name_key(former) not in known and isinstance(before, list):
        new[FORMER] = [*before, former]
    return kind.ordered(new)
