"""What `alliance import` does: it reads the lists, asks, previews or writes, and shows the rows."""

import contextlib
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..actions.sources import STANDARD_INPUT
from ..actions.take_in import Reading, Source, TakingIn, read_sources, sources_beside
from ..actions.write import Changing, Outcome, write
from ..errors import NOTHING_WRITTEN, CannotDo, DataRefused, ExitCode, WrongUsage
from ..exchange.sheets.files import REJECTS_ENDINGS
from ..intake.incoming import Prefer
from ..intake.intake import Terms
from ..intake.missing import How
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..kinds.shared import CONFIRMED
from ..language import say, spoken
from ..options import Answering, Writing
from ..registry.changes import read_typed
from ..registry.registry import Registry
from ..registry.shown import Shown, masked_message
from ..registry.words import new_words
from ..store.load import Document, load
from ..store.locate import find_registry
from ..store.save import refuse_overwriting
from ..values.dates import Day
from ..views import console, interview, outcome
from ..views import intake as view
from .explaining import (
    asked_words,
    explained,
    matches_of,
    measure_of,
    said_words,
    typed_defaults,
    typed_mapping,
)

if TYPE_CHECKING:
    from .import_ import Importing


def take_in(
    files: Sequence[str],
    typed: "Importing",
    writing: Writing,
    registry: str | None,
    kind: Kind,
) -> None:
    """Take in the records of a kind that the rows of these files describe, as was `typed`."""
    how = Answering(writing.yes, writing.dry_run, writing.contacts, typed.format)
    with outcome.answering(how) as document:
        path = find_registry(registry)
        read = load(path, console.tracked)
        kind = read.registry.kinds[kind.table]
        values = typed_defaults(typed.default, kind)
        settings = typed_defaults(typed.set, kind, "--set")
        measure, of_rows = measure_of(typed.missing, settings, kind)
        day = _confirmed(typed.confirmed, kind)
        target = _target(typed.rejects, path, force=typed.force)
        known = read.registry.headings(kind)
        mapping = typed_mapping(typed.map, kind)
        reading = Reading(typed.encoding, typed.separator, typed.sheet, mapping, known)
        with _waiting(files):
            source = read_sources(files, kind, reading)
        others = sources_beside(source, read.registry.kinds) if kind.table == MEMBER.table else []
        of_one_kind = {
            "--map": typed.map,
            "--map-value": typed.map_value,
            "--match": typed.match,
            "--default": typed.default,
            # How somebody left is said of members alone.
            "--set": of_rows,
        }
        _refuse_for_several_kinds([each for each in of_one_kind if of_one_kind[each]], others)
        source = explained(source)
        _refuse_a_list(target, source)
        said = said_words(typed.map_value, source)
        words = asked_words(said, source)
        matches = matches_of(typed.match, source, read.registry)
        prefer = Prefer(typed.prefer) if typed.prefer else None
        terms = Terms(
            *(typed.blank_clears, prefer, values, words, matches, of_rows),
            missing=measure,
            confirmed=day,
        )
        plan = TakingIn(
            *(source, terms, typed.apply, target, console.tracked, how.contacts, typed.remember)
        )
        plan.beside = [_beside(plan, each, read.registry) for each in others]
        if source.failures:
            _preview_what_was_read(read, plan, how, document)
        has_asked = source.mapping != reading.mapping or words != said
        if has_asked and not (typed.remember or how.dry_run):
            plan.remember = _agrees_to_remember(plan, read)
        _take_in(read, plan, how, document)
        if plan.remember and not (typed.remember or typed.apply):
            _remember(plan, path, how)
        if how.format == "json":
            outcome.put_json(document)
    if any(intake.set_aside() for intake in plan.intakes):
        raise typer.Exit(ExitCode.FINDINGS)


# Smaller ones are read before anybody has seen what is said of them.
_LARGE = 2 * 1024 * 1024


