"""Contacts as cards for telephones and mail programs: vCard 4.0 (RFC 6350), and 3.0 (RFC 2426)."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ...channels import vcard_line
from ...kinds.declared import CONTACTS
from ...language import Phrase
from ...registry.query import Roster
from ...registry.registry import Record
from ..contacts import contacts_of, has_contacts
from .format import Format, Wishes


class Version(NamedTuple):
    """What one version of the cards has otherwise than another.

    Where a version `needs_name`, a card without a person's name is filed under the organisation.
    """

    number: str
    email: str
    needs_name: bool


def cards(version: Version) -> Callable[[Roster, Wishes], Iterator[str]]:
    """What gives a card a contact, with the organisation and its address; lines end in CR LF."""

    def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
        for member in wishes.track(roster.members):
            for contact in contacts_of(member):
                yield f"BEGIN:VCARD\r\nVERSION:{version.number}\r\n"
                yield from _lines(version, roster, wishes, member, contact)
                yield "END:VCARD\r\n"

    return pieces


def _lines(
    version: Version, roster: Roster, wishes: Wishes, member: Record, contact: dict[str, Any]
) -> Iterator[str]:
    fields, parts = roster.kind.fields, roster.kind.parts(CONTACTS)
    cell = wishes.shown.cell
    organisation = cell(member, fields["name"])
    name = cell(contact, parts["name"])
    called = name if name.strip() else organisation
    # Nobody guesses which hanzi of a name are the surname.
    yield vcard_line("FN", called)
    yield vcard_line("N", called if version.needs_name else name, "", "", "", "")
    yield vcard_line("ORG", organisation)
    for start, key in (
        ("TITLE", "title"),
        ("TEL;TYPE=cell", "mobile"),
        ("TEL;TYPE=work", "phone"),
        (version.email, "email"),
    ):
        if (text := cell(contact, parts[key])).strip():
            yield vcard_line(start, text)
    address, postcode = cell(member, fields["address"]), cell(member, fields["postcode"])
    if address.strip() or postcode.strip():
        yield vcard_line("ADR;TYPE=work", "", "", address, "", "", postcode, "")


FORMAT = Format(
    "vcf",
    place=8,
    pieces=cards(Version("4.0", "EMAIL", needs_name=False)),
    endings=(".vcf",),
    personal=True,
    of_contacts=True,
    reaches=has_contacts,
    missing=Phrase("contact", "联系人"),
)
