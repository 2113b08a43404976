"""`alliance import`: members from a spreadsheet; a preview first, then the registry."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ..actions.completion import Files
from ..actions.sources import STANDARD_INPUT
from ..actions.take_in import ENDINGS, Reading, Source, TakingIn, read_sources, sources_beside
from ..actions.write import Changing, Outcome, write
from ..errors import NOTHING_WRITTEN, CannotDo, DataRefused, ExitCode, WrongUsage
from ..exchange.sheets.delimited import ENCODINGS, SEPARATORS
from ..exchange.sheets.rejects import ENDINGS as REJECTS_ENDINGS
from ..intake.incoming import Prefer
from ..intake.intake import Terms
from ..intake.missing import How
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..kinds.shared import CONFIRMED
from ..language import say, spoken
from ..options import (
    Answering,
    ForceOption,
    RegistryOption,
    Writing,
    argument,
    one_of,
    option,
)
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

_PREVIEWS = ("table", "tsv", "json")


def run(
    file: Annotated[
        list[str],
        argument(
            "FILE...",
            "Spreadsheets, or folders of them, as one change; - is standard input.",
            "表格文件，可有多个，也可以是文件夹，作为一次改动导入；- 为标准输入。",
            Files(ENDINGS),
        ),
    ],
    apply: Annotated[bool, option("--apply", "Write to the registry.", "写入名录。")] = False,
    map: Annotated[
        list[str] | None,
        option(
            "--map",
            "What a heading means; nothing after = leaves it out (repeatable).",
            "说明表头对应的字段；= 后留空则略去该列(可重复)。",
            "HEADING=COLUMN",
        ),
    ] = None,
    map_value: Annotated[
        list[str] | None,
        option(
            "--map-value",
            "Which choice the list calls VALUE in a column (repeatable).",
            "说明名单中某列的说法对应的选项(可重复)。",
            "COLUMN:VALUE=CHOICE",
        ),
    ] = None,
    match: Annotated[
        list[str] | None,
        option(
            "--match",
            "Which member the list means by a name; nothing after = is a new one (repeatable).",
            "说明名单中的名称是哪一家会员；= 后留空为新会员(可重复)。",
            "NAME=MEMBER",
        ),
    ] = None,
    remember: Annotated[
        bool,
        option(
            "--remember",
            "Keep what --map and --map-value say in the registry, for lists to come.",
            "将 --map 和 --map-value 的说明记入名录，供以后的名单使用。",
        ),
    ] = False,
    default: Annotated[
        list[str] | None,
        option(
            "--default",
            "A value for new members that have none (repeatable).",
            "新会员没有填写时使用的值(可重复)。",
            "COLUMN=VALUE",
        ),
    ] = None,
    set: Annotated[
        list[str] | None,
        option(
            "--set",
            "A value for all rows where the list has none (repeatable).",
            "名单中没有填写的各行统一使用的值(可重复)。",
            "COLUMN=VALUE",
        ),
    ] = None,
    sheet: Annotated[
        list[str] | None,
        option("--sheet", "Only this sheet (repeatable).", "只读此工作表(可重复)。", "NAME"),
    ] = None,
    blank_clears: Annotated[
        bool,
        option(
            "--blank-clears",
            "An empty cell clears the value; else only [clear] does.",
            "空单元格表示清除；不加则只有 [清空] 才清除。",
        ),
    ] = False,
    prefer: Annotated[
        str | None,
        one_of(
            [each.value for each in Prefer],
            "--prefer",
            "Whose value is taken where the list and the registry were both changed.",
            "表格与名录都改过的值以哪一方为准。",
        ),
    ] = None,
    missing: Annotated[
        str | None,
        one_of(
            [each.value for each in How],
            "--missing",
            "What becomes of members and contacts whose rows were exported and are missing; only "
            "told, if not given. withdraw: members have left, today or as --set says of left, "
            "left_reason and status; contacts stay. remove: records and contacts are taken out.",
            "导出过、表中现在没有的行如何处理，不填则只提示。withdraw：会员按退会处理，日期为今天，"
            "或用 --set 指定退会时间、退会原因、状态，联系人不变；remove：删除会员的记录或联系人。",
        ),
    ] = None,
    confirmed: Annotated[
        str | None,
        option(
            "--confirmed",
            "The day on which the records of the list were confirmed, as by a form that came back.",
            "将名单中各条记录(如填回的表)的核对日期记为此日。",
            "DATE",
        ),
    ] = None,
    rejects: Annotated[
        str | None,
        option(
            "--rejects",
            "Write rows that are set aside to FILE, with the reasons, without --apply too; take in "
            "the others.",
            "将有问题的行连同原因写入文件(不加 --apply 时也写)，其余照常导入。",
            "FILE",
            Files(REJECTS_ENDINGS),
        ),
    ] = None,
    force: ForceOption = False,
    encoding: Annotated[
        str | None,
        one_of(ENCODINGS, "--encoding", "Encoding of CSV and TSV.", "CSV 和 TSV 的编码。"),
    ] = None,
    separator: Annotated[
        str | None,
        one_of(SEPARATORS, "--separator", "What separates cells.", "单元格之间的分隔符。"),
    ] = None,
    format: Annotated[
        str | None,
        one_of(
            _PREVIEWS,
            "--format -f",
            "Format of the preview; if not given, table on a terminal and tsv when piped.",
            "预览的格式；不填时终端为 table，管道为 tsv。",
        ),
    ] = None,
    *,
    writing: Writing,
    registry: RegistryOption = None,
    kind: Kind,
) -> None:
    """Take in the members that the rows of these files describe."""
    how = Answering(writing.yes, writing.dry_run, writing.contacts, format)
    with outcome.answering(how) as document:
        path = find_registry(registry)
        read = load(path)
        kind = read.registry.kinds[kind.table]
        values = typed_defaults(default or (), kind)
        settings = typed_defaults(set or (), kind, "--set")
        measure, of_rows = measure_of(missing, settings, kind)
        day = _confirmed(confirmed, kind)
        target = _target(rejects, path, force=force)
        known = read.registry.headings(kind)
        reading = Reading(encoding, separator, sheet or (), typed_mapping(map or (), kind), known)
        source = read_sources(file, kind, reading)
        others = sources_beside(source, read.registry.kinds) if kind.table == MEMBER.table else []
        of_one_kind = {
            "--map": map,
            "--map-value": map_value,
            "--match": match,
            "--default": default,
            # How somebody left is said of members alone.
            "--set": of_rows,
        }
        _refuse_for_several_kinds([each for each in of_one_kind if of_one_kind[each]], others)
        source = explained(source)
        _refuse_a_list(target, source)
        said = said_words(map_value or (), source)
        words = asked_words(said, source)
        matches = matches_of(match or (), source, read.registry)
        terms = Terms(
            *(blank_clears, Prefer(prefer) if prefer else None, values, words, matches, of_rows),
            missing=measure,
            confirmed=day,
        )
        plan = TakingIn(source, terms, apply, target, console.tracked, how.contacts, remember)
        plan.beside = [_beside(plan, each, read.registry) for each in others]
        if source.failures:
            _preview_what_was_read(read, plan, how, document)
        has_asked = source.mapping != reading.mapping or words != said
        if has_asked and not (remember or how.dry_run):
            plan.remember = _agrees_to_remember(plan, read)
        _take_in(read, plan, how, document)
        if plan.remember and not (remember or apply):
            _remember(plan, path, how)
        if format == "json":
            outcome.put_json(document)
    if any(intake.set_aside() for intake in plan.intakes):
        raise typer.Exit(ExitCode.FINDINGS)


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
            made = write(path, plan, interview.Interview(), yes=how.yes, dry_run=how.dry_run)
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
