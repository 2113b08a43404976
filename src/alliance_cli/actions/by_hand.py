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
from ..kinds.member import MEMBER
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
    path: Path, word: str, dialogue: EditingDialogue, *, yes: bool, dry_run: bool
) -> Outcome:
    """Let a person edit the lines of the member that `word` means, until they are right.

    With `yes` warnings are accepted.  Nobody else has to wait for that.  Raises an AllianceError
    where the member was changed meanwhile, where the person gives up, and where the system refuses;
    whatever stops it, what the person wrote is kept, unless that is given up.
    """
    with contextlib.ExitStack() as held:
        plan = _ByHand(word, dialogue, held, yes=yes)
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
        self, word: str, dialogue: EditingDialogue, held: contextlib.ExitStack, *, yes: bool
    ) -> None:
        self.file: Draft | None = None
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
        place = place_of(document.registry, _kind(document), self._word, in_part=False)
        lines = own_lines(document, _kind(document), place)
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
            place = place_of(now.registry, _kind(now), self._word, in_part=False)
            lines = own_lines(now, _kind(now), place)
            again = _proposal(now, self._word, self.file.path, self._raw, gate)
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
            proposal = _proposal(document, self._word, file, self._raw, gate)
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


def _proposal(document: Document, word: str, file: Path, raw: bytes, gate: Gate) -> Proposal:
    """What the person wrote as a change of the registry.

    Raises Unreadable where it is not TOML, DataRefused where it is not one member.
    """
    place = place_of(document.registry, _kind(document), word, in_part=False)
    written = document_of(file, raw)
    if len(written.registry.members) != 1 or len(written.data) != 1:
        raise DataRefused(
            say("there must be one [[members]] and nothing else", "应当只有一个 [[members]]"),
            say("alliance remove deletes a member", "删除会员请用 alliance remove"),
        )
    change = Change(_kind(document), {place: dict(written.registry.members[0])})
    lines = _as_before(written.text, own_lines(document, _kind(document), place))
    edits = edits_with_lines(document, change := remembering(document.registry, change), lines)
    return gate(document, change, edits)


def _kind(document: Document) -> Kind:
    return document.registry.kinds[MEMBER.table]


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
