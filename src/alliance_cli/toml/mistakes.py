"""Mistakes: what people who are not used to TOML type wrongly, and how it is written rightly."""

import datetime
import re
from typing import NamedTuple

from ..language import Phrase, say
from ..values.characters import is_invisible
from .lines import line_end, line_start

BACKSLASH = Phrase(
    "a backslash is written \\\\, or the text stands in single quotes: 'C:\\data'",
    "反斜杠应写作 \\\\，或改用单引号：'C:\\data'",
)
CARRIAGE_RETURN = Phrase("save the file with line ends LF or CRLF", "请用 LF 或 CRLF 换行另存文件")


class Mistake(NamedTuple):
    """What the parser would say, the hint that helps, and where to look."""

    message: str
    hint: str
    offset: int


DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\uff02\u300c\u300d\u300e\u300f\u301d\u301e"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\uff07"
PLAIN = {
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    **dict.fromkeys("\u3000\u00a0", " "),
    **dict.fromkeys("\uff0c\u3001\uff1b", ","),
    **dict.fromkeys("\uff1d\uff1a", "="),
    **dict.fromkeys("\uff3b\u3010", "["),
    **dict.fromkeys("\uff3d\u3011", "]"),
    "\uff5b": "{",
    "\uff5d": "}",
    "\uff03": "#",
    "\uff0e": ".",
}
"""What is typed with the keyboard set to Chinese, and what it means in TOML."""

# Within a text they are usual; one that nothing but a sign follows was meant as its end.
_CURLY_END = re.compile(
    rf"[{DOUBLE_QUOTES}{SINGLE_QUOTES}](?=[ \t]*(?:[,\uff0c\u3001#\]}}]|\r?$))", re.MULTILINE
)
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)", re.MULTILINE)
_QUOTED = re.compile(r"\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\"|'[^']*+'|#.*")
_FOREIGN_KEY = re.compile(r"[^\x00-\x7f]")
# What a person typed wrongly is seen in the beginning of a line; a longer one was not typed.
_LONGEST_LINE = 2000

