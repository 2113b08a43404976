"""The rules: everything that a registry can be told of, by stable codes.

S1xx the text, R2xx the shape of the registry, F3xx a field's value, M4xx one member, X5xx members
together.  Why each is there, with examples, stands in `explanations`.
"""

from enum import Enum, unique

from ..language import Phrase


class Severity(Enum):
    """How bad a finding is: errors fail a validation, warnings only under `--strict`."""

    ERROR = "error"
    WARNING = "warning"

    def __str__(self) -> str:
        return self.value


_ERROR = Severity.ERROR
_WARNING = Severity.WARNING


@unique
class Rule(Enum):
    """Every rule: its code, its severity and its title."""

    NOT_UTF8 = "S101", _ERROR, Phrase("text that is not UTF-8", "文本不是 UTF-8 编码")
    NOT_TOML = "S102", _ERROR, Phrase("text that is not TOML", "文本不符合 TOML 语法")
    BEYOND_LIMITS = "S103", _ERROR, Phrase("beyond what is read", "超出可读取的限度")
    NO_FILE = "S104", _ERROR, Phrase("a file that cannot be read", "无法读取的文件")
    NEWER_TOML = "S105", _WARNING, Phrase("what only TOML 1.1 allows", "TOML 1.1 才有的写法")
    UNUSED_IGNORE = "S106", _WARNING, Phrase("a comment that ignores nothing", "忽略注释不起作用")

    NOT_A_REGISTRY = "R201", _ERROR, Phrase("not a registry", "不是名录文件")
    WRONG_SHAPE = "R202", _ERROR, Phrase("a part of another shape", "结构不对")
    UNKNOWN_FORMAT = "R203", _ERROR, Phrase("a format of another version", "格式版本不同")
    UNKNOWN_TABLE = "R204", _WARNING, Phrase("an unknown key", "未知的键")

    WRONG_TYPE = "F301", _ERROR, Phrase("a value of another type", "值的类型不对")
    WRONG_LENGTH = "F302", _ERROR, Phrase("too short or too long", "长度不对")
    WRONG_FORM = "F303", _ERROR, Phrase("not in the form of the field", "格式不对")
    UNKNOWN_CHOICE = "F304", _ERROR, Phrase("not one of the choices", "不在可选范围内")
    NEGATIVE = "F305", _ERROR, Phrase("a number below zero", "数值为负")
    FUTURE_DATE = "F306", _ERROR, Phrase("a date in the future", "日期在将来")
    OUTER_SPACE = "F307", _WARNING, Phrase("spaces around the text", "首尾有空格")
    INVISIBLE = "F308", _WARNING, Phrase("invisible characters", "含不可见字符")
    COMPATIBILITY = "F309", _WARNING, Phrase("compatibility characters", "含兼容字符")
    CONTROL = "F310", _ERROR, Phrase("control characters", "含控制字符")
    CODE_LENGTH = "F311", _ERROR, Phrase("a credit code of another length", "信用代码长度不对")
    CODE_CUT = "F312", _ERROR, Phrase("a credit code cut by a spreadsheet", "信用代码被表格截断")
    CODE_ALPHABET = "F313", _ERROR, Phrase("a letter no credit code has", "信用代码含非法字符")
    CODE_CHECK = "F314", _ERROR, Phrase("a wrong check character", "信用代码校验位不对")
    CODE_ORGANISATION = (
        "F315",
        _ERROR,
        Phrase("a wrong organisation check character", "组织机构代码校验位不对"),
    )
    PERSONAL_NUMBER = "F316", _WARNING, Phrase("a mobile number in free text", "文字中含手机号码")
    REPEATED_VALUE = "F317", _WARNING, Phrase("a list that repeats itself", "列表中有重复")
    DECLARED_AGAIN = "F318", _ERROR, Phrase("a field that is there already", "字段重复声明")

    MISSING = "M401", _ERROR, Phrase("a required field is missing", "缺少必填字段")
    UNKNOWN_FIELD = "M402", _WARNING, Phrase("an unknown field", "未知的字段")
    LEFT_BEFORE_JOINED = "M403", _ERROR, Phrase("left before joining", "退会早于入会")
    LEFT_WITHOUT_STATUS = "M404", _ERROR, Phrase("left, but still a member", "有退会时间但状态不符")
    STATUS_WITHOUT_LEFT = "M405", _ERROR, Phrase("gone, but when is missing", "已退会但缺退会时间")
    KIND_OF_CODE = "M406", _WARNING, Phrase("a credit code of another kind", "信用代码与类别不符")
    PRIMARY_CONTACTS = "M407", _WARNING, Phrase("several primary contacts", "主要联系人不止一个")
    INCOMPLETE = "M408", _WARNING, Phrase("a wanted field is missing", "缺少应填字段")
    REASON_WITHOUT_LEAVING = (
        "M409",
        _WARNING,
        Phrase("a reason for leaving, but still a member", "有退会原因但未退会"),
    )
    OTHER_CATEGORY = "M411", _WARNING, Phrase("a field of other categories", "字段不适用于此类别")
    OWN_PARENT = "M410", _ERROR, Phrase("its own parent", "上级单位是自己")

    DUPLICATE_ID = "X501", _ERROR, Phrase("an id used twice", "会员编号重复")
    DUPLICATE_NAME = "X502", _ERROR, Phrase("a name used twice", "单位名称重复")
    DUPLICATE_CODE = "X503", _ERROR, Phrase("a credit code used twice", "信用代码重复")
    LOOK_ALIKE = "X504", _WARNING, Phrase("names that look alike", "名称相近")
    NAME_WITHIN = "X505", _WARNING, Phrase("a name within another's", "名称包含于另一名称")
    UNKNOWN_PARENT = "X506", _ERROR, Phrase("a parent that is no member", "上级单位不在名录中")
    PARENT_CYCLE = "X507", _ERROR, Phrase("parents in a circle", "上级单位循环")
    ORDER = "X508", _WARNING, Phrase("members out of order", "会员未按编号排列")
    MANY_REMOVED = "X509", _ERROR, Phrase("many members removed", "删除的会员过多")

    def __init__(self, code: str, severity: Severity, title: Phrase) -> None:
        self.code = code
        self.severity = severity
        self.title = title

    @property
    def stops_reading(self) -> bool:
        """Whether a file that breaks it cannot be read as a registry."""
        return self.severity is Severity.ERROR and self.code[0] in "SR"

    @property
    def is_optional(self) -> bool:
        """Whether nobody is told of it who does not ask for it by its code."""
        return self is Rule.ORDER

    @property
    def is_strict(self) -> bool:
        """Whether only `--strict` looks for it."""
        return self is Rule.INCOMPLETE
