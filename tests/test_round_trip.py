"""An export that comes back unedited changes nothing, whatever the registry holds."""

import datetime
import io
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alliance_cli.data import Data
from alliance_cli.errors import DataRefused
from alliance_cli.exchange.formats import FORMATS
from alliance_cli.exchange.formats.format import Wishes
from alliance_cli.exchange.sheets.headings import recognised, tables_of
from alliance_cli.exchange.sheets.listing import listing_of
from alliance_cli.exchange.sheets.reading import read_book
from alliance_cli.exchange.workbooks.form import write_form
from alliance_cli.exchange.workbooks.page_form import write_page_form
from alliance_cli.exchange.workbooks.workbook import write_workbook
from alliance_cli.intake.intake import Intake, Terms, take_in
from alliance_cli.intake.verdicts import Outcome
from alliance_cli.kinds.kinds import kinds_of
from alliance_cli.kinds.member import CONTACT_FIELDS, MEMBER
from alliance_cli.language import Wording
from alliance_cli.registry.query import Roster, Selection, select
from alliance_cli.registry.registry import Registry
from alliance_cli.registry.shown import Shown

_VOCABULARIES = {
    "categories": {"vehicle": "整车企业", "parts": "零部件、配件"},
    "groups": {"battery": "动力电池组", "axle": "车桥, 变速箱"},
}

_NASTY = st.sampled_from(
    [
        *("=1+1", "'=1+1", "''", "'quoted", '"quoted"', '"', '""', "-1", "+86", "@x", "\uff1dA1"),
        *("010010", "00", "1e5", "1E+05", "NA", "nan", "NULL", "TRUE", "是", "无", "/", "-", "——"),
        *(
            " outer ",
            "\u3000",
            "a\nb",
            "\n",
            "a\n\nb\n",
            "a\tb",
            "a\tb\x1b",
            "\\",
            "\\t",
            "\\n",
            "C:\\new",
        ),
        *("\\x1b", "\x1b[31m", "\r", "a\rb", "a\r\nb", "\x00", "\u200b", "\u202e", "\ufeff"),
        *("\x7f", "\x85", "\u2028", "914200001775704000", "138****0001", "[清空]"),
        *("𬭎", "😀", "e\u0301", "⻓", "，、；;|,", "::error::x", "##[x]", "_x000D_", "_x0041_"),
        *("13812340001", "张三 13812340001", "a@example.com"),
        *("2019-05-28", "43613", "1900-01-01", "甲" * 5000, "#N/A", "<b>&amp;", "{}", "name=张三"),
    ]
)
_TEXT = _NASTY | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_SCALARS = (
    _TEXT
    | st.integers(-(2**63), 2**63 - 1)
    | st.booleans()
    | st.floats()
    | st.dates()
    | st.datetimes(min_value=datetime.datetime(1, 1, 1))
    | st.times()
)
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=4,
)
_CONTACTS = st.lists(
    st.fixed_dictionaries(
        {}, optional={**{part.key: _TEXT | _SCALARS for part in CONTACT_FIELDS}, "x": _TEXT}
    ),
    max_size=3,
)
_FITTING: dict[str, Any] = {
    "category": st.sampled_from(["vehicle", "parts"]) | _TEXT,
    "groups": st.lists(st.sampled_from(["battery", "axle"]) | _TEXT, max_size=2),
    "contacts": _CONTACTS,
}


def _values(key: str) -> st.SearchStrategy[Any]:
    field = MEMBER.fields[key]
    fitting = {str: _TEXT, int: st.integers(), list: st.lists(_TEXT, max_size=3)}
    dates = st.dates() | st.sampled_from([datetime.date(1900, 2, 28), "2020-03", "2019"])
    usual = _FITTING.get(key, fitting.get(field.type.python_type, dates))
    return st.one_of(usual, usual, usual, _ANYTHING)


_OTHERS = st.fixed_dictionaries(
    {}, optional={key: _values(key) for key in MEMBER.fields if key != "id"}
)
_MEMBERS = st.lists(_OTHERS, min_size=1, max_size=4).map(
    lambda members: [{"id": f"M{n:03d}", **member} for n, member in enumerate(members, 1)]
)


