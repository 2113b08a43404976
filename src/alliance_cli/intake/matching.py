"""Matching: which member a row of a list from outside is about."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from ..channels import unguarded
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import Wording, say
from ..registry.registry import Registry, names_of
from ..registry.shown import Shown, called
from ..values.characters import printable
from ..values.names import loose_key, name_key
from ..values.words import is_clear, means_nothing
from .rows import Row

_MOST_NAMED = 5
# A shorter name stands in too many others to mean anything.
_SHORTEST = 3
# A longer one is wrong by itself, and has very many parts.
_LONGEST = 200


class Match(NamedTuple):
    """The place of the member that a row is about, None for one that is not there.

    `doubt` says why it cannot be told.
    """

    place: int | None = None
    doubt: str = ""


def places_of_names(
    registry: Registry, kind: Kind, ids: Mapping[str, str]
) -> dict[str, int | None]:
    """The places of the members with these ids, by name; None where there is no id.

    A name whose member is gone is left out.
    """
    if not ids:
        return {}
    places = {str(record.get("id")): place for place, record in enumerate(registry.of(kind))}
    return {
        name: places.get(identifier) if identifier else None
        for name, identifier in ids.items()
        if not identifier or identifier in places
    }


def without_known_id(rows: Sequence[Row], registry: Registry, kind: Kind) -> list[Row]:
    """The rows that may be about nobody: whose id is not that of a record, to the letter."""
    ids = {str(record["id"]) for record in registry.of(kind) if "id" in record}
    known = {identifier for identifier in ids if _said(name_key(identifier))}
    return [row for row in rows if row.cells.get("id") not in known]


class Nearly(NamedTuple):
    """A name in a row that is no member's, but stands in a name of the one at `place`."""

    name: str
    row: Row
    place: int


