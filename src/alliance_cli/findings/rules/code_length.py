"""F311: a credit code of another length."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F311",
    Severity.ERROR,
    Phrase("a credit code of another length", "信用代码长度不对"),
    Phrase(
        "A unified social credit code has 18 characters (GB 32100-2015).  One of 15 is an old "
        "registration number, one of 9 an organisation code.",
        "统一社会信用代码为 18 位(GB 32100-2015)。15 位的是旧工商注册号，9 位的是组织机构代码。",
    ),
    bad='credit_code = "121000004416268"',
    good='credit_code = "12100000441626842D"',
)
