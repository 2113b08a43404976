"""S101: text that is not UTF-8."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "S101",
    Severity.ERROR,
    Phrase("text that is not UTF-8", "文本不是 UTF-8 编码"),
    Phrase(
        "TOML is UTF-8.  Old editors on Windows save GBK, and spreadsheets UTF-16; such a file "
        "would show other characters on every other machine.  Save it again as UTF-8.",
        "TOML 文件必须是 UTF-8 编码。Windows 上的旧编辑器常存为 GBK，表格软件常存为 UTF-16，"
        "换一台机器就会变成乱码。请另存为 UTF-8。",
    ),
    bad='# 汽车联盟\n[[members]]\nid = "M001"\n'.encode("gb18030"),
    good=f"# 汽车联盟\n{MEMBER}",
    stops_reading=True,
)
