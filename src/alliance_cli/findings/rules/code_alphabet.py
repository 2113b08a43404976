"""F313: a letter no credit code has."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F313",
    Severity.ERROR,
    Phrase("a letter no credit code has", "信用代码含非法字符"),
    Phrase(
        "A credit code has digits and capital letters without I, O, S, V and Z, which look "
        "like 1, 0, 5, U and 2.",
        "信用代码由数字和大写字母组成，不用 I、O、S、V、Z，以免与 1、0、5、U、2 混淆。",
    ),
    bad='credit_code = "I2100000441626842D"',
    good='credit_code = "12100000441626842D"',
)
