"""The fields of a member: the one place where they are defined.

Table columns, the options of `add`, the checks, the headings of spreadsheets, the JSON Schema and
the documentation are all derived from `MEMBER`.  A new field is one entry here.
"""

from collections.abc import Mapping, Sequence

from ..language import Phrase
from ..values.choices import Choice, ListOf, labelled
from ..values.dates import Date
from ..values.reference import Reference
from ..values.scalars import WAN_YUAN, Number, Truth, WholeNumber
from ..values.texts import (
    City,
    CreditCode,
    Email,
    Identifier,
    Mobile,
    Phone,
    Text,
    Website,
)
from ..values.value_type import ValueType
from .field import Field
from .kind import Kind, Words
from .shared import CONFIRMED, seats_field
from .tables import Manner, Tables


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split("、"))


def _people_in(text: str) -> Sequence[Mapping[str, str]]:
    # It takes a command as long to import as everything else about values.
    from ..values.people import people_in

    return people_in(text)


def _people_of(cells: Mapping[str, str], known: bool) -> Sequence[Mapping[str, str]]:
    from ..values.people import people_of

    return people_of(cells, known)


_PEOPLE = {"人": 1, "名": 1, "位": 1, "万人": 10_000, "万": 10_000}
STATUS = {
    "applicant": Phrase("applicant", "申请中"),
    "active": Phrase("active", "正常"),
    "suspended": Phrase("suspended", "暂停"),
    "left": Phrase("left", "退会"),
    "expelled": Phrase("expelled", "除名"),
}

STATUS_TERMS = labelled(
    STATUS,
    {
        "applicant": _words("拟入会、待入会、申请入会、已申请、待审核、审核中、待审批、拟吸收"),
        "active": _words("在会、在册、在籍、正式、正式会员、正常会员、已入会、有效"),
        "suspended": _words("暂停中、已暂停、暂停会籍、暂停会员资格"),
        "left": _words("已退会、退出、已退出、已退、离会、已离会、自愿退会、自动退会"),
        "expelled": _words("已除名、被除名、开除、取消会籍、取消会员资格"),
    },
)
"""What may stand for a status, with the words that offices write for it."""

_FOUNDING_ROLE = {
    "lead": Phrase("lead founder", "牵头发起"),
    "founder": Phrase("founder", "发起"),
}

_MOBILE = r"1[3-9][0-9]{9}"
_PHONE = r"0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4}"

CONTACT_FIELDS = (
    Field(
        "name",
        Phrase("Name", "姓名"),
        Text(maximum=100, names=True),
        Phrase("the person's name", "联系人姓名"),
        required=True,
        aliases=_words("联系人姓名、contact"),
        on_form=True,
    ),
    Field(
        "title",
        Phrase("Title", "职务"),
        Text(names=True),
        Phrase("office held", "担任的职务"),
        aliases=_words("职位、联系人职务"),
        on_form=True,
    ),
    Field(
        "mobile",
        Phrase("Mobile", "手机"),
        Mobile(
            pattern=_MOBILE,
            form=Phrase(
                "eleven digits from 13 to 19, like 138…", "11 位手机号码，以 13 至 19 开头"
            ),
            lengths=(11, 11),
            compact=True,
        ),
        Phrase("11 digits", "11 位手机号码"),
        personal=True,
        aliases=_words("手机号、手机号码、移动电话、联系手机"),
        on_form=True,
    ),
    Field(
        "phone",
        Phrase("Phone", "电话"),
        Phone(
            pattern=_PHONE,
            form=Phrase(
                "a number like 027-8730…, or a 400 number", "如 027-8730… 的座机或 400 电话"
            ),
            lengths=(10, 20),
            compact=True,
        ),
        Phrase("landline with area code, or a 400 number", "带区号的座机，或 400 电话"),
        personal=True,
        aliases=_words("联系电话、电话号码、办公电话、座机、固定电话、联系方式、telephone"),
        on_form=True,
    ),
    Field(
        "email",
        Phrase("E-mail", "邮箱"),
        Email(
            maximum=254,
            pattern=r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
            form=Phrase("an address like …@company.com", "如 …@company.com 的邮箱"),
            compact=True,
        ),
        Phrase("like name@company.cn", "如 name@company.cn"),
        personal=True,
        aliases=_words("电子邮箱、电子邮件、邮件"),
        on_form=True,
    ),
    Field(
        "primary",
        Phrase("Primary", "主要联系人"),
        Truth(),
        Phrase("true for the one to call first", "是否首先联系此人"),
    ),
)

