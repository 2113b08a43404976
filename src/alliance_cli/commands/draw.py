"""`alliance expert draw`: experts by lot, the longest undrawn first, and who must not be asked."""

import datetime
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from ..actions.completion import values_of
from ..actions.write import Changing, write
from ..errors import DataRefused, WrongUsage
from ..kinds.kind import Kind
from ..language import say, spoken
from ..options import (
    Answering,
    AsOf,
    AtOption,
    Narrowing,
    RegistryOption,
    Writing,
    argument,
    one_of,
    option,
)
from ..registry.changes import Change, read_typed
from ..registry.drawing import DRAWN, Drawing, Wish, draw, new_seed, recorded
from ..registry.query import Selection
from ..registry.registry import Registry
from ..registry.shown import Shown
from ..store.locate import find_registry
from ..views import console, outcome
from ..views import drawing as view
from ..views.interview import Interview


def run(
    count: Annotated[int, argument("N", "How many experts to draw.", "抽取人数。")],
    *,
    fields: Annotated[
        list[str] | None,
        option(
            "--field",
            "With this expertise, or another that is given so (repeatable); any, if not given.",
            "具有此专业领域，可给多个，具备其一即可(可重复)；不填为不限。",
            "EXPERTISE",
            values_of("expertise"),
        ),
    ] = None,
    avoid: Annotated[
        list[str] | None,
        option(
            "--avoid",
            "Nobody of this member, of one above or below it, or who avoids one of these "
            "(repeatable).",
            "回避此会员：其本身及上下级单位的专家、须回避这些单位的专家都不参加(可重复)。",
            "MEMBER",
            values_of("avoid"),
        ),
    ] = None,
    choosing: Narrowing,
    candidates: Annotated[
        bool, option("--candidates", "Draw candidates too.", "候选专家也参加。")
    ] = False,
    at_most: Annotated[
        int | None,
        option(
            "--at-most",
            "Nobody who was drawn N times in the last 12 months.",
            "近 12 个月已抽取 N 次的不参加。",
            "N",
            min=1,
        ),
    ] = None,
    seed: Annotated[
        str | None,
        option(
            "--seed",
            "What decides; the same gives the same result. Made and told, if not given.",
            "随机种子，相同则结果相同；不填则自动生成并显示。",
            "TEXT",
        ),
    ] = None,
    on: Annotated[
        str | None,
        option(
            "--on",
            "The day of the drawing; today, if not given.",
            "抽取日期，不填为今天。",
            "DATE",
        ),
    ] = None,
    at: AtOption = None,
    purpose: Annotated[
        str | None, option("--purpose", "What the experts are drawn for.", "抽取的事由。", "TEXT")
    ] = None,
    record: Annotated[
        bool,
        option(
            "--record",
            "Note the drawing with each expert who was drawn.",
            "在抽中专家的记录中登记。",
        ),
    ] = False,
    format: Annotated[
        str | None,
        one_of(
            ("table", "tsv", "json"),
            "--format -f",
            "Output format; if not given, table on a terminal and tsv when piped.",
            "输出格式；不填时终端为 table，管道为 tsv。",
        ),
    ] = None,
    writing: Writing,
    registry: RegistryOption = None,
    kind: Kind,
) -> None:
    """Draw experts, and note it in the registry where that is asked for."""
    shape = format or ("table" if console.is_terminal() else "tsv")
    how = Answering(writing.yes, writing.dry_run, writing.contacts, shape)
    with outcome.answering(how) as document:
        _refuse_what_does_not_fit(count, at, writing, record=record)
        time, parts = AsOf(on, at), kind.parts(DRAWN)
        wish = Wish(
            count,
            time.day or datetime.date.today(),
            read_typed("--seed", parts["seed"], seed) or new_seed(),
            read_typed("--purpose", parts["purpose"], purpose),
            fields or (),
            avoid or (),
            Selection([*choosing.values.items()], choosing.where, choosing.search),
            candidates,
            at_most,
        )

        def drawn(among: Registry) -> Drawing:
            drawing = draw(among, kind, wish)
            document["drawing"] = view.as_data(drawing, _shown(drawing, how))
            if not drawing.drawn:
                raise DataRefused(*view.too_few(drawing))
            return drawing

        if record:
            _record(drawn, registry, how, document)
        else:
            drawing = drawn(time.document(registry).registry)
            if shape == "json":
                outcome.put_json({"version": 1, **document})
            else:
                view.print_drawing(drawing, _shown(drawing, how), shape)


def _refuse_what_does_not_fit(
    count: int, at: str | None, writing: Writing, *, record: bool
) -> None:
    if count < 1:
        raise WrongUsage(
            say(f"{count} experts cannot be drawn", f"无法抽取 {count} 位专家"),
            say("name how many, from 1", "人数应不少于 1"),
        )
    if record and at is not None:
        raise WrongUsage(
            say(
                "--record does not go with --at: what git keeps is not changed",
                "--record 不能与 --at 同用：git 中保存的版本不能改动",
            )
        )
    if not record and (writing.yes or writing.dry_run):
        given = "--yes" if writing.yes else "--dry-run"
        raise WrongUsage(
            say(
                f"{given} is for --record, without which nothing is written",
                f"{given} 须与 --record 同用；不加 --record 不写入任何内容",
            )
        )


def _record(
    drawn: Callable[[Registry], Drawing],
    registry: str | None,
    how: Answering,
    document: Mapping[str, Any],
) -> None:
    """Draw from the registry as it is when it is written, and show what was drawn and noted."""
    drawings: list[Drawing] = []

    def change(among: Registry) -> Change:
        drawings.append(drawn(among))
        return recorded(drawings[-1])

    path = find_registry(registry)
    made = write(path, Changing(change), Interview(), yes=how.yes, dry_run=how.dry_run)
    (drawing,) = drawings
    shown = _shown(drawing, how)
    if how.format == "json":
        outcome.show(made, how, beside=document)
        return
    if how.dry_run:
        # Standard output has the diff, which is a patch.
        view.tell_drawing(drawing, shown)
    else:
        view.print_drawing(drawing, shown, str(how.format))
    if made.written:
        console.tell(view.recorded(drawing, shown, path))
    else:
        outcome.show(made, how)


def _shown(drawing: Drawing, how: Answering) -> Shown:
    return Shown(drawing.registry, spoken(), contacts=how.contacts)