QUOTES = Phrase('text belongs in quotes: key = "text"', '文本应加引号：键 = "文本"')
_LOWER_CASE = Phrase("true and false are written in lower case", "true 和 false 应小写")
_DAY = Phrase("there is no such day", "没有这一天")
_DATE = Phrase(
    "a date is written 2019-05-28, with two digits each", "日期应写作 2019-05-28，月日各两位"
)
_MONTH = Phrase(
    'a month is written "2019-05", a year "2019", in quotes',
    '年月应写作 "2019-05"，年份应写作 "2019"，加引号',
)
_TIME = Phrase("a time is written 07:30:00, up to 23:59:59", "时间应写作 07:30:00，最大 23:59:59")
ZERO = Phrase(
    "a number has no zero before it; a code belongs in quotes", "数值前面不能有零；编码应加引号"
)
_NUMBER = Phrase(
    "a number is written 1000, 1_000 or 0.5; text belongs in quotes",
    "数值应写作 1000、1_000 或 0.5；文本应加引号",
)
_TABLE = Phrase(
    'a table in a list stands in braces: [{ key = "text" }]',
    '列表中的表应加花括号：[{ 键 = "文本" }]',
)
_BY_FORM = (
    (re.compile(r"true|false", re.IGNORECASE), _LOWER_CASE),
    (re.compile(r"\d{4}(?:[-/.]\d{1,2}|年\d{1,2}月|年)"), _MONTH),
    (re.compile(r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日?)"), _DATE),
    (re.compile(r"\d{1,2}:\d.*"), _TIME),
    (re.compile(r"[+-]?0\d[\d_.]*(?:[eE][+-]?[\d_]*)?"), ZERO),
    (re.compile(r"[+-]*(?:[\d_]*\.?[\d_]*(?:[eE][+-]?[\d_.]*)?|0[xXoObB][0-9A-Za-z_]*)"), _NUMBER),
)
_WORD = re.compile(r"[^\s\"'\[\]{}#=,;]+")
_STRICT_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(.?)")
_COMMA = say("there is a comma too many", "多了一个逗号")
_COMMENT_SIGN = say("a comment begins with #", "注释以 # 开头")
_OTHER_COMMENT = re.compile(r"//|;|--")


def is_of_word(character: str) -> bool:
    """Whether a word, a number or a date may hold this character."""
    return _WORD.fullmatch(character) is not None


def curly_quote(text: str, start: int, end: int) -> Mistake | None:
    """A quote of typesetters within a part of the text, where a plain one was meant as an end."""
    quote = _CURLY_END.search(text, start, min(end, start + _LONGEST_LINE))
    return _full_width(quote.group(), quote.start()) if quote else None


def _full_width(character: str, offset: int) -> Mistake:
    plain = PLAIN[character]
    shown = say("a space", "空格") if plain == " " else plain
    names = {
        "\u3000": say("the full-width space", "全角空格"),
        "\u00a0": say("the no-break space", "不间断空格"),
    }
    name = names.get(character, character)
    hint = say(f"{name} is not plain ASCII; type {shown} instead", f"{name} 应改为半角的 {shown}")
    return Mistake("Full width", hint, offset)


def at_place(text: str, offset: int) -> Mistake | None:
    """What is wrong with the character at `offset`, where the parser could read no further."""
    line = line_start(text, offset)
    if _CONFLICT.match(text, line):
        conflict = say("a merge conflict was left in the file", "文件中留有合并冲突的标记")
        return Mistake("Invalid statement", conflict, line)
    character = text[offset : offset + 1]
    if character in PLAIN:
        return _full_width(character, offset)
    if _FOREIGN_KEY.match(character) and not is_invisible(character) and _is_key(text, offset):
        ascii_only = say(
            "keys are plain ASCII, or in quotes; the keys are listed by `alliance schema`",
            "键名使用英文，可用的键见 alliance schema",
        )
        return Mistake("Invalid initial", ascii_only, offset)
    return None


def _is_key(text: str, offset: int) -> bool:
    """Whether no sign stands between the beginning of the line and `offset`, but in quotes."""
    line = text[line_start(text, offset) : offset]
    return len(line) <= _LONGEST_LINE and "=" not in _QUOTED.sub("", line)


def in_value(text: str, offset: int) -> Mistake:
    """What is wrong with the value that begins at `offset` and that the parser did not take."""
    rest = text[offset : min(line_end(text, offset), offset + _LONGEST_LINE)].rstrip()
    if not rest or rest.startswith("#"):
        return Mistake("No value", "", offset)
    word = _WORD.match(rest)
    if word is None:
        comma = _COMMA if rest[0] == "," else ""
        return Mistake("No value" if rest[0] in ",]}" else "Invalid value", comma, offset)
    if rest[word.end() :].lstrip().startswith("="):
        return Mistake("Invalid value", str(_TABLE), offset)
    return Mistake("Invalid value", str(how_written(word.group())), offset)


def how_written(word: str) -> Phrase:
    """How what `word` may mean is written."""
    if date := _STRICT_DATE.match(word):
        try:
            datetime.date(*map(int, date.group(1, 2, 3)))
        except ValueError:
            return _DAY
        return _TIME if date[4] in "Tt" else QUOTES
    return next((hint for form, hint in _BY_FORM if form.fullmatch(word)), QUOTES)


def invisible(text: str, offset: int) -> str:
    """What to do with the character at `offset`, if it is one that nobody sees."""
    character = text[offset : offset + 1]
    if not character or character in "\r\n\t" or not is_invisible(character):
        return ""
    code = f"U+{ord(character):04X}"
    return say(f"take out the invisible character {code}", f"请删去不可见字符 {code}")


def hint_of_place(text: str, offset: int, parser_message: str) -> str:
    """What helps where something stands that nobody expects, judged by its first character."""
    character = text[offset : offset + 1]
    before = text[line_start(text, offset) : offset].rstrip()
    if parser_message.startswith("Expected newline"):
        return _hint_of_end(text, offset, before)
    if parser_message.startswith("Missing comma"):
        return ""
    if character == "," and parser_message.startswith("Invalid"):
        return _COMMA
    if character == ":":
        return say("between a key and its value stands =", "键与值之间应为 =")
    if character == "{" and not text[:offset].strip():
        return say("this looks like JSON, not TOML", "这像是 JSON，不是 TOML")
    if character == "=" and not before:
        return say("the key before it is missing", "前面缺少键名")
    if not before and _OTHER_COMMENT.match(text, offset):
        return _COMMENT_SIGN
    return invisible(text, offset)


def _hint_of_end(text: str, offset: int, before: str) -> str:
    """What helps where a line goes on after its end."""
    character = text[offset]
    if character == "]" and before.startswith("["):
        name = before.strip("[] \t")
        return say(
            f"both ends have one bracket, [{name}], or in a list of tables two, [[{name}]]",
            f"两端各一层方括号 [{name}]，列表中的表各两层 [[{name}]]",
        )
    if character == ",":
        return _COMMA
    if character != ";" and _OTHER_COMMENT.match(text, offset):
        return _COMMENT_SIGN
    if before.endswith('"'):
        return say('a quote within the text is written \\"', '文本中的引号应写作 \\"')
    if before.endswith("'"):
        return say('text with a single quote stands in "…"', '含单引号的文本应放在 "…" 中')
    return invisible(text, offset)
