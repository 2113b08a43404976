"""Members to write to: address labels for the post, and a list of e-mail addresses."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from .. import channels
from ..kinds.declared import CONTACTS
from ..kinds.field import Field
from ..kinds.member import MEMBER
from ..language import Phrase
from ..registry.query import Roster
from ..registry.registry import Record
from .cards import vcards
from .contacts import contacts_of, main_contact
from .text import Wishes
from .workbooks.book import said

_WHOEVER = Phrase("the person in charge", "负责人")
_ADDRESSEE = Phrase("Attn: {}", "{} 收")


def labels(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A label a member that has an address: postcode, address, name, addressee; a blank line."""
    between = ""
    for member in wishes.track(roster.members):
        if not has_address(member):
            continue
        postcode, address, name = (
            _line(wishes.shown.cell(member, roster.kind.fields[key]))
            for key in ("postcode", "address", "name")
        )
        contact = main_contact(member) if wishes.contacts else {}
        person = wishes.shown.cell(contact, _part(roster, "name"))
        addressee = said(_ADDRESSEE, wishes.wording).format(
            _line(person) or said(_WHOEVER, wishes.wording)
        )
        lines = filter(None, (postcode, address, name, addressee))
        yield between + "".join(f"{line}\n" for line in lines)
        between = "\n"


def has_address(member: Record) -> bool:
    """Whether the post can reach a member."""
    address = member.get("address")
    return isinstance(address, str) and bool(address.strip())


def emails(roster: Roster, wishes: Wishes) -> Iterator[str]:
    """A line an e-mail address as RFC 5322 has it, `"name" <address>`; each address once."""
    seen: set[str] = set()
    for member in wishes.track(roster.members):
        for name, address in _addresses(roster, member, wishes):
            if address.casefold() not in seen:
                seen.add(address.casefold())
                shown = name or _line(wishes.shown.cell(member, roster.kind.fields["name"]))
                quoted = shown.replace("\\", r"\\").replace('"', r"\"")
                yield f'"{quoted}" <{address}>\n'


def _part(roster: Roster, key: str) -> Field:
    return roster.kind.parts(CONTACTS)[key]


def _addresses(roster: Roster, member: Record, wishes: Wishes) -> Iterator[tuple[str, str]]:
    """The names and the valid e-mail addresses of the contacts of a member."""
    for contact in contacts_of(member):
        if _has_address(contact):
            name, address = (
                wishes.shown.cell(contact, _part(roster, key)) for key in ("name", "email")
            )
            yield _line(name), address


def _has_address(contact: Record) -> bool:
    part = MEMBER.parts(CONTACTS)["email"]
    return part.key in contact and not part.type.problems(contact[part.key])


def has_email(member: Record) -> bool:
    """Whether a member has a contact with a valid e-mail address."""
    return any(map(_has_address, contacts_of(member)))


def _line(text: str) -> str:
    return channels.line(" ".join(text.split()))


class Mailing(NamedTuple):
    """One way to write to members: `write` gives the text, `reaches` tells whom it is for.

    `missing` says what those lack whom it does not reach; a `personal` one is of no use masked.
    """

    write: Callable[[Roster, Wishes], Iterator[str]]
    reaches: Callable[[Record], bool]
    missing: Phrase
    personal: bool = True


MAILINGS: dict[str, Mailing] = {
    "vcf": Mailing(vcards, lambda member: bool(contacts_of(member)), Phrase("contact", "联系人")),
    "emails": Mailing(emails, has_email, Phrase("valid e-mail address", "有效的邮箱")),
    "labels": Mailing(labels, has_address, Phrase("postal address", "通讯地址"), personal=False),
}
"""The ways to write to members by the names of their formats."""
