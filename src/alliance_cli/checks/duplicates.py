"""Values that no two members share."""

from collections.abc import Callable, Iterator

from ..findings.finding import Finding
from ..findings.rule import Rule
from ..language import say
from .check import RegistryContext


def duplicates(
    context: RegistryContext, rule: Rule, key: str, fold: Callable[[str], str], what: str
) -> Iterator[Finding]:
    """The texts of a field, equal under `fold`, that an earlier member has."""
    first: dict[str, int] = {}
    for index, member in enumerate(context.records):
        value = member.get(key)
        if not isinstance(value, str) or not value:
            continue
        before = first.setdefault(fold(value), index)
        if before != index:
            yield context.about(
                index,
                key,
                rule,
                say(
                    f"{context.holder(before)} has this {what} already",
                    f"{context.holder(before)} 已有相同的{context.kind.fields[key].heading}",
                ),
                context.taking_back(before),
                related=context.path(before, key),
            )
