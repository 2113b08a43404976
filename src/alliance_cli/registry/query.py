"""Choosing members: filters, order, columns.  One implementation for every command that chooses."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import WrongUsage
from ..kinds.field import Field
from ..kinds.member import FIELDS, default_columns, field_called, keys_and_headings
from ..kinds.tables import Tables
from ..language import say
from ..values.choices import Choice, ListOf
from ..values.names import name_key
from ..values.scalars import Date, WholeNumber
from ..values.value_type import ValueRefused, Vocabularies
from ..values.words import guidance, suggestion
from .registry import Member, Registry, is_gone, members_called, names_of, value_of

_MOST_CANDIDATES = 20

Test = Callable[[Member], bool]

_CONDITION = re.compile(r"\s*([^!~<>=\s]+)\s*(!=|<=|>=|==|=|~|<|>)(?![=~<>])(.*)", re.DOTALL)
# A comma sets values apart unless a backslash stands before it.
_COMMA = re.compile(r"(?<!\\)[,\uff0c]")
_FULL_WIDTH = str.maketrans("\uff01\uff1d\uff1c\uff1e\uff5e", "!=<>~")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which members are wanted, in which order and columns.

    `equals` holds, for some fields, the values of which a member must have one; `where` holds
    conditions in the form `FIELD OP VALUE`.
    """

    equals: Sequence[tuple[str, Sequence[str]]] = ()
    where: Sequence[str] = ()
    search: Sequence[str] = ()
    everyone: bool = False
    sort: Sequence[str] = ()
    columns: Sequence[str] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """The members that a selection chose, ready to be shown or exported.

    `recorded` counts the members of the registry, `passed_over` those that would have been
    chosen had they not left.  `chosen_columns` tells whether somebody asked for these columns.
    """

    registry: Registry
    members: Sequence[Member]
    columns: list[Field]
    chosen_columns: bool
    passed_over: int

    @property
    def recorded(self) -> int:
        """How many members the registry holds."""
        return len(self.registry.members)


def select(
    registry: Registry, selection: Selection, *, columns: Sequence[Field] | None = None
) -> Roster:
    """The members that `selection` means; `columns` are those to show if it names none.

    Raises WrongUsage where it names a field, a value or a column that does not exist.
    """
    tests = _tests(registry, selection)
    chosen = [member for member in registry.members if all(test(member) for test in tests)]
    passed_over = 0
    if not (selection.everyone or _asks_for_status(selection)):
        present = [member for member in chosen if not is_gone(member)]
        passed_over = len(chosen) - len(present)
        chosen = present
    for word in reversed([word for part in selection.sort for word in _COMMA.split(part)]):
        chosen = in_order(chosen, word.strip(), registry.vocabularies)
    if selection.limit is not None:
        chosen = chosen[: selection.limit]
    named = [word.strip() for part in selection.columns for word in _COMMA.split(part)]
    return Roster(
        registry,
        chosen,
        _columns(named, default_columns() if columns is None else columns),
        bool(named),
        passed_over,
    )


def _tests(registry: Registry, selection: Selection) -> list[Test]:
    vocabularies = registry.vocabularies
    tests = [
        _comparison(FIELDS[key], "=", values, vocabularies)
        for key, values in selection.equals
        if values
    ]
    tests += [_condition(text, vocabularies) for text in selection.where]
    tests += [_search(text) for text in selection.search]
    return tests


def _asks_for_status(selection: Selection) -> bool:
    """Whether the selection itself says which status is wanted."""
    if any(key == "status" and values for key, values in selection.equals):
        return True
    conditions = (_CONDITION.match(text.translate(_FULL_WIDTH)) for text in selection.where)
    return any(field_called(match[1]) is FIELDS["status"] for match in conditions if match)


def known_field(word: str) -> Field:
    """The field that is called `word`; raises WrongUsage where there is none."""
    field = field_called(word)
    if field is None:
        raise WrongUsage(
            say(f"there is no field {word}", f"没有 {word} 这个字段"),
            guidance(word, keys_and_headings(), FIELDS),
        )
    return field


