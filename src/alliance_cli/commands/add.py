"""`alliance add`: a new member, from options or asked for field by field."""

import contextlib

from ..errors import DataRefused, WrongUsage
from ..language import say
from ..members.changes import new_member, read_answers
from ..members.checks import findings_of_addition
from ..members.fields import FIELDS
from ..members.findings import Data, Severity
from ..members.registry import Registry
from ..options import (
    ContactsOption,
    DryRunOption,
    FieldAnswers,
    RegistryOption,
    YesOption,
)
from ..store.edit import addition, applied
from ..store.load import Document, load
from ..store.locate import find_registry
from ..store.save import locked, save
from ..views import console, interview
from ..views.change import unified_diff

HELP = say(
    "Add a member.\n\nFrom options or, on a terminal, asked for field by field.",
    "添加会员。\n\n用选项给出，或在终端上逐项询问。",
)


def run(
    answers: FieldAnswers,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add the member that the answers describe."""
    path = find_registry(registry)
    missing = [f for f in FIELDS.values() if f.required and f.key != "id" and not answers[f.key]]
    if missing and not console.can_ask():
        raise WrongUsage(
            say("missing: ", "缺少：") + ", ".join(field.option for field in missing),
            say("on a terminal, add asks for every field", "在终端上运行 add 可逐项填写"),
        )
    asked: Data | None = None
    if missing:
        # Nobody else has to wait while a person thinks; what was written meanwhile is seen below.
        registry_then = load(path).registry
        asked = _asked(registry_then, read_answers(answers, registry_then))
    with contextlib.nullcontext() if dry_run else locked(path):
        document = load(path)
        values = read_answers(answers, document.registry) if asked is None else asked
        member = _checked(document, values, accept=yes or bool(asked))
        if dry_run:
            _show(document, member, contacts=contacts)
        else:
            _write(document, member)


def _asked(registry: Registry, values: Data) -> Data:
    """The values, and the answers to questions for the others; the person has agreed to them."""
    values = interview.ask_for_member(values, registry)
    if not interview.confirm(new_member(values, registry), registry):
        raise DataRefused(say("nothing was written", "未写入任何内容"))
    return values


def _checked(document: Document, values: Data, *, accept: bool) -> Data:
    """The new member, without errors and with warnings only if they are accepted."""
    member = new_member(values, document.registry)
    found = findings_of_addition(document.registry, member)
    for finding in found:
        console.tell(interview.describe(finding))
    if any(finding.severity is Severity.ERROR for finding in found):
        raise DataRefused(say("refused; nothing was written", "已拒绝，未写入任何内容"))
    if found and not accept:
        raise DataRefused(
            say("nothing was written", "未写入任何内容"),
            say("--yes accepts warnings", "加 --yes 可接受警告"),
        )
    return member


def _write(document: Document, member: Data) -> None:
    meant = [*document.registry.members, member]
    written = save(document, addition(document, member), meant)
    line = written.positions.locate(("members", len(meant) - 1), "header").line
    console.tell(
        say(
            f"{member['id']} {member['name']} added at {document.path}:{line}",
            f"已添加 {member['id']} {member['name']}，位于 {document.path}:{line}",
        )
    )
    if not console.is_terminal():
        console.put([f"{member['id']}\n"])


def _show(document: Document, member: Data, *, contacts: bool) -> None:
    new = applied(document.text, addition(document, member))
    console.put(unified_diff(document.text, new, document.path.name, contacts=contacts))
