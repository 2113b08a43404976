"""Address labels for the post."""

from collections.abc import Iterator
from typing import BinaryIO

from ... import channels
from ...kinds.declared import CONTACTS
from ...kinds.kind import Kind
from ...language import Phrase
from ...registry.query import Roster
from ...registry.registry import Record
from ..contacts import main_contact
from ..workbooks.book import said
from .format import Format, Wishes

_WHOEVER = Phrase("the person in charge", "负责人")
_ADDRESSEE = Phrase("Attn: {}", "{} 收")


def pieces(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A label a member that has an address, and a blank line between."""
    between = ""
    for lines in _labels(roster, wishes):
        yield between + "".join(f"{channels.guarded(line)}\n" for line in lines)
        between = "\n"


def book(roster: Roster, wishes: Wishes, file: BinaryIO) -> None:
    """Write sheets of labels to print, as many on each as was wished."""
    from ..workbooks.labels import GRIDS, write_labels

    grid = GRIDS[wishes.label_grid or next(iter(GRIDS))]
    write_labels(list(_labels(roster, wishes)), grid, wishes.wording, file)


def _labels(roster: Roster, wishes: Wishes) -> Iterator[list[str]]:
    """The lines of each label: postcode, address, the name that the post knows, addressee."""
    fields, part, cell = roster.kind.fields, roster.kind.parts(CONTACTS)["name"], wishes.shown.cell
    for member in wishes.track(roster.members):
        if not _reaches(member, roster.kind):
            continue
        contact = main_contact(member) if wishes.contacts else {}
        person = channels.words(cell(contact, part)) or said(_WHOEVER, wishes.wording)
        postcode, address, registered, name = (
            channels.words(cell(member, fields[key])) for key in _PARTS
        )
        lines = [postcode, address, registered or name]
        lines.append(said(_ADDRESSEE, wishes.wording).format(person))
        yield list(filter(None, lines))


_PARTS = ("postcode", "address", "registered_name", "name")


def _suits(kind: Kind) -> bool:
    """Whether records of a kind have an address, and contacts to whom a letter goes."""
    return "address" in kind.fields and bool(kind.people)


def _reaches(record: Record, kind: Kind) -> bool:
    """Whether the post can reach a member."""
    address = record.get("address")
    return isinstance(address, str) and bool(address.strip())


FORMAT = Format(
    "labels",
    place=11,
    pieces=pieces,
    book=book,
    further_endings=(".xlsx",),
    encodable=True,
    options=frozenset({"--label-grid"}),
    suits=_suits,
    made_of=Phrase("postal addresses", "通讯地址"),
    reaches=_reaches,
    missing=Phrase("postal address", "通讯地址"),
)
