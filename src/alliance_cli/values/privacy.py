"""Personal data: numbers and addresses of people are masked unless somebody asks for them."""

import bisect
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from .numbers import may_hold_number, numbers

# The part before the @ is bounded, so that a long word without one costs no more than its length.
# These are plain texts, which are compiled when there is something to look at.
_ADDRESS = (
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{0,127}"
    r"(?=@(?:[\w-]{1,63}[.\u3002]|[0-9-]*[A-Za-z][\w-]|\[)"
    r"|[ ]{1,2}@[ ]{0,2}[\w-]{1,63}(?:\.[\w-]{1,63})*\.[A-Za-z]{2})"
)
# Behind hanzi an @ without a domain calls somebody.
_HANZI_ADDRESS = (
    r"([^\x00-\x7f\W\d_])[^\x00-\x7f\W\d_]{0,3}(?=@[\w-]{1,63}"
    r"(?:\.[\w-]|\u3002(?:[A-Za-z]{2}|中国|公司)))"
)

_MISTYPED = r"(?<![\w.@*-])\d{5,}"

# What is not seen, and escapes of TOML, JSON and Python.
_UNSEEN = (
    "\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e01ef"
)
_NOT_PLAIN = (
    rf"[{_UNSEEN}]+"
    r"|\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|[\\abefnrtv\"'])"
)
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0xFE6B: 0x40, 0xFF61: 0x3002}


class _Edit(NamedTuple):
    """New text for the characters from `start` up to `end`."""

    start: int
    end: int
    text: str


class _Plain(NamedTuple):
    """What a text says, in narrow characters, without what is not seen, and without escapes.

    `places` are those of its characters that are longer in the text, or stand behind what is left
    out; `longer` tells by how much all before each of them are.
    """

    text: str
    places: list[float]
    longer: list[int]

    def start(self, place: int) -> int:
        """Where the character at `place` begins in the text itself."""
        return place + self.longer[bisect.bisect_left(self.places, place)]

    def end(self, place: int) -> int:
        """Where the character before `place` ends in the text itself."""
        return place + self.longer[bisect.bisect_left(self.places, place - 0.5)]


def holds_mobile_number(text: str) -> bool:
    """Whether a full mobile number stands in `text`: what `masked` masks as one."""
    if not (may_hold_number(text) or "\\" in text):
        return False
    return any(number.is_mobile for number in numbers(_plain(text).text))


def masked(text: str) -> str:
    """`text` with every mobile number, telephone number and e-mail address in it masked.

    138****0001, 027-****5678, z***@example.com: enough to recognise one, not enough to use it.
    All else, also within a number, stays as it is spelt; escapes are read like what they mean.
    """
    if text.isalpha():
        # Most texts are names, of letters and hanzi alone.
        return text
    if len(text) == 11 and text.isdecimal() and text.isascii() and "13" <= text < "2":
        # A mobile number as most are written.
        return f"{text[:3]}****{text[7:]}"
    has_escapes = "\\" in text
    if has_escapes or may_hold_number(text):
        text = _edited(text, _of_numbers)
    if has_escapes or "@" in text or "\uff20" in text or "\ufe6b" in text:
        if not has_escapes and text.isascii() and text.isprintable():
            # It says what stands there, and has no hanzi.
            return re.sub(_ADDRESS, r"\1***", text)
        text = _edited(text, _of_addresses)
        text = _edited(text, _of_hanzi_addresses)
    return text


def may_be_masked(text: str) -> bool:
    """Whether `masked` may find something in `text`; of lines, whether it may in any of them."""
    return may_hold_number(text) or any(sign in text for sign in ("\\", "@", "\uff20", "\ufe6b"))


def without_escapes(text: str) -> str:
    """`text` with characters in place of its escapes, without what is not seen."""
    return _plain(text).text


def masked_data(value: Any) -> Any:
    """`value`, text or lists and tables of it, with every text in it masked."""
    if isinstance(value, str):
        return masked(value)
    if type(value) in (int, float) and holds_mobile_number(str(value)):
        return masked(str(value))
    if isinstance(value, list):
        return [masked_data(part) for part in value]
    if isinstance(value, dict):
        return {masked(key): masked_data(part) for key, part in value.items()}
    return value


def masked_value(text: str) -> str:
    """A personal value masked whatever its form: a number mistyped is still somebody's."""
    known = masked(text)
    if known != text:
        # Beside a number that is right another may be mistyped.
        return re.sub(_MISTYPED, lambda match: masked_value(match[0]), known)
    if len(text) < 2:
        return known
    shown = len(text) // 4
    return text[:shown] + "****" + text[len(text) - shown :]


def _of_numbers(text: str) -> Iterator[_Edit]:
    """A star for each middle digit of a number, at least four in all."""
    stars: dict[int, str] = {}
    for _, middle in numbers(text):
        stars.setdefault(middle[0], "*" * max(5 - len(middle), 1))
        for place in middle:
            stars.setdefault(place, "*")
    return (_Edit(place, place + 1, hidden) for place, hidden in stars.items())


def _of_addresses(text: str) -> Iterator[_Edit]:
    """Stars for what is before the @, but its first character."""
    for match in re.finditer(_ADDRESS, text):
        yield _Edit(match.end(1), match.end(), "***")


def _of_hanzi_addresses(text: str) -> Iterator[_Edit]:
    """Stars for what is before the @ where hanzi stand there."""
    if not text.isascii():
        for match in re.finditer(_HANZI_ADDRESS, text):
            yield _Edit(match.end(1), match.end(), "***")


def _edited(text: str, find: Callable[[str], Iterable[_Edit]]) -> str:
    """`text` with the edits made that `find` wants of what it says."""
    plain = _plain(text)
    edits = sorted(find(plain.text))
    if not edits:
        return text
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += (text[position : plain.start(edit.start)], edit.text)
        position = plain.end(edit.end)
    return "".join((*parts, text[position:]))


def _plain(text: str) -> _Plain:
    if "\\" not in text and text.isascii() and text.isprintable():
        return _Plain(text, [], [0])
    parts: list[str] = []
    places: list[float] = []
    longer = [0]
    position = 0
    for match in re.finditer(_NOT_PLAIN, text):
        meant = ""
        if match[0].startswith("\\"):
            # Which of the others it is makes no difference.
            code = next(filter(None, match.groups()), "20")
            meant = re.sub(f"[{_UNSEEN}]", "", chr(min(int(code, 16), 0x10FFFF)))
        place = match.start() - longer[-1]
        parts += (text[position : match.start()], meant)
        # What is left out stands before the next character.
        places.append(place if meant else place - 0.5)
        longer.append(longer[-1] + len(match[0]) - len(meant))
        position = match.end()
    plain = "".join((*parts, text[position:]))
    return _Plain(plain if plain.isascii() else plain.translate(_NARROW), places, longer)
