"""Amendments: whatever is typed, of whatever member, is made or refused in a sentence."""

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alliance_cli.data import same
from alliance_cli.errors import AllianceError
from alliance_cli.kinds.member import MEMBER
from alliance_cli.language import Wording
from alliance_cli.registry.amendments import Amendments, amended
from alliance_cli.registry.registry import Registry
from alliance_cli.registry.shown import Shown
from alliance_cli.views.change import in_one_line

_TEXTS = st.sampled_from(["", "甲", "乙", "13812340001", "yes", "0", "2020-01-01", "name=甲"])
_VALUES = st.recursive(
    _TEXTS | st.integers(-1, 2) | st.booleans() | st.floats() | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "mobile", "primary", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_FIELDS = st.sampled_from(["id", "name", "city", "tags", "former_names", "contacts", "left", "x"])
_MEMBERS = st.dictionaries(_FIELDS, _VALUES, max_size=5)
_KEYS = st.lists(
    st.sampled_from(
        [*MEMBER.fields, "contacts", "tags", "0", "1", "9", "name", "mobile", "x", "", " "]
    ),
    min_size=1,
    max_size=3,
).map(".".join)
_PAIRS = st.builds("{}={}".format, _KEYS, _TEXTS) | _TEXTS
_ORDERS = st.builds(
    Amendments,
    set=st.lists(_PAIRS, max_size=3),
    unset=st.lists(_KEYS, max_size=2),
    append=st.lists(_PAIRS, max_size=2),
    drop=st.lists(_PAIRS, max_size=2),
)


def amend(member: dict[str, Any], amendments: Amendments, *, one_of_many: bool) -> None:
    registry = Registry({"members": [member]})
    before = repr(member)
    new = member
    with contextlib.suppress(AllianceError):
        new = amended(member, amendments, MEMBER, one_of_many=one_of_many)
    assert repr(member) == before
    told = in_one_line(member, new, MEMBER, Shown(registry, Wording.ENGLISH))
    assert (told == "only comments or spacing") == same(member, new)


_SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@settings(_SETTINGS, max_examples=400)
@given(_MEMBERS, _ORDERS, st.booleans())
@example({"contacts": "x"}, Amendments(set=["contacts.0.mobile=1"]), False)
@example({"contacts": ["x"]}, Amendments(set=["contacts.0.mobile=1"]), False)
@example({"contacts": ["x"]}, Amendments(drop=["contacts=x"]), False)
@example({"tags": "x"}, Amendments(append=["tags=y"]), True)
@example({"tags": ["甲"]}, Amendments(set=["tags=乙"], drop=["tags=甲"]), False)
def test_whatever_is_typed_is_made_or_refused(
    member: dict[str, Any], amendments: Amendments, one_of_many: bool
) -> None:
    amend(member, amendments, one_of_many=one_of_many)


@pytest.mark.long
@settings(_SETTINGS, max_examples=10_000)
@given(_MEMBERS, _ORDERS, st.booleans())
def test_whatever_is_typed_is_made_or_refused_at_length(
    member: dict[str, Any], amendments: Amendments, one_of_many: bool
) -> None:
    amend(member, amendments, one_of_many=one_of_many)
