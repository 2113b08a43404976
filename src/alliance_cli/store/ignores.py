"""Comments that silence findings: `# alliance: ignore[F303] the number is printed like this`."""

import re
from dataclasses import dataclass, field

from ..toml import scan
from ..toml.lines import COMMENT_LINE, line_end, line_start

_MARKER = re.compile(r"#[ \t]*alliance", re.IGNORECASE)
_IGNORE = re.compile(
    r"#[ \t]*alliance:[ \t]*ignore\b(?:[ \t]*\[([^\]\n]*)\])?"
    # What was probably meant as one: with other signs, in other case, in Chinese.
    r"|#\s*(?i:alliance)\s*[:\uff1a]?\s*(?:(?i:ignores?)|\u5ffd\u7565)\s*(?:[\[(\u3010\uff3b\uff08]|$)",
    re.MULTILINE,
)
_CODE = re.compile(r"[^\s,\uff0c\u3001;\uff1b]+")


@dataclass
class Ignore:
    """A code in such a comment: where it stands, the line that it is about, and whether it did.

    A comment that names no code has one that is empty.
    """

    code: str
    offset: int
    about: int
    used: bool = field(default=False)


def ignores(text: str) -> list[Ignore]:
    """Every code that a comment in `text` ignores.

    `about` is the offset at which the line begins whose findings it silences: its own line, or,
    where comments stand alone, the first line below them.
    """
    if not _MARKER.search(text):
        return []
    found: list[Ignore] = []
    # Comments that stand alone below each other are all about the same line.
    below_comments = 0
    for token in scan.tokens(text):
        if text[token.start] != "#":
            continue
        for match in _IGNORE.finditer(text, *token):
            about = line_start(text, token.start)
            if about < below_comments:
                about = below_comments
            while COMMENT_LINE.match(text, about):
                below = line_end(text, about)
                if below == len(text):
                    break
                about = below_comments = below
            codes = list(_CODE.finditer(text, *match.span(1))) if match[1] else []
            found += (Ignore(code.group(), code.start(), about) for code in codes)
            if not codes:
                found.append(Ignore("", match.start(), about))
    return found
