"""The parser of `alliance-cli[fast]` accepts what tomli accepts, and gives the same data."""

import datetime
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from alliance_cli.toml.parse import fast_loads, is_plain, parse

from .invalid_documents import INVALID, MARK

pytest.importorskip("toml_rs")

_DATA = Path(__file__).parent / "examples"
# Values and documents, with | for a new line.
_VALUES = r"""
1 01 1__0 0o7 0b1 0xFFFFFFFFFFFFFFFFFF 9223372036854775807 9223372036854775808
-9223372036854775808 -9223372036854775809 123456789012345678901234567890
-0.0 0.0 nan -nan inf -inf 1e400 1e-400 3.14159265358979323846264338 TRUE
1979-05-27T07:32:00Z 1979-05-27T07:32:00.1234567-07:00 1979-05-27T07:32:00+24:00 1979-05-27T07:32
0000-01-01 9999-12-31 2021-02-29 07:32 07:32:00.9999999 23:59:60
"\e" "\x41" "\u0000" "\ud800" '''|x|''' [1,] [,] {b=1,} {b=1|} {a=1,a=2} {a.b=1,a.c=2}
"""
_DOCUMENTS = """
a.b=1|a.c=2 a.b=1|[a]|c=2 [a]|b=1|[a] [a.b]|[a] [a]|[a.b]|[a] [[a]]|[a] a=[]|[[a]] a={}|[a.b]
[a]|b.c=1|[a.b] [a]|b.c=1|[a.b.d] a={b=1}|a.c=2 中=1 "中"=1 ""=1 #\x7f #\x85 [a]]
"""
_MARKS = "\"'\\=[]{}#.,:-+_ eExXuUtTzZ0123456789中𬭎"
_UNSEEN = "\r\n\t\x00\x0b\x1b\x7f\x85\xa0\u2028\u200b\ufeff\ud800"
_TOKENS = (
    "\r\n",
    '"' * 3,
    "'" * 3,
    "[[",
    "\n[a]\n",
    "\na.b=1\n",
    "{a=1}",
    ".1234567",
    "[[members]]",
)
_ODD = (*_MARKS, *_UNSEEN, *_TOKENS)


def documents(chance: random.Random) -> Iterator[str]:
    """Documents right and wrong, then the same with some characters changed, without end."""
    examples = (path.read_bytes() for path in sorted(_DATA.rglob("*.toml")))
    known = [raw.decode("utf-8", errors="replace")[:3000] for raw in examples]
    known += [text.replace(MARK, "") for text, _ in INVALID]
    written = (*(f"a={value}" for value in _VALUES.split()), *_DOCUMENTS.split())
    known += [text.replace("|", "\n") for text in written]
    known += ["a=" + "[" * depth + "]" * depth for depth in (50, 99, 150, 1000)]
    known += [".".join("a" * depth) + "=1" for depth in (50, 99, 150, 1000)]
    yield from known
    while True:
        text = chance.choice(known)
        for _ in range(chance.choice((1, 1, 2, 3))):
            start = chance.randrange(len(text) + 1)
            end = start + chance.choice((0, 0, 1, 1, 30))
            again = text[start:end] if chance.random() < 0.2 else ""
            text = text[:start] + again + chance.choice(("", *_ODD)) + again + text[end:]
        yield text


def exact(value: Any) -> Any:
    """The value with its types, the sign of a zero and the zone of a day with a time."""
    if isinstance(value, dict):
        return [(key, exact(each)) for key, each in value.items()]
    if isinstance(value, list):
        return list(map(exact, value))
    zone = value.utcoffset() if isinstance(value, datetime.datetime) else None
    return type(value).__name__, repr(value) if zone is None else value.isoformat()


def outcome(loads: Callable[[str], Any], text: str) -> Any:
    try:
        return exact(loads(text))
    except (ValueError, RecursionError):
        return None


def check(count: int) -> None:
    fast = fast_loads()
    assert fast is not None
    chance = random.Random(count)
    plain = (text for text in documents(chance) if is_plain(text, "[[members]]"))
    for _, text in zip(range(count), plain, strict=False):
        if (found := outcome(fast, text)) is not None:
            assert found == outcome(tomli.loads, text), text


def test_what_it_accepts_means_the_same() -> None:
    check(1_500)


@pytest.mark.long
def test_what_it_accepts_means_the_same_in_many() -> None:
    check(100_000)


def test_what_it_refuses_or_reads_otherwise_tomli_decides() -> None:
    members = "[[members]]\nid = 1\n" * 3
    assert len(parse(members + "# \ud800", "members", size=1).data["members"]) == 3
    with pytest.raises(tomli.TOMLDecodeError):
        parse("\ufeff" + members, "members", size=1)
    for deep in (f"a = {'[' * 2000}{']' * 2000}", f"{'a.' * 2000}a = 1"):
        with pytest.raises((tomli.TOMLDecodeError, RecursionError)):
            parse(members + deep, "members", size=1)
