"""The schema that editors check with and the checks of `validate` refuse the same."""

import datetime
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli

from alliance_cli.checks import records as checks
from alliance_cli.checks.catalogue import every_rule
from alliance_cli.findings import rules
from alliance_cli.findings.finding import Finding
from alliance_cli.findings.rule import Severity
from alliance_cli.kinds.field import Field
from alliance_cli.kinds.file_shape import shape_findings
from alliance_cli.kinds.json_schema import json_schema
from alliance_cli.kinds.kinds import kinds_of, vocabularies_of
from alliance_cli.kinds.member import ALLIANCE_FIELDS, CONTACT_FIELDS, MEMBER
from alliance_cli.language import Wording
from alliance_cli.registry.registry import from_data
from alliance_cli.values.choices import Choice
from alliance_cli.values.texts import Text

from .conftest import REAL_REGISTRY

# What a schema cannot say, by code: whatever else the checks refuse the schema refuses too, and it
# refuses nothing else.
UNSAYABLE = {
    # About the text of the file, which a schema never sees.
    **dict.fromkeys(("S101", "S102", "S103", "S104", "S105", "S106"), "the text"),
    "F306": "which day it is",
    "F308": "which characters are invisible is known by Unicode, not by regular expressions",
    "F309": "nor which look like others",
    **dict.fromkeys(("F312", "F314", "F315"), "the sums of a credit code"),
    "F318": "which fields the program has",
    "F319": "which words other choices have",
    "F320": "what programs of any language show where there is no value",
    "F321": "which characters are letters is known by Unicode",
    "F316": "what is somebody's number within other words",
    **dict.fromkeys((f"M4{n:02}" for n in (3, 4, 5, 6, 7, *range(9, 16))), "several fields"),
    "M408": "only --strict asks for it",
    **dict.fromkeys((f"X5{n:02}" for n in range(1, 20)), "several members"),
}
VOCABULARIES = {"categories": {"c": "类别"}, "groups": {"g": "工作组"}}
EXAMPLES = sorted((Path(__file__).parent / "examples").rglob("*.toml"))

