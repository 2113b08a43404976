"""Files that are no tables, whatever their names: web pages, mails, pages to print."""

import re
from typing import NamedTuple

from ...errors import CannotDo
from ...language import Phrase, say
from .inspection import unreadable

_HEAD = 4096


class _Form(NamedTuple):
    """A form of files: how one begins, in lower case and after white space, and what it is."""

    beginning: re.Pattern[str]
    what: Phrase


_COMMENTS = r"(?:<!--.*?-->\s*|<\?.*?\?>\s*)*"
_FORMS = (
    _Form(
        re.compile(_COMMENTS + r"<(?:\w+:)?workbook\b", re.DOTALL),
        Phrase("an XML spreadsheet of Excel 2003", "Excel 2003 的 XML 表格"),
    ),
    _Form(
        re.compile(_COMMENTS + r"<(?:office:)?document\b", re.DOTALL),
        Phrase("a flat XML document of LibreOffice", "LibreOffice 的单文件 XML 文档"),
    ),
    _Form(
        re.compile(
            _COMMENTS + r"<(?:!doctype html|(?:html|head|body|meta|title|style|script|link|table|"
            r"thead|tbody|tr|td|th|div|span|p|br|center|font|form|h[1-6]|b)\b)",
            re.DOTALL,
        ),
        Phrase("a web page", "网页"),
    ),
    _Form(re.compile(r"<[!?a-z]"), Phrase("XML", "XML 文件")),
    _Form(
        re.compile(r"(?:[\w-]+: [^\n]*\r?\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|content-type):"),
        Phrase("a web page saved as one file (MHTML)", "单个文件的网页(MHTML)"),
    ),
    _Form(re.compile(r".{0,1024}?%pdf-", re.DOTALL), Phrase("a PDF", "PDF 文件")),
    _Form(re.compile(r"\{\\rtf"), Phrase("a text in RTF", "RTF 文档")),
    _Form(re.compile("\x89png|\xff\xd8\xff|gif8"), Phrase("a picture", "图片")),
    _Form(re.compile("rar!|7z\xbc\xaf|\x1f\x8b"), Phrase("an archive", "压缩包")),
)


def refuse_foreign(name: str, raw: bytes) -> None:
    """Raise CannotDo where `raw` is a file of a form that people take for a spreadsheet."""
    head = _readable(raw[:_HEAD]).lstrip("\ufeff \t\r\n\0").lower()
    for form in _FORMS:
        if form.beginning.match(head):
            raise _foreign(name, form.what)


def _foreign(name: str, what: Phrase) -> CannotDo:
    return unreadable(
        name,
        say(f"this is {what}, whatever its name", f"这是{what}，而不是工作簿"),
        say(
            "open it in Excel or WPS and save it as xlsx",
            "请用 Excel 或 WPS 打开，再另存为 xlsx",
        ),
    )


def _readable(head: bytes) -> str:
    """The beginning of a file; of whatever encoding, its ASCII is what it is."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    if head[1:2] == b"\0" or head[:1] == b"\0":
        return head.replace(b"\0", b"").decode("latin-1")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
