"""The fields of a member: the one place where they are defined.

Table columns, the options of `add`, the checks, the headings of spreadsheets, the JSON Schema and
the documentation are all derived from `FIELDS`.  A new field is one entry here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..language import Phrase
from .lists import Choice, ListOf, Tables
from .names import name_key
from .texts import CreditCode, Text, Website
from .values import Date, Truth, ValueType, WholeNumber


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a member.

    `required` fields every member has; `wanted` ones are asked for by `--strict`.  `one` names a
    single value of a list, for its option.  `rank` puts the field among the default columns of a
    table: the higher, the sooner it gives way on a narrow terminal; 0 is no default column.
    `personal` values are masked unless asked for.  `asked` fields are those that `add` asks for
    on a terminal.
    """

    key: str
    heading: Phrase
    type: ValueType
    help: Phrase
    required: bool = False
    wanted: bool = False
    default: str = ""
    one: str = ""
    rank: int = 0
    personal: bool = False
    asked: bool = False

    @property
    def option(self) -> str:
        """The option of the command line that gives this field."""
        return "--" + (self.one or self.key).replace("_", "-")

    def is_called(self, word: str) -> bool:
        """Whether `word` is the key or a heading of this field."""
        names = (self.key, self.key.replace("_", "-"), self.one, *self.heading)
        return name_key(word) in map(name_key, filter(None, names))


STATUS = {
    "applicant": Phrase("applicant", "申请中"),
    "active": Phrase("active", "正常"),
    "suspended": Phrase("suspended", "暂停"),
    "left": Phrase("left", "退会"),
    "expelled": Phrase("expelled", "除名"),
}

_FOUNDING_ROLE = {
    "lead": Phrase("lead founder", "牵头发起"),
    "founder": Phrase("founder", "发起"),
}

_ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}"
_ID_FORM = Phrase(
    "1 to 32 letters, digits, dots, hyphens or underscores, a letter or digit first",
    "1 至 32 个字母、数字、点、连字符或下划线，以字母或数字开头",
)
_MOBILE = r"1[3-9][0-9]{9}"
_PHONE = r"0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4}"

CONTACT_FIELDS = (
    Field(
        "name",
        Phrase("Name", "姓名"),
        Text(maximum=100),
        Phrase("the person's name", "联系人姓名"),
        required=True,
    ),
    Field("title", Phrase("Title", "职务"), Text(), Phrase("office held", "担任的职务")),
    Field(
        "mobile",
        Phrase("Mobile", "手机"),
        Text(
            pattern=_MOBILE,
            form=Phrase(
                "eleven digits from 13 to 19, like 138…", "11 位手机号码，以 13 至 19 开头"
            ),
            compact=True,
        ),
        Phrase("mobile number, 11 digits", "11 位手机号码"),
        personal=True,
    ),
    Field(
        "phone",
        Phrase("Phone", "电话"),
        Text(
            pattern=f"{_PHONE}",
            form=Phrase(
                "a number like 027-8730…, or a 400 number", "如 027-8730… 的座机或 400 电话"
            ),
            compact=True,
        ),
        Phrase("landline with area code, or a 400 number", "带区号的座机，或 400 电话"),
        personal=True,
    ),
    Field(
        "email",
        Phrase("E-mail", "邮箱"),
        Text(
            maximum=254,
            pattern=r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
            form=Phrase("an address like name@company", "如 name@company 的邮箱"),
            compact=True,
        ),
        Phrase("e-mail address", "电子邮箱"),
        personal=True,
    ),
    Field(
        "primary",
        Phrase("Primary", "主要联系人"),
        Truth(),
        Phrase("true for the one to call first", "是否主要联系人"),
    ),
)

