"""The checks: what is wrong with the members of a registry.

A check of one member is a function in `RECORD_CHECKS`; the checks of members together are in
`relations.py`; the rules of a single field's values stand with the type of the field.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from typing import Any

from ..data import same
from ..findings.finding import Finding, Repair, about
from ..findings.rules import Rule
from ..kinds.kind import Kind
from ..kinds.member import ALLIANCE_FIELDS
from ..kinds.tables import problems_of_table
from ..language import say, spoken
from ..registry.changes import Change
from ..registry.registry import Record, Registry, is_gone
from ..values import credit_code
from .relations import REGISTRY_CHECKS, out_of_order


def findings(registry: Registry, *, strict: bool = False) -> Iterator[Finding]:
    """Everything that is wrong with the alliance and its members.

    `strict` asks for the wanted fields too.
    """
    for key, type_ in ALLIANCE_FIELDS.items():
        problems = type_.problems(registry.alliance[key]) if key in registry.alliance else ()
        for problem in problems:
            path = ("alliance", key)
            yield Finding(problem.rule, problem.message, path, "value", problem.hint, None, key)
    for kind in registry.kinds.values():
        for index, record in enumerate(registry.of(kind)):
            yield from record_findings(record, index, kind)
            if strict:
                yield from _incomplete(record, index, kind)
    for check in REGISTRY_CHECKS:
        yield from check.run(registry)


def optional_findings(registry: Registry, rules: Container[Rule]) -> Iterator[Finding]:
    """What the optional ones among `rules` find."""
    if Rule.ORDER in rules:
        yield from out_of_order(registry)


def record_findings(record: Record, index: int, kind: Kind) -> Iterator[Finding]:
    """Everything that is wrong with one record by itself."""
    for problem in problems_of_table(kind.fields, record):
        path = (kind.table, index, *problem.place)
        # What a record lacks its help explains; what a table within it lacks is plain.
        lacks = problem.at == "header" and len(problem.steps) == 1
        hint = str(kind.fields[problem.named[0]].help) if lacks else problem.hint
        yield Finding(
            problem.rule,
            problem.message,
            path,
            problem.at,
            hint,
            index,
            ".".join(problem.named),
            repair=problem.repair,
        )
    for check in RECORD_CHECKS:
        yield from check(record, index, kind)


def _incomplete(record: Record, index: int, kind: Kind) -> Iterator[Finding]:
    for field in kind.wanted:
        if not record.get(field.key) and field.is_for(record):
            yield Finding(
                Rule.INCOMPLETE,
                say(f"{field.key} is missing", f"缺少{field.heading}"),
                (kind.table, index),
                "header",
                str(field.help),
                index,
                field.key,
            )


def _of_other_categories(record: Record, index: int, kind: Kind) -> Iterator[Finding]:
    """A field that is for some categories alone stands with members of these."""
    for key in record:
        field = kind.fields.get(key)
        if field is not None and not field.is_for(record):
            categories = kind.fields["category"].type
            listed = say(", ", "、").join(
                categories.text(each, spoken()) for each in field.categories
            )
            yield about(
                kind.table,
                index,
                key,
                Rule.OTHER_CATEGORY,
                say(
                    f"{key} is only for these categories: {listed}",
                    f"{field.heading}只用于这些类别：{listed}",
                ),
            )


def _leaving(member: Record, index: int, kind: Kind) -> Iterator[Finding]:
    """A member has a date of leaving exactly when its status says that it left."""
    gone = is_gone(member)
    left = member.get("left")
    if left is not None and not gone:
        yield about(
            kind.table,
            index,
            "left",
            Rule.LEFT_WITHOUT_STATUS,
            say(
                "there is a day of leaving, but the status is not left",
                "有退会时间，但状态不是退会或除名",
            ),
            say('write status = "left" or "expelled"', '应写 status = "left" 或 "expelled"'),
        )._replace(repair=Repair("left", certain="status" not in member, key="status"))
    if gone and left is None:
        yield about(
            kind.table,
            index,
            "status",
            Rule.STATUS_WITHOUT_LEFT,
            say(
                "the status says gone, but the day of leaving is missing",
                "状态为退会或除名，但缺退会时间",
            ),
            say("write left = YYYY-MM-DD", "应写 left = 年-月-日"),
        )
    if "left_reason" in member and left is None and not gone:
        yield about(
            kind.table,
            index,
            "left_reason",
            Rule.REASON_WITHOUT_LEAVING,
            say("there is a reason for leaving, but no leaving", "有退会原因，但没有退会"),
        )
    joined = member.get("joined")
    if type(left) is type(joined) is datetime.date and left < joined:
        yield about(
            kind.table,
            index,
            "left",
            Rule.LEFT_BEFORE_JOINED,
            say(f"left on {left}, before joining on {joined}", f"退会 {left} 早于入会 {joined}"),
        )


def _kind_of_code(member: Record, index: int, kind: Kind) -> Iterator[Finding]:
    """The kind in a credit code fits what the category says of its members."""
    code, category = member.get("credit_code"), member.get("category")
    if not isinstance(code, str) or len(code) != credit_code.LENGTH:
        return
    label = (
        kind.fields["category"].type.choices().get(category) if isinstance(category, str) else None
    )
    kinds = credit_code.kinds_expected(label) if label else ()
    if kinds and credit_code.kind(code) not in kinds:
        expected = "/".join(kinds)
        yield about(
            kind.table,
            index,
            "credit_code",
            Rule.KIND_OF_CODE,
            say(
                f"the code begins with {code[:2]}, one of {label} usually with {expected}",
                f"代码以 {code[:2]} 开头，{label}通常以 {expected} 开头",
            ),
        )


def _primary_contacts(member: Record, index: int, kind: Kind) -> Iterator[Finding]:
    """At most one contact is the primary one."""
    contacts = member.get("contacts")
    if not isinstance(contacts, list) or len(contacts) < 2:
        return
    primary = [
        number
        for number, contact in enumerate(contacts)
        if isinstance(contact, dict) and contact.get("primary") is True
    ]
    for number in primary[1:]:
        yield Finding(
            Rule.PRIMARY_CONTACTS,
            say("another contact is the primary one already", "已有另一位主要联系人"),
            (kind.table, index, "contacts", number, "primary"),
            "value",
            "",
            index,
            "contacts.primary",
            (kind.table, index, "contacts", primary[0], "primary"),
        )


RECORD_CHECKS: tuple[Callable[[Record, int, Kind], Iterator[Finding]], ...] = (
    _leaving,
    _kind_of_code,
    _primary_contacts,
    _of_other_categories,
)


def findings_of_change(registry: Registry, change: Change) -> list[Finding]:
    """What would be wrong after `change` that is not wrong now; places are those after it."""
    kind = change.kind
    before, after = registry.of(kind), change.registry_after(registry).of(kind)
    places: list[int | None] = [*change.places_staying(before)]
    places += [None] * len(change.added)
    touched = [n for n, place in enumerate(places) if place is None or place in change.replaced]
    fields = _fields_touched(before, change)
    checks = [check for check in REGISTRY_CHECKS if check.fields & fields]
    found = [f for n in touched for f in record_findings(after[n], n, kind)]
    found += [each for check in checks for each in check.run(change.registry_after(registry))]
    if not found:
        return []
    old = [f for place in change.replaced for f in record_findings(before[place], place, kind)]
    old += [finding for check in checks for finding in check.run(registry)]
    known = Counter(_known_by(finding, before, finding.member) for finding in old)
    new: list[Finding] = []
    for finding in found:
        place = None if finding.member is None else places[finding.member]
        key = _known_by(finding, after, place)
        if known[key]:
            known[key] -= 1
        else:
            new.append(finding)
    return new


def _known_by(finding: Finding, records: Sequence[Record], place: int | None) -> tuple[object, ...]:
    """What a finding is known by before and after a change: the rule, the record, and the value.

    `place` is that of the record before.  Another text or number is another finding, if no better
    one; another list or table is the same, for what is wrong with it is its type.  The place of an
    item in a list tells nothing.
    """
    value: Any = records
    for step in finding.path[1:] if finding.at == "value" else ():
        value = value[step]
    about = type(value).__name__ if isinstance(value, list | dict) else repr(value)
    return finding.rule, place, finding.field, about


def _fields_touched(records: Sequence[Record], change: Change) -> set[str]:
    """The fields that any record has otherwise after `change`."""
    fields: set[str] = set()
    for place, new in change.replaced.items():
        old = records[place]
        fields.update(key for key in {*old, *new} if not same(old.get(key), new.get(key)))
    if change.removed:
        # Nobody is a duplicate for want of another, but a reference may lead nowhere.
        fields.add("id")
    for record in change.added:
        fields.update(record)
    return fields
