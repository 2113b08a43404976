"""`alliance schema`: the JSON Schema of the registry, for editors."""

from typing import Annotated

from ..channels import json_text
from ..exchange.field_page import field_page
from ..kinds.json_schema import json_schema
from ..options import RegistryOption, one_of
from ..store.load import load
from ..store.locate import find_registry
from ..views import console

_JSON, _MARKDOWN = "json", "markdown"


def run(
    format: Annotated[
        str | None,
        one_of(
            (_JSON, _MARKDOWN),
            "--format -f",
            "The schema, or a page of the fields to read.",
            "输出 Schema，或供阅读的字段表。",
        ),
    ] = _JSON,
    registry: RegistryOption = None,
) -> None:
    """Print the schema of the registry that is found, or its fields for people to read."""
    kinds = load(find_registry(registry)).registry.kinds
    if format == _MARKDOWN:
        console.put(field_page(kinds))
    else:
        console.put([json_text(json_schema(kinds), indent=2), "\n"])
