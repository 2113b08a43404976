"""Channels: the gates that text passes last, one for each kind of output.

What left a gate does nothing in its channel.  A text is made inert after it was wrapped, joined and
translated, never before.  Every gate leaves a text of the registry readable: what acts becomes a
visible escape.

What only some channels need is imported in their functions.
"""

import datetime
import functools
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import json

from .values.characters import all_printable, all_visible, escape, is_invisible, printable

# --- a terminal, and whatever else shows lines: a log of CI among them


def line(text: str) -> str:
    """A text on one line of a terminal or a log."""
    return printable(text)


def words(text: str) -> str:
    """A text on one line, whose lines and runs of spaces are single spaces."""
    return printable(" ".join(text.split()))


def lines(text: str) -> str:
    """A text of several lines, each as `line` has it."""
    return printable(text, keep="\n")


def diff_line(text: str) -> str:
    """A line of a diff, in which tabs stay tabs."""
    return printable(text, keep="\t")


# What sets the look of a terminal is no text.
_OPENING = re.compile(r"^((?:\s|\x1b\[[0-9;]*m)*):(?=:)", re.MULTILINE)


def laid_out(text: str) -> str:
    """Inert texts after a layout: folding them may have brought `::` to the beginning of a line."""
    return _OPENING.sub(r"\1\\x3a", text)


# --- spreadsheets


# A cell that a spreadsheet would run; the quotes before it are those that `guarded` put there.
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guarded(text: str) -> str:
    """`text` with a `'` before what a spreadsheet would take for a formula.

    `unguarded` gives the text back.
    """
    # Most texts begin with a letter, a hanzi or a digit, which makes no formula.
    return f"'{text}" if not text[:1].isalnum() and _FORMULA.match(text) else text


_WRAPPED = re.compile(r'\s*[=\uff1d]["\uff02]((?:[^"\uff02]|"")*)["\uff02]\s*', re.DOTALL)


def unguarded(text: str) -> str:
    """`text` without what keeps it a text in a spreadsheet: a `'` before it, or `="…"`."""
    first = text[:1]
    if first == "'":
        return text[1:]
    if (first in ("=", "\uff1d") or first.isspace()) and (wrapped := _WRAPPED.fullmatch(text)):
        return wrapped[1].replace('""', '"')
    return text


def plain_cell(text: str) -> str:
    """A text on one line of a file for people, which a spreadsheet may open too."""
    return guarded(line(text))


def tsv_row(cells: Iterable[str]) -> str:
    r"""A line of TSV: in a cell a tab as `\t`, a line feed as `\n`, a backslash as `\\`."""
    inert = all_printable([text.replace("\\", "\\\\") for text in cells])
    return "\t".join(map(guarded, inert)) + "\n"


def csv_rows(rows: Iterable[Iterable[str]], separator: str = ",") -> str:
    """Lines of CSV as RFC 4180 has it, with plain line feeds; in a cell lines stay lines."""
    import csv

    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\n")
    # Most columns of an export are empty.
    writer.writerows(
        [text and guarded(text) for text in all_printable([*row], keep="\n")] for row in rows
    )
    return buffer.getvalue()


# XML, of which a workbook is made, has no place for these two.
_NONCHARACTERS = re.compile("[\ufffe\uffff]")


def workbook_cell(text: str, *, keep: str = "\n\t") -> str:
    """A text in the cell of a workbook; lines stay lines."""
    text = printable(text, keep=keep)
    return text if text.isprintable() else _NONCHARACTERS.sub(lambda c: escape(c[0]), text)


# --- shells, which put what completion offers into the line that a person is typing


_ACTING_IN_BASH = re.compile(r"(?![\w./:=@%+,-])[\x00-\x7f]", re.ASCII)


def bash_word(text: str, quote: str = "") -> str:
    """A text as bash reads it as one word; `quote` is the one that is open where it goes."""
    text = printable(text)
    if not quote:
        return _ACTING_IN_BASH.sub(r"\\\g<0>", text)
    if quote == "'":
        word = text.replace("'", r"'\''")
    else:
        # Within double quotes nothing keeps bash from looking into its history but single ones.
        word = re.sub(r'[$`"\\]', r"\\\g<0>", text).replace("!", "\"'!'\"")
    # Bash closes the quote where the word does not end in one.
    return word + quote if word.endswith(quote) else word


_PLAIN_IN_POWERSHELL = re.compile(r"[\w./\\:=+][\w./\\:=+-]*")
_QUOTES_OF_POWERSHELL = re.compile("['\u2018-\u201b]")


def powershell_word(text: str) -> str:
    """A text as PowerShell reads it as one argument; four characters are single quotes to it."""
    text = printable(text)
    if _PLAIN_IN_POWERSHELL.fullmatch(text):
        return text
    return "'{}'".format(_QUOTES_OF_POWERSHELL.sub(r"\g<0>\g<0>", text))


