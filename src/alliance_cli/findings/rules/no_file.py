"""S104: a file that cannot be read."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "S104",
    Severity.ERROR,
    Phrase("a file that cannot be read", "无法读取的文件"),
    Phrase(
        "There is no such file, or it is a folder, a pipe or a device, or it is larger than "
        "any registry.  Check the name.",
        "文件不存在，或者是目录、管道、设备，或者大小超出名录的限度。请检查文件名。",
    ),
    bad="",
    good=MEMBER,
    stops_reading=True,
)
