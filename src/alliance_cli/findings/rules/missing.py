"""M401: a required field is missing."""

from ...language import Phrase
from ..rule import Rule, Severity

RULE = Rule(
    "M401",
    Severity.ERROR,
    Phrase("a required field is missing", "缺少必填字段"),
    Phrase(
        "Every member has an id, a name and a category; every contact has a name.",
        "每家会员必须有编号、名称和类别，每位联系人必须有姓名。",
    ),
    bad='[[members]]\nid = "M001"\nname = "东风本田"\n',
    good='[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\n',
)