_OWN = (
    Field(
        "id",
        Phrase("ID", "会员编号"),
        Identifier(),
        Phrase("member number; unique, never used again", "唯一，不重复使用"),
        required=True,
        rank=2,
        aliases=_words("编号、会员号、会员证号、会员代码、member id"),
    ),
    Field(
        "name",
        Phrase("Name", "单位名称"),
        Text(minimum=2, maximum=100, names=True),
        Phrase("kept exactly as typed (2 to 100 characters)", "原样保存(2 至 100 字)"),
        required=True,
        rank=1,
        asked=True,
        aliases=_words(
            "名称、单位、企业名称、公司名称、会员名称、会员单位、会员单位名称、单位全称、企业全称、机构名称、入会单位、company"
        ),
        on_form=True,
    ),
    Field(
        "registered_name",
        Phrase("Registered name", "登记名称"),
        Text(minimum=2, maximum=100, names=True),
        Phrase("name in the official register", "登记机关登记的全称"),
        asked=True,
        aliases=_words("注册名称、工商登记名称、营业执照名称、法定名称"),
        on_form=True,
    ),
    Field(
        "short_name",
        Phrase("Short name", "简称"),
        Text(maximum=100, names=True),
        Phrase("the name used in speech", "平时常用的简短名称"),
        asked=True,
        aliases=_words("单位简称、企业简称"),
        on_form=True,
    ),
    Field(
        "former_names",
        Phrase("Former names", "曾用名"),
        ListOf(Text(maximum=100, names=True)),
        Phrase("a name used before", "以前用过的名称"),
        one="former_name",
        aliases=_words("原名、原名称、曾用名称、former name"),
    ),
    Field(
        "category",
        Phrase("Category", "类别"),
        Choice(table="categories"),
        Phrase("key or label of the registry's [categories]", "名录 [categories] 中的键或名称"),
        required=True,
        rank=3,
        asked=True,
        aliases=_words("会员类别、单位类别、企业类别、单位类型、类型、分类"),
        on_form=True,
        counted=1,
        chooses=True,
    ),
    Field(
        "level",
        Phrase("Level", "联盟职务"),
        Choice(table="levels"),
        Phrase("key or label of the registry's [levels]", "名录 [levels] 中的键或名称"),
        rank=5,
        asked=True,
        aliases=_words("会员级别、会员等级、会内职务、理事会职务、职务级别"),
        on_form=True,
        counted=3,
        chooses=True,
    ),
    Field(
        "status",
        Phrase("Status", "状态"),
        Choice(STATUS_TERMS),
        Phrase("where the membership stands (active, if not given)", "不填为正常"),
        default="active",
        rank=6,
        aliases=_words("会员状态"),
        counted=2,
        chooses=True,
    ),
    Field(
        "founding_role",
        Phrase("Founding role", "发起角色"),
        Choice(labelled(_FOUNDING_ROLE)),
        Phrase("part taken in founding the alliance", "在联盟发起时的角色"),
        rank=8,
    ),
    Field(
        "credit_code",
        Phrase("Credit code", "统一社会信用代码"),
        CreditCode(),
        Phrase("unified social credit code, 18 characters", "18 位，见营业执照等证照"),
        wanted=True,
        asked=True,
        aliases=_words("信用代码、社会信用代码、统一信用代码、组织机构代码、税号、纳税人识别号"),
        on_form=True,
    ),
    Field(
        "legal_representative",
        Phrase("Legal representative", "法定代表人"),
        Text(maximum=100, names=True),
        Phrase("as named on the licence", "营业执照等证照上的姓名"),
        asked=True,
        aliases=_words("法人、法人代表、法定代表"),
        on_form=True,
    ),
    Field(
        "city",
        Phrase("City", "所在市州"),
        City(maximum=100, names=True),
        Phrase("city or prefecture, like 武汉", "如 武汉"),
        wanted=True,
        rank=4,
        asked=True,
        aliases=_words("城市、所在城市、市州、所在地、所在地区、地区、地市"),
        on_form=True,
        counted=4,
        chooses=True,
    ),
    Field(
        "address",
        Phrase("Address", "通讯地址"),
        Text(maximum=500),
        Phrase("postal address", "寄送信函用的地址"),
        asked=True,
        aliases=_words("地址、联系地址、办公地址、单位地址、邮寄地址"),
        on_form=True,
    ),
    Field(
        "postcode",
        Phrase("Postcode", "邮编"),
        Text(
            pattern="[0-9]{6}",
            form=Phrase("six digits", "6 位数字"),
            lengths=(6, 6),
            compact=True,
        ),
        Phrase("six digits", "6 位邮政编码"),
        asked=True,
        aliases=_words("邮政编码、zip"),
        on_form=True,
    ),
    Field(
        "website",
        Phrase("Website", "网址"),
        Website(),
        Phrase("address that begins with http:// or https://", "以 http:// 或 https:// 开头的网址"),
        asked=True,
        aliases=_words("官网、官方网站、公司网址、网站"),
        on_form=True,
    ),
    Field(
        "products",
        Phrase("Products", "主营产品"),
        ListOf(Text(maximum=200)),
        Phrase("a main product", "一项主要产品或服务"),
        one="product",
        asked=True,
        aliases=_words("主要产品、主导产品、主营、主营业务、产品、product"),
        on_form=True,
    ),
    Field(
        "tags",
        Phrase("Tags", "标签"),
        ListOf(Text(maximum=100)),
        Phrase("a word to find the member by", "用于查找的标签"),
        one="tag",
        aliases=_words("tag"),
        chooses=True,
    ),
    Field(
        "employees",
        Phrase("Employees", "职工人数"),
        WholeNumber(units=_PEOPLE),
        Phrase("number of employees", "在职职工总数"),
        aliases=_words("员工人数、员工数、职工总数、从业人数"),
        on_form=True,
    ),
    Field(
        "revenue_wan",
        Phrase("Revenue (10,000 CNY)", "年营收(万元)"),
        Number(units=WAN_YUAN),
        Phrase("revenue of a year, in units of 10,000 CNY", "年营业收入，单位万元"),
        aliases=_words("营业收入(万元)、年营业收入(万元)、年销售收入(万元)"),
        on_form=True,
    ),
    Field(
        "stat_year",
        Phrase("Year of figures", "统计年度"),
        WholeNumber(units={"年": 1, "年度": 1}),
        Phrase("year of employees and revenue", "职工人数和营收所属的年度"),
        aliases=_words("年度、统计年份"),
        on_form=True,
    ),
    Field(
        "joined",
        Phrase("Joined", "入会时间"),
        Date(),
        Phrase(
            "day of joining, like 2019-05-28; 2019-05 or 2019 where no more is known",
            "如 2019-05-28；只知年月或年份时填 2019-05 或 2019",
        ),
        wanted=True,
        rank=7,
        asked=True,
        aliases=_words("入会日期、加入时间、加入日期、入会年月、入盟时间、入盟日期"),
        counted=5,
    ),
    Field(
        "decision",
        Phrase("Decision of joining", "入会决议"),
        Text(maximum=500),
        Phrase("the decision by which the member was admitted", "批准入会的决议或文号"),
        aliases=_words("决议、入会文号、入会批文"),
    ),
    Field(
        "left",
        Phrase("Left", "退会时间"),
        Date(),
        Phrase("day of leaving; only with status left or expelled", "仅用于退会或除名的会员"),
        aliases=_words(
            "退会日期、退会年月、退出时间、退出日期、离会时间、离会日期、离开时间、离开日期、退盟时间、退盟日期"
        ),
    ),
    Field(
        "left_reason",
        Phrase("Reason for leaving", "退会原因"),
        Text(maximum=500, lines=True),
        Phrase("why the member left", "退会或除名的原因"),
        aliases=_words("退会理由、退会事由、退出原因、离会原因"),
    ),
    Field(
        "left_decision",
        Phrase("Decision of leaving", "退会决议"),
        Text(maximum=500),
        Phrase("the decision by which the member left", "同意退会或除名的决议或文号"),
        aliases=_words("退会文号、退会批文"),
    ),
    Field(
        "suspended_on",
        Phrase("Suspended on", "暂停时间"),
        Date(),
        Phrase("day of suspension; only with status suspended", "仅用于暂停的会员"),
        aliases=_words("暂停日期"),
    ),
    Field(
        "suspended_reason",
        Phrase("Reason for suspension", "暂停原因"),
        Text(maximum=500, lines=True),
        Phrase("why the member is suspended", "暂停会员资格的原因"),
    ),
    CONFIRMED,
    Field(
        "groups",
        Phrase("Working groups", "专项工作组"),
        ListOf(Choice(table="groups", refers_to="bodies")),
        Phrase("key or label of the registry's [groups]", "名录 [groups] 中的键或名称"),
        one="group",
        aliases=_words("工作组、group"),
        chooses=True,
    ),
    Field(
        "parent",
        Phrase("Parent", "上级单位"),
        Reference("members"),
        Phrase("id of the member that this one belongs to", "所属会员的编号"),
        aliases=_words("上级单位编号"),
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
        Phrase("anything worth knowing", "其他需要说明的情况"),
        asked=True,
        aliases=_words("备注说明、说明、remarks"),
    ),
    Field(
        "source",
        Phrase("Source", "来源"),
        Text(maximum=1000),
        Phrase("where the facts come from", "信息出自何处"),
    ),
)