def _columns(words: Sequence[str], otherwise: Sequence[Field]) -> list[Field]:
    columns: dict[str, Field] = {}
    for word in words:
        for field in FIELDS.values() if word == "all" else [known_field(word)]:
            columns[field.key] = field
    return list(columns.values()) or list(otherwise)


def _search(text: str) -> Test:
    wanted = name_key(text)
    if not wanted:
        # An unset variable in a script must not choose everybody.
        raise WrongUsage(say("there is nothing to search for", "没有可供查找的文字"))

    def test(member: Member) -> bool:
        if wanted in name_key(str(member.get("id", ""))):
            return True
        return any(wanted in name_key(name) for _, _, name in names_of(member))

    return test


def _condition(text: str, vocabularies: Vocabularies) -> Test:
    match = _CONDITION.fullmatch(text.translate(_FULL_WIDTH))
    if match is None:
        raise WrongUsage(
            say(f"{text} is not a condition", f"{text} 不是条件"),
            say(
                "write FIELD OP VALUE, like 'joined>=2019-01-01'",
                "写法：字段 运算符 值，如 'joined>=2019-01-01'",
            ),
        )
    field = known_field(match[1])
    # The value is taken from the text as typed; only the operator may be full-width.
    value = text[match.start(3) :].strip()
    values = [part.replace("\\,", ",").strip() for part in _COMMA.split(value)] if value else []
    operator = "=" if match[2] == "==" else match[2]
    return _comparison(field, operator, values, vocabularies)


def _comparison(
    field: Field, operator: str, values: Sequence[str], vocabularies: Vocabularies
) -> Test:
    key = field.key
    if not values:
        if operator not in ("=", "!="):
            raise WrongUsage(
                say(f"{key}{operator} needs a value", f"{key}{operator} 后面缺少值"),
                say(f"{key}= finds those without", f"{key}= 查找没有填写的"),
            )
        missing = operator == "="
        return lambda member: (value_of(member, key) in (None, "", [])) is missing
    if isinstance(field.type, Tables):
        raise WrongUsage(
            say(
                f"{key} can only be asked for as {key}= or {key}!=",
                f"{key} 只能写 {key}= 或 {key}!=",
            )
        )
    if operator == "~":
        return _contains(field, values, vocabularies)
    if operator in ("=", "!="):
        equal = _equals(field, values, vocabularies)
        return equal if operator == "=" else lambda member: not equal(member)
    return _ordered(field, operator, values, vocabularies)


def _contains(field: Field, values: Sequence[str], vocabularies: Vocabularies) -> Test:
    wanted = [name_key(value) for value in values]

    def test(member: Member) -> bool:
        value = value_of(member, field.key)
        if value is None:
            return False
        words = [name_key(word) for word in field.type.words(value, vocabularies)]
        return any(want in word for want in wanted for word in words)

    return test


def _equals(field: Field, values: Sequence[str], vocabularies: Vocabularies) -> Test:
    item = field.type.item if isinstance(field.type, ListOf) else field.type
    if isinstance(item, (Date, WholeNumber)):
        spans = [_span(field, value, vocabularies) for value in values]
        return lambda member: any(
            low <= order <= high
            for order in (_order_of(field, member, vocabularies),)
            if order is not None
            for low, high in spans
        )
    if isinstance(item, Choice):
        wanted = {_read(field, item, value, vocabularies) for value in values}
        return lambda member: not wanted.isdisjoint(_items(value_of(member, field.key)))
    keys = {name_key(value) for value in values}
    return lambda member: (
        not keys.isdisjoint(name_key(str(value)) for value in _items(value_of(member, field.key)))
    )


