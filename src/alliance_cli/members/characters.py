"""Characters that hide or act: found by the checks, made harmless wherever text is shown.

A registry is edited by strangers, so any text in it may try to speak to a terminal (escape
sequences), to a reader's eye (bidirectional overrides, zero-width characters) or to a CI system
(lines that begin with `::`, or `##[` anywhere).
"""

import re
import unicodedata

# Cc control, Cf format (bidirectional, zero-width, byte-order mark), Cs surrogate, Zl and Zp
# separators.  Unassigned characters are left alone: a newer Unicode than Python's has more hanzi.
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Letters and marks that draw nothing although Unicode files them elsewhere.
_INVISIBLE_OTHERS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5") | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_WORKFLOW_COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#\[)", re.MULTILINE)


def is_invisible(character: str) -> bool:
    """Whether a character draws nothing, or draws others in another order."""
    return (
        unicodedata.category(character) in _INVISIBLE_CATEGORIES or character in _INVISIBLE_OTHERS
    )


def escape(character: str) -> str:
    r"""A character as visible ASCII: `\x1b`, `\u202e`, `\U000e0001`, and `\n`, `\r`, `\t`."""
    return character.encode("unicode_escape").decode("ascii")


def printable(text: str, *, keep: str = "") -> str:
    """`text` with nothing in it that acts on a terminal, an eye or a CI log.

    Invisible characters become visible escapes, apart from those in `keep`; the openings of CI
    workflow commands lose their first character to an escape.
    """
    if not text.isprintable():
        text = "".join(
            escape(character) if is_invisible(character) and character not in keep else character
            for character in text
        )
    if "::" in text or "##[" in text:
        text = _WORKFLOW_COMMAND.sub(_escape_opening, text)
    return text


def _escape_opening(match: re.Match[str]) -> str:
    opening = match.group()
    return f"{opening[:-1]}\\x{ord(opening[-1]):02x}"
