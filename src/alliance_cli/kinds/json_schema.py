"""The JSON Schema of a registry file, for editors: completion, hints and checks while typing."""

from collections.abc import Mapping
from typing import Any

from .declared import DECLARATION, KEY_FORM
from .declared import TABLE as FIELDS_TABLE
from .file_shape import FORMAT
from .imports import TABLE as IMPORTS_TABLE
from .imports import imports_schema
from .kind import Kind
from .kinds import VOCABULARY_TABLES
from .member import ALLIANCE_FIELDS, MEMBER
from .tables import table_schema
from .terms import terms_schema


def json_schema(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) of a registry that has these kinds.

    An editor that knows no warnings shows an unknown key as an error, which `validate` only warns
    of.
    """
    declaration = table_schema(DECLARATION.values())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "联盟会员名录 / member registry of an alliance",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "alliance": {
                "type": "object",
                "properties": {key: type_.schema() for key, type_ in ALLIANCE_FIELDS.items()},
            },
            **dict.fromkeys(VOCABULARY_TABLES, terms_schema()),
            IMPORTS_TABLE: imports_schema(kinds[MEMBER.table]),
            FIELDS_TABLE: {
                "type": "object",
                "propertyNames": {"pattern": f"^{KEY_FORM}$"},
                "additionalProperties": declaration,
            },
            **{
                table: {"type": "array", "items": table_schema(kind.fields.values())}
                for table, kind in kinds.items()
            },
        },
    }
