"""Amendments: what a person types to change a record, and what it makes of it.

A key is the key or heading of a field, with the part that is meant after dots: `city`,
`contacts.张三.mobile`, `former_names.1`.  Places in lists count from 0; a table has a name, too.
"""

import copy
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from ..data import Data, Path, identity, same
from ..errors import NOTHING_WRITTEN, DataRefused, WrongUsage
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import say
from ..values.names import name_key
from ..values.value_type import ValueRefused, ValueType
from .changes import read_value
from .registry import Record
from .shown import masked_message, masked_personal

_EQUALS = re.compile("[=\uff1d]")


@dataclass(frozen=True, slots=True)
class Amendments:
    """What was typed: `set`, `append` and `drop` hold `key=value`, `unset` holds keys."""

    set: Sequence[str] = ()
    unset: Sequence[str] = ()
    append: Sequence[str] = ()
    drop: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.set or self.unset or self.append or self.drop)


def amended(
    record: Record, amendments: Amendments, kind: Kind, *, one_of_many: bool = False
) -> Data:
    """`record` with the amendments made: first set, then taken away, then appended.

    Places in lists are those before.  A list of which nothing is left goes as a whole.  With
    `one_of_many` it is no error where a record has not what is to be dropped.  Raises WrongUsage
    for what no record can have, DataRefused for what cannot be read or does not fit this record.
    """
    new: Data = copy.deepcopy(dict(record))
    # A list that is set several times has all of these items.
    assigned: dict[Path, list[Any]] = {}
    taken = _Taken()
    for typed in amendments.set:
        target, text = _assignment(typed, record, kind)
        if target.path not in assigned:
            taken.refuse_overlap(target.words, target.path)
            taken.add(target.path)
        value, items = _read(target, text, kind), assigned.setdefault(target.path, [])
        if target.is_whole_list:
            items += value
            value = items
        _put(new, target, value, record)
    gone: set[Path] = set()
    for words in amendments.unset:
        path = _target(words, record, kind).path
        taken.refuse_overlap(words, path)
        if _holds(record, path):
            gone.add(path)
    known_items = _Items(record)
    for typed in amendments.drop:
        target, text = _assignment(typed, record, kind)
        if target.path[:1] in assigned:
            _refuse_two_ways(target.words)
        for path in _matching(record, known_items, target, text, kind, lenient=one_of_many):
            taken.refuse_overlap(target.words, path)
            gone.add(path)
    # The later places first, so that the others stay where they are.
    for path in sorted(gone, key=_for_sorting, reverse=True):
        del _at(new, path[:-1])[path[-1]]
    known: dict[Path, set[Hashable]] = {}
    for typed in amendments.append:
        _append(new, *_assignment(typed, record, kind), kind, known)
    return {key: value for key, value in new.items() if value != [] or record.get(key) == []}


