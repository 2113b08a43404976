"""`alliance edit`: other values for one member, or for all that filters choose."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from ..actions.completion import assigned, lists
from ..actions.write import Changing, Outcome, write
from ..data import Data
from ..errors import WrongUsage
from ..kinds.kind import Kind
from ..language import say
from ..options import Answering, Filtering, RegistryOption, SetOption, argument, option
from ..registry.amendments import Amendments, amended
from ..registry.changes import Change
from ..registry.query import places_of, select
from ..registry.references import following, refuse_named
from ..registry.registry import Registry
from ..registry.spellings import Spellings
from ..registry.succession import names_in_question, under_typed_name
from ..store.load import load
from ..store.locate import find_registry
from ..views import console, interview, outcome


def run(
    *,
    members: Annotated[
        list[str] | None,
        argument(
            "[MEMBER]...",
            "Ids or whole names; else filters choose.",
            "编号或完整名称；不填则按筛选条件。",
        ),
    ] = None,
    set: SetOption = None,
    unset: Annotated[
        list[str] | None,
        option("--unset", "Take a field out (repeatable).", "清除字段(可重复)。", "KEY"),
    ] = None,
    append: Annotated[
        list[str] | None,
        option(
            "--append",
            "Add to a list (repeatable).",
            "在列表中添加一项(可重复)。",
            "KEY=VALUE",
            assigned(lists),
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        option(
            "--drop",
            "Take out of a list (repeatable).",
            "从列表中去掉一项(可重复)。",
            "KEY=VALUE",
            assigned(lists),
        ),
    ] = None,
    editor: Annotated[
        bool,
        option(
            "--editor",
            "Open the lines of one member in $VISUAL or $EDITOR.",
            "用 $VISUAL 或 $EDITOR 打开一家会员的内容。",
        ),
    ] = False,
    cascade: Annotated[
        bool,
        option(
            "--cascade",
            "With another id, change it in all records that name it too.",
            "修改编号时，一并修改引用该编号的其他记录。",
        ),
    ] = False,
    filtering: Filtering,
    writing: Answering,
    registry: RegistryOption = None,
    kind: Kind,
) -> None:
    """Change the records that are named or chosen, all of them or none."""
    amendments = Amendments(set or (), unset or (), append or (), drop or ())
    with outcome.answering(writing):
        _refuse_what_does_not_fit(kind, members or (), filtering, amendments, editor=editor)
        path = find_registry(registry)
        if editor:
            edited = _edit_by_hand(path, kind, members or (), writing)
        else:
            edited = _amend(
                path, kind, members or (), filtering, amendments, writing, cascade=cascade
            )
        outcome.show(edited, writing, typed=console.can_ask())


def _refuse_what_does_not_fit(
    kind: Kind,
    members: Sequence[str],
    filtering: Filtering,
    amendments: Amendments,
    *,
    editor: bool,
) -> None:
    several = kind.words.several
    if bool(members) == filtering.chooses:
        raise WrongUsage(
            say(
                f"name {several.english}, or choose them with filters",
                f"请指定{several.chinese}，或用筛选条件选择",
            ),
            say("--all alone chooses all", "只写 --all 表示全部"),
        )
    if amendments and editor:
        raise WrongUsage(
            say("--editor is for what no other option changes", "--editor 不能与其他修改选项同用")
        )
    if not amendments and not editor:
        raise WrongUsage(
            say("say what to change", "请说明要改什么"),
            say(
                "with --set city=武汉 and the like, or with --editor",
                "如 --set city=武汉，或 --editor",
            ),
        )


def _amend(
    path: Path,
    kind: Kind,
    words: Sequence[str],
    filtering: Filtering,
    amendments: Amendments,
    writing: Answering,
    *,
    cascade: bool,
) -> Outcome:
    def typed(registry: Registry) -> dict[int, Data]:
        own = registry.kinds[kind.table]
        old = registry.of(own)
        if words:
            places = places_of(registry, own, words)
        else:
            place = {id(record): number for number, record in enumerate(old)}
            chosen = select(registry, own, filtering.selection()).members
            places = [place[id(record)] for record in chosen]
            if not places:
                one = own.words.one
                console.tell(say(f"no {one.english} fits", f"没有符合条件的{one.chinese}"))
        return {
            place: amended(old[place], amendments, own, one_of_many=not words) for place in places
        }

    keeping: dict[str, bool] = {}
    if words and console.can_ask() and not (writing.yes or writing.dry_run):
        # Nobody else has to wait while a person thinks.
        now = load(path).registry
        for place, new in typed(now).items():
            old, own = now.of(kind)[place], now.kinds[kind.table]
            if names := names_in_question(now, old, new, own):
                keeping[names.old] = interview.ask_to_keep_name(names)

    def change(registry: Registry) -> Change:
        own, old = registry.kinds[kind.table], registry.of(kind)
        new = {
            place: under_typed_name(registry, old[place], each, own, keeping)
            for place, each in typed(registry).items()
        }
        if words:
            # Who changes all of a city may want to write it otherwise.
            spellings = Spellings(old, own, without=new)
            new = {place: spellings.usual(each, old[place]) for place, each in new.items()}
        ids = {
            place: str(each.get("id", ""))
            for place, each in new.items()
            if each.get("id") != old[place].get("id")
        }
        if ids and not cascade:
            remedy = say("--cascade changes it there too; ", "加 --cascade 一并修改\uff1b")
            refuse_named(registry, own, ids.keys(), remedy=remedy)
        return following(registry, own, ids, new)

    def question(registry: Registry, change: Change) -> list[str]:
        count, words = len(change.replaced), kind.words
        ask = say(
            f"Change these {count} {words.several.english}?",
            f"修改以上 {count} {words.measure}{words.several.chinese}？",
        )
        return outcome.below_members(ask, registry, change)

    plan = Changing(change, None if words else question)
    return write(path, plan, interview.Interview(), yes=writing.yes, dry_run=writing.dry_run)


def _edit_by_hand(path: Path, kind: Kind, words: Sequence[str], writing: Answering) -> Outcome:
    if len(words) != 1:
        one, measure = kind.words.one, kind.words.measure
        raise WrongUsage(
            say(f"--editor is for one {one.english}", f"--editor 只能用于一{measure}{one.chinese}")
        )
    # What starts an editor is not needed by the others.
    from ..actions.by_hand import edit_by_hand

    return edit_by_hand(
        path, kind, words[0], interview.Interview(), yes=writing.yes, dry_run=writing.dry_run
    )
