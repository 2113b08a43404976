"""What Typer says itself reaches nobody in the other language."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer._click import exceptions, types
from typer._types import TyperChoice
from typer.models import TyperPath

from alliance_cli.commands import COMMANDS
from alliance_cli.typer_internals import told

from .conftest import Run, in_chinese

COMMAND_LINES = {
    "list --limit -1": "'--limit' 的值不对：-1 超出范围，应满足 x>=0。",
    "list --limit many": "'--limit' 的值不对：'many' 不是整数。",
    "list --limit": "选项 '--limit' 后面缺少值。",
    "list --headings jp": "'--headings' 的值不对：没有 'jp' 这一项，可选：'zh', 'en', 'keys'。",
    "list --all=1": "选项 '--all' 不带值。",
    "list 甲 乙": "多出了参数：甲 乙",
    "list --colums x": "没有这个选项：--colums；是否想写 --columns？",
    "list -q": "没有这个选项：-q",
    "show": "缺少：'MEMBER'",
    "filter": "缺少：'CATEGORY...'",
    "lst": "没有 'lst' 这个命令。 是否想写 'list'？",
    "甲": "没有 '甲' 这个命令。",
    "validate --max-removed -2": "'--max-removed' 的值不对：-2 超出范围，应满足 x>=0。",
    "export a.csv -f": "选项 '-f' 后面缺少值。",
}


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_a_wrong_command_line_is_answered_in_chinese(
    line: str, run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_chinese(monkeypatch)
    outcome = run(*line.split(" "), code=2)
    assert outcome.err.startswith(f"alliance: {COMMAND_LINES[line]} (参见 'alliance")
    assert outcome.err.count("\n") == 1


REFUSED: list[tuple[Callable[[], Any], Any]] = [
    (lambda: types.IntRange(max=5), "6"),
    (lambda: types.IntRange(1, 5, min_open=True), "1"),
    (lambda: types.FloatRange(0, 1), "2.5"),
    (lambda: types.FloatRange(0, 1), "x"),
    (types.FloatParamType, "x"),
    (types.IntParamType, "a is not a valid int"),
    (types.BoolParamType, "maybe"),
    (types.UUIDParameterType, "it's"),
    (lambda: types.DateTime(["%Y"]), "x"),
    (lambda: TyperChoice(["甲", "乙"]), "丙"),
    (lambda: types.Tuple([int, int]), (1,)),
    (lambda: TyperPath(exists=True), "none"),
    (lambda: TyperPath(exists=True, file_okay=False), __file__),
    (lambda: TyperPath(exists=True, dir_okay=False), str(Path(__file__).parent)),
]


def is_chinese(message: str) -> bool:
    """Whether nothing in a message is English but what stands in quotes or is a sign."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|x?[<>]=?x?", "", message)
    return re.search("[一-龥]", bare) is not None and re.search("[A-Za-z]{2}", bare) is None


@pytest.mark.parametrize(("kind", "value"), REFUSED, ids=[str(n) for n in range(len(REFUSED))])
def test_every_type_of_typer_refuses_in_chinese(
    kind: Callable[[], Any], value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_chinese(monkeypatch)
    with pytest.raises(exceptions.BadParameter) as refused:
        kind().convert(value, None, None)
    message, _ = told(refused.value)
    assert is_chinese(message.replace("yes", "").replace("true", "").replace("false", "")) or (
        "可写：" in message
    )
    refused.value.param_hint = "--x"
    assert told(refused.value)[0].startswith("--x 的值不对：")


@pytest.mark.parametrize(
    "error",
    [
        exceptions.MissingParameter(param_hint="'X'", param_type="option"),
        exceptions.MissingParameter("Choose from:\n\t甲,\n\t乙", None, None, "'X'", "argument"),
        exceptions.BadOptionUsage("-x", "Option '-x' requires 2 arguments."),
        exceptions.BadArgumentUsage("Argument 'x' takes 2 values."),
        exceptions.BadParameter("Takes 2 values but 3 given."),
        exceptions.BadParameter("Value must be an iterable.", param_hint="'x'"),
        exceptions.UsageError("Missing command."),
        exceptions.UsageError("Got unexpected extra argument (甲)"),
        exceptions.FileError("a.txt", "没有"),
        typer.BadParameter("不对"),
    ],
    ids=lambda error: str(error)[:30],
)
def test_every_error_of_typer_is_told_in_chinese(
    error: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_chinese(monkeypatch)
    message, _ = told(error)
    assert is_chinese(message)
    assert "\n" not in message


def test_what_typer_says_in_english_stays_as_it_is(run: Run) -> None:
    assert "'--limit': -1 is not in the range x>=0." in run("list", "--limit", "-1", code=2).err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_frame_of_every_help_is_chinese(
    command: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_chinese(monkeypatch)
    out = run(*filter(None, [command]), "--help").out
    assert out.startswith(f"用法：alliance {command}".rstrip())
    assert "显示此帮助。" in out
    assert "选项：\n" in out
    for word in ("Usage", "OPTIONS", "Options:", "Arguments:", "this message", "default:"):
        assert word not in out, word
