"""How what was removed comes back: a command that does it, or shows what is to be put back."""

from collections.abc import Sequence
from pathlib import Path

from .. import channels
from ..actions.recovery import Kept, kept_in_git
from ..data import Data
from ..kinds.kind import Kind
from ..language import say
from ..registry.registry import Record
from ..registry.shown import masked_message
from ..store.gate import Proposal
from ..store.history import NEWEST
from ..store.locate import is_found
from .command_line import adding, items, quoted

_MOST_TOLD = 20


def way_back(proposal: Proposal, *, contacts: bool) -> list[str]:
    """How the records that `proposal` removed come back, a line; one for each where git has none.

    Of a command to add a record again, what is personal is left out without `contacts`.
    """
    path = proposal.before.path
    kept = kept_in_git(proposal)
    if kept is Kept.ALL:
        command = _git(path, "checkout", NEWEST, "--", path.resolve().name)
        return [
            say(
                f"before anything else is changed, this takes it back: {command}",
                f"如需取回，请在再作其他改动之前运行：{command}",
            )
        ]
    kind, records = proposal.change.kind, proposal.before.registry.of(proposal.change.kind)
    removed = [records[place] for place in sorted(proposal.change.removed)]
    if kept is Kept.RECORDS:
        command = _git(path, "show", f"{NEWEST}:./{path.resolve().name}")
        seen = _seen_at_newest(removed, kind, path)
        return [
            *([say(f"it can still be looked at: {seen}", f"仍可查看：{seen}")] if seen else []),
            say(
                f"the last commit still has its lines: {command}",
                f"git 最近一次提交中仍有其原文：{command}",
            ),
        ]
    lines = [_adding_again(each, kind, path, contacts=contacts) for each in removed[:_MOST_TOLD]]
    if more := removed[_MOST_TOLD:]:
        count = len(more)
        lines.append(say(f"and {count} more", f"以及另外 {count} {kind.words.measure}"))
    return lines


def _seen_at_newest(removed: Sequence[Record], kind: Kind, path: Path) -> str:
    """The command that shows records as the last commit has them; nothing where none could."""
    ids = [str(record.get("id", "")) for record in removed]
    if len(ids) == 1:
        words = ["show", ids[0]]
    else:
        words = ["list", *(["--all"] if kind.gone else []), "-w", f"id={','.join(ids)}"]
    where = [] if is_found(path) else ["-r", str(path)]
    command = quoted(["alliance", *kind.command, *words, "--at", NEWEST, *where])
    return command if all(ids) and masked_message(command) == command else ""


def _git(path: Path, *words: str) -> str:
    folder, here = path.resolve().parent, Path.cwd()
    where = () if folder == here else ("-C", str(folder))
    return quoted(["git", *where, *words])


def _adding_again(record: Record, kind: Kind, path: Path, *, contacts: bool) -> str:
    """The command that adds a record again, and what of it the command leaves out."""
    values: Data = {}
    left_out: list[str] = []
    for key, value in record.items():
        field = kind.fields.get(key)
        if field is None or not field.type.fits(value):
            left_out.append(key)
            continue
        texts = items(value, field)
        hidden = not contacts and (
            field.personal
            or bool(field.type.fields)
            or masked_message("".join(texts)) != "".join(texts)
        )
        # What a line cannot hold would come back as something else.
        if hidden or any(channels.line(text) != text for text in texts):
            left_out.append(say(key, field.heading.chinese))
        else:
            values[key] = value
    without = masked_message(say(", ", "、").join(left_out))
    but = say(f", without {without}", f"(不含{without})") if without else ""
    command = adding(values, kind, path)
    return say(
        f"git does not have it as it was; this adds it again{but}: {command}",
        f"git 最近一次提交中没有这样的记录，如需重新添加{but}：{command}",
    )
