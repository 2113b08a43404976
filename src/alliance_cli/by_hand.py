"""A member in a person's own editor, checked before its lines are put back."""

from pathlib import Path

from .errors import CannotDo, DataRefused
from .language import say
from .members.changes import Change
from .members.findings import Severity
from .members.query import place_of
from .store.compose import newline_of
from .store.edit import Edit, lines_of_member, trimmed
from .store.editor import open_editor, scratch
from .store.gate import Proposal, admit
from .store.load import Document, Unreadable, document_of, load
from .store.save import changed_meanwhile, locked, save
from .views import console, interview
from .views.report import lines_of
from .writing import Writing, show, tell_written

_NAME = "member.toml"


def edit_by_hand(path: Path, word: str, how: Writing) -> None:
    """Let a person edit the lines of the member that `word` means, until they are right.

    Nobody else has to wait for that; where the lines were changed meanwhile nothing is written, and
    what the person wrote is kept.  Raises an AllianceError where that is so, where the person gives
    up, and where the system refuses.
    """
    document = load(path)
    lines = _lines(document, word)
    with scratch(_NAME, lines.encode("utf-8")) as file:
        while True:
            open_editor(file)
            proposal = _checked(document, word, file, how)
            if proposal is not None:
                break
        if proposal.before.text == proposal.after.text:
            console.tell(say("nothing to change", "没有需要改动的内容"))
        elif how.dry_run:
            show(proposal, how)
        else:
            with locked(path):
                now = load(path)
                if _lines(now, word) != lines:
                    raise changed_meanwhile(path)
                if now.raw != document.raw:
                    proposal = _proposal(now, word, file)
                save(proposal)
            tell_written(proposal, how)


def _lines(document: Document, word: str) -> str:
    """The lines of a member, which must be written under a header of its own."""
    place = place_of(document.registry, word, in_part=False)
    if not document.positions.sections(("members", place)):
        line = document.positions.locate(("members", place)).line
        raise CannotDo(
            say(
                f"{document.path}:{line}: this member is written in line, not under [[members]]",
                f"{document.path}:{line}：此会员写在一行之内，不在 [[members]] 之下",
            ),
            say("change it with --set", "请用 --set 修改"),
        )
    start, end = lines_of_member(document, place)
    return document.text[start:end]


def _checked(document: Document, word: str, file: Path, how: Writing) -> Proposal | None:
    """What the person wrote, if it can be written; None to let the person go on editing.

    Raises DataRefused where the person gives up, or cannot be asked.
    """
    only_warnings = False
    try:
        proposal = _proposal(document, word, file)
        findings = proposal.findings
        if not findings:
            return proposal
        only_warnings = all(finding.severity is Severity.WARNING for finding in findings)
        if only_warnings and how.yes:
            return proposal
        _tell_findings(proposal, file)
    except (Unreadable, DataRefused) as refused:
        console.complain(refused.message, refused.hint)
    answers = {"e": say("edit again", "重新编辑"), "q": say("give up", "放弃")}
    if only_warnings:
        answers["w"] = say("write all the same", "仍然写入")
    answer = "q"
    if console.can_ask():
        answer = interview.choose(say("What now?", "如何处理？"), answers)
    if answer == "q":
        raise DataRefused(say("refused; nothing was written", "已拒绝，未写入任何内容"))
    return proposal if answer == "w" else None


def _proposal(document: Document, word: str, file: Path) -> Proposal:
    """What the person wrote as a change of the registry.

    Raises Unreadable where it is not TOML, DataRefused where it is not one member.
    """
    place = place_of(document.registry, word, in_part=False)
    span = lines_of_member(document, place)
    written = document_of(file, _as_before(file.read_bytes(), document.text[span.start : span.end]))
    if len(written.registry.members) != 1 or len(written.data) != 1:
        raise DataRefused(
            say("there must be one [[members]] and nothing else", "应当只有一个 [[members]]"),
            say("alliance remove deletes a member", "删除会员请用 alliance remove"),
        )
    change = Change({place: dict(written.registry.members[0])})
    return admit(document, change, [trimmed(document.text, Edit(span, written.text))])


def _as_before(raw: bytes, before: str) -> bytes:
    """What an editor saved, with the line ends that the lines had before."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
    if not before.endswith("\n"):
        raw = raw.removesuffix(b"\n")
    return raw.replace(b"\n", newline_of(before).encode())


def _tell_findings(proposal: Proposal, file: Path) -> None:
    """Tell what would be wrong, at its place in what the person wrote."""
    (place,) = proposal.change.replaced
    written = document_of(file, file.read_bytes())
    for finding in proposal.findings:
        if finding.member == place:
            path = ("members", 0, *finding.path[2:])
            here = finding._replace(path=path, member=0, related=())
            for line in lines_of(written.locate(here)):
                console.tell(line.rstrip("\n"))
        else:
            console.tell(interview.describe(finding))
