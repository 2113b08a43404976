"""Choosing members: filters, order, columns.  One implementation for every command that chooses."""

import contextlib
import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import WrongUsage
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..kinds.shared import SEATS
from ..language import say
from ..values.choices import COMMAS, LIST_MARKS, parted
from ..values.names import name_key
from ..values.value_type import ValueRefused
from ..values.words import guidance, suggestion
from .membership import joins_later, was_there
from .registry import (
    Directory,
    Record,
    Registry,
    has_value,
    is_gone,
    names_of,
    tables_of,
    value_of,
)
from .seats import GROUPS, is_in_group
from .shown import masked_message

_MOST_CANDIDATES = 20

Test = Callable[[Record], bool]

CONDITION = re.compile(r"\s*([^!~<>=\s]+)\s*(!=|<=|>=|==|=|~|<|>)(?![=~<>])(.*)", re.DOTALL)
"""What a condition is: the word for a field, an operator, and values."""

# What would go with the operator before it.
_CONDITION_MARKS = re.compile("[!~<>=\uff01\uff1d\uff1c\uff1e\uff5e]")
# What sets values apart, unless a backslash stands before it or quotes around it.
_COMMAS = re.compile("[,\uff0c]")
_QUOTES = dict(
    zip(
        "\"'\u201c\u2018\u300c\u300e\uff02\uff07",
        "\"'\u201d\u2019\u300d\u300f\uff02\uff07",
        strict=True,
    )
)
_QUOTED = re.compile(
    rf"(?:\A|(?<={COMMAS}))\s*"
    rf"({'|'.join(f'{first}[^{last}]*{last}' for first, last in _QUOTES.items())})"
    rf"\s*(?={COMMAS}|\Z)"
)
_FULL_WIDTH = str.maketrans("\uff01\uff1d\uff1c\uff1e\uff5e", "!=<>~")


class Selection(NamedTuple):
    """Which members are wanted, in which order and columns.

    `equals` holds, for some fields, the values of which a member must have one; `where` holds
    conditions in the form `FIELD OP VALUE`.  With a day in `on`, those are wanted who were members
    at its end, by the dates of their records, whatever became of them.
    """

    equals: Sequence[tuple[str, Sequence[str]]] = ()
    where: Sequence[str] = ()
    search: Sequence[str] = ()
    everyone: bool = False
    sort: Sequence[str] = ()
    columns: Sequence[str] = ()
    limit: int | None = None
    on: datetime.date | None = None


class Roster(NamedTuple):
    """The members that a selection chose, ready to be shown or exported.

    `recorded` counts the members of the registry, `passed_over` those that would have been
    chosen had they not left.  `chosen_columns` tells whether somebody asked for these columns.
    Where those of a day were wanted, `undated` counts those of whom the dates do not say whether
    they were members, `coming` those who join after that day and after today.
    """

    registry: Registry
    kind: Kind
    members: Sequence[Record]
    columns: list[Field]
    chosen_columns: bool
    passed_over: int
    undated: int = 0
    coming: int = 0

    @property
    def recorded(self) -> int:
        """How many members the registry holds."""
        return len(self.registry.of(self.kind))


def select(
    registry: Registry,
    kind: Kind,
    selection: Selection,
    *,
    columns: Sequence[Field] | None = None,
) -> Roster:
    """The records that `selection` means; `columns` are those to show if it names none.

    Raises WrongUsage where it names a field, a value or a column that does not exist.
    """
    tests = _tests(registry, kind, selection)
    chosen = [record for record in registry.of(kind) if all(test(record) for test in tests)]
    passed_over = undated = coming = 0
    if selection.on is not None:
        day, latest = selection.on, max(selection.on, datetime.date.today())
        answers = [was_there(record, kind, day) for record in chosen]
        undated = answers.count(None)
        if kind.table == MEMBER.table:
            coming = sum(joins_later(record, latest) for record in chosen)
        chosen = [record for record, was in zip(chosen, answers, strict=True) if was]
    elif not (selection.everyone or _asks_for_status(kind, selection)):
        present = [record for record in chosen if not is_gone(record, kind)]
        passed_over = len(chosen) - len(present)
        chosen = present
    for word in reversed(field_words(kind, selection.sort)):
        chosen = in_order(chosen, kind, word)
    if selection.limit is not None:
        chosen = chosen[: selection.limit]
    named = field_words(kind, selection.columns)
    otherwise = kind.default_columns if columns is None else columns
    shown = _columns(kind, named) or list(otherwise)
    return Roster(registry, kind, chosen, shown, bool(named), passed_over, undated, coming)


