"""The rules for people to read: the list of all, and one with its reason and examples."""

from collections.abc import Iterator

from ..checks.catalogue import every_rule
from ..findings.rule import Rule
from ..language import say


def listed() -> Iterator[str]:
    """Every rule in a line."""
    for rule in every_rule().values():
        when = ""
        if rule.strict:
            when = say(" (under --strict)", "(使用 --strict 时)")
        elif rule.optional:
            when = say(f" (with --select {rule.code})", f"(用 --select {rule.code} 启用)")
        yield f"{rule.code}  {rule.severity!s:<7}  {rule.title}{when}\n"


def explained(rule: Rule) -> Iterator[str]:
    """A rule with its reason, an example that breaks it and one that does not."""
    yield f"{rule.code} {rule.severity}: {rule.title}\n\n{rule.reason}\n"
    for heading, example in (
        (say("Breaks it", "不符合"), rule.bad),
        (say("Follows it", "符合"), rule.good),
    ):
        if example:
            shown = repr(example)[1:] if isinstance(example, bytes) else example
            lines = "".join(f"    {line}".rstrip() + "\n" for line in shown.rstrip().split("\n"))
            yield f"\n{heading}:\n\n{lines}"
