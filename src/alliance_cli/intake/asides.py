"""Asides: what stands among the rows of a list and is no member, such as totals and signatures.

All is told from the row alone.  Whoever asks has looked first whether the row names a member that
the registry has.
"""

import re
from collections.abc import Sequence

from ..kinds.kind import Kind
from ..values.names import name_key
from ..values.words import means_nothing
from .rows import Aside, Row

# All of these are compared with `name_key` of a text: narrow, without spaces.
_NUMBER = r"(?:[0-9]+|[一二三四五六七八九十百零〇两]+)"
_UNIT = r"(?:家|个|户|人|名|位|条|项|万元|元)"
_COUNTED = r"(?:会员|单位|企业|成员|院校|机构|家数|人数|户数|数量)*"
_COUNT = rf"(?:共?计?有?{_COUNTED}{_NUMBER}{_UNIT}{_COUNTED})"
_TOTAL = (
    r"(?:本页|本类|本表|全部|以上|上述|会员|单位|企业)?(?:合计|总计|小计|共计|累计|总数)"
    rf"(?:{_COUNTED}\(?(?:{_COUNT}|[0-9.,]+{_UNIT}?|{_UNIT}|{_COUNTED})\)?)?[,;。]?(?::.*)?"
    rf"|(?:以上|目前|现|截[至止].{{0,12}})?,?共有?{_COUNTED}{_NUMBER}{_UNIT}{_COUNTED}(?:[,;。:(].*)?"
    rf"|其中:?.*{_NUMBER}{_UNIT}.*|(?:grand|sub)?-?totals?(?::.*|\(?[0-9].*)?|sum(?::.*)?"
)
_NOTE = (
    r"(?:备?注|附注|说明|(?:备注|填表|编制|情况)说明|注意(?:事项)?|(?:温馨)?提示|附件?|(?:资料|数据)?来源"
    r"|依据|remarks?|notes?)[0-9一二三四五六七八九十]*:.*"
    r"|备?注|附注|说明|填表说明|附件[0-9]*|remarks?|notes?|注[0-9]+[.、].*|※.*"
    r"|以上(?:[为是均]|数据|单位|企业|会员|名单|信息|排名|所列).*"
)
_YEAR = r"(?:[0-9]{2,4}|[一二三四五六七八九零〇○]{4})"
_SHORT = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = (
    rf"(?:{_YEAR}年{_SHORT}月(?:{_SHORT}[日号])?|{_YEAR}年度?|[0-9]{{0,4}}年[0-9]{{0,2}}月(?:[0-9]{{0,2}}日)?"
    r"|[0-9]{4}[-./][0-9]{1,2}(?:[-./][0-9]{1,2})?(?:[0-9:]{5,8})?)"
)
_TELEPHONE = r"(?:\(?0[0-9]{2,3}\)?-?[0-9]{7,8}(?:-[0-9]+)?|1[0-9]{10}|[48]00-?[0-9]{3}-?[0-9]{4})"
_SEALED = r"\((?:盖章|公章|签字|签名|签章|印章|手写|章)\)"
_ROLE = (
    r"制表|填表|填报|审核|审批|审查|复核|审定|批准|核准|经办|编制|校对|记录|统计|录入|登记|打印|制单|报送"
    r"|上报|汇总|更新|截止|截至|单位|主管|分管|部门|本单位|法人|法定代表|领导|负责|联系|秘书长|理事长"
)
_UNIT_OF = r"(?:填报|填表|报送|上报|制表|编制|主管|审核|本)?(?:单位|部门|机构)(?:名称)?|秘书处"
_LABEL = (
    rf"(?:(?:{_ROLE})(?:人员?|者|员|领导|日期|时间|电话|负责人|姓名)?|{_UNIT_OF}|(?:日期|时间|年月日)"
    r"|(?:联系|咨询|办公)?(?:电话|手机|手机号码?|传真|邮箱|电子邮[箱件]|地址|网址)|通[讯信]地址|e-?mail|tel|fax"
    rf"|盖章|公章|签字|签名|签章)(?:{_SEALED})?"
)
_SIGNATURE = (
    rf"{_LABEL}(?::.*|{_DATE}|{_TELEPHONE})?|{_SEALED}|{_DATE}"
    r"|(?:制表|填表|填报|审核|复核|经办|校对)人[\u4e00-\u9fff·]{2,4}(?<!公司)(?<!集团)"
)
_PAGE = (
    rf"第{_NUMBER}页(?:[,/(]?共{_NUMBER}页\)?)?|共{_NUMBER}页|-[0-9]+-|page[0-9]+(?:of[0-9]+)?"
    r"|\(?(?:续表?|接上[页表]|[转接]下[页表]|(?:此行)?以下(?:空白|无正文|为空)|表?结束|完|end)\)?[0-9]*"
    r"|[-=*_.…·~—]{2,}"
)
_OWN = {
    Aside.TOTAL: re.compile(_TOTAL),
    Aside.NOTE: re.compile(_NOTE, re.DOTALL),
    Aside.SIGNATURE: re.compile(_SIGNATURE, re.DOTALL),
    Aside.PAGE: re.compile(_PAGE),
}
"""What tells by itself what it is."""

