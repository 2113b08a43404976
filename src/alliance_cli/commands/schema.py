"""`alliance schema`: the JSON Schema of the registry, for editors."""

from ..channels import json_text
from ..kinds.json_schema import json_schema
from ..language import say
from ..options import RegistryOption
from ..store.load import load
from ..store.locate import find_registry
from ..views import console

HELP = say(
    "Print the JSON Schema for editors.\n\nIt has the vocabularies of the registry that is found.",
    "输出供编辑器使用的 JSON Schema。\n\n其中包含名录的类别等词表。",
)


def run(registry: RegistryOption = None) -> None:
    """Print the schema of the registry that is found."""
    kinds = load(find_registry(registry)).registry.kinds
    console.put([json_text(json_schema(kinds), indent=2), "\n"])
