"""`alliance add`: a new member, from options or asked for field by field."""

import dataclasses

from ..actions.write import Writing, write
from ..data import Data
from ..errors import NOTHING_WRITTEN, DataRefused, WrongUsage
from ..kinds.member import MEMBER
from ..language import say
from ..options import FieldAnswers, RegistryOption
from ..registry.changes import Change, new_record, read_answers
from ..registry.registry import Registry
from ..store.load import load
from ..store.locate import find_registry
from ..views import console, interview

HELP = say(
    "Add a member.\n\nFrom options or, on a terminal, asked for field by field.",
    "添加会员。\n\n用选项给出，或在终端上逐项询问。",
)


def run(answers: FieldAnswers, writing: Writing, registry: RegistryOption = None) -> None:
    """Add the member that the answers describe."""
    path = find_registry(registry)
    missing = [f for f in MEMBER.required if f.key != "id" and not answers[f.key]]
    if missing and not console.can_ask():
        raise WrongUsage(
            say("missing: ", "缺少：") + ", ".join(field.option for field in missing),
            say("on a terminal, add asks for every field", "在终端上运行 add 可逐项填写"),
        )
    asked: Data | None = None
    if missing:
        # Nobody else has to wait while a person thinks; what was written meanwhile is seen below.
        registry_then = load(path).registry
        asked = _asked(registry_then, read_answers(answers, registry_then.kinds[MEMBER.table]))
        # Who was asked saw every warning.
        writing = dataclasses.replace(writing, yes=True)

    def plan(registry: Registry) -> Change:
        kind = registry.kinds[MEMBER.table]
        values = read_answers(answers, kind) if asked is None else asked
        return Change(kind, added=[new_record(values, registry, kind)])

    written = write(path, plan, writing)
    if written and not console.is_terminal():
        console.put([f"{written.after.registry.members[-1]['id']}\n"])


def _asked(registry: Registry, values: Data) -> Data:
    """The values, and the answers to questions for the others; the person has agreed to them."""
    values = interview.ask_for_member(values, registry)
    kind = registry.kinds[MEMBER.table]
    if not interview.confirm(new_record(values, registry, kind), registry):
        raise DataRefused(NOTHING_WRITTEN)
    return values
