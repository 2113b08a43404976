"""Lines: where they begin and end, and which blank lines and comments stand beside a place."""

import re
from collections.abc import Iterator

COMMENT_LINE = re.compile(r"[ \t]*#[^\n]*(?:\n|\Z)")
"""A line that holds a comment and nothing else."""


def line_start(text: str, offset: int) -> int:
    """Where the line begins in which `offset` is."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line after the one begins in which `offset` is, or the end of `text`."""
    return text.find("\n", offset) + 1 or len(text)


def indent(text: str, offset: int) -> str:
    """What stands before `offset` on its line."""
    return text[line_start(text, offset) : offset]


def newline_of(text: str) -> str:
    """How most lines of `text` end."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def start_of_comments(text: str, start: int, floor: int) -> int:
    """The beginning of the comment lines that lead straight to the line at `start`.

    None of them reaches above `floor`.
    """
    at = start
    while at > floor:
        above = line_start(text, at - 1)
        if above < floor or not COMMENT_LINE.fullmatch(text, above, at):
            break
        at = above
    return at


def blank_lines_above(text: str, offset: int, floor: int) -> Iterator[int]:
    """Where the blank lines begin that stand right above `offset`, the nearest first."""
    while offset > floor:
        above = line_start(text, offset - 1)
        if above < floor or text[above:offset].strip():
            return
        yield above
        offset = above


def blank_lines_below(text: str, offset: int) -> Iterator[int]:
    """Where the blank lines end that stand right below `offset`, the nearest first."""
    while offset < len(text):
        below = line_end(text, offset)
        if text[offset:below].strip():
            return
        yield below
        offset = below
