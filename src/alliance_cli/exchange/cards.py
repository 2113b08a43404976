"""Contacts as cards for telephones and mail programs: vCard 4.0 (RFC 6350)."""

from collections.abc import Iterator
from typing import Any

from ..kinds.declared import CONTACTS
from ..registry.query import Roster
from ..registry.registry import Record
from ..values.characters import printable
from .contacts import contacts_of
from .text import Wishes

_LONGEST_LINE = 75
_ESCAPES = str.maketrans({"\\": r"\\", ",": r"\,", ";": r"\;", "\n": r"\n"})
_WIDE_COLONS = "\N{FULLWIDTH COLON}" * 2


def vcards(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A card a contact, with the organisation and its postal address; lines end in CR LF."""
    for member in wishes.track(roster.members):
        for contact in contacts_of(member):
            lines = ["BEGIN:VCARD", "VERSION:4.0", *_lines(roster, wishes, member, contact)]
            yield "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCARD"))


def _lines(
    roster: Roster, wishes: Wishes, member: Record, contact: dict[str, Any]
) -> Iterator[str]:
    fields, parts = roster.kind.fields, roster.kind.parts(CONTACTS)

    def of_member(key: str) -> str:
        return _value(wishes.shown.cell(member, fields[key]))

    def of_contact(key: str) -> str:
        return _value(wishes.shown.cell(contact, parts[key]))

    name = of_contact("name")
    # Nobody guesses which hanzi of a name are the surname.
    yield f"FN:{name or of_member('name')}"
    yield f"N:{name};;;;"
    yield f"ORG:{of_member('name')}"
    for start, text in (
        ("TITLE", of_contact("title")),
        ("TEL;TYPE=cell", of_contact("mobile")),
        ("TEL;TYPE=work", of_contact("phone")),
        ("EMAIL", of_contact("email")),
    ):
        if text:
            yield f"{start}:{text}"
    address, postcode = of_member("address"), of_member("postcode")
    if address or postcode:
        yield f"ADR;TYPE=work:;;{address};;;{postcode};"


def _value(text: str) -> str:
    """`text` as a value of a card.

    Two colons in a row would open a CI command where a folded line begins with them; their wide
    forms differ to the eye only.
    """
    inert = printable(text.strip(), keep="\n").replace("::", _WIDE_COLONS)
    return inert.translate(_ESCAPES)


def _folded(line: str) -> str:
    """`line` in lines of at most 75 octets, no character of it cut in two."""
    pieces = [b""]
    room = _LONGEST_LINE
    for character in line:
        octets = character.encode()
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
            # The space that begins a further line counts too.
            room = _LONGEST_LINE - 1
        pieces[-1] += octets
    return b"\r\n ".join(pieces).decode()