def test_of(registry: Registry, kind: Kind, selection: Selection) -> Test:
    """The test whether a record of a registry is one that `selection` asks for, gone or not.

    Raises WrongUsage where it names a field or a value that does not exist.
    """
    tests = _tests(registry, kind, selection)
    return lambda record: all(test(record) for test in tests)


def condition_of(field: Field, operator: str, *texts: str) -> str | None:
    """The condition that compares a field with any of these values, where it can be written.

    It is read back as just that: marks in a text stand in quotes.
    """
    values = [_quoted(field, text) for text in texts]
    if None in values:
        return None
    written = f"{field.key}{operator}{','.join(value or '' for value in values)}"
    match = CONDITION.fullmatch(written.translate(_FULL_WIDTH))
    return written if match and (match[1], match[2]) == (field.key, operator) else None


def _quoted(field: Field, text: str) -> str | None:
    """`text` as one value of a condition, in quotes if need be."""
    wide = _CONDITION_MARKS.match(text)
    for first, last in (*([] if wide else [("", "")]), *_QUOTES.items()):
        if _values(field, (written := f"{first}{text}{last}").strip()) == [text]:
            return written
    return None


def field_words(kind: Kind, typed: Sequence[str]) -> list[str]:
    """The words for fields that were typed, some of which have a comma of their own."""
    whole = [word for word in kind.field_words if LIST_MARKS.search(word)]
    return [word for part in typed for word in parted(part, whole)]


def _tests(registry: Registry, kind: Kind, selection: Selection) -> list[Test]:
    tests = [
        _in_group(registry, kind, values, selection.on)
        if key == GROUPS and SEATS in kind.fields
        else _comparison(kind.fields[key], "=", _choices(kind.fields[key], values))
        for key, values in selection.equals
        if values
    ]
    tests += [_condition(kind, text) for text in selection.where]
    tests += [_search(kind, text) for text in selection.search]
    return tests


def _in_group(
    registry: Registry, kind: Kind, texts: Sequence[str], day: datetime.date | None
) -> Test:
    """The test whether a record has a seat in one of these bodies, now or on a day."""
    field = kind.fields[GROUPS]
    with _refused_by(field):
        bodies = [field.type.item.read(text) for text in _choices(field, texts)]
    sits = is_in_group(registry, kind, day or datetime.date.today())
    return lambda record: any(sits(record, body) for body in bodies)


def _choices(field: Field, texts: Sequence[str]) -> list[str]:
    """The values that options name: of a list several in one, like everywhere."""
    if not field.type.is_list:
        return list(texts)
    return [value for text in texts for value in _values(field, text)]


def _asks_for_status(kind: Kind, selection: Selection) -> bool:
    """Whether the selection itself says which status is wanted."""
    if any(key == "status" and values for key, values in selection.equals):
        return True
    conditions = (CONDITION.match(text.translate(_FULL_WIDTH)) for text in selection.where)
    status = kind.fields.get("status")
    return any(kind.field_called(match[1]) is status for match in conditions if match)


def _columns(kind: Kind, words: Sequence[str]) -> list[Field]:
    columns: dict[str, Field] = {}
    for word in words:
        for field in kind.fields.values() if word == "all" else [kind.known_field(word)]:
            columns[field.key] = field
    return list(columns.values())


def _search(kind: Kind, text: str) -> Test:
    wanted = name_key(text)
    if not wanted:
        # An unset variable in a script must not choose everybody.
        raise WrongUsage(say("there is nothing to search for", "没有可供查找的文字"))

    # Somebody is found by a part of the name, or by a whole number or address.
    nested = [
        (field, [(key, part.type.equal_to([text])) for key, part in parts.items() if part.personal])
        for field in kind.nested.values()
        if (parts := field.type.fields)
    ]

    def test(member: Record) -> bool:
        if wanted in name_key(str(member.get("id", ""))):
            return True
        if any(wanted in name_key(name) for _, _, name in names_of(member, kind)):
            return True
        return any(
            wanted in name_key(str(table.get("name", "")))
            or any(key in table and is_equal(table[key]) for key, is_equal in equals)
            for field, equals in nested
            for table in tables_of(member, field.key)
        )

    return test


