"""`alliance stats`: how many members there are, who came and who left, and the annual report."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from ..actions.write import write_file
from ..errors import WrongUsage
from ..exchange.figures.counted import amounts_of, page, table_by
from ..exchange.figures.over_time import annual, table_per
from ..exchange.figures.table import Table, members_called
from ..kinds.kind import Kind
from ..kinds.member import MEMBER
from ..language import say, spoken
from ..ledger import LEDGER
from ..options import (
    AsOf,
    ContactsOption,
    Filtering,
    ForceOption,
    HeadingsOption,
    RegistryOption,
    days_named,
    one_of,
    option,
    typed,
)
from ..registry.counts import PARTS, by_words
from ..registry.movement import spans
from ..registry.query import select
from ..registry.shown import Shown
from ..store.save import refuse_overwriting
from ..views import console
from ..views import figures as view
from .list import show_roster, tell_of_roster
from .shape import BOOK, TABLE, format_option, shape_of

_ENDINGS = {
    ".xlsx": BOOK,
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".md": "markdown",
}

_OF_MOVEMENT = ("id", "name", "category", "status", "joined", "left", "earlier")


def run(
    filtering: Filtering,
    time: AsOf,
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
    per: Annotated[
        str | None,
        one_of(
            PARTS,
            "--per",
            "Who joined and who left, and how many there were before and after.",
            "各期入会、退会及期初、期末家数。",
        ),
    ] = None,
    since: Annotated[
        str | None,
        option(
            "--from",
            "With --per, from this day, month or year.",
            "--per 的起始日、月或年。",
            "DATE",
        ),
    ] = None,
    until: Annotated[
        str | None,
        option(
            "--to", "With --per, up to this day, month or year.", "--per 的截止日、月或年。", "DATE"
        ),
    ] = None,
    year: Annotated[
        int | None,
        option(
            "--annual",
            "What an annual report asks for, as of 31 December.",
            "年度报告所需数字，截至当年 12 月 31 日。",
            "YEAR",
            min=datetime.MINYEAR,
            max=datetime.MAXYEAR,
        ),
    ] = None,
    listed: Annotated[
        str | None,
        option(
            "--list",
            "Show the members that are counted in a row, in ROW,COLUMN of a cross table, or in "
            "ROW:COLUMN.",
            "列出某一行、交叉表“行,列”或“行:列”所统计的会员。",
            "ROW",
        ),
    ] = None,
    format: Annotated[
        str | None,
        format_option(_ENDINGS),
    ] = None,
    out: Annotated[
        Path | None,
        option(
            "--out -o",
            "Write to this file: .xlsx (with charts), .csv, .tsv, .json, .md.",
            "写入文件：.xlsx(带图表)、.csv、.tsv、.json、.md。",
            "FILE",
        ),
    ] = None,
    force: ForceOption = False,
    headings: HeadingsOption = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
    *,
    kind: Kind,
) -> None:
    """Show the figures of the records that the options choose."""
    asked = {
        "--by": by,
        "--sum": sums,
        "--mean": means,
        "--per": per,
        "--from": since,
        "--to": until,
        "--annual": "" if year is None else f"{year}",
        "--list": listed,
        "--out": out,
        "--on": time.on,
        "--all": filtering.everyone,
    }
    given = [name for name, value in asked.items() if value]
    _refuse_what_does_not_fit(given, kind)
    shape = shape_of(format, out, _ENDINGS)
    if out is not None:
        LEDGER.open()
    over_time = per is not None or year is not None
    selection = filtering.selection(time=time)._replace(everyone=over_time or filtering.everyone)
    document = time.document(registry)
    if out is not None:
        refuse_overwriting(out, [document.path], force=force)
    kind = document.registry.kinds[kind.table]
    roster = select(document.registry, kind, selection)
    shown = Shown(document.registry, headings or spoken(), contacts=contacts)
    fields = by_words(kind, by or ())
    if per is not None:
        days = days_named("--from", since)[0], days_named("--to", until)[1]
        tables = [table_per(roster, spans(per, *days, roster.members), fields, shown)]
    elif year is not None:
        tables = annual(roster, year, shown)
    elif by:
        amounts = amounts_of(kind, sums or (), means or (), contacts=contacts)
        tables = [table_by(roster, fields, amounts, shown)]
    else:
        tables = page(roster, shown)
    if listed is not None:
        listing = roster._replace(members=members_called(tables[0], listed))
        if per is not None or year is not None:
            # Who came or went is told by days, not by what a member is now.
            listing = listing._replace(columns=[kind.fields[key] for key in _OF_MOVEMENT])
        show_roster(listing, shown, format)
        return
    words = [f"--by={each}" for each in by or ()]
    words += [
        f"{name}={asked[name]}" for name in ("--per", "--from", "--to", "--annual") if asked[name]
    ]
    day = [] if year is None else [f"--on={year}-12-31"]
    listed_by = view.Listing(
        typed(filtering, kind), typed(time, kind), words, day, shown, registry, kind.command
    )
    if year is not None and year >= datetime.date.today().year:
        console.tell(
            say(f"{year} has not ended: as it is known today", f"{year} 年尚未结束，为目前所知")
        )
    _put(tables, listed_by, shape, out, is_page=not (by or per))
    for each in tables[0].by:
        if each.counts_items:
            console.tell(view.counts_items(kind.spoken_name(each.field.key)))
    tell_of_roster(roster)


def _put(
    tables: Sequence[Table], listing: view.Listing, shape: str, out: Path | None, *, is_page: bool
) -> None:
    """Show figures, or write them to the file `out`."""
    if shape == TABLE:
        view.print_tables(tables)
        return
    if shape == BOOK:
        # What makes a workbook is imported only here.
        from ..exchange.workbooks.figures import book_of

        data = book_of(tables, listing.shown)
    else:
        text = "".join(view.pieces(tables, listing, shape, is_page=is_page))
        if out is None:
            console.put([text])
            return
        # Excel takes a text without a byte-order mark for one in another encoding.
        data = text.encode("utf-8-sig" if shape in view.ROWS else "utf-8")
    if out is None:
        console.put_bytes(data)
    else:
        write_file(out, data)
        console.tell(say(f"figures written to {out}", f"已将统计写入 {out}"))


_GOES_WITH = {
    "--sum": {"--by"},
    "--mean": {"--by"},
    "--from": {"--per"},
    "--to": {"--per"},
    "--list": {"--by", "--per", "--annual"},
}
_DOES_NOT_GO_WITH = {
    "--annual": {"--by", "--per", "--sum", "--mean", "--on", "--all"},
    "--per": {"--sum", "--mean", "--on", "--all"},
    "--list": {"--out"},
}


def _refuse_what_does_not_fit(given: Sequence[str], kind: Kind) -> None:
    """Refuse options that need another option, or go neither with another nor with the kind."""
    for name in ("--per", "--annual") if kind is not MEMBER else ():
        if name in given:
            raise WrongUsage(say(f"{name} is about members", f"{name} 只用于会员"))
    for name, others in _GOES_WITH.items():
        if name in given and others.isdisjoint(given):
            listed = say(" or ", " 或 ").join(sorted(others))
            raise WrongUsage(say(f"{name} goes with {listed}", f"{name} 须与 {listed} 同用"))
    for name, others in _DOES_NOT_GO_WITH.items():
        for other in sorted(others.intersection(given) if name in given else ()):
            raise WrongUsage(say(f"{other} does not go with {name}", f"{other} 不能与 {name} 同用"))
