"""`alliance import`: members from a spreadsheet; a preview first, then the registry."""

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ..actions.completion import Files
from ..actions.sources import STANDARD_INPUT
from ..actions.take_in import ENDINGS, Reading, Source, TakingIn, read_sources
from ..actions.write import Changing, Outcome, write
from ..errors import NOTHING_WRITTEN, CannotDo, ExitCode, WrongUsage
from ..exchange.sheets.delimited import ENCODINGS, SEPARATORS
from ..exchange.sheets.headings import key_of
from ..exchange.sheets.rejects import ENDINGS as REJECTS_ENDINGS
from ..intake.incoming import Prefer
from ..intake.intake import Intake, Terms
from ..intake.matching import Matcher, places_of_names
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
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
from ..registry.query import place_of
from ..registry.registry import Registry
from ..registry.shown import Shown, called, masked_message
from ..registry.words import Words, new_words
from ..store.load import Document, load
from ..store.locate import find_registry
from ..store.save import refuse_overwriting
from ..values.names import name_key
from ..values.value_type import ValueRefused
from ..values.words import guidance
from ..views import console, interview, outcome
from ..views import intake as view

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
) -> None:
    """Take in the members that the rows of these files describe."""
    how = Answering(writing.yes, writing.dry_run, writing.contacts, format)
    with outcome.answering(how) as document:
        path = find_registry(registry)
        read = load(path)
        kind = read.registry.kinds[MEMBER.table]
        values = typed_defaults(default or (), kind)
        settings = typed_defaults(set or (), kind, "--set")
        target = _target(rejects, path, force=force)
        known = read.registry.headings(kind)
        reading = Reading(encoding, separator, sheet or (), typed_mapping(map or (), kind), known)
        source = explained(read_sources(file, kind, reading))
        _refuse_a_list(target, source)
        said = _said(map_value or (), source)
        words = _asked(said, source)
        matches = _matches(match or (), source, read.registry)
        terms = Terms(
            blank_clears, Prefer(prefer) if prefer else None, values, words, matches, settings
        )
        plan = TakingIn(source, terms, apply, target, console.tracked, how.contacts, remember)
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
    if plan.intake and plan.intake.set_aside():
        raise typer.Exit(ExitCode.FINDINGS)


def explained(source: Source) -> Source:
    """The source, after a person said what columns mean; what is left out is told."""
    for file, encoding in source.unusual_encodings.items():
        console.tell(view.read_as(file, encoding))
    if source.unknown and console.can_ask():
        meanings = {heading: _meaning(heading, source) for heading in source.unknown}
        source = source.with_meanings(meanings)
    for remark in view.remarks_on(source):
        console.tell(remark)
    return source


def _meaning(heading: str, source: Source) -> str:
    """What a person says that a column means, nothing for one to leave out."""
    samples = list(map(masked_message, source.samples(heading)))
    word = interview.ask_for_column(
        masked_message(heading), samples, lambda word: key_of(source.kind, word) is not None
    )
    return key_of(source.kind, word) or ""


def typed_words(typed: Sequence[str], source: Source) -> dict[str, dict[str, str]]:
    """Which choices the words of a list mean, as was said or as a person says: by column and word.

    What is left open is told.
    """
    return _asked(_said(typed, source), source)


def _said(typed: Sequence[str], source: Source) -> dict[str, dict[str, str]]:
    """Which choices the words of a list are said to mean: by column and word."""
    words: dict[str, dict[str, str]] = {}
    for each in typed:
        column, word, key = _word(each, source)
        words.setdefault(column, {})[word] = key
    return words


def _asked(said: Words, source: Source) -> dict[str, dict[str, str]]:
    """What is `said`, and which choices other words mean as a person says; what is open is told."""
    words = {column: dict(of_column) for column, of_column in said.items()}
    for open_ in source.open_words(words):
        key, shown = "", masked_message(open_.word)
        if console.can_ask():
            heading = str(open_.field.heading)
            key = interview.ask_for_choice(heading, shown, open_.rows, open_.field.type)
        if key:
            words.setdefault(open_.column, {})[open_.word] = key
        else:
            console.tell(view.open_word(open_))
    return words


def _word(typed: str, source: Source) -> tuple[str, str, str]:
    """The column, the word in it, and the key of the choice that are said to belong together."""
    option = "--map-value"
    before, choice = _parted(typed, option, str.rpartition)
    heading, colon, word = (before.replace("\uff1a", ":", 1)).partition(":")
    if not (colon and word.strip() and choice):
        raise WrongUsage(
            say(
                f"{option}: {typed} is not of the form column:value=choice",
                f"{option}：{typed} 不是 列:说法=选项 的形式",
            )
        )
    column, word = _column(heading.strip(), option, source.kind), word.strip()
    field = source.kind.column(column)
    if not field.type.takes_words:
        raise WrongUsage(
            say(f"{option}: {heading} has no choices", f"{option}：{heading}不是从选项中选的")
        )
    there = source.words.get(column, {})
    if name_key(word) not in map(name_key, there):
        raise WrongUsage(
            say(
                f"{option}: the list has no {word} in {heading}",
                f"{option}：名单的“{heading}”中没有 {word}",
            ),
            guidance(word, there, there),
        )
    try:
        key = str(field.type.item.read(choice))
    except ValueRefused as refused:
        raise WrongUsage(f"{option}: {refused}") from None
    known = field.type.meant(word)
    if known and known != key:
        label = field.type.choices()[known]
        raise WrongUsage(
            say(f"{option}: {word} means {label} already", f"{option}：{word} 已指 {label}")
        )
    return column, word, key


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


