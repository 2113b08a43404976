"""Lists of small tables, such as the contacts of a member: the type of value that has fields."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..data import Data, Path
from ..findings.finding import Problem, Repair
from ..findings.rules import Rule
from ..language import Phrase, Wording, say
from ..values.privacy import masked, masked_data, masked_value
from ..values.value_type import ValueRefused, ValueType, Vocabularies
from ..values.words import nearest, suggestion

if TYPE_CHECKING:
    from .field import Field


_EQUALS = re.compile("[=\uff1d]")
# A mark between the parts of a table is one that a key follows; others belong to a value.
_BETWEEN_PARTS = re.compile(r"[,;\uff0c\uff1b](?=[^,;\uff0c\uff1b=\uff1d]+[=\uff1d])")


def repair_of_key(key: str, table: Mapping[str, Any], known: Iterable[str]) -> Repair | None:
    """The repair of an unknown key: its value under the key that was probably meant."""
    near = nearest(key, known)
    return Repair(table[key], certain=False, key=near) if near and near not in table else None


class Tables(ValueType):
    """A list of small tables, such as the contacts of a member."""

    is_list = True
    expected = Phrase("a list of tables", "由表组成的列表")
    python_type = list

    def __init__(self, fields: "Sequence[Field]") -> None:
        self.fields = {field.key: field for field in fields}

    def read(self, text: str, vocabularies: Vocabularies) -> list[Data]:
        """The one table that `text` writes as `key=value,key=value`."""
        table: Data = {}
        for part in _BETWEEN_PARTS.split(text):
            key, *value = _EQUALS.split(part, maxsplit=1)
            field = self.field_called(key.strip())
            if not value or field is None or field.key in table:
                keys = ",".join(f"{key}=…" for key in self.fields)
                # What stands alone, or behind a mistyped key, may be somebody's number.
                shown = f"{key.strip()}=…" if value else masked_value(part.strip())
                raise ValueRefused(
                    say(f"{shown} is not a part of {keys}", f"{shown} 不符合 {keys} 的写法")
                )
            table[field.key] = field.type.read(value[0], vocabularies)
        return [table]

    def field_called(self, word: str) -> "Field | None":
        """The field of a table that has `word` as its key or one of its headings."""
        return next((field for field in self.fields.values() if field.is_called(word)), None)

    def problems(self, value: Any, vocabularies: Vocabularies) -> Sequence[Problem]:
        if type(value) is not list or not all(type(table) is dict for table in value):
            return (self.wrong_type(value),)
        found: list[Problem] = []
        for index, table in enumerate(value):
            for key, part in table.items():
                field = self.fields.get(key)
                if field is None:
                    found.append(
                        Problem(
                            Rule.UNKNOWN_FIELD,
                            say(f"there is no field {key}", f"没有 {key} 这个字段"),
                            suggestion(key, self.fields),
                            (index, key),
                            repair_of_key(key, table, self.fields),
                        )
                    )
                    continue
                problems = field.type.problems(part, vocabularies)
                found += (p._replace(steps=(index, key, *p.steps)) for p in problems)
            found += (
                Problem(
                    Rule.MISSING,
                    say(f"{field.key} is missing", f"缺少{field.heading}"),
                    steps=(index, field.key),
                )
                for field in self.fields.values()
                if field.required and field.key not in table
            )
        return found

    def text(self, value: Any, vocabularies: Vocabularies, wording: Wording) -> str:
        return "; ".join(
            " ".join(str(part) for part in table.values() if type(part) is not bool)
            for table in value
        )

    def masked(self, value: Any) -> Any:
        """`value` with its personal parts masked, whatever their form."""
        if isinstance(value, list):
            return [self.masked(part) for part in value]
        if not isinstance(value, dict):
            return masked_data(value)
        return {
            masked(key): masked_value(str(part))
            if key in self.fields and self.fields[key].personal
            else masked_data(part)
            for key, part in value.items()
        }

    def personal_parts(self, value: Any) -> Iterator[tuple[Path, Any]]:
        """Every personal part of `value`, and where in it."""
        for place, table in enumerate(value) if isinstance(value, list) else [(None, value)]:
            for key in self.fields.keys() & table if isinstance(table, dict) else ():
                if self.fields[key].personal:
                    yield (key,) if place is None else (place, key), table[key]

    def order(self, value: Any, vocabularies: Vocabularies) -> Any:
        return len(value)

    def schema(self, vocabularies: Vocabularies) -> dict[str, Any]:
        return {
            "type": "array",
            "items": table_schema(self.fields.values(), vocabularies),
        }


def table_schema(fields: "Iterable[Field]", vocabularies: Vocabularies) -> dict[str, Any]:
    """The JSON Schema of a table that has these fields, the same in every language."""
    fields = list(fields)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.key for field in fields if field.required],
        "properties": {
            field.key: {
                "title": field.heading.chinese,
                "description": f"{field.help.chinese} / {field.help.english}",
                **field.type.schema(vocabularies),
            }
            for field in fields
        },
    }
