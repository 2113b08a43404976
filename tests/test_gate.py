"""The gate: an edit that would do anything else than what is meant does not get through."""

import dataclasses
import datetime
import random
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from alliance_cli.checks.records import findings, findings_of_change
from alliance_cli.errors import CannotDo
from alliance_cli.findings.rule import Severity
from alliance_cli.kinds.member import MEMBER as KIND
from alliance_cli.registry.changes import Change
from alliance_cli.registry.registry import Registry, from_data
from alliance_cli.store.edit import Edit, applied, edits_of, is_applied
from alliance_cli.store.gate import admit, propose
from alliance_cli.store.load import Document, document_of, load
from alliance_cli.store.save import locked, save
from alliance_cli.toml.scan import Span

from .conftest import SMALL

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.toml"))
MEMBER = {"id": "M004", "name": "新厂", "category": "parts"}
BLOCK = '\n[[members]]\nid = "M004"\nname = "新厂"\ncategory = "parts"\n'


@pytest.fixture
def document(registry: Path) -> Document:
    return load(registry)


def edit(old: str, new: str) -> Edit:
    """The edit that puts `new` in the place of `old`, which stands once in the small registry."""
    assert SMALL.count(old) == 1
    start = SMALL.index(old)
    return Edit(Span(start, start + len(old)), new)


def refuse(document: Document, change: Change, *edits: Edit) -> None:
    with pytest.raises(CannotDo, match="cannot be changed safely"):
        admit(document, change, list(edits))


def test_what_is_meant_gets_through(document: Document) -> None:
    proposal = propose(document, Change(KIND, added=[MEMBER]))
    assert proposal.after.text == SMALL + BLOCK
    assert proposal.after.raw == proposal.after.text.encode()
    assert proposal.findings == []
    assert proposal.after.registry.members[-1] == MEMBER


def test_what_a_change_leaves_alone_is_held_once(registry: Path) -> None:
    names = range(5, 1000)
    members = (BLOCK.replace("M004", f"M{n:03}").replace("新厂", f"新厂{n}") for n in names)
    registry.write_text(SMALL + "".join(members), encoding="utf-8")
    document = load(registry)
    replaced = {n: {**document.registry.members[n], "city": "武汉"} for n in range(0, 900, 10)}
    proposal = propose(
        document, Change(KIND, replaced=replaced, removed=frozenset({1}), added=[MEMBER])
    )
    before, after = document.registry.members, proposal.after.registry.members
    assert len(before) == len(after) > 900
    kept = [each for n, each in enumerate(before) if n != 1 and n not in replaced]
    assert {*map(id, kept)} <= {*map(id, after)}


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("1", 1.0), ("0.0", 0), ("1", "1")])
def test_a_value_of_another_type_is_another_meaning(
    written: str, meant: object, document: Document
) -> None:
    end = Span(len(SMALL), len(SMALL))
    member = {"id": "X", "employees": meant}
    block = f"[[members]]\nid = 'X'\nemployees = {written}\n"
    refuse(document, Change(KIND, added=[member]), Edit(end, block))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('city = "十堰"', 'city = "随州"'),  # another value
        ('city = "襄阳"', ""),  # something is gone
        ('city = "襄阳"', 'city = "襄阳"\nnote = "x"'),  # something is new
        ('city = "襄阳"', "city = "),  # no TOML
        ('city = "襄阳"', 'city = "\ud800"'),  # no text
        ("declared_members = 9", "declared_members = 8"),
        ("# the registry of a small alliance\n", ""),  # a comment of the file
        ("employees = 12000", "employees = 12_000"),  # the same, written otherwise
        ("# the registry", "# smuggled in\n# the registry"),  # a comment more
        ('id = "M002"', 'id  = "M002"'),  # spaces more
        ('\n\n[[members]]\nid = "M002"', '\n[[members]]\nid = "M002"'),  # a blank line less
        ('\n[[members]]\nid = "M002"', '\n\n[[members]]\nid = "M002"'),  # a blank line more
    ],
)
def test_an_edit_besides_what_is_meant_is_refused(old: str, new: str, document: Document) -> None:
    change = Change(KIND, added=[MEMBER])
    refuse(document, change, *edits_of(document, change), edit(old, new))


def test_comments_of_a_member_that_changes_may_change(document: Document) -> None:
    members = document.registry.members
    change = Change(KIND, {1: {**members[1], "city": "十堰"}})
    edits = [edit('"襄阳"', '"十堰"'), edit(" # 襄阳", "")]
    assert admit(document, change, edits).after.text.count("襄阳") == 0
    refuse(document, change, *edits, edit("employees = 12000", "employees = 12_000"))


def test_edits_that_overlap_are_refused(document: Document) -> None:
    start = SMALL.index("襄阳")
    change = Change(KIND, {1: dict(document.registry.members[1])})
    refuse(document, change, Edit(Span(start, start + 2), ""), Edit(Span(start + 1, start + 3), ""))


