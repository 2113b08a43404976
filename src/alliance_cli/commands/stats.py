"""`alliance stats`: how many members there are, by what they have in common."""

import shlex
from typing import Annotated

from ..errors import WrongUsage
from ..exchange.figures import Row, Table, amounts_of, page, row_called, table_by, words_for
from ..kinds.member import MEMBER
from ..language import say, spoken
from ..options import ContactsOption, Filtering, HeadingsOption, RegistryOption, one_of, option
from ..registry.counts import by_words
from ..registry.query import select
from ..registry.shown import Shown
from ..store.load import load
from ..store.locate import find_registry
from ..views import console
from ..views import figures as view
from .list import show_roster, tell_of_roster

_TABLE = "table"


def run(
    filtering: Filtering,
    by: Annotated[
        list[str] | None,
        option(
            "--by",
            "Count by a field, or by two: A,B. Dates by year, or by joined:quarter, joined:month.",
            "按字段统计，或按两个字段交叉统计：A,B。日期按年，或写 入会时间:季度、入会时间:月。",
            "FIELD",
        ),
    ] = None,
    sums: Annotated[
        list[str] | None,
        option("--sum", "Sum up a number (repeatable).", "对数值求和(可重复)。", "FIELD"),
    ] = None,
    means: Annotated[
        list[str] | None,
        option("--mean", "The mean of a number (repeatable).", "数值的平均(可重复)。", "FIELD"),
    ] = None,
    listed: Annotated[
        str | None,
        option(
            "--list",
            "Show the members that are counted in a row, or in ROW,COLUMN.",
            "列出某一行(或“行,列”)所统计的会员。",
            "ROW",
        ),
    ] = None,
    format: Annotated[
        str | None,
        one_of(
            (_TABLE, *view.WRITERS, "json", "markdown"),
            "--format -f",
            "Output format; if not given, table on a terminal and tsv when piped.",
            "输出格式；不填时终端为 table，管道为 tsv。",
        ),
    ] = None,
    headings: HeadingsOption = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
) -> None:
    """Show the figures of the members that the options choose."""
    document = load(find_registry(registry))
    kind = document.registry.kinds[MEMBER.table]
    roster = select(document.registry, kind, filtering.selection())
    shown = Shown(document.registry, headings or spoken(), contacts=contacts)
    amounts = amounts_of(kind, sums or (), means or (), contacts=contacts)
    shape = format or (_TABLE if console.is_terminal() else "tsv")
    if not by:
        for name, given in (("--sum", sums), ("--mean", means), ("--list", listed)):
            if given:
                raise WrongUsage(
                    say(f"{name} goes with --by", f"{name} 须与 --by 同用"),
                    say("name a field with --by", "请用 --by 指定字段"),
                )
        tables = page(roster, shown)
    else:
        tables = [table_by(roster, by_words(kind, by), amounts, shown)]
    if listed is not None:
        show_roster(roster._replace(members=row_called(tables[0], listed).members), shown, format)
        return

    def listing(table: Table, row: Row) -> str | None:
        whose = [] if registry is None else ["-r", registry]
        whose += ["--contacts"] * contacts
        if row.chosen_by is not None:
            chosen = ["list", *([] if row.whole else filtering.words), *row.chosen_by]
        elif by and (words := words_for(table, row)):
            chosen = [
                "stats",
                *filtering.words,
                *(f"--by={each}" for each in by),
                f"--list={words}",
            ]
        else:
            return None
        command = shlex.join(["alliance", *chosen, *whose])
        # A number that is masked finds nobody.
        return command if shown.said(command) == command else None

    if shape == _TABLE:
        view.print_tables(tables)
    elif shape == "json":
        console.put([view.json_of(tables, listing, of_page=not by)])
    elif shape == "markdown":
        console.put(view.markdown_of(tables, shown.wording, listing))
    else:
        console.put(view.WRITERS[shape](view.rows_of(tables, shown.wording, of_page=not by)))
    for each in tables[0].by:
        if each.counts_items:
            name = kind.spoken_name(each.field.key)
            console.tell(
                say(
                    f"{name}: members count once for each item, so they may count more than once",
                    f"{name}：一家可有多项，每项各计一次，各行之和可大于家数",
                )
            )
    tell_of_roster(roster)
