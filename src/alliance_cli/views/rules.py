"""The rules for people to read: the list of all, and one with its reason and examples."""

from collections.abc import Iterator

from ..findings.explanations import EXPLANATIONS
from ..findings.rules import Rule
from ..language import say


def listed() -> Iterator[str]:
    """Every rule in a line."""
    for rule in Rule:
        when = ""
        if rule.is_strict:
            when = say(" (under --strict)", "(使用 --strict 时)")
        elif rule.is_optional:
            when = say(f" (with --select {rule.code})", f"(用 --select {rule.code} 启用)")
        yield f"{rule.code}  {rule.severity!s:<7}  {rule.title}{when}\n"


def explained(rule: Rule) -> Iterator[str]:
    """A rule with its reason, an example that breaks it and one that does not."""
    reason, bad, good = EXPLANATIONS[rule]
    yield f"{rule.code} {rule.severity}: {rule.title}\n\n{reason}\n"
    for heading, example in ((say("Breaks it", "不符合"), bad), (say("Follows it", "符合"), good)):
        if example:
            shown = repr(example)[1:] if isinstance(example, bytes) else example
            lines = "".join(f"    {line}".rstrip() + "\n" for line in shown.rstrip().split("\n"))
            yield f"\n{heading}:\n\n{lines}"