def _waiting(files: Sequence[str]) -> contextlib.AbstractContextManager[None]:
    """Say that the lists are read, where that takes a while."""
    with contextlib.suppress(OSError, ValueError):
        if sum(Path(file).stat().st_size for file in files if file != STANDARD_INPUT) > _LARGE:
            return console.waiting(say("reading the list …", "正在读取表格……"))
    return contextlib.nullcontext()


def _confirmed(text: str | None, kind: Kind) -> Day | None:
    """The day of `--confirmed`, None where it was not given."""
    if text is None:
        return None
    field = kind.known_field(CONFIRMED.key)
    day: Day = read_typed("--confirmed", field, text)
    if field.type.problems(day):
        raise DataRefused(
            say(f"--confirmed: {day} is in the future", f"--confirmed：{day} 在将来"),
            NOTHING_WRITTEN,
        )
    return day


def _refuse_for_several_kinds(given: Sequence[str], others: Sequence[Source]) -> None:
    """Refuse options about columns and names of one kind for workbooks of several kinds."""
    if not (given and others):
        return
    kinds = [MEMBER, *(each.kind for each in others)]
    commands = [" ".join(("alliance", *each.command, "import")) for each in kinds[1:]]
    english = ", ".join(each.words.several.english for each in kinds)
    chinese = "、".join(each.words.several.chinese for each in kinds)
    raise WrongUsage(
        say(
            f"{given[0]} is about one kind of record, and this workbook has {english}",
            f"{given[0]} 只针对一种记录，而此工作簿中有{chinese}",
        ),
        say(
            "leave it out, or take in one kind: --sheet NAME, ",
            "请去掉，或只导入一种：--sheet 工作表，",
        )
        + ", ".join(commands),
    )


def _beside(plan: TakingIn, source: Source, registry: Registry) -> TakingIn:
    """The plan to take in the lists of another kind in the same workbooks.

    What was said of columns and of members is not about them.
    """
    source = explained(source)
    words = asked_words({}, source)
    measure = plan.terms.missing
    terms = Terms(
        plan.terms.blank_clears,
        plan.terms.prefer,
        words=words,
        matches=matches_of((), source, registry),
        missing=measure if measure and measure.how is How.REMOVE else None,
        confirmed=plan.terms.confirmed if CONFIRMED.key in source.kind.fields else None,
    )
    return dataclasses.replace(plan, source=source, terms=terms, remember=False)


def _preview_what_was_read(
    read: Document, plan: TakingIn, how: Answering, document: dict[str, Any]
) -> None:
    """Preview the files that could be read, write nothing, and raise CannotDo for the others."""
    failures = plan.source.failures
    plan.apply, plan.rejects, plan.remember = False, None, False
    _take_in(read, plan, dataclasses.replace(how, dry_run=False), document)
    count = len(failures)
    raise CannotDo(
        say(f"{count} files cannot be read; ", f"有 {count} 个文件无法读取，") + NOTHING_WRITTEN,
        say("mend them, or leave them out", "请处理这些文件，或不导入它们"),
        [
            " ".join(filter(None, (each.message, each.hint and f"({each.hint})")))
            for each in failures
        ],
    )


def _agrees_to_remember(plan: TakingIn, read: Document) -> bool:
    """Whether a person wants the registry to keep the answers, where it can keep any."""
    new = new_words(read.registry, plan.words_of(read.registry).words)
    if not new:
        return False
    listed = masked_message(say(", ", "、").join(new))
    question = say("Remember them, and not ask next time?", "记入名录，下次不再询问？")
    return interview.Interview().agrees(["", listed, question])


def _remember(plan: TakingIn, path: Path, how: Answering) -> None:
    """Write the answers, to which a person has agreed, where nothing else is written."""
    made = write(path, Changing(plan.words_of), interview.Interview(), yes=how.yes)
    if how.format != "json":
        outcome.show(made, how)


