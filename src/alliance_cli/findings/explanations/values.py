"""Why the rules of the values of fields are there."""

from ...language import Phrase
from ..rules import Rule
from .explanation import Explanation

EXPLANATIONS = {
    Rule.WRONG_TYPE: Explanation(
        Phrase(
            "Every field has one type: numbers and dates stand without quotes, texts with quotes, "
            "lists in brackets.  A number in quotes sorts and adds up wrongly.",
            "每个字段只有一种类型，数字和日期不加引号，文字加引号，列表用方括号。"
            "加了引号的数字无法正确排序和合计。",
        ),
        'employees = "120"',
        "employees = 120",
    ),
    Rule.WRONG_LENGTH: Explanation(
        Phrase(
            "A text is not empty (a field without a value is left out), and a name has 2 to 100 "
            "characters.",
            "文字不能为空，没有值的字段应当省略；名称为 2 至 100 个字符。",
        ),
        'city = ""',
        'city = "武汉"',
    ),
    Rule.WRONG_FORM: Explanation(
        Phrase(
            "Ids, postcodes, web addresses, telephone numbers and e-mail addresses have forms that "
            "other programs rely on.",
            "编号、邮编、网址、电话和邮箱有固定的格式，其他程序依赖这些格式。",
        ),
        'postcode = "4300"',
        'postcode = "430000"',
    ),
    Rule.UNKNOWN_CHOICE: Explanation(
        Phrase(
            "Where the registry has a vocabulary, members use its keys.  The labels may then "
            "change in one place.",
            "名录中有词表的字段只能使用词表中的键，这样名称只需在一处修改。",
        ),
        'status = "正常"',
        'status = "active"',
    ),
    Rule.NEGATIVE: Explanation(
        Phrase("There are no fewer than no employees.", "人数和金额不能小于零。"),
        "employees = -1",
        "employees = 120",
    ),
    Rule.FUTURE_DATE: Explanation(
        Phrase(
            "A member joined or left on a day that has been; a day to come is a typing error.",
            "入会和退会是已经发生的事，将来的日期是录入错误。",
        ),
        "joined = 2999-01-01",
        "joined = 2019-05-28",
    ),
    Rule.OUTER_SPACE: Explanation(
        Phrase(
            "Nobody sees a space before or after a text, and searching and sorting stumble over "
            "it.",
            "文字首尾的空格看不见，却会影响查找和排序。",
        ),
        'city = " 武汉"',
        'city = "武汉"',
    ),
    Rule.INVISIBLE: Explanation(
        Phrase(
            "Zero-width and directional characters come along when text is copied from the web.  "
            "Nobody sees them, and two names that look the same are not.",
            "从网页复制文字时常带入零宽字符和方向控制符，看不见，却使相同的名称变得不同。",
        ),
        'city = "武\\u200b汉"',
        'city = "武汉"',
    ),
    Rule.COMPATIBILITY: Explanation(
        Phrase(
            "Characters from old character sets that look like the ordinary ones, such as the "
            "radical ⻓ for 长, are others for every search.",
            "旧字符集遗留的字符看起来与常用字相同，如部首 ⻓ 与 长，但查找时是不同的字。",
        ),
        'city = "⻓沙"',
        'city = "长沙"',
    ),
    Rule.CONTROL: Explanation(
        Phrase(
            "A control character can move the cursor of a terminal or break a spreadsheet, and has "
            "no place in a registry.",
            "控制字符会扰乱终端显示、损坏表格，不应出现在名录中。",
        ),
        'city = "武\\u001b汉"',
        'city = "武汉"',
    ),
    Rule.CODE_LENGTH: Explanation(
        Phrase(
            "A unified social credit code has 18 characters (GB 32100-2015).  One of 15 is an old "
            "registration number, one of 9 an organisation code.",
            "统一社会信用代码为 18 位(GB 32100-2015)。15 位的是旧工商注册号，"
            "9 位的是组织机构代码。",
        ),
        'credit_code = "121000004416268"',
        'credit_code = "12100000441626842D"',
    ),
    Rule.CODE_CUT: Explanation(
        Phrase(
            "A spreadsheet keeps 15 digits of a number and makes the others zero.  The code must "
            "be typed again, into a cell that is formatted as text.",
            "表格软件只保留数字的前 15 位，其余变为 0。需在文本格式的单元格中重新录入。",
        ),
        'credit_code = "914200001775704000"',
        'credit_code = "91420000177570439L"',
    ),
    Rule.CODE_ALPHABET: Explanation(
        Phrase(
            "A credit code has digits and capital letters without I, O, S, V and Z, which look "
            "like 1, 0, 5, U and 2.",
            "信用代码由数字和大写字母组成，不用 I、O、S、V、Z，以免与 1、0、5、U、2 混淆。",
        ),
        'credit_code = "I2100000441626842D"',
        'credit_code = "12100000441626842D"',
    ),
    Rule.CODE_CHECK: Explanation(
        Phrase(
            "The last character of a credit code follows from the others; where it does not, one "
            "of the 18 was mistyped or two were swapped.",
            "信用代码最后一位由前面各位算出，不符说明有一位录错或相邻两位颠倒。",
        ),
        'credit_code = "12100000441626842C"',
        'credit_code = "12100000441626842D"',
    ),
    Rule.CODE_ORGANISATION: Explanation(
        Phrase(
            "Characters 9 to 17 are the organisation code with a check character of its own "
            "(GB 11714), which does not fit.",
            "第 9 至 17 位是组织机构代码，自带校验位(GB 11714)，此处不符。",
        ),
        'credit_code = "12100000441626843G"',
        'credit_code = "12100000441626842D"',
    ),
    Rule.PERSONAL_NUMBER: Explanation(
        Phrase(
            "Mobile numbers are personal data.  Under contacts they are masked unless asked for; "
            "in free text people overlook them.",
            "手机号码属于个人信息，写在联系人中默认隐去，写在其他文字中容易被忽视而泄露。",
        ),
        'note = "找张三 13812340001"',
        'note = "找张三"\n\n[[members.contacts]]\nname = "张三"\nmobile = "13812340001"',
    ),
    Rule.REPEATED_VALUE: Explanation(
        Phrase(
            "Once is enough; twice is a slip of the hand.", "同一项只需写一次，重复多半是误录。"
        ),
        'tags = ["出口", "新能源", "出口"]',
        'tags = ["出口", "新能源"]',
    ),
    Rule.DECLARED_AGAIN: Explanation(
        Phrase(
            "A registry declares fields of its own beside those of the program.  A key or a "
            "heading that is there already would mean two things.",
            "名录可以在程序的字段之外声明自己的字段。已有的键名或表头不能再有第二种含义。",
        ),
        '[fields.city]\nlabel = "城市"\ntype = "text"\n\n'
        '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\n',
        '[fields.plant]\nlabel = "工厂"\ntype = "text"\n\n'
        '[[members]]\nid = "M001"\nname = "东风本田"\ncategory = "vehicle"\n',
    ),
}
