"""Lists of small tables, such as the contacts of a member: the type of value that has fields."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..data import Data
from ..findings import rules
from ..findings.finding import Problem, Repair
from ..language import Phrase, Wording, say
from ..values.names import name_key
from ..values.privacy import masked_value
from ..values.value_type import Terms, ValueRefused, ValueType
from ..values.words import nearest, suggestion
from .field import Field, keys_by_word

_EQUALS = re.compile("[=\uff1d]")
# A mark between the parts of a table is one that a key follows; others belong to a value.
_BETWEEN_PARTS = r"[,;\uff0c\uff1b](?=[^,;\uff0c\uff1b=\uff1d]+[=\uff1d])"
_BETWEEN_TABLES = r"[;\uff1b](?=[^,;\uff0c\uff1b=\uff1d]+[=\uff1d])"


def repair_of_key(key: str, table: Mapping[str, Any], known: Iterable[str]) -> Repair | None:
    """The repair of an unknown key: its value under the key that was probably meant."""
    near = nearest(key, known)
    return Repair(table[key], certain=False, key=near) if near and near not in table else None


def ordered(table: Mapping[str, Any], fields: Mapping[str, Field]) -> Data:
    """A table in the order of these fields, then what has no definition; likewise those within."""
    keys = dict.fromkeys((*(key for key in fields if key in table), *table))
    return {key: _ordered_value(table[key], fields.get(key)) for key in keys}


def _ordered_value(value: Any, field: Field | None) -> Any:
    if field is None or not field.type.fields:
        return value
    if isinstance(value, list):
        return [_ordered_value(each, field) for each in value]
    return ordered(value, field.type.fields) if isinstance(value, dict) else value


def problems_of_table(
    fields: Mapping[str, Field],
    table: Mapping[str, Any],
    called: Callable[[str], Field | None] = lambda word: None,  # noqa: ARG005 - none is
) -> Iterator[Problem]:
    """Everything that is wrong with a table that has these fields, by its values alone.

    `called` gives the field that a word means which is no key.
    """
    for key, value in table.items():
        field = fields.get(key)
        if field is None:
            message = say(f"there is no field {key}", f"没有 {key} 这个字段")
            if meant := called(key):
                hint = say(f"write the key: {meant.key}", f"应写键名：{meant.key}")
                repair = None if meant.key in table else Repair(value, key=meant.key)
            else:
                hint, repair = suggestion(key, fields), repair_of_key(key, table, fields)
            yield Problem(rules.UNKNOWN_FIELD, message, hint, (key,), repair, "key")
            continue
        for problem in field.type.each_problem(value):
            told = _discreet(problem, value) if field.personal else problem
            yield told._replace(steps=(key, *problem.steps))
    for field in fields.values():
        if field.required and field.key not in table and field.is_for(table):
            yield Problem(
                rules.MISSING,
                say(f"{field.key} is missing", f"缺少{field.heading}"),
                steps=(field.key,),
                at="header",
            )


def _discreet(problem: Problem, value: Any) -> Problem:
    """The problem of a personal value, of which it shows no more than others do."""
    place = problem.steps[0] if problem.steps else None
    item = str(value[place] if isinstance(place, int) else value)
    if problem.message.startswith(item):
        told = masked_value(item) + problem.message.removeprefix(item)
        problem = problem._replace(message=told)
    if problem.repair and (meant := str(problem.repair.value)):
        problem = problem._replace(hint=problem.hint.replace(meant, masked_value(meant)))
    return problem


class Manner(NamedTuple):
    """How people write several tables without any keys: in one text, or in the cells of a row.

    Both give the texts of the parts of each, and raise ValueRefused where they are not clear.  The
    second is told the cells by part, and whether the name among them is known as it stands.
    """

    in_text: Callable[[str], Sequence[Mapping[str, str]]]
    in_cells: Callable[[Mapping[str, str], bool], Sequence[Mapping[str, str]]]


class Tables(ValueType):
    """A list of small tables, such as the contacts of a member."""

    is_list = True
    expected = Phrase("a list of tables", "由表组成的列表")
    python_type = list

    def __init__(self, fields: Iterable[Field], manner: Manner | None = None) -> None:
        self.fields = {field.key: field for field in fields}
        self.holds_people = manner is not None
        self._manner = manner

    @functools.cached_property
    def _called(self) -> dict[str, str]:
        return keys_by_word(self.fields.values())

    def field_called(self, word: str) -> Any:
        return self.fields.get(self._called.get(name_key(word), ""))

    def bound(self, vocabularies: Mapping[str, Terms]) -> "Tables":
        return self.holding(field.bound(vocabularies) for field in self.fields.values())

    def holding(self, fields: Iterable[Field]) -> "Tables":
        return Tables(fields, self._manner)

    def fits(self, value: Any) -> bool:
        return isinstance(value, list) and all(isinstance(table, dict) for table in value)

    def read(self, text: str) -> list[Data]:
        """The tables that `text` tells of.

        Of people one as `key=value,key=value`, or all as a person writes them; of others all, with
        semicolons between them.
        """
        return [
            {key: self.fields[key].type.read(part) for key, part in table.items()}
            for table in self.tables_in(text)
        ]

    def tables_in(self, text: str) -> Sequence[Mapping[str, str]]:
        if self._manner is None:
            return [self._table_in(part) for part in re.split(_BETWEEN_TABLES, text)]
        return [self._table_in(text)] if _EQUALS.search(text) else self._manner.in_text(text)

    def _table_in(self, text: str) -> Mapping[str, str]:
        table: dict[str, str] = {}
        for part in re.split(_BETWEEN_PARTS, text):
            key, *value = _EQUALS.split(part, maxsplit=1)
            field = self.field_called(key.strip())
            if not value or field is None or field.key in table:
                keys = ",".join(f"{key}=…" for key in self.fields)
                # What stands alone, or behind a mistyped key, may be somebody's number.
                shown = f"{key.strip()}=…" if value else masked_value(part.strip())
                raise ValueRefused(
                    say(f"{shown} is not a part of {keys}", f"{shown} 不符合 {keys} 的写法")
                )
            table[field.key] = value[0]
        return table

    def tables_of(
        self, cells: Mapping[str, str], *, known_name: bool
    ) -> Sequence[Mapping[str, str]]:
        return self._manner.in_cells(cells, known_name) if self._manner else [cells]

    def problems(self, value: Any) -> Sequence[Problem]:
        return [*self.each_problem(value)]

    def each_problem(self, value: Any) -> Iterator[Problem]:
        if type(value) is not list or not all(type(table) is dict for table in value):
            yield self.wrong_type(value)
            return
        for index, table in enumerate(value):
            for problem in problems_of_table(self.fields, table, self.field_called):
                yield problem._replace(steps=(index, *problem.steps))

    def text(self, value: Any, wording: Wording) -> str:
        if self._manner is None:
            return "; ".join(
                ", ".join(
                    f"{self._called_in(key, wording)}={self._part(key, table[key], wording)}"
                    for key in table
                )
                for table in value
            )
        return "; ".join(
            " ".join(
                self._part(key, value, wording)
                for key, value in table.items()
                if type(value) is not bool
            )
            for table in value
        )

    def _called_in(self, key: str, wording: Wording) -> str:
        field = self.fields.get(key)
        return field.heading.worded(key, wording) if field else key

    def _part(self, key: str, value: Any, wording: Wording) -> str:
        field = self.fields.get(key)
        return field.type.text(value, wording) if field and field.type.fits(value) else str(value)

    def order(self, value: Any) -> Any:
        return len(value)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "array",
            "items": table_schema(self.fields.values()),
        }


def table_schema(fields: Iterable[Field]) -> dict[str, Any]:
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
                **field.type.schema(),
            }
            for field in fields
        },
    }
