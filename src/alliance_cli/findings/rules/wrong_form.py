"""F303: not in the form of the field."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F303",
    Severity.ERROR,
    Phrase("not in the form of the field", "格式不对"),
    Phrase(
        "Ids, postcodes, web addresses, telephone numbers and e-mail addresses have forms that "
        "other programs rely on.",
        "编号、邮编、网址、电话和邮箱有固定的格式，其他程序依赖这些格式。",
    ),
    bad='postcode = "4300"',
    good='postcode = "430000"',
)
