"""Parsing in pieces gives what parsing the whole gives, errors included."""

from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alliance_cli.data import Data, Path
from alliance_cli.toml.parse import parse
from alliance_cli.toml.positions import Positions
from alliance_cli.toml.scan import Span

from .toml_documents import registries

_REPLACEMENTS = st.sampled_from(
    ['"""', "'''", "\n[[members]]\n", "[", "]", "\n[levels]\n", "\nmembers = 1\n", "\r", "\n", ""]
)


def outcome(text: str, size: int | None) -> str:
    try:
        data = tomli.loads(text) if size is None else parse(text, "members", size=size).data
    except tomli.TOMLDecodeError as error:
        return str(error)
    return repr(data)


def check(text: str, wrong: str, place: float) -> None:
    broken = text[: int(place * len(text))] + wrong + text[int(place * len(text)) :]
    for document in (text, text.replace("\n", "\r\n"), broken):
        whole = outcome(document, None)
        assert outcome(document, 1) == whole
        assert outcome(document, 2) == whole


def check_places(text: str) -> None:
    """Pieces know where everything stands as the whole does, and between the same lines."""
    for document in (text, text.replace("\n", "\r\n")):
        try:
            data, _, cuts = parse(document, "members", size=2)
        except tomli.TOMLDecodeError:
            return
        whole, pieces = Positions(document), Positions(document, "members", cuts)
        for path in paths(data):
            assert pieces.locate(path) == whole.locate(path)
            assert pieces.header(path) == whole.header(path)
            assert pieces.sections(path) == whole.sections(path)
            for section in whole.sections(path):
                assert pieces.end_before(section) == whole.end_before(section)
        for start in range(0, len(document), 7):
            span, count = Span(start, start + 30), len(data.get("members", []))
            found = pieces.tables_within(span, "members", count)
            assert found == whole.tables_within(span, "members", count)


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of everything in a value."""
    yield path
    if isinstance(value, (dict, list)):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(part, (*path, key))


_FEW = settings(
    max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
_MANY = settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))


@_FEW
@given(registries(), _REPLACEMENTS, st.floats(0, 1))
@example('[[members]]\na = """\n[[members]]\n"""\n[[members]]\n', "", 0)
@example("[[members]]\n[[members]]\n[categories]\na = 'b'\n[[members]]\n", "", 0)
@example("members = []\n[[members]]\n[[members]]\n", "", 0)
@example("[[members]]\n[members.x]\n[[members]]\n[members.x]\n[[members]]\n[members]\n", "", 0)
@example("[x]\n[[members]]\n[[members]]\n[x]\n", "", 0)
def test_pieces_mean_what_the_whole_means(text: str, wrong: str, place: float) -> None:
    check(text, wrong, place)
    check_places(text)


@pytest.mark.long
@_MANY
@given(registries(), _REPLACEMENTS, st.floats(0, 1))
def test_pieces_mean_what_the_whole_means_in_many_documents(
    text: str, wrong: str, place: float
) -> None:
    check(text, wrong, place)
    check_places(text)


def test_pieces_that_are_known_are_shared() -> None:
    text = "".join(f"\n[[members]]\nid = 'M{n}'\n" for n in range(7))
    first = parse(text, "members", size=2)
    second = parse(text + "\n[[members]]\nid = 'M7'\n", "members", first.pieces, size=2)
    shared = [a is b for a, b in zip(first.data["members"], second.data["members"], strict=False)]
    assert shared == [True] * 6 + [False]
    assert second.data["members"][7] == {"id": "M7"}


LIKELY: list[Data] = [
    {"id": "M1", "employees": 1, "contacts": [{"name": "a", "primary": True}]},
    {"id": "M2", "employees": 1.0},
    {"employees": 1, "id": "M3"},
    {"id": "M4", "contacts": [{"primary": True, "name": "a"}]},
    {"id": "M5"},
]
READ = """
[[members]]
id = "M1"
employees = 1
[[members.contacts]]
name = "a"
primary = true
[[members]]
id = "M2"
employees = 1
[[members]]
id = "M3"
employees = 1
[[members]]
id = "M4"
[[members.contacts]]
name = "a"
primary = true
[[members]]
id = "M5"
"""


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_tables_that_are_likely_are_shared_where_they_are_what_is_read(size: int) -> None:
    whole = tomli.loads(READ)
    for likely in ([], LIKELY, LIKELY[:2], [{}, *LIKELY], LIKELY * 2):
        data = parse(READ, "members", size=size, likely=likely).data
        assert repr(data) == repr(whole)
    tables = parse(READ, "members", size=size, likely=LIKELY).data["members"]
    shared = [a is b for a, b in zip(tables, LIKELY, strict=True)]
    assert shared == [True, False, False, False, True]


def test_the_keys_of_many_tables_are_one_object_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliance_cli.toml.parse._MANY_TABLES", 2)
    tables = parse(READ, "members", size=1).data["members"]
    keys = [key for table in [*tables, tables[0]["contacts"][0]] for key in table]
    assert len({*map(id, keys)}) == len({*keys})