# White space as ECMA-262 defines it, which is what a pattern of JSON Schema means.
_SPACE = "\\t\\n\\x0b\\x0c\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    """A pattern as ECMA-262 reads it: other white space, and no line feed before the end."""
    if isinstance(instance, str):
        python = re.sub(r"\$$", r"\\Z", pattern.replace(r"\s", _SPACE))
        if not re.search(python, instance):
            yield jsonschema.ValidationError(f"{instance!r} is not like {pattern}")


_Validator = jsonschema.validators.extend(
    jsonschema.Draft202012Validator, validators={"pattern": _pattern}
)


def validator_of(vocabularies: Any) -> Any:
    # Most examples have the same words, and looking through a schema takes a second.
    return _validator_of(json.dumps(vocabularies))


@functools.cache
def _validator_of(vocabularies: str) -> Any:
    schema = json_schema(kinds_of(json.loads(vocabularies)))
    jsonschema.Draft202012Validator.check_schema(schema)
    return _Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))


def validator_for(data: Any) -> Any:
    """The validator of a registry: with its own words, and the fields that it declares."""
    tables = {key: data[key] for key in VOCABULARIES if isinstance(data.get(key), dict)}
    words = {key: {k: str(label) for k, label in table.items()} for key, table in tables.items()}
    return validator_of({"fields": data.get("fields", {}), **words})


def as_editors_see(value: Any) -> Any:
    """TOML as JSON: what an editor checks has its dates as text."""
    if isinstance(value, dict):
        return {key: as_editors_see(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_editors_see(part) for part in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


def may_be_accepted(finding: Finding, data: Any) -> bool:
    """Whether an editor may see nothing wrong: JSON has no dates and no infinity, and 1.0 is whole.

    An empty file is where somebody begins to write.
    """
    if finding.rule is rules.NOT_A_REGISTRY:
        return True
    value = data
    for step in finding.path:
        value = value[step]
    return finding.rule is rules.WRONG_TYPE and (
        isinstance(value, (datetime.date, datetime.time))
        or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None)
        or (isinstance(value, float) and (value.is_integer() or value == float("inf")))
    )


def disagreement(data: dict[str, Any], validator: Any) -> str:
    """What one of the two says of a document and the other does not."""
    found = list(shape_findings(data))
    if not any(finding.severity is Severity.ERROR for finding in found):
        found += checks.findings(from_data(data))
    found = [each for each in found if each.rule.code not in UNSAYABLE]
    certain = [each for each in found if not may_be_accepted(each, data)]
    errors = [error.message for error in validator.iter_errors(as_editors_see(data))]
    if found if errors else not certain:
        return ""
    return f"checks: {[(each.rule.code, each.path) for each in found]}, schema: {errors}"


TEXTS = [
    "",
    " ",
    "a",
    "ab",
    " ab",
    "ab ",
    "\tab",
    "ab\n",
    "a\nb",
    "a\tb",
    "a\x00b",
    "a\x1cb",
    "a\x85b",
]
TEXTS += [
    "\u3000ab",
    "ab\u3000",
    "甲",
    "甲乙",
    "M001",
    "M 1",
    ".a",
    "-a",
    "a.b-c_d",
    "Ｍ1",
    "M001\n",
]
TEXTS += ["430056", "43005", "4300566", "４３００５６", "430056\n", "13812340001", "12812340001"]
TEXTS += ["138 1234 0001", "027-87654321", "02787654321", "0710-1234567-123", "400-123-4567"]
TEXTS += [
    "500-123-4567",
    "27-87654321",
    "027-8765432100",
    "a@b.c",
    "a@b",
    "a@b..c",
    "@b.c",
    "张@b.c",
]
TEXTS += [
    "http://a",
    "https://a.b/c?d#e",
    "HTTP://a",
    "ftp://a",
    "http://",
    "http://a b",
    "www.a.b",
]
TEXTS += [
    'http://a/"b',
    "http://a@b",
    "http://甲.中国/",
    "http://a\u3000b",
    "http://a\x1cb",
    "c",
    "g",
]
TEXTS += [
    "http://a/\x85b",
    "类别",
    "工作组",
    "left",
    "active",
    "lead",
    "退会",
    "none",
    "2019-05-28",
]
TEXTS += [
    "2019-05",
    "2019",
    "2019-5",
    "2019-13",
    "2019-00",
    "0019",
    "20190",
    "2019-05-",
    "２０１９",
]
TEXTS += ["12100000441626842D", "12100000441626842d", "12100000441626842O", "1210000044162684"]
TEXTS += [" 12100000441626842D", "12100000441626842D\n", "a\u200bb", "a\uf900b", "说13812340001"]
OTHERS: list[Any] = [0, 1, -1, 2**63 - 1, True, False, 1.0, 0.5, float("inf"), {}, {"a": 1}]
OTHERS += [datetime.date(2019, 5, 28), datetime.date(2999, 1, 1), datetime.datetime(2019, 5, 28)]
OTHERS += [datetime.time(7), [], ["a"], ["a", "a"], ["a", "b"], [""], [" a"], [1], [1, True]]
OTHERS += [[["a"]], ["g"], ["g", "g"], ["c", "g"], [{}], [{"name": "张"}], [{"name": ""}]]
OTHERS += [[{"name": "张"}, {"name": "张"}], [{"name": "张", "nmae": 1}], [{"name": "张"}, 1]]


def values_for(field_type: Any) -> Iterator[Any]:
    """Values, right and wrong, for a field of this type or of a list of it."""
    item = getattr(field_type, "item", field_type)
    values: list[Any] = [*TEXTS, *OTHERS]
    if isinstance(item, Text):
        lengths = {item.minimum, item.maximum or 1000}
        values += ["x" * (length + by) for length in lengths for by in (-1, 0, 1)]
        values += ["𬭎" * length for length in lengths]
    if isinstance(item, Choice):
        labels = item.bound(vocabularies_of(VOCABULARIES)).choices(Wording.CHINESE)
        values += [*labels, *labels.values()]
    for value in values:
        yield value
        yield [value]
        yield [value, value]


def member_with(key: str, value: Any) -> dict[str, Any]:
    return {"id": "M1", "name": "甲厂", "category": "c", key: value}


def checked_fields() -> Iterator[Any]:
    """Every field, and once more without vocabularies where these make a difference."""
    for key, field in MEMBER.fields.items():
        yield pytest.param(field, VOCABULARIES, id=key)
        if field.type.bound(vocabularies_of(VOCABULARIES)) is not field.type:
            yield pytest.param(field, {}, id=f"{key} of anything")


@pytest.mark.parametrize(("field", "vocabularies"), [*checked_fields()])
def test_the_values_of_a_field_are_refused_by_both_or_by_neither(
    field: Field, vocabularies: dict[str, Any]
) -> None:
    validator = validator_of(vocabularies)
    for value in values_for(field.type):
        data = {**vocabularies, "members": [member_with(field.key, value)]}
        assert disagreement(data, validator) == "", value


@pytest.mark.parametrize("field", CONTACT_FIELDS, ids=lambda field: field.key)
def test_so_are_those_of_a_contact(field: Field) -> None:
    validator = validator_of({})
    for value in values_for(field.type):
        contact = {"name": "张三", field.key: value}
        assert disagreement({"members": [member_with("contacts", [contact])]}, validator) == ""


@pytest.mark.parametrize("key", ALLIANCE_FIELDS)
def test_so_are_those_of_the_alliance(key: str) -> None:
    validator = validator_of({})
    for value in values_for(ALLIANCE_FIELDS[key]):
        assert disagreement({"alliance": {key: value}, "members": []}, validator) == "", value


@pytest.mark.parametrize("key", ["id", "name", "category", None])
def test_required_fields_are_missed_by_both(key: str | None) -> None:
    member = {field: value for field, value in member_with("city", "武汉").items() if field != key}
    data = {"members": [member]}
    validator = validator_of({})
    assert disagreement(data, validator) == ""
    assert bool(list(validator.iter_errors(data))) == (key is not None)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"format": 1, "members": []},
        {"format": 2, "members": []},
        {"format": "1", "members": []},
        {"format": True, "members": []},
        {"members": 1},
        {"members": {}},
        {"members": [1]},
        {"members": [{}]},
        {"alliance": 1},
        {"alliance": {"other": 1}},
        {"categories": {}},
        {"categories": []},
        {"categories": {"a": 1}},
        {"categories": {"a": ""}},
        {"levels": {"a": []}},
        {"groups": {"a": {}}},
        {"groups": {"a": {"label": "甲"}}},
        {"groups": {"a": {"label": 1}}},
        {"groups": {"a": {"label": "甲", "aliases": ["乙"]}}},
        {"groups": {"a": {"label": "甲", "aliases": "乙"}}},
        {"groups": {"a": {"label": "甲", "aliases": ["乙", "乙"]}}},
        {"groups": {"a": {"aliases": ["乙"]}}},
        {"catagories": {}, "members": []},
        {"categories": {}, "members": [{"id": "M1", "name": "甲厂", "category": "c"}]},
    ],
    ids=str,
)
def test_the_shape_is_refused_by_both_or_by_neither(data: dict[str, Any]) -> None:
    categories = data.get("categories")
    vocabularies = {"categories": categories} if categories == {} else {}
    assert disagreement(data, validator_of(vocabularies)) == ""


def parsed(path: Path) -> dict[str, Any] | None:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None


@pytest.mark.parametrize("path", [REAL_REGISTRY, *EXAMPLES], ids=lambda path: path.stem)
def test_registries_are_refused_by_both_or_by_neither(path: Path) -> None:
    data = parsed(path)
    if data is not None:
        assert disagreement(data, validator_for(data)) == ""


def test_every_rule_that_a_schema_can_say_is_said_in_its_example() -> None:
    codes = {rule.code for rule in every_rule().values()}
    assert UNSAYABLE.keys() <= codes
    for code in codes - UNSAYABLE.keys() - {"R201"}:
        (path, *_) = (path for path in EXAMPLES if path.stem.startswith(f"{code}-"))
        data = parsed(path)
        assert data is not None
        assert list(validator_for(data).iter_errors(as_editors_see(data))), path


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts(part)


def test_patterns_are_those_of_every_editor() -> None:
    schema = json_schema(kinds_of(dict(VOCABULARIES)))
    patterns = {part["pattern"] for part in parts(schema) if isinstance(part.get("pattern"), str)}
    assert len(patterns) > 5
    for pattern in patterns:
        # ECMA-262 with its flag u, and engines that never look around: the part both know.
        assert not re.search(r"[*+?}]\+|\(\?(?!:)|\\(?![sx.])", pattern), pattern
        assert pattern.startswith("^")
        assert pattern.endswith("$")


def test_every_field_is_described_in_both_languages() -> None:
    schema = json.loads(json.dumps(json_schema(kinds_of(dict(VOCABULARIES)))))
    member = schema["properties"]["members"]["items"]
    contact = member["properties"]["contacts"]["items"]
    for table, fields in ((member, MEMBER.fields.values()), (contact, CONTACT_FIELDS)):
        assert list(table["properties"]) == [field.key for field in fields]
        for field in fields:
            described = table["properties"][field.key]
            assert described["title"] == field.heading.chinese
            assert described["description"] == f"{field.help.chinese} / {field.help.english}"
