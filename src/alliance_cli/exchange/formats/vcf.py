"""Contacts as cards for telephones and mail programs: vCard 4.0 (RFC 6350)."""

from collections.abc import Iterator
from typing import Any

from ...channels import vcard_line
from ...kinds.declared import CONTACTS
from ...language import Phrase
from ...registry.query import Roster
from ...registry.registry import Record
from ..contacts import contacts_of, has_contacts
from .format import Format, Wishes


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A card a contact, with the organisation and its postal address; lines end in CR LF."""
    for member in wishes.track(roster.members):
        for contact in contacts_of(member):
            yield "BEGIN:VCARD\r\nVERSION:4.0\r\n"
            yield from _lines(roster, wishes, member, contact)
            yield "END:VCARD\r\n"


def _lines(
    roster: Roster, wishes: Wishes, member: Record, contact: dict[str, Any]
) -> Iterator[str]:
    fields, parts = roster.kind.fields, roster.kind.parts(CONTACTS)
    cell = wishes.shown.cell
    organisation = cell(member, fields["name"])
    name = cell(contact, parts["name"])
    # Nobody guesses which hanzi of a name are the surname.
    yield vcard_line("FN", name if name.strip() else organisation)
    yield vcard_line("N", name, "", "", "", "")
    yield vcard_line("ORG", organisation)
    for start, key in (
        ("TITLE", "title"),
        ("TEL;TYPE=cell", "mobile"),
        ("TEL;TYPE=work", "phone"),
        ("EMAIL", "email"),
    ):
        if (text := cell(contact, parts[key])).strip():
            yield vcard_line(start, text)
    address, postcode = cell(member, fields["address"]), cell(member, fields["postcode"])
    if address.strip() or postcode.strip():
        yield vcard_line("ADR;TYPE=work", "", "", address, "", "", postcode, "")


FORMAT = Format(
    "vcf",
    place=8,
    pieces=pieces,
    endings=(".vcf",),
    personal=True,
    reaches=has_contacts,
    missing=Phrase("contact", "联系人"),
)
