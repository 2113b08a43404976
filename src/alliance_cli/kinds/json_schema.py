"""The JSON Schema of a registry file, for editors: completion, hints and checks while typing."""

from typing import Any

from ..values.value_type import Vocabularies
from .file_shape import FORMAT, VOCABULARY_TABLES
from .member import ALLIANCE_FIELDS, FIELDS
from .tables import table_schema


def json_schema(vocabularies: Vocabularies) -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) of a registry with these vocabularies.

    An editor that knows no warnings shows an unknown key as an error, which `validate` only warns
    of.
    """
    labels = {"type": "object", "additionalProperties": {"type": "string"}}
    member = table_schema(FIELDS.values(), vocabularies)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "联盟会员名录 / member registry of an alliance",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "alliance": {
                "type": "object",
                "properties": {
                    key: kind.schema(vocabularies) for key, kind in ALLIANCE_FIELDS.items()
                },
            },
            **dict.fromkeys(VOCABULARY_TABLES, labels),
            "members": {"type": "array", "items": member},
        },
    }
