"""Contacts as cards for telephones and mail programs: vCard 4.0 (RFC 6350), and 3.0 (RFC 2426)."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ...channels import vcard_line
from ...language import Phrase
from ...registry.query import Roster
from ...registry.registry import Record
from ..contacts import People, Person, has_people, reaches_people
from .format import Format, Wishes


class Version(NamedTuple):
    """What one version of the cards has otherwise than another.

    Where a version `needs_name`, a card without a person's name is filed under the organisation.
    """

    number: str
    email: str
    needs_name: bool


def cards(version: Version) -> Callable[[Roster, Wishes], Iterator[str]]:
    """What gives a card a person, with the organisation and its address; lines end in CR LF."""

    def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
        people = People(roster.kind, wishes.shown)
        for record in wishes.track(roster.members):
            if not has_people(record, roster.kind):
                continue
            for person in people.of(record):
                yield f"BEGIN:VCARD\r\nVERSION:{version.number}\r\n"
                yield from _lines(version, roster, wishes, record, person)
                yield "END:VCARD\r\n"

    return pieces


def _lines(
    version: Version, roster: Roster, wishes: Wishes, record: Record, person: Person
) -> Iterator[str]:
    fields, cell = roster.kind.fields, wishes.shown.cell
    told, parts, organisation = person
    name = cell(told, parts["name"])
    called = name if name.strip() else organisation
    # Nobody guesses which hanzi of a name are the surname.
    yield vcard_line("FN", called)
    yield vcard_line("N", called if version.needs_name else name, "", "", "", "")
    if organisation or not name.strip():
        yield vcard_line("ORG", organisation)
    for start, key in (
        ("TITLE", "title"),
        ("TEL;TYPE=cell", "mobile"),
        ("TEL;TYPE=work", "phone"),
        (version.email, "email"),
    ):
        if (text := cell(told, parts[key])).strip():
            yield vcard_line(start, text)
    address, postcode = (
        cell(record, fields[key]) if key in fields else "" for key in ("address", "postcode")
    )
    if address.strip() or postcode.strip():
        yield vcard_line("ADR;TYPE=work", "", "", address, "", "", postcode, "")


FORMAT = Format(
    "vcf",
    place=8,
    pieces=cards(Version("4.0", "EMAIL", needs_name=False)),
    endings=(".vcf",),
    personal=True,
    suits=reaches_people,
    reaches=has_people,
    missing=Phrase("contact", "联系方式"),
)