def test_what_breaks_a_rule_is_never_saved(document: Document, registry: Path) -> None:
    proposal = propose(document, Change(KIND, {0: {**document.registry.members[0], "id": "m002"}}))
    assert [finding.rule.code for finding in proposal.findings] == ["X501"]
    with locked(registry), pytest.raises(CannotDo, match="not written: m002"):
        save(proposal)
    assert registry.read_text(encoding="utf-8") == SMALL


def test_a_new_member_is_written_in_the_order_of_the_fields(document: Document) -> None:
    contact = {"primary": True, "mobile": "13812340001", "name": "甲"}
    member = {"contacts": [contact], "x": 1, "category": "parts", "name": "新厂", "id": "M004"}
    added = propose(document, Change(KIND, added=[member])).after.text.removeprefix(SMALL)
    keys = [line.split(" = ")[0] for line in added.split("\n") if " = " in line]
    assert keys == ["id", "name", "category", "x", "name", "mobile", "primary"]


@pytest.mark.parametrize(("above", "gap"), [("", 1), ("# all\n", 1), ("\n", 1), ("# all\n\n\n", 1)])
@pytest.mark.parametrize("between", [None, 0, 1, 2, 3, 7])
def test_new_members_keep_the_distance_of_others(above: str, gap: int, between: int | None) -> None:
    first = f"{above}[[members]]\nid = 'A'\n"
    text = first
    if between is not None:
        text += "\n" * between + "[[members]]\nid = 'B'\n"
        gap = min(between, 3)
    document = document_of(Path("members.toml"), text.encode())
    blocks = "".join("\n" * gap + f"[[members]]\nid = '{letter}'\n" for letter in "CD")
    added = Change(KIND, added=[{"id": "C"}, {"id": "D"}])
    assert propose(document, added).after.text == text + blocks


def test_the_line_of_a_member_is_told_after_the_change(document: Document) -> None:
    members = document.registry.members
    for change in (
        Change(KIND, {0: {**members[0], "note": "x"}}),
        Change(
            KIND, {n: {**member, "note": "x", "website": "y"} for n, member in enumerate(members)}
        ),
        Change(KIND, {2: {**members[2], "id": "M000"}}, last_id="M003"),
        Change(KIND, {1: {"id": "M002", "name": "x"}, 2: {"id": "M003"}}, last_id="M009"),
        Change(KIND, added=[MEMBER, {**MEMBER, "id": "M005"}]),
    ):
        proposal = propose(document, change)
        lines = proposal.after.text.split("\n")
        for place, member in enumerate(proposal.after.registry.members):
            line = proposal.line_of(place, proposal.change.kind)
            assert lines[line - 1] == "[[members]]"
            assert f'"{member["id"]}"' in lines[line]


def test_what_is_saved_is_the_file_with_its_edits(document: Document, registry: Path) -> None:
    proposal = propose(document, Change(KIND, added=[MEMBER]))
    assert proposal.is_consistent
    text = proposal.after.text
    others = [text[1:], f"{text}#", text.replace("12000", "13000"), text[:-1], ""]
    marked = dataclasses.replace(proposal.after, byte_order_mark=b"\xef\xbb\xbf")
    for after in (*(dataclasses.replace(proposal.after, text=each) for each in others), marked):
        wrong = dataclasses.replace(proposal, after=after)
        assert not wrong.is_consistent
        with locked(registry), pytest.raises(CannotDo, match="not written: more than the change"):
            save(wrong)
    assert registry.read_text(encoding="utf-8") == SMALL


EDITS = [
    [],
    [Edit(Span(0, 0), "x")],
    [Edit(Span(0, 0), "x"), Edit(Span(0, 0), "y"), Edit(Span(2, 4), "")],
    [Edit(Span(5, 6), "新"), Edit(Span(1, 3), "厂")],
    [Edit(Span(0, 6), "")],
    [Edit(Span(6, 6), "z")],
]


@pytest.mark.parametrize("edits", EDITS)
def test_a_text_is_applied_by_its_edits_alone(edits: list[Edit]) -> None:
    made = applied("abcdef", edits)
    assert is_applied("abcdef", edits, made)
    others = {made + "f", made[:-1], made[1:], made.replace("a", "b"), "abcdef", ""} - {made}
    for other in others:
        assert not is_applied("abcdef", edits, other)
    for wrong in EDITS:
        assert is_applied("abcdef", wrong, made) is (wrong == edits)


def test_edits_that_overlap_and_half_characters_are_applied_to_nothing() -> None:
    for edits in ([Edit(Span(0, 3), "x"), Edit(Span(2, 4), "y")], [Edit(Span(0, 0), "\ud800")]):
        with pytest.raises(ValueError, match=r"overlap|surrogates"):
            applied("abcdef", edits)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_is_wrong_already_is_not_new(path: Path) -> None:
    try:
        document = load(path)
    except CannotDo:
        return
    members = document.registry.members
    for place, member in enumerate(members):
        for change in (
            Change(KIND, {place: {**member, "employees": 17}}),
            Change(KIND, {place: {**member, "contacts": [{"name": "甲"}]}}),
        ):
            found = findings_of_change(document.registry, change)
            assert not [f for f in found if f.field.split(".")[0] not in ("employees", "contacts")]
        gone = findings_of_change(document.registry, Change(KIND, removed=frozenset({place})))
        assert {finding.field for finding in gone} <= {"parent"}


