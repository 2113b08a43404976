"""What a careful person would type: the exact text of changed values, pairs and sections."""

from pathlib import Path
from typing import Any

import pytest
import tomli

from alliance_cli.kinds.member import MEMBER
from alliance_cli.kinds.tables import ordered
from alliance_cli.registry.changes import Change
from alliance_cli.store.gate import propose
from alliance_cli.store.load import document_of
from alliance_cli.toml import scan
from alliance_cli.toml.lines import newline_of
from alliance_cli.toml.scan import Span
from alliance_cli.toml.splice import changed_value, steps

FILE = Path("members.toml")


@pytest.mark.parametrize(
    ("source", "new", "expected"),
    [
        # one line: from the beginning, the middle, the end, all
        ('["a", "b", "c"]', ["b", "c"], '["b", "c"]'),
        ('["a", "b", "c"]', ["a", "c"], '["a", "c"]'),
        ('["a", "b", "c"]', ["a", "b"], '["a", "b"]'),
        ('["a", "b", "c"]', ["c"], '["c"]'),
        ('["a", "b", "c"]', [], "[]"),
        ('[ "a", "b" ]', ["a"], '[ "a" ]'),
        ('[ "a", "b" ]', ["b"], '[ "b" ]'),
        ('[ "a", "b" ]', [], "[ ]"),
        ('["a", "b",]', ["a"], '["a",]'),
        ('[ "a", "b", ]', ["a"], '[ "a", ]'),
        ('[ "a", "b", ]', ["b"], '[ "b", ]'),
        ('["a","b","c"]', ["a", "c"], '["a","c"]'),
        ('["a"  ,  "b"]', ["b"], '["b"]'),
        ('["a"  ,  "b"]', ["a"], '["a"]'),
        # one line: put in, replaced, moved
        ('["a", "b"]', ["x", "a", "b"], '["x", "a", "b"]'),
        ('["a", "b"]', ["a", "x", "b"], '["a", "x", "b"]'),
        ('["a", "b"]', ["a", "b", "x"], '["a", "b", "x"]'),
        ('["a", "b",]', ["a", "b", "x"], '["a", "b", "x",]'),
        ("['a', 'b']", ["a", "b", "x", "it's"], "['a', 'b', 'x', \"it's\"]"),
        ('["a", "b"]', ["x", "b"], '["x", "b"]'),
        ('["a", "b"]', ["b", "a"], '["b", "a"]'),
        ('["a", "a", "a"]', ["a", "a"], '["a", "a"]'),
        ("[1, 1.0, true]", [1, True], "[1, true]"),
        ("[]", ["a", "b"], '["a", "b"]'),
        ("[ ]", ["a"], '[ "a" ]'),
        # many lines, with comments that stay with their items
        ('[\n  "a", # A\n  "b", # B\n  "c" # C\n]', ["a", "b"], '[\n  "a", # A\n  "b", # B\n]'),
        ('[\n  "a", # A\n  "b", # B\n  "c" # C\n]', ["a", "c"], '[\n  "a", # A\n  "c" # C\n]'),
        ('[\n  "a", # A\n  "b" # B\n]', ["b"], '[\n  "b" # B\n]'),
        ('[\n  "a", # A\n  "b" # B\n]', ["a", "b", "x"], '[\n  "a", # A\n  "b", # B\n  "x"\n]'),
        ('[\n  "a", # A\n]', ["a", "x"], '[\n  "a", # A\n  "x",\n]'),
        ('[\n  "a", # A\n]', ["x", "a"], '[\n  "x",\n  "a", # A\n]'),
        ('[\n  "a", # A\n]', ["x"], '[\n  "x", # A\n]'),
        # its own comments go with an item, and one blank line, but none of its neighbours'
        ('[\n  # about a\n  "a",\n  "b",\n]', ["b"], '[\n  "b",\n]'),
        ('[\n"a", # a\n# b\n"b",\n# c\n"c",\n]', ["a", "c"], '[\n"a", # a\n# c\n"c",\n]'),
        ('[\n  # all\n\n  # a\n  "a",\n  "b",\n]', ["b"], '[\n  # all\n\n  "b",\n]'),
        ('[\n  "a",\n\n  # b\n  # b\n  "b",\n\n  "c",\n]', ["a", "c"], '[\n  "a",\n\n  "c",\n]'),
        ('[\n  "a",\n\n  "b",\n]', ["b"], '[\n  "b",\n]'),
        ('[\n  "a",\n\n  "b",\n]', ["a"], '[\n  "a",\n]'),
        ('[\n  "a",\n\n  "b"\n\n  # more\n]', ["a"], '[\n  "a",\n\n  # more\n]'),
        ('[\n "a" # a\n , # a\n # b\n "b",\n]', ["a"], '[\n "a" # a\n , # a\n]'),
        ('[ "a", # a\n  "b" ]', ["b"], '[\n  "b" ]'),
        ('["""\n# a""",\n"b",\n]', ["# a"], '["""\n# a""",\n]'),
        ('[ "a", "b", # both\n  "c" ]', ["a", "c"], '[ "a", # both\n  "c" ]'),
        ('[ # all\n  "a", # a\n]', [], "[ # all\n]"),
        ('[\n  "a"\n]', [], "[\n]"),
        ("[\n]", ["a", "b"], '[\n  "a",\n  "b",\n]'),
        ("[\n  # none\n]", ["a"], '[\n  # none\n  "a",\n]'),
        ("[ # all\n]", ["a"], '[ # all\n  "a",\n]'),
        ("[ # all\n  ]", ["a"], '[ # all\n    "a",\n  ]'),
        ('[\r\n  "a",\r\n]', ["a", "x"], '[\r\n  "a",\r\n  "x",\r\n]'),
        ('[\r\n  "a",\r\n]', ["x", "a"], '[\r\n  "x",\r\n  "a",\r\n]'),
        # items that share lines
        ('[\n  "a", "b", # AB\n  "c",\n]', ["a", "c"], '[\n  "a", # AB\n  "c",\n]'),
        ('[\n  "a", "b", # AB\n  "c",\n]', ["b", "c"], '[\n  "b", # AB\n  "c",\n]'),
        ('[\n  "a", "b"\n]', ["a"], '[\n  "a"\n]'),
        ('[\n  "a", "b",\n]', ["a"], '[\n  "a",\n]'),
        ('[\n  "a", "b"\n]', ["a", "b", "x"], '[\n  "a", "b", "x"\n]'),
        ('[\n  "a", "b"\n]', ["a", "x", "b"], '[\n  "a", "x", "b"\n]'),
        ('["a",\n "b"]', ["a"], '["a",\n]'),
        ('["a",\n "b"]', ["b"], '[\n "b"]'),
        ('["a",\n "b"]', ["a", "b", "x"], '["a",\n "b", "x"]'),
        ('["a", # A\n "b"]', ["x", "a", "b"], '["x", "a", # A\n "b"]'),
        # commas first, comments before commas
        ('[ "a"\n, "b"\n]', ["a"], '[ "a"\n]'),
        ('[ "a"\n, "b"\n]', ["b"], '[ "b"\n]'),
        ('[ "a"\n, "b"\n]', ["a", "b", "x"], '[ "a"\n, "b", "x"\n]'),
        ('["a" # A\n, "b" # B\n]', ["a"], '["a" # A\n]'),
        # lists in lists, tables in lists
        ('[["a"], ["b", "c"]]', [["a"], ["b"]], '[["a"], ["b"]]'),
        ("[ {x=1}, {x=2} ]", [{"x": 1}, {"x": 3}], "[ {x=1}, {x=3} ]"),
        ("[ {x=1}, {x=2} ]", [{"x": 2}], "[ {x=2} ]"),
        # tables in braces
        ('{ name = "x", title = "y" }', {"name": "x"}, '{ name = "x" }'),
        ('{ name = "x", title = "y" }', {"title": "y"}, '{ title = "y" }'),
        ('{name="x",title="y"}', {"title": "y"}, '{title="y"}'),
        ('{name="x"}', {}, "{}"),
        ('{ name = "x" }', {"name": "x", "title": "t"}, '{ name = "x", title = "t" }'),
        ('{name="x"}', {"name": "x", "title": "t"}, '{name="x", title="t"}'),
        (
            '{ name = "x", mobile = "1" }',
            {"name": "x", "mobile": "1", "title": "t"},
            '{ name = "x", title = "t", mobile = "1" }',
        ),
        ('{ mobile = "1" }', {"name": "x", "mobile": "1"}, '{ name = "x", mobile = "1" }'),
        ('{ mobile = "1" }', {"mobile": "1", "z z": 1}, '{ mobile = "1", "z z" = 1 }'),
        ("{ name = 'x' }", {"name": "y"}, "{ name = 'y' }"),
        ("{ }", {"title": "t"}, '{ title = "t" }'),
        ("{}", {"title": "t"}, '{ title = "t" }'),
        ("{ a.b = 1, c = 2 }", {"a": {"b": 3}, "c": 2}, "{ a = { b = 3 }, c = 2 }"),
        # strings keep their quotes where they can, and their lines
        ("'a'", "b", "'b'"),
        ("'a'", "it's", '"it\'s"'),
        ('"a"', "b\nc", '"b\\nc"'),
        ('"""\na\nb"""', "c\nd", '"""\nc\nd"""'),
        ("'''\na\nb'''", 'c"""\n\\d', '"""\nc\\"\\"\\"\n\\\\d"""'),
        ('"""\r\na\r\nb"""', "c\nd", '"""\r\nc\r\nd"""'),
        ('"""a"""', "b", '"b"'),
        ("1_000", 1000, "1_000"),
        ("1", True, "true"),
        ("1979-05-27 07:32:00", 1, "1"),
        ('"a"', ["a"], '["a"]'),
        ('["a"]', "a", '"a"'),
        ('"a"', {"b": {}}, "{ b = {} }"),
    ],
)
def test_changed_value(source: str, new: Any, expected: str) -> None:
    old = tomli.loads(f"value = {source}")["value"]
    fields = MEMBER.fields["contacts"].type.fields
    ordered_new = ordered(new, fields) if isinstance(new, dict) else new
    found = changed_value(source, old, ordered_new)
    assert found == expected
    assert tomli.loads(f"value = {found}")["value"] == new


