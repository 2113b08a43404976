"""F316: a mobile number where no contact is."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "F316",
    Severity.WARNING,
    Phrase("a mobile number outside of contacts", "联系人以外的手机号码"),
    Phrase(
        "Mobile numbers are personal data.  Under contacts they are masked unless asked for; "
        "elsewhere people overlook them, however they are spelt.",
        "手机号码属于个人信息，写在联系人中默认隐去，写在别处(不论用何种写法)容易被忽视而泄露。",
    ),
    bad='note = "找张三 13812340001"',
    good='note = "找张三"\n\n[[members.contacts]]\nname = "张三"\nmobile = "13812340001"',
)
