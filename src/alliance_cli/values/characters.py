"""Characters that hide or act: found by the checks, made harmless wherever text is shown.

A registry is edited by strangers, so any text in it may try to speak to a terminal (escape
sequences), to a reader's eye (bidirectional overrides, zero-width characters) or to a CI system
(lines that begin with `::`, or `##[` anywhere).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Cc control, Cf format (bidirectional, zero-width, byte-order mark), Cs surrogate, Zl and Zp
# separators.  Unassigned characters are left alone: a newer Unicode than Python's has more hanzi.
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# What else draws nothing by the property Default_Ignorable_Code_Point, also characters yet to come,
# and what will never be a character, of which XML forbids the last two.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff\ufdd0-\ufdef\ufffe\uffff]"
)
_WORKFLOW_COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#\[)", re.MULTILINE)


def is_invisible(character: str) -> bool:
    """Whether a character draws nothing, or draws others in another order."""
    return (
        unicodedata.category(character) in _INVISIBLE_CATEGORIES
        or _BLANK.match(character) is not None
    )


def all_visible(text: str) -> bool:
    """Whether nothing in `text` is invisible; quick, and may say no of a text with wide spaces."""
    return text.isprintable() and (text.isascii() or _BLANK.search(text) is None)


def escape(character: str) -> str:
    r"""A character as visible ASCII: `\x1b`, `\u202e`, `\U000e0001`, and `\n`, `\r`, `\t`."""
    return character.encode("unicode_escape").decode("ascii")


def printable(text: str, *, keep: str = "") -> str:
    """`text` with nothing in it that acts on a terminal, an eye or a CI log.

    Invisible characters become visible escapes, apart from those in `keep`; the openings of CI
    workflow commands lose their first character to an escape.
    """
    if not all_visible(text):
        acting = {character for character in set(text) if is_invisible(character)} - {*keep}
        text = text.translate({ord(character): escape(character) for character in acting})
    if _may_open_command(text):
        text = _WORKFLOW_COMMAND.sub(_escape_opening, text)
    return text


def _may_open_command(text: str) -> bool:
    return "::" in text or "##[" in text


def all_printable(texts: Sequence[str], *, keep: str = "") -> Sequence[str]:
    """Each of the texts as `printable` has it."""
    together = " ".join(texts)
    # Most rows are told at once: nothing is in any of the texts that is not in all together.
    if all_visible(together) and not _may_open_command(together):
        return texts
    return [printable(text, keep=keep) for text in texts]


def _escape_opening(match: re.Match[str]) -> str:
    opening = match.group()
    return f"{opening[:-1]}\\x{ord(opening[-1]):02x}"


def display_width(text: str) -> int:
    """The columns that the widest line of `text` takes: two for a hanzi, one for a letter."""
    if "\n" in text:
        return max(map(display_width, text.split("\n")))
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


class _Widths(dict[str, int]):
    """The columns that each character takes which was met so far."""

    def __missing__(self, character: str) -> int:
        self[character] = width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        return width


_WIDTHS = _Widths()


# White space; or a word of letters or one hanzi, with the marks that open and close something.
_OPENING, _CLOSING = r"“（《【(\[{", r"，。；：！？、）》】”)\]}"
_WIDE = r"\u2e80-\uffef"
# Compiled where a text is folded: with so wide ranges that takes a tenth of the start of a command.
_PIECE = rf"\s+|[{_OPENING}]*(?:[^\s{_WIDE}“”]*[^\s{_WIDE}{_OPENING}”]|[{_WIDE}])[{_CLOSING}]*|\S"


def folded(text: str, width: int) -> Iterator[str]:
    """The lines of a text that has none yet, each at most `width` columns wide.

    Between hanzi a line may end anywhere, but no mark of the end of something begins one; words of
    letters stay whole where they are no wider than a line.
    """
    line = ""
    for piece in re.findall(_PIECE, text):
        if line and display_width(line) + display_width(piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    yield line.rstrip()
