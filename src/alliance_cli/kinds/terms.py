"""What a registry says of its choices: key to label, or to a table of a label and its aliases."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..findings import rules
from ..findings.finding import Problem
from ..language import Phrase, say
from ..values.choices import ListOf
from ..values.names import name_key
from ..values.texts import Text
from ..values.value_type import Term, Terms, ValueType
from .field import Field
from .tables import problems_of_table, table_schema

LABEL, ALIASES = "label", "aliases"

TERM: Mapping[str, Field] = {
    field.key: field
    for field in (
        Field(
            LABEL,
            Phrase("Label", "名称"),
            Text(maximum=100),
            Phrase("what people see", "显示的名称"),
            required=True,
        ),
        Field(
            ALIASES,
            Phrase("Aliases", "别名"),
            ListOf(Text(maximum=100)),
            Phrase(
                "other words for it, in lists and on the command line", "名单和录入时的其他说法"
            ),
        ),
    )
}
"""What may be said of a choice in a table of its own."""

TERM_FORM = Phrase(
    'key = "label" or key = { label = "label", aliases = ["alias"] }',
    '键 = "名称" 或 键 = { label = "名称", aliases = ["别名"] }',
)


def terms_of(table: Mapping[str, Any]) -> dict[str, Term]:
    """The choices that a table says, as far as it is right: a key without label is its own."""
    return {key: _term(key, said) for key, said in table.items()}


def _term(key: str, said: Any) -> Term:
    aliases: Any = ()
    if isinstance(said, dict):
        said, aliases = said.get(LABEL), said.get(ALIASES)
    label = said if isinstance(said, str) else key
    words = aliases if isinstance(aliases, list) else ()
    return Term(Phrase(label, label), tuple(word for word in words if isinstance(word, str)))


def problems_of_terms(table: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with the choices that have tables of their own, and with their aliases."""
    terms = terms_of(table)
    for key, said in table.items():
        if isinstance(said, dict):
            for problem in problems_of_table(TERM, said):
                yield problem._replace(steps=(key, *problem.steps))
    yield from _ambiguous(table, terms)


def _ambiguous(table: Mapping[str, Any], terms: Terms) -> Iterator[Problem]:
    """The aliases that mean another choice too."""
    owners: dict[str, str] = {}
    for key, term in terms.items():
        for word in (key, *term.label):
            owners.setdefault(name_key(word), key)
    for key, term in terms.items():
        for alias in term.aliases:
            owner = owners.setdefault(name_key(alias), key)
            if owner != key:
                label = terms[owner].label
                yield Problem(
                    rules.WORD_OF_TWO,
                    say(f"{alias} means {label} already", f"{alias} 已指 {label}"),
                    say("an alias means one choice only", "一个别名只能指一个选项"),
                    steps=(key, ALIASES, table[key][ALIASES].index(alias)),
                )


class Labels(ValueType):
    """A table of keys and the labels that people see, some of them with aliases."""

    expected = Phrase('a table like { key = "label" }', '表，如 { 键 = "名称" }')
    python_type = dict

    def problems(self, value: Any) -> Sequence[Problem]:
        if type(value) is not dict:
            return (self.wrong_type(value),)
        if not value:
            message = say("there is nothing to choose from", "没有可选的内容")
            return (Problem(rules.WRONG_LENGTH, message),)
        label = TERM[LABEL].type
        plain = [
            problem._replace(steps=(key,))
            for key, said in value.items()
            if not isinstance(said, dict)
            for problem in label.problems(said)
        ]
        return [*plain, *problems_of_terms(value)]

    def schema(self) -> dict[str, Any]:
        return {**terms_schema(), "minProperties": 1}


def terms_schema() -> dict[str, Any]:
    """The JSON Schema of a table of choices."""
    term = {"anyOf": [{"type": "string"}, table_schema(TERM.values())]}
    return {"type": "object", "additionalProperties": term}
