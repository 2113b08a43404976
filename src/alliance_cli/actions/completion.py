"""Completion: what may stand where somebody is typing a command, and what each of it means.

This is an action because it takes several rooms: the records and fields of the registry that the
command would use, the rules of the checks, the files of a folder.  It reads and prints nothing.
Which option takes what is said in `options`; how a shell asks and is answered in `views.shells`.

What is offered is never personal: no value of a personal field or of a contact, and no text in
which a number or an address of a person stands.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

# Every command says what is offered for its options; the registry is read when a shell asks.
if TYPE_CHECKING:
    from ..kinds.field import Field
    from ..kinds.kind import Kind
    from ..registry.registry import Record, Registry
    from ..values.value_type import ValueType

ASKING = "_ALLIANCE_COMPLETE"
"""The variable by which a shell asks; it names the shell."""

MOST = 200
"""As many are offered at once; who wants another types its beginning."""


class Offer(NamedTuple):
    """A text that may be typed, and what it means."""

    value: str
    help: str = ""


class Files(NamedTuple):
    """The files whose names end so, any where no ending is named, and the folders on the way."""

    endings: Sequence[str] = ()


class Asked:
    """The question what may stand there: the text so far, and the command that is typed.

    That is the registry that was named, the kind of the records that the command is about, members
    if none is given, and what was given for its other parameters.
    """

    def __init__(
        self,
        typed: str,
        named: str | None = None,
        kind: "Kind | None" = None,
        given: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self.typed = typed
        self.given = given
        self._named = named
        self._kind = kind
        self._registry: Registry | None = None

    @property
    def registry(self) -> "Registry":
        """The registry that the command would use; raises what reading it raises."""
        if self._registry is None:
            # Not everything that is offered is of a registry.
            from ..store.load import load
            from ..store.locate import find_registry

            self._registry = load(find_registry(self._named)).registry
        return self._registry

    @property
    def kind(self) -> "Kind":
        """The kind of the records that the command is about."""
        from ..kinds.member import MEMBER

        return self.registry.kinds[(self._kind or MEMBER).table]

    def behind(self, end: int) -> "Asked":
        """The same question about the text behind `end`."""
        rest = Asked(self.typed[end:], self._named, self._kind, self.given)
        rest._registry = self._registry
        return rest


Offers = Callable[[Asked], Iterable[Offer]]
"""What may stand somewhere.  Of its texts those are meant that begin as what was typed."""


def offered(offers: Offers, asked: Asked) -> list[Offer]:
    """What `offers` has that begins as what was typed, in whatever case, each text once.

    Left out is a text with something personal in it, and one that nobody could type.
    """
    from ..channels import line
    from ..registry.shown import masked_message

    chosen: dict[str, Offer] = {}
    for value, told in offers(asked):
        if value in chosen or not value.casefold().startswith(asked.typed.casefold()):
            continue
        if masked_message(value) == value == line(value):
            chosen[value] = Offer(value, masked_message(told))
        if len(chosen) == MOST:
            break
    # Shells go on from what all of them have in common, which would be less than was typed.
    exact = [each for each in chosen.values() if each.value.startswith(asked.typed)]
    return exact or [*chosen.values()]


def files_of(files: Files, typed: str) -> list[Offer]:
    """The files and folders that begin as what was typed; folders end in a slash."""
    folder, name = os.path.split(typed)
    before = typed.removesuffix(name)
    found = []
    for each in sorted(Path(folder or ".").expanduser().iterdir()):
        if each.name.startswith(".") and not name.startswith("."):
            continue
        if each.is_dir():
            found.append(Offer(f"{before}{each.name}/"))
        elif not files.endings or each.suffix.lower() in files.endings:
            found.append(Offer(before + each.name))
    return offered(lambda _: found, Asked(typed))


# --- what there is to offer


def words(known: Iterable[str]) -> Offers:
    """The offers of words that are always the same."""
    found = [Offer(word) for word in known]
    return lambda _: found


def choices_of(kind: "ValueType") -> Offers:
    """The offers of the keys that a type has, and of their labels once something was typed."""
    return lambda asked: _keys_and_labels(asked, kind.choices())


def _keys_and_labels(asked: Asked, labels: Mapping[str, str]) -> Iterator[Offer]:
    yield from (Offer(key, label) for key, label in labels.items())
    if asked.typed:
        yield from (Offer(label, key) for key, label in labels.items())


def records(asked: Asked) -> Iterator[Offer]:
    """The ids of the records that the command is about, and names once something was typed."""
    return _called(asked, asked.kind)


def records_of(table: str) -> Offers:
    """The offers of the records of this table, in whatever command."""
    return lambda asked: _called(asked, asked.registry.kinds[table])


def anything(asked: Asked) -> Iterator[Offer]:
    """What `records` offers, and in a command about members the ids of all other records."""
    from ..kinds.member import MEMBER

    yield from records(asked)
    if asked.kind.table == MEMBER.table:
        for kind in asked.registry.kinds.values():
            if kind.table != MEMBER.table:
                yield from _ids(asked, kind)


def holders(asked: Asked) -> Iterator[Offer]:
    """Whoever can have a seat in a body."""
    from ..kinds.shared import SEATS

    for kind in asked.registry.kinds.values():
        if SEATS in kind.fields:
            yield from _called(asked, kind)


def seated(asked: Asked) -> Iterator[Offer]:
    """Whoever has a seat in the body that was named before."""
    # Only the commands about seats need it.
    from ..registry.seats import seats

    bodies = {str(body.get("id")) for body in _bodies_named(asked)}
    having = [seat for seat in seats(asked.registry) if seat.body in bodies]
    for kind, place in dict.fromkeys((seat.kind, seat.place) for seat in having):
        yield from _called(asked, kind, [asked.registry.of(kind)[place]])


def roles_of_body(asked: Asked) -> Iterator[Offer]:
    """The roles of the body that was named before, or those of the registry."""
    from ..kinds.member import MEMBER
    from ..kinds.shared import SEATS

    having = [body["roles"] for body in _bodies_named(asked) if isinstance(body.get("roles"), dict)]
    role = asked.registry.kinds[MEMBER.table].parts(SEATS)["role"].type
    labels = role.choices()
    keys = dict.fromkeys(key for each in having for key in each) or labels
    return _keys_and_labels(asked, {key: labels.get(key, "") for key in keys})


def terms_of_body(asked: Asked) -> Iterator[Offer]:
    """The terms of office of the body that was named before, with their days."""
    from ..registry.registry import tables_of

    for body in _bodies_named(asked):
        for term in tables_of(body, "terms"):
            days = [str(term[key]) for key in ("from", "until") if key in term]
            yield Offer(str(term.get("number", "")), " – ".join(days))


def _bodies_named(asked: Asked) -> "list[Record]":
    from ..kinds.body import BODY
    from ..registry.registry import Directory

    kind = asked.registry.kinds[BODY.table]
    places = Directory(asked.registry, kind).called(asked.given.get("body") or "")
    return [asked.registry.of(kind)[place] for place in places]


def _called(asked: Asked, kind: "Kind", among: "Sequence[Record] | None" = None) -> Iterator[Offer]:
    """The ids of records, those of a kind if none are given, and names once something was typed."""
    from ..registry.registry import names_of

    among = asked.registry.of(kind) if among is None else among
    yield from _ids(asked, kind, among)
    if asked.typed:
        for record in among:
            for _, _, name in names_of(record, kind):
                yield Offer(name, str(record.get("id", "")))


def _ids(asked: Asked, kind: "Kind", among: "Sequence[Record] | None" = None) -> Iterator[Offer]:
    from ..registry.registry import title_of

    for record in asked.registry.of(kind) if among is None else among:
        if isinstance(identifier := record.get("id"), str):
            yield Offer(identifier, str(title_of(record)))


def fields(asked: Asked) -> Iterator[Offer]:
    """The fields of a record, by key, and by heading once something was typed."""
    return _columns(asked, lambda key, _: "." not in key)


def lists(asked: Asked) -> Iterator[Offer]:
    """Those that hold a list."""
    return _columns(asked, lambda _, field: field.type.is_list)


def columns(asked: Asked) -> Iterator[Offer]:
    """What a column of a spreadsheet may hold: fields, and the parts of contacts."""
    return _columns(asked, lambda *_: True)


def choosing(asked: Asked) -> Iterator[Offer]:
    """Those of these whose values are words of the registry."""
    return _columns(asked, lambda _, field: field.type.takes_words)


def _columns(asked: Asked, fits: "Callable[[str, Field], bool]") -> Iterator[Offer]:
    kind = asked.kind
    named = ((key, kind.column(key)) for key in kind.columns())
    found = [(key, each) for key, each in named if not each.type.fields and fits(key, each)]
    yield from (Offer(key, str(each.heading)) for key, each in found)
    if asked.typed:
        # What a part of a contact is called, a field may be called too.
        own = [(key, each) for key, each in found if "." not in key]
        yield from (Offer(heading, key) for key, each in own for heading in each.heading)


def values_of(word: str) -> Offers:
    """The offers of what a field or a column that is called `word` may hold.

    These are its choices, or the records that it names, or what others have in it.
    """
    return lambda asked: _values(asked, word)


def _values(asked: Asked, word: str) -> Iterator[Offer]:
    from ..values.names import name_key

    kind = asked.kind
    keys = (called.get(name_key(word)) for called in kind.column_words)
    key = next(filter(None, keys), None)
    if key is None:
        return
    field = kind.column(key)
    if field.type.choices():
        yield from choices_of(field.type)(asked)
    elif key in kind.references:
        yield from _called(asked, asked.registry.kinds[kind.references[key]])
    elif "." not in key and not field.personal:
        yield from map(Offer, _used(asked, field))


def _used(asked: Asked, field: "Field") -> list[str]:
    """What stands in a field that several records have the same in, the most frequent first."""
    if not (field.type.is_list or field.type.suggests_used or field.type.is_open):
        return []
    values = [record.get(field.key) for record in asked.registry.of(asked.kind)]
    items = [item for each in values for item in (each if isinstance(each, list) else [each])]
    counted = Counter(item for item in items if isinstance(item, str))
    return [text for text, _ in counted.most_common()]


def rules(_: Asked) -> Iterator[Offer]:
    """The codes of the checks."""
    # Its modules are as many as the checks.
    from ..checks.catalogue import every_rule

    return (Offer(rule.code, str(rule.title)) for rule in every_rule().values())


# --- texts of several parts


def listed(offers: Offers) -> Offers:
    """The offers of several of these with commas between them."""
    return lambda asked: _behind(asked, _after_commas(asked.typed), offers)


def downwards(offers: Offers) -> Offers:
    """The offers of these, with a minus before them or without."""
    return lambda asked: _behind(asked, asked.typed.startswith("-"), offers)


def assigned(left: Offers, right: Offers | None = None, *, sign: str = "=") -> Offers:
    """The offers of `LEFT=RIGHT`: of the left, then of the right.

    The right is what a field called as the left may hold, unless `right` says what it is.
    """

    def found(asked: Asked) -> Iterator[Offer]:
        before, equals, _ = asked.typed.partition(sign)
        if equals:
            return _behind(asked, len(before) + 1, right or listed(values_of(before)))
        return (Offer(value + sign, told) for value, told in left(asked))

    return found


def conditions(asked: Asked) -> Iterator[Offer]:
    """The offers of conditions: `FIELD=`, then the values of the field, with commas."""
    from ..registry.query import CONDITION

    match = CONDITION.match(asked.typed)
    if match is None:
        return (Offer(f"{value}=", told) for value, told in columns(asked))
    return _behind(asked, match.start(3), listed(values_of(match[1])))


def meanings(asked: Asked) -> Iterator[Offer]:
    """The offers of `COLUMN:VALUE=CHOICE`: the columns with choices, then the choices."""
    column, _, rest = asked.typed.partition(":")
    if "=" in rest:
        return _behind(asked, asked.typed.rindex("=") + 1, values_of(column))
    return iter(assigned(choosing, words(()), sign=":")(asked))


def _behind(asked: Asked, end: int, offers: Offers) -> Iterator[Offer]:
    before = asked.typed[:end]
    return (Offer(before + value, told) for value, told in offers(asked.behind(end)))


def _after_commas(text: str) -> int:
    return max(text.rfind(comma) for comma in _COMMAS) + 1


_COMMAS = ",\N{FULLWIDTH COMMA}"
