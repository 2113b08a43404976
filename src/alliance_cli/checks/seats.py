"""Seats and bodies, looked at by several checks."""

from ..data import At, Path
from ..findings.finding import Finding
from ..findings.rule import Rule
from ..kinds.body import BODY
from ..kinds.expert import EXPERT
from ..kinds.member import MEMBER
from ..kinds.shared import SEATS
from ..registry.membership import EARLIER
from ..registry.seats import Bodies, Seat, seats_of
from .check import RegistryContext

TWO_TERMS = (
    '[[bodies]]\nid = "connected"\nlabel = "智能网联组"\nroles = {{ lead = 1, deputy = 3 }}\n\n'
    "[[bodies.terms]]\nnumber = 1\nfrom = 2023-03-01\nuntil = 2038-02-28\n\n"
    '[[members]]\nid = "M001"\nname = "东风汽车"\ncategory = "vehicle"\n{member}\n'
    '[[members.seats]]\nbody = "connected"\n{seat}\n'
)
"""An example of a body with a term, and of a member with a seat in it."""

READS = {
    BODY.table: {"id", "roles", "terms"},
    EXPERT.table: {SEATS},
    MEMBER.table: {SEATS, "status", "joined", "left", EARLIER},
}
"""What decides on a seat: the others, their bodies, and who is a member when."""


def example(seat: str, member: str = "") -> str:
    """An example of a seat with these lines, of a member with others of its own."""
    return TWO_TERMS.format(seat=seat, member=member)


def bodies(context: RegistryContext) -> Bodies:
    """The bodies of the registry."""
    return Bodies(context.registry)


def own_seats(context: RegistryContext) -> list[Seat]:
    """The seats of the records of the kind that is checked, with roles and days."""
    known = context.once(bodies)
    return [
        seat
        for place, record in enumerate(context.records)
        for seat in seats_of(record, context.kind, place, known)
    ]


def about(
    seat: Seat, rule: Rule, message: str, key: str = "", hint: str = "", related: Path = ()
) -> Finding:
    """A finding at a seat, or at one of its fields."""
    path = (seat.kind.table, seat.place, *seat.path, *((key,) if key else ()))
    at: At = "value" if key or seat.path[0] == "groups" else "header"
    field = ".".join(filter(None, (str(seat.path[0]), key)))
    return Finding(rule, message, path, at, hint, seat.place, field, related)
