"""The scanner and the positions agree with the parser on every document."""

import datetime
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, example, given, settings

from alliance_cli.toml import scan
from alliance_cli.toml.positions import Positions

from .toml_documents import leaves, registries

_MANY = settings(
    max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
_FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def same(left: Any, right: Any) -> bool:
    return repr(left) == repr(right)


def check_document(text: str) -> None:
    data = tomli.loads(text)
    positions = Positions(text)
    for path, value in leaves(data):
        span = positions.span(path)
        if span is None or (isinstance(value, list) and text[span.start] != "["):
            # Only an array of tables under headers has no one place.
            assert isinstance(value, list)
            assert all(isinstance(item, dict) for item in value)
            continue
        assert same(tomli.loads(f"k = {text[span.start : span.end]}")["k"], value), path
    every = [s for s in scan.statements(text) if s.kind != "pair"]
    assert [s for s in scan.headers(text) if s.kind != "pair"] == every


HARD = '''\
members = 1 # [[members]]
a = """
[[members]]
b = "c\\""""
'd e'."f\\u0020g" = 1979-05-27 07:32:00
x = [ [1, 2], # ]
  { y = "}", "z" = \'\'\'it\'s\'\'\'\'\' } ,
]
"" = ""
'''


@_FEW
@given(registries())
@example(HARD)
@example("")
@example("# only a comment")
@example('x = [\n  "a",\n  "b",\n]\ny = 1\n[[members]]\n')  # Python before 3.11.5 misread it.
def test_every_value_is_found_where_it_stands(text: str) -> None:
    check_document(text)


@pytest.mark.long
@_MANY
@given(registries())
def test_every_value_is_found_where_it_stands_in_many_documents(text: str) -> None:
    check_document(text)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ('a = "b\nc = 1', 4),
        ("a = '''b\nc = 1", 4),
        ("a = [1,\nb = 2", 4),
        ("a = [1, 'x", 8),
        ("a = {b = 1", 4),
        ("a 1", 2),
        ("[a", 0),
        ("a = # nothing", 4),
    ],
)
def test_what_cannot_be_followed_is_named_at_its_opening(text: str, offset: int) -> None:
    with pytest.raises(scan.ScanError) as stopped:
        list(scan.statements(text))
    assert stopped.value.offset == offset


def test_members_in_line_are_placed_without_looking_at_each_again() -> None:
    rows = ",\n".join(f'{{ id = "M{n}", tags = ["a", "b{n}"] }}' for n in range(500))
    text = f"members = [\n{rows}\n]\n"
    positions = Positions(text)
    for n in range(500):
        assert positions.locate(("members", n, "id")).line == n + 2
    assert positions.locate(("members", 7, "tags", 1)) == (9, 27)


def test_dates_and_dotted_keys_have_places() -> None:
    text = "[[members]]\njoined = 2019-05-28\na.b.c = 1\n"
    positions = Positions(text)
    span = positions.span(("members", 0, "joined"))
    assert span is not None
    assert text[span.start : span.end] == str(datetime.date(2019, 5, 28))
    assert positions.locate(("members", 0, "a", "b"), "key") == (3, 1)
    assert positions.locate(("members", 0, "nowhere"), "value") == (1, 1)
