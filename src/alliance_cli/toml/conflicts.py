"""Conflicts that a merge left in a text: where they stand, and the text of either side."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .scan import Span, after_blank

_MARKER = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: [^\n]*|\r)?$\n?", re.MULTILINE)


class Conflict(NamedTuple):
    """A whole conflict, and the lines of both sides in it."""

    span: Span
    ours: Span
    theirs: Span


def conflicts(text: str) -> list[Conflict]:
    """Every whole conflict in `text`."""
    found: list[Conflict] = []
    markers: list[re.Match[str]] = []
    for marker in _MARKER.finditer(text):
        if marker[0].startswith("<"):
            markers = []
        markers.append(marker)
        signs = "".join(each[0][0] for each in markers)
        if signs in ("<=>", "<|=>"):
            first, *_, middle, last = markers
            ours = Span(first.end(), markers[1].start())
            theirs = Span(middle.end(), last.start())
            found.append(Conflict(Span(first.start(), last.end()), ours, theirs))
            markers = []
    return found


class Side(NamedTuple):
    """A text with one side of every conflict, and where those parts stand in it."""

    text: str
    parts: list[Span]


def side(text: str, found: Sequence[Conflict], *, ours: bool) -> Side:
    """One side of a text with these conflicts; comments and blank lines begin no part."""
    pieces: list[str] = []
    parts: list[Span] = []
    position = length = 0
    for conflict in found:
        part = conflict.ours if ours else conflict.theirs
        before = text[position : conflict.span.start]
        source = text[part.start : part.end]
        length += len(before)
        parts.append(Span(length + after_blank(source, 0), length + len(source)))
        pieces += (before, source)
        length += len(source)
        position = conflict.span.end
    return Side("".join((*pieces, text[position:])), parts)
