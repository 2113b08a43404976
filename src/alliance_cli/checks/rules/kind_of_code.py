"""M406: a credit code of another kind."""

from collections.abc import Iterator

from ...findings.finding import Finding
from ...findings.rule import Rule, Severity
from ...language import Phrase, say
from ...values import credit_code
from ..check import RecordCheck, RecordContext

RULE = Rule(
    "M406",
    Severity.WARNING,
    Phrase("a credit code of another kind", "信用代码与类别不符"),
    Phrase(
        "The first two characters of a credit code say what an organisation is: 91 an "
        "enterprise, 12 a public institution, 51 a society.  Another kind than the category "
        "has is most often the code of somebody else.",
        "信用代码前两位表示机构类别，91 为企业，12 为事业单位，51 为社会团体。"
        "与会员类别不符，多半是录成了别家的代码。",
    ),
    bad='[categories]\nvehicle = "整车企业"\n\n[[members]]\nid = "M001"\nname = "东风本田"\n'
    'category = "vehicle"\ncredit_code = "12100000441626842D"\n',
    good='[categories]\nuniversity = "大专院校"\n\n[[members]]\nid = "M001"\nname = "某大学"\n'
    'category = "university"\ncredit_code = "12100000441626842D"\n',
)


def find(context: RecordContext) -> Iterator[Finding]:
    """A credit code whose kind is none that the category has."""
    code, category = context.record["credit_code"], context.record["category"]
    if not isinstance(code, str) or len(code) != credit_code.LENGTH:
        return
    labels = context.kind.fields["category"].type.choices()
    label = labels.get(category) if isinstance(category, str) else None
    kinds = credit_code.kinds_expected(label) if label else ()
    if kinds and credit_code.kind(code) not in kinds:
        expected = "/".join(kinds)
        yield context.about(
            "credit_code",
            RULE,
            say(
                f"the code begins with {code[:2]}, one of {label} usually with {expected}",
                f"代码以 {code[:2]} 开头，{label}通常以 {expected} 开头",
            ),
        )


CHECK = RecordCheck(RULE, find, needs={"category", "credit_code"})
