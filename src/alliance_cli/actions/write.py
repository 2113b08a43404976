"""The one way to write: ask, lock, read, change, judge, write.

Commands give a plan, and get an outcome to show.  No other module changes a file.
"""

import contextlib
import operator
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from ..errors import NOTHING_WRITTEN, CannotDo, DataRefused, WrongUsage
from ..findings.rule import Severity
from ..language import say
from ..ledger import LEDGER
from ..registry.changes import Change
from ..registry.registry import Registry
from ..store.edit import Edit
from ..store.gate import Proposal, admit, admit_mending, propose
from ..store.load import Document, Mending, Unreadable, load, read_bytes
from ..store.save import changed_meanwhile, folder_for, locked, replace_file, save, staged

REFUSED = say("refused; ", "已拒绝，") + NOTHING_WRITTEN
"""What is said of a change that would break a rule, below the findings."""


@dataclass(frozen=True)
class Outcome:
    """What became of a plan; there is no proposal where there was nothing to change."""

    path: Path
    proposal: Proposal | None = None
    written: bool = False
    dry_run: bool = False


class Refused(DataRefused):
    """A change that would break a rule, or that a person does not agree to."""

    def __init__(self, proposal: Proposal, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.proposal = proposal


class Dialogue(Protocol):
    """Whoever stands between a plan that is under way and a person."""

    def can_ask(self) -> bool:
        """Whether there is a person to answer questions."""

    def tell_findings(self, proposal: Proposal) -> None:
        """Tell what would be wrong."""

    def agrees(self, question: Sequence[str]) -> bool:
        """Whether the person agrees to what cannot simply be taken back; its last line asks."""

    def accepts(self, proposal: Proposal) -> bool:
        """Whether the person wants a change all the same of which warnings were told."""


class Gate(Protocol):
    """What a plan passes its change through; without edits, those that the change needs."""

    def __call__(
        self, document: Document, change: Change, edits: list[Edit] | None = None
    ) -> Proposal:
        """Give the proposal.  Raises CannotDo where the change cannot be made safely."""


class Companion(NamedTuple):
    """A file that is written together with the registry, or not at all; others cannot read it."""

    path: Path
    raw: bytes


class Plan(ABC):
    """What a command wants of the registry; `write` takes these steps, one after another."""

    def takes_time(self, *, yes: bool) -> bool:
        """Whether a person thinks about it, for whom nobody else has to wait."""
        return False

    @abstractmethod
    def proposal(self, document: Document, gate: Gate) -> Proposal | None:
        """What to make of a document; None where there is nothing to change."""

    def judge(self, proposal: Proposal, dialogue: Dialogue, *, accept: bool) -> None:
        """Raise Refused for errors, and for warnings unless `accept`."""
        dialogue.tell_findings(proposal)
        if any(finding.severity is Severity.ERROR for finding in proposal.findings):
            raise Refused(proposal, REFUSED)
        if proposal.findings and not accept:
            hint = say("--yes accepts warnings", "加 --yes 可接受警告")
            raise Refused(proposal, NOTHING_WRITTEN, hint)

    def has_to_ask(self, proposal: Proposal, dialogue: Dialogue) -> bool:
        """Whether there is something to ask a person that nobody knew before."""
        return False

    def ask(self, proposal: Proposal, dialogue: Dialogue) -> None:  # noqa: B027 - most ask nothing
        """Ask what there is to ask.  Raises Refused where the person does not agree."""

    def once_more(self, proposal: Proposal, now: Document, gate: Gate) -> Proposal | None:
        """The proposal for a file that others changed meanwhile; None where it is void."""
        return None

    def companion(self) -> Companion | None:
        """What is written with the registry."""
        return None


@dataclass
class Changing(Plan):
    """A change that follows from the registry, and what a person must agree to first.

    A question that `can_wait` is one for a person at a terminal, and only where it says something;
    the other kind wants an answer, or `--yes`.  On a terminal, warnings are asked about too.
    """

    change: Callable[[Registry], Change]
    question: Callable[[Registry, Change], Sequence[str]] | None = None
    can_wait: bool = False

    def takes_time(self, *, yes: bool) -> bool:
        return self.question is not None and not self.can_wait and not yes

    def proposal(self, document: Document, gate: Gate) -> Proposal | None:
        change = self.change(document.registry)
        return gate(document, change) if change else None

    def has_to_ask(self, proposal: Proposal, dialogue: Dialogue) -> bool:
        return dialogue.can_ask() and bool(proposal.findings or self._asked(proposal))

    def ask(self, proposal: Proposal, dialogue: Dialogue) -> None:
        if not dialogue.can_ask():
            raise WrongUsage(
                say("there is nobody to ask; ", "无法询问，") + NOTHING_WRITTEN,
                say("--yes does it without asking", "加 --yes 可不经询问直接执行"),
            )
        question = self._asked(proposal)
        agrees = dialogue.agrees(question) if question else dialogue.accepts(proposal)
        if not agrees:
            raise Refused(proposal, NOTHING_WRITTEN)

    def _asked(self, proposal: Proposal) -> Sequence[str]:
        if self.question is None:
            return ()
        return self.question(proposal.before.registry, proposal.change)


def write(
    path: Path,
    plan: Plan,
    dialogue: Dialogue,
    *,
    yes: bool = False,
    dry_run: bool = False,
    read: Document | None = None,
) -> Outcome:
    """Make the change that `plan` makes of the registry at `path`, unless it is a `dry_run`.

    With `yes` warnings are accepted, and nobody is asked.  Nobody else has to wait while a person
    thinks; where the file was written meanwhile, the plan says whether it still holds.  What was
    `read` of it before serves again where nobody wrote it since.  Raises an AllianceError where it
    does not, where the person does not agree, where data breaks a rule, and where the system
    refuses.
    """
    unlocked = dry_run or plan.takes_time(yes=yes)
    with contextlib.nullcontext() if unlocked else locked(path):
        document = read if read and read.still_stands() else load(path)
        proposal = plan.proposal(document, _gate)
        asks = unlocked
        if proposal is not None:
            asks = asks or (not yes and plan.has_to_ask(proposal, dialogue))
            plan.judge(proposal, dialogue, accept=yes or asks)
        if dry_run:
            return Outcome(path, proposal, dry_run=True)
        if proposal is None or not asks:
            return _saved(path, proposal, plan)
    plan.ask(proposal, dialogue)
    with locked(path):
        if not document.still_stands():
            proposal = plan.once_more(proposal, load(path), _gate)
            if proposal is None:
                raise changed_meanwhile(path)
        return _saved(path, proposal, plan)


def mend(path: Path, *, unsafe: bool, dry_run: bool = False) -> Mending | None:
    """Put the slips of typing right that keep the file at `path` from being read.

    None where it can be read, or where nobody can tell what was meant; what is likely counts with
    `unsafe` only.  Raises CannotDo where the system refuses.
    """
    with contextlib.nullcontext() if dry_run else locked(path):
        try:
            load(path)
        except Unreadable as stopped:
            mending = stopped.mending
        else:
            return None
        if mending is None or not (mending.certain or unsafe):
            return None
        rewriting = admit_mending(mending)
        if not dry_run:
            save(rewriting)
    return mending


def write_file(path: Path, raw: bytes, *, private: bool = False) -> None:
    """Make the file at `path`, which is no registry, hold `raw`.

    A new one that is `private` is for its owner alone.  Raises CannotDo, with the file as it was,
    where the system refuses.
    """
    replace_file(path, operator.methodcaller("write", raw), private=private)


class NewFile(NamedTuple):
    """A file to be made, or one to be made more of, which held `before`."""

    path: Path
    raw: bytes
    before: bytes | None = None


def refuse_what_is_there(files: Iterable[NewFile]) -> None:
    """Raise CannotDo where a file is there already, or does not hold what it held before."""
    for path, _, before in files:
        if before is not None and read_bytes(path) != before:
            raise changed_meanwhile(path)
        # A link that leads nowhere is there too.
        if before is None and os.path.lexists(path):
            raise CannotDo(
                say(f"{path}: this is there already", f"{path}：已存在"),
                say(
                    f"name a file in it, such as {path / 'members.toml'}",
                    f"请指定其中的文件，如 {path / 'members.toml'}",
                )
                if path.is_dir()
                else say(
                    "init overwrites nothing; name another file, or move this one away",
                    "init 不覆盖任何文件，请指定另一个文件名，或先移走此文件",
                ),
            )


def planned(document: Document, plan: Plan, dialogue: Dialogue, *, yes: bool) -> Proposal | None:
    """What `plan` makes of a document that is not on the disk yet; None for nothing to change.

    Raises Refused for errors, and for warnings unless `yes`.
    """
    proposal = plan.proposal(document, _gate)
    if proposal is not None:
        plan.judge(proposal, dialogue, accept=yes)
    return proposal


def write_new(files: Sequence[NewFile]) -> None:
    """Make files, and the folders that they need; each is whole before the first is put in place.

    The others follow the first whatever stops the command between the two.  Raises CannotDo where
    one is there already or where the system refuses.
    """
    with contextlib.ExitStack() as held:
        for file in files:
            held.enter_context(folder_for(file.path))
        first, *others = [
            held.enter_context(staged(file.path, operator.methodcaller("write", file.raw)))
            for file in files
        ]
        # At the last moment: writing and syncing take time.
        refuse_what_is_there(files)
        try:
            first.place()
            for each in others:
                each.place()
        except BaseException:
            if files[0].path in LEDGER.written():
                for each in others:
                    with contextlib.suppress(CannotDo):
                        each.place()
            raise


def _gate(document: Document, change: Change, edits: list[Edit] | None = None) -> Proposal:
    return propose(document, change) if edits is None else admit(document, change, edits)


def _saved(path: Path, proposal: Proposal | None, plan: Plan) -> Outcome:
    companion = plan.companion()
    with contextlib.nullcontext() if companion is None else _together(companion, path):
        if proposal is not None:
            save(proposal)
    return Outcome(path, proposal, written=proposal is not None)


@contextlib.contextmanager
def _together(companion: Companion, registry: Path) -> Iterator[None]:
    """Write the companion beside its place, and put it there once the registry is written."""
    path, raw = companion
    with staged(path, operator.methodcaller("write", raw), private=True) as file:
        try:
            yield
            file.place()
        except BaseException:
            if registry in LEDGER.written():
                file.place()
            raise
