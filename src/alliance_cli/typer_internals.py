"""The inside of Typer, which has no public names: everything that another version may break.

Typer 0.28 and 0.29 both have what stands here; the tests run with either.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import typer
from typer._click.core import Command as ClickCommand
from typer._click.exceptions import ClickException, NoArgsIsHelpError, NoSuchOption, UsageError
from typer._click.formatting import HelpFormatter
from typer._click.shell_completion import _is_incomplete_argument, _resolve_context
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.main import get_command

from .language import Wording, say, spoken
from .values.characters import display_width, folded

__all__ = [
    "ClickException",
    "Command",
    "Expected",
    "Group",
    "NoArgsIsHelpError",
    "command_of",
    "expected",
    "options_of",
    "told",
]


def command_of(app: typer.Typer) -> Any:
    """The command, or the group of commands, that Typer makes of `app`."""
    return get_command(app)


class Expected(NamedTuple):
    """What a command line goes on with: a parameter, or a command or an option of one.

    `typed` is what was typed of it so far, `before` what stands before that in the same word.
    """

    what: Any
    context: Any
    before: str
    typed: str

    @property
    def metavar(self) -> Any:
        """What stands in the place of a value in the help; None for all else."""
        return getattr(self.what, "metavar", None)

    def usual(self) -> list[Any]:
        """What Typer itself offers there: each has a `value` and a `help`."""
        found: list[Any] = self.what.shell_complete(self.context, self.typed)
        return found


def expected(group: Any, words: Sequence[str], typed: str) -> Expected:
    """What a person is typing who typed `words` and the beginning of another, `typed`."""
    context = _resolve_context(group, {}, "alliance", [*words])
    parameters: list[Any] = context.command.get_params(context)
    options = {
        name: each
        for each in parameters
        if not (isinstance(each, TyperArgument) or each.is_flag or each.count)
        for name in each.opts
    }
    if "--" not in words:
        if words and words[-1] in options:
            # An option that lacks its value keeps Typer from reading the arguments.
            context = _resolve_context(group, {}, "alliance", [*words[:-1]])
            return Expected(options[words[-1]], context, "", typed)
        name, equals, value = typed.partition("=")
        if equals and name in options:
            return Expected(options[name], context, name + equals, value)
        if typed.startswith("-"):
            return Expected(context.command, context, "", typed)
    for each in parameters:
        if _is_incomplete_argument(context, each):
            return Expected(each, context, "", typed)
    return Expected(context.command, context, "", typed)


def options_of(context: Any, typed: str) -> list[Any]:
    """The options of a command that begin as what was typed, each with a `value` and a `help`."""
    found: list[Any] = ClickCommand.shell_complete(context.command, context, typed)
    return found


def told(error: ClickException) -> tuple[str, str]:
    """What is wrong with a command line, and the command whose help says what is right."""
    context = error.ctx if isinstance(error, UsageError) else None
    return _message(error), context.command_path if context else "alliance"


def _message(error: ClickException) -> str:
    if isinstance(error, NoSuchOption):
        near = ", ".join(sorted(error.possibilities or ()))
        message = say(f"no such option: {error.option_name}", f"没有这个选项：{error.option_name}")
        return message + (say(f"; did you mean {near}?", f"；是否想写 {near}？") if near else "")
    message = error.format_message()
    if missing := re.match(r"Missing (?:argument|option|parameter) (.*?)\.(?:\s|$)", message):
        choices = " ".join(message[missing.end() :].split())
        name = missing[1].strip("'.")
        message = say(f"missing: {missing[1]}", f"缺少：{name}")
        message += choices and say(f"; {choices}", f"；{choices}")
    return _in_chinese(message) if spoken() is Wording.CHINESE else message


class _Spoken:
    """A command that speaks the language of the run."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line; an error knows which command it is about."""
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        return rest

    def get_help(self, ctx: Any) -> str:
        """The help, as Typer lays it out."""
        formatter = ctx.make_formatter()
        if spoken() is Wording.CHINESE:
            formatter = _ChineseFormatter(width=formatter.width)
        self.format_help(ctx, formatter)  # type: ignore[attr-defined]
        text: str = formatter.getvalue().rstrip("\n")
        return text


class Command(_Spoken, TyperCommand):
    """A command."""


class Group(_Spoken, TyperGroup):
    """A command that has others."""


_WIDEST_NAME = 30


