"""Drafts: a member as the rows of a list from outside make it."""

import contextlib
import functools
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from ..data import Data, identity
from ..kinds.declared import CONTACTS
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import say
from ..registry.naming import with_former_name
from ..registry.registry import Record, names_of
from ..registry.succession import under_new_name
from ..values.names import name_key
from ..values.value_type import ValueRefused
from ..values.words import is_clear, means_nothing
from .below import Below, Parts, lets_go
from .incoming import GONE, KEEP, CellRefused, Cells, Contradicted
from .rows import Row

# So few rows are looked through; more are looked up.
_FEW = 8


class Conflict(NamedTuple):
    """A value that was changed in the list and in the registry since the list was exported."""

    key: str
    exported: str
    registry: str
    incoming: str


@dataclass(slots=True)
class Objections:
    """What keeps a row from being taken in; `notes` are what else is worth telling of it."""

    row: Row
    conflicts: list[Conflict] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, column: str, kind: Kind, reason: object) -> None:
        """Note that a column cannot be taken in, and why."""
        self.refusals.append(f"{self.row.named(column, kind.spoken_name(column))}: {reason}")

    def refuse_no_list(self, key: str) -> None:
        """Note that the registry has something else where tables should be."""
        self.refusals.append(
            say(f"{key}: the registry has no list of them", f"{key}：名录中此项不是列表")
        )

    def __bool__(self) -> bool:
        return bool(self.conflicts or self.refusals)


class People:
    """The contacts of a member, found by what a row says of one, in a time that is theirs alone."""

    def __init__(self, cells: Cells, fields: Mapping[str, Field], rows: Sequence[Data]) -> None:
        self._cells = cells
        self._fields = fields
        # Places by the name; by a number or an address; by a part and how an export shows it.
        self._by_name: dict[str, set[int]] = {}
        self._by_number: dict[tuple[str, Hashable], set[int]] = {}
        self._by_text: dict[tuple[str, str], set[int]] = {}
        self._having: dict[str, set[int]] = {}
        self._keys: dict[int, list[set[int]]] = {}
        for place, row in enumerate(rows):
            self.put(place, row)

    def put(self, place: int, row: Data) -> None:
        """Note that this contact stands at `place`, instead of the one before."""
        for places in self._keys.pop(place, ()):
            places.discard(place)
        keys = [self._by_name.setdefault(name_key(str(row.get("name", ""))), set())]
        for part, of_part in self._fields.items():
            if of_part.personal and part in row:
                number = part, identity(row[part])
                keys.append(self._by_number.setdefault(number, set()))
                keys.append(self._having.setdefault(part, set()))
            texts = {*self._cells.forms(row, of_part)}
            if isinstance(as_it_stands := row.get(part), str):
                texts.add(as_it_stands)
            keys += [self._by_text.setdefault((part, text), set()) for text in texts]
        for places in keys:
            places.add(place)
        self._keys[place] = keys

    def showing(self, part: str, text: str) -> AbstractSet[int]:
        """The places of those of whom some export shows a part so."""
        return self._by_text.get((part, text), frozenset())

    def shown_as(self, parts: Mapping[str, str]) -> set[int]:
        """The places of those that some export shows so."""
        found = [self._by_text.get(each, set()) for each in parts.items()]
        return set.intersection(*found) if found else set()

    def called(self, name: str) -> AbstractSet[int]:
        """The places of those of this name."""
        key = name_key(name)
        return self._by_name.get(key, frozenset()) if key else frozenset()

    def sharing(self, parts: Mapping[str, str]) -> set[int]:
        """The places of those that have a number or an address in common with a row.

        Under another name it must be one that is hardly anybody else's: the first that both have.
        """
        has_name = not means_nothing(parts.get("name", ""))
        found: set[int] = set()
        others: set[int] = set()
        for part, of_part in self._fields.items():
            if not of_part.personal or means_nothing(text := parts.get(part, "")):
                continue
            same = self._by_number.get((part, identity(of_part.type.read(text))), set())
            if not has_name:
                found |= same
            elif not of_part.type.is_shared:
                found |= same - others
                others |= self._having.get(part, set()) - same
        return found


class MissingContact(NamedTuple):
    """A contact that was exported, and of whom no row or cell is left: in which list, and where.

    It may be another table that a record holds, `in_words`.  `was_edited` tells that the registry
    has it otherwise since.
    """

    key: str
    place: int
    contact: Record
    was_edited: bool
    in_words: str = ""

    @property
    def called(self) -> str:
        """Its name, else whatever else there is of it."""
        return self.in_words or str(
            self.contact.get("name") or " ".join(map(str, self.contact.values()))
        )


