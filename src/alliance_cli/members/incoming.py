"""Incoming cells: what the text of a cell from outside makes of a value in the registry."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from ..language import Wording, say
from .cells import cell
from .changes import same
from .characters import escape, is_invisible, printable
from .fields import FIELDS, Field
from .findings import Data
from .lists import LIST_MARKS, ListOf, Tables
from .names import name_key
from .registry import Member
from .values import Date, ValueRefused, Vocabularies, means_nothing

CLEAR = "[清空]"
"""What a cell says that is to clear a value."""

_CLEAR_KEYS = (name_key(CLEAR), name_key("[clear]"))
_SERIAL_NUMBER = re.compile(r"\d{5}")
_MASK = "****"
_SCIENTIFIC = re.compile(r"\s*\d(?:\.\d+)?[Ee]\+\d+\s*")


class Row(NamedTuple):
    """A row of a list from outside: where it stands, and the text in each column.

    A column is a field, or `contacts.mobile` for a part of a contact.  `exported` is what its cells
    were when they were exported, None where that is not known.
    """

    sheet: str
    number: int
    cells: Mapping[str, str]
    exported: Mapping[str, str] | None = None


class Prefer(Enum):
    """Whose value is taken where both were changed."""

    LIST = "list"
    REGISTRY = "registry"


class Conflict(NamedTuple):
    """A value that was changed in the list and in the registry since the list was exported."""

    key: str
    exported: str
    registry: str
    incoming: str


@dataclass
class Objections:
    """What keeps a row from being taken in."""

    conflicts: list[Conflict] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.conflicts or self.refusals)


_TABLES = {field.key: field.type for field in FIELDS.values() if isinstance(field.type, Tables)}


class _Refused(Exception):
    """A cell cannot be taken in; the text says why."""


class _Contradicted(Exception):
    """A cell was edited, and so was the value in the registry."""


_KEEP = object()
_GONE = object()


class Draft:
    """A member as the rows about it make it, row after row.

    `contacts_exported` are the rows of its contacts as they were exported.
    """

    def __init__(
        self,
        old: Member,
        vocabularies: Vocabularies,
        *,
        blank_clears: bool,
        prefer: Prefer | None = None,
        contacts_exported: Sequence[Mapping[str, str]] = (),
    ) -> None:
        self.old = old
        self._new: Data = dict(old)
        self._vocabularies = vocabularies
        self._blank_clears = blank_clears
        self._prefer = prefer
        self._contacts_exported = list(contacts_exported)
        self._met: set[int] = set()
        self._gone: dict[str, set[int]] = {}

    @property
    def member(self) -> Data:
        """The member that came of it, in which lists of which nothing is left are left out."""
        new = dict(self._new)
        for key, places in self._gone.items():
            new[key] = [row for place, row in enumerate(new[key]) if place not in places]
            if not new[key]:
                del new[key]
        return new

    def take(self, row: Row) -> Objections:
        """Take in the cells of `row`, a row of a list of members."""
        objections = Objections()
        for key, text in row.cells.items():
            if key in FIELDS and (key != "id" or "id" not in self.old):
                exported = None if row.exported is None else row.exported.get(key)
                self._take_cell(self._new, FIELDS[key], text, exported, objections, key)
        for key, parts in _by_table(row.cells).items():
            self._take_table(key, parts, row, objections)
        return objections

    def take_contact(self, row: Row) -> Objections:
        """Take in `row` of a sheet of contacts, of which a member may have several."""
        objections = Objections()
        for key, parts in _by_table(row.cells).items():
            if parts in self._contacts_exported:
                # Nobody edited it, whatever became of the contact in the registry.
                self._contacts_exported.remove(parts)
            else:
                self._take_parts(key, parts, self._exported_like(key, parts), objections)
        return objections

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
            value = self._decided(holder, field, text, exported)
        except _Refused as refused:
            objections.refusals.append(f"{called}: {refused}")
        except _Contradicted:
            shown = cell(holder, field, self._vocabularies, Wording.CHINESE, contacts=True)
            objections.conflicts.append(Conflict(called, exported or "", shown, text))
        else:
            if value is _GONE:
                del holder[field.key]
            elif value is not _KEEP:
                holder[field.key] = value

    def _decided(self, holder: Member, field: Field, text: str, exported: str | None) -> Any:
        """The new value of a field, or that it stays or goes."""
        if self._shows(holder, field, text) or (
            exported is not None and _lines(exported) == _lines(text)
        ):
            return _KEEP
        clears = name_key(text) in _CLEAR_KEYS
        if means_nothing(text) and not clears:
            if not self._blank_clears:
                return _KEEP
            clears = True
        value = _GONE if clears else self._read(holder, field, text)
        if value is _GONE and field.key not in holder:
            return _KEEP
        if field.key in holder and same(value, holder[field.key]):
            return _KEEP
        if exported is not None and not self._shows(holder, field, exported):
            if self._prefer is None:
                raise _Contradicted
            if self._prefer is Prefer.REGISTRY:
                return _KEEP
        if value is _GONE and field.required:
            raise _Refused(say("it is required and stays", "必填项不能清空"))
        return value

    def _shows(self, holder: Member, field: Field, text: str) -> bool:
        """Whether `text` is how some export shows what is there."""
        return any(text == shown for shown in self._forms(holder, field))

    def _forms(self, holder: Member, field: Field) -> Iterator[str]:
        for contacts in (True, False):
            for wording in Wording:
                shown = ""
                if field.key in holder or field.default:
                    shown = cell(holder, field, self._vocabularies, wording, contacts=contacts)
                yield shown
                if not shown.isprintable():
                    # Line breaks stay in CSV, tabs in a workbook too.
                    yield printable(shown, keep="\n")
                    yield printable(shown, keep="\n\t")
                elif "::" in shown or "##[" in shown:
                    yield printable(shown)

    def _read(self, holder: Member, field: Field, text: str) -> Any:
        """The value that a text means.  Raises _Refused where it means none."""
        old = holder.get(field.key)
        if _MASK in text and old is not None and _MASK not in str(old):
            raise _Refused(
                say(
                    "a part is masked; export with --contacts to edit it",
                    "内容有隐去的部分，请用 --contacts 导出后再修改",
                )
            )
        if getattr(field.type, "compact", False) and _SCIENTIFIC.fullmatch(text):
            raise _Refused(
                say(
                    f"a spreadsheet made {text.strip()} of it; format the column as text and type "
                    "it again",
                    f"已被电子表格变成 {text.strip()}，请将该列设为文本格式后重新录入",
                )
            )
        text = _lines(text)
        for character in set(str(old)) if isinstance(old, str) else ():
            if is_invisible(character) and character not in "\n\t":
                # An export shows it as an escape.
                text = text.replace(escape(character), character)
        try:
            if isinstance(field.type, ListOf):
                items = [field.type.read(item, self._vocabularies)[0] for item in _items(text, old)]
                return list(dict.fromkeys(items))
            if isinstance(field.type, Tables) and "=" not in text:
                return self._with_named(old, field.type, text)
            return field.type.read(text, self._vocabularies)
        except ValueRefused as refused:
            hint = ""
            if isinstance(field.type, Date) and _SERIAL_NUMBER.fullmatch(text.strip()):
                hint = say(
                    "; a spreadsheet counts days so: format the column as dates",
                    "；这是电子表格的日期序号，请将该列设为日期格式",
                )
            raise _Refused(f"{refused}{hint}") from None

    def _with_named(self, old: Any, tables: Tables, text: str) -> list[Data]:
        """The tables with one more that has nothing but a name, which is all that `text` says."""
        name = text.strip()
        if re.search(r"[\d@;,，；、\s]", name):
            keys = ",".join(f"{key}=…" for key in tables.fields)
            raise _Refused(say(f"write {keys}", f"请写作 {keys}"))
        rows = [row for row in old if isinstance(row, dict)] if isinstance(old, list) else []
        known = any(_same_name(row, name) for row in rows)
        return rows if known else [*rows, {"name": name}]

    def _take_table(
        self, key: str, parts: Mapping[str, str], row: Row, objections: Objections
    ) -> None:
        """Take in the columns of a list of members that are about one contact."""
        if all(map(means_nothing, parts.values())):
            return
        exported = None
        if row.exported is not None:
            prefix = f"{key}."
            exported = {
                name.removeprefix(prefix): text
                for name, text in row.exported.items()
                if name.startswith(prefix)
            }
            if exported and all(exported.get(p, "") == text for p, text in parts.items()):
                return
        self._take_parts(key, parts, exported or None, objections)

    def _take_parts(
        self,
        key: str,
        parts: Mapping[str, str],
        exported: Mapping[str, str] | None,
        objections: Objections,
    ) -> None:
        fields = _TABLES[key].fields
        rows = self._new.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
            objections.refusals.append(
                say(f"{key}: the registry has no list of them", f"{key}：名录中此项不是列表")
            )
            return
        try:
            place = self._place_of(rows, key, parts, exported)
        except _Refused as refused:
            objections.refusals.append(f"{key}: {refused}")
            return
        new = place == len(rows)
        contact: Data = {} if new else dict(rows[place])
        if not new and name_key(parts.get("name", "")) in _CLEAR_KEYS:
            self._gone[key] = {*self._gone.get(key, ()), place}
            self._met.add(place)
            return
        for part, text in self._sorted_out(parts, fields, contact):
            before = exported.get(part, "") if exported is not None else None
            called = f"{key}.{part}"
            self._take_cell(contact, fields[part], text, before, objections, called)
        if contact or not new:
            self._met.add(place)
            ordered = {part: contact[part] for part in fields if part in contact}
            self._new[key] = [*rows[:place], ordered if new else contact, *rows[place + 1 :]]

    def _sorted_out(
        self, parts: Mapping[str, str], fields: Mapping[str, Field], contact: Data
    ) -> Iterator[tuple[str, str]]:
        """The parts; a mobile number in the column of telephones is a mobile number."""
        phone = parts.get("phone", "")
        mobile = fields["mobile"].type
        number = mobile.read(phone, {})
        moves = (
            means_nothing(parts.get("mobile", ""))
            and number != contact.get("phone")
            and not mobile.problems(number, {})
        )
        for part, text in parts.items():
            if moves and part in ("phone", "mobile"):
                continue
            yield part, text
        if moves:
            yield "mobile", phone

    def _place_of(
        self,
        rows: Sequence[Data],
        key: str,
        parts: Mapping[str, str],
        exported: Mapping[str, str] | None,
    ) -> int:
        """The place of the contact that a row is about, or the one after the last.

        It is the one that is shown so, else the one of that name, else the one with that number or
        address.  Raises _Refused where there are several, or the one that was exported is gone.
        """
        fields = _TABLES[key].fields
        free = [n for n in range(len(rows)) if n not in self._met]
        for place in free:
            if all(self._shows(rows[place], fields[part], text) for part, text in parts.items()):
                return place
        for sought in filter(None, (parts, exported)):
            name = sought.get("name", "")
            found = [n for n in free if _same_name(rows[n], name)]
            found = found or [n for n in free if self._shares_number(rows[n], fields, sought)]
            if len(found) > 1:
                raise _Refused(
                    say(f"several are called {name.strip()}", f"有多位 {name.strip()}，无法区分")
                )
            if found:
                return found[0]
        if exported is not None and any(exported.values()):
            raise _Refused(
                say(
                    f"{exported.get('name', '?')} was taken out of the registry meanwhile",
                    f"{exported.get('name', '?')} 此后已从名录中删除",
                )
            )
        return len(rows)

    def _shares_number(
        self, row: Data, fields: Mapping[str, Field], parts: Mapping[str, str]
    ) -> bool:
        return any(
            not means_nothing(text := parts.get(part, ""))
            and fields[part].type.read(text, {}) == row.get(part)
            for part in fields
            if fields[part].personal
        )

    def _exported_like(self, key: str, parts: Mapping[str, str]) -> Mapping[str, str] | None:
        """The row of a sheet of contacts that this one was when it was exported, if any."""
        name = parts.get("name", "")
        alike = [row for row in self._contacts_exported if _same_name(row, name)] or [
            row
            for row in self._contacts_exported
            if any(
                row.get(part) and row.get(part) == parts.get(part)
                for part, field in _TABLES[key].fields.items()
                if field.personal
            )
        ]
        if len(alike) != 1:
            return None
        self._contacts_exported.remove(alike[0])
        return alike[0]


def _by_table(cells: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """The texts of columns such as `contacts.mobile`, by `contacts` and `mobile`."""
    tables: dict[str, dict[str, str]] = {}
    for column, text in cells.items():
        key, dot, part = column.partition(".")
        if dot:
            tables.setdefault(key, {})[part] = text
    return tables


def _lines(text: str) -> str:
    """`text` with the line ends that the registry has; spreadsheets have their own."""
    return text.replace("\r\n", "\n")


def _same_name(row: Mapping[str, Any], name: str) -> bool:
    return bool(name_key(name)) and name_key(str(row.get("name", ""))) == name_key(name)


def _items(text: str, old: Any) -> list[str]:
    """The items of a list in a cell; those that are there already keep their commas."""
    known = [item for item in old if isinstance(item, str)] if isinstance(old, list) else []
    whole = sorted((item for item in known if LIST_MARKS.search(item)), key=len, reverse=True)
    pattern = "|".join([*map(re.escape, whole), LIST_MARKS.pattern])
    items: list[str] = []
    rest, position = "", 0
    for match in re.finditer(pattern, text):
        rest += text[position : match.start()]
        if match[0] in whole:
            rest += match[0]
        else:
            items.append(rest)
            rest = ""
        position = match.end()
    items.append(rest + text[position:])
    return [item for item in map(str.strip, items) if item]