_WORKBOOKS: dict[str, Callable[[Roster, Wishes, BinaryIO], None]] = {
    "workbook": write_workbook,
    "sheets": lambda roster, wishes, file: write_workbook(
        roster, wishes._replace(by=MEMBER.fields["category"], summary=True), file
    ),
    "form": lambda roster, wishes, file: write_form(
        roster._replace(chosen_columns=False), wishes._replace(filled=True), file
    ),
    "pages": lambda roster, wishes, file: write_page_form(
        roster._replace(chosen_columns=False), wishes._replace(filled=True), file
    ),
}


def exported(registry: Registry, kind: str, wording: Wording, *, contacts: bool) -> bytes:
    """What `export` writes, every column of it."""
    roster = select(registry, registry.kinds["members"], Selection(everyone=True, columns=["all"]))
    wishes = Wishes(Shown(registry, wording, contacts=contacts))
    if kind in _WORKBOOKS:
        buffer = io.BytesIO()
        _WORKBOOKS[kind](roster, wishes, buffer)
        return buffer.getvalue()
    mark = b"" if kind == "tsv" else b"\xef\xbb\xbf"
    pieces = FORMATS[kind].pieces
    assert pieces is not None
    return mark + "".join(pieces(roster, wishes)).encode("utf-8")


def imported(registry: Registry, kind: str, raw: bytes, terms: Terms) -> Intake:
    members = registry.kinds["members"]
    book = read_book(
        f"list.{kind}",
        raw,
        recognised=partial(recognised, members),
        exported=frozenset(members.keys_and_headings()),
    )
    listing = listing_of(tables_of(book, members, {}), members, book.origin)
    return take_in(registry, members, listing, terms)


def check_round_trip(
    members: list[Data], kind: str, wording: Wording, *, contacts: bool, blank_clears: bool
) -> None:
    registry = Registry({"members": members}, {}, kinds_of(_VOCABULARIES))
    try:
        raw = exported(registry, kind, wording, contacts=contacts)
    except DataRefused:
        # A cell cannot hold it; nothing was exported.
        assert any(len(str(value)) > 5_000 for member in members for value in member.values())
        return
    intake = imported(registry, kind, raw, Terms(blank_clears))
    assert not intake.change, (members, intake.change)
    assert {verdict.outcome for verdict in intake.verdicts} == {Outcome.UNCHANGED}, [
        verdict.reasons for verdict in intake.verdicts
    ]


_CASES = st.tuples(
    _MEMBERS,
    st.sampled_from([*_WORKBOOKS, "csv", "tsv"]),
    st.sampled_from(Wording),
    st.booleans(),
    st.booleans(),
)
_SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

Case = tuple[list[Data], str, Wording, bool, bool]


def check(case: Case) -> None:
    members, kind, wording, contacts, blank_clears = case
    check_round_trip(members, kind, wording, contacts=contacts, blank_clears=blank_clears)


@settings(_SETTINGS, max_examples=30)
@given(_CASES)
@example(
    (
        [{"id": "M001", "credit_code": {}}, {"id": "M002", "credit_code": "{}"}],
        *("workbook", Wording.CHINESE, False, False),
    )
)
@example(
    (
        [
            {"id": "M001", "name": "x", "registered_name": "13812340001"},
            {"id": "M002", "name": "138****0001"},
        ],
        *("workbook", Wording.CHINESE, False, False),
    )
)
@example(
    (
        [{"id": "M001", "credit_code": "'=1+1"}, {"id": "M002", "credit_code": "=1+1"}],
        *("workbook", Wording.CHINESE, False, False),
    )
)
@example(([{"id": "M001", "joined": "name=张三"}], "sheets", Wording.CHINESE, False, False))
@example(([{"id": "M001", "name": "x", "contacts": {}}], "workbook", Wording.ENGLISH, True, False))
def test_an_unedited_export_changes_nothing(case: Case) -> None:
    check(case)


@pytest.mark.long
@settings(_SETTINGS, max_examples=10_000)
@given(_CASES)
def test_an_unedited_export_changes_nothing_at_length(case: Case) -> None:
    check(case)
