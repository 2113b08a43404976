"""Whom to reach of a record: its contacts, or the person that the record itself is about."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..kinds.declared import CONTACTS
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..kinds.member import CONTACT_FIELDS, MEMBER
from ..registry.registry import Record, tables_of, title_of
from ..registry.shown import Shown

PREFIX = f"{CONTACTS}."
"""What stands before the key of a part in the key of a column: `contacts.mobile`."""

_REACHED_BY = tuple(field.key for field in CONTACT_FIELDS if field.personal)
_OFFICE = "position"


def contacts_of(member: Record) -> list[dict[str, Any]]:
    """The contacts of a member; what is no table is passed over."""
    return tables_of(member, CONTACTS)


def main_contact(member: Record) -> dict[str, Any]:
    """The contact to call first: the primary one, else the first, else one without parts."""
    contacts = contacts_of(member)
    primary = (contact for contact in contacts if contact.get("primary") is True)
    return next(primary, contacts[0] if contacts else {})


def is_person(kind: Kind) -> bool:
    """Whether a record of this kind is about a person who has telephones and addresses."""
    return not kind.people and kind.fields.keys() >= {*_REACHED_BY}


def reaches_people(kind: Kind) -> bool:
    """Whether records of this kind tell whom to reach."""
    return bool(kind.people) or is_person(kind)


def has_people(record: Record, kind: Kind) -> bool:
    """Whether a record tells whom to reach."""
    if is_person(kind):
        return any(record.get(key) for key in _REACHED_BY)
    return bool(contacts_of(record))


class Person(NamedTuple):
    """Somebody to reach: a table that tells of them, and where they work.

    `fields` are those of the table, by the keys that the parts of a contact have.
    """

    told: Record
    fields: Mapping[str, Field]
    organisation: str


class People:
    """Whom to reach of the records of a kind, with the names of organisations as they are shown."""

    def __init__(self, kind: Kind, shown: Shown) -> None:
        self._kind = kind
        self._shown = shown

    def of(self, record: Record) -> Iterator[Person]:
        """Everybody to reach of a record."""
        if is_person(self._kind):
            yield self._itself(record)
            return
        for contact in contacts_of(record):
            yield self._contact(record, contact)

    def first(self, record: Record) -> Person:
        """The one to call first; without contacts nobody's name, but where they work."""
        if is_person(self._kind):
            return self._itself(record)
        return self._contact(record, main_contact(record))

    def workplace(self, record: Record) -> str:
        """Where the person works that a record is about: a member, else another place."""
        member = self._members.get(str(record.get("unit")), "")
        return self._shown.said(member or str(record.get("unit_name", "")))

    def _contact(self, record: Record, contact: Record) -> Person:
        organisation = self._shown.cell(record, self._kind.title)
        return Person(contact, self._kind.parts(CONTACTS), organisation)

    def _itself(self, record: Record) -> Person:
        fields = self._kind.fields
        office = fields[_OFFICE] if record.get(_OFFICE) else fields["title"]
        return Person(record, {**fields, "title": office}, self.workplace(record))

    @functools.cached_property
    def _members(self) -> Mapping[str, str]:
        """The names of the members by their ids."""
        members = self._shown.registry.of(MEMBER)
        return {str(each.get("id")): str(title_of(each)) for each in members}
