"""The shells that complete what a person types: what each asks, and how it is answered.

A script asks by running `alliance` with some variables.  `_ALLIANCE_COMPLETE` names the shell, and
`_ALLIANCE_WORDS` has the whole words between that of the command and the cursor, a word a line, and
`_ALLIANCE_WORD` what stands before the cursor as it was typed.  What bash calls words ends at every
`=` and `:`, so it gives the line up to the cursor in `_ALLIANCE_LINE`, in `_ALLIANCE_WORD` what it
is going to replace, and in `_ALLIANCE_TYPE` how.
An answer is a line for each offer; a first line that begins with a tab says that files are meant.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from .. import channels
from ..actions.completion import Files, Offer, files_of
from ..values.characters import display_width

_WIDEST_HELP = 60


class Line(NamedTuple):
    """A command line up to the cursor: whole words, and the last one as far as it was typed.

    `quote` is the one that is open there.  The shell puts what is offered behind the first `kept`
    characters of the last word, and `is_menu` says that it puts one offer after the other there.
    """

    words: Sequence[str]
    typed: str
    quote: str = ""
    kept: int = 0
    is_menu: bool = False


class Shell(NamedTuple):
    """A shell: the ending of its script, how it asks, and how it is answered.

    One that finds files itself is only told what their names end in.
    """

    ending: str
    line: Callable[[Mapping[str, str]], Line]
    answer: Callable[[Line, Sequence[Offer]], Iterable[str]]
    finds_files: bool = False
    marks_files: bool = False

    @property
    def script(self) -> str:
        """What the shell runs to learn how to complete."""
        path = Path(__file__).with_name("scripts") / f"alliance.{self.ending}"
        return path.read_text(encoding="utf-8")

    def answers(self, line: Line, found: Sequence[Offer], before: str = "") -> Iterable[str]:
        """The answer with what was found, to go behind `before` in the last word."""
        return self.answer(line, [Offer(before + value, told) for value, told in found])

    def answers_files(self, line: Line, files: Files, before: str = "") -> Iterable[str]:
        """The answer where a file may be named."""
        if self.finds_files:
            return [channels.offer_line("", *files.endings)]
        found = files_of(files, line.typed.removeprefix(before))
        if not self.marks_files:
            return self.answers(line, found, before)
        # It marks the folders itself.
        paths = (before + value.removesuffix("/") for value, _ in found)
        shown = (channels.offer_line(path[line.kept :]) for path in paths)
        return [channels.offer_line("", ""), *shown]


def _plain(line: Line, found: Sequence[Offer]) -> Iterator[str]:
    """The answer to a shell that quotes what it is given."""
    return (channels.offer_line(value, _short(told)) for value, told in found)


def _bash(line: Line, found: Sequence[Offer]) -> Iterator[str]:
    """The answer to bash, which shows what it would put into the line."""
    for value, told in found:
        word = channels.bash_word(value[line.kept :], line.quote)
        # What several have in common, and only that, goes into the line.
        beside = told and len(found) > 1 and not line.is_menu
        yield channels.offer_line(f"{word}  ({_short(told)})" if beside else word)


def _powershell(line: Line, found: Sequence[Offer]) -> Iterator[str]:
    """The answer to PowerShell, which has a text to put into the line, one to show, and a help."""
    for value, told in found:
        word = channels.powershell_word(value)
        shown = f"{value}  {_short(told)}" if told else value
        yield channels.offer_line(word, shown, told or value)


def _short(text: str) -> str:
    """As much of a text on one line as there is room for beside what it explains."""
    text = channels.words(text)
    if display_width(text) <= _WIDEST_HELP:
        return text
    end = next(n for n in range(len(text)) if display_width(text[: n + 1]) > _WIDEST_HELP - 1)
    return text[:end] + "…"


_MENU = str(ord("%"))


def _line_of_bash(asking: Mapping[str, str]) -> Line:
    *words, (typed, quote) = _words_in(asking.get("_ALLIANCE_LINE", ""))
    replaced, _ = _words_in(quote + asking.get("_ALLIANCE_WORD", ""))[-1]
    kept = len(typed) - len(replaced) if typed.endswith(replaced) else 0
    is_menu = asking.get("_ALLIANCE_TYPE") == _MENU
    return Line([word for word, _ in words[1:]], typed, quote, kept, is_menu)


def _line_of_words(asking: Mapping[str, str]) -> Line:
    words = asking.get("_ALLIANCE_WORDS", "")
    return Line(
        words.split("\n") if words else [], *_words_in(asking.get("_ALLIANCE_WORD", ""))[-1]
    )


def _words_in(line: str) -> list[tuple[str, str]]:
    """The words of a line as a shell reads them, and the quote that is open at the end of each."""
    words = [""]
    quote = ""
    is_between = True
    characters = iter(line)
    for character in characters:
        if character == quote:
            quote = ""
        elif character == "\\" and quote != "'":
            following = next(characters, "")
            # Within double quotes it stands for itself before most characters.
            words[-1] += following if not quote or following in '"\\$`' else "\\" + following
        elif quote:
            words[-1] += character
        elif character in "'\"":
            quote = character
        elif character in " \t\n":
            if not is_between:
                words.append("")
            is_between = True
            continue
        else:
            words[-1] += character
        is_between = False
    return [(word, "") for word in words[:-1]] + [(words[-1], quote)]


SHELLS = {
    "bash": Shell("bash", _line_of_bash, _bash, marks_files=True),
    "zsh": Shell("zsh", _line_of_words, _plain, finds_files=True),
    "fish": Shell("fish", _line_of_words, _plain, finds_files=True),
    "powershell": Shell("ps1", _line_of_words, _powershell),
}
"""Every shell by its name."""


def usual_shell() -> str:
    """The shell of this account, which may be none of `SHELLS`."""
    return "powershell" if os.name == "nt" else Path(os.environ.get("SHELL", "bash")).name
