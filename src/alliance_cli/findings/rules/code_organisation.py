"""F315: a wrong organisation check character."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F315",
    Severity.ERROR,
    Phrase("a wrong organisation check character", "组织机构代码校验位不对"),
    Phrase(
        "Characters 9 to 17 are the organisation code with a check character of its own "
        "(GB 11714), which does not fit.",
        "第 9 至 17 位是组织机构代码，自带校验位(GB 11714)，此处不符。",
    ),
    bad='credit_code = "12100000441626843G"',
    good='credit_code = "12100000441626842D"',
)
