"""Explaining why a text is not TOML: what to mend, and where."""

import re
from typing import NamedTuple

import tomli

from ..data import Path
from ..findings import rules
from ..findings.rule import Rule
from ..language import Phrase, say
from . import mistakes, scan
from .lines import line_end
from .mistakes import Mistake
from .positions import header_path
from .scan import Span, Statement


class Explanation(NamedTuple):
    """Why a text is not TOML: the rule, the words, and the place as an offset.

    `other` is the offset of what stands there already, where something stands there twice.
    """

    rule: Rule
    message: str
    hint: str
    offset: int
    other: int | None = None


TOO_DEEP = Phrase("nested deeper than a registry ever is", "嵌套过深，超出名录的限度")

_UNCLOSED = {
    "[": "Unclosed array",
    "{": "Unclosed inline table",
    '"': "Unterminated string",
    "'": "Unterminated string",
}
# What the parser says of a string that does not end, at the end of its line or of the text.
_ENDLESS = (
    "Unterminated",
    "Illegal character '\\n'",
    "Found invalid character '\\n'",
    'Expected "',
)
_IN_STRINGS = ("Illegal", "Found invalid")
_ESCAPES = ("Unescaped", "Invalid hex", "Escaped")
_TWICE = ("Cannot", "Duplicate")


def explain_syntax(text: str, error: Exception) -> Explanation:
    """Why `text` could not be parsed, from the parser's error and a look at the place."""
    if isinstance(error, RecursionError):
        return _explain_limit(text)
    if not isinstance(error, tomli.TOMLDecodeError):
        message = say("a number too long to be one", "数字过长")
        number = re.search(r"\d{1000}", text.replace("_", "0"))
        return Explanation(rules.BEYOND_LIMITS, message, "", number.start() if number else 0)
    offset = _offset(text, error.lineno, error.colno)
    if text.startswith("\r", offset) and not text.startswith("\r\n", offset):
        return _explained("Carriage return", mistakes.CARRIAGE_RETURN, offset)
    if error.msg.startswith(_ESCAPES):
        backslash = text.rfind("\\", 0, offset)
        if text.startswith(("\n", "\r\n"), backslash + 1):
            return _explain_form(text, offset, "Unterminated string")
        return _explained(error.msg, mistakes.BACKSLASH, backslash)
    if error.msg.startswith(_TWICE):
        return _explain_repetition(text, offset, error.msg)
    if error.msg.startswith(_IN_STRINGS) and not error.msg.startswith(_ENDLESS):
        return _explained(error.msg, mistakes.invisible(text, offset), offset)
    return _explain_form(text, offset, error.msg)


def _explained(parser_message: str, hint: object, offset: int) -> Explanation:
    return Explanation(rules.NOT_TOML, _message(parser_message), str(hint), offset)


def _explain_limit(text: str) -> Explanation:
    """The parser's limits on nesting and on the parts of a key, which no registry comes near."""
    deep = re.search(r"(?:[\[{][^\[\]{}\n]*+){50}|(?:[\w-]++\s*+\.\s*+){100}", text)
    return Explanation(rules.BEYOND_LIMITS, str(TOO_DEEP), "", deep.start() if deep else 0)


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a line and column, as the parser counts them."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column - 1, len(text))


def _explain_form(text: str, offset: int, parser_message: str) -> Explanation:
    """What is wrong where the parser could read no further.

    For what was opened and never closed that is the end of the line, or of the text; a person looks
    where it was opened.
    """
    opening = None
    if not parser_message.startswith("Expected '='"):
        opening = _opening(text, offset)
    if opening is not None and parser_message.startswith("Invalid initial"):
        # The bracket of a header, whose name is what is wrong.
        opening = None if text[opening] == "[" else opening
    if opening is not None and text[opening] in "\"'":
        # One of the quotes in its line may have been meant as its end.
        quote = mistakes.curly_quote(text, opening, line_end(text, opening))
        if quote is not None:
            return _explain_mistake(quote)
        return _explained(_UNCLOSED[text[opening]], "", opening)
    if parser_message.startswith("Unclosed"):
        parser_message = "Missing comma"
    found = mistakes.at_place(text, offset)
    if found is not None:
        return _explain_mistake(found)
    if opening is not None:
        if not parser_message.startswith("Expected ']"):
            parser_message = _UNCLOSED[text[opening]]
        return _explained(parser_message, "", opening)
    if (value := _value_at(text, offset, parser_message)) is not None:
        return _explain_mistake(mistakes.in_value(text, value))
    hint = mistakes.hint_of_place(text, offset, parser_message)
    return _explained(parser_message, hint, offset)


def _explain_mistake(found: Mistake) -> Explanation:
    return _explained(found.message, found.hint, found.offset)


def _value_at(text: str, offset: int, parser_message: str) -> int | None:
    """Where the value begins that the parser did not take, or of which it took the beginning."""
    if parser_message.startswith(("Invalid value", "Invalid date")):
        return offset
    if not parser_message.startswith(("Expected newline", "Missing comma")):
        return None
    if not mistakes.is_of_word(text[offset : offset + 1]):
        return None
    start = offset
    while start and mistakes.is_of_word(text[start - 1]):
        start -= 1
    return start if start < offset else None


def _opening(text: str, offset: int) -> int | None:
    """What was opened before `offset` and never closed."""
    try:
        _statement_at(text, offset)
    except scan.ScanError as stopped:
        if stopped.offset < offset and text[stopped.offset] in _UNCLOSED:
            return stopped.offset
    return None


