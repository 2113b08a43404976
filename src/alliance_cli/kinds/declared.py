"""Fields that a registry declares itself, as `[fields.KEY]`, and what may be said of them.

A declaration is a small record of its own: `DECLARATION` has its fields, from which the checks and
the JSON Schema of declarations are derived.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..data import At, Data, Path
from ..findings import rules
from ..findings.finding import Finding, Problem
from ..findings.rule import Severity
from ..language import Phrase, say
from ..values.choices import Choice, ListOf, labelled
from ..values.dates import Date
from ..values.names import name_key
from ..values.scalars import Number, Truth
from ..values.texts import Text, Website
from ..values.value_type import Terms, ValueType
from .field import Field
from .kind import Kind
from .known import KINDS
from .member import MEMBER
from .tables import problems_of_table
from .terms import Labels, terms_of

TABLE = "fields"
"""The key of the table of declarations in the file."""

CHOICES = "choices"

CONTACTS = "contacts"

KEY_FORM = "[A-Za-z][A-Za-z0-9_-]{0,63}"
"""What the key of a field may be, as a regular expression."""


class _Said(NamedTuple):
    """What a declaration says of the values of its field."""

    terms: Terms
    place: Path
    personal: bool


_NUMBER = "number"

_TYPES: Mapping[str, tuple[Phrase, Callable[[_Said], ValueType]]] = {
    "text": (
        Phrase("text on one line", "单行文本"),
        lambda said: Text(maximum=1000, personal=said.personal),
    ),
    "lines": (
        Phrase("text of several lines", "多行文本"),
        lambda said: Text(maximum=5000, lines=True, personal=said.personal),
    ),
    _NUMBER: (Phrase("a number", "数值"), lambda said: Number(personal=said.personal)),
    "date": (Phrase("a date", "日期"), lambda _: Date(may_come=True)),
    "truth": (Phrase("yes or no", "是否"), lambda _: Truth()),
    "url": (Phrase("a web address", "网址"), lambda said: Website(personal=said.personal)),
    "choice": (
        Phrase("a choice", "单选"),
        lambda said: Choice(said.terms, place=said.place),
    ),
    "choices": (
        Phrase("several choices", "多选"),
        lambda said: ListOf(Choice(said.terms, place=said.place)),
    ),
    "texts": (
        Phrase("several texts", "多项文本"),
        lambda said: ListOf(Text(maximum=200, personal=said.personal)),
    ),
}
_OF_CHOICES = ("choice", "choices")
# Behind the program's own fields in a summary.
_COUNTED = 100


class Undeclared(ValueType):
    """Any value: what the type of a field is, its declaration does not say."""

    python_type = object

    def read(self, text: str) -> str:
        return text

    def problems(self, value: Any) -> Sequence[Problem]:
        return ()

    def fits(self, value: Any) -> bool:
        return True

    def order(self, value: Any) -> str:
        return str(value)

    def holds_words(self, value: Any) -> bool:
        return True

    def schema(self) -> dict[str, Any]:
        return {}


DECLARATION: Mapping[str, Field] = {
    field.key: field
    for field in (
        Field(
            "label",
            Phrase("Label", "表头"),
            Text(maximum=100),
            Phrase("what people call the field", "字段的名称"),
            required=True,
        ),
        Field(
            "label_en",
            Phrase("English label", "英文表头"),
            Text(maximum=100),
            Phrase("what people call it in English", "字段的英文名称"),
        ),
        Field(
            "help",
            Phrase("Help", "说明"),
            Text(maximum=500),
            Phrase("what to fill in", "填写说明"),
        ),
        Field(
            "type",
            Phrase("Type", "类型"),
            Choice(labelled({key: phrase for key, (phrase, _) in _TYPES.items()})),
            Phrase("what a value is", "值的类型"),
            required=True,
        ),
        Field(
            CHOICES,
            Phrase("Choices", "选项"),
            Labels(),
            Phrase("what may be chosen: key and label", "可选的内容：键和名称"),
        ),
        Field(
            "of",
            Phrase("Of", "所属"),
            Choice(
                labelled(
                    {
                        **{table: kind.words.several for table, kind in KINDS.items()},
                        CONTACTS: Phrase("contacts", "联系人"),
                    }
                )
            ),
            Phrase("whose field it is: members, if not said", "字段的所属，不填为会员"),
        ),
        Field(
            "for",
            Phrase("For", "适用类别"),
            ListOf(Choice(table="categories")),
            Phrase("the categories whose members have it; all, if not said", "适用的会员类别"),
        ),
        Field("required", Phrase("Required", "必填"), Truth(), Phrase("never empty", "必填项")),
        Field("wanted", Phrase("Wanted", "应填"), Truth(), Phrase("asked for", "应填项")),
        Field(
            "personal",
            Phrase("Personal", "个人信息"),
            Truth(),
            Phrase("masked unless asked for", "默认隐去"),
        ),
        Field(
            "summed",
            Phrase("Summed", "求和"),
            Truth(),
            Phrase("a number whose sums are told", "数值字段：表下及工作簿中列出合计"),
        ),
        Field(
            "aliases",
            Phrase("Aliases", "别名"),
            ListOf(Text(maximum=100)),
            Phrase("other headings that lists have for it", "名单中的其他表头"),
        ),
    )
}
"""What may be said of a field that a registry declares."""


def declarations(data: Data) -> dict[str, Data]:
    """The declarations in the data of a file that can be made sense of at all."""
    table = data.get(TABLE)
    declared = table.items() if isinstance(table, dict) else ()
    return {key: each for key, each in declared if isinstance(each, dict)}


def _owner(declared: Data) -> str:
    """The table whose records have a declared field, or `contacts` for those of members."""
    owner = declared.get("of")
    return owner if isinstance(owner, str) and owner in (*KINDS, CONTACTS) else MEMBER.table


def with_declared(kind: Kind, data: Data) -> Kind:
    """The kind with the fields that `data` declares for it, each behind the program's own.

    A field that the program has is not declared again.  What is wrong with a declaration leaves
    its field as plain as can be.
    """
    by_owner: dict[str, dict[str, Data]] = {}
    for key, each in declarations(data).items():
        by_owner.setdefault(_owner(each), {})[key] = each
    mine, others = by_owner.get(kind.table, {}), by_owner.get(CONTACTS, {})
    fields = dict(kind.fields)
    if CONTACTS not in fields:
        return kind.with_fields((*fields.values(), *_fields(mine, fields))) if mine else kind
    if not mine and not others:
        return kind
    # Contacts stay last, as their lines stand below all others.
    contacts = fields.pop(CONTACTS)
    known = contacts.type.fields
    tables = contacts.type.holding((*known.values(), *_fields(others, known)))
    contacts = contacts._replace(type=tables)
    return kind.with_fields((*fields.values(), *_fields(mine, kind.fields), contacts))


def _fields(declared: Mapping[str, Data], known: Mapping[str, Field]) -> list[Field]:
    """The fields that are declared, without those that are known already."""
    return [
        _field(key, each)
        for key, each in declared.items()
        if key not in known and re.fullmatch(KEY_FORM, key)
    ]


def _field(key: str, declared: Data) -> Field:
    """The field that a declaration means, as far as what it says is right."""
    said = {
        name: value
        for name, value in declared.items()
        if name in DECLARATION and not _errors(DECLARATION[name].type.problems(value))
    }
    label = said.get("label", key)
    terms = terms_of(said.get("choices", {}))
    type_: ValueType = Undeclared()
    if "type" in said and (terms or said["type"] not in _OF_CHOICES):
        _, make = _TYPES[said["type"]]
        type_ = make(_Said(terms, (TABLE, key, CHOICES), said.get("personal", False)))
    meaning = said.get("help", label)
    categories = said.get("for", ())
    return Field(
        key,
        Phrase(said.get("label_en", label), label),
        type_,
        Phrase(meaning, meaning),
        required=said.get("required", False),
        wanted=said.get("wanted", False),
        personal=said.get("personal", False),
        asked=True,
        on_form=True,
        counted=_COUNTED if type_.choices() else 0,
        summed=said.get("summed", False) and said.get("type") == _NUMBER,
        aliases=tuple(said.get("aliases", ())),
        categories=tuple(categories),
    )


def _errors(problems: Sequence[Problem]) -> bool:
    return any(problem.rule.severity is Severity.ERROR for problem in problems)


def declaration_findings(data: Data, vocabularies: Mapping[str, Terms]) -> Iterator[Finding]:
    """What is wrong with the declarations in `data`."""
    fields = {key: field.bound(vocabularies) for key, field in DECLARATION.items()}
    called: dict[tuple[str, str], str] = {}
    for key, declared in declarations(data).items():
        owner = _owner(declared)
        known = MEMBER.parts(CONTACTS) if owner == CONTACTS else KINDS[owner].fields
        if not re.fullmatch(KEY_FORM, key):
            message = say(
                "a key is made of letters, digits, _ and -, a letter first",
                "键名由字母、数字、_ 和 - 组成，以字母开头",
            )
            yield Finding(rules.WRONG_FORM, message, (TABLE, key), "key", field=key)
        if key in known:
            yield _declared_again(
                key, (), say(f"there is a field {key} already", f"已有字段 {key}")
            )
        for problem in problems_of_table(fields, declared):
            yield _of_declaration(key, problem)
        if declared.get("type") in _OF_CHOICES and "choices" not in declared:
            message = say("a choice needs choices", "单选或多选需要 choices")
            hint = say('write choices = { key = "label" }', '应写 choices = { 键 = "名称" }')
            yield Finding(rules.MISSING, message, (TABLE, key), "header", hint, field=key)
        if declared.get("summed") is True and declared.get("type") != _NUMBER:
            message = say("only numbers have sums", "只有数值字段才有合计")
            hint = say(
                'write type = "number", or take summed out', '应写 type = "number"，或删去 summed'
            )
            yield Finding(
                rules.WRONG_FORM,
                message,
                (TABLE, key, "summed"),
                "value",
                hint,
                field=f"{key}.summed",
            )
        for name, word in _words_of(declared):
            folded = owner, name_key(word)
            other = next((each.key for each in known.values() if each.is_called(word)), None)
            other = other or called.setdefault(folded, key)
            if other not in (key, None) and key not in known:
                message = say(
                    f"{other} is called {word} already", f"{word} 已是字段 {other} 的名称"
                )
                yield _declared_again(key, (name,), message)


def _words_of(declared: Data) -> Iterator[tuple[str, str]]:
    for name in ("label", "label_en"):
        if isinstance(word := declared.get(name), str):
            yield name, word


def _declared_again(key: str, steps: tuple[str, ...], message: str) -> Finding:
    hint = say("choose another name", "请换一个名称")
    at: At = "value" if steps else "key"
    return Finding(rules.DECLARED_AGAIN, message, (TABLE, key, *steps), at, hint, field=key)


def _of_declaration(key: str, problem: Problem) -> Finding:
    return Finding(
        problem.rule,
        problem.message,
        (TABLE, key, *problem.place),
        problem.at,
        problem.hint,
        field=".".join((key, *problem.named)),
    )