def _matches(typed: Sequence[str], source: Source, registry: Registry) -> dict[str, str]:
    """Whose the names of a list are, as was said or as a person says: folded name to id.

    A name without an id is that of a new member; what is left open is told.
    """
    kind, matches = source.kind, {}
    names = {
        name_key(name): name
        for row in source.listing.rows
        for key in kind.official_names
        if (name := row.cells.get(key, "").strip())
    }
    for each in typed:
        name, word = _parted(each, "--match", str.rpartition)
        if name_key(name) not in names:
            raise WrongUsage(
                say(f"--match: the list has no {name}", f"--match：名单中没有 {name}"),
                guidance(name, names.values(), ()),
            )
        matches[name_key(name)] = _id_of(word, registry, kind) if word else ""
    said = places_of_names(registry, kind, matches)
    for near in Matcher(registry, kind, said).nearly(source.listing.rows):
        record = registry.of(kind)[near.place]
        answer = None
        if console.can_ask():
            answer = interview.ask_whose(
                masked_message(near.name),
                view.place_of(near.row),
                called(record),
                str(record.get("id")),
                lambda word: _id_of(word, registry, kind),
            )
        if answer is None:
            console.tell(view.nearly(near, record))
        else:
            matches[name_key(near.name)] = answer
    return matches


def _id_of(word: str, registry: Registry, kind: Kind) -> str:
    """The id of the member that a word means; raises WrongUsage where it means no member."""
    return str(registry.of(kind)[place_of(registry, kind, word, in_part=False)].get("id"))


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
                _show(plan, plan.intake, made, shown, how)


def _show(
    plan: TakingIn, intake: Intake, made: Outcome | None, shown: Shown, how: Answering
) -> None:
    """Show what becomes of every row, how many there are of each kind, and what to do next."""
    lines = list(view.lines_of(intake, shown, written=made is not None and made.written))
    as_table = how.format == "table" or (how.format is None and console.is_terminal())
    for taken in view.taken_words(plan):
        console.tell(taken)
    if as_table and not how.dry_run:
        # The counts first, and what is to be done last, where the eye is.
        console.tell(view.summary(intake))
    if how.dry_run:
        for line in lines:
            if line.remark:
                console.tell("  ".join(filter(None, line)))
    elif as_table:
        view.print_preview(lines)
    else:
        console.put(view.tab_separated(lines, of_several=plan.source.of_several))
    if how.dry_run or not as_table:
        console.tell(view.summary(intake))
    if missing := plan.not_received:
        console.tell(view.not_received(missing))
    count = len(intake.set_aside()) if made and not made.dry_run and plan.rejects else 0
    if count:
        console.tell(
            say(f"{count} rows set aside in {plan.rejects}", f"{count} 行另存于 {plan.rejects}")
        )
    if not plan.apply and not how.dry_run:
        console.tell(view.what_next(intake, wrote_rejects=bool(count)))


def typed_mapping(typed: Sequence[str], kind: Kind) -> dict[str, str]:
    """What headings are said to mean, by heading; nothing for those to leave out."""
    # A heading may hold the mark, a column cannot.
    pairs = (_parted(each, "--map", str.rpartition) for each in typed)
    return {heading: _column(word, "--map", kind) if word else "" for heading, word in pairs}


def typed_defaults(typed: Sequence[str], kind: Kind, name: str = "--default") -> dict[str, str]:
    """The values of members that have none, by column, as the option called `name` gives them."""
    pairs = (_parted(each, name, str.partition) for each in typed)
    return {_column(word, name, kind): text for word, text in pairs}


def _parted(
    typed: str, option: str, part: Callable[[str, str], tuple[str, str, str]]
) -> tuple[str, str]:
    before, equals, after = part(typed, "=")
    if not equals:
        before, equals, after = part(typed, "\uff1d")
    if not equals or not before.strip():
        raise WrongUsage(
            say(
                f"{option}: {typed} is not of the form name=value",
                f"{option}：{typed} 不是 名称=值 的形式",
            )
        )
    return before.strip(), after.strip()


def _column(word: str, option: str, kind: Kind) -> str:
    key = key_of(kind, word)
    if key is None:
        raise WrongUsage(
            say(f"{option}: there is no field {word}", f"{option}：没有 {word} 这个字段"),
            guidance(word, kind.field_words, (str(each.heading) for each in kind.fields.values())),
        )
    return key


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
