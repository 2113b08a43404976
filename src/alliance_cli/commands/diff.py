"""`alliance diff`: what changed between two states of a registry."""

from typing import Annotated

import typer

from ..actions.compare import compare
from ..errors import ExitCode
from ..language import spoken
from ..options import (
    TOML_FILES,
    ContactsOption,
    Filtering,
    RegistryOption,
    argument,
    one_of,
    option,
)
from ..registry.shown import Shown
from ..views import comparison as view
from ..views import console

_FORMATS = ("table", "markdown", "json", "tsv", "csv")


def run(
    first: Annotated[
        str | None,
        argument(
            "[A]",
            "The state before: a file, -, a git revision or REV:path; else HEAD.",
            "之前的状态：文件、-、git 版本或 版本:路径；不填为 HEAD。",
            TOML_FILES,
        ),
    ] = None,
    second: Annotated[
        str | None,
        argument(
            "[B]",
            "The state after; else the registry.",
            "之后的状态；不填为名录文件。",
            TOML_FILES,
        ),
    ] = None,
    *,
    choosing: Filtering,
    format: Annotated[
        str | None,
        one_of(
            _FORMATS,
            "--format -f",
            "Output format; if not given, table on a terminal and tsv when piped.",
            "输出格式；不填时终端为 table，管道为 tsv。",
        ),
    ] = None,
    stat: Annotated[bool, option("--stat", "Only one line of counts.", "只输出一行数目。")] = False,
    exit_code: Annotated[
        bool, option("--exit-code", "Exit with 1 if anything differs.", "有差异时以 1 退出。")
    ] = False,
    limit: Annotated[
        int | None,
        option("--limit", "At most N records in full.", "最多详列 N 条记录。", "N", min=0),
    ] = None,
    contacts: ContactsOption = False,
    registry: RegistryOption = None,
) -> None:
    """Show what distinguishes the two states that the arguments name."""
    compared = compare(first, second, registry, choosing.selection() if choosing.chooses else None)
    shown = Shown(compared.after.registry, spoken(), contacts=contacts)
    terminal = console.is_terminal()
    shape = format or ("table" if terminal else "tsv")
    if stat:
        console.put([view.counted(compared), "\n"])
    elif shape == "table":
        view.print_comparison(compared, shown, limit)
    else:
        console.put(view.WRITERS[shape](compared, shown, limit))
    if compared.is_empty and compared.before.text != compared.after.text:
        console.tell(view.only_form(compared))
    if exit_code and not compared.is_empty:
        raise typer.Exit(ExitCode.FINDINGS)
