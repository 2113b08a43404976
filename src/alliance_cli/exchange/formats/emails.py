"""A mailing list: an e-mail address a line."""

from collections.abc import Iterator

from ... import channels
from ...kinds.declared import CONTACTS
from ...kinds.kind import Kind
from ...kinds.member import MEMBER
from ...language import Phrase
from ...registry.query import Roster
from ...registry.registry import Record
from ..contacts import People, contacts_of, is_person, reaches_people
from .format import Format, Wishes


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A line an address as RFC 5322 has it, `"name" <address>`; each address once."""
    people, cell = People(roster.kind, wishes.shown), wishes.shown.cell
    seen: set[str] = set()
    for record in wishes.track(roster.members):
        for told, parts, organisation in people.of(record):
            if not _has_address(told):
                continue
            address = cell(told, parts["email"])
            if address.casefold() not in seen:
                seen.add(address.casefold())
                name = channels.words(cell(told, parts["name"]))
                shown = name or channels.words(organisation)
                quoted = shown.replace("\\", r"\\").replace('"', r"\"")
                yield f'"{quoted}" <{address}>\n'


def _has_address(told: Record) -> bool:
    part = MEMBER.parts(CONTACTS)["email"]
    return part.key in told and not part.type.problems(told[part.key])


def _reaches(record: Record, kind: Kind) -> bool:
    return any(map(_has_address, [record] if is_person(kind) else contacts_of(record)))


FORMAT = Format(
    "emails",
    place=10,
    pieces=pieces,
    encodable=True,
    personal=True,
    suits=reaches_people,
    reaches=_reaches,
    missing=Phrase("valid e-mail address", "有效的邮箱"),
)