class _Taken:
    """The places in a record that other amendments are about."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()
        self._above: set[Path] = set()

    def add(self, path: Path) -> None:
        """Note that an amendment is about what stands at `path`."""
        self._paths.add(path)
        self._above.update(path[:length] for length in range(1, len(path)))

    def refuse_overlap(self, words: str, path: Path) -> None:
        """Raise WrongUsage where one is about the same, the whole of it or a part."""
        within = any(path[:length] in self._paths for length in range(1, len(path) + 1))
        if within or path in self._above:
            _refuse_two_ways(words)


def _refuse_two_ways(words: str) -> NoReturn:
    raise WrongUsage(
        say(f"{words} is to be changed in two ways at once", f"{words} 同时有两种改法")
    )


class _Target(NamedTuple):
    """What a key leads to: its words, its path in the record, and the type of what is there.

    A key without a definition, which a record may have by mistake, has no type.
    """

    words: str
    path: Path
    type: ValueType | None

    @property
    def holds_tables(self) -> bool:
        """Whether a table stands there, or a list of them."""
        return self.type is not None and bool(self.type.fields)

    @property
    def is_whole_list(self) -> bool:
        """Whether it is a field that holds a list."""
        return len(self.path) == 1 and self.type is not None and self.type.is_list


def _target(words: str, record: Record, kind: Kind) -> _Target:
    words = words.strip()
    if words in record and kind.field_called(words) is None:
        return _Target(words, (words,), None)
    first, *rest = (word.strip() for word in words.split("."))
    field = kind.known_field(first)
    path: Path = (field.key,)
    type_: ValueType | None = field.type
    tables: ValueType | None = None
    if field.type.fields and isinstance(record.get(field.key), dict):
        # One contact, written as a table by mistake, can be mended by its keys all the same.
        tables = field.type
    while rest:
        word = rest.pop(0)
        part = tables and tables.field_called(word)
        if part:
            path, type_, tables = (*path, part.key), part.type, None
        elif type_ and type_.is_list and re.fullmatch("[0-9]{1,9}", word):
            path = (*path, int(word))
            tables, type_ = (type_, None) if type_.fields else (None, type_.item)
        elif type_ and type_.is_list and type_.fields and tables is None and len(path) == 1:
            place, rest = _place_called(words, [word, *rest], record, field)
            path, tables, type_ = (*path, place), type_, None
        else:
            raise WrongUsage(
                say(f"{words}: there is no {word} in it", f"{words}：其中没有 {word}"),
                _form_of(field),
            )
    return _Target(words, path, type_ or tables)


def _place_called(
    words: str, rest: Sequence[str], record: Record, field: Field
) -> tuple[int, list[str]]:
    """The place of the one table whose name is the first of `rest`, and what is behind that.

    A name may have dots.  Raises WrongUsage for what can be no name, DataRefused where nobody or
    several are called so.
    """
    value = record.get(field.key)
    rows = value if isinstance(value, list) else []
    for count in range(len(rest), 0, -1):
        name = ".".join(rest[:count])
        found = [place for place, row in enumerate(rows) if _is_called(row, name)]
        if len(found) == 1:
            return found[0], [*rest[count:]]
        if found:
            places = ", ".join(f"{field.key}.{place}" for place in found)
            raise _refused(
                say(
                    f"{_called(record)} has several called {name}: {places}",
                    f"{_called(record)} 有多位 {name}：{places}",
                ),
                say("name one by its place", "请用序号指定其中一位"),
            )
    if len(rest) == 1 and field.type.field_called(rest[0]):
        raise WrongUsage(
            say(f"{words}: there is no {rest[0]} in it", f"{words}：其中没有 {rest[0]}"),
            _form_of(field),
        )
    names = [str(row.get("name", "?")) for row in rows if isinstance(row, dict)]
    raise _refused(
        say(
            f"{_called(record)} has nobody called {rest[0]} in {field.key}",
            f"{_called(record)} 的{field.heading.chinese}中没有 {rest[0]}",
        ),
        say("there are: ", "现有：") + masked_message(say(", ", "、").join(names)) if names else "",
    )


def _form_of(field: Field) -> str:
    """How the parts of a field are written."""
    key = field.key
    if field.type.fields:
        keys = " ".join(f"{key}.0.{part}" for part in field.type.fields)
        return say(
            f"write one of: {keys}; a name may stand in place of 0",
            f"写法：{keys}；0 处可写姓名",
        )
    if field.type.is_list:
        return say(f"the first of them is {key}.0", f"第一项为 {key}.0")
    return say(f"write {key} alone", f"只写 {key}")


def assigned(
    typed: Iterable[str], kind: Kind, answers: Mapping[str, Sequence[str]]
) -> dict[str, Sequence[str]]:
    """`answers`, and those in the form `key=value` for the fields of a new record, by key.

    Raises WrongUsage where a field has both.
    """
    given: dict[str, list[str]] = {}
    for each in typed:
        words, text = _parted(each)
        field = kind.known_field(words.strip())
        if answers.get(field.key):
            _refuse_two_ways(words)
        given.setdefault(field.key, []).append(text)
    return {**answers, **given}


def _assignment(typed: str, record: Record, kind: Kind) -> tuple[_Target, str]:
    """The target and the value in `key=value`."""
    words, text = _parted(typed)
    target = _target(words, record, kind)
    if target.type is None:
        kind.known_field(words)
    if not text.strip():
        raise WrongUsage(
            say(f"{words}= is without a value", f"{words}= 后面没有值"),
            say(f"--unset {words} takes it out", f"--unset {words} 可清除"),
        )
    return target, text


def _parted(typed: str) -> tuple[str, str]:
    words, *value = _EQUALS.split(typed, maxsplit=1)
    if not value:
        raise WrongUsage(
            say(f"{typed} is not of the form key=value", f"{typed} 不是 键=值 的形式"),
            say("like city=武汉", "如 city=武汉"),
        )
    return words, value[0]


def _read(target: _Target, text: str, kind: Kind) -> Any:
    try:
        if len(target.path) == 1:
            return read_value(kind.fields[str(target.path[0])], [text])
        value = (target.type or kind.known_field(target.words).type).read(text)
    except ValueRefused as refused:
        raise _refused(f"{target.words}: {refused}") from None
    if not target.holds_tables:
        return value
    if len(value) != 1:
        raise _refused(
            say(
                f"{target.words}: these are {len(value)} people",
                f"{target.words}：这里有 {len(value)} 位",
            )
        )
    # A place in a list of tables is one table.
    return value[0]


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _holds(value: Any, path: Path) -> bool:
    """Whether there is something at `path`: a key leads into a table, a place into a list."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(value, list) or step >= len(value):
                return False
        elif not isinstance(value, Mapping) or step not in value:
            return False
        value = value[step]
    return True


