"""A mailing list: an e-mail address a line."""

from collections.abc import Iterator

from ... import channels
from ...kinds.declared import CONTACTS
from ...kinds.member import MEMBER
from ...language import Phrase
from ...registry.query import Roster
from ...registry.registry import Record
from ..contacts import contacts_of
from .format import Format, Wishes


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A line an address as RFC 5322 has it, `"name" <address>`; each address once."""
    parts, cell = roster.kind.parts(CONTACTS), wishes.shown.cell
    seen: set[str] = set()
    for member in wishes.track(roster.members):
        for contact in filter(_has_address, contacts_of(member)):
            address = cell(contact, parts["email"])
            if address.casefold() not in seen:
                seen.add(address.casefold())
                name = channels.words(cell(contact, parts["name"]))
                shown = name or channels.words(cell(member, roster.kind.fields["name"]))
                quoted = shown.replace("\\", r"\\").replace('"', r"\"")
                yield f'"{quoted}" <{address}>\n'


def _has_address(contact: Record) -> bool:
    part = MEMBER.parts(CONTACTS)["email"]
    return part.key in contact and not part.type.problems(contact[part.key])


def _reaches(member: Record) -> bool:
    return any(map(_has_address, contacts_of(member)))


FORMAT = Format(
    "emails",
    place=10,
    pieces=pieces,
    encodable=True,
    personal=True,
    of_contacts=True,
    reaches=_reaches,
    missing=Phrase("valid e-mail address", "有效的邮箱"),
)
