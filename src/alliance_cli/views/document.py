"""JSON documents that may be long: given piece by piece, of items that are made meanwhile."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..channels import json_text

_STEP = "  "


class Items:
    """The items of a list in a document, made anew whenever it is looked through."""

    def __init__(self, make: Callable[[], Iterable[Any]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Any]:
        return iter(self._make())


def pieces(value: Any, above: str = "\n") -> Iterator[str]:
    """The text of an object as JSON; `above` begins a line of what holds it.

    It is that of `json_text` with an indent of two, whose lists may be `Items`.
    """
    below = above + _STEP
    if isinstance(value, Mapping) and value:
        for number, (key, part) in enumerate(value.items()):
            yield f"{',' if number else '{'}{below}{json_text(key)}: "
            yield from pieces(part, below)
        yield above + "}"
    elif isinstance(value, list | Items):
        is_empty = True
        for item in value:
            yield ("[" if is_empty else ",") + below
            yield json_text(item, indent=len(_STEP)).replace("\n", below)
            is_empty = False
        yield "[]" if is_empty else above + "]"
    else:
        yield json_text(value, indent=len(_STEP)).replace("\n", above)