def _put(new: Data, target: _Target, value: Any, record: Record) -> None:
    *above, last = target.path
    is_place = isinstance(last, int)
    there = _holds(record, target.path if is_place else tuple(above))
    if not there or not (is_place or isinstance(_at(new, tuple(above)), dict)):
        key = target.path[0]
        raise _refused(
            say(
                f"{_called(record)} has no {target.words}", f"{_called(record)} 没有 {target.words}"
            ),
            say(f"--append {key}=… adds one", f"可用 --append {key}=… 添加"),
        )
    _at(new, tuple(above))[last] = value


class _Items:
    """The places of items in the lists of a record, by the text or the name that each has."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._places: dict[Path, dict[str, list[int]]] = {}

    def called(self, target: _Target, word: str) -> list[int]:
        """The places of the texts that are `word`, or of the tables whose name it is."""
        if target.path not in self._places:
            places: dict[str, list[int]] = {}
            for number, item in enumerate(_list_at(self._record, target)):
                if isinstance(item, dict if target.holds_tables else str):
                    called = item if isinstance(item, str) else str(item.get("name", ""))
                    places.setdefault(name_key(called), []).append(number)
            self._places[target.path] = places
        return self._places[target.path].get(name_key(word), [])


def _matching(
    record: Record, known: _Items, target: _Target, text: str, kind: Kind, *, lenient: bool
) -> list[Path]:
    """The paths of the items of a list that `text` means."""
    items = _list_at(record, target)
    if target.holds_tables and not _EQUALS.search(text):
        # A person is enough to name a contact.
        wanted = {text: known.called(target, text)}
    else:
        wanted = {
            text if target.holds_tables else str(item): (
                [n for n, other in enumerate(items) if _fits(other, item)]
                if isinstance(item, dict)
                else known.called(target, str(item))
            )
            for item in _read_beside(target, text, items, kind)
        }
    for word, found in wanted.items():
        if target.holds_tables and len(found) > 1:
            places = ", ".join(f"{target.words}.{n}" for n in found)
            raise _refused(
                say(f"{word} fits several: {places}", f"{word} 对应多项：{places}"),
                say("name one with --unset", "请用 --unset 指定其中一项"),
            )
        if not found and not lenient:
            personal = kind.fields[str(target.path[0])].personal
            texts = (str(i.get("name")) if isinstance(i, dict) else str(i) for i in items)
            shown = ", ".join(masked_personal(each) if personal else each for each in texts)
            raise _refused(
                say(
                    f"{_called(record)} has no {word} in {target.words}",
                    f"{_called(record)} 的 {target.words} 中没有 {word}",
                ),
                say("there are: ", "现有：") + shown if items else "",
            )
    return [(*target.path, n) for found in wanted.values() for n in found]


def _read_beside(target: _Target, text: str, items: list[Any], kind: Kind) -> Any:
    """What `text` means of a list that holds `items`: those that are there keep their commas."""
    if target.holds_tables or target.type is None:
        return _read(target, text, kind)
    try:
        return target.type.read_cell(text, items)
    except ValueRefused as refused:
        raise _refused(f"{target.words}: {refused}") from None


def _is_called(row: Any, name: str) -> bool:
    return isinstance(row, dict) and name_key(str(row.get("name", ""))) == name_key(name)


def _fits(item: Any, wanted: Data) -> bool:
    """Whether an item of a list is a table that has the parts that are wanted."""
    return isinstance(item, dict) and all(same(item.get(k), part) for k, part in wanted.items())


def _append(
    new: Data, target: _Target, text: str, kind: Kind, known: dict[Path, set[Hashable]]
) -> None:
    """Put what `text` means at the end of a list; `known` tells what is in the lists by now."""
    items = _list_at(new, target)
    there = known.setdefault(target.path, set())
    if not there:
        there.update(map(identity, items))
    for item in _read(target, text, kind):
        if identity(item) not in there:
            there.add(identity(item))
            items.append(item)
    new[str(target.path[0])] = items


def _list_at(record: Record, target: _Target) -> list[Any]:
    """The list that a whole field holds, empty where there is none."""
    key, *within = target.path
    if within or target.type is None or not target.type.is_list:
        raise WrongUsage(
            say(f"{target.words} is not a list", f"{target.words} 不是列表"),
            say("--set and --unset change it", "请用 --set 或 --unset"),
        )
    value = record.get(str(key), [])
    if not isinstance(value, list):
        raise _refused(
            say(
                f"{_called(record)}: {key} should be a list, but is not",
                f"{_called(record)}：{key} 应为列表，现在不是",
            ),
            say(f"--set {key}=… replaces it", f"可用 --set {key}=… 替换"),
        )
    return value


def _called(record: Record) -> str:
    return str(record.get("id", "?"))


def _refused(message: str, hint: str = "") -> DataRefused:
    return DataRefused(message, say("; ", "\uff1b").join(filter(None, (hint, NOTHING_WRITTEN))))


def _for_sorting(path: Path) -> list[tuple[bool, int, str]]:
    """What paths are sorted by, in which places and keys may stand beside each other."""
    return [(isinstance(s, str), s if isinstance(s, int) else 0, str(s)) for s in path]
