"""How what became of a change looks: in a line, as a diff, as JSON."""

import contextlib
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from .. import channels
from ..actions.write import Outcome, Refused
from ..errors import AllianceError, DataRefused, as_stopping
from ..findings.finding import Finding
from ..kinds.kind import Kind
from ..language import Phrase, say, spoken
from ..ledger import LEDGER
from ..registry.changes import Change
from ..registry.differences import differences
from ..registry.registry import Record, Registry, title_of
from ..registry.seats import role_called
from ..registry.shown import Shown, called, masked_message, personal_values_brought
from ..registry.sitting import seats_ended
from ..registry.succession import is_name_lost
from ..registry.words import new_words
from ..store.edit import Edit, applied, masking, masking_before
from ..store.gate import Proposal
from ..store.load import Document, Mending
from ..toml.lines import line_end, line_start
from .change import described, in_one_line, unified_diff
from .console import put, tell
from .document import pieces

# Most commands that write repair nothing.
if TYPE_CHECKING:
    from ..actions.fix import Fixed

_MOST_NAMED = 20


class Answer(Protocol):
    """How an outcome is to be told: in which format, with personal values in full or not."""

    @property
    def format(self) -> str | None:
        """What was asked for, such as text or json."""

    @property
    def contacts(self) -> bool:
        """Whether personal values are shown in full."""


