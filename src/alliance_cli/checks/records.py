"""The checks: what is wrong with the members of a registry.

A check of one member is a function in `MEMBER_CHECKS`; the checks of members together are in
`relations.py`; the rules of a single field's values stand with the type of the field.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Container, Iterator
from typing import Any

from ..data import At, Path, same
from ..findings.finding import Finding, Problem, Repair, about
from ..findings.rules import Rule
from ..kinds.field import Field
from ..kinds.member import ALLIANCE_FIELDS, FIELDS
from ..kinds.tables import repair_of_key
from ..language import say
from ..registry.changes import Change
from ..registry.registry import Member, Registry, is_gone
from ..values import credit_code
from ..values.value_type import Vocabularies
from ..values.words import suggestion
from .relations import REGISTRY_CHECKS, out_of_order

_REQUIRED = [field for field in FIELDS.values() if field.required]
_WANTED = [field for field in FIELDS.values() if field.wanted]


def findings(registry: Registry, *, strict: bool = False) -> Iterator[Finding]:
    """Everything that is wrong with the alliance and its members.

    `strict` asks for the wanted fields too.
    """
    for key, kind in ALLIANCE_FIELDS.items():
        for problem in (
            kind.problems(registry.alliance[key], {}) if key in registry.alliance else ()
        ):
            path = ("alliance", key)
            yield Finding(problem.rule, problem.message, path, "value", problem.hint, None, key)
    for index, member in enumerate(registry.members):
        yield from member_findings(member, index, registry.vocabularies)
        if strict:
            yield from _incomplete(member, index)
    for check in REGISTRY_CHECKS:
        yield from check.run(registry)


def optional_findings(registry: Registry, rules: Container[Rule]) -> Iterator[Finding]:
    """What the optional ones among `rules` find."""
    if Rule.ORDER in rules:
        yield from out_of_order(registry)


def member_findings(member: Member, index: int, vocabularies: Vocabularies) -> Iterator[Finding]:
    """Everything that is wrong with one member by itself."""
    for key, value in member.items():
        field = FIELDS.get(key)
        if field is None:
            yield _unknown_field(key, member, index)
            continue
        for problem in field.type.problems(value, vocabularies):
            yield _of_value(problem, field, index)
    for field in _REQUIRED:
        if field.key not in member:
            yield _missing(Rule.MISSING, field, index)
    for check in MEMBER_CHECKS:
        yield from check(member, index, vocabularies)


def _of_value(problem: Problem, field: Field, index: int) -> Finding:
    path: Path = ("members", index, field.key, *problem.steps)
    at: At = "key" if problem.rule is Rule.UNKNOWN_FIELD else "value"
    if problem.rule is Rule.MISSING:
        path, at = path[:-1], "header"
    named = [field.key, *(step for step in problem.steps if isinstance(step, str))]
    return Finding(
        problem.rule,
        problem.message,
        path,
        at,
        problem.hint,
        index,
        ".".join(named),
        repair=problem.repair,
    )


def _unknown_field(key: str, member: Member, index: int) -> Finding:
    return Finding(
        Rule.UNKNOWN_FIELD,
        say(f"there is no field {key}", f"没有 {key} 这个字段"),
        ("members", index, key),
        "key",
        suggestion(key, FIELDS),
        index,
        key,
        repair=repair_of_key(key, member, FIELDS),
    )


def _missing(rule: Rule, field: Field, index: int) -> Finding:
    return Finding(
        rule,
        say(f"{field.key} is missing", f"缺少{field.heading}"),
        ("members", index),
        "header",
        str(field.help),
        index,
        field.key,
    )


def _incomplete(member: Member, index: int) -> Iterator[Finding]:
    for field in _WANTED:
        if not member.get(field.key):
            yield _missing(Rule.INCOMPLETE, field, index)


def _leaving(member: Member, index: int, vocabularies: Vocabularies) -> Iterator[Finding]:
    """A member has a date of leaving exactly when its status says that it left."""
    gone = is_gone(member)
    left = member.get("left")
    if left is not None and not gone:
        yield about(
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
            index,
            "left_reason",
            Rule.REASON_WITHOUT_LEAVING,
            say("there is a reason for leaving, but no leaving", "有退会原因，但没有退会"),
        )
    joined = member.get("joined")
    if type(left) is type(joined) is datetime.date and left < joined:
        yield about(
            index,
            "left",
            Rule.LEFT_BEFORE_JOINED,
            say(f"left on {left}, before joining on {joined}", f"退会 {left} 早于入会 {joined}"),
        )


def _kind_of_code(member: Member, index: int, vocabularies: Vocabularies) -> Iterator[Finding]:
    """The kind in a credit code fits what the category says of its members."""
    code, category = member.get("credit_code"), member.get("category")
    if not isinstance(code, str) or len(code) != credit_code.LENGTH:
        return
    label = vocabularies.get("categories", {}).get(category) if isinstance(category, str) else None
    kinds = credit_code.kinds_expected(label) if label else ()
    if kinds and credit_code.kind(code) not in kinds:
        expected = "/".join(kinds)
        yield about(
            index,
            "credit_code",
            Rule.KIND_OF_CODE,
            say(
                f"the code begins with {code[:2]}, one of {label} usually with {expected}",
                f"代码以 {code[:2]} 开头，{label}通常以 {expected} 开头",
            ),
        )


def _primary_contacts(member: Member, index: int, vocabularies: Vocabularies) -> Iterator[Finding]:
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
            ("members", index, "contacts", number, "primary"),
            "value",
            "",
            index,
            "contacts.primary",
            ("members", index, "contacts", primary[0], "primary"),
        )


MEMBER_CHECKS: tuple[Callable[[Member, int, Vocabularies], Iterator[Finding]], ...] = (
    _leaving,
    _kind_of_code,
    _primary_contacts,
)


def findings_of_change(registry: Registry, change: Change) -> list[Finding]:
    """What would be wrong after `change` that is not wrong now; places are those after it."""
    after = change.registry_after(registry)
    places: list[int | None] = [*change.places_staying(registry.members)]
    places += [None] * len(change.added)
    touched = [n for n, place in enumerate(places) if place is None or place in change.replaced]
    checks = [
        check for check in REGISTRY_CHECKS if check.fields & _fields_touched(registry, change)
    ]
    found = [f for n in touched for f in member_findings(after.members[n], n, after.vocabularies)]
    found += [finding for check in checks for finding in check.run(after)]
    if not found:
        return []
    before = [
        finding
        for place in change.replaced
        for finding in member_findings(registry.members[place], place, registry.vocabularies)
    ]
    before += [finding for check in checks for finding in check.run(registry)]
    known = Counter(_known_by(finding, registry, finding.member) for finding in before)
    new: list[Finding] = []
    for finding in found:
        place = None if finding.member is None else places[finding.member]
        key = _known_by(finding, after, place)
        if known[key]:
            known[key] -= 1
        else:
            new.append(finding)
    return new


def _known_by(finding: Finding, registry: Registry, place: int | None) -> tuple[object, ...]:
    """What a finding is known by before and after a change: the rule, the member, and the value.

    `place` is that of the member before.  Another text or number is another finding, if no better
    one; another list or table is the same, for what is wrong with it is its type.  The place of an
    item in a list tells nothing.
    """
    value: Any = registry.members
    for step in finding.path[1:] if finding.at == "value" else ():
        value = value[step]
    about = type(value).__name__ if isinstance(value, list | dict) else repr(value)
    return finding.rule, place, finding.field, about


def _fields_touched(registry: Registry, change: Change) -> set[str]:
    """The fields that any member has otherwise after `change`."""
    fields: set[str] = set()
    for place, new in change.replaced.items():
        old = registry.members[place]
        fields.update(key for key in {*old, *new} if not same(old.get(key), new.get(key)))
    if change.removed:
        # Nobody is a duplicate for want of another, but a reference may lead nowhere.
        fields.add("id")
    for member in change.added:
        fields.update(member)
    return fields
