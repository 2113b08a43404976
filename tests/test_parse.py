"""Parsing in pieces gives what parsing the whole gives, errors included."""

import pytest
import tomli
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alliance_cli.toml.parse import parse

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


@pytest.mark.long
@_MANY
@given(registries(), _REPLACEMENTS, st.floats(0, 1))
def test_pieces_mean_what_the_whole_means_in_many_documents(
    text: str, wrong: str, place: float
) -> None:
    check(text, wrong, place)


def test_pieces_that_are_known_are_shared() -> None:
    text = "".join(f"\n[[members]]\nid = 'M{n}'\n" for n in range(7))
    first = parse(text, "members", size=2)
    second = parse(text + "\n[[members]]\nid = 'M7'\n", "members", first.pieces, size=2)
    shared = [a is b for a, b in zip(first.data["members"], second.data["members"], strict=False)]
    assert shared == [True] * 6 + [False]
    assert second.data["members"][7] == {"id": "M7"}