class Draft:
    """A member as the rows about it make it, row after row.

    `contacts_exported` are the rows of its contacts as they were exported, `below_exported` those
    of its other tables, by field.
    """

    # There is one of these for every row of a list; what few need is made where it is wanted.
    __slots__ = (
        *("old", "_new", "_cells", "_contacts_exported", "_below_exported"),
        *("_gone", "_passed_over", "__dict__"),
    )

    def __init__(
        self,
        old: Record,
        cells: Cells,
        contacts_exported: Sequence[Mapping[str, str]] = (),
        below_exported: Mapping[str, Sequence[Parts]] = MappingProxyType({}),
    ) -> None:
        self.old = old
        # Most records stay as they are: what a draft changes is copied first.
        self._new = cast("Data", old)
        self._cells = cells
        self._contacts_exported = list(contacts_exported)
        self._below_exported = below_exported
        self._gone: Mapping[str, set[int]] = MappingProxyType({})
        # Rows of contacts that nobody edited: whom they are about is asked where another row is.
        self._passed_over: list[Row] | tuple[()] = ()

    @functools.cached_property
    def _below(self) -> dict[str, Below]:
        """The tables that rows of other sheets are about, by field."""
        return {}

    @functools.cached_property
    def _people(self) -> dict[str, People]:
        """What finds the contacts, by field."""
        return {}

    @functools.cached_property
    def _met(self) -> set[int]:
        """The places of the contacts that rows are about."""
        return set()

    @functools.cached_property
    def _emptied(self) -> list[tuple[str, Mapping[str, str]]]:
        """Cells about one contact that were exported, of which nothing is left."""
        return []

    @property
    def kind(self) -> Kind:
        """The kind of the record."""
        return self._cells.kind

    @property
    def member(self) -> Data:
        """The member that came of it, in which lists of which nothing is left are left out."""
        if not self._gone:
            return self._new
        new = dict(self._new)
        for key, places in self._gone.items():
            new[key] = [row for place, row in enumerate(new[key]) if place not in places]
            if not new[key]:
                del new[key]
        return new

    def take(self, row: Row) -> Objections:
        """Take in the cells of `row`, a row of a list of members."""
        objections = Objections(row)
        if row.exported is not None and not row.former and _is_as_exported(row):
            return objections
        before = self._new
        self._new = dict(before)
        fields, identifying = self.kind.fields, {"id", *self.kind.identified_by}
        for key, text in row.cells.items():
            field = fields.get(key)
            # Most cells are empty, as what is there, or show that.
            if field is None or not (text or field.default or key in self._new):
                continue
            if self._cells.shows(self._new, field, text):
                continue
            exported = None if row.exported is None else row.exported.get(key)
            if field.type.holds_people:
                self._take_whole(field, text, exported, objections)
            elif key not in identifying or not self._only_identifies(key, text, exported):
                self._take_cell(self._new, field, text, exported, objections, key)
        for whose, parts in _by_person(row.cells).items():
            self._take_table(whose, parts, row, objections)
        if self.old:
            self._take_new_name(before, objections)
        if row.former:
            self._new = with_former_name(self._new, row.former, self.kind)
        if len(self._new) == len(before) and all(
            self._new.get(key) is value for key, value in before.items()
        ):
            self._new = before
        return objections

    def _take_new_name(self, before: Record, objections: Objections) -> None:
        """Keep the name that the member had `before` where a row gave it another, and say so."""
        new = under_new_name(before, self._new, self.kind)
        if new is self._new:
            return
        old, name = before.get("name"), new.get("name")
        kept = old in new.get("former_names", ())
        objections.notes.append(
            say(
                f"renamed: {old} → {name}; the old name is kept among the former names",
                f"名称变更：{old} → {name}，旧名记入曾用名",
            )
            if kept
            else say(
                f"name corrected: {old} → {name}; one character is no new name",
                f"名称更正：{old} → {name}，仅一字之差，旧名不记入曾用名",
            )
        )
        self._new = new

    def _only_identifies(self, key: str, text: str, exported: str | None) -> bool:
        """Whether an id or a name tells no more than which member this is: none is rewritten.

        An old name, or another spelling, is no news, unless it was edited since it was exported.
        """
        known_as = self.old or self._new
        if key == "id":
            return "id" in known_as
        if exported is not None and exported != text:
            return False
        known = [name for field, _, name in names_of(known_as, self.kind) if key in ("name", field)]
        return name_key(text) in map(name_key, known)

    def _take_whole(
        self, field: Field, text: str, exported: str | None, objections: Objections
    ) -> None:
        """Take in a cell that has all contacts in one: what it says of one is added."""
        shown = self._cells.shows(self._new, field, text)
        if shown or means_nothing(text) or is_clear(text) or text == exported:
            self._take_cell(self._new, field, text, exported, objections, field.key)
            return
        rows = self._rows(field.key)
        is_known = rows is not None and self._people_at(field.key, rows).called(text)
        try:
            people = [{"name": text}] if is_known else field.type.tables_in(text)
        except ValueRefused as refused:
            objections.refuse(field.key, self.kind, refused)
        else:
            for parts in people:
                self._take_parts(field.key, parts, None, objections)

    def take_contact(self, row: Row) -> Objections:
        """Take in `row` of a sheet of contacts, of which a member may have several."""
        objections = Objections(row)
        for key, parts in _by_person(row.cells).items():
            filled = parts_of(row)
            if all(map(means_nothing, parts.values())):
                continue
            if filled in self._contacts_exported:
                # Nobody edited it, whatever became of the contact in the registry.
                self._meet(key, filled)
                passed_over = self._passed_over or []
                passed_over.append(row)
                self._passed_over = passed_over
            else:
                self._take_people(key, parts, self._exported_like(key, parts), objections)
        return objections

    def take_below(self, key: str, rows: Sequence[Row]) -> Iterator[tuple[int, Objections]]:
        """Take in rows of the sheet of the tables that a field holds, all about this record.

        Given is the place of each row that was edited, once it is taken in, with what there is
        against it.
        """
        parts = [_by_person(row.cells).get(key, {}) for row in rows]
        below = self._below_at(key)
        for number in below.sorted_out(parts):
            objections = Objections(rows[number])
            if self._rows(key) is None:
                objections.refuse_no_list(key)
            else:
                self._take_row_below(key, below, number, parts[number], objections)
            yield number, objections

    def _below_at(self, key: str) -> Below:
        """The tables of a field; none where the registry has no list of them."""
        if key not in self._below:
            tables, exported = self._rows(key) or (), self._below_exported.get(key)
            self._below[key] = Below(self._cells, self.kind.parts(key), tables, exported)
        return self._below[key]

    def _take_row_below(
        self, key: str, below: Below, number: int, parts: Parts, objections: Objections
    ) -> None:
        fields, tables = self.kind.parts(key), self._rows(key) or []
        try:
            place, exported = below.about(number, parts)
        except CellRefused as refused:
            objections.refuse(key, self.kind, refused)
            return
        if place is not None and lets_go(parts, fields):
            self.drop(key, place)
            return
        table = {} if place is None else dict(tables[place])
        for part, text in parts.items():
            then = None if exported is None else exported.get(part, "")
            self._take_cell(table, fields[part], text, then, objections, f"{key}.{part}")
        table = {part: table[part] for part in dict.fromkeys((*fields, *table)) if part in table}
        at = len(tables) if place is None else place
        self._new = {**self._new, key: [*tables[:at], table, *tables[at + 1 :]]}

    def become(self, member: Data) -> None:
        """Let the member be this one, whatever became of it by now."""
        self._new, self._gone = member, {}

    def missing(
        self, *, rows_are_expected: bool, below_are_expected: Collection[str] = ()
    ) -> Iterator[MissingContact]:
        """The contacts whose cells were emptied; those whose rows are missing too, if expected.

        So are the rows of other tables, of these fields.

        Whom the registry has no more, or another row is about, is not among them.
        """
        exported = [*self._emptied]
        if rows_are_expected:
            exported += [(CONTACTS, row) for row in self._contacts_exported]
        if exported:
            self._pass_over()
        found: set[int] = set()
        yield from self._missing_below(below_are_expected)
        for key, parts in exported:
            people = self._people_at(key, self._rows(key) or ())
            shown = people.shown_as(parts)
            likely = shown or people.called(parts.get("name", ""))
            left = likely - self._met - found
            if left and (shown or len(likely) == 1):
                found.add(place := min(left))
                yield MissingContact(key, place, self._new[key][place], was_edited=not shown)

    def _missing_below(self, keys: Iterable[str]) -> Iterator[MissingContact]:
        for key in keys:
            for place, was_edited in self._below_at(key).missing():
                table = self._new[key][place]
                yield MissingContact(
                    key, place, table, was_edited, self._cells.in_words(key, table)
                )

    def forget_people(self) -> None:
        """Let go of what finds the contacts; it is made again of them where it is wanted."""
        self.__dict__.pop("_people", None)

    def drop(self, key: str, place: int) -> None:
        """Let a contact go."""
        if key not in self._gone:
            self._gone = {**self._gone, key: set()}
        self._gone[key].add(place)

    def _pass_over(self) -> None:
        """Keep the contacts whose rows nobody edited, if they are there, from meeting others."""
        for row in self._passed_over:
            for key, parts in _by_person(row.cells).items():
                rows = self._rows(key)
                if rows is not None and not all(map(means_nothing, parts.values())):
                    with contextlib.suppress(CellRefused):
                        self._met.add(self._place_of(rows, key, parts, None))
        self._passed_over = ()

    def _take_cell(
        self,
        holder: Data,
        field: Field,
        text: str,
        exported: str | None,
        objections: Objections,
        called: str,
    ) -> None:
        try:
            value = self._cells.decided(holder, field, text, exported)
        except CellRefused as refused:
            reason = str(refused)
            if "." in called:
                # Whatever stands in the cell may be somebody's number.
                reason = reason.replace(text.strip(), self._cells.masked(text.strip()))
            objections.refuse(called, self.kind, reason)
        except Contradicted:
            shown = self._cells.in_full(holder, field)
            objections.conflicts.append(Conflict(called, exported or "", shown, text))
        else:
            if value is GONE:
                del holder[field.key]
            elif value is not KEEP:
                holder[field.key] = value

    def _take_table(
        self, whose: str, parts: Mapping[str, str], row: Row, objections: Objections
    ) -> None:
        """Take in the columns of a list of members that are about one contact.

        `whose` is `contacts`, or `contacts.2` for a further one, of which no export knows.
        """
        key = whose.partition(".")[0]
        is_empty = all(map(means_nothing, parts.values()))
        exported = None
        if row.exported is not None and whose == key:
            prefix = f"{key}."
            exported = {
                name.removeprefix(prefix): text
                for name, text in row.exported.items()
                if name.startswith(prefix)
            }
            if exported and all(exported.get(p, "") == text for p, text in parts.items()):
                return
            if is_empty and "name" in parts and any(exported.values()):
                self._emptied.append((key, exported))
        if is_empty:
            return
        self._take_people(key, parts, exported or None, objections)

    def _take_people(
        self,
        key: str,
        parts: Mapping[str, str],
        exported: Mapping[str, str] | None,
        objections: Objections,
    ) -> None:
        """Take in what the columns of a row tell of one contact, or of several."""
        try:
            people = self._told_by(key, parts, exported or {})
        except ValueRefused as refused:
            objections.refuse(key, self.kind, refused)
            return
        for each in people:
            own = (
                exported
                if len(people) == 1 or _same_name(each, (exported or {}).get("name", ""))
                else None
            )
            self._take_parts(key, each, own, objections)

    def _told_by(
        self, key: str, parts: Mapping[str, str], exported: Mapping[str, str]
    ) -> Sequence[Mapping[str, str]]:
        """The people of whom a row tells; what the registry shows so is nothing to be read."""
        rows, name = self._rows(key), parts.get("name", "")
        if rows is None or is_clear(name):
            return [parts]
        people = self._people_at(key, rows)
        if people.shown_as(parts):
            return [parts]
        known = people.called(name)
        as_it_is = {
            part: text
            for part, text in parts.items()
            if part != "name"
            and (
                means_nothing(text)
                or is_clear(text)
                or text == exported.get(part)
                or not known.isdisjoint(people.showing(part, text))
            )
        }
        is_known = bool(known) or _same_name(exported, name)
        told = self.kind.fields[key].type.tables_of(
            {part: text for part, text in parts.items() if part not in as_it_is},
            known_name=is_known,
        )
        return [{**as_it_is, **told[0]}] if len(told) == 1 else told

    def _rows(self, key: str) -> list[Data] | None:
        """The contacts that are there by now, None where the registry has no list of tables."""
        rows = self._new.get(key, [])
        # Of people who are known the rows are tables, for they were looked at once.
        is_list = isinstance(rows, list) and (
            key in self._people or all(isinstance(each, dict) for each in rows)
        )
        return rows if is_list else None

    def _people_at(self, key: str, rows: Sequence[Data]) -> People:
        if key not in self._people:
            self._people[key] = People(self._cells, self.kind.parts(key), rows)
        return self._people[key]

    def _take_parts(
        self,
        key: str,
        parts: Mapping[str, str],
        exported: Mapping[str, str] | None,
        objections: Objections,
    ) -> None:
        self._pass_over()
        fields = self.kind.parts(key)
        rows = self._rows(key)
        if rows is None:
            objections.refuse_no_list(key)
            return
        if exported is not None and _is_another(parts, exported, fields):
            # What nobody edited in the row is still about the one that it was exported with.
            before, now = exported.get("name", "").strip(), parts.get("name", "").strip()
            parts = {part: text for part, text in parts.items() if text != exported.get(part)}
            exported = None
            if self._people_at(key, rows).called(before):
                objections.notes.append(_stays(before, now, str(self.old.get("id", ""))))
        try:
            place = self._place_of(rows, key, parts, exported)
            if is_clear(parts.get("name", "")):
                self._clear(key, place, rows, parts, exported)
                return
        except CellRefused as refused:
            objections.refuse(key, self.kind, refused)
            return
        new = place == len(rows)
        contact: Data = {} if new else dict(rows[place])
        for part, text in self._sorted_out(parts, fields, contact).items():
            then = exported.get(part, "") if exported is not None else None
            called = f"{key}.{part}"
            if part == "name" and then is None and _same_name(contact, text):
                # Another spelling is no news.
                continue
            self._take_cell(contact, fields[part], text, then, objections, called)
        if contact or not new:
            self._met.add(place)
            ordered = {part: contact[part] for part in fields if part in contact}
            changed = [*rows[:place], ordered if new else contact, *rows[place + 1 :]]
            self._new = {**self._new, key: changed}
            self._people[key].put(place, self._new[key][place])

    def _clear(
        self,
        key: str,
        place: int,
        rows: Sequence[Data],
        parts: Mapping[str, str],
        exported: Mapping[str, str] | None,
    ) -> None:
        """Let a contact go.  Raises CellRefused where the row does not say which one."""
        if place < len(rows):
            self.drop(key, place)
            self._met.add(place)
        elif exported is None and all(
            means_nothing(parts.get(part, ""))
            for part, field in self.kind.fields[key].type.fields.items()
            if field.personal
        ):
            raise CellRefused(
                say("which one is to go cannot be told", "无法确定要清除哪一位，请保留其号码或邮箱")
            )

    def _sorted_out(
        self, parts: Mapping[str, str], fields: Mapping[str, Field], contact: Data
    ) -> Mapping[str, str]:
        """The parts, with a mobile number in the column of telephones, or the reverse, in its own.

        A number can only be one of the two, so nothing is guessed.
        """
        sorted_out = dict(parts)
        for part, other in (("phone", "mobile"), ("mobile", "phone")):
            text = parts.get(part, "")
            number = fields[other].type.read(text)
            if (
                means_nothing(parts.get(other, ""))
                and number != contact.get(part)
                and contact.get(other) in (None, number)
                and fields[part].type.problems(number)
                and not fields[other].type.problems(number)
            ):
                sorted_out[other] = text
                del sorted_out[part]
        return sorted_out

    def _place_of(
        self,
        rows: Sequence[Data],
        key: str,
        parts: Mapping[str, str],
        exported: Mapping[str, str] | None,
    ) -> int:
        """The place of the contact that a row is about, or the one after the last.

        It is the one that is shown so, else the one of that name, else the one with that number or
        address.  Raises CellRefused where there are several, or the one that was exported is gone.
        """
        people = self._people_at(key, rows)
        shown = people.shown_as(parts)
        if free := shown - self._met:
            return min(free)
        for sought in filter(None, (parts, exported)):
            name = sought.get("name", "")
            found = (people.called(name) - self._met) or (people.sharing(sought) - self._met)
            if len(found) > 1:
                raise CellRefused(
                    say(f"several are called {name.strip()}", f"有多位 {name.strip()}，无法区分")
                )
            if found:
                return min(found)
        if shown:
            # A row that is there twice is one person.
            return min(shown)
        if exported is not None and any(exported.values()) and not is_clear(parts.get("name", "")):
            raise CellRefused(
                say(
                    f"{exported.get('name', '?')} was taken out of the registry meanwhile",
                    f"{exported.get('name', '?')} 此后已从名录中删除",
                )
            )
        return len(rows)

    def _exported_like(self, key: str, parts: Mapping[str, str]) -> Mapping[str, str] | None:
        """The row of a sheet of contacts that this one was when it was exported, if any."""
        named, *others = self._signs_of(key, parts)
        alike = self._exported_with(key, named)
        if not alike:
            having = (row for sign in others for row in self._exported_with(key, sign))
            alike = [*{id(row): row for row in having}.values()]
        if not alike and is_clear(parts.get("name", "")):
            # Of those that nobody edited, none is left by now.
            alike = self._contacts_exported
        if len(alike) != 1:
            return None
        (found,) = alike
        self._meet(key, found)
        return found

    def _signs_of(self, key: str, parts: Parts) -> Iterator[tuple[str, str]]:
        """By what a row of contacts is known: the folded name first, then numbers and addresses."""
        yield "name", name_key(str(parts.get("name", "")))
        for part, of_part in self.kind.fields[key].type.fields.items():
            if of_part.personal:
                yield part, parts.get(part, "")

    def _exported_with(self, key: str, sign: tuple[str, str]) -> Sequence[Parts]:
        """The rows of contacts as exported that have a sign, and that no row was about by now."""
        rows = self._contacts_exported
        if not sign[1]:
            return ()
        if len(rows) <= _FEW:
            return [row for row in rows if sign in self._signs_of(key, row)]
        if not self._exported_by:
            for row in rows:
                for each in self._signs_of(key, row):
                    if each[1]:
                        self._exported_by.setdefault(each, []).append(row)
        return self._exported_by.get(sign, ())

    @functools.cached_property
    def _exported_by(self) -> dict[tuple[str, str], list[Parts]]:
        """The rows of contacts as exported by what they are known by, where there are many."""
        return {}

    def _meet(self, key: str, exported: Parts) -> None:
        """Note that a row was about the contact that was exported so."""
        self._contacts_exported.remove(exported)
        if "_exported_by" in self.__dict__:
            for sign in self._signs_of(key, exported):
                if sign in self._exported_by:
                    self._exported_by[sign].remove(exported)


