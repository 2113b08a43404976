"""`alliance add`: a new member, from options or asked for field by field."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from .. import channels
from ..actions.write import Changing, Refused, write
from ..data import Data
from ..errors import AllianceError, DataRefused, WrongUsage
from ..kinds.member import MEMBER
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
) -> None:
    """Add the member that the answers describe."""
    with outcome.answering(writing):
        path = find_registry(registry)
        asked = _asked(path, answers, set or ())

        def change(registry: Registry) -> Change:
            kind = registry.kinds[MEMBER.table]
            values = asked
            if values is None:
                values = read_answers(assigned(set or (), kind, answers), kind)
            return Change(kind, added=[new_record(values, registry, kind)])

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
                asked = _settled(asked, path, load(path).registry)
            except AllianceError:
                if asked is not None:
                    interview.tell_how_to_repeat(asked, MEMBER, path)
                raise
        outcome.show(added, writing)
    if added.written and added.proposal and writing.format != "json" and not console.is_terminal():
        registry_now = added.proposal.after.registry
        shown = Shown(registry_now, spoken(), contacts=writing.contacts)
        identifier = shown.cell(registry_now.members[-1], MEMBER.fields["id"])
        console.put([channels.line(identifier), "\n"])


def _asked(path: Path, answers: FieldAnswers, typed: Sequence[str]) -> Data | None:
    """What a person answers and agrees to; None where enough was given to ask nothing."""
    given: Mapping[str, Sequence[str]] = answers
    if typed:
        given = assigned(typed, load(path).registry.kinds[MEMBER.table], answers)
    missing = [f for f in MEMBER.required if f.key != "id" and not given.get(f.key)]
    if not missing:
        return None
    if not console.can_ask():
        raise WrongUsage(
            say("missing: ", "缺少：") + ", ".join(field.option for field in missing),
            say("on a terminal, add asks for every field", "在终端上运行 add 可逐项填写"),
        )
    # Nobody else has to wait while a person thinks; what was written meanwhile is seen later.
    registry = load(path).registry
    kind = registry.kinds[MEMBER.table]
    return _settled(interview.ask_for_member(read_answers(given, kind), registry), path, registry)


def _settled(values: Data, path: Path, registry: Registry) -> Data:
    """The answers as a person agrees to them; where that gives up, they are told as a command."""
    try:
        return interview.settle(values, registry)
    except (KeyboardInterrupt, EOFError, DataRefused):
        interview.tell_how_to_repeat(values, registry.kinds[MEMBER.table], path)
        raise