def test_a_list_is_made_of_another_in_few_steps() -> None:
    assert list(steps(["a", "b"], ["a", "b"])) == []
    assert list(steps(["a", "b", "c"], ["a", "x", "c"])) == [(1, 1, 1)]
    assert list(steps(["a", "b", "c"], ["c", "d"])) == [(None, 1, 3), (1, None, 1), (0, None, 0)]
    assert list(steps([1, 2], [1.0, True, 2])) == [(None, 1, 1), (0, 0, 0)]
    # What is common in a long list is no less the same.
    many = [*"ab" * 300]
    assert list(steps(many, ["x", *many])) == [(None, 0, 0)]


def test_an_empty_table_is_no_empty_array() -> None:
    assert list(steps(["", []], [{}])) == [(1, None, 1), (0, 0, 0)]
    assert changed_value('["",[]]', ["", []], [{}]) == "[{}]"


@pytest.mark.parametrize(
    ("new", "times"),
    [([*range(0, 100, 2)], 1), ([*range(100, 150), *range(100)], 1), ([*range(150)], 2)],
)
def test_a_list_is_not_looked_through_for_each_item(
    new: list[int], times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Span] = []

    def counted(text: str, array: Span, elements: Any = scan.elements) -> Any:
        calls.append(array)
        return elements(text, array)

    monkeypatch.setattr(scan, "elements", counted)
    old = [*range(100)]
    assert changed_value(str(old), old, new) == str(new)
    assert len(calls) == times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "\n"),
        ("a\n", "\n"),
        ("a\r\n", "\r\n"),
        ("a\r\nb\n", "\n"),
        ("a\r\nb\nc\r\n", "\r\n"),
        ("a\r\nb\nc\r\nd\ne\n", "\n"),
    ],
)
def test_lines_end_as_most_of_them_do(text: str, expected: str) -> None:
    assert newline_of(text) == expected


