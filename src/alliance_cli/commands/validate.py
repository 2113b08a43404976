"""`alliance validate`: every finding in a registry, each at its place."""

from typing import Annotated

import typer

from ..errors import ExitCode
from ..language import say
from ..members import checks
from ..members.findings import Located, Severity
from ..options import RegistryOption, one_of
from ..store.load import Unreadable, load
from ..store.locate import find_registry
from ..views import console
from ..views.report import REPORTERS, Report

HELP = say(
    "Check registries for mistakes.\n\nEvery finding is reported at its line and column.",
    "检查名录。\n\n报告每个问题及其行列位置。",
)

_FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...",
        help=say("The files to check; else the registry.", "要检查的文件；不填则为名录文件。"),
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


def run(
    files: _FilesArgument = None,
    format: one_of(  # type: ignore[valid-type]
        REPORTERS, "--format", "-f", help=say("Report format.", "报告格式。")
    ) = "text",
    strict: _StrictOption = False,
    registry: RegistryOption = None,
) -> None:
    """Check each file; the exit code tells what the findings mean for CI."""
    found: list[Located] = []
    members = 0
    unreadable = False
    paths = [find_registry(file) for file in files or (registry,)]
    for path in paths:
        try:
            document = load(path)
        except Unreadable as stopped:
            found += stopped.located
            unreadable = True
        else:
            members += len(document.registry.members)
            findings = [*document.shape, *checks.findings(document.registry, strict=strict)]
            found += sorted(map(document.locate, findings), key=lambda each: each.position)
    report = Report(found, len(paths), members)
    console.put(REPORTERS[format](report))
    if unreadable:
        raise typer.Exit(ExitCode.FAILED)
    if report.count(Severity.ERROR) or (strict and found):
        raise typer.Exit(ExitCode.FINDINGS)
