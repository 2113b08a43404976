"""`alliance add`: a new member, from options or asked for field by field."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from .. import channels
from ..actions.write import Changing, Refused, write
from ..data import Data
from ..errors import AllianceError, DataRefused, WrongUsage
from ..kinds.kind import Kind
from ..language import say, spoken
from ..options import Answering, FieldAnswers, RegistryOption, SetOption
from ..registry.amendments import assigned
from ..registry.changes import Change, new_record, read_answers
from ..registry.registry import Registry
from ..registry.shown import Shown
from ..store.load import load
from ..store.locate import find_registry
from ..views import console, interview, outcome


def run(
    answers: FieldAnswers,
    set: SetOption = None,
    *,
    writing: Answering,
    registry: RegistryOption = None,
    kind: Kind,
) -> None:
    """Add the record that the answers describe."""
    with outcome.answering(writing):
        path = find_registry(registry)
        asked = _asked(path, kind, answers, set or ())

        def change(registry: Registry) -> Change:
            own, values = registry.kinds[kind.table], asked
            if values is None:
                values = read_answers(assigned(set or (), own, answers), own)
            return Change(own, added=[new_record(values, registry, own)])

        # Who was asked saw every warning.
        yes = writing.yes or asked is not None
        added = None
        while added is None:
            try:
                added = write(
                    path, Changing(change), interview.Interview(), yes=yes, dry_run=writing.dry_run
                )
            except Refused:
                if asked is None:
                    raise
                console.tell(
                    say(
                        "refused as it is; correct an answer, or n gives up",
                        "以上内容不能写入，请修改后再试，或输入 n 放弃",
                    )
                )
                asked = _settled(asked, path, _subject(path, kind))
            except AllianceError:
                if asked is not None:
                    interview.tell_how_to_repeat(asked, kind, path)
                raise
        outcome.show(added, writing)
    if added.written and added.proposal and writing.format != "json" and not console.is_terminal():
        registry_now = added.proposal.after.registry
        shown = Shown(registry_now, spoken(), contacts=writing.contacts)
        identifier = shown.cell(registry_now.of(kind)[-1], kind.fields["id"])
        console.put([channels.line(identifier), "\n"])


def _asked(path: Path, kind: Kind, answers: FieldAnswers, typed: Sequence[str]) -> Data | None:
    """What a person answers and agrees to; None where enough was given to ask nothing."""
    given: Mapping[str, Sequence[str]] = answers
    if typed:
        given = assigned(typed, load(path).registry.kinds[kind.table], answers)
    needed = [field for field in kind.required if field.key != "id" or not kind.id_prefix]
    missing = [field for field in needed if not given.get(field.key)]
    if not missing:
        return None
    if not console.can_ask():
        raise WrongUsage(
            say("missing: ", "缺少：") + ", ".join(field.option for field in missing),
            say("on a terminal, add asks for every field", "在终端上运行 add 可逐项填写"),
        )
    # Nobody else has to wait while a person thinks; what was written meanwhile is seen later.
    about = _subject(path, kind)
    answered = interview.ask_for_record(read_answers(given, about.kind), about)
    return _settled(answered, path, about)


def _subject(path: Path, kind: Kind) -> interview.Subject:
    """What a person is asked about: a record of the kind, as the registry has it now."""
    registry = load(path).registry
    return interview.Subject(registry, registry.kinds[kind.table])


def _settled(values: Data, path: Path, about: interview.Subject) -> Data:
    """The answers as a person agrees to them; where that gives up, they are told as a command."""
    try:
        return interview.settle(values, about)
    except (KeyboardInterrupt, EOFError, DataRefused):
        interview.tell_how_to_repeat(values, about.kind, path)
        raise
