"""Composing TOML: values, pairs and tables, written the way their surroundings are."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tomli_w

from ..data import Data, in_digits
from .lines import indent, line_start
from .scan import Statement

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml_value(value: Any, *, literal: bool = False) -> str:
    """`value` as TOML on one line; `literal` prefers single quotes where they can hold it."""
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item, literal=literal) for item in value) + "]"
    if isinstance(value, dict):
        pairs = [f"{toml_key(k)} = {toml_value(v, literal=literal)}" for k, v in value.items()]
        return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
    if literal and isinstance(value, str) and value.isprintable() and "'" not in value:
        return f"'{value}'"
    if isinstance(value, float) and "e-" in repr(value):
        # The same number, as a person writes it.
        return in_digits(value)
    return tomli_w.dumps({"k": value}).removeprefix("k = ").rstrip("\n")


def toml_lines(value: str, newline: str) -> str:
    """`value` as a TOML string over several lines."""
    text = tomli_w.dumps({"k": value}, multiline_strings=True)
    return text.removeprefix("k = ").rstrip("\n").replace("\n", newline)


def toml_key(key: str) -> str:
    """`key` as it stands in TOML, in quotes where it must."""
    return key if _BARE_KEY.fullmatch(key) else toml_value(key)


@dataclass(frozen=True, slots=True)
class PairStyle:
    """How pairs are written; `aligned` is the column of their values from the line's beginning."""

    indent: str = ""
    equals: str = " = "
    aligned: int | None = None
    literal: bool = False

    def pair(self, key: str, value: Any) -> str:
        """A line, without its end, that gives `key` its `value`."""
        source = toml_value(value, literal=self.literal)
        if self.aligned is None:
            return f"{self.indent}{key}{self.equals}{source}"
        after = self.equals.lstrip(" \t").removeprefix("=")
        width = max(self.aligned - len(self.indent) - len(after) - 1, 0)
        return f"{self.indent}{key + ' ':<{width}}={after}{source}"


def pair_style(text: str, pairs: Sequence[Statement]) -> PairStyle:
    """The style of `pairs` that stand in `text`."""
    if not pairs:
        return PairStyle()
    columns = [pair.value.start - line_start(text, pair.span.start) for pair in pairs]
    column = Counter(columns).most_common(1)[0][0]
    keeping = [pair for pair, other in zip(pairs, columns, strict=True) if other == column]
    lengths = {pair.key.span.end - pair.key.span.start for pair in keeping}
    # A key that is too long for the column may stand among those that keep it.
    aligned = len(keeping) * 2 > len(pairs) and len(lengths) > 1
    example = keeping[0] if aligned else pairs[0]
    gap = text[example.key.span.end : example.value.start]
    quotes = [text[pair.value.start] for pair in pairs if text[pair.value.start] in "\"'"]
    return PairStyle(
        indent=indent(text, example.span.start),
        equals=re.sub(r"^[ \t]+=", " =", gap),
        aligned=column if aligned else None,
        literal=bool(quotes) and all(mark == "'" for mark in quotes),
    )


def predecessor(keys: Sequence[str], key: str, table: Data) -> int | None:
    """Which of `keys`, that stand in a text, `key` comes after in the order of `table`.

    None for before all of them.
    """
    ranks = {each: rank for rank, each in enumerate(table)}
    before = [
        (ranks[each], number)
        for number, each in enumerate(keys)
        if ranks.get(each, len(ranks)) < ranks[key]
    ]
    return max(before)[1] if before else None
