"""A member in a person's own editor, checked before its lines are put back."""

import contextlib
import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from ..errors import AllianceError, DataRefused
from ..findings.finding import Finding, Located
from ..findings.rule import Severity
from ..kinds.kind import Kind
from ..language import say
from ..registry.changes import Change, remembering
from ..registry.query import place_of
from ..store.edit import edits_with_lines, own_lines
from ..store.editor import Draft, draft, open_editor
from ..store.gate import Proposal
from ..store.load import Document, Unreadable, document_of
from ..toml.lines import newline_of
from .write import REFUSED, Dialogue, Gate, Outcome, Plan, Refused, write

_NAME = "member.toml"


class EditingDialogue(Dialogue, Protocol):
    """Whoever stands between an editor that is open and the person who uses it."""

    def tell_refusal(self, refused: AllianceError) -> None:
        """Tell why what the person wrote cannot be read."""

    def tell_problems(self, problems: Iterable[Finding | Located]) -> None:
        """Tell what would be wrong, some of it at its place in what the person wrote."""

    def choose(self, question: str, answers: Mapping[str, str]) -> str:
        """The one of `answers`, letter to meaning, that the person chooses."""

    def tell_kept(self, path: Path, *, interrupted: bool) -> None:
        """Tell where the text of the person is kept."""


class _GivenUp(DataRefused):
    """The person wants nothing of it any more."""


def edit_by_hand(
    path: Path, kind: Kind, word: str, dialogue: EditingDialogue, *, yes: bool, dry_run: bool
) -> Outcome:
    """Let a person edit the lines of the record of a kind that `word` means, until they are right.

    With `yes` warnings are accepted.  Nobody else has to wait for that.  Raises an AllianceError
    where the member was changed meanwhile, where the person gives up, and where the system refuses;
    whatever stops it, what the person wrote is kept, unless that is given up.
    """
    with contextlib.ExitStack() as held:
        plan = _ByHand(kind, word, dialogue, held, yes=yes)
        try:
            return write(path, plan, dialogue, yes=yes, dry_run=dry_run)
        except _GivenUp:
            raise
        except BaseException as stopped:
            if plan.file and (kept := plan.file.keep()):
                interrupted = isinstance(stopped, KeyboardInterrupt)
                dialogue.tell_kept(kept, interrupted=interrupted)
            raise