def show(
    outcome: Outcome,
    how: Answer,
    *,
    typed: bool = False,
    beside: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Show what became of a change: a line that says it, the diff of a dry run, or JSON.

    With `typed` the person at this terminal has just typed what is new, and sees it in the line.
    JSON has what is `beside` it too.
    """
    if how.format == "json":
        put_json({**_as_data(outcome, contacts=how.contacts), **beside})
        return
    contacts, proposal = how.contacts, outcome.proposal
    if proposal is None:
        tell(say("nothing to change", "没有需要改动的内容"))
    elif outcome.dry_run:
        put(_diff(proposal, contacts=contacts))
        if others := _besides(proposal, contacts=contacts):
            tell(*others)
    else:
        known = personal_values_brought(proposal.before.registry, proposal.change) if typed else ()
        shown = Shown(proposal.after.registry, spoken(), contacts=contacts, typed=known)
        told = _in_a_line(proposal, shown) if proposal.change.touches_records else ""
        others = _besides(proposal, contacts=contacts)
        tell(*filter(None, (_words_remembered(proposal), told, *others)))


def show_fixed(fixed: "Fixed") -> None:
    """Show the repairs of one file, if there were any."""
    proposal, path, count = fixed.outcome.proposal, fixed.outcome.path, fixed.mended
    if fixed.slips and fixed.outcome.dry_run:
        put(_diff_of_slips(fixed.slips))
    elif proposal and fixed.outcome.dry_run:
        put(_diff(proposal, contacts=False))
    elif fixed.slips or proposal:
        lines = list(_mended_lines(fixed.slips)) if fixed.slips else []
        count += len(fixed.slips.edits) if fixed.slips else 0
        told = [say(f"{count} repaired in {path}", f"已修复 {path} 中的 {count} 个问题")]
        if proposal:
            told = below_members(told[0], proposal.before.registry, proposal.change)
        tell(*lines, *told)


def _mended_lines(slips: Mending) -> Iterator[str]:
    """The lines that were mended, as they are now; of very many the first."""
    before, moved = slips.before.text, 0
    for number, statement in enumerate(slips.edits):
        if number == _MOST_NAMED:
            more = len(slips.edits) - _MOST_NAMED
            yield say(f"  and {more} more", f"  以及另外 {more} 处")
            return
        start = line_start(before, statement[0][0].start) + moved
        end = line_end(slips.after.text, start)
        hidden = masking(slips.after, start, end)
        line = applied(slips.after.text[:end], hidden)[start:]
        place = slips.after.positions.position(start).line
        shown = masked_message(" ".join(line.split()))
        yield f"  {slips.before.path}:{place}: {shown}"
        moved += sum(len(new) - (last - first) for (first, last), new in statement)


def text_of(document: Document, *, contacts: bool) -> str:
    """The text of a registry to show, with personal values masked unless asked for."""
    text = document.text
    if not contacts:
        text = masked_message(applied(text, masking(document, 0, len(text))))
    return channels.lines(text)


def _diff(proposal: Proposal, *, contacts: bool) -> Iterator[str]:
    before, after = proposal.before, proposal.after
    masks = None if contacts else (partial(masking, before), partial(masking, after))
    return unified_diff(before.text, proposal.edits, _name_in_diff(before.path), masks)


def _diff_of_slips(slips: Mending) -> Iterator[str]:
    edits = [Edit(*edit) for statement in slips.edits for edit in statement]
    masks = partial(masking_before, edits, slips.after), partial(masking, slips.after)
    return unified_diff(slips.before.text, edits, _name_in_diff(slips.before.path), masks)


def _name_in_diff(path: Path) -> str:
    """The path of a file as `git apply` and `patch` look for it, if it is below this folder."""
    with contextlib.suppress(ValueError, OSError):
        return (path.parent.resolve() / path.name).relative_to(Path.cwd()).as_posix()
    return path.name


def below_members(text: str, registry: Registry, change: Change) -> list[str]:
    """`text`, below the records that `change` is about, a line each; of very many the first."""
    touched = [
        (part, place) for part in change.parts for place in sorted({*part.replaced, *part.removed})
    ]
    shown = Shown(registry, spoken())
    lines = []
    for part, place in touched[:_MOST_NAMED]:
        old = registry.of(part.kind)[place]
        line = f"  {called(old)}"
        if place in part.replaced:
            what = in_one_line(old, part.replaced[place], part.kind, shown)
            line += say(": ", "\uff1a") + what
        lines.append(line)
    if len(touched) > _MOST_NAMED:
        more, measure = len(touched) - _MOST_NAMED, change.kind.words.measure
        lines.append(say(f"  and {more} more", f"  以及另外 {more} {measure}"))
    return [*lines, text]


def not_taken(registry: Registry, change: Change, *, contacts: bool = False) -> list[str]:
    """What a member that goes into another has otherwise, a line a field, below one that says so.

    Nothing where nothing differs.
    """
    merging = change.merging
    if merging is None or not merging.differences:
        return []
    shown = Shown(registry, spoken(), contacts=contacts)
    lines = [
        say(
            f"kept of {called(merging.into)} / not taken from {called(merging.gone)}:",
            f"保留 {called(merging.into)} 的 / 未采用 {called(merging.gone)} 的：",
        )
    ]
    for difference in merging.differences:
        name, kept, other = described(difference, change.kind, shown)
        lines.append(f"  {name}{say(': ', '：')}{kept or '-'} / {other}")
    return lines


def _besides(proposal: Proposal, *, contacts: bool) -> list[str]:
    """What a change brings with it that no line of the file says."""
    registry, change = proposal.before.registry, proposal.change
    shown = Shown(registry, spoken(), contacts=contacts)
    lines = not_taken(registry, change, contacts=contacts)
    for record, seats in itertools.islice(seats_ended(registry, change), _MOST_NAMED):
        roles = say(", ", "、").join(
            f"{shown.said(seat.body)} {role_called(seat.role, shown)}" for seat in seats
        )
        lines.append(
            say(
                f"seats of {called(record)} that end by this: {roles}",
                f"{called(record)} 的任职随之终止：{roles}",
            )
        )
    return lines


def _words_remembered(proposal: Proposal) -> str:
    """Which words of lists the registry keeps now, or nothing."""
    new = new_words(proposal.before.registry, proposal.change.words)
    listed = masked_message(say(", ", "、").join(new))
    path = proposal.before.path
    return say(f"remembered in {path}: {listed}", f"已记入 {path}：{listed}") if new else ""


def _in_a_line(proposal: Proposal, shown: Shown) -> str:
    change, path = proposal.change, proposal.before.path
    changed = list(_changed(proposal))
    removed = [called(each.old) for each in changed if each.action == "removed"]
    if len(removed) == 1 and not change.added:
        # Into whom it was merged, or who named it, goes without saying.
        return say(f"{removed[0]} removed from {path}", f"已从 {path} 删除 {removed[0]}")
    if removed and not (change.added or change.replaced):
        count = _counted(changed[0].kind, len(removed))
        return say(f"{count.english} removed from {path}", f"已从 {path} 删除 {count.chinese}")
    if len(changed) > 1:
        counted = Counter((each.kind, each.action) for each in changed)
        counts = [
            say(f"{count.english} {action}", f"{_DONE[action]} {count.chinese}")
            for kind in dict.fromkeys(each.kind for each in changed)
            for action in _DONE
            if (number := counted[kind, action])
            for count in [_counted(kind, number)]
        ]
        return say(f"{', '.join(counts)} in {path}", f"已在 {path} 中{'、'.join(counts)}")
    (only,) = changed
    who, line = called(only.new), proposal.line_of(only.place, only.kind)
    if only.action == "added":
        former = only.new.get("former_names")
        if isinstance(former, list) and former:
            # It may have stood in brackets behind the name.
            who += say(" (formerly ", "(原") + masked_message("、".join(map(str, former))) + ")"
        return say(f"{who} added at {path}:{line}", f"已添加 {who}，位于 {path}:{line}")
    what = in_one_line(only.old, only.new, only.kind, shown)
    lost = is_name_lost(only.old, only.new, only.kind)
    old_name = say("; the old name is not kept", "；旧名未记入曾用名") if lost else ""
    told = say(f"{who}: {what} at {path}:{line}", f"{who}：{what}，位于 {path}:{line}")
    return told + old_name


_DONE = {"added": "添加", "changed": "改动", "removed": "删除"}


def _counted(kind: Kind, count: int) -> Phrase:
    """So many records of a kind."""
    english, chinese = kind.words.counted(count)
    # Where it is plain what is counted, nobody says it.
    return Phrase(english, f"{count} {kind.words.measure}" if kind.command == () else chinese)


class _Changed(NamedTuple):
    """One record of a change: what became of it, and its place, after the change if it has one."""

    kind: Kind
    action: str
    old: Record
    new: Record
    place: int


def _changed(proposal: Proposal) -> Iterator[_Changed]:
    """The records that a change is about, kind by kind in the order of the file."""
    for change in proposal.change.parts:
        kind = change.kind
        old, new = (side.registry.of(kind) for side in (proposal.before, proposal.after))
        for place in sorted(change.removed):
            yield _Changed(kind, "removed", old[place], {}, place)
        after = {before: place for place, before in enumerate(change.places_staying(old))}
        for place in range(len(new) - len(change.added), len(new)):
            yield _Changed(kind, "added", {}, new[place], place)
        for place in sorted(change.replaced):
            yield _Changed(kind, "changed", old[place], new[after[place]], after[place])


def _as_data(outcome: Outcome, *, contacts: bool) -> dict[str, Any]:
    """What became of a change as data."""
    proposal = outcome.proposal
    return {
        "version": 1,
        "written": outcome.written,
        "dry_run": outcome.dry_run,
        "refused": False,
        "path": str(outcome.path),
        "changes": _changes_as_data(proposal, contacts=contacts),
        "findings": _findings_as_data(proposal, contacts=contacts),
        **_merging_as_data(proposal, contacts=contacts),
    }


def _merging_as_data(proposal: Proposal | None, *, contacts: bool) -> dict[str, Any]:
    """The single values of a member that do not go into the other, for a merge alone."""
    if proposal is None or proposal.change.merging is None:
        return {}
    shown = Shown(proposal.before.registry, spoken(), contacts=contacts)
    told = [
        shown.difference(difference, proposal.change.kind)
        for difference in proposal.change.merging.differences
    ]
    return {
        "not_taken": [
            {"path": each["path"], "kept": each["before"], "not_taken": each["after"]}
            for each in told
        ]
    }


def _changes_as_data(proposal: Proposal | None, *, contacts: bool) -> list[dict[str, Any]]:
    """What became of each record, field by field."""
    if proposal is None:
        return []
    shown = Shown(proposal.after.registry, spoken(), contacts=contacts)
    positions = {True: proposal.before.positions, False: proposal.after.positions}
    return [
        {
            "action": each.action,
            "kind": each.kind.table,
            "id": shown.any_value((each.new or each.old).get("id"), each.kind.fields["id"]),
            "name": shown.said(str(title_of(each.new or each.old))),
            "line": positions[each.action == "removed"]
            .locate((each.kind.table, each.place), "header")
            .line,
            "fields": [
                shown.difference(difference, each.kind)
                for difference in differences(each.old, each.new, each.kind)
            ],
        }
        for each in _changed(proposal)
    ]


def _findings_as_data(proposal: Proposal | None, *, contacts: bool) -> list[dict[str, Any]]:
    return (
        []
        if proposal is None
        else [_finding_as_data(each, proposal, contacts=contacts) for each in proposal.findings]
    )


def _finding_as_data(finding: Finding, proposal: Proposal, *, contacts: bool) -> dict[str, Any]:
    records = proposal.after.registry.records
    member = {} if finding.member is None else records[str(finding.path[0])][finding.member]
    hide = Shown(proposal.after.registry, spoken(), contacts=contacts).said
    return {
        "code": finding.rule.code,
        "severity": str(finding.severity),
        "message": hide(finding.message),
        "hint": hide(finding.hint) or None,
        "member": hide(str(member.get("id", ""))) or None,
        "field": hide(finding.field) or None,
    }


def put_json(document: Mapping[str, Any]) -> None:
    """Give an object on standard output."""
    put(pieces(document))
    put("\n")


@contextlib.contextmanager
def answering(how: Answer) -> Iterator[dict[str, Any]]:
    """Where the answer is to be JSON, give an error on standard output too.

    It is added to what the command put into the document.
    """
    LEDGER.open()
    document: dict[str, Any] = {}
    try:
        yield document
    except Exception as error:
        if how.format == "json":
            put_json(document | _error_as_data(as_stopping(error), contacts=how.contacts))
        raise


def _error_as_data(stopped: AllianceError, *, contacts: bool) -> dict[str, Any]:
    message, hint = LEDGER.truthful(stopped)
    message = "\n".join((message, *stopped.details))
    proposal = stopped.proposal if isinstance(stopped, Refused) else None
    return {
        "version": 1,
        "written": bool(LEDGER.written()),
        "refused": isinstance(stopped, DataRefused),
        "findings": _findings_as_data(proposal, contacts=contacts),
        "error": {"message": masked_message(message), "hint": masked_message(hint) or None},
    }
