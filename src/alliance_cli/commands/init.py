"""`alliance init`: a new registry, from options, from a list, or asked for step by step."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from ..actions.begin import (
    TABLES,
    Begun,
    Beside,
    Found,
    check_action,
    first_id_of,
    found_in,
    made_ready,
    name_of,
    with_aliases,
    with_choices,
    without_origin,
    words_of,
    words_of_list,
)
from ..actions.completion import Files
from ..actions.take_in import Reading, read_source
from ..actions.write import NewFile, refuse_what_is_there, write_new
from ..errors import NOTHING_WRITTEN, DataRefused, ExitCode, WrongUsage
from ..exchange.sheets.files import ENDINGS
from ..intake.intake import Terms
from ..kinds.member import MEMBER
from ..language import say, spoken
from ..options import TOML_FILES, Answering, argument, named_by_all, option
from ..registry.shown import Shown
from ..registry.words import Words
from ..store.beginning import Beginning, schema_path
from ..store.history import repository_of
from ..store.locate import is_found, new_registry
from ..values.value_type import ValueRefused
from ..views import console, founding, interview, outcome
from ..views import intake as view
from .explaining import explained, typed_defaults, typed_mapping, typed_words

_Value = TypeVar("_Value")

_PREFIX, _WIDTH = MEMBER.id_prefix, 3


def run(
    file: Annotated[
        str | None,
        argument(
            "[FILE]",
            "The file to make; else members.toml here.",
            "要新建的文件；不填则为本目录的 members.toml。",
            TOML_FILES,
            callback=named_by_all,
        ),
    ] = None,
    name: Annotated[
        str | None, option("--name", "The name of the alliance.", "联盟名称。", "TEXT")
    ] = None,
    category: Annotated[
        list[str] | None,
        option(
            "--category -c",
            "A category, or its key and it: parts=Suppliers (repeatable).",
            "类别名称，或 键=名称，如 parts=零部件企业(可重复)。",
            "LABEL",
        ),
    ] = None,
    level: Annotated[
        list[str] | None,
        option(
            "--level",
            "A level of membership, likewise (repeatable).",
            "联盟职务，写法同类别(可重复)。",
            "LABEL",
        ),
    ] = None,
    id_prefix: Annotated[
        str | None,
        option(
            "--id-prefix", "What ids begin with; M, if not given.", "编号前缀，默认为 M。", "TEXT"
        ),
    ] = None,
    id_width: Annotated[
        int | None,
        option(
            "--id-width",
            "The digits of an id; 3, if not given.",
            "编号的数字位数，默认为 3。",
            "N",
            min=1,
            max=9,
        ),
    ] = None,
    from_list: Annotated[
        str | None,
        option(
            "--from",
            "Take the categories, the levels and the members from this spreadsheet.",
            "从此表格取得类别、联盟职务和会员。",
            "LIST",
            Files(ENDINGS),
        ),
    ] = None,
    map: Annotated[
        list[str] | None,
        option(
            "--map",
            "With --from, what a heading means; nothing after = leaves it out (repeatable).",
            "用于 --from：说明表头对应的字段；= 后留空则略去该列(可重复)。",
            "HEADING=COLUMN",
        ),
    ] = None,
    map_value: Annotated[
        list[str] | None,
        option(
            "--map-value",
            "With --from, which choice the list calls VALUE in a column (repeatable).",
            "用于 --from：说明名单中某列的说法对应的选项(可重复)。",
            "COLUMN:VALUE=CHOICE",
        ),
    ] = None,
    default: Annotated[
        list[str] | None,
        option(
            "--default",
            "With --from, a value for members that have none (repeatable).",
            "用于 --from：会员没有填写时使用的值(可重复)。",
            "COLUMN=VALUE",
        ),
    ] = None,
    sheet: Annotated[
        list[str] | None,
        option(
            "--sheet",
            "With --from, only this sheet (repeatable).",
            "用于 --from：只读此工作表(可重复)。",
            "NAME",
        ),
    ] = None,
    gitignore: Annotated[
        bool,
        option(
            "--gitignore",
            "Let git ignore exports and temporary files.",
            "让 git 忽略导出的文件和临时文件。",
        ),
    ] = False,
    workflow: Annotated[
        str | None,
        option(
            "--workflow",
            "Make a workflow for GitHub that uses this action, OWNER/alliance-cli@COMMIT.",
            "写入 GitHub 检查工作流，使用此 Action：OWNER/alliance-cli@COMMIT。",
            "ACTION",
        ),
    ] = None,
    *,
    writing: Answering,
) -> None:
    """Make the registry that the options, the list and the answers describe."""
    with outcome.answering(writing):
        path = new_registry(file)
        refuse_what_is_there([NewFile(path, b""), NewFile(schema_path(path), b"")])
        said = Beginning(
            _read("--name", name_of, name) if name is not None else "",
            _read("--category", words_of, category or ()),
            _read("--level", words_of, level or ()),
            _first_id(id_prefix, id_width),
        )
        action = _read("--workflow", check_action, workflow) if workflow is not None else ""
        beside = Beside(gitignore, action)
        if from_list is None and (map or map_value or default or sheet):
            raise WrongUsage(
                say("--map, --default and the like are about a list", "--map 等选项只用于名单"),
                say("name it with --from", "请用 --from 指定名单"),
            )
        is_enough = bool(said.name and said.categories) and from_list is None
        asks = console.can_ask() and not writing.yes and not is_enough
        if asks:
            founding.begin_asking(str(path))
        source, found = None, None
        defaults: Mapping[str, str] = typed_defaults(default or (), MEMBER)
        if from_list is not None:
            reading = Reading(sheets=sheet or (), mapping=typed_mapping(map or (), MEMBER))
            source = explained(without_origin(read_source(from_list, MEMBER, reading)))
            found = found_in(source, defaults)
        if asks:
            said, defaults, beside = _asked(path, said, found, defaults, beside)
        else:
            said, defaults = _settled(said, found, defaults)
        words: Words = {}
        if source:
            source = with_choices(source, said)
            said, words = with_aliases(said, typed_words(map_value or (), source))
        begun = made_ready(
            path,
            said,
            beside,
            interview.Interview(),
            source=source,
            terms=Terms(defaults=defaults, words=words),
            tracked=console.tracked,
            # Who is asked, or only looks, sees every warning.
            yes=writing.yes or writing.dry_run or asks,
        )
        refuse_what_is_there(begun.files)
        intake = begun.plan.intake if begun.plan else None
        if asks and not writing.dry_run:
            if begun.plan and intake:
                view.print_preview(list(view.lines_of(intake, _shown(begun, writing))), MEMBER)
            others = [str(each.path) for each in begun.files[1:]]
            members = view.summary(intake) if intake else ""
            if not founding.confirm(str(path), said, others, members):
                raise DataRefused(NOTHING_WRITTEN)
        if not writing.dry_run:
            write_new(begun.files)
        if writing.format == "json":
            outcome.put_json(_as_data(begun, writing))
        elif writing.dry_run:
            _show_dry(begun, writing)
        else:
            read_as = [("--map", each) for each in map or ()]
            read_as += [("--sheet", each) for each in sheet or ()]
            again = " ".join([str(from_list), *(f"{option} '{each}'" for option, each in read_as)])
            _show(begun, said, again, writing, previewed=asks)
    if intake and intake.set_aside():
        raise typer.Exit(ExitCode.FINDINGS)


def _read(option: str, read: Callable[[Any], _Value], typed: Any) -> _Value:
    """What was typed for an option."""
    try:
        return read(typed)
    except ValueRefused as refused:
        raise WrongUsage(f"{option}{say(': ', '：')}{refused}") from None


def _first_id(prefix: str | None, width: int | None) -> str:
    """The id of the first member where its prefix or its width was given."""
    if prefix is None and width is None:
        return ""
    digits = f"{1:0{_WIDTH if width is None else width}d}"
    return _read("--id-prefix", first_id_of, (_PREFIX if prefix is None else prefix) + digits)


def _asked(
    path: Path, said: Beginning, found: Found | None, defaults: Mapping[str, str], beside: Beside
) -> tuple[Beginning, Mapping[str, str], Beside]:
    """What was said, and what a person answers to all that was not."""
    name = said.name or founding.ask_for_name(found.title if found else "")
    categories = said.categories or founding.ask_for_categories(found)
    if found and found.without:
        field = MEMBER.fields["category"].bound({TABLES["category"]: categories})
        if label := founding.ask_for_default(field, found.without):
            defaults = {**defaults, field.key: label}
    levels = said.levels or founding.ask_for_levels(found)
    first_id = said.first_id
    if not first_id and not (found and found.has_ids):
        first_id = founding.ask_for_first_id()
    if repository_of(path):
        gitignore = beside.gitignore or founding.ask_for_gitignore()
        beside = Beside(gitignore, beside.action or founding.ask_for_action())
    return Beginning(name, categories, levels, first_id), defaults, beside


def _settled(
    said: Beginning, found: Found | None, defaults: Mapping[str, str]
) -> tuple[Beginning, Mapping[str, str]]:
    """What was said, and what a list says where nothing was said.

    Raises WrongUsage where that is not enough.
    """
    missing = [] if said.name else ["--name"]
    categories, levels = said.categories, said.levels
    if found:
        categories = categories or words_of_list(_words(found, "category"))
        levels = levels or words_of_list(_words(found, "level"))
        if found.without == found.members and len(said.categories) == 1:
            defaults = {"category": next(iter(said.categories)), **defaults}
        elif found.without and found.without == found.members:
            raise WrongUsage(
                say("no member of the list has a category", "名单中没有类别"),
                say(
                    "--map 'HEADING=category' says which column has them, --default "
                    "category=LABEL gives all of them one",
                    "请用 --map '表头=类别' 指定所在的列，或用 --default 类别=名称 统一指定",
                ),
            )
    if not categories:
        missing.append("--category")
    if missing:
        raise WrongUsage(
            say("missing: ", "缺少：") + ", ".join(missing),
            say(
                "such as --name 'Our Alliance' --category Makers --category Suppliers; on a "
                "terminal, init asks for everything",
                "如 --name 某某联盟 --category 整车企业 --category 零部件企业；"
                "在终端上运行 init 可逐步填写",
            ),
        )
    return Beginning(said.name, categories, levels, said.first_id), defaults


def _words(found: Found, key: str) -> Iterable[str]:
    """The words of a list for a field, none where any text will do for it."""
    if not found.too_many(key):
        return found.words[key]
    if not MEMBER.fields[key].required:
        return ()
    heading, count = MEMBER.spoken_name(key), len(found.words[key])
    raise WrongUsage(
        say(
            f"{heading}: the list has {count} different words, too many to be choices",
            f"名单的{heading}有 {count} 种不同内容，过多，不能作为选项",
        ),
        say("give them with --category", "请用 --category 指定类别"),
    )


def _shown(begun: Begun, writing: Answering) -> Shown:
    return Shown(begun.document.registry, spoken(), contacts=writing.contacts)


def _as_data(begun: Begun, writing: Answering) -> dict[str, Any]:
    """What was made as data, with what became of the rows of a list."""
    taken_in = view.as_data(begun.plan, _shown(begun, writing)) if begun.plan else {}
    text = {"text": outcome.text_of(begun.document, contacts=writing.contacts)}
    return {
        "version": 1,
        "written": not writing.dry_run,
        "dry_run": writing.dry_run,
        "refused": False,
        "path": str(begun.document.path),
        "files": [str(each.path) for each in begun.files],
        "there_already": list(map(str, begun.there_already)),
        **taken_in,
        **(text if writing.dry_run else {}),
    }


def _show_dry(begun: Begun, writing: Answering) -> None:
    """Show the file that would be written, and say which others would be, too."""
    console.put([outcome.text_of(begun.document, contacts=writing.contacts)])
    if begun.plan and (intake := begun.plan.intake):
        for line in view.lines_of(intake, _shown(begun, writing)):
            if line.remark:
                console.tell("  ".join(filter(None, line)))
        console.tell(view.summary(intake))
    others = say(", ", "、").join(str(each.path) for each in begun.files[1:])
    console.tell(
        say(
            f"nothing was written; with {begun.document.path} come {others}",
            f"未写入任何内容；除 {begun.document.path} 外还将写入 {others}",
        )
    )


def _show(
    begun: Begun, said: Beginning, again: str, writing: Answering, *, previewed: bool
) -> None:
    """Show what was taken in, say what was made, and what to do next.

    `again` is the list, and how it is read, for those who import it once more.
    """
    path, intake = begun.document.path, begun.plan.intake if begun.plan else None
    if intake:
        lines = list(view.lines_of(intake, _shown(begun, writing), written=True))
        if not previewed and console.is_terminal():
            view.print_preview(lines, MEMBER)
        elif not previewed:
            console.put(view.tab_separated(lines, [MEMBER]))
        console.tell(view.summary(intake))
    count = len(begun.document.registry.members)
    console.tell(
        say(
            f"{said.name}: registry {path} made, {len(said.categories)} categories, "
            f"{count} members",
            f"已新建 {said.name} 的名录 {path}：类别 {len(said.categories)} 个，会员 {count} 家",
        )
    )
    others = say(", ", "、").join(str(each.path) for each in begun.files[1:])
    console.tell(say(f"beside it: {others}", f"同时写入：{others}"))
    for each in begun.there_already:
        console.tell(say(f"{each} is as it was", f"{each} 已存在，保持原样"))
    option = "" if is_found(path) else f" -r {path}"
    if intake and intake.set_aside():
        again = f"alliance import {again} --apply{option}"
        console.tell(
            say(
                f"mend the {len(intake.set_aside())} rows that were set aside, then: {again}",
                f"有 {len(intake.set_aside())} 行未导入，改好后运行：{again}",
            )
        )
    console.tell(
        say("to add a member: ", "添加会员：") + f"alliance add{option}",
        say("to take in a list: ", "导入表格：")
        + f"alliance import {say('LIST', '名单')}.xlsx{option}",
        say("to check it: ", "检查名录：") + f"alliance validate{option}",
    )
