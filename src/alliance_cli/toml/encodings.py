"""Explaining bytes that are not UTF-8: what they are likely to be."""

from ..findings import rules
from ..findings.rule import Rule
from ..language import say

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
                rules.NOT_UTF8,
                say(f"this is {english}, not a text", f"这是{chinese}，不是文本"),
                say("a workbook is no registry file", "工作簿不能直接当作名录文件"),
            )
    encoding = _likely_encoding(raw)
    if encoding:
        return (
            rules.NOT_UTF8,
            say(f"not UTF-8; it looks like {encoding}", f"不是 UTF-8 编码，看起来是 {encoding}"),
            say(*_SAVE_AS),
        )
    return rules.NOT_UTF8, say("not UTF-8 text", "不是 UTF-8 文本"), say(*_SAVE_AS)


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
