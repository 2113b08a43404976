"""M407: several primary contacts."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...language import Phrase, say
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M407",
    Severity.WARNING,
    Phrase("several primary contacts", "主要联系人不止一个"),
    Phrase(
        "Letters go to the primary contact, so there is at most one.",
        "通知发给主要联系人，因此最多一位。",
    ),
    bad='[[members.contacts]]\nname = "张三"\nprimary = true\n\n'
    '[[members.contacts]]\nname = "李四"\nprimary = true',
    good='[[members.contacts]]\nname = "张三"\nprimary = true\n\n'
    '[[members.contacts]]\nname = "李四"',
)


def find(context: RecordContext) -> Iterator[Finding]:
    """Every primary contact but the first."""
    contacts = context.record["contacts"]
    if not isinstance(contacts, list) or len(contacts) < 2:
        return
    primary = [
        number
        for number, contact in enumerate(contacts)
        if isinstance(contact, dict) and contact.get("primary") is True
    ]
    for number in primary[1:]:
        yield Finding(
            RULE,
            say("another contact is the primary one already", "已有另一位主要联系人"),
            (*context.path, "contacts", number, "primary"),
            "value",
            "",
            context.index,
            "contacts.primary",
            (*context.path, "contacts", primary[0], "primary"),
        )


CHECK = RecordCheck(RULE, find, needs={"contacts"})
