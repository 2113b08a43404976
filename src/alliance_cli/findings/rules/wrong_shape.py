"""R202: a part of another shape."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "R202",
    Severity.ERROR,
    Phrase("a part of another shape", "结构不对"),
    Phrase(
        "The parts of a registry have fixed shapes: members are `[[members]]`, vocabularies "
        "give every key a label in quotes, or a table with a label and aliases.",
        "名录各部分的结构是固定的，会员写作 [[members]]，词表中每个键对应一个带引号的名称，"
        "或一个写明名称和别名的表。",
    ),
    bad=f"[categories]\nvehicle = 1\n\n{MEMBER}",
    good=f'[categories]\nvehicle = "整车企业"\n\n{MEMBER}',
    stops_reading=True,
)
