"""Why the rules of members, alone and together, are there."""

from ...language import Phrase
from ..rules import Rule
from .explanation import Explanation


def _two(first: str, second: str) -> str:
    """Two members, with lines of their own."""
    head = '[[members]]\nid = "{}"\ncategory = "parts"\n{}\n'
    return head.format("M001", first) + "\n" + head.format("M002", second)


EXPLANATIONS = {
    Rule.MISSING: Explanation(
        Phrase(
            "Every member has an id, a name and a category; every contact has a name.",
            "每家会员必须有编号、名称和类别，每位联系人必须有姓名。",
        ),
        '[[members]]\nid = "M001"\nname = "东风本田"\n',
        '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\n',
    ),
    Rule.UNKNOWN_FIELD: Explanation(
        Phrase(
            "A field that has no definition is most often a typing error; no table and no export "
            "shows it.",
            "没有定义的字段多半是拼写错误，不会出现在任何表格和导出文件中。",
        ),
        'ctiy = "武汉"',
        'city = "武汉"',
    ),
    Rule.LEFT_BEFORE_JOINED: Explanation(
        Phrase("Nobody leaves before joining.", "退会不会早于入会。"),
        'status = "left"\njoined = 2020-01-01\nleft = 2019-01-01',
        'status = "left"\njoined = 2019-01-01\nleft = 2020-01-01',
    ),
    Rule.LEFT_WITHOUT_STATUS: Explanation(
        Phrase(
            "There is a day of leaving, but the member counts as one still.  `alliance withdraw` "
            "writes both.",
            "有退会时间，但仍计为会员。用 alliance withdraw 可同时写入两项。",
        ),
        "left = 2021-01-01",
        'status = "left"\nleft = 2021-01-01',
    ),
    Rule.STATUS_WITHOUT_LEFT: Explanation(
        Phrase(
            "The yearly report counts who left by the day of leaving, and this member has none.",
            "年度统计按退会时间计数，此会员缺少退会时间。",
        ),
        'status = "expelled"',
        'status = "expelled"\nleft = 2021-01-01',
    ),
    Rule.KIND_OF_CODE: Explanation(
        Phrase(
            "The first two characters of a credit code say what an organisation is: 91 an "
            "enterprise, 12 a public institution, 51 a society.  Another kind than the category "
            "has is most often the code of somebody else.",
            "信用代码前两位表示机构类别，91 为企业，12 为事业单位，51 为社会团体。"
            "与会员类别不符，多半是录成了别家的代码。",
        ),
        '[categories]\nvehicle = "整车企业"\n\n[[members]]\nid = "M001"\nname = "东风本田"\n'
        'category = "vehicle"\ncredit_code = "12100000441626842D"\n',
        '[categories]\nuniversity = "大专院校"\n\n[[members]]\nid = "M001"\nname = "某大学"\n'
        'category = "university"\ncredit_code = "12100000441626842D"\n',
    ),
    Rule.PRIMARY_CONTACTS: Explanation(
        Phrase(
            "Letters go to the primary contact, so there is at most one.",
            "通知发给主要联系人，因此最多一位。",
        ),
        '[[members.contacts]]\nname = "张三"\nprimary = true\n\n'
        '[[members.contacts]]\nname = "李四"\nprimary = true',
        '[[members.contacts]]\nname = "张三"\nprimary = true\n\n'
        '[[members.contacts]]\nname = "李四"',
    ),
    Rule.INCOMPLETE: Explanation(
        Phrase(
            "Under `--strict` every member has a credit code, a city, a day of joining and a "
            "contact.",
            "使用 --strict 时，每家会员应有信用代码、城市、入会时间和联系人。",
        ),
        'city = "武汉"\njoined = 2019-05-28',
        'credit_code = "12100000441626842D"\ncity = "武汉"\njoined = 2019-05-28\n\n'
        '[[members.contacts]]\nname = "张三"',
    ),
    Rule.REASON_WITHOUT_LEAVING: Explanation(
        Phrase(
            "There is a reason for leaving, but no leaving: either is a mistake.",
            "有退会原因但没有退会，两者必有一误。",
        ),
        'left_reason = "停产"',
        'status = "left"\nleft = 2021-01-01\nleft_reason = "停产"',
    ),
    Rule.OWN_PARENT: Explanation(
        Phrase("Nobody is above themselves.", "上级单位不能是自己。"),
        _two('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M002"'),
        _two('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M001"'),
    ),
    Rule.OTHER_CATEGORY: Explanation(
        Phrase(
            "The registry declares the field for members of some categories, and this member is in "
            "another category.",
            "名录声明此字段只用于某些类别的会员，而此会员属于其他类别。",
        ),
        '[categories]\nvehicle = "整车企业"\nparts = "零部件企业"\n\n'
        '[fields.tier]\nlabel = "配套层级"\ntype = "text"\nfor = ["parts"]\n\n'
        '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\ntier = "一级"\n',
        '[categories]\nvehicle = "整车企业"\nparts = "零部件企业"\n\n'
        '[fields.tier]\nlabel = "配套层级"\ntype = "text"\nfor = ["parts"]\n\n'
        '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "parts"\ntier = "一级"\n',
    ),
    Rule.DUPLICATE_ID: Explanation(
        Phrase(
            "An id means one member, whatever its case, and is never given again.",
            "一个编号只属于一家会员，不分大小写，也不再用于别家。",
        ),
        _two('name = "东风汽车"', 'name = "骆驼集团"').replace("M002", "m001"),
        _two('name = "东风汽车"', 'name = "骆驼集团"'),
    ),
    Rule.DUPLICATE_NAME: Explanation(
        Phrase(
            "The same organisation is there twice.  Brackets, spaces and full-width letters make "
            "no other name.",
            "同一家单位出现两次。括号、空格、全角半角的不同不算不同的名称。",
        ),
        _two('name = "某某(集团)公司"', 'name = "某某\uff08集团\uff09 公司"'),
        _two('name = "某某(集团)公司"', 'name = "另一家公司"'),
    ),
    Rule.DUPLICATE_CODE: Explanation(
        Phrase(
            "A credit code belongs to one organisation: one of the two has another's, or both are "
            "the same.",
            "一个信用代码只属于一家单位，要么其中一家录错，要么两家是同一单位。",
        ),
        _two(
            'name = "东风汽车"\ncredit_code = "12100000441626842D"',
            'name = "骆驼集团"\ncredit_code = "12100000441626842D"',
        ),
        _two('name = "东风汽车"\ncredit_code = "12100000441626842D"', 'name = "骆驼集团"'),
    ),
    Rule.LOOK_ALIKE: Explanation(
        Phrase(
            "But for the legal form or the province the names are the same, or one is a former or "
            "short name of the other: it may be one organisation twice.",
            "除公司形式或省名外名称相同，或是对方的曾用名、简称，可能是同一单位重复登记。",
        ),
        _two('name = "湖北省三环集团有限公司"', 'name = "三环集团"'),
        _two('name = "湖北省三环集团有限公司"', 'name = "三环专用汽车"'),
    ),
    Rule.NAME_WITHIN: Explanation(
        Phrase(
            "A name stands within the registered name of another member: it may be the same "
            "organisation, or one below it whose parent is missing.",
            "一家的名称包含在另一家的登记名称中，可能是同一单位，也可能是其下属单位。",
        ),
        _two(
            'name = "东风本田"\nregistered_name = "东风本田发动机制造厂"',
            'name = "东风本田发动机"',
        ),
        _two('name = "东风本田"\nregistered_name = "东风本田汽车有限公司"', 'name = "骆驼集团"'),
    ),
    Rule.UNKNOWN_PARENT: Explanation(
        Phrase(
            "A parent is the id of another member of this registry.",
            "上级单位填写本名录中另一家会员的编号。",
        ),
        _two('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M100"'),
        _two('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M001"'),
    ),
    Rule.PARENT_CYCLE: Explanation(
        Phrase(
            "Parents that go in a circle have nobody at the top, and lists by parent never end.",
            "上级单位互相循环，没有最上级，按上级汇总时无法结束。",
        ),
        _two('name = "东风汽车"\nparent = "M002"', 'name = "骆驼集团"\nparent = "M001"'),
        _two('name = "东风汽车"', 'name = "骆驼集团"\nparent = "M001"'),
    ),
    Rule.ORDER: Explanation(
        Phrase(
            "Members in the order of their ids are found quickly by hand, and edits by several "
            "people meet less often.  Asked for by `--select X508`.",
            "按编号排列便于人工查找，多人修改也不易冲突。用 --select X508 启用。",
        ),
        _two('name = "东风汽车"', 'name = "骆驼集团"').replace("M001", "M003"),
        _two('name = "东风汽车"', 'name = "骆驼集团"'),
    ),
    Rule.MANY_REMOVED: Explanation(
        Phrase(
            "More members are gone since another revision than `--max-removed` allows: perhaps a "
            "filter was saved in place of the list.",
            "与另一版本相比，删除的会员超过 --max-removed 的限度，可能是误将筛选结果存成了名录。",
        ),
        "",
        _two('name = "东风汽车"', 'name = "骆驼集团"'),
    ),
}
