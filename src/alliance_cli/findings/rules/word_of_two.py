"""F319: a word with two meanings."""

from ...language import Phrase
from ..rule import MEMBER, Rule, Severity

RULE = Rule(
    "F319",
    Severity.ERROR,
    Phrase("a word with two meanings", "一词两义"),
    Phrase(
        "An alias is another word for a choice, which people type and lists have.  What is the "
        "key, the label or an alias of another choice of the table would mean two things.",
        "别名是一个选项的另一种说法，供录入和导入名单时使用。其他选项的键名、名称或别名不能再作别名。",
    ),
    bad='[categories]\nvehicle = { label = "整车企业", aliases = ["配套"] }\n'
    f'parts = {{ label = "零部件企业", aliases = ["配套"] }}\n\n{MEMBER}',
    good='[categories]\nvehicle = { label = "整车企业", aliases = ["整车"] }\n'
    f'parts = {{ label = "零部件企业", aliases = ["配套"] }}\n\n{MEMBER}',
)