_ALL = (
    Field(
        "id",
        Phrase("ID", "会员编号"),
        Text(pattern=_ID_PATTERN, form=_ID_FORM, compact=True),
        Phrase("member number; unique, never used again", "会员编号，唯一且不重复使用"),
        required=True,
        rank=2,
    ),
    Field(
        "name",
        Phrase("Name", "单位名称"),
        Text(minimum=2, maximum=100),
        Phrase(
            "name, kept exactly as typed (2 to 100 characters)", "单位名称，原样保存(2 至 100 字)"
        ),
        required=True,
        rank=1,
        asked=True,
    ),
    Field(
        "registered_name",
        Phrase("Registered name", "登记名称"),
        Text(minimum=2, maximum=100),
        Phrase("name in the official register", "登记机关登记的全称"),
        asked=True,
    ),
    Field(
        "short_name",
        Phrase("Short name", "简称"),
        Text(maximum=100),
        Phrase("the name used in speech", "平时常用的简短名称"),
        asked=True,
    ),
    Field(
        "former_names",
        Phrase("Former names", "曾用名"),
        ListOf(Text(maximum=100)),
        Phrase("a name used before", "曾用名"),
        one="former_name",
    ),
    Field(
        "category",
        Phrase("Category", "类别"),
        Choice(table="categories"),
        Phrase("key or label of the registry's [categories]", "名录 [categories] 中的键或名称"),
        required=True,
        rank=3,
        asked=True,
    ),
    Field(
        "level",
        Phrase("Level", "联盟职务"),
        Choice(table="levels"),
        Phrase("key or label of the registry's [levels]", "名录 [levels] 中的键或名称"),
        rank=5,
        asked=True,
    ),
    Field(
        "status",
        Phrase("Status", "状态"),
        Choice(STATUS),
        Phrase("where the membership stands (active, if not given)", "会员状态，不填为正常"),
        default="active",
        rank=6,
    ),
    Field(
        "founding_role",
        Phrase("Founding role", "发起角色"),
        Choice(_FOUNDING_ROLE),
        Phrase("part taken in founding the alliance", "在联盟发起时的角色"),
        rank=8,
    ),
    Field(
        "credit_code",
        Phrase("Credit code", "统一社会信用代码"),
        CreditCode(),
        Phrase("unified social credit code, 18 characters", "18 位统一社会信用代码"),
        wanted=True,
        asked=True,
    ),
    Field(
        "legal_representative",
        Phrase("Legal representative", "法定代表人"),
        Text(maximum=100),
        Phrase("legal representative", "法定代表人姓名"),
        asked=True,
    ),
    Field(
        "city",
        Phrase("City", "所在市州"),
        Text(maximum=100),
        Phrase("city or prefecture, like 武汉", "所在市州，如 武汉"),
        wanted=True,
        rank=4,
        asked=True,
    ),
    Field(
        "address",
        Phrase("Address", "通讯地址"),
        Text(maximum=500),
        Phrase("postal address", "通讯地址"),
        asked=True,
    ),
    Field(
        "postcode",
        Phrase("Postcode", "邮编"),
        Text(pattern="[0-9]{6}", form=Phrase("six digits", "6 位数字"), compact=True),
        Phrase("postcode, six digits", "6 位邮政编码"),
        asked=True,
    ),
    Field(
        "website",
        Phrase("Website", "网址"),
        Website(),
        Phrase("address that begins with http:// or https://", "以 http:// 或 https:// 开头的网址"),
        asked=True,
    ),
    Field(
        "products",
        Phrase("Products", "主营产品"),
        ListOf(Text(maximum=200)),
        Phrase("a main product", "主营产品"),
        one="product",
        asked=True,
    ),
    Field(
        "tags",
        Phrase("Tags", "标签"),
        ListOf(Text(maximum=100)),
        Phrase("a word to find the member by", "用于查找的标签"),
        one="tag",
    ),
    Field(
        "employees",
        Phrase("Employees", "职工人数"),
        WholeNumber(),
        Phrase("number of employees", "职工人数"),
    ),
    Field(
        "revenue_wan",
        Phrase("Revenue (10,000 CNY)", "年营收(万元)"),
        WholeNumber(),
        Phrase("revenue of a year, in units of 10,000 CNY", "年营业收入，单位万元"),
    ),
    Field(
        "stat_year",
        Phrase("Year of figures", "统计年度"),
        WholeNumber(),
        Phrase("year of employees and revenue", "职工人数和营收所属的年度"),
    ),
    Field(
        "joined",
        Phrase("Joined", "入会时间"),
        Date(),
        Phrase("day of joining, like 2019-05-28", "入会日期，如 2019-05-28"),
        wanted=True,
        rank=7,
        asked=True,
    ),
    Field(
        "left",
        Phrase("Left", "退会时间"),
        Date(),
        Phrase("day of leaving; only with status left or expelled", "退会日期，仅用于退会或除名"),
    ),
    Field(
        "left_reason",
        Phrase("Reason for leaving", "退会原因"),
        Text(maximum=500, lines=True),
        Phrase("why the member left", "退会原因"),
    ),
    Field(
        "groups",
        Phrase("Working groups", "专项工作组"),
        ListOf(Choice(table="groups")),
        Phrase("key or label of the registry's [groups]", "名录 [groups] 中的键或名称"),
        one="group",
    ),
    Field(
        "parent",
        Phrase("Parent", "上级单位"),
        Text(pattern=_ID_PATTERN, form=_ID_FORM, compact=True),
        Phrase("id of the member that this one belongs to", "上级单位的会员编号"),
    ),
    Field(
        "sort_key",
        Phrase("Sort key", "排序键"),
        Text(maximum=100),
        Phrase("what to sort by in place of the name", "代替名称用于排序"),
    ),
    Field(
        "note",
        Phrase("Note", "备注"),
        Text(maximum=5000, lines=True),
        Phrase("anything worth knowing", "其他值得记下的事"),
        asked=True,
    ),
    Field(
        "source",
        Phrase("Source", "来源"),
        Text(maximum=1000),
        Phrase("where the facts come from", "信息来源"),
    ),
    Field(
        "contacts",
        Phrase("Contacts", "联系人"),
        Tables(CONTACT_FIELDS),
        Phrase(
            "a person to reach: name=…,title=…,mobile=…,phone=…,email=…",
            "联系人：name=…,title=…,mobile=…,phone=…,email=…",
        ),
        wanted=True,
        one="contact",
        asked=True,
    ),
)

ALLIANCE_FIELDS: Mapping[str, ValueType] = {
    "name": Text(),
    "founded": Date(),
    "declared_members": WholeNumber(),
    "source": Text(),
    # The highest id ever given, where the member that had it is removed.
    "last_id": Text(),
}
"""What the table [alliance] may hold, by key; other keys are nobody's business."""

FIELDS: Mapping[str, Field] = {field.key: field for field in _ALL}
"""Every field by its key, in the order in which members are written and shown."""


def field_called(word: str) -> Field | None:
    """The field that has `word` as its key or one of its headings."""
    return FIELDS.get(word) or next((f for f in FIELDS.values() if f.is_called(word)), None)


def default_columns() -> list[Field]:
    """The columns of a table when none are asked for, in field order."""
    return [field for field in FIELDS.values() if field.rank]


def keys_and_headings() -> Iterator[str]:
    """Every word that names a field."""
    for field in FIELDS.values():
        yield field.key
        yield from field.heading
