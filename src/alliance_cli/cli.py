"""The app: global options, the list of commands, and the one place where errors become text."""

import contextlib
import functools
import importlib
import keyword
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import __version__
from .actions.completion import ASKING, Asked, Files, Offer, offered
from .commands import COMMANDS, commands_of
from .errors import ExitCode, as_stopping
from .language import Phrase, say
from .ledger import LEDGER
from .options import RegistryOption, named_by_all, spread
from .typer_internals import (
    ClickException,
    Command,
    Group,
    NoArgsIsHelpError,
    command_of,
    expected,
    options_of,
    told,
)
from .views import console

if TYPE_CHECKING:
    from .kinds.kind import Kind
    from .views.shells import Shell


class _Commands(Group):
    """A group of commands of which only the one that runs is imported."""

    texts: Mapping[str, Phrase] = COMMANDS
    kind: "Kind | None" = None

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order of the help."""
        return [*self.texts]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name; only the one that runs is imported."""
        if cmd_name in self.texts:
            if cmd_name not in self.commands:
                self.commands[cmd_name] = _command(cmd_name, self.kind)
            return self.commands[cmd_name]
        if not ctx.resilient_parsing:
            # To say what was probably meant, Typer looks at the commands that are there.
            for known in self.texts:
                self.get_command(ctx, known)
        return None

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The commands, none of which is imported for it, or the options of the group itself."""
        named = [Offer(name, str(text).partition("\n")[0]) for name, text in self.texts.items()]
        found = [each for each in named if each.value.startswith(incomplete)]
        return [*found, *options_of(ctx, incomplete)]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands and a line about each, none of which is imported for it."""
        room = formatter.width - 6 - max(map(len, self.texts))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, Command(name, help=str(text)).get_short_help_str(room))
                    for name, text in self.texts.items()
                ]
            )


class _Boundary(_Commands):
    """The group of commands, and the boundary that no error crosses as a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a reader that goes away is no error, it has seen enough."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            console.stop_writing()
            raise typer.Exit from None

    def main(self, args: Sequence[str] | None = None, *_: Any, **extra: Any) -> Any:
        """Run one command and exit with its code."""
        arguments = sys.argv[1:] if args is None else [*args]
        try:
            LEDGER.begin()
            code = self._run(arguments, extra)
        except KeyboardInterrupt:
            code = ExitCode.INTERRUPTED
        if code == ExitCode.INTERRUPTED:
            console.interrupted(LEDGER.sentence())
        sys.exit(code or ExitCode.DONE)

    def _complete(self, shell: "Shell") -> None:
        """Answer a shell what the command line may go on with; nothing where anything is wrong."""
        line = shell.line(os.environ)
        what = expected(self, line.words, line.typed)
        offers = getattr(what.metavar, "offers", None)
        if isinstance(offers, Files):
            answer = shell.answers_files(line, offers, what.before)
        elif offers is not None:
            given = what.context.params
            named = named_by_all(what.context, given.get("registry"))
            above = what.context.parent
            kind = above.command.kind if above else self.kind
            asked = Asked(what.typed, named, kind, given)
            answer = shell.answers(line, offered(offers, asked), what.before)
        else:
            usual = [Offer(each.value, each.help or "") for each in what.usual()]
            answer = shell.answers(line, usual, what.before)
        console.put_bytes("".join(answer).encode())

    def _run(self, arguments: list[str], extra: dict[str, Any]) -> Any:
        """Run one command; the code that it exits with."""
        try:
            console.prepare_streams()
            if ASKING in os.environ:
                # A shell asks while a person types, who has no use for what is wrong.
                with contextlib.suppress(Exception):
                    from .views.shells import SHELLS

                    self._complete(SHELLS[os.environ[ASKING]])
                return ExitCode.DONE
            try:
                code = super().main(
                    arguments, **{**extra, "prog_name": "alliance", "standalone_mode": False}
                )
            finally:
                for remark in LEDGER.remarks():
                    console.tell(remark)
            sys.stdout.flush()
        except ClickException as stopped:
            return _wrong_usage(stopped)
        except (EOFError, typer.Abort):
            return ExitCode.INTERRUPTED
        except BrokenPipeError:
            console.stop_writing()
            return ExitCode.DONE
        except Exception as error:  # noqa: BLE001 - whatever it is, it becomes a line
            if "--debug" in arguments and not isinstance(error, (RecursionError, MemoryError)):
                console.tell_traceback(error)
            if getattr(error, "filename", None) is console.STANDARD_OUTPUT:
                console.stop_writing()
            refusal = as_stopping(error)
            console.complain(*LEDGER.truthful(refusal), refusal.details)
            return refusal.exit_code
        return code


@functools.cache
def _command(name: str, kind: "Kind | None") -> Any:
    """What Typer makes of the module of a command, as one about records of a kind, else members.

    For a kind of record it is the group of its commands.
    """
    # What a help of all commands has no use for.
    from .kinds.known import KINDS
    from .kinds.member import MEMBER

    groups = {word: each for each in KINDS.values() for word in each.command}
    if of_its_own := groups.get(name):
        group = _Commands(
            name=name, help=str(COMMANDS[name]), no_args_is_help=True, rich_markup_mode=None
        )
        group.kind, group.texts = of_its_own, commands_of(of_its_own)
        return group
    # What is a word of Python's own has an underscore behind it as the name of a module.
    module_name = f"{name}_" if keyword.iskeyword(name) else name
    module = importlib.import_module(f".commands.{module_name}", __package__)
    text = commands_of(kind)[name] if kind else COMMANDS[name]
    single = typer.Typer(rich_markup_mode=None, add_completion=False)
    single.command(name, cls=Command, help=str(text))(spread(module.run, kind or MEMBER))
    return command_of(single)


def _wrong_usage(error: ClickException) -> ExitCode:
    """Say in one line what is wrong with the command line, and where help is."""
    if isinstance(error, NoArgsIsHelpError):
        console.put([error.format_message(), "\n"])
    else:
        message, command = told(error)
        console.complain(message, say(f"see '{command} --help'", f"参见 '{command} --help'"))
    return ExitCode.USAGE


app = typer.Typer(
    cls=_Boundary,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help=say(
        "Keep the member registry of an industry alliance: one TOML file in git.",
        "管理产业联盟会员名录：保存在 git 中的一个 TOML 文件。",
    ),
)


def _show_version(context: typer.Context, value: bool) -> None:
    if value and not context.resilient_parsing:
        console.put([f"alliance {__version__}\n"])
        raise typer.Exit


@app.callback()
def _global_options(
    registry: RegistryOption = None,
    debug: Annotated[
        bool,
        typer.Option("--debug", help=say("Show the traceback of an error.", "出错时显示调用栈。")),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_show_version,
            help=say("Show the version.", "显示版本号。"),
        ),
    ] = False,
) -> None:
    """Options of every command; the registry is read by the command itself."""


def main() -> None:
    """Run `alliance` on the arguments of the process."""
    for number in _ENDING:
        # Whoever starts a command that is to outlive the terminal has this signal ignored.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _ended)
    app()


_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _ended(*_: Any) -> None:
    """Tell whoever ends a command what is on the disk, like whoever interrupts it."""
    for number in _ENDING:
        # A system that shuts down sends several.
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
