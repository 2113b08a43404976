"""What a registry remembers of lists that are taken in: heading to the column that it means."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..data import Data
from ..findings.finding import Finding
from ..language import Phrase
from ..values.choices import Choice
from ..values.value_type import Term
from .kind import Kind

TABLE = "imports"
"""The key of the table of remembered headings in the file."""

LEFT_OUT = ""
"""What stands for a column that is left out."""

_LEFT_OUT = Term(Phrase("left out", "略去"))


def _columns(kind: Kind) -> Choice:
    """The choice of what a heading may mean: a field, a part of one, or nothing."""
    terms = {key: Term(kind.column(key).heading) for key in kind.columns()}
    return Choice({LEFT_OUT: _LEFT_OUT, **terms}, table=TABLE)


def remembered(data: Data, kind: Kind) -> dict[str, str]:
    """The headings that a file remembers, and what each means, as far as that is right."""
    table = data.get(TABLE)
    known = {LEFT_OUT, *kind.columns()}
    said = table.items() if isinstance(table, dict) else ()
    return {heading: key for heading, key in said if isinstance(key, str) and key in known}


def imports_findings(table: Mapping[str, Any], kind: Kind) -> Iterator[Finding]:
    """What is wrong with the remembered headings."""
    columns = _columns(kind)
    for heading, value in table.items():
        for problem in columns.problems(value):
            path, field = (TABLE, heading), f"{TABLE}.{heading}"
            yield Finding(problem.rule, problem.message, path, "value", problem.hint, field=field)


def imports_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of the table."""
    return {"type": "object", "additionalProperties": _columns(kind).schema()}