def test_only_new_findings_count(tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    broken = SMALL.replace('"13812340001"', '"138"').replace("旧车厂", "东风本田")
    path.write_text(broken, encoding="utf-8")
    document = load(path)
    members = document.registry.members
    for place, key, value, codes in [
        (0, "city", "襄阳", []),
        (0, "contacts", [{"name": "李四", "mobile": "138"}], []),
        (0, "contacts", [{"name": "张三", "mobile": "139"}], ["F303"]),
        (0, "contacts", [{"name": "张三", "mobile": "138"}] * 2, ["F303"]),
        (0, "name", "东风  本田", []),
        (1, "name", "东风本田", ["X502"]),
        (2, "name", "旧车厂", []),
        (2, "left", None, ["M405"]),
    ]:
        member = {**members[place], key: value}
        if value is None:
            del member[key]
        found = propose(document, Change(KIND, {place: member})).findings
        assert [finding.rule.code for finding in found] == codes, (place, key)
    # Removing the first of two that have a name leaves no error, and makes none.
    assert propose(document, Change(KIND, removed=frozenset({0}))).findings == []


ALLIANCE_OF_KINDS = """
[categories]
c = "整车企业"

[roles]
lead = "组长"
deputy = "副组长"
[[bodies]]
id = "b1"
label = "理事会"
roles = { lead = 1, deputy = 3 }
terms = [{ number = 1, from = 2020-01-01, until = 2022-12-31 }, { number = 2, from = 2023-01-01 }]

[[bodies]]
id = "b2"
label = "秘书处"
host = "M1"

[[members]]
id = "M1"
name = "甲厂"
category = "c"
joined = 2019-01-01
seats = [{ body = "b1", role = "lead", term = 1 }]

[[members]]
id = "M2"
name = "乙厂"
category = "c"
joined = 2019-01-01
parent = "M1"
seats = [{ body = "b1", role = "lead", term = 2 }, { body = "b1", role = "deputy", term = 1 }]

[[members]]
id = "M3"
name = "丙厂"
category = "c"
joined = 2019-01-01
left = 2022-06-01
status = "left"
seats = [{ body = "b1", role = "deputy", term = 1 }]

[[experts]]
id = "E1"
name = "李四"
unit = "M2"
avoid = ["M1"]
seats = [{ body = "b1", role = "deputy", since = 2021-01-01, until = 2022-01-01 }]

[[projects]]
id = "P1"
name = "示范线"
lead = "M1"
partners = ["M2"]
"""
OTHERS: dict[str, list[Any]] = {
    "joined": [datetime.date(2022, 7, 1), datetime.date(2018, 1, 1), "2021"],
    "left": [datetime.date(2019, 6, 1), datetime.date(2024, 1, 1)],
    "status": ["left", "applicant"],
    "id": ["M1", "M9", "b9", "E1"],
    "parent": ["M2", "M3", "M9"],
    "lead": ["M3", "M9"],
    "roles": [{"lead": 1}, {"chair": 1}, {"lead": 1, "deputy": 1}],
    "terms": [[{"number": 1, "from": datetime.date(2021, 6, 1)}], [{"number": 2}]],
    "seats": [
        [],
        [{"body": "b9"}],
        [{"body": "b1", "role": "lead", "term": 1}],
        [{"body": "b1", "role": "deputy", "since": datetime.date(2020, 1, 1)}],
    ],
}
"""Other values of fields on which the checks depend."""


def changed_at_random(registry: Registry, chance: random.Random) -> Change:
    """A change of one kind: values that are others, or gone; a record that is gone, or another."""
    kind = chance.choice([*registry.kinds.values()])
    records = registry.of(kind)
    place = chance.randrange(len(records))
    record: dict[str, Any] = dict(records[place])
    for key in chance.sample(sorted(OTHERS.keys() & kind.fields.keys()), 2):
        record.pop(key, None)
        if chance.random() < 0.7:
            record[key] = chance.choice(OTHERS[key])
    match chance.randrange(4):
        case 0:
            return Change(kind, removed=frozenset({place}))
        case 1:
            return Change(kind, added=[record])
    return Change(kind, {place: record})


def errors_of(registry: Registry) -> Counter[tuple[str, str, str]]:
    """How often each error is there, of each kind of record and field."""
    return Counter(
        (found.rule.code, str(found.path[0]), found.field)
        for found in findings(registry)
        if found.rule.severity is Severity.ERROR
    )


def test_no_error_gets_through_of_any_kind() -> None:
    chance = random.Random(4)
    registry = from_data(tomllib.loads(ALLIANCE_OF_KINDS))
    assert not errors_of(registry)
    for _ in range(400):
        change = changed_at_random(registry, chance)
        more = errors_of(change.registry_after(registry)) - errors_of(registry)
        told = Counter(
            (found.rule.code, str(found.path[0]), found.field)
            for found in findings_of_change(registry, change)
        )
        assert more - told == Counter(), change