class _ByHand(Plan):
    """What a person writes in an editor; asking until it is right is part of making it."""

    def __init__(
        self,
        kind: Kind,
        word: str,
        dialogue: EditingDialogue,
        held: contextlib.ExitStack,
        *,
        yes: bool,
    ) -> None:
        self.file: Draft | None = None
        self._kind = kind
        self._word = word
        self._yes = yes
        self._dialogue = dialogue
        self._held = held
        self._raw = b""

    def takes_time(self, *, yes: bool) -> bool:
        return True

    def judge(self, proposal: Proposal, dialogue: Dialogue, *, accept: bool) -> None:
        """The person has seen what would be wrong."""

    def ask(self, proposal: Proposal, dialogue: Dialogue) -> None:
        """The person has agreed."""

    def proposal(self, document: Document, gate: Gate) -> Proposal | None:
        kind = document.registry.kinds[self._kind.table]
        place = place_of(document.registry, kind, self._word, in_part=False)
        lines = own_lines(document, kind, place)
        self.file = file = self._held.enter_context(draft(_NAME, lines.encode("utf-8")))
        proposal = None
        while proposal is None:
            open_editor(file.path)
            self._raw = file.read()
            if self._raw == file.original:
                return None
            proposal = self._checked(document, file.path, gate)
        return proposal

    def once_more(self, proposal: Proposal, now: Document, gate: Gate) -> Proposal | None:
        """The same where others changed the file, who may not have touched this member."""
        assert self.file is not None  # noqa: S101 - there is a proposal only of what was written
        try:
            kind = now.registry.kinds[self._kind.table]
            place = place_of(now.registry, kind, self._word, in_part=False)
            lines = own_lines(now, kind, place)
            again = _proposal(now, kind, self._word, self.file.path, self._raw, gate)
        except AllianceError:
            return None
        known = {finding.message for finding in proposal.findings}
        is_as_it_was = lines.encode("utf-8") == self.file.original
        return (
            again if is_as_it_was and known.issuperset(f.message for f in again.findings) else None
        )

    def _checked(self, document: Document, file: Path, gate: Gate) -> Proposal | None:
        """What the person wrote, if it can be written; None to let the person go on editing.

        Raises DataRefused where the person gives up, or cannot be asked.
        """
        proposal, only_warnings = None, False
        try:
            kind = document.registry.kinds[self._kind.table]
            proposal = _proposal(document, kind, self._word, file, self._raw, gate)
            findings = proposal.findings
            only_warnings = all(finding.severity is Severity.WARNING for finding in findings)
            if not findings or (only_warnings and self._yes):
                return proposal
            self._dialogue.tell_problems(_problems(proposal, document_of(file, self._raw)))
        except (Unreadable, DataRefused) as refused:
            self._dialogue.tell_refusal(refused)
        if not self._dialogue.can_ask():
            raise Refused(proposal, REFUSED) if proposal else DataRefused(REFUSED)
        answers = {"e": say("edit again", "重新编辑"), "q": say("give up", "放弃")}
        if only_warnings:
            answers["w"] = say("write all the same", "仍然写入")
        answer = self._dialogue.choose(say("What now?", "如何处理？"), answers)
        if answer == "q":
            raise _GivenUp(REFUSED)
        return proposal if answer == "w" else None


def _proposal(
    document: Document, kind: Kind, word: str, file: Path, raw: bytes, gate: Gate
) -> Proposal:
    """What the person wrote as a change of the registry.

    Raises Unreadable where it is not TOML, DataRefused where it is not one record of the kind.
    """
    place = place_of(document.registry, kind, word, in_part=False)
    written = document_of(file, raw)
    records = written.registry.of(kind)
    if len(records) != 1 or len(written.data) != 1:
        command, one = " ".join(("alliance", *kind.command, "remove")), kind.words.one
        raise DataRefused(
            say(
                f"there must be one [[{kind.table}]] and nothing else",
                f"应当只有一个 [[{kind.table}]]",
            ),
            say(f"{command} deletes a {one.english}", f"删除{one.chinese}请用 {command}"),
        )
    change = Change(kind, {place: dict(records[0])})
    lines = _as_before(written.text, own_lines(document, kind, place))
    edits = edits_with_lines(document, change := remembering(document.registry, change), lines)
    return gate(document, change, edits)


def _as_before(written: str, before: str) -> str:
    """What a person wrote, with the line ends that the lines had before; editors have their own."""
    old, new = (
        before.split("\n"),
        [line.removesuffix("\r") for line in written.rstrip("\r\n").split("\n")],
    )
    newline = newline_of(before)
    ends = [newline] * len(new)
    bare = [line.removesuffix("\r") for line in old]
    for first, second, count in difflib.SequenceMatcher(
        None, bare, new, autojunk=False
    ).get_matching_blocks():
        for number in range(count):
            carriage_return = old[first + number].removeprefix(bare[first + number])
            ends[second + number] = f"{carriage_return}\n"
    if not before.endswith("\n"):
        ends[-1] = ""
    return "".join(line + end for line, end in zip(new, ends, strict=True))


def _problems(proposal: Proposal, written: Document) -> Iterator[Finding | Located]:
    """What would be wrong, at its place in what the person wrote where it stands there."""
    (place,) = proposal.change.replaced
    for finding in proposal.findings:
        if finding.member == place:
            path = (finding.path[0], 0, *finding.path[2:])
            yield written.locate(finding._replace(path=path, member=0, related=()))
        else:
            yield finding