def _items(value: Any) -> list[Any]:
    """The single values of a field, those that can be compared at all."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [item for item in values if not isinstance(item, (dict, list))]


def _ordered(
    field: Field, operator: str, values: Sequence[str], vocabularies: Vocabularies
) -> Test:
    if field.type.is_list:
        raise WrongUsage(
            say(
                f"{field.key} is a list and has no order; use = != or ~",
                f"{field.key} 是列表，不能比较大小，请用 = != 或 ~",
            )
        )
    spans = [_span(field, value, vocabularies) for value in values]
    compare: dict[str, Callable[[Any, tuple[Any, Any]], bool]] = {
        "<": lambda order, span: bool(order < span[0]),
        "<=": lambda order, span: bool(order <= span[1]),
        ">": lambda order, span: bool(order > span[1]),
        ">=": lambda order, span: bool(order >= span[0]),
    }
    holds = compare[operator]

    def test(member: Member) -> bool:
        order = _order_of(field, member, vocabularies)
        return order is not None and any(holds(order, span) for span in spans)

    return test


def _span(field: Field, text: str, vocabularies: Vocabularies) -> tuple[Any, Any]:
    """The lowest and the highest value that `text` means, for comparing."""
    try:
        value = field.type.comparable(text, vocabularies)
    except ValueRefused as refused:
        raise WrongUsage(f"{field.key}: {refused}") from None
    return value if isinstance(field.type, Date) else (value, value)


def _read(field: Field, item: Choice, text: str, vocabularies: Vocabularies) -> str:
    try:
        return item.read(text, vocabularies)
    except ValueRefused as refused:
        raise WrongUsage(f"{field.key}: {refused}") from None


def _order_of(field: Field, member: Member, vocabularies: Vocabularies) -> Any:
    """What a member is sorted and compared by, None where it has no value of the right type."""
    value = value_of(member, field.key)
    if type(value) is not field.type.python_type:
        return None
    return field.type.order(value, vocabularies)


def _sort_order(field: Field, member: Member, vocabularies: Vocabularies) -> Any:
    """What a member is sorted by; a sort key stands for a name that would sort wrongly."""
    if field.key == "name" and isinstance(member.get("sort_key"), str):
        field = FIELDS["sort_key"]
    return _order_of(field, member, vocabularies)


def in_order(members: Sequence[Member], word: str, vocabularies: Vocabularies) -> list[Member]:
    """`members` by one field; those without a value come last whichever way it goes."""
    descending = word.startswith("-")
    field = known_field(word.lstrip("+-"))
    orders = [(_sort_order(field, member, vocabularies), member) for member in members]
    known = [pair for pair in orders if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return [m for _, m in known] + [m for order, m in orders if order is None]


def places_of(registry: Registry, words: Sequence[str]) -> list[int]:
    """The places of the members with these ids or whole names, each once.

    Raises WrongUsage where there is none, or where there are several, of one.
    """
    return list(dict.fromkeys(place_of(registry, word, in_part=False) for word in words))


def place_of(registry: Registry, word: str, *, in_part: bool = True) -> int:
    """The place of the one member that `word` means, by id, name or, with `in_part`, part of one.

    Raises WrongUsage where there is none, or where there are several, with those.
    """
    found = members_called(registry, word, in_part=in_part)
    if len(found) == 1:
        return found[0]
    if not found:
        found = members_called(registry, word)
        if not found:
            names = [name for member in registry.members for _, _, name in names_of(member)]
            raise WrongUsage(
                say(f"there is no member {word}", f"没有会员 {word}"), suggestion(word, names)
            )
    ids = {str(registry.members[place].get("id")).casefold() for place in found}
    if len(found) > 1 and ids == {word.casefold()}:
        raise WrongUsage(
            say(
                f"{len(found)} members have the id {word}",
                f"有 {len(found)} 家会员的编号都是 {word}",
            ),
            say("give them ids of their own in the file first", "请先在文件中改为不同的编号"),
        )
    candidates = [registry.members[place] for place in found[:_MOST_CANDIDATES]]
    listed = [f"  {m.get('id', '?')}  {m.get('name', '?')}" for m in candidates]
    if len(found) > _MOST_CANDIDATES:
        listed.append(say(f"  and {len(found) - _MOST_CANDIDATES} more", "  ……"))
    several = say(
        f"{_counted(len(found))} {word} in id or name; name one by its id:",
        f"有 {len(found)} 家会员符合 {word}，请用编号指定其中一个：",
    )
    raise WrongUsage("\n".join((several, *listed)))


def _counted(number: int) -> str:
    return f"{number} members have" if number > 1 else "one member has"
