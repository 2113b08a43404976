"""X506: the id of nobody."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity, two_members
from ...kinds.body import BODY
from ...kinds.kind import Kind
from ...kinds.known import KINDS
from ...language import Phrase, say
from ...registry.references import ids_named
from ...values.words import suggestion
from ..check import RegistryCheck, RegistryContext

RULE = Rule(
    "X506",
    Severity.ERROR,
    Phrase("the id of nobody", "引用的编号不存在"),
    Phrase(
        "A parent, the unit of an expert or the lead of a project is the id of a member of this "
        "registry.",
        "上级单位、专家所属会员、项目牵头单位等，填写本名录中会员的编号。",
    ),
    bad=two_members('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M100"'),
    good=two_members('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M001"'),
)


# A registry whose references are all unknown has another problem than a typing error in each.
_MOST_SUGGESTIONS = 20
# Bodies are chosen by words, whose type says what is none of them.
_CHECKED = KINDS.keys() - {BODY.table}


def message(named: str, kind: Kind) -> str:
    """That no record of a kind has the id `named`."""
    one = kind.words.one
    return say(f"there is no {one.english} {named}", f"没有编号为 {named} 的{one.chinese}")


def find(context: RegistryContext) -> Iterator[Finding]:
    """Ids that no record has of the table that they refer to."""
    count = 0
    for table in dict.fromkeys(context.kind.references.values()):
        if table not in _CHECKED:
            continue
        kind = context.registry.kinds[table]
        known = {str(record.get("id")).casefold() for record in context.registry.of(kind)}
        for index, record in enumerate(context.records):
            for column, path, named in ids_named(record, context.kind, table):
                if named.casefold() in known:
                    continue
                hint = suggestion(named, known) if count < _MOST_SUGGESTIONS else ""
                count += 1
                where = context.path(index, *path)
                yield Finding(RULE, message(named, kind), where, "value", hint, index, column)


def _fields(kind: Kind) -> set[str]:
    columns = (column for column, table in kind.references.items() if table in _CHECKED)
    return {"id", *(column.partition(".")[0] for column in columns)} if kind.references else set()


CHECK = RegistryCheck(RULE, find, fields=_fields, reads={table: {"id"} for table in _CHECKED})
