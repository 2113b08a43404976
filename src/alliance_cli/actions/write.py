"""What the commands that write share: ask, lock, read, change, check, show or write."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..errors import NOTHING_WRITTEN, DataRefused, WrongUsage
from ..findings.rules import Severity
from ..language import say, spoken
from ..options import ContactsOption, DryRunOption, YesOption
from ..registry.changes import Change
from ..registry.registry import Registry
from ..registry.shown import Shown, called
from ..store.edit import masking
from ..store.gate import Proposal, propose
from ..store.load import load
from ..store.save import locked, save
from ..views import console, interview
from ..views.change import in_one_line, unified_diff

REFUSED = say("refused; ", "已拒绝，") + NOTHING_WRITTEN
"""What is said of a change that would break a rule, below the findings."""

_MOST_NAMED = 20


@dataclass(frozen=True)
class Writing:
    """How a change is written: the same options for every command that writes."""

    yes: YesOption = False
    dry_run: DryRunOption = False
    contacts: ContactsOption = False


def write(
    path: Path,
    plan: Callable[[Registry], Change],
    how: Writing,
    *,
    question: Callable[[Registry, Change], str] | None = None,
) -> Proposal | None:
    """Make the change that `plan` makes of the registry at `path`; give it if it was written.

    `question` is what a person must agree to first.  Nobody else has to wait while a person thinks;
    where the file was written meanwhile, nothing is.  Raises an AllianceError where that is so,
    where the person does not agree, where data breaks a rule, and where the system refuses.
    """
    asks = question is not None and not how.yes and not how.dry_run
    with contextlib.nullcontext() if asks or how.dry_run else locked(path):
        document = load(path)
        change = plan(document.registry)
        if not change:
            console.tell(say("nothing to change", "没有需要改动的内容"))
            return None
        proposal = propose(document, change)
        _judge(proposal, accept=asks or how.yes or how.dry_run)
        if how.dry_run:
            show(proposal, how)
            return None
        if not asks:
            save(proposal)
    if question and asks:
        _ask(question(document.registry, change))
        with locked(path):
            save(proposal)
    tell_written(proposal, how)
    return proposal


def _judge(proposal: Proposal, *, accept: bool) -> None:
    """Tell what would be wrong; raise DataRefused for errors, and for warnings unless `accept`."""
    members = proposal.after.registry.members
    findings = proposal.findings
    for finding in findings:
        # Of a new member alone it is clear who is meant.
        known = finding.member is not None and proposal.change.added != [members[finding.member]]
        who = called(members[finding.member or 0]) if known else ""
        console.tell(interview.describe(finding, who))
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise DataRefused(REFUSED)
    if findings and not accept:
        raise DataRefused(NOTHING_WRITTEN, say("--yes accepts warnings", "加 --yes 可接受警告"))


def show(proposal: Proposal, how: Writing) -> None:
    """Show what would be written as a diff, in place of writing it."""
    before, after = proposal.before, proposal.after
    masks = None if how.contacts else (partial(masking, before), partial(masking, after))
    name = before.path.name
    # As `git apply` and `patch` look for it, where it is below the current folder.
    with contextlib.suppress(ValueError, OSError):
        name = (before.path.parent.resolve() / name).relative_to(Path.cwd()).as_posix()
    console.put(unified_diff(before.text, proposal.edits, name, masks))


def _ask(question: str) -> None:
    if not console.can_ask():
        raise WrongUsage(
            say("there is nobody to ask; ", "无法询问，") + NOTHING_WRITTEN,
            say("--yes does it without asking", "加 --yes 可不经询问直接执行"),
        )
    if not interview.agrees(question):
        raise DataRefused(NOTHING_WRITTEN)


def below_members(text: str, registry: Registry, change: Change) -> str:
    """`text`, below the members that `change` is about, a line each; of very many the first."""
    old = registry.members
    places = sorted({*change.replaced, *change.removed})
    lines = []
    for place in places[:_MOST_NAMED]:
        line = f"  {called(old[place])}"
        if place in change.replaced:
            shown = Shown(registry, spoken())
            what = in_one_line(old[place], change.replaced[place], change.kind, shown)
            line += say(": ", "\uff1a") + what
        lines.append(line)
    if len(places) > _MOST_NAMED:
        more = len(places) - _MOST_NAMED
        lines.append(say(f"  and {more} more", f"  以及另外 {more} 家"))
    return "\n".join((*lines, text))


def tell_written(proposal: Proposal, how: Writing) -> None:
    """Say in one line what was changed."""
    change, path = proposal.change, proposal.before.path
    old, new = proposal.before.registry, proposal.after.registry
    removed = [called(old.members[place]) for place in sorted(change.removed)]
    if len(removed) == 1:
        console.tell(say(f"{removed[0]} removed from {path}", f"已从 {path} 删除 {removed[0]}"))
    elif removed:
        count = len(removed)
        console.tell(say(f"{count} members removed from {path}", f"已从 {path} 删除 {count} 家"))
    elif len(change.added) + len(change.replaced) > 1:
        parts = [
            (len(change.added), say("added", "添加")),
            (len(change.replaced), say("changed", "改动")),
        ]
        counts = [
            say(f"{count} member{'s' * (count > 1)} {what}", f"{what} {count} 家")
            for count, what in parts
            if count
        ]
        console.tell(say(f"{', '.join(counts)} in {path}", f"已在 {path} 中{'、'.join(counts)}"))
    else:
        place = next(iter(change.replaced), len(new.members) - 1)
        line = proposal.line_of(place)
        who = called(new.members[place])
        if not change.replaced:
            told = say(f"{who} added at {path}:{line}", f"已添加 {who}，位于 {path}:{line}")
        else:
            members = old.members[place], new.members[place]
            shown = Shown(new, spoken(), contacts=how.contacts)
            what = in_one_line(*members, change.kind, shown)
            told = say(f"{who}: {what} at {path}:{line}", f"{who}：{what}，位于 {path}:{line}")
        console.tell(told)
