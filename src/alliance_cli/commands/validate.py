"""`alliance validate`: every finding in a registry, each at its place."""

import operator
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import ExitCode, WrongUsage
from ..language import say
from ..members.rules import Severity
from ..options import RegistryOption, one_of
from ..store.locate import find_registry
from ..validation import STANDARD_INPUT, chosen_rules, rule_called, validate
from ..views import console
from ..views.reports import ENDINGS, REPORTERS, text

HELP = say(
    "Check registries for mistakes.\n\nEvery finding is reported at its line and column. "
    "CODE is a code such as F303, or the beginning of some, such as F3.",
    "检查名录。\n\n报告每个问题及其行列位置。CODE 为检查代码，如 F303，或其开头，如 F3。",
)

_FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...",
        help=say(
            "The files to check, - for standard input; else the registry.",
            "要检查的文件，- 表示标准输入；不填则为名录文件。",
        ),
        show_default=False,
    ),
]
_StrictOption = Annotated[
    bool,
    typer.Option(
        "--strict",
        help=say(
            "Ask for the wanted fields too, and count warnings as errors.",
            "同时检查应填字段，警告也算作错误。",
        ),
    ),
]


def _codes(name: str, help: str) -> Any:
    return Annotated[
        list[str] | None, typer.Option(name, metavar="CODE", help=help, show_default=False)
    ]


_SelectOption = _codes(
    "--select",
    say("Look for these only; all and optional ones: all,X508.", "只做这些检查；可写 all,X508。"),
)
_IgnoreOption = _codes("--ignore", say("Do not look for these.", "不做这些检查。"))
_OutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--output-file",
        metavar="FILE",
        help=say(
            "Write a report to a file too, in the format of its ending or as FORMAT=FILE "
            "(repeatable).",
            "同时写入文件，格式按扩展名，或写作 格式=文件(可重复)。",
        ),
        show_default=False,
    ),
]
_StatisticsOption = Annotated[
    bool,
    typer.Option(
        "--statistics",
        help=say("Show counts by check, not every finding.", "只显示每项检查的问题数。"),
    ),
]
_ExplainOption = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="CODE",
        help=say("Explain a check, with examples.", "解释一项检查，附示例。"),
    ),
]
_ListOption = Annotated[
    bool, typer.Option("--list-checks", help=say("List all checks.", "列出全部检查。"))
]


def run(
    files: _FilesArgument = None,
    format: one_of(  # type: ignore[valid-type]
        REPORTERS, "--format", "-f", help=say("Report format.", "报告格式。")
    ) = "text",
    strict: _StrictOption = False,
    select: _SelectOption = None,  # type: ignore[valid-type]
    ignore: _IgnoreOption = None,  # type: ignore[valid-type]
    output_file: _OutputOption = None,
    statistics: _StatisticsOption = False,
    explain: _ExplainOption = None,
    list_checks: _ListOption = False,
    registry: RegistryOption = None,
) -> None:
    """Check each file; the exit code tells what the findings mean for CI."""
    if explain or list_checks:
        from ..views import rules

        console.put(rules.explained(rule_called(explain)) if explain else rules.listed())
        return
    if statistics and format != "text":
        raise WrongUsage(say("--statistics is text", "--statistics 只能输出为文本"))
    outputs = [_output(each) for each in output_file or ()]
    rules_chosen = chosen_rules(select or (), ignore or (), strict=strict)
    report = validate(list(_paths(files or (), registry)), rules_chosen, strict=strict)
    for path, reporter in outputs:
        from ..store.save import replace_file

        text_of_report = "".join(REPORTERS[reporter](report)).encode("utf-8")
        replace_file(path, operator.methodcaller("write", text_of_report))
    console.put(text.statistics(report) if statistics else REPORTERS[format](report))
    if any(each.finding.rule.stops_reading for each in report.findings):
        raise typer.Exit(ExitCode.FAILED)
    if report.count(Severity.ERROR) or (strict and report.findings):
        raise typer.Exit(ExitCode.FINDINGS)


def _paths(files: Iterable[str], registry: str | None) -> Iterable[Path]:
    """The files to check, each once."""
    words = dict.fromkeys(files or (registry,))
    return [Path(word) if word == STANDARD_INPUT else find_registry(word) for word in words]


def _output(word: str) -> tuple[Path, str]:
    """A file to write a report to, and the format."""
    name, equals, file = word.partition("=")
    if equals and name in REPORTERS and file:
        return Path(file), name
    for ending, reporter in ENDINGS.items():
        if word.endswith(ending):
            return Path(word), reporter
    raise WrongUsage(
        say(
            f"--output-file: no format has the ending of {word}",
            f"--output-file：无法按扩展名确定 {word} 的格式",
        ),
        say("write FORMAT=FILE; there are: ", "请写作 格式=文件，可用格式：")
        + ", ".join(REPORTERS),
    )
