"""What Typer says itself reaches nobody in the other language."""

import functools
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer._click import exceptions, types
from typer._types import TyperChoice
from typer.models import TyperPath

from alliance_cli.kinds.known import KINDS
from alliance_cli.typer_internals import told
from alliance_cli.values.characters import display_width

from .conftest import ROOT, SMALL, Run, in_chinese

GROUPS = [word for kind in KINDS.values() for word in kind.command]
"""The commands that have others."""

COMMAND_LINES = {
    "list --limit -1": "'--limit' 的值不对：-1 超出范围(不小于 0)",
    "list --limit many": "'--limit' 的值不对：'many' 不是整数",
    "list --limit": "选项 '--limit' 后面缺少值",
    "list --headings jp": "'--headings' 的值不对：没有 'jp' 这一项，可选：'zh', 'en', 'keys'",
    "list --all=1": "选项 '--all' 不带值",
    "list 甲 乙": "多出了参数：甲 乙",
    "list --colums x": "没有这个选项：--colums；是否想写 --columns？",
    "list -q": "没有这个选项：-q",
    "lst": "没有 'lst' 这个命令；是否想写 'list'？",
    "甲": "没有 '甲' 这个命令",
    "validate --max-removed -2": "'--max-removed' 的值不对：-2 超出范围(不小于 0)",
    "export a.csv -f": "选项 '-f' 后面缺少值",
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


def _messages() -> list[Any]:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "docs" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [*module.messages()]


def test_every_text_is_written_as_an_office_writes() -> None:
    listed = _messages()
    assert len(listed) > 1000
    for place, english, chinese in listed:
        # What is filled in, and what is typed as it stands, follows rules of its own.
        filled, said = (re.sub(r"\{[^}]*\}|“[^”]*”", "", text) for text in (chinese, english))
        assert re.search("[一-龥]", filled) or not re.search("[A-Za-z]{3}", said), place
        assert not re.search("[一-龥][,;?!][一-龥]", filled), (place, "half-width marks")
        assert not re.search("[一-龥][A-Za-z0-9]|[A-Za-z0-9][一-龥]", filled), (place, "no space")


# --- a run that is Chinese from its start

_CHINESE = {"ALLIANCE_LANG": "zh", "PYTHONUTF8": "1"}
_EVERY_HELP = """
import contextlib, io, json, os, sys
from alliance_cli.cli import app
from alliance_cli.commands import COMMANDS

def said(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app(list(arguments))
        except SystemExit:
            pass
    return out.getvalue() + err.getvalue()

found = {}
for width in ("60", "80", "120"):
    os.environ["COLUMNS"] = width
    for name in ("", *COMMANDS):
        found[f"{name} {width}"] = said(*filter(None, [name]), "--help")
lines = json.loads(sys.argv[1])
json.dump([found, {line: said(*line.split(" ")) for line in lines}], sys.stdout)
"""
WRONG = [
    *COMMAND_LINES,
    *(
        "",
        "show",
        "-r",
        "--nonsense",
        "-x",
        "list extra words",
        "list --sort",
        "list --sort nonsense",
    ),
    *("list -f nonsense", "list --columns nonsense", "list -w nonsense", "list -w nonsense=1"),
    *("list --category nonsense", "list --limit=", "show nonsense", "show a b"),
    *("add", "add --name", "add --set nonsense", "edit", "edit M001", "edit M001 --set x"),
    *("edit M001 --editor --set city=x", "edit nonsense --set city=x", "withdraw", "rename M001"),
    *("withdraw M001 --as nonsense", "withdraw M001 --on nonsense", "merge M001", "merge M001 x"),
    *("reinstate", "reinstate M001", "remove", "remove nonsense", "rename M001 x --on x --correct"),
    *("import", "import none.xlsx", "import folder", "import a.txt --map x", "import -f x a.csv"),
    *("export", "export nonsense", "export a.csv --by city", "export folder", "export none/a.csv"),
    *("export - -f vcf", "validate none.toml", "validate folder", "validate --select nonsense"),
    *("validate --base nonsense", "validate --explain x", "validate --max-removed 3", "log -x"),
    *("diff none.toml", "diff a b c", "log --since nonsense", "log nonsense", "schema -f x"),
    *("-r none.toml list", "-r folder list", "-r none/deep.toml init --name x --category y"),
    *("init members.toml", "init --id-width 20", "init --id-width x", "init --workflow x"),
    *("completion nonsense", "completion powershell --install", "completion bash extra"),
]


@pytest.fixture(scope="module")
def in_one_language(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    folder = tmp_path_factory.mktemp("chinese")
    (folder / "members.toml").write_text(SMALL, encoding="utf-8")
    (folder / "folder").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _EVERY_HELP, json.dumps(WRONG)],
        cwd=folder,
        env={**os.environ, **_CHINESE},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def english_in(text: str) -> list[str]:
    """What looks like words of English in a text: two in a row, or one that Typer says alone."""
    # What is typed as it stands is no language: commands, options, paths, and texts in quotes.
    bare = re.sub(r"`[^`]*`|'[^']*'|--?[a-z][\w-]*|\balliance\b(?: [a-z-]+)*", "", text)
    usual = r"Usage|Options|Arguments|Commands|Error|Aborted|Missing|Invalid|Try|default|required"
    return re.findall(rf"[A-Za-z]{{2,}} [a-z]{{2,}}|\b(?:{usual})\b", bare)


def test_every_help_is_chinese_and_fits(in_one_language: list[dict[str, str]]) -> None:
    for name, text in in_one_language[0].items():
        command, _, width = name.rpartition(" ")
        assert text.startswith(f"用法：alliance {command}".rstrip())
        assert text.endswith("显示此帮助。\n") or not command or command in GROUPS
        assert not english_in(text), name
        assert not re.search(r"(?m)^ +(?:-.*)?(?<![\w-])-?-[\w-]+ [A-Z]{2}", text), name
        for line in text.splitlines():
            # The choices of an option are one word.
            assert display_width(line) <= int(width) or "|" in line, (name, line)
            assert not re.match(r"\s*[，。；：！？、）”)\]]", line), (name, line)
            assert not re.search(r"[（“(\[]$", line), (name, line)


def test_every_refusal_is_chinese(in_one_language: list[dict[str, str]]) -> None:
    for line, text in in_one_language[1].items():
        assert re.search("[一-龥]", text), line
        ours = functools.reduce(lambda rest, word: rest.replace(word, ""), line.split(), text)
        assert not english_in(ours), (line, text)


def test_a_wrong_option_leads_to_the_help_of_its_command(
    in_one_language: list[dict[str, str]],
) -> None:
    assert in_one_language[1]["show"] == "alliance: 缺少：会员 (参见 'alliance show --help')\n"
    for line in ("list --sort", "list --limit", "list --all=1", "list --colums x", "list -q"):
        assert "(参见 'alliance list --help')" in in_one_language[1][line]
