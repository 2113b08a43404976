"""Long JSON documents are given piece by piece, as one text of the whole would be."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from alliance_cli.channels import json_text
from alliance_cli.views.document import Items, pieces

_TEXTS = st.text(st.characters() | st.sampled_from('\n"\\\u2028\u202e#[:'), max_size=8)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | _TEXTS | st.dates()
_VALUES = st.recursive(
    _SCALARS,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(_TEXTS, each, max_size=3),
)


@given(st.dictionaries(_TEXTS, _VALUES, max_size=4))
def test_a_document_is_the_same_in_pieces(value: dict[str, object]) -> None:
    assert "".join(pieces(value)) == json_text(value, indent=2)


def test_items_are_made_for_every_look() -> None:
    day = datetime.date(2024, 5, 6)
    made = {"rows": Items(lambda: ({"n": n, "on": [day]} for n in range(3))), "none": Items(list)}
    whole = {"rows": [{"n": n, "on": [day]} for n in range(3)], "none": []}
    assert "".join(pieces(made)) == "".join(pieces(made)) == json_text(whole, indent=2)
