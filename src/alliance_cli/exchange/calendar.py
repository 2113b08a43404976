"""Days to remember as a calendar (RFC 5545) that Outlook and telephones open."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..channels import calendar_line


class Event(NamedTuple):
    """A day to remember: what about, more about it, and of what sort it is.

    `identity` is the same in every calendar that has this event, whatever became of its day.
    """

    identity: tuple[str, ...]
    day: datetime.date
    summary: str
    description: str
    sort: str


def calendar_of(title: str, events: Iterable[Event], asked: datetime.date) -> Iterator[str]:
    """The lines of a calendar that was made as of the day `asked`: the same day, the same bytes."""
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//alliance-cli//due//EN\r\n"
    yield "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
    yield calendar_line("X-WR-CALNAME", title)
    for event in events:
        yield "BEGIN:VEVENT\r\n"
        yield calendar_line("UID", f"{_digest(event.identity)}@alliance-cli")
        yield calendar_line("DTSTAMP", f"{_digits(asked)}T000000Z")
        # Without an end it is that whole day.  Nobody is busy all day because of it.
        yield calendar_line("DTSTART;VALUE=DATE", _digits(event.day))
        yield calendar_line("SUMMARY", event.summary)
        yield calendar_line("DESCRIPTION", event.description)
        yield calendar_line("CATEGORIES", event.sort)
        yield "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
    yield "END:VCALENDAR\r\n"


def _digits(day: datetime.date) -> str:
    # The year 0999 has four digits too, which strftime does not give on every system.
    return day.isoformat().replace("-", "")


def _digest(identity: tuple[str, ...]) -> str:
    """What no other event has: nothing of an identity can be read in it."""
    return hashlib.sha256("\0".join(identity).encode()).hexdigest()[:32]
