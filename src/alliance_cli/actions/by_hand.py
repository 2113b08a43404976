"""A member in a person's own editor, checked before its lines are put back."""

import difflib
from pathlib import Path

from ..errors import AllianceError, DataRefused
from ..findings.rules import Severity
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import say
from ..registry.changes import Change, remembering
from ..registry.query import place_of
from ..store.edit import edits_with_lines, own_lines
from ..store.editor import Draft, draft, open_editor
from ..store.gate import Proposal, admit
from ..store.load import Document, Unreadable, document_of, load
from ..store.save import changed_meanwhile, locked, save
from ..toml.lines import newline_of
from ..views import console, interview
from ..views.reports.text import lines_of
from .write import REFUSED, Writing, show, tell_written

_NAME = "member.toml"


class _GivenUp(DataRefused):
    """The person wants nothing of it any more."""


def edit_by_hand(path: Path, word: str, how: Writing) -> None:
    """Let a person edit the lines of the member that `word` means, until they are right.

    Nobody else has to wait for that.  Raises an AllianceError where the member was changed
    meanwhile, where the person gives up, and where the system refuses; whatever stops it, what the
    person wrote is kept, unless that is given up.
    """
    document = load(path)
    lines = own_lines(
        document, _kind(document), place_of(document.registry, _kind(document), word, in_part=False)
    )
    with draft(_NAME, lines.encode("utf-8")) as file:
        try:
            _edit(document, word, file, how)
        except _GivenUp:
            raise
        except BaseException as stopped:
            if file.keep():
                at = file.path
                # What a person interrupts is a question, on whose line the answer was to come.
                above = "\n" if isinstance(stopped, KeyboardInterrupt) else ""
                console.tell(above + say(f"your text is kept in {at}", f"您编辑的内容保存在 {at}"))
            raise


def _edit(document: Document, word: str, file: Draft, how: Writing) -> None:
    path = document.path
    proposal = None
    while proposal is None:
        open_editor(file.path)
        raw = file.read()
        if raw == file.original:
            console.tell(say("nothing to change", "没有需要改动的内容"))
            return
        proposal = _checked(document, word, file.path, raw, how)
    if how.dry_run:
        show(proposal, how)
        return
    with locked(path):
        now = load(path)
        if now.raw != document.raw:
            proposal = _once_more(proposal, now, word, file, raw)
        save(proposal)
    tell_written(proposal, how)


def _once_more(proposal: Proposal, now: Document, word: str, file: Draft, raw: bytes) -> Proposal:
    """`proposal` for the registry as others have left it, who may not have touched this member."""
    try:
        lines = own_lines(now, _kind(now), place_of(now.registry, _kind(now), word, in_part=False))
        again = _proposal(now, word, file.path, raw)
    except AllianceError as gone:
        raise changed_meanwhile(now.path) from gone
    known = {finding.message for finding in proposal.findings}
    if lines.encode("utf-8") != file.original or not known.issuperset(
        finding.message for finding in again.findings
    ):
        raise changed_meanwhile(now.path)
    return again


def _checked(
    document: Document, word: str, file: Path, raw: bytes, how: Writing
) -> Proposal | None:
    """What the person wrote, if it can be written; None to let the person go on editing.

    Raises DataRefused where the person gives up, or cannot be asked.
    """
    only_warnings = False
    try:
        proposal = _proposal(document, word, file, raw)
        findings = proposal.findings
        if not findings:
            return proposal
        only_warnings = all(finding.severity is Severity.WARNING for finding in findings)
        if only_warnings and how.yes:
            return proposal
        _tell_findings(proposal, file, raw)
    except (Unreadable, DataRefused) as refused:
        console.complain(refused.message, refused.hint)
    if not console.can_ask():
        raise DataRefused(REFUSED)
    answers = {"e": say("edit again", "重新编辑"), "q": say("give up", "放弃")}
    if only_warnings:
        answers["w"] = say("write all the same", "仍然写入")
    answer = interview.choose(say("What now?", "如何处理？"), answers)
    if answer == "q":
        raise _GivenUp(REFUSED)
    return proposal if answer == "w" else None


def _proposal(document: Document, word: str, file: Path, raw: bytes) -> Proposal:
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
    return admit(document, change, edits)


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


def _tell_findings(proposal: Proposal, file: Path, raw: bytes) -> None:
    """Tell what would be wrong, at its place in what the person wrote."""
    (place,) = proposal.change.replaced
    written = document_of(file, raw)
    for finding in proposal.findings:
        if finding.member == place:
            path = (finding.path[0], 0, *finding.path[2:])
            here = finding._replace(path=path, member=0, related=())
            for line in lines_of(written.locate(here)):
                console.tell(line.rstrip("\n"))
        else:
            console.tell(interview.describe(finding))
