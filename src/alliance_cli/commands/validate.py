"""`alliance validate`: every finding in a registry, each at its place."""

import contextlib
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..actions.completion import Files
from ..actions.sources import STANDARD_INPUT
from ..actions.validate import MOST, Base, chosen_rules, rule_called, validate
from ..errors import CannotDo, ExitCode, WrongUsage
from ..findings.rule import Rule, Severity
from ..language import say
from ..ledger import LEDGER
from ..options import TOML_FILES, AtOption, RegistryOption, argument, one_of, option
from ..registry.shown import masked_message
from ..store.load import Unreadable
from ..store.locate import find_registry
from ..views import console
from ..views.reports import ENDINGS, REPORTERS, text

_MAX_REMOVED = 5


def run(
    files: Annotated[
        list[str] | None,
        argument(
            "[FILE]...",
            "The files to check, - for standard input; else the registry.",
            "要检查的文件，- 表示标准输入；不填则为名录文件。",
            TOML_FILES,
        ),
    ] = None,
    format: Annotated[
        str, one_of(REPORTERS, "--format -f", "Report format.", "报告格式。")
    ] = "text",
    strict: Annotated[
        bool,
        option(
            "--strict",
            "Ask for the wanted fields too, and count warnings as errors.",
            "同时检查应填字段，警告也算作错误。",
        ),
    ] = False,
    fix: Annotated[
        bool,
        option(
            "--fix",
            "Repair what is certain: outer spaces, full-width digits, labels for keys, dates and "
            "quotes that keep the file from being read …",
            "修复可以确定的问题：首尾空格、全角数字、误写为名称的键，以及使文件无法读取的日期、引号等。",
        ),
    ] = False,
    unsafe: Annotated[
        bool,
        option(
            "--unsafe",
            "With --fix, repair what is likely too.",
            "与 --fix 同用，也修复很可能的问题。",
        ),
    ] = False,
    diff: Annotated[
        bool,
        option(
            "--diff",
            "With --fix, show the repairs as a diff and write nothing.",
            "与 --fix 同用，只显示改动，不写入。",
        ),
    ] = False,
    base: Annotated[
        str | None,
        option(
            "--base",
            "Compare with this git revision: have too many members gone?",
            "与 git 中的这一版本比较，检查是否删除了过多会员。",
            "REV",
        ),
    ] = None,
    at: AtOption = None,
    max_removed: Annotated[
        int | None,
        option(
            "--max-removed",
            f"With --base, how many may have gone; {_MAX_REMOVED} if not given.",
            f"与 --base 同用，允许删除的会员数，不填为 {_MAX_REMOVED}。",
            "N",
            min=0,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        option(
            "--select",
            "Look for these only; all and optional ones: all,X508.",
            "只做这些检查；可写 all,X508。",
            "CODE",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        option("--ignore", "Do not look for these.", "不做这些检查。", "CODE"),
    ] = None,
    output_file: Annotated[
        list[str] | None,
        option(
            "--output-file",
            "Write a report to a file too, in the format of its ending or as FORMAT=FILE "
            "(repeatable).",
            "同时写入文件，格式按扩展名，或写作 格式=文件(可重复)。",
            "FILE",
            Files([*ENDINGS]),
        ),
    ] = None,
    statistics: Annotated[
        bool,
        option(
            "--statistics", "Show counts by check, not every finding.", "只显示每项检查的问题数。"
        ),
    ] = False,
    all_findings: Annotated[
        bool,
        option(
            "--all-findings",
            f"Tell every finding; if not given, the first {MOST} of each check, and the number of "
            "the others.",
            f"列出全部问题；不填则每项检查列出前 {MOST} 个，其余只计数。",
        ),
    ] = False,
    explain: Annotated[
        str | None,
        option("--explain", "Explain a check, with examples.", "解释一项检查，附示例。", "CODE"),
    ] = None,
    list_checks: Annotated[
        bool, option("--list-checks", "List all checks.", "列出全部检查。")
    ] = False,
    registry: RegistryOption = None,
) -> None:
    """Check each file; the exit code tells what the findings mean for CI."""
    if explain or list_checks:
        from ..views import rules

        console.put(rules.explained(rule_called(explain)) if explain else rules.listed())
        return
    if statistics and format != "text":
        raise WrongUsage(say("--statistics is text", "--statistics 只能输出为文本"))
    if output_file or fix:
        LEDGER.open()
    outputs = [_output(each) for each in output_file or ()]
    rules_chosen = chosen_rules(select or (), ignore or (), strict=strict)
    paths = list(_paths(files or (), registry))
    _refuse_to_overwrite([*paths, *_named(registry)], [path for path, _ in outputs])
    since = _base(base, max_removed, paths)
    _refuse_at_another_time(at, paths, fix=fix)
    unread: list[Unreadable] = []
    if fix or unsafe or diff:
        unread = _fix(paths, rules_chosen, fix=fix, unsafe=unsafe, diff=diff)
    most = None if all_findings else MOST
    report = validate(paths, rules_chosen, base=since, most=most, at=at, track=console.tracked)
    for remark in report.remarks:
        console.tell(masked_message(remark))
    for path, reporter in outputs:
        from ..actions.write import write_file

        write_file(path, "".join(REPORTERS[reporter](report)).encode("utf-8"))
    if not diff:
        console.put(text.statistics(report) if statistics else REPORTERS[format](report))
    stopped = {each.file for each in report.findings if each.finding.rule.stops_reading}
    # What could be read for the report alone is not in it, and was not repaired.
    unrepaired = [each for each in unread if diff or each.located[0].file not in stopped]
    for each in unrepaired:
        console.complain(each.message, each.hint)
    if stopped or unrepaired:
        raise typer.Exit(ExitCode.FAILED)
    if report.count(Severity.ERROR) or (strict and report.total):
        raise typer.Exit(ExitCode.FINDINGS)


def _refuse_to_overwrite(paths: Sequence[Path], outputs: Sequence[Path]) -> None:
    """A report must not take the place of what it is about, under whatever name."""
    if not outputs:
        return
    from ..store.save import refuse_overwriting

    for output in outputs:
        refuse_overwriting(output, paths, force=True)
    if len({output.resolve() for output in outputs}) < len(outputs):
        raise WrongUsage(
            say("two reports cannot go to one file", "两份报告不能写入同一个文件"),
            say("name another file", "请指定另一个文件"),
        )


def _base(revision: str | None, max_removed: int | None, paths: list[Path]) -> Base | None:
    if revision is None:
        if max_removed is not None:
            raise WrongUsage(
                say("--max-removed goes with --base", "--max-removed 须与 --base 同用")
            )
        return None
    if Path(STANDARD_INPUT) in paths:
        raise WrongUsage(
            say("--base needs files, not standard input", "--base 只能用于文件，不能用于标准输入")
        )
    return Base(revision, _MAX_REMOVED if max_removed is None else max_removed)


def _refuse_at_another_time(at: str | None, paths: list[Path], *, fix: bool) -> None:
    """Refuse what cannot be done with a file as git kept it."""
    if at is not None and fix:
        raise WrongUsage(
            say("--fix does not go with --at", "--fix 不能与 --at 同用"),
            say("what git keeps is not changed", "git 中保存的内容不会修改"),
        )
    if at is not None and Path(STANDARD_INPUT) in paths:
        raise WrongUsage(
            say("--at needs files, not standard input", "--at 只能用于文件，不能用于标准输入")
        )


def _fix(
    paths: list[Path], chosen: Container[Rule], *, fix: bool, unsafe: bool, diff: bool
) -> list[Unreadable]:
    """Make the repairs, file by file; why some could not be read."""
    if not fix:
        option = "--unsafe" if unsafe else "--diff"
        raise WrongUsage(say(f"{option} goes with --fix", f"{option} 须与 --fix 同用"))
    if Path(STANDARD_INPUT) in paths:
        raise WrongUsage(
            say("--fix needs files, not standard input", "--fix 只能用于文件，不能用于标准输入")
        )
    # What writes is not needed by the others.
    from ..actions.fix import Fixing
    from ..actions.fix import fix as make_repairs
    from ..views import interview, outcome

    if not diff:
        LEDGER.repairs(paths)
    unread: list[Unreadable] = []
    for path in paths:
        try:
            fixed = make_repairs(path, Fixing(chosen, unsafe, diff), interview.Interview())
        except Unreadable as stopped:
            unread.append(stopped)
        else:
            outcome.show_fixed(fixed)
    return unread


def _named(registry: str | None) -> list[Path]:
    """The registry that is named beside the files, or found."""
    with contextlib.suppress(CannotDo):
        return [find_registry(registry)]
    return []


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