class _ChineseFormatter(HelpFormatter):
    """Lays out a help as Typer does, but in Chinese, of which a character is two columns wide."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        start = f"{_in_chinese(prefix or 'Usage: ')}{prog} "
        self._write_lines(_in_chinese(args), start, " " * display_width(start))

    def write_heading(self, heading: str) -> None:
        self.write(f"{_in_chinese(f'{heading}:')}\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            self.write("\n" * (number > 0))
            self._write_lines(" ".join(paragraph.split()), indent, indent)

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = _WIDEST_NAME, col_spacing: int = 2
    ) -> None:
        indent = " " * self.current_indent
        column = min(max(display_width(name) for name, _ in rows), col_max) + col_spacing
        for name, text in rows:
            start = indent + name
            room = column - display_width(name)
            if room < col_spacing:
                self.write(f"{start}\n")
                start, room = indent, column
            self._write_lines(_in_chinese(text), start + " " * room, indent + " " * column)

    def _write_lines(self, text: str, first: str, others: str) -> None:
        """Write a text behind `first`, and what is left of it behind `others`, as wide as that."""
        lines = folded(text, max(self.width - display_width(others), _NARROWEST))
        for number, line in enumerate(lines):
            self.write(f"{others if number else first}{line}".rstrip() + "\n")


_NARROWEST = 10


def _in_chinese(text: str) -> str:
    """What Typer says itself, in Chinese; whatever else there is stays as it is."""
    for english, chinese in _SAID_BY_TYPER:
        text = re.sub(english, chinese, text)
    return text


def _remarks(text: str) -> str:
    """What stands in brackets behind the help of an option, such as its default."""
    told = []
    for remark in text.split("; "):
        value = remark.removeprefix("default: ")
        is_default = value != remark
        told.append(
            f"默认：{value}" if is_default else "必填" if value == "required" else _range(value)
        )
    return "；".join(told)


def _range(text: str) -> str:
    """What a number may be: `1<=x<=9` and the like, in words."""
    if found := re.fullmatch(r"(\S+?)<=x<=(\S+)", text):
        return f"{found[1]} 至 {found[2]}"
    if found := re.fullmatch(r"(\S+?)(<=?)x(<=?)(\S+)", text):
        return f"{_BOUNDS[_MIRRORED[found[2]]]} {found[1]}、{_BOUNDS[found[3]]} {found[4]}"
    if found := re.fullmatch(r"x([<>]=?)(\S+)", text):
        return f"{_BOUNDS[found[1]]} {found[2]}"
    return text


_BOUNDS = {"<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于"}
_MIRRORED = {"<": ">", "<=": ">="}


_VALUE = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?[\d.]+)"""
_SAID_BY_TYPER = (
    # Around the texts of a help.
    (r"^Usage: ", "用法："),
    (r"(?<!\S)\[OPTIONS\]", "[选项]"),
    (r"(?<=\s)COMMAND \[ARGS\]\.\.\.", "命令 [参数]..."),
    (r"^Arguments:$", "参数："),
    (r"^Options:$", "选项："),
    (r"^Commands:$", "命令："),
    (r"(?:^|(?<=  ))\[([^\[\]]*)\]$", lambda found: f"[{_remarks(found[1])}]"),
    (r"^Show this message and exit\.$", "显示此帮助。"),
    # Of a command line.
    (r"^Invalid value for (.*?): ", r"\1 的值不对："),
    (r"^Invalid value: ", "值不对："),
    (
        rf"{_VALUE} is not in the range (.*)\.$",
        lambda found: f"{found[1]} 超出范围({_range(found[2])})",
    ),
    (rf"{_VALUE} is not a valid int(?:eger)?(?: range)?\.$", r"\1 不是整数"),
    (rf"{_VALUE} is not a valid float(?: range)?\.$", r"\1 不是数值"),
    (rf"{_VALUE} is not a valid boolean\. Recognized values: (.*)$", r"\1 不是是或否，可写：\2"),
    (rf"{_VALUE} is not a valid UUID\.$", r"\1 不是有效的标识码"),
    (rf"{_VALUE} does not match the formats? (.*)\.$", r"\1 不符合格式 \2"),
    (rf"{_VALUE} is not one of (.*)\.$", r"没有 \1 这一项，可选：\2"),
    (r"Choose from:\s*", "可选："),
    (rf"\w+ {_VALUE} does not exist\.$", r"\1 不存在"),
    (rf"\w+ {_VALUE} is a file\.$", r"\1 是文件"),
    (rf"\w+ {_VALUE} is a directory\.$", r"\1 是目录"),
    (rf"\w+ {_VALUE} is not readable\.$", r"\1 无法读取"),
    (rf"\w+ {_VALUE} is not writable\.$", r"\1 无法写入"),
    (rf"^Could not open file {_VALUE}: ", r"无法打开文件 \1："),
    (r"(\d+) values are required, but (\d+) given\.$", r"应有 \1 个值，现有 \2 个"),
    (r"Takes (\d+) values but (\d+) given\.$", r"应有 \1 个值，现有 \2 个"),
    (r"Value must be an iterable\.$", "应为多个值"),
    (rf"^Option {_VALUE} requires an argument\.$", r"选项 \1 后面缺少值"),
    (rf"^Option {_VALUE} requires (\d+) arguments\.$", r"选项 \1 后面应有 \2 个值"),
    (rf"^Option {_VALUE} does not take a value\.$", r"选项 \1 不带值"),
    (rf"^Argument {_VALUE} takes (\d+) values\.$", r"参数 \1 应有 \2 个值"),
    (rf"^No such command {_VALUE}\. Did you mean (.*?)\?$", r"没有 \1 这个命令；是否想写 \2？"),
    (rf"^No such command {_VALUE}\.$", r"没有 \1 这个命令"),
    (r"Did you mean (.*?)\?$", r"是否想写 \1？"),
    (r"^Missing command\.$", "缺少命令"),
    (r"^Got unexpected extra arguments?(?:\(s\))? \((.*)\)$", r"多出了参数：\1"),
)
