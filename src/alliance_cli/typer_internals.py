"""The inside of Typer, which has no public names: everything that another version may break.

Typer 0.28 and 0.29 both have what stands here; the tests run with either.
"""

import re
from typing import Any

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError, NoSuchOption, UsageError
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from .language import say

__all__ = [
    "ClickException",
    "NoArgsIsHelpError",
    "TyperCommand",
    "TyperGroup",
    "command_of",
    "told",
]


def command_of(app: typer.Typer) -> Any:
    """The command, or the group of commands, that Typer makes of `app`."""
    return get_command(app)


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
    if missing := re.match(r"Missing \w+ ('.*')\.", message):
        return say(f"missing: {missing[1]}", f"缺少：{missing[1]}")
    for english, chinese in _MESSAGES:
        message = re.sub(english, say(r"\g<0>", chinese), message)
    return message


# What Typer says itself of a command line, for those who read Chinese.
_MESSAGES = (
    (r"No such command ('.*?')\.", r"没有 \1 这个命令。"),
    (r"Did you mean (.*?)\?", r"是否想写 \1？"),
    (r"Option ('.*?') requires an argument\.", r"选项 \1 后面缺少值。"),
    (r"Option ('.*?') does not take a value\.", r"选项 \1 不带值。"),
    (r"Invalid value for ('.*?'):", r"\1 的值不对："),
    (r"('.*?') is not a valid int(?:eger)?(?: range)?\.", r"\1 不是整数。"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多出了参数：\1"),
)