def _condition(kind: Kind, text: str) -> Test:
    match = CONDITION.fullmatch(text.translate(_FULL_WIDTH))
    if match is None:
        raise WrongUsage(
            say(f"{text} is not a condition", f"{text} 不是条件"),
            say(
                "write FIELD OP VALUE, like 'joined>=2019-01-01'",
                "写法：字段 运算符 值，如 'joined>=2019-01-01'",
            ),
        )
    first, *below = match[1].split(".")
    field = kind.known_field(first if below else match[1])
    part = field.type.field_called(".".join(below)) if below else None
    if below and part is None:
        raise WrongUsage(
            say(f"there is no field {match[1]}", f"没有 {match[1]} 这个字段"),
            guidance(".".join(below), field.type.fields, field.type.fields),
        )
    # The value is taken from the text as typed; only the operator may be full-width.
    value = text[match.start(3) :].strip()
    values = list(filter(None, _values(part or field, value)))
    operator = "=" if match[2] == "==" else match[2]
    if part is not None:
        return _comparison_of_part(field, part, operator, values)
    return _comparison(field, operator, values)


def _comparison_of_part(field: Field, part: Field, operator: str, values: Sequence[str]) -> Test:
    """The test whether a condition holds for one of the tables of a record, such as its contacts.

    With != it is that = holds for none.  A number or an address is asked for as a whole.
    """
    if part.personal and operator not in ("=", "!="):
        called = f"{field.key}.{part.key}"
        raise WrongUsage(
            say(
                f"{called} can only be asked for as a whole, with {called}=…",
                f"{called} 只能按完整的内容查找，请写 {called}=…",
            )
        )
    is_none = (operator == "!=") is bool(values)
    # Those without a value are those of whom nobody has one.
    asked = _comparison(part, "!=" if not values else "=" if is_none else operator, values)
    return lambda record: any(map(asked, tables_of(record, field.key))) is not is_none


def _values(field: Field, text: str) -> list[str]:
    """The values in `text`, between commas, or the marks of a list where the field is one.

    Quotes around a value are taken off, and the marks in them belong to it.
    """
    marks = LIST_MARKS if field.type.is_list else _COMMAS
    quoted = [match[1] for match in _QUOTED.finditer(text)]
    return [_without_quotes(item) for item in parted(text, quoted, marks)]


def _without_quotes(text: str) -> str:
    return text[1:-1] if len(text) > 1 and _QUOTES.get(text[0]) == text[-1] else text


def _comparison(field: Field, operator: str, values: Sequence[str]) -> Test:
    key = field.key
    if not values:
        if operator not in ("=", "!="):
            raise WrongUsage(
                say(f"{key}{operator} needs a value", f"{key}{operator} 后面缺少值"),
                say(f"{key}= finds those without", f"{key}= 查找没有填写的"),
            )
        given = operator == "!="
        return lambda record: has_value(record, field) is given
    if field.type.fields:
        raise WrongUsage(
            say(
                f"{key} can only be asked for as {key}= or {key}!=",
                f"{key} 只能写 {key}= 或 {key}!=",
            )
        )
    if operator == "~":
        return _contains(field, values)
    if operator in ("=", "!="):
        equal = _equals(field, values)
        return equal if operator == "=" else lambda record: not equal(record)
    return _ordered(field, operator, values)


def _contains(field: Field, values: Sequence[str]) -> Test:
    wanted = [name_key(field.type.folded(value)) for value in values]

    def test(record: Record) -> bool:
        value = value_of(record, field)
        if value is None:
            return False
        words = [name_key(word) for word in field.type.words(value)]
        return any(want in word for want in wanted for word in words)

    return test


def _equals(field: Field, values: Sequence[str]) -> Test:
    with _refused_by(field):
        equal = field.type.equal_to(values)
    return lambda record: any(map(equal, _items(value_of(record, field))))


@contextlib.contextmanager
def _refused_by(field: Field) -> Iterator[None]:
    """Say of a value that cannot be read which field refuses it."""
    try:
        yield
    except ValueRefused as refused:
        raise WrongUsage(f"{field.key}: {refused}") from None


