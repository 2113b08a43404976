"""X518: an expert of a member that is named, but not by its id."""

from collections.abc import Iterator

from ...findings.finding import Finding, Repair
from ...findings.rule import Rule, Severity
from ...kinds.member import MEMBER
from ...language import Phrase, say
from ...registry.registry import names_of
from ...values.names import name_key
from ..check import RegistryCheck, RegistryContext

RULE = Rule(
    "X518",
    Severity.WARNING,
    Phrase("an expert that is not tied to its member", "专家未关联所属会员"),
    Phrase(
        "Where an expert works for a member, `unit` has the id of that, so that avoidance and "
        "leaving are seen.",
        "专家所在单位是会员的，应在 unit 中填会员编号，以便回避和退会时查核。",
    ),
    bad='[[members]]\nid = "M001"\nname = "东风汽车"\ncategory = "vehicle"\n\n'
    '[[experts]]\nid = "E001"\nname = "李四"\nunit_name = "东风汽车"\n',
    good='[[members]]\nid = "M001"\nname = "东风汽车"\ncategory = "vehicle"\n\n'
    '[[experts]]\nid = "E001"\nname = "李四"\nunit = "M001"\n',
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Experts whose unit has a name of one member, without its id."""
    owners: dict[str, set[str]] = {}
    for member in context.registry.members:
        for _, _, name in names_of(member, MEMBER):
            owners.setdefault(name_key(name), set()).add(str(member.get("id")))
    for index, expert in enumerate(context.records):
        unit = expert.get("unit_name")
        found = owners.get(name_key(unit), set()) if isinstance(unit, str) else set()
        if "unit" not in expert and len(found) == 1:
            (identifier,) = found
            yield context.about(
                index,
                "unit_name",
                RULE,
                say(f"this is member {identifier}", f"该单位即会员 {identifier}"),
                say(f'write unit = "{identifier}"', f'应写 unit = "{identifier}"'),
            )._replace(repair=Repair(identifier, certain=False, key="unit"))


CHECK = RegistryCheck(RULE, find, fields={"unit", "unit_name"})
