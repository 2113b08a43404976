"""The contacts of members as rows of their own, or as the one to call first."""

from collections.abc import Iterator
from typing import Any

from ..kinds.field import Field
from ..kinds.member import CONTACT_FIELDS, FIELDS
from ..kinds.tables import Tables
from ..language import Wording
from ..registry.registry import Member

CONTACTS = FIELDS["contacts"]

PREFIX = "contacts."
"""What stands before the key of a part in the key of a column: `contacts.mobile`."""


def contacts_of(member: Member) -> list[dict[str, Any]]:
    """The contacts of a member; what is no table is passed over."""
    value = member.get(CONTACTS.key)
    tables = value if isinstance(value, list) else [value]
    return [table for table in tables if isinstance(table, dict)]


def main_contact(member: Member) -> dict[str, Any]:
    """The contact to call first: the primary one, else the first, else one without parts."""
    contacts = contacts_of(member)
    primary = (contact for contact in contacts if contact.get("primary") is True)
    return next(primary, contacts[0] if contacts else {})


def part_text(contact: dict[str, Any], part: Field, wording: Wording, *, full: bool = True) -> str:
    """One part of a contact as text, masked unless `full`; empty where there is none."""
    if not full and isinstance(CONTACTS.type, Tables):
        contact = CONTACTS.type.masked(contact)
    value = contact.get(part.key)
    if value is None:
        return ""
    if isinstance(value, part.type.python_type):
        return part.type.text(value, {}, wording)
    return str(value)


def parts_of(contact: dict[str, Any], wording: Wording) -> Iterator[tuple[str, str]]:
    """The key and the text of every part of a contact, in full."""
    for part in CONTACT_FIELDS:
        yield part.key, part_text(contact, part, wording)
