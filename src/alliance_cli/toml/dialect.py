"""The dialect: what in a TOML text only version 1.1 allows, which most programs do not read."""

import re
from collections.abc import Iterator

from ..language import Phrase
from . import scan
from .scan import Span

_ESCAPE = re.compile(r"(?:[^\\]|\\[^ex])*?(\\[ex])")
_SHORT_TIME = re.compile(r"(?<![\d:.])\d\d:\d\d(?![:\d])")
# The same, looked for by its colon, which is rarer than digits.
_COLON_OF_TIME = re.compile(r":(?<=\d\d:)\d\d(?![:\d])")
_PART = re.compile(r"[\[\]{},]|\r?\n|[^\[\]{},\s]+")

_ESCAPES = Phrase("the escapes \\e and \\x are of TOML 1.1", "转义 \\e 和 \\x 是 TOML 1.1 的写法")
_SECONDS = Phrase("a time without seconds is of TOML 1.1", "省略秒的时间是 TOML 1.1 的写法")
_NEW_LINE = Phrase("a new line within braces is of TOML 1.1", "花括号内换行是 TOML 1.1 的写法")
_LAST_COMMA = Phrase(
    "a comma before the closing brace is of TOML 1.1", "右花括号前的逗号是 TOML 1.1 的写法"
)


def newer_constructs(text: str) -> Iterator[tuple[int, Phrase]]:
    """Every construct of TOML 1.1 in `text`, which the parser accepts: where it is, and what."""
    if "\\e" in text or "\\x" in text or _COLON_OF_TIME.search(text):
        for token in scan.tokens(text):
            source = text[token.start : token.end]
            if source.startswith('"') and (escape := _ESCAPE.match(source)):
                yield token.start + escape.start(1), _ESCAPES
            elif source[0] not in "\"'#":
                for time in _SHORT_TIME.finditer(source):
                    yield token.start + time.start(), _SECONDS
    if "{" in text:
        for statement in scan.headers(text):
            start, end = statement.value
            if "{" in text[start:end]:
                yield from _in_braces(text, statement.value)


def _in_braces(text: str, value: Span) -> Iterator[tuple[int, Phrase]]:
    """What of TOML 1.1 there is in the braces of a value; a new line once for each of them."""
    opened: list[str] = []
    comma: int | None = None
    for token in scan.tokens(text, *value):
        if text[token.start] in "\"'#":
            comma = comma if text[token.start] == "#" else None
            continue
        for part in _PART.finditer(text, *token):
            character = part.group()
            if character.endswith("\n"):
                if opened and opened[-1] == "{":
                    yield part.start(), _NEW_LINE
                    opened[-1] = "told"
                continue
            if character in ("]", "}"):
                opened.pop()
                if character == "}" and comma is not None:
                    yield comma, _LAST_COMMA
            elif character in ("[", "{"):
                opened.append(character)
            comma = part.start() if character == "," else None
