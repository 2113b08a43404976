"""X517: a project or an expert of who is no member any more."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...kinds.kind import Kind
from ...kinds.member import MEMBER
from ...language import Phrase, say
from ...registry.references import ids_named
from ...registry.registry import is_gone
from ..check import RegistryCheck, RegistryContext

_COLUMNS = ("lead", "unit", "host")

RULE = Rule(
    "X517",
    Severity.WARNING,
    Phrase("led by who is no member any more", "牵头单位或所属单位已退会"),
    Phrase(
        "Who leads a project, employs an expert or hosts a body is a member.",
        "项目的牵头单位、专家的所属单位、机构的挂靠单位应为会员。",
    ),
    bad='[[members]]\nid = "M001"\nname = "东风汽车"\ncategory = "vehicle"\nstatus = "left"\n'
    'left = 2024-01-01\n\n[[projects]]\nid = "P001"\nname = "示范线"\nlead = "M001"\n',
    good='[[members]]\nid = "M001"\nname = "东风汽车"\ncategory = "vehicle"\n\n'
    '[[projects]]\nid = "P001"\nname = "示范线"\nlead = "M001"\n',
)


def find(context: RegistryContext) -> Iterator[Finding]:
    """Records that name a member which left in one of these fields."""
    gone = {
        str(member.get("id")).casefold(): member
        for member in context.registry.members
        if is_gone(member)
    }
    for index, record in enumerate(context.records if gone else ()):
        for column, _, named in ids_named(record, context.kind, MEMBER.table):
            if (
                column in _COLUMNS
                and named.casefold() in gone
                and not is_gone(record, context.kind)
            ):
                left = gone[named.casefold()].get("left", "?")
                yield context.about(
                    index,
                    column,
                    RULE,
                    say(f"{named} left ({left})", f"{named} 已退会({left})"),
                )


def _fields(kind: Kind) -> set[str]:
    return {*_COLUMNS} & {column for column in kind.references if column in kind.fields}


CHECK = RegistryCheck(RULE, find, fields=_fields)
