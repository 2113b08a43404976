"""Address labels for the post."""

from collections.abc import Iterator

from ... import channels
from ...kinds.declared import CONTACTS
from ...language import Phrase
from ...registry.query import Roster
from ...registry.registry import Record
from ..contacts import main_contact
from ..workbooks.book import said
from .format import Format, Wishes

_WHOEVER = Phrase("the person in charge", "负责人")
_ADDRESSEE = Phrase("Attn: {}", "{} 收")


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A label a member that has an address: postcode, address, name, addressee; a blank line."""
    fields, part, cell = roster.kind.fields, roster.kind.parts(CONTACTS)["name"], wishes.shown.cell
    between = ""
    for member in filter(_reaches, wishes.track(roster.members)):
        contact = main_contact(member) if wishes.contacts else {}
        person = channels.words(cell(contact, part)) or said(_WHOEVER, wishes.wording)
        lines = [channels.guarded(channels.words(cell(member, fields[key]))) for key in _PARTS]
        lines.append(channels.guarded(said(_ADDRESSEE, wishes.wording).format(person)))
        yield between + "".join(f"{line}\n" for line in filter(None, lines))
        between = "\n"


_PARTS = ("postcode", "address", "name")


def _reaches(member: Record) -> bool:
    """Whether the post can reach a member."""
    address = member.get("address")
    return isinstance(address, str) and bool(address.strip())


FORMAT = Format(
    "labels",
    place=10,
    pieces=pieces,
    encodable=True,
    reaches=_reaches,
    missing=Phrase("postal address", "通讯地址"),
)