HEAD = '[[members]]\nid = "M1"\nname = "甲厂"\n'
SHEET = "[[members.contacts]]\n"


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        # a new pair after the one that comes before it, wherever that stands
        (f"{HEAD}city = 'x'\n", {"category": "c"}, f"{HEAD}category = \"c\"\ncity = 'x'\n"),
        ('[[members]]\ncity = "x"\n', {"id": "M1"}, '[[members]]\nid = "M1"\ncity = "x"\n'),
        (
            '[[members]]\ncity = "x"\nname = "甲"\nid = "M1"\n',
            {"category": "c"},
            '[[members]]\ncity = "x"\nname = "甲"\ncategory = "c"\nid = "M1"\n',
        ),
        ("[[members]]\n", {"id": "M1", "city": "x"}, '[[members]]\nid = "M1"\ncity = "x"\n'),
        ('[[members]]\nid = "M1"', {"city": "x"}, '[[members]]\nid = "M1"\ncity = "x"'),
        (f"{HEAD}x = 1\n# end\n", {"y": 2}, f"{HEAD}x = 1\ny = 2\n# end\n"),
        (f"{HEAD}x = 1\n", {"city": "c"}, f'{HEAD}city = "c"\nx = 1\n'),
        # in the style of its neighbours
        ("[[members]]\n\tid='M1'\n", {"name": "a"}, "[[members]]\n\tid='M1'\n\tname='a'\n"),
        (
            '[[members]]\nid   = "M1"\nname = "x"\n',
            {"city": "y"},
            '[[members]]\nid   = "M1"\nname = "x"\ncity = "y"\n',
        ),
        (
            '[[members]]\nid       = "M1"\nname     = "x"\n',
            {"city": "y", "former_names": ["z"]},
            '[[members]]\nid       = "M1"\nname     = "x"\nformer_names = ["z"]\ncity     = "y"\n',
        ),
        # lists of tables
        (
            f"{HEAD}\n{SHEET}name = 'a'\n",
            {"contacts": [{"name": "b"}]},
            f"{HEAD}\n{SHEET}name = 'b'\n",
        ),
        (
            f"{HEAD}\n{SHEET}name = 'a'\n",
            {"contacts": [{"name": "b"}, {"name": "a"}]},
            f"{HEAD}\n{SHEET}name = 'b'\n\n{SHEET}name = 'a'\n",
        ),
        (
            f"{HEAD}\n  {SHEET}    name = 'a'\n# end\n",
            {"contacts": [{"name": "a"}, {"mobile": "1", "name": "b"}]},
            f"{HEAD}\n  {SHEET}    name = 'a'\n# end\n"
            f"\n  {SHEET}    name = 'b'\n    mobile = '1'\n",
        ),
        (
            f"{HEAD}\n# one\n{SHEET}name = 'a'\n\n# two\n{SHEET}name = 'b'\n",
            {"contacts": [{"name": "b"}]},
            f"{HEAD}\n# two\n{SHEET}name = 'b'\n",
        ),
        (
            f"{HEAD}\n# one\n{SHEET}name = 'a'\n\n# two\n{SHEET}name = 'b'\n",
            {"contacts": None},
            HEAD,
        ),
        (
            f"{HEAD}\n{SHEET}mobile = '1'\n",
            {"contacts": [{"mobile": "1", "name": "a", "title": "t"}]},
            f"{HEAD}\n{SHEET}name = 'a'\ntitle = 't'\nmobile = '1'\n",
        ),
        (f"{HEAD}\n{SHEET}name = 'a'\n", {"contacts": []}, f"{HEAD}contacts = []\n"),
        (
            f"{HEAD}[members.x]\na = 1\n",
            {"contacts": [{"name": "a"}]},
            f"{HEAD}[members.x]\na = 1\n\n{SHEET}name = \"a\"\n",
        ),
        # dotted keys
        (
            f"{HEAD}x.a = 1\nx.b = 2\n",
            {"x": {"a": 1, "b": 2, "c": 3}},
            f"{HEAD}x.a = 1\nx.b = 2\nx.c = 3\n",
        ),
        (f"{HEAD}x.a = 1 # A\nx.b = 2\n", {"x": {"b": 2}}, f"{HEAD}x.b = 2\n"),
        (
            f"{HEAD}x . \"a b\".c='1'\n",
            {"x": {"a b": {"c": "1", "d": "2"}}},
            f"{HEAD}x . \"a b\".c='1'\nx.\"a b\".d='2'\n",
        ),
        (f"{HEAD}x.a = 1\ny = 1\nx.b = 2\n", {"x": None}, f"{HEAD}y = 1\n"),
        (f"{HEAD}x.a = 1\n", {"x": {}}, f"{HEAD}x = {{}}\n"),
        # sub-tables
        (f"{HEAD}[members.x]\na = 1\n", {"x": {"a": 2}}, f"{HEAD}[members.x]\na = 2\n"),
        (f"{HEAD}[members.x]\na = 1\n", {"x": {}}, f"{HEAD}[members.x]\n"),
        (f"{HEAD}\n[members.x]\na = 1\n", {"x": 1}, f"{HEAD}x = 1\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_changed_member(text: str, changes: dict[str, Any], expected: str, newline: str) -> None:
    document = document_of(FILE, text.replace("\n", newline).encode())
    member = {**document.registry.members[0], **changes}
    member = {key: value for key, value in member.items() if value is not None}
    assert propose(document, Change(MEMBER, {0: member})).after.text == expected.replace(
        "\n", newline
    )


def test_a_line_gets_the_line_end_of_the_line_above(tmp_path: Path) -> None:
    mixed = '[[members]]\r\nid = "M1"\nname = "x"\r\n'
    document = document_of(FILE, mixed.encode())
    member = {**document.registry.members[0], "city": "y", "registered_name": "z"}
    expected = '[[members]]\r\nid = "M1"\nname = "x"\r\nregistered_name = "z"\r\ncity = "y"\r\n'
    assert propose(document, Change(MEMBER, {0: member})).after.text == expected


INDENTED = "  [[members]]\n  id = 'M1'\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # as the last member that has contacts has them
        (
            f"[[members]]\nid = 'A'\ncontacts = [{{ name = 'x' }}]\n\n{HEAD}",
            'contacts = [{ name = "李四", mobile = "1" }]\n',
        ),
        (
            f"[[members]]\nid = 'A'\n\n\n  {SHEET}  name='x'\n\n{HEAD}",
            f"\n\n  {SHEET}  name='李四'\n  mobile='1'\n",
        ),
        # or, where nobody has any, as the last member stands
        (f"[[members]]\nid = 'A'\n\n{HEAD}", f'\n{SHEET}name = "李四"\nmobile = "1"\n'),
        (
            f"[[members]]\nid = 'A'\n\n{INDENTED}",
            f'\n  {SHEET}  name = "李四"\n  mobile = "1"\n',
        ),
    ],
)
def test_first_contacts_are_written_as_others_have_them(text: str, expected: str) -> None:
    document = document_of(FILE, text.encode())
    member = {**document.registry.members[1], "contacts": [{"name": "李四", "mobile": "1"}]}
    assert propose(document, Change(MEMBER, {1: member})).after.text == text + expected
