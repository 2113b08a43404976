"""Edits of the text: only the lines that must change do, and the data is exactly what is meant."""

import random
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance_cli.errors import CannotDo
from alliance_cli.kinds.member import MEMBER
from alliance_cli.registry.changes import Change
from alliance_cli.store.gate import propose
from alliance_cli.store.load import Document, document_of
from alliance_cli.toml.positions import Positions

from .styled_registries import Styled, random_change
from .toml_documents import changed, registries

FILE = Path("members.toml")


def repr_of(value: Any) -> str:
    """A value with its types, whatever the order of its keys."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {repr_of(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(repr_of, value)) + "]"
    return repr(value)


def check_data(text: str, new: str, members: list[Any]) -> None:
    """The new text means the old with other members."""
    expected = {**tomli.loads(text), "members": members}
    assert repr_of(tomli.loads(new)) == repr_of(expected)


def check_lines(old: str, new: str, touched: set[int]) -> None:
    """From the first to the last line that differs, every line of `old` stands in `new`, in its
    order, but those that are touched or blank; a last line without an end may get one."""
    before, after = old.split("\n"), new.split("\n")
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    end = 0
    while end < min(len(before), len(after)) - same and before[-1 - end] == after[-1 - end]:
        end += 1
    middle = iter(after[same : len(after) - end])
    for number in range(same, len(before) - end):
        line = before[number]
        if number not in touched and line.strip():
            kept = (line, f"{line}\r") if number == len(before) - 1 else (line,)
            assert any(other in kept for other in middle), (number, line)


def check_removal(old: str, new: str) -> None:
    """`new` is `old` without characters that stood beside each other."""
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    assert new[start:] == old[len(old) - (len(new) - start) :]


def lines_of(document: Document, place: int, key: str) -> set[int]:
    """The numbers of the lines on which a field of a member stands, from 0."""
    positions = Positions(document.text)
    found: set[int] = set()
    for section in positions.sections(("members", place)):
        spans = [
            pair.span
            for pair in positions.statements(section)
            if (*section.path, *pair.key.parts)[2] == key
        ]
        if len(section.path) > 2 and section.path[2] == key:
            # With the comments above the header and below the last pair.
            first = document.text.rfind("\n", 0, section.header.start) + 1
            while (above := document.text.rfind("\n", 0, first - 1) + 1) < first and document.text[
                above:first
            ].strip().startswith("#"):
                first = above
            spans.append(type(section.header)(first, section.end))
        for start, end in spans:
            first = document.text.count("\n", 0, start)
            found |= set(range(first, first + document.text.count("\n", start, end) + 1))
    return found


def check_change(document: Document, change: Change) -> Document:
    proposal = propose(document, change)
    new = proposal.after.text
    members = change.records_after(document.registry.members)
    check_data(document.text, new, members)
    touched: set[int] = set()
    for place, member in change.replaced.items():
        old = document.registry.members[place]
        for key in {*old, *member}:
            if repr_of(old.get(key)) != repr_of(member.get(key)):
                touched |= lines_of(document, place, key)
    if change.removed:
        check_removal(document.text, new)
    elif document.positions.sections(("members", 0)):
        check_lines(document.text, new, touched)
    # The file as a whole: nothing but the edits, with its mark and its line ends.
    assert proposal.after.raw.startswith(b"\xef\xbb\xbf") == document.raw.startswith(
        b"\xef\xbb\xbf"
    )
    return document_of(FILE, proposal.after.raw)


def check_style(seed: int, edits: int) -> None:
    styled = Styled(seed)
    document = document_of(FILE, styled.text().encode())
    chance = random.Random(seed)
    for number in range(edits):
        members: Any = document.registry.members
        change = random_change(chance, members, number)
        if change.replaced and change.records_after(members) == list(members):
            continue
        document = check_change(document, change)
        assert ("\r\n" in document.text) == (styled.newline == "\r\n")
        if styled.newline == "\r\n":
            assert document.text.count("\r\n") == document.text.count("\n")


@pytest.mark.parametrize("seed", range(30))
def test_edits_of_a_registry_in_any_style(seed: int) -> None:
    check_style(seed, 15)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(200))
def test_ten_thousand_edits_of_registries_in_any_style(seed: int) -> None:
    check_style(seed, 60)


def check_any_change(text: str, data: st.DataObject) -> None:
    document = document_of(FILE, text.encode())
    members = document.registry.members
    if not members:
        return
    place = data.draw(st.integers(0, len(members) - 1))
    member = dict(members[place])
    for _ in range(data.draw(st.integers(1, 3))):
        member = data.draw(changed(member))
    try:
        proposal = propose(document, Change(MEMBER, {place: member}))
    except CannotDo as refused:
        if "no header of its own" not in refused.message:
            raise
    else:
        new = [*members[:place], member, *members[place + 1 :]]
        check_data(text, proposal.after.text, new)


every = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(every, max_examples=50, derandomize=True)
@given(text=registries(), data=st.data())
def test_any_change_means_exactly_what_is_meant(text: str, data: st.DataObject) -> None:
    check_any_change(text, data)


@pytest.mark.long
@settings(every, max_examples=10_000)
@given(text=registries(), data=st.data())
def test_any_change_in_many_documents(text: str, data: st.DataObject) -> None:
    check_any_change(text, data)
