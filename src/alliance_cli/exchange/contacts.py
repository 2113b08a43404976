"""The contacts of members as rows of their own, or as the one to call first."""

from typing import Any

from ..kinds.declared import CONTACTS
from ..registry.registry import Record, tables_of

PREFIX = f"{CONTACTS}."
"""What stands before the key of a part in the key of a column: `contacts.mobile`."""


def contacts_of(member: Record) -> list[dict[str, Any]]:
    """The contacts of a member; what is no table is passed over."""
    return tables_of(member, CONTACTS)


def has_contacts(member: Record) -> bool:
    """Whether a member has a contact."""
    return bool(contacts_of(member))


def main_contact(member: Record) -> dict[str, Any]:
    """The contact to call first: the primary one, else the first, else one without parts."""
    contacts = contacts_of(member)
    primary = (contact for contact in contacts if contact.get("primary") is True)
    return next(primary, contacts[0] if contacts else {})
