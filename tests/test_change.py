"""How a change looks: a diff says exactly what is different, whatever its size."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from alliance_cli.data import identity, same
from alliance_cli.views import change

LINES = some.lists(
    some.sampled_from(["a", "b", "[[members]]", "x = 1", ""]), min_size=10, max_size=40
)


@pytest.mark.parametrize("lines_of_a_piece", [3, 10, 400])
@given(
    LINES,
    some.lists(
        some.tuples(some.integers(0, 150), some.sampled_from(["", "z", "\nq\n"])),
        min_size=4,
        max_size=16,
    ),
)
def test_a_diff_makes_the_new_text(
    lines_of_a_piece: int, lines: list[str], places: list[tuple[int, str]]
) -> None:
    text = "".join(f"{line}\n" for line in lines)
    news = {min(place, len(text)): new for place, new in places}
    offsets = sorted(news)
    spans = zip(offsets[::2], offsets[1::2], strict=False)
    edits: list[change.Replacement] = [(span, news[span[0]]) for span in spans]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(change, "_LINES_OF_A_PIECE", lines_of_a_piece)
        diff = "".join(change.unified_diff(text, edits, "m.toml", None))
    assert applied(text, diff) == change._made(text, 0, edits)


def applied(text: str, diff: str) -> str:
    """What a diff makes of a text."""
    old, made = text.splitlines(keepends=True), list[str]()
    position = 0
    for line in diff.splitlines(keepends=True)[2:]:
        if heading := re.match(r"@@ -(\d+)(,0)?", line):
            start = int(heading[1]) - (0 if heading[2] else 1)
            made += old[position:start]
            position = start
        elif line[0] == "\\":
            made[-1] = made[-1].removesuffix("\n")
        else:
            if line[0] in " -":
                assert old[position].removesuffix("\n") == line[1:].removesuffix("\n")
                position += 1
            made += [line[1:]] if line[0] in " +" else []
    return "".join([*made, *old[position:]])


VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(0, 2)
    | some.floats()
    | some.text("ab", max_size=1),
    lambda parts: (
        some.lists(parts, max_size=2) | some.dictionaries(some.text("ab"), parts, max_size=2)
    ),
    max_leaves=4,
)


@given(VALUES, VALUES)
def test_what_is_the_same_has_one_identity(left: Any, right: Any) -> None:
    assert (identity(left) == identity(right)) is same(left, right)
