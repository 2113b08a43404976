"""Registries of any size for measuring: Chinese text, contacts, the same bytes every time."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from alliance_cli.values.credit_code import check_character, organisation_check_character

_HEAD = """\
format = 1

[alliance]
name = "测量用联盟"
declared_members = {count}

[categories]
vehicle = "整车企业"
parts = "零部件企业"

[levels]
council = "理事单位"
member = "会员单位"
"""
_CITIES = ("武汉", "襄阳", "十堰", "随州", "宜昌", "黄石", "荆门", "孝感")
_PRODUCTS = ("车桥", "变速箱", "蓄电池", "线束", "座椅", "轮毂", "传感器", "电机")
_SURNAMES = "王李张刘陈杨赵黄周吴"
_GIVEN = "伟芳娜敏静丽强磊军洋"
# Syllables that no other name has, so that no two names look alike.
_SYLLABLES = "安邦宝诚达德鼎东发丰福富高光广国海和恒弘"


def members(count: int) -> Iterator[str]:
    """The blocks of `count` members."""
    chance = random.Random(count)
    for number in range(1, count + 1):
        yield _member(number, chance)


def _name(number: int) -> str:
    """A name of six syllables that stands within no other: the number in base twenty."""
    syllables = []
    for _ in range(5):
        number, rest = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return "荆" + "".join(syllables)


def _member(number: int, chance: random.Random) -> str:
    head = f"91420100MA{number:06d}"
    head += organisation_check_character(head)
    code = head + check_character(head)
    name = _name(number)
    products = ", ".join(f'"{product}"' for product in chance.sample(_PRODUCTS, 3))
    person = chance.choice(_SURNAMES) + chance.choice(_GIVEN)
    return f"""
[[members]]
id = "M{number:06d}"
name = "{name}汽车零部件有限公司"
registered_name = "{name}汽车零部件有限公司"
short_name = "{name}"
category = "{chance.choice(("vehicle", "parts"))}"
level = "{chance.choice(("council", "member"))}"
credit_code = "{code}"
legal_representative = "{person}"
city = "{chance.choice(_CITIES)}"
address = "{chance.choice(_CITIES)}经济技术开发区东风大道 {number} 号"
postcode = "{430000 + number % 9999}"
website = "https://www.example.com/{number}"
products = [{products}]
employees = {chance.randrange(20, 20000)}
joined = {chance.randrange(2019, 2025)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}

[[members.contacts]]
name = "{person}"
title = "办公室主任"
mobile = "138{number:08d}"
email = "member{number}@example.com"
primary = true
"""


def write(path: Path, count: int) -> None:
    """Write a registry of `count` members to `path`, as TOML."""
    path.write_text(_HEAD.format(count=count) + "".join(members(count)), encoding="utf-8")


_RECORD_HEAD = """\
%rec: Member
%key: Id
%mandatory: Name Category
%type: Category enum vehicle parts
%type: Joined date
%type: Employees int
%type: Email email

"""


def write_recfile(path: Path, count: int) -> None:
    """Write the same registry to `path` as a recfile of GNU recutils."""
    import tomli

    records = []
    for member in tomli.loads("".join(members(count)))["members"]:
        lines = [
            f"{key.title()}: {value}"
            for key, value in member.items()
            if not isinstance(value, list)
        ]
        lines += (f"Product: {product}" for product in member["products"])
        contact = member["contacts"][0]
        lines += (f"Contact: {contact['name']}", f"Email: {contact['email']}")
        records.append("\n".join(lines) + "\n")
    path.write_text(_RECORD_HEAD + "\n".join(records), encoding="utf-8")


def write_table_schema(path: Path, schema: bytes) -> None:
    """Write what a JSON Schema of the registry says of members as a Table Schema of their CSV."""
    member = json.loads(schema)["properties"]["members"]["items"]
    fields = [
        {
            "name": key,
            "type": "date" if "anyOf" in field else _TABLE_TYPES.get(field["type"], "string"),
            "constraints": {
                "required": key in member["required"],
                **{key: field[key] for key in _CONSTRAINTS if key in field},
                **(
                    {"enum": [each["const"] for each in field["oneOf"]]} if "oneOf" in field else {}
                ),
            },
        }
        for key, field in member["properties"].items()
        if field.get("items", {}).get("type") != "object"
    ]
    path.write_text(json.dumps({"fields": fields, "primaryKey": "id"}), encoding="utf-8")


_TABLE_TYPES = {"integer": "integer", "number": "number"}
_CONSTRAINTS = ("minLength", "maxLength", "pattern", "minimum")