_PERIOD = ("joined", "decision", "left", "left_reason", "left_decision")
_OF_PEOPLE_AND_PERIODS = (
    Field(
        "earlier",
        Phrase("Earlier membership", "以往会籍"),
        Tables(
            (
                *(
                    Field(each.key, each.heading, each.type, each.help)
                    for each in _OWN
                    if each.key in _PERIOD
                ),
                Field(
                    "status",
                    Phrase("Left as", "离开方式"),
                    Choice(labelled({key: STATUS[key] for key in ("left", "expelled")})),
                    Phrase("left (if not given) or expelled", "退会(不填即为退会)或除名"),
                    default="left",
                ),
            )
        ),
        Phrase(
            "a membership that ended before: joined=…,left=…,left_reason=…",
            "此前结束的一段会籍：joined=…,left=…,left_reason=…",
        ),
    ),
    seats_field(),
    Field(
        "contacts",
        Phrase("Contacts", "联系人"),
        Tables(CONTACT_FIELDS, Manner(_people_in, _people_of)),
        Phrase(
            "a person to reach: name=…,title=…,mobile=…,phone=…,email=…",
            "如 name=张三,title=主任,mobile=…,phone=…,email=…",
        ),
        wanted=True,
        one="contact",
        asked=True,
        aliases=_words("联络人、联络员、联系人员、联系人信息、对接人、contact person"),
        on_form=True,
    ),
)

ALLIANCE_FIELDS: Mapping[str, ValueType] = {
    "name": Text(),
    "founded": Date(),
    "declared_members": WholeNumber(),
    "source": Text(),
    # What new ids are like, and the number from which they are counted.
    "first_id": Text(
        pattern=r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,30})?[0-9]",
        form=Phrase("an id that ends in a digit, like M001", "以数字结尾的编号，如 M001"),
        lengths=(1, 32),
    ),
    # The highest ids ever given, where the record that had it is removed.
    "last_id": Text(),
    "last_expert_id": Text(),
    "last_project_id": Text(),
}
"""What the table [alliance] may hold, by key; other keys are nobody's business."""

GONE = ("left", "expelled")
"""The statuses of those who are members no more."""

MEMBER = Kind(
    table="members",
    fields={field.key: field for field in (*_OWN, *_OF_PEOPLE_AND_PERIODS)},
    id_prefix="M",
    words=Words(Phrase("member", "会员"), Phrase("members", "会员"), "家"),
    form=Phrase("Member registration form", "会员信息登记表"),
    names=("name", "registered_name", "short_name", "former_names"),
    official_names=("name", "registered_name"),
    gone=GONE,
    last_id="last_id",
)
"""The members of an alliance."""