class Matcher:
    """Finds members by what identifies them: the id, else the credit code, else any name.

    `said` are folded names of which somebody said whose they are, None for a new member's.
    """

    def __init__(
        self, registry: Registry, kind: Kind, said: Mapping[str, int | None] = MappingProxyType({})
    ) -> None:
        self._records = registry.of(kind)
        self._kind = kind
        self._said = said
        masked = Shown(registry, Wording.CHINESE)
        self._ids: dict[str, Sequence[int]] = {}
        self._codes: dict[str, Sequence[int]] = {}
        self._names: dict[str, Sequence[int]] = {}
        for place, member in enumerate(self._records):
            alone = (place,)
            if (identifier := member.get("id")) is not None:
                # As it stands, or as an export shows it.
                texts = {str(identifier), masked.cell(member, kind.fields["id"])}
                shown = texts | {printable(text, keep="\n\t") for text in texts}
                for key in set(map(name_key, _as_read(shown))):
                    _put(self._ids, key, alone)
            if (code := member.get("credit_code")) is not None:
                # A code of a wrong type is shown as text too.
                for key in set(map(self._code, _as_read([str(code)]))):
                    _put(self._codes, key, alone)
            # A name of a wrong type is shown as text.
            names = {str(member[key]) for key in kind.identified_by if key in member}
            names.update(name for _, _, name in names_of(member, kind))
            # An export without contacts may show a part of it masked.
            names.update([masked.said(name) for name in names])
            for key in set(map(name_key, _as_read(names))):
                _put(self._names, key, alone)

    def match(self, cells: Mapping[str, str]) -> Match:
        """The member that a row with these cells is about."""
        identifier, code, names = self._signs(cells)
        by_id, by_code, by_name = self._having(identifier, code, names)
        if identifier and not by_id and (others := by_code or by_name):
            return _doubt(
                f"there is no id {cells['id'].strip()}, but this is like {self._called(others)}",
                f"没有编号 {cells['id'].strip()}，但与 {self._called(others)} 相符",
            )
        for found, english, chinese in (
            (by_id, "id", "编号"),
            (by_code, "credit code", "信用代码"),
            (by_name, "name", "名称"),
        ):
            if len(found) > 1:
                return _doubt(
                    f"several members have this {english}: {self._called(found)}",
                    f"有多家会员的{chinese}相符：{self._called(found)}",
                )
            if found:
                return self._agreed(found[0], by_code, by_name, code if found is by_name else "")
        return Match()

    def _signs(self, cells: Mapping[str, str]) -> tuple[str, str, list[str]]:
        """The folded id, the code and the folded names that a row has."""
        names = (name_key(cells.get(each, "")) for each in self._kind.identified_by)
        return (
            _said(name_key(cells.get("id", ""))),
            self._code(cells.get("credit_code", "")),
            [key for key in names if key],
        )

    def _having(
        self, identifier: str, code: str, names: Sequence[str]
    ) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """The places of those with this id, those with this code, and those with these names."""
        said = [self._said[key] for key in names if key in self._said]
        places = [[place] if place is not None else [] for place in said]
        return (
            self._ids.get(identifier, ()) if identifier else (),
            self._codes.get(code, ()) if code else (),
            sorted({*chain(*(places or (self._names.get(key, ()) for key in names)))}),
        )

    def identifies(self, cells: Mapping[str, str]) -> bool:
        """Whether a row has anything that may say which member it is about."""
        return any(self._signs(cells))

    def possible(self, cells: Mapping[str, str]) -> set[int]:
        """The places of all members that a row may be about, whose id, code and names disagree."""
        return {*chain(*self._having(*self._signs(cells)))}

    def having_id(self, key: str) -> Sequence[int]:
        """The places of the members with this folded id, as some export shows it."""
        return self._ids.get(key, ())

    def keys_of(self, place: int) -> set[str]:
        """The folded id and names of a member."""
        member = self._records[place]
        names = (name for _, _, name in names_of(member, self._kind))
        return {name_key(text) for text in (str(member.get("id", "")), *names)} - {""}

    def knows(self, name: str) -> bool:
        """Whether a member has this name."""
        return name_key(name) in self._names

    def two(self, one: Match, other: Match) -> Match:
        """The doubt that the present name of a row is one member's, the former name another's."""
        if one.place is None or other.place is None:
            return one if one.doubt else other
        return _doubt(
            f"the name is that of {self._called([one.place])}, the former name that of "
            f"{self._called([other.place])}",
            f"名称属于 {self._called([one.place])}，原名属于 {self._called([other.place])}",
        )

    def nearly(self, rows: Sequence[Row]) -> list[Nearly]:
        """The names of rows that meet no member, but nearly do: each that stands in one alone."""
        rows_of: dict[str, Row] = {}
        for row in rows:
            if self.match(row.cells) == Match():
                for each in self._kind.identified_by:
                    rows_of.setdefault(name_key(row.cells.get(each, "")), row)
        wanted = [key for key in rows_of if key and key not in self._said]
        lengths = sorted({len(key) for key in wanted if len(key) >= _SHORTEST})
        sought = set(wanted)
        loosely: dict[str, list[str]] = defaultdict(list)
        for key in wanted:
            loosely[loose_key(key)].append(key)
        holders: dict[str, set[int]] = {}
        for whole, places in self._names.items():
            name = whole[:_LONGEST]
            parts = (
                name[at : at + length] for length in lengths for at in range(len(name) - length + 1)
            )
            for key in {*parts, *loosely.get(loose_key(name), ())} & sought:
                holders.setdefault(key, set()).update(places)
        found: list[Nearly] = []
        for key in wanted:
            row = rows_of[key]
            code = self._code(row.cells.get("credit_code", ""))
            if len(near := holders.get(key, set())) == 1:
                (place,) = near
                known = self._records[place].get("credit_code")
                if not (code and isinstance(known, str)):
                    found.append(Nearly(_name_of(row, key, self._kind), row, place))
        return found

    def _agreed(
        self, place: int, by_code: Sequence[int], by_name: Sequence[int], code: str
    ) -> Match:
        """The member at `place`, if nothing else in the row says that it is about another.

        `code` is the credit code of a row that only a name has matched.
        """
        for others, english, chinese in (
            (by_code, "credit code", "信用代码"),
            (by_name, "name", "名称"),
        ):
            if others and place not in others:
                return _doubt(
                    f"this is {self._called([place])}, but the {english} is that of "
                    f"{self._called(others)}",
                    f"对应 {self._called([place])}，但{chinese}属于 {self._called(others)}",
                )
        known = self._records[place].get("credit_code")
        if code and isinstance(known, str) and known.upper() != code:
            return _doubt(
                f"{self._called([place])} has this name, but another credit code",
                f"{self._called([place])} 名称相同，但信用代码不同",
            )
        return Match(place)

    def _code(self, text: str) -> str:
        return _said(str(MEMBER.fields["credit_code"].type.read(text)))

    def _called(self, places: Sequence[int]) -> str:
        shown = [called(self._records[place]) for place in places[:_MOST_NAMED]]
        return say(", ", "、").join([*shown, *(["…"] if len(places) > _MOST_NAMED else [])])


def _put(places: dict[str, Sequence[int]], key: str, alone: tuple[int]) -> None:
    """Note a member by a key, most of which are of one; its place `alone` is held once for all."""
    found = places.setdefault(key, alone)
    if isinstance(found, list):
        found.append(alone[0])
    elif found is not alone:
        places[key] = [*found, *alone]


def _name_of(row: Row, key: str, kind: Kind) -> str:
    """The name in a row that is folded to `key`, as it stands there."""
    names = (row.cells.get(each, "").strip() for each in kind.identified_by)
    return next(name for name in names if name_key(name) == key)


def _as_read(texts: Collection[str]) -> set[str]:
    """Texts, and what an import makes of them that takes off what looks like a wrapper."""
    # A wrapper begins with no letter and no digit.
    return {*texts, *(unguarded(text) for text in texts if not text[:1].isalnum())}


def _doubt(english: str, chinese: str) -> Match:
    return Match(
        doubt=say(f"{english}; write the id into the row", f"{chinese}；请在此行填写会员编号")
    )


def _said(text: str) -> str:
    """`text`, or nothing where it is what people write for nothing, or asks to clear."""
    return "" if means_nothing(text) or is_clear(text) else text