_OPEN_LABEL = re.compile(rf"{_LABEL}:?")
_OF_A_UNIT = re.compile(rf"(?:{_UNIT_OF}|盖章|公章)(?:{_SEALED})?:?")
_FILLER = re.compile(rf"[0-9.,%:/-]+{_UNIT}?|{_COUNT}|{_DATE}|{_TELEPHONE}")

# What only tells where nothing else stands in the row.
_ORGANISATION = re.compile(
    r".*(?:公司|集团|厂|学院|大学|学校|院|所|中心|协会|学会|商会|会|联盟|局|社|站|店|行|馆|基地|有限合伙"
    r"|inc\.?|ltd\.?)(?:\(.*\))?"
)
_SENTENCE = re.compile(r"(.*)。|\(?[0-9]+[.、)].*[,;].*", re.DOTALL)
_SIGNED = re.compile(rf".*(?:{_SEALED}:?|[0-9]{{4}}年[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)", re.DOTALL)
_LIST_TITLE = re.compile(
    r".*(?:名单|名录|一览表|登记表|汇总表|统计表|信息表|明细表|情况表|通讯录|花名册|台账)(?:\(.*\))?[0-9]*"
)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]+[、.:]|\([一二三四五六七八九十]+\)、?|第[一二三四五六七八九十]+[类组批部章节]"
    r"(?:分|[:、.])?)(.+)"
)
_COUNT_BEHIND = re.compile(rf"(?:\({_COUNT}\)|,?{_COUNT}|:)*$")
_GROUPS = "企业|单位|会员|院校|高校|院所|厂商|厂家|供应商|服务商|经销商|机构|团体|组织|部门|成员|类"
_OF_GROUPS = (
    f"{_GROUPS}|大学|学校|协会|学会|商会|联合会|研究会|其他|其它|[和及与、/兼]|等|的"
    "|汽车|新能源|智能|网联|整车|零部件|零配件|部件|客车|专用车|商用车|乘用车|改装车|挂车|摩托车|电池|电机|电控|配套"
    "|服务|销售|金融|投资|检测|试验|科研|研究|设计|行业|社会|地方|大专|高等|高职|职业|教育|培训|事业|政府|机关"
    "|上游|下游|相关|关联|材料|装备|模具|电子|软件|信息|物流|媒体|产业链?|技术|创新|用户|应用|生产|制造|研发"
    "|省[内外]|市[内外]|外地|本地|会长|理事长|副|常务|理事|监事|普通|一般|新|老|入会|拟|申请"
    "|特邀|重点|骨干|核心|战略|发起|牵头|个人|退会|已|暂停|除名|正式|合作"
)
_GENERIC = re.compile(rf"(?:{_OF_GROUPS})+")
_ENDS_AS_GROUP = re.compile(rf"(?:{_OF_GROUPS})*(?:{_GROUPS})")
_AREA = re.compile(r".{2,6}(?:片区|地区|区域|自治州|市|州|县|区|省)")


def aside_of(row: Row, kind: Kind) -> Aside | None:
    """What a row is, if it is no member.

    A row that has an id or a credit code of a known form is always a member, and so is a form.
    """
    if row.at:
        return None
    if row.repeats_heading or _numbers_columns(row):
        return Aside.HEADING
    if _is_identified(row, kind):
        return None
    keys = _keys(row)
    name = _name(row, kind)
    if found := _told_by_all(keys, name, kind):
        return found
    if found := _own(name) or (None if name or not keys else _own(keys[0])):
        return found
    telling = [key for key in keys if not _FILLER.fullmatch(key)]
    if len(telling) == 1 and (name in (telling[0], "") or row.is_merged):
        is_outside = not any(map(str.strip, row.cells.values()))
        # A numbered text without a name, such as 二、院校 below 类别, is over a part of the list.
        if name or is_outside or _NUMBERED.fullmatch(telling[0]):
            found = _told_alone(telling[0], kind, is_merged=row.is_merged)
    if found or any(not means_nothing(text) for text in row.cells.values()):
        return found
    return Aside.BLANK