def _items(value: Any) -> list[Any]:
    """The single values of a field, those that can be compared at all."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [item for item in values if not isinstance(item, (dict, list))]


_Holds = Callable[[tuple[Any, Any], tuple[Any, Any]], bool]
# What is compared may itself be a span: it must hold for the whole of it.
_ORDERINGS: Mapping[str, _Holds] = {
    "<": lambda extent, span: bool(extent[1] < span[0]),
    "<=": lambda extent, span: bool(extent[1] <= span[1]),
    ">": lambda extent, span: bool(extent[0] > span[1]),
    ">=": lambda extent, span: bool(extent[0] >= span[0]),
}


def _ordered(field: Field, operator: str, values: Sequence[str]) -> Test:
    if field.type.is_list:
        raise WrongUsage(
            say(
                f"{field.key} is a list and has no order; use = != or ~",
                f"{field.key} 是列表，不能比较大小，请用 = != 或 ~",
            )
        )
    with _refused_by(field):
        spans = [field.type.span(value) for value in values]
    holds = _ORDERINGS[operator]

    def test(record: Record) -> bool:
        value = value_of(record, field)
        if value is None or not field.type.fits(value):
            return False
        extent = field.type.extent(value)
        return any(holds(extent, span) for span in spans)

    return test


def _order_of(field: Field, record: Record) -> Any:
    """What a record is sorted by, None where it has no value of the right type."""
    value = value_of(record, field)
    return field.type.order(value) if value is not None and field.type.fits(value) else None


def _sort_order(kind: Kind, field: Field, record: Record) -> Any:
    """What a record is sorted by; a sort key stands for a name that would sort wrongly."""
    if field.key == "name" and isinstance(record.get("sort_key"), str):
        field = kind.fields["sort_key"]
    return _order_of(field, record)


def in_order(records: Sequence[Record], kind: Kind, word: str) -> list[Record]:
    """`records` by one field; those without a value come last whichever way it goes."""
    descending = word.startswith("-")
    field = kind.known_field(word.lstrip("+-"))
    orders = [(_sort_order(kind, field, record), record) for record in records]
    known = [pair for pair in orders if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return [record for _, record in known] + [record for order, record in orders if order is None]


def places_of(registry: Registry, kind: Kind, words: Sequence[str]) -> list[int]:
    """The places of the members with these ids or whole names, each once.

    Raises WrongUsage where there is none, or where there are several, of one.
    """
    directory = Directory(registry, kind)
    places = (_place_of(registry, kind, directory, word, in_part=False) for word in words)
    return list(dict.fromkeys(places))


def place_of(registry: Registry, kind: Kind, word: str, *, in_part: bool = True) -> int:
    """The place of the one member that `word` means, by id, name or, with `in_part`, part of one.

    Raises WrongUsage where there is none, or where there are several, with those.
    """
    return _place_of(registry, kind, Directory(registry, kind), word, in_part=in_part)


def _place_of(
    registry: Registry, kind: Kind, directory: Directory, word: str, *, in_part: bool
) -> int:
    records, words = registry.of(kind), kind.words
    several, counted = words.several.english, f"{words.measure}{words.several.chinese}"
    found = directory.called(word, in_part=in_part)
    if len(found) == 1:
        return found[0]
    if not found:
        found = directory.called(word)
        if not found:
            names = [name for record in records for _, _, name in names_of(record, kind)]
            raise WrongUsage(
                say(f"there is no {words.one.english} {word}", f"没有{words.one.chinese} {word}"),
                suggestion(word, names),
            )
    ids = {str(records[place].get("id")).casefold() for place in found}
    if len(found) > 1 and ids == {word.casefold()}:
        raise WrongUsage(
            say(
                f"{len(found)} {several} have the id {word}",
                f"有 {len(found)} {counted}的编号都是 {word}",
            ),
            say("give them ids of their own in the file first", "请先在文件中改为不同的编号"),
        )
    candidates = [records[place] for place in found[:_MOST_CANDIDATES]]
    words_of = (
        [masked_message(str(m.get(key, "?"))) for key in ("id", "name")] for m in candidates
    )
    listed = [f"  {identifier}  {name}" for identifier, name in words_of]
    if len(found) > _MOST_CANDIDATES:
        listed.append(
            say(
                f"  and {len(found) - _MOST_CANDIDATES} more",
                f"  以及另外 {len(found) - _MOST_CANDIDATES} 个",
            )
        )
    holders = f"{len(found)} {several} have" if len(found) > 1 else f"one {words.one.english} has"
    message = say(
        f"{holders} {word} in id or name; name one by its id:",
        f"有 {len(found)} {counted}符合 {word}，请用编号指定其中一个：",
    )
    raise WrongUsage(message, details=listed)