def _take_in(read: Document, plan: TakingIn, how: Answering, document: dict[str, Any]) -> None:
    """Write or preview; what becomes of the rows is shown, or put into `document`, in any case."""
    path = read.path
    made: Outcome | None = None
    try:
        if not plan.apply and not how.dry_run:
            made = plan.preview(read)
        else:
            asking = interview.Interview()
            made = write(path, plan, asking, yes=how.yes, dry_run=how.dry_run, read=read)
            if how.format != "json":
                outcome.show(made, how)
    finally:
        # Only now: nobody else has to wait until a person has read it.
        if plan.intake is not None:
            shown = Shown(plan.registry, spoken(), contacts=how.contacts)
            if how.format == "json":
                document |= view.as_data(plan, shown)
                document |= {"path": str(path), "dry_run": how.dry_run}
                if plan.source.is_sent_back:
                    document["not_received"] = [each["id"] for each in plan.not_received]
                document["written"] = made is not None and made.written
            else:
                _show(plan, made, shown, how)


def _show(plan: TakingIn, made: Outcome | None, shown: Shown, how: Answering) -> None:
    """Show what becomes of every row, how many there are of each kind, and what to do next."""
    written = made is not None and made.written
    as_table = how.format == "table" or (how.format is None and console.is_terminal())
    shown = shown.named if as_table else shown
    lines = [list(view.lines_of(each, shown, written=written)) for each in plan.intakes]
    for each in plan.parts:
        for taken in view.taken_words(each):
            console.tell(taken)
    if as_table and not how.dry_run:
        # The counts first, and what is to be done last, where the eye is.
        for counts in view.summaries(plan):
            console.tell(counts)
    together = [line for of_kind in lines for line in of_kind]
    if how.dry_run:
        for line in together:
            if line.remark:
                console.tell("  ".join(filter(None, line)))
    elif as_table:
        for each, of_kind in zip(plan.parts, lines, strict=True):
            if of_kind and len(lines) > 1:
                console.put([f"\n{each.source.kind.words.several}\n"])
            view.print_preview(of_kind, each.source.kind)
    else:
        kinds = [each.source.kind for each in plan.parts]
        console.put(view.tab_separated(together, kinds, of_several=plan.source.of_several))
    if how.dry_run or not as_table:
        for counts in view.summaries(plan):
            console.tell(counts)
    if confirmed := view.confirmed(plan):
        console.tell(confirmed)
    if missing := plan.not_received:
        console.tell(view.not_received(missing))
    count = plan.rows_set_aside if made and not made.dry_run and plan.rejects else 0
    if count:
        console.tell(
            say(f"{count} rows set aside in {plan.rejects}", f"{count} 行另存于 {plan.rejects}")
        )
    if any(each.missing() for each in plan.intakes) and not plan.terms.missing:
        console.tell(view.HOW_TO_MISS)
    if not plan.apply and not how.dry_run:
        if hint := view.how_to_confirm(plan):
            console.tell(hint)
        console.tell(view.what_next(plan, wrote_rejects=bool(count)))


def _target(rejects: str | None, registry: Path, *, force: bool) -> Path | None:
    """Where the rows go that are set aside."""
    if rejects is None:
        return None
    path = Path(rejects)
    if path.suffix.lower() not in REJECTS_ENDINGS:
        endings = ", ".join(REJECTS_ENDINGS)
        raise WrongUsage(
            say(f"--rejects: {rejects} must end in {endings}", f"--rejects：扩展名应为 {endings}")
        )
    refuse_overwriting(path, [registry], force=force)
    return path


def _refuse_a_list(target: Path | None, source: Source) -> None:
    """Refuse to put rejects in the place of a list that they come from."""
    if target is None or not target.exists():
        return
    files = (file for file in source.books if file != STANDARD_INPUT)
    if any(target.samefile(file) for file in files):
        raise WrongUsage(
            say(f"--rejects: {target} is the list itself", f"--rejects：{target} 就是名单本身"),
            say("name another file", "请指定另一个文件"),
        )
