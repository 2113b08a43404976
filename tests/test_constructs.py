"""Every construct of the TOML 1.0 specification: left alone, replaced and taken out exactly."""

import copy
from pathlib import Path

import pytest
import tomli

from alliance_cli.kinds.member import MEMBER
from alliance_cli.registry.changes import Change
from alliance_cli.store.edit import applied, edits_of
from alliance_cli.store.gate import propose
from alliance_cli.store.load import document_of

FILE = Path("members.toml")

# In the order of the specification's grammar: strings, integers, floats, booleans, dates and times,
# arrays, inline tables.
VALUES = [
    '""', '"a"', '"tab\t and 中文"', r'"\b\t\n\f\r\"\\"', r'"\u4e2d\U0002CB2E"', '"# no [comment]"',
    "''", "'a'", r"'C:\dir\'", "'\"'", "'\t'",
    '""""""', '"""a"""', '"""\na\nb"""', '"""\n\n"""', '"""a\\\n   \n  b"""', '"""a\\  \n b"""',
    '"""one " two "" three \\""""""', '"""ends with one""""', '"""ends with two"""""',
    '"""\n[[members]]\n# no comment\nid = 1\n"""', '"""\\\\"""', r'"""\u0041"""',
    "''''''", "'''a'''", "'''\na\nb'''", "'''one ' two '' '''", "''''one''''", "'''two'''''",
    "'''\n[[members]]\n\"\"\"\n'''",
    "0", "+0", "-0", "1", "+99", "-17", "1_000", "5_349_221", "9223372036854775807",
    "-9223372036854775808", "0xDEADBEEF", "0xdead_beef", "0o755", "0b1101_0110",
    "1.0", "+1.0", "-0.01", "5e+22", "1e06", "-2E-2", "6.626e-34", "224_617.445_991_228", "0e0",
    "inf", "+inf", "-inf", "nan", "+nan", "-nan",
    "true", "false",
    "1979-05-27T07:32:00Z", "1979-05-27T00:32:00-07:00", "1979-05-27T00:32:00.999999-07:00",
    "1979-05-27 07:32:00Z", "1979-05-27t07:32:00z", "1979-05-27T07:32:00", "1979-05-27 00:32:00.5",
    "1979-05-27", "0001-01-01", "07:32:00", "00:32:00.999999",
    "[]", "[ ]", "[\n]", "[1,2]", "[ 1, 2, ]", "[\n  1,\n  2, # two\n]", "[ # first\n1 # one\n,2 ]",
    "[[1, 2], ['a']]", "[1, 'a', 1.5, true, 1979-05-27, {}]", "['],[', \"}{#\"]",
    "[ { x = 1 }, { x = [2, { y = 3 }] } ]",
    "[\n\n# only\n\n# comments\n]", "[[[[]]]]",
    "{}", "{ }", "{a=1}", "{ a = 1, b = 'x' }", "{ a.b = 1, a.c = 2 }",
    "{ \"a b\" = 1, 'c' = { d = [] } }",
    "{ a = [\n1,\n2 ] }",
]  # fmt: skip

# How a key may be written, and what it then is.
KEYS = [
    ("key", ("key",)),
    ("bare-key_1", ("bare-key_1",)),
    ("1234", ("1234",)),
    ("-", ("-",)),
    ('"quoted key"', ("quoted key",)),
    ('"ʎǝʞ 中 = # ["', ("ʎǝʞ 中 = # [",)),
    (r'"\"esc\u0041ped\""', ('"escAped"',)),
    ("'literal \"key\"'", ('literal "key"',)),
    ('""', ("",)),
    ("''", ("",)),
    ("a.b", ("a", "b")),
    ("a . b\t. c", ("a", "b", "c")),
    ("a.\"b.c\".'d'", ("a", "b.c", "d")),
    ("3.14", ("3", "14")),
]