def _statement_at(text: str, offset: int) -> Statement | None:
    """The last statement that begins before `offset`.  Raises ScanError where it cannot be."""
    last = None
    for statement in scan.headers(text):
        if statement.span.start >= offset:
            break
        last = statement
    # Plain pairs are not among those.
    for statement in scan.statements(text, last.span.start if last else 0, offset):
        last = statement
    return last


def _explain_repetition(text: str, offset: int, parser_message: str) -> Explanation:
    """A key or a table that is there already: at its second place, with the first."""
    message = _message(parser_message)
    try:
        statement = _statement_at(text, offset)
        if statement is None:
            return Explanation(rules.NOT_TOML, message, "", offset)
        inner = _pair_before(text, statement.value, offset)
        if inner is not None:
            return Explanation(rules.NOT_TOML, message, "", inner)
        other = _first_place(text, statement)
        return Explanation(rules.NOT_TOML, message, "", statement.span.start, other)
    except scan.ScanError as stopped:
        unclosed = _UNCLOSED.get(text[stopped.offset : stopped.offset + 1], parser_message)
        return _explained(unclosed, "", stopped.offset)


def _pair_before(text: str, value: Span, offset: int) -> int | None:
    """Where the pair begins that ends at `offset`, within a list or a table in braces."""
    opening = text[value.start : value.start + 1]
    if opening == "{":
        for pair in scan.pairs(text, value):
            if pair.span.end == offset:
                return pair.span.start
            if pair.span.start < offset <= pair.span.end:
                return _pair_before(text, pair.value, offset)
    elif opening == "[":
        for element in scan.elements(text, value):
            if element.start < offset <= element.end:
                return _pair_before(text, element, offset)
    return None


def _first_place(text: str, second: Statement) -> int | None:
    """Where what `second` sets or opens was set or opened first."""
    sections: list[tuple[Path, int]] = [((), 0)]
    lengths: dict[Path, int] = {}
    for statement in scan.headers(text):
        if statement.span.start > second.span.start:
            break
        if statement.kind != "pair":
            sections.append((header_path(statement, lengths), statement.span.start))
    if second.kind == "pair":
        wanted = sections[-1][0] + second.key.parts
    else:
        wanted, _ = sections.pop()
    if isinstance(wanted[-1], int):
        wanted = wanted[:-1]
    ends = [start for _, start in sections[1:]] + [second.span.start]
    found: list[tuple[bool, int]] = []
    for (section, start), end in zip(sections, ends, strict=True):
        if section[: len(wanted)] != wanted[: len(section)]:
            continue
        for statement in scan.statements(text, start, end):
            is_pair = statement.kind == "pair"
            path = section + statement.key.parts if is_pair else section
            if path[: len(wanted)] == wanted or (is_pair and wanted[: len(path)] == path):
                found.append((path != wanted, statement.span.start))
    return min(found)[1] if found else None


_MESSAGES = (
    ("Cannot overwrite a value", Phrase("this key is there already", "此键已经存在")),
    ("Cannot declare", Phrase("this table is there already", "此表已经存在")),
    ("Cannot ", Phrase("this key is there already", "此键已经存在")),
    ("Duplicate inline table key", Phrase("this key is there already", "此键已经存在")),
    ("Expected '='", Phrase("expected is = after the key", "键名之后应为 =")),
    ("Expected newline", Phrase("nothing more is expected on this line", "此行多出了内容")),
    ("Expected ']'", Phrase("expected is ] after the name of a table", "表名之后应为 ]")),
    ("Expected ']]'", Phrase("expected is ]] after the name of a table", "表名之后应为 ]]")),
    ("Unterminated string", Phrase("this string does not end", "字符串没有结束的引号")),
    ("Unclosed array", Phrase("this list does not end", "列表没有结束的 ]")),
    ("Unclosed inline table", Phrase("this table does not end", "内联表没有结束的 }")),
    ("Missing comma", Phrase("expected is a comma or the end", "此处应为逗号或结束的括号")),
    ("Unescaped", Phrase("no escape begins like this", "没有这样的转义")),
    ("Invalid hex value", Phrase("no escape is like this", "没有这样的转义")),
    ("Escaped character", Phrase("this escape is of no character", "此转义不对应任何字符")),
    ("Carriage return", Phrase("a carriage return alone ends no line", "单独的回车符不是换行")),
    ("Illegal", Phrase("a character that TOML does not allow", "含有 TOML 不允许的字符")),
    ("Found invalid", Phrase("a character that TOML does not allow", "含有 TOML 不允许的字符")),
    ("Full width", Phrase("this mark means nothing in TOML", "TOML 不使用这个符号")),
    ("No value", Phrase("the value is missing", "缺少值")),
    ("Invalid value", Phrase("this is not a value", "这里不是有效的值")),
    ("Invalid statement", Phrase("no key or header begins like this", "此行既不是键也不是表头")),
    ("Invalid initial", Phrase("no key begins like this", "键名不能这样开头")),
    ("Invalid date", Phrase("there is no such date", "没有这个日期")),
)


def _message(parser_message: str) -> str:
    for beginning, message in _MESSAGES:
        if parser_message.startswith(beginning):
            return say(f"not TOML: {message}", f"不符合 TOML 语法：{message}")
    return say(f"not TOML: {parser_message}", f"不符合 TOML 语法：{parser_message}")