def _is_as_exported(row: Row) -> bool:
    """Whether every cell of a row is what it was when it was exported."""
    exported = row.exported or {}
    return row.cells is exported or all(
        exported.get(key) == text for key, text in row.cells.items()
    )


def _is_another(
    parts: Mapping[str, str], exported: Mapping[str, str], fields: Mapping[str, Field]
) -> bool:
    """Whether a row is about somebody else than the one that it was exported with.

    That is so under another name, unless the number or address that is hardly anybody else's is
    as it was.
    """
    name, before = parts.get("name", ""), exported.get("name", "")
    if any(means_nothing(each) or is_clear(each) for each in (name, before)):
        return False
    if _same_name(parts, before):
        return False
    own = (part for part, field in fields.items() if field.personal and not field.type.is_shared)
    had = (part for part in own if not means_nothing(exported.get(part, "")))
    return next((parts.get(part, "") != exported[part] for part in had), True)


def _stays(old: str, new: str, identifier: str) -> str:
    """That somebody is still a contact beside a new one."""
    return say(
        f"{new} is added, {old} stays; alliance edit {identifier} --drop contacts={old} takes "
        f"{old} out",
        f"新增 {new}，原联系人 {old} 保留；如不再联系，可用 alliance edit {identifier} "
        f"--drop contacts={old} 去掉",
    )


def parts_of(row: Row) -> Mapping[str, str]:
    """What a row of a sheet of contacts says of a contact, by part, without what is empty."""
    return {
        column.partition(".")[2]: text
        for column, text in row.cells.items()
        if "." in column and text
    }


def _same_name(row: Mapping[str, Any], name: str) -> bool:
    """Whether a contact, or a row about one, has this name."""
    return bool(name_key(name)) and name_key(str(row.get("name", ""))) == name_key(name)


def _by_person(cells: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """The texts of columns such as `contacts.mobile`, by `contacts` and `mobile`.

    Those of a further person are apart, `contacts.2.mobile` by `contacts.2`.
    """
    people: dict[str, dict[str, str]] = {}
    for column, whose, part in _columns_of_people(tuple(cells)):
        people.setdefault(whose, {})[part] = cells[column]
    return people


# The rows of a list have the same columns.
@functools.lru_cache(maxsize=64)
def _columns_of_people(columns: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Of these columns those about people, each with whose it is and the part that it holds."""
    parted = ((column, *column.rpartition(".")) for column in columns)
    return [(column, whose, part) for column, whose, dot, part in parted if dot]