def _keys(row: Row) -> list[str]:
    """The folded texts of a row that mean something."""
    # No name is longer, and what begins as a note is one, whatever its length.
    return [name_key(text)[:_LONGEST] for text in row.texts if not means_nothing(text)]


def _numbers_columns(row: Row) -> bool:
    """Whether a row numbers the columns, as in many forms one below the headings does."""
    # Nearly every row is told by its first text.
    first = next((text for text in row.texts if not means_nothing(text)), "")
    if name_key(first) != "1":
        return False
    keys = _keys(row)
    return len(keys) > _FEW and keys == [str(n) for n in range(1, len(keys) + 1)]


def _name(row: Row, kind: Kind) -> str:
    texts = (row.cells.get(key, "") for key in kind.identified_by)
    return next((name_key(text)[:_LONGEST] for text in texts if not means_nothing(text)), "")


_FEW = 2
_LONGEST = 101
_ID = re.compile(r"[a-z]+[-_.]?[0-9]{1,}")
_CODE = re.compile(r"[0-9a-z]{15}|[0-9a-z]{18}|[0-9a-z]{8}-?[0-9a-z]")


def _is_identified(row: Row, kind: Kind) -> bool:
    """Whether a row has an id or a credit code, as far as its form tells."""
    identifier = name_key(row.cells.get("id", ""))
    code = name_key(row.cells.get("credit_code", ""))
    return bool(_ID.fullmatch(identifier) or _CODE.fullmatch(code))


def _own(key: str) -> Aside | None:
    """What a text is by itself."""
    return next((aside for aside, form in _OWN.items() if form.fullmatch(key)), None)


def _told_by_all(keys: Sequence[str], name: str, kind: Kind) -> Aside | None:
    """What a row is whose cells all belong to a total, a note or a line of signatures."""
    found: Aside | None = None
    before = ""
    for key in keys:
        own = _own(key)
        if own:
            found = found or own
        elif (key == name and not found) or not (
            _FILLER.fullmatch(key) or _belongs_to(before, key, name, kind)
        ):
            return None
        before = key
    return found


def _belongs_to(before: str, key: str, name: str, kind: Kind) -> bool:
    """Whether a cell says more of the label, or of the total, in the cell before."""
    if _OWN[Aside.TOTAL].fullmatch(before):
        return _is_group(key, kind)
    if not _OPEN_LABEL.fullmatch(before):
        return False
    # A company stands behind 单位, and elsewhere it may be a member.
    return key != name or not _is_organisation(key) or bool(_OF_A_UNIT.fullmatch(before))


def _is_group(key: str, kind: Kind) -> bool:
    """Whether a text names members of some sort: a choice of the registry, or in usual words."""
    is_choice = any(field.type.meant(key) for field in kind.plain if field.type.takes_words)
    return is_choice or _ENDS_AS_GROUP.fullmatch(key) is not None


def _told_alone(key: str, kind: Kind, *, is_merged: bool) -> Aside | None:
    """What a row is that has nothing but this text, and numbers."""
    if len(key) == _LONGEST:
        return Aside.NOTE
    if _LIST_TITLE.fullmatch(key):
        return Aside.TITLE
    if sentence := _SENTENCE.fullmatch(key):
        return None if _is_organisation(sentence[1] or "") else Aside.NOTE
    if _SIGNED.fullmatch(key):
        return Aside.SIGNATURE
    counted = _COUNT_BEHIND.search(key)
    bare = key[: counted.start()] if counted else key
    if _is_group(bare, kind):
        return Aside.TITLE
    if number := _NUMBERED.fullmatch(bare):
        rest = number[1]
        is_title = _is_group(rest, kind) or _GENERIC.fullmatch(rest) or _AREA.fullmatch(rest)
        return Aside.TITLE if is_title or bare != key else Aside.UNCLEAR
    if is_merged:
        return Aside.UNCLEAR if _is_organisation(key) else Aside.TITLE
    return None


def _is_organisation(key: str) -> bool:
    """Whether a text ends as the names of companies, schools and offices do."""
    return _ORGANISATION.fullmatch(key) is not None
