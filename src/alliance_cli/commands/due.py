"""`alliance due`: what wants somebody's attention as of a day."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from ..actions.write import write_file
from ..errors import ExitCode, WrongUsage
from ..language import say, spoken
from ..ledger import LEDGER
from ..options import AsOf, AtOption, ForceOption, RegistryOption, option
from ..registry.due import due
from ..registry.shown import Shown
from ..store.locate import is_found
from ..store.save import refuse_overwriting
from ..values.durations import Duration, read_duration
from ..values.value_type import ValueRefused
from ..views import console
from ..views import due as view
from .shape import BOOK, TABLE, format_option, shape_of

_ENDINGS = {
    ".xlsx": BOOK,
    ".ics": "ics",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".md": "markdown",
}


def run(
    within: Annotated[
        str,
        option(
            "--within",
            "How far to look ahead: 90d, 12w, 3m, 1y.",
            "列出多久以内到期的：90 天、12 周、3 个月、1 年，或 90d、12w、3m、1y。",
            "TIME",
            show_default=True,
        ),
    ] = "90d",
    on: Annotated[
        str | None,
        option("--on", "As of this day; today, if not given.", "截至此日，不填为今天。", "DATE"),
    ] = None,
    at: AtOption = None,
    format: Annotated[
        str | None,
        format_option(_ENDINGS),
    ] = None,
    out: Annotated[
        Path | None,
        option(
            "--out -o",
            "Write to this file: .xlsx, .ics (a calendar), .csv, .tsv, .json, .md.",
            "写入文件：.xlsx、.ics(日历)、.csv、.tsv、.json、.md。",
            "FILE",
        ),
    ] = None,
    force: ForceOption = False,
    exit_code: Annotated[
        bool,
        option("--exit-code", "Exit with 1 if anything is due.", "有待办事项时以 1 退出。"),
    ] = False,
    registry: RegistryOption = None,
) -> None:
    """Show what is due, each matter with the command that settles it."""
    shape = shape_of(format, out, _ENDINGS)
    ahead = _duration(within)
    time = AsOf(on, at)
    day = time.day or datetime.date.today()
    if out is not None:
        LEDGER.open()
    document = time.document(registry)
    if out is not None:
        refuse_overwriting(out, [document.path], force=force)
    matters = due(document.registry, day, ahead)
    shown = Shown(document.registry, spoken())
    options = [] if registry is None or is_found(Path(registry)) else ["-r", registry]
    page = view.Page(matters, shown, day, options)
    if shape == TABLE:
        view.print_page(page)
    elif shape == BOOK or out is not None:
        _put_file(page, shape, out)
    else:
        console.put(view.WRITERS[shape](page))
    console.tell(view.summed_up(page, ahead.after(day)))
    if shape == "ics" and (left := view.without_day(page)):
        console.tell(left)
    if exit_code and matters:
        raise typer.Exit(ExitCode.FINDINGS)


def _duration(text: str) -> Duration:
    try:
        return read_duration(text)
    except ValueRefused as refused:
        raise WrongUsage(f"--within: {refused}") from None


def _put_file(page: view.Page, shape: str, out: Path | None) -> None:
    """Write a page as a file, or to standard output where none is named."""
    if shape == BOOK:
        data = view.book(page)
    else:
        text = "".join(view.WRITERS[shape](page))
        # Excel takes a text without a byte-order mark for one in another encoding.
        data = text.encode("utf-8-sig" if shape in ("csv", "tsv") else "utf-8")
    if out is None:
        console.put_bytes(data)
        return
    write_file(out, data)
    console.tell(say(f"written to {out}", f"已写入 {out}"))
