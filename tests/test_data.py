"""The registry that comes with the program holds what its source says, and no more."""

import csv
import datetime
import json

import jsonschema
import tomli

from .conftest import REAL_REGISTRY, ROOT, Run

_CATEGORIES = {
    "整车企业": "vehicle",
    "零部件企业": "parts",
    "大专院校": "university",
    "科研院所": "institute",
    "行业协会学会": "association",
}
DATA = tomli.loads(REAL_REGISTRY.read_text(encoding="utf-8"))


def test_the_members_are_those_of_the_source() -> None:
    table = (ROOT / "data" / "sources" / "named-members.tsv").read_text(encoding="utf-8")
    expected = []
    for number, row in enumerate(csv.DictReader(table.splitlines(), delimiter="\t"), 1):
        member = {
            "id": f"M{number:03}",
            "name": row["name"],
            "registered_name": row["registered_name"],
            "category": _CATEGORIES[row["category"]],
            "founding_role": "lead" if row["founding_lead"] == "yes" else "",
            "city": row["city"],
            "joined": datetime.date(2019, 5, 28),
            "source": "湖北省汽车产业技术创新联盟正式成立",
        }
        expected.append({key: value for key, value in member.items() if value})
    assert DATA["members"] == expected
    assert len(expected) == 36


def test_the_alliance_is_that_of_the_article() -> None:
    assert DATA["alliance"]["declared_members"] == 137
    assert DATA["alliance"]["founded"] == datetime.date(2019, 5, 28)
    assert DATA["categories"] == {key: label for label, key in _CATEGORIES.items()}


def test_the_first_line_ties_the_registry_to_its_schema(run: Run) -> None:
    first = REAL_REGISTRY.read_text(encoding="utf-8").splitlines()[0]
    assert first == "#:schema ./members.schema.json"
    kept = (REAL_REGISTRY.parent / "members.schema.json").read_text(encoding="utf-8")
    assert run("schema", "-r", REAL_REGISTRY).out == kept, "alliance schema > …schema.json"


def test_the_schema_accepts_the_registry_and_refuses_mistakes() -> None:
    schema = json.loads((REAL_REGISTRY.parent / "members.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = json.loads(json.dumps(DATA, default=str))
    validator.validate(data)
    member = {"id": "M1", "name": "甲厂", "category": "parts"}
    for wrong in ({"category": "part"}, {"ctiy": "x"}, {"employees": -1}, {"id": "a b"}):
        errors = list(validator.iter_errors({"members": [{**member, **wrong}]}))
        assert len(errors) == 1, wrong