def offer_line(*parts: str) -> str:
    """What is offered in one place, as the scripts of the shells take it apart."""
    return "\t".join(map(printable, parts)) + "\n"


# --- documents and programs


_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>|#!~&:]")
# What GitHub links by itself, however it is escaped: addresses, people, issues.
_LINKED = re.compile(r"://|www\.|@|(?<!\w)(?:#|GH-)\d", re.IGNORECASE)
# ASCII without a space and without what would end a piece of code or a cell, or one of these.
_PIECE = re.compile(r"[!-\[\]-_a-{}~]+|[\\`|]")


def markdown_head(headings: Sequence[str]) -> Iterator[str]:
    """The two lines above the rows of a Markdown table."""
    yield markdown_row(headings)
    yield f"|{'|'.join(' --- ' for _ in headings)}|\n"


def markdown_row(cells: Iterable[str]) -> str:
    """A row of a Markdown table, with everything escaped that Markdown would read.

    Only as code is text safe from being made a link.
    """
    texts = (_PIECE.sub(_unread, text) for text in all_printable([*cells]))
    return f"| {' | '.join(texts)} |\n"


def _unread(piece: re.Match[str]) -> str:
    text = piece[0]
    return f"`{text}`" if _LINKED.search(text) else _MARKDOWN.sub(r"\\\g<0>", text)


def xml_text(text: str) -> str:
    """A text within an element or an attribute of XML."""
    from html import escape

    return escape(printable(text))


def github_command(name: str, message: str, **properties: Any) -> str:
    """A workflow command of GitHub Actions; nothing in it can end it or begin another.

    Source: docs.github.com, Workflow commands for GitHub Actions.
    """
    listed = ",".join(
        f"{key}={_percent(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in properties.items()
    )
    return f"::{name}{listed and f' {listed}'}::{_percent(message)}\n"


def _percent(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def sarif_message(text: str) -> dict[str, str]:
    """A plain text message of SARIF.

    A link would stand in brackets, a placeholder in braces, which are doubled (3.11.5, 3.11.6).
    """
    inert = re.sub(r"[\\\[\]]", r"\\\g<0>", printable(text))
    return {"text": re.sub(r"[{}]", r"\g<0>\g<0>", inert)}


_TEXT = str.maketrans({"\\": r"\\", ",": r"\,", ";": r"\;", "\n": r"\n"})
_WIDE_COLONS = "\N{FULLWIDTH COLON}" * 2
_LONGEST_CONTENT_LINE = 75


def vcard_line(name: str, *values: str) -> str:
    """A property of a card (RFC 6350), folded to lines of at most 75 octets that end in CR LF."""
    return _content_line(name, values)


def calendar_line(name: str, text: str) -> str:
    """A property of a calendar (RFC 5545) whose value is a text, folded as those of cards are."""
    return _content_line(name, [text])


def _content_line(name: str, values: Iterable[str]) -> str:
    """A property of a card or a calendar, which escape and fold alike.

    Two colons in a row would open a CI command where a folded line begins with them; their wide
    forms differ to the eye only.
    """
    inert = (lines(value.strip()).replace("::", _WIDE_COLONS).translate(_TEXT) for value in values)
    pieces = [b""]
    room = _LONGEST_CONTENT_LINE
    for character in f"{name}:{';'.join(inert)}":
        octets = character.encode()
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
            # The space that begins a further line counts too.
            room = _LONGEST_CONTENT_LINE - 1
        pieces[-1] += octets
    return b"\r\n ".join(pieces).decode() + "\r\n"


def json_text(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON: hanzi as they are, dates as text, whatever would act as an escape."""
    import json

    try:
        text = _json_encoder(indent).encode(value)
    except ValueError:
        # Most data has no infinities, and is not looked through for them.
        text = _json_encoder(indent).encode(_finite(value))
    if not all_visible(text):
        # Their number is small, that of the characters may be many millions.
        acting = {character for character in set(text) if is_invisible(character)} - {"\n"}
        text = text.translate({ord(character): json.dumps(character)[1:-1] for character in acting})
    return text.replace("##[", r"\u0023#[")


@functools.cache
def _json_encoder(indent: int | None) -> "json.JSONEncoder":
    import json

    return json.JSONEncoder(
        ensure_ascii=False, allow_nan=False, indent=indent, default=_text_of_time
    )


def _text_of_time(value: datetime.date | datetime.time) -> str:
    return value.isoformat()


def _finite(value: Any) -> Any:
    """`value` with texts for infinities and for numbers that are none, which JSON has not."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_finite(part) for part in value]
    return value
