"""The format of what a command shows, or writes to the file of `--out`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import WrongUsage
from ..language import say
from ..options import one_of
from ..views import console

TABLE, BOOK = "table", "xlsx"


def format_option(endings: Mapping[str, str]) -> Any:
    """The option that names the format of a command whose files have these endings."""
    return one_of(
        (TABLE, *endings.values()),
        "--format -f",
        "Output format; if not given, by the ending of a file, table on a terminal and tsv "
        "when piped.",
        "输出格式；不填时按文件扩展名，终端为 table，管道为 tsv。",
    )


def shape_of(format: str | None, out: Path | None, endings: Mapping[str, str]) -> str:
    """The format that was named, or that the ending of a file says, else the usual one.

    Raises WrongUsage where the two differ, or where a terminal cannot show it.
    """
    if out is None:
        if format == BOOK and console.is_terminal():
            raise WrongUsage(
                say("a workbook cannot be shown on a terminal", "工作簿不能显示在终端上"),
                say("name a file with -o, or pipe it", "请用 -o 指定文件，或用管道"),
            )
        return format or (TABLE if console.is_terminal() else "tsv")
    shape = endings.get(out.suffix.lower())
    if shape is None or format not in (None, shape):
        raise WrongUsage(
            say(
                f"{out}: the ending does not say which format, or another than --format",
                f"{out}：扩展名未说明格式，或与 --format 不符",
            ),
            say("end in one of ", "请用扩展名 ") + ", ".join(endings),
        )
    return shape