# What may stand around a pair.
SURROUNDINGS = [
    "{pair}\n",
    "\t {pair}\t # comment ' \" [ = \n",
    "# above\n\n{pair}#touching\n\n# below\n",
    "note = 'before'\n{pair}\nsource = 'after'\n",
    "{pair}\n[members.extra]\nx = 1\n[[members.contacts]]\nn = 'x'\n",
    "{pair}\n[members.extra.deep]\nx = 1\n[members.extra]\ny = 1\n",
    "{pair}\n[[members.contacts]]\nn = 'x'\n[members.contacts.more]\nx = 1\n[[members.contacts]]\n",
    "{pair}\n[ members . \"quoted\" ] # comment\n[levels]\nm = 'x'\n[groups]\n",
    "{pair}",
]

HEAD = "# head\nformat = 1\n[alliance]\nname = 'x'\n\n[[members]]\nid = 'M1'\n"


def check(
    key: str, path: tuple[str, ...], value: str, surrounding: str, newline: str = "\n"
) -> None:
    """Where nothing is changed nothing is; else only the value is, or the lines of the pair."""
    body = surrounding.replace("{pair}", f"{key} = {value}")
    text = (HEAD + body).replace("\n", newline)
    document = document_of(FILE, text.encode())
    member = document.registry.members[0]
    same = Change(MEMBER, {0: copy.deepcopy(dict(member))})
    assert applied(text, edits_of(document, same)) == text
    # A key of its own elsewhere leaves the pair alone.
    proposal = propose(document, Change(MEMBER, {0: {**member, "city": "武汉"}}))
    lines = [line for line in proposal.after.text.splitlines() if "武汉" not in line]
    assert lines == text.splitlines()
    # The value, and only the value, is another.
    place = document.positions.span(("members", 0, *path))
    assert place is not None
    assert text[slice(*place)] == value.replace("\n", newline)
    changed = propose(document, Change(MEMBER, {0: put(dict(member), path, ["其他"])})).after.text
    assert changed[: place.start] == text[: place.start]
    assert changed[len(changed) - (len(text) - place.end) :] == text[place.end :]
    # Whatever else the member has is gone without a trace, and the pair stays.
    for other in member:
        rest = {k: v for k, v in member.items() if k != other}
        left = propose(document, Change(MEMBER, {0: rest})).after.text
        assert (f"{key} = {value}".replace("\n", newline) in left) == (other != path[0])
    # The lines of the pair, and only they, are gone.
    if len(path) == 1:
        without = {k: v for k, v in member.items() if k != path[0]}
        left = propose(document, Change(MEMBER, {0: without})).after.text
        line = text.rindex("\n", 0, place.start) + 1
        assert left[:line] == text[:line]
        end = text.find("\n", place.end) + 1 or len(text)
        assert left[line:] == text[end:]


def put(table: dict[str, object], path: tuple[str, ...], value: object) -> dict[str, object]:
    """`table` with another value at `path`."""
    key, *rest = path
    inner = table.get(key)
    if rest and isinstance(inner, dict):
        return {**table, key: put(inner, tuple(rest), value)}
    return {**table, key: value}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_values(value: str, newline: str) -> None:
    for surrounding in SURROUNDINGS:
        check("key", ("key",), value, surrounding, newline)


@pytest.mark.parametrize(("key", "path"), KEYS)
def test_keys(key: str, path: tuple[str, ...]) -> None:
    for surrounding in SURROUNDINGS:
        check(key, path, "1", surrounding)


# The brace that holds a member may hold no line end in TOML 1.0, but in a string or an array.
@pytest.mark.parametrize("value", VALUES)
def test_values_of_members_in_line(value: str) -> None:
    text = (
        f"format = 1\nmembers = [\n  {{ id = 'M1', key = {value}, last = 1 }}, # one\n  {{}}\n]\n"
    )
    document = document_of(FILE, text.encode())
    member = document.registry.members[0]
    same = Change(MEMBER, {0: copy.deepcopy(dict(member))})
    assert applied(text, edits_of(document, same)) == text
    changed = propose(document, Change(MEMBER, {0: {**member, "key": "x"}})).after.text
    assert tomli.loads(changed)["members"][0]["key"] == "x"
    if not value.startswith("'"):
        assert changed == text.replace(f"key = {value}", 'key = "x"')
    without = {k: v for k, v in member.items() if k != "key"}
    assert propose(document, Change(MEMBER, {0: without})).after.text == text.replace(
        f" key = {value},", ""
    )
