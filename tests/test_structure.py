"""What the house promises of its own structure: one way to show, to leave, and to write."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import alliance_cli
from alliance_cli.checks.catalogue import every_rule
from alliance_cli.exchange.formats import FORMATS
from alliance_cli.values.value_type import ValueType

HOUSE = Path(alliance_cli.__file__).parent


def modules(*but: str) -> Iterator[tuple[str, ast.Module]]:
    """Every module of the package by its path, but those whose path begins with one of these."""
    for path in sorted(HOUSE.rglob("*.py")):
        name = path.relative_to(HOUSE).as_posix()
        if not name.startswith(but or ("-",)):
            yield name, _parsed(path)


@functools.cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[tuple[str, str]]:
    """The last part of every module that something is imported from, and what."""
    return {
        ((node.module or "").rpartition(".")[2], alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def types_of_value() -> set[str]:
    """The names of all types of value."""
    found: set[str] = set()
    waiting = [ValueType]
    while waiting:
        kind = waiting.pop()
        found.add(kind.__name__)
        waiting += kind.__subclasses__()
    return found


def test_values_are_masked_in_one_place() -> None:
    # A number within what a person typed is told of, not shown, by the type that refuses it.
    allowed = ("values/", "kinds/tables.py", "registry/shown.py")
    for name, tree in modules(*allowed):
        assert not {what for module, what in imported(tree) if module == "privacy"}, name


def test_nobody_outside_asks_what_type_a_value_has() -> None:
    names = types_of_value()
    assert {"Text", "Choice", "ListOf", "Tables", "Date"} <= names
    for name, tree in modules("values/", "kinds/"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
                asked = {each.id for each in ast.walk(node.args[1]) if isinstance(each, ast.Name)}
                assert not asked & names, (name, node.lineno)


def test_text_is_made_inert_in_one_place() -> None:
    # The intake reads back what an export shows.
    for name, tree in modules("values/", "channels.py", "intake/"):
        assert ("characters", "printable") not in imported(tree), name


def test_one_module_writes() -> None:
    writing = {("save", "save"), ("save", "locked"), ("save", "replace_file")}
    writing |= {("gate", "propose"), ("gate", "admit"), ("gate", "admit_mending")}
    for name, tree in modules("store/", "actions/write.py"):
        assert not writing & imported(tree), name


def test_actions_and_the_domain_print_nothing() -> None:
    for name, tree in modules("views/", "commands/", "cli.py", "typer_"):
        names = {module for module, _ in imported(tree)}
        assert not names & {"console", "interview"}, name
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        assert not any(getattr(call.func, "id", "") == "print" for call in calls), name


def test_one_module_speaks() -> None:
    # Whatever is said, asked or shown passes its gates.
    allowed = {"cli.py": {"stdout"}, "actions/sources.py": {"stdin"}}
    for name, tree in modules("views/console.py"):
        used = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                assert getattr(node.func, "id", "") not in ("print", "input"), name
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "sys":
                used |= {node.attr} & {"stdin", "stdout", "stderr"}
        assert used <= allowed.get(name, set()), name


def test_every_rule_that_is_named_is_there() -> None:
    known = every_rule()
    for name, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute) or not node.attr.isupper():
                continue
            if getattr(node.value, "id", "") == "rules":
                assert node.attr in known, (name, node.lineno)


def test_a_rule_and_a_format_are_modules_of_their_name() -> None:
    for name, rule in every_rule().items():
        folder = (
            "checks"
            if rule.code[0] in "MX" and name not in ("MISSING", "UNKNOWN_FIELD")
            else "findings"
        )
        assert (HOUSE / folder / "rules" / f"{name.lower()}.py").is_file()
    for name in FORMATS:
        assert (HOUSE / "exchange" / "formats" / f"{name.replace('-', '_')}.py").is_file()
    codes = [rule.code for rule in every_rule().values()]
    places = [each.place for each in FORMATS.values()]
    assert len(codes) == len(set(codes))
    assert len(places) == len(set(places))
