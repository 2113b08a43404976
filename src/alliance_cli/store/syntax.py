"""Explaining why a file cannot be read: what to mend, and where."""

import re
from typing import NamedTuple

import tomli

from ..language import say
from ..members.rules import Rule
from . import scan


class Explanation(NamedTuple):
    """Why a text is not TOML: the rule, the words, and the place as an offset."""

    rule: Rule
    message: str
    hint: str
    offset: int


_SIGNATURES = (
    (b"PK\x03\x04", "an Excel workbook or a zip file", "Excel 工作簿或 zip 文件"),
    (b"\x1f\x8b", "a gzip file", "gzip 压缩文件"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "旧版 Excel 或 Word 文件"),
    (b"%PDF", "a PDF file", "PDF 文件"),
)
# With the lead bytes of the common hanzi (level 1 of GB 2312, of Big5) and the lowest trail byte.
_ENCODINGS = (
    ("gb18030", "GBK (GB 18030)", range(0xB0, 0xD8), 0xA1),
    ("big5", "Big5", range(0xA4, 0xC7), 0x40),
)
_SAVE_AS = ("save it as UTF-8 in the editor", "请在编辑器中另存为 UTF-8 编码")


def explain_bytes(raw: bytes) -> tuple[Rule, str, str]:
    """Rule, message and hint for bytes that are not UTF-8."""
    for signature, english, chinese in _SIGNATURES:
        if raw.startswith(signature):
            return (
                Rule.NOT_UTF8,
                say(f"this is {english}, not a text", f"这是{chinese}，不是文本"),
                say("a workbook is no registry file", "工作簿不能直接当作名录文件"),
            )
    encoding = _likely_encoding(raw)
    if encoding:
        return (
            Rule.NOT_UTF8,
            say(f"not UTF-8; it looks like {encoding}", f"不是 UTF-8 编码，看起来是 {encoding}"),
            say(*_SAVE_AS),
        )
    return Rule.NOT_UTF8, say("not UTF-8 text", "不是 UTF-8 文本"), say(*_SAVE_AS)


def _likely_encoding(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    sample = raw[:100_000]
    if sample.count(b"\0") * 4 > len(sample):
        return "UTF-16"
    if b"\0" in sample:
        return ""
    candidates = []
    for encoding, name, leads, lowest_trail in _ENCODINGS:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError as error:
            # A character cut in two at the end of the sample is no sign against the encoding.
            if error.start < len(sample) - 4 or len(sample) == len(raw):
                continue
            text = sample[: error.start].decode(encoding)
        # Text read in its own encoding has common hanzi; in the other it has rare ones.
        codes = [c.encode(encoding) for c in text if "\u4e00" <= c <= "\u9fff"]
        common = sum(code[0] in leads and code[1] >= lowest_trail for code in codes)
        candidates.append((common / len(codes) if codes else 0.0, name))
    return max(candidates)[1] if candidates else ""


_FULL_WIDTH = {
    "\uff1d": "=",
    "\u201c": '"',
    "\u201d": '"',
    "\u2018": "'",
    "\u2019": "'",
    "\uff02": '"',
    "\u3000": " ",
    "\uff0c": ",",
    "\uff03": "#",
    "\uff3b": "[",
    "\uff3d": "]",
    "\u3010": "[",
    "\u3011": "]",
}
_CURLY_QUOTES = "\u201c\u201d\u2018\u2019\uff02"
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_LOOSE_DATE = re.compile(r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日?)(?!\d)")
_STRICT_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# A value that begins like no string, list or table and that is not a number or a word of TOML.
_WORD = re.compile(
    r"\s*((?!(?:[+-]?(?:0|[1-9][\d_]*)(?:\.\d+)?|true|false|[+-]?inf|[+-]?nan)\s*$)[^\s\"'\[{][^\s,\]}]*)"
)
_HANZI = re.compile(r"[\u3400-\u9fff]")


def explain_syntax(text: str, error: Exception) -> Explanation:
    """Why `text` could not be parsed, from the parser's error and a look at the place."""
    if isinstance(error, RecursionError):
        return _explain_limit(text)
    if not isinstance(error, tomli.TOMLDecodeError):
        message = say("a number too long to be one", "数字过长")
        number = re.search(r"\d{1000}", text.replace("_", "0"))
        return Explanation(Rule.BEYOND_LIMITS, message, "", number.start() if number else 0)
    offset = _offset(text, error.lineno, error.colno)
    message = _message(error.msg)
    hint = _hint(text, offset)
    if hint is not None:
        if error.msg.startswith("Expected newline"):
            # The parser took the beginning of it for a number.
            message = _message("Invalid value")
        return Explanation(Rule.NOT_TOML, message, hint.text, hint.offset)
    start, opening = _enclosing_statement(text, offset)
    if opening is not None:
        if not error.msg.startswith("Expected ']"):
            message = _message(_UNCLOSED[text[opening]])
        return Explanation(Rule.NOT_TOML, message, "", opening)
    if error.msg.startswith("Unclosed array"):
        message = _message("Missing comma")
    elif error.msg.startswith("Unescaped"):
        offset = text.rfind("\\", 0, offset)
    if error.msg.startswith("Cannot "):
        offset = start
    return Explanation(Rule.NOT_TOML, message, "", offset)


def _explain_limit(text: str) -> Explanation:
    """The parser's limits on nesting and on the parts of a key, which no registry comes near."""
    message = say("nested deeper than a registry ever is", "嵌套过深，超出名录的限度")
    deep = re.search(r"(?:[\[{][^\[\]{}\n]*+){50}|(?:[\w-]++\s*+\.\s*+){100}", text)
    return Explanation(Rule.BEYOND_LIMITS, message, "", deep.start() if deep else 0)


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a line and column, as the parser counts them."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column - 1, len(text))


_UNCLOSED = {
    "[": "Unclosed array",
    "{": "Unclosed inline table",
    '"': "Unterminated string",
    "'": "Unterminated string",
}


def _enclosing_statement(text: str, offset: int) -> tuple[int, int | None]:
    """The beginning of the statement at `offset`, and what was opened before and never closed.

    The parser stops where it can read no further: at the end of the line, or of the file, for what
    was opened and never closed.  A person looks where it was opened.
    """
    start = 0
    try:
        for statement in scan.statements(text):
            if statement.span.start > offset:
                break
            start = statement.span.start
    except scan.ScanError as stopped:
        if stopped.offset < offset and text[stopped.offset] in _UNCLOSED:
            return start, stopped.offset
    return start, None


# What a person typed wrongly is seen in the beginning of a line; a longer one was not typed.
_LONGEST_LINE = 2000


class _Hint(NamedTuple):
    text: str
    offset: int


def _hint(text: str, offset: int) -> _Hint | None:
    """What people get wrong most often, looked for in the line of the error."""
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset)
    line = text[line_start : line_end if line_end >= 0 else len(text)].rstrip("\r")
    line = line[:_LONGEST_LINE]
    if _CONFLICT.match(line):
        return _Hint(
            say("a merge conflict was left in the file", "文件中留有合并冲突的标记"), line_start
        )
    outside = _outside_of_strings(line)
    for place, character in enumerate(outside):
        if character in _FULL_WIDTH:
            plain = _FULL_WIDTH[character]
            shown = say("a space", "空格") if plain == " " else plain
            name = say("the full-width space", "全角空格") if plain == " " else character
            return _Hint(
                say(
                    f"{name} is not plain ASCII; type {shown} instead",
                    f"{name} 应改为半角的 {shown}",
                ),
                line_start + place,
            )
    value = outside.find("=") + 1
    if date := _LOOSE_DATE.search(outside, value):
        return _Hint(
            say("there is no such day", "没有这一天")
            if _STRICT_DATE.fullmatch(date.group())
            else say(
                "a date is written 2019-05-28, with two digits each",
                "日期应写作 2019-05-28，月日各两位",
            ),
            line_start + date.start(),
        )
    if value and (word := _WORD.match(outside, value)):
        return _Hint(
            say("true and false are written in lower case", "true 和 false 应小写")
            if word[1].lower() in ("true", "false")
            else say('text belongs in quotes: key = "text"', '文本应加引号：键 = "文本"'),
            line_start + word.start(1),
        )
    if hanzi := _HANZI.search(outside[: value or None]):
        return _Hint(
            say(
                "keys are plain ASCII, or in quotes; the keys are listed by `alliance schema`",
                "键名使用英文，可用的键见 alliance schema",
            ),
            line_start + hanzi.start(),
        )
    return None


_QUOTED = re.compile(r"\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\"|'[^']*+'|#.*")
_OPEN = re.compile(r"[\"'].*")


def _outside_of_strings(line: str) -> str:
    """`line` with what stands in quotes and comments blanked out, every character in its place.

    In a string that does not end only quotes are left: one of them may have been meant as its end.
    """
    outside = _QUOTED.sub(lambda match: " " * len(match.group()), line)
    return _OPEN.sub(
        lambda match: "".join(c if c in _CURLY_QUOTES else " " for c in match.group()), outside
    )


_MESSAGES = (
    ("Cannot overwrite a value", "this key is there already", "此键已经存在"),
    ("Cannot declare", "this table is there already", "此表已经存在"),
    ("Cannot mutate", "this key is there already", "此键已经存在"),
    ("Expected '=' after a key", "expected is = after the key", "键名之后应为 ="),
    ("Expected newline or end", "nothing more is expected on this line", "此行多出了内容"),
    ("Unterminated string", "this string does not end", "字符串没有结束的引号"),
    (
        "Illegal character '\\n'",
        "this string does not end on its line",
        "字符串在本行没有结束的引号",
    ),
    ("Unclosed array", "this list does not end", "列表没有结束的 ]"),
    ("Missing comma", "expected is a comma or ]", "此处应为逗号或 ]"),
    ("Unescaped", "a backslash is written \\\\", "反斜杠应写作 \\\\"),
    ("Illegal character", "a character that TOML does not allow", "含有 TOML 不允许的字符"),
    ("Found invalid character", "a character that TOML does not allow", "含有 TOML 不允许的字符"),
    ("Unclosed inline table", "this table does not end", "内联表没有结束的 }"),
    ("Invalid value", "this is not a value", "这里不是有效的值"),
    ("Invalid statement", "neither a key nor a header begins like this", "此行既不是键也不是表头"),
    ("Invalid initial character for a key", "no key begins like this", "键名不能这样开头"),
    ("Expected ']'", "expected is ] after the name of a table", "表名之后应为 ]"),
    ("Expected ']]'", "expected is ]] after the name of a table", "表名之后应为 ]]"),
    ("Invalid date or datetime", "there is no such date", "没有这个日期"),
    ("Duplicate inline table key", "this key is there already", "此键已经存在"),
)


def _message(parser_message: str) -> str:
    for beginning, english, chinese in _MESSAGES:
        if parser_message.startswith(beginning):
            return say(f"not TOML: {english}", f"不符合 TOML 语法：{chinese}")
    return say(f"not TOML: {parser_message}", f"不符合 TOML 语法：{parser_message}")
