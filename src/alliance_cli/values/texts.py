"""The types of value that are text: names, codes, numbers to call, addresses."""

import functools
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

from ..data import identity
from ..findings import rules
from ..findings.finding import Problem, Repair
from ..language import Phrase, say
from . import credit_code
from .characters import all_visible, escape, is_invisible
from .names import name_key, natural_order, pinyin_order
from .places import Places, place_key
from .privacy import holds_mobile_number
from .value_type import Limit, ValueType
from .words import is_no_value

# Radicals and compatibility ideographs: they look like common hanzi and compare as others.
_COMPATIBILITY = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")

_CODE_CHARACTERS = frozenset(credit_code.ALPHABET)

_NO_FORM = Phrase("", "")

ROOMY = 26
"""The characters of a name or a list that a person should see while typing."""

_NARROW = 12
# What a spreadsheet makes of a long number.
_SCIENTIFIC = r"\s*\d(?:\.\d+)?[Ee]\+\d+\s*"

# What text of any form may consist of, in regular expressions of ECMA-262, which schemas have.
_CONTROL = r"\x00-\x1f\x7f-\x9f"
_CONTROL_BUT_LAYOUT = r"\x00-\x08\x0b-\x1f\x7f-\x9f"


class Text(ValueType):
    """Text of `minimum` to `maximum` characters, of the form `pattern` where one is given.

    `form` says the pattern in words, `lengths` the least and the greatest number of characters that
    it allows.  `compact` types are codes and numbers: on reading, full-width characters and spaces
    are put right, which is never done to a name.  `lines` allows several.  A `personal` text is
    masked as a whole.  What `names` somebody or a place has letters in it.  Some types are made to
    hold what reaches a person.
    """

    reaches_a_person = False
    expected = Phrase("text in quotes", "带引号的文本")

    def __init__(
        self,
        *,
        minimum: int = 1,
        maximum: int | None = None,
        pattern: str = "",
        form: Phrase = _NO_FORM,
        lengths: tuple[int, int] | None = None,
        compact: bool = False,
        lines: bool = False,
        personal: bool = False,
        names: bool = False,
    ) -> None:
        self.minimum = minimum
        self.maximum = maximum
        self._pattern = pattern
        self.form = form
        self._lengths = lengths
        self.compact = compact
        self.layout = "\n\t" if lines else ""
        self.may_hold_number = personal or self.reaches_a_person
        self.names = names

    @functools.cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """The form of the text; compiled when first needed."""
        return re.compile(self._pattern) if self._pattern else None

    def read(self, text: str) -> str:
        if self.compact:
            return "".join(unicodedata.normalize("NFKC", text).split())
        return text.strip()

    def spoilt(self, text: str) -> bool:
        return self.compact and re.fullmatch(_SCIENTIFIC, text) is not None

    @property
    def is_free(self) -> bool:
        return not self._pattern

    @property
    def limit(self) -> Limit | None:
        least, most = self._lengths or (self.minimum, self.maximum)
        if most is None:
            return None
        span = str(most) if least == most else f"{least}-{most}"
        message = Phrase(f"This should have {span} characters.", f"应为 {span} 个字符。")
        return Limit("length", least, most, message)

    @property
    def comfortable_width(self) -> int:
        if self._lengths:
            return self._lengths[1] + 1
        return ROOMY if self.minimum > 1 or (self.maximum or 0) > 100 else _NARROW

    @property
    def comfortable_lines(self) -> int:
        return 20 if self.layout else 1

    def converted(self, value: Any) -> str | None:
        if type(value) is not int or self.pattern is None:
            return None
        digits = str(value)
        return digits if self.pattern.fullmatch(digits) else None

    def problems(self, value: Any) -> Sequence[Problem]:
        if type(value) is not str:
            return (self.wrong_type(value),)
        if (
            (_ordinary().fullmatch(value) or _is_unremarkable(value))
            and len(value) >= self.minimum
            and (self.maximum is None or len(value) <= self.maximum)
            and value[0] != " " != value[-1]
            and (self.pattern is None or self.pattern.fullmatch(value))
            and (self.may_hold_number or not holds_mobile_number(value))
            and not is_no_value(value)
            and not (_has_no_letter(value) if self.names else value in _BARE)
        ):
            return ()
        return (*self._problems_of_form(value), *_problems_of_characters(value, self))

    def _problems_of_form(self, value: str) -> Iterator[Problem]:
        length = len(value.strip())
        if length < self.minimum:
            yield (
                Problem(
                    rules.WRONG_LENGTH,
                    say(
                        f"at least {self.minimum} characters are needed",
                        f"至少需要 {self.minimum} 个字符",
                    ),
                )
                if length
                else Problem(
                    rules.WRONG_LENGTH,
                    say("the text is empty", "内容为空"),
                    say("leave it out where nothing is known", "没有内容时请删去此项"),
                )
            )
        elif self.maximum is not None and length > self.maximum:
            yield Problem(
                rules.WRONG_LENGTH,
                say(
                    f"{length} characters, at most {self.maximum} are allowed",
                    f"有 {length} 个字符，最多 {self.maximum} 个",
                ),
            )
        elif self.pattern is not None and not self.pattern.fullmatch(value):
            yield from self._problems_of_pattern(value)

    def _problems_of_pattern(self, value: str) -> Iterator[Problem]:
        meant = self.read(value)
        problem = Problem(
            rules.WRONG_FORM, say(f"expected is {self.form}", f"格式应为：{self.form}")
        )
        if self.pattern is not None and meant != value and self.pattern.fullmatch(meant):
            hint = say(f"write {meant}", f"应写作 {meant}")
            # What is more than width and spaces was only probably meant.
            problem = problem._replace(hint=hint, repair=Repair(meant, certain=self.compact))
        yield problem

    def order(self, value: Any) -> Any:
        return natural_order(value) if self.compact else pinyin_order(value)

    def holds_words(self, value: Any) -> bool:
        of_form = self.pattern is not None and self.pattern.fullmatch(value)
        return not of_form or holds_mobile_number(value)

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string", "minLength": self.minimum}
        if self.maximum is not None:
            schema["maxLength"] = self.maximum
        if self.pattern is not None:
            schema["pattern"] = f"^(?:{self.pattern.pattern})$"
        else:
            inner = _CONTROL_BUT_LAYOUT if self.layout else _CONTROL
            outer = rf"[^\s{_CONTROL}]"
            schema["pattern"] = f"^{outer}(?:[^{inner}]*{outer})?$"
        return schema


@functools.cache
def _ordinary() -> re.Pattern[str]:
    """What most texts are: printable ASCII without spaces and the common hanzi."""
    return re.compile("[!-~\u4e00-\u9fff]*")


# What comes of a reference to an empty cell, or of a formula; nobody means it as a text.
_BARE = frozenset(("0", "TRUE", "FALSE", "True", "False", "true", "false"))


def _has_no_letter(value: str) -> bool:
    """Whether `value` is a number, a truth value or the like, where a name belongs."""
    first = value[:1]
    if first.isalpha() and first not in "tTfF":
        return False
    usual = value.strip().lower()
    return bool(usual) and (not any(map(str.isalpha, usual)) or usual in ("true", "false"))


def _is_unremarkable(value: str) -> bool:
    """Whether no character of `value` hides, acts or is one of those that look like others."""
    return all_visible(value) and not _COMPATIBILITY.search(value)


def _problems_of_characters(value: str, type_: Text) -> Iterator[Problem]:
    if value != value.strip():
        yield Problem(
            rules.OUTER_SPACE,
            say("spaces at the beginning or the end", "首尾有空格"),
            say("take them out", "请删去"),
            repair=Repair(value.strip()) if value.strip() else None,
        )
    inner = value.strip()
    control = sorted(
        {c for c in inner if unicodedata.category(c) in ("Cc", "Cs") and c not in type_.layout}
    )
    if control:
        names = " ".join(map(escape, control))
        yield Problem(
            rules.CONTROL,
            say(f"control characters in the text: {names}", f"文本中有控制字符：{names}"),
            say("take them out", "请删去"),
        )
    invisible = sorted({c for c in inner if is_invisible(c)} - {*control, *type_.layout})
    if invisible:
        names = " ".join(f"U+{ord(character):04X}" for character in invisible)
        yield Problem(
            rules.INVISIBLE,
            say(f"invisible characters in the text: {names}", f"文本中有不可见字符：{names}"),
            say("take them out; they came with copying", "请删去，多半由复制粘贴带入"),
            repair=Repair("".join(c for c in value if c not in invisible), certain=False),
        )
    if found := _COMPATIBILITY.search(value):
        usual = name_key(found.group())
        yield Problem(
            rules.COMPATIBILITY,
            say(
                f"the compatibility character {found.group()} (U+{ord(found.group()):04X})",
                f"兼容字符 {found.group()}(U+{ord(found.group()):04X})",
            ),
            say(f"the usual character is {usual}", f"通常写作 {usual}")
            if usual != found.group()
            else "",
            repair=Repair(value.replace(found.group(), usual), certain=False)
            if usual != found.group()
            else None,
        )
    if type_.is_free and is_no_value(value):
        yield Problem(
            rules.NO_VALUE,
            say(
                f"{value.strip()} is what a spreadsheet shows where there is no value",
                f"{value.strip()} 是表格在没有值时显示的内容，不是值",
            ),
            say("write the value, or take the line out", "请填写实际内容，或删去此项"),
        )
    if _has_no_letter(value) if type_.names else type_.is_free and value in _BARE:
        yield Problem(
            rules.NO_LETTER,
            say(f"{value.strip()} names nobody and no place", f"{value.strip()} 不像名称"),
            say("a name has letters or hanzi in it", "名称中应有文字"),
        )
    if not type_.may_hold_number and holds_mobile_number(value):
        yield type_.number_of_a_person()


class Website(Text):
    """An http or https address."""

    def __init__(self, *, personal: bool = False) -> None:
        super().__init__(
            maximum=2000,
            personal=personal,
            pattern=rf"https?://[^\s{_CONTROL}/?#@\x22'<>]+(?:[/?#][^\s{_CONTROL}\x22'<>]*)?",
            form=Phrase(
                "an address that begins with http:// or https://",
                "以 http:// 或 https:// 开头的网址",
            ),
        )

    def holds_words(self, value: Any) -> bool:
        return True

    def read(self, text: str) -> str:
        text = text.strip()
        return f"http://{text}" if re.match(r"www\.[^\s:]+$", text) else text


class City(Text):
    """A city or prefecture; 武汉市 is another way to write 武汉."""

    suggests_used = True

    def folded(self, text: str) -> str:
        return place_key(text)

    def means(self, text: str, value: Any) -> bool:
        return isinstance(value, str) and place_key(text) == place_key(value)

    def meant_by(self, used: Mapping[str, int]) -> Callable[[str], Sequence[str]]:
        return Places(used).meant_by

    def words(self, value: Any) -> Iterator[str]:
        yield from (str(value), place_key(str(value)))


_COUNTRY = r"(?:\+|00)?86[ -]?(?=1[3-9])"
_WITHIN_NUMBERS = r"[ ()\-\u2010-\u2015\u2212\u00b7.]"


class Number(Text):
    """A number to call, which is the same however its digits are set apart."""

    reaches_a_person = True

    def equal_to(self, texts: Sequence[str]) -> Callable[[Any], bool]:
        keys = {self.identity(text) for text in texts}
        return lambda value: isinstance(value, str) and self.identity(value) in keys

    def identity(self, value: Any) -> Hashable:
        return self._bare(value) if isinstance(value, str) else identity(value)

    def _bare(self, text: str) -> str:
        """The digits of a number, else the folded text."""
        number = self.read(text)
        return re.sub(r"[^0-9]", "", number) if re.fullmatch(r"[0-9-]+", number) else name_key(text)


class Mobile(Number):
    """A mobile number; people write +86 before it, and spaces, hyphens or brackets in it."""

    def read(self, text: str) -> str:
        number = unicodedata.normalize("NFKC", text).strip()
        bare = re.sub(_WITHIN_NUMBERS, "", re.sub(_COUNTRY, "", number))
        # It has eleven digits, so that nothing else can be meant.
        return bare if self.pattern and self.pattern.fullmatch(bare) else number


# Area code, number and extension, each set apart by what people write.
_PARTS_OF_PHONE = (
    r"\(?(0\d{2,3})\)?[ \-\u2010-\u2015\u2212]*(\d{3,4})[ -]?(\d{4})"
    r"(?: ?(?:-|转|ext\.?) ?(\d{1,6}))?"
)


class Phone(Number):
    """A telephone number with its area code, or a service number.

    Spaces may set the parts of it apart, but digits behind it are an extension or a slip.  It is
    mostly that of an office.
    """

    is_shared = True

    def read(self, text: str) -> str:
        number = unicodedata.normalize("NFKC", text).strip()
        if self.pattern and self.pattern.fullmatch(number):
            return number
        if parts := re.fullmatch(_PARTS_OF_PHONE, number):
            area, first, second, extension = parts.groups()
            return f"{area}-{first}{second}" + (f"-{extension}" if extension else "")
        return number


class Email(Text):
    """An e-mail address, in which a space is a slip that nobody can mend for sure."""

    reaches_a_person = True

    def read(self, text: str) -> str:
        return unicodedata.normalize("NFKC", text).strip()


ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}"
"""What the id of a record is like."""

_ID_FORM = Phrase(
    "1 to 32 letters, digits, dots, hyphens or underscores, a letter or digit first",
    "1 至 32 个字母、数字、点、连字符或下划线，以字母或数字开头",
)


class Identifier(Text):
    """The id of a record."""

    def __init__(self) -> None:
        super().__init__(pattern=ID_PATTERN, form=_ID_FORM, compact=True)


class CreditCode(Text):
    """A unified social credit code (GB 32100-2015) with both its check characters right."""

    # Its form is more than a pattern, and is checked here.
    is_free = False

    def __init__(self) -> None:
        super().__init__(lengths=(credit_code.LENGTH, credit_code.LENGTH), compact=True)

    def read(self, text: str) -> str:
        return super().read(text).upper()

    def converted(self, value: Any) -> str | None:
        return str(value) if type(value) is int and _is_right(str(value)) else None

    def problems(self, value: Any) -> Sequence[Problem]:
        if type(value) is not str:
            hint = say("a code is text: put it in quotes", "代码是文本，请加引号")
            return (self.wrong_type(value)._replace(hint=hint),)
        return tuple(self._problems_of_code(value))

    def _problems_of_code(self, value: str) -> Iterator[Problem]:
        if _is_right(value):
            return
        tidy = self.read(value)
        length = len(tidy)
        unknown = [c for c in tidy if c not in credit_code.ALPHABET]
        repaired = "".join(credit_code.TYPING_ERRORS.get(c, c) for c in tidy)
        if credit_code.was_cut_by_a_spreadsheet(tidy) and not _is_right(tidy):
            yield Problem(
                rules.CODE_CUT,
                say(
                    "a spreadsheet kept 15 digits of this code and wrote 000 for the rest",
                    "此代码被电子表格当作数字，只保留了 15 位，末三位变成了 000",
                ),
                say("take the code from the original document", "请按原始证照重新填写"),
            )
        elif length != credit_code.LENGTH:
            yield Problem(
                rules.CODE_LENGTH,
                say(
                    f"a credit code has 18 characters, this has {length}",
                    f"统一社会信用代码为 18 位，这里是 {length} 位",
                ),
                _hint_of_length(length),
            )
        elif unknown:
            letters = " ".join(dict.fromkeys(unknown))
            is_likely = repaired != tidy and _is_right(repaired)
            yield Problem(
                rules.CODE_ALPHABET,
                say(f"no credit code has {letters}", f"信用代码中不会出现 {letters}"),
                say(f"did you mean {repaired}?", f"是否应为 {repaired}？")
                if is_likely
                else say("the letters I O S V Z are never used", "信用代码不使用字母 I O S V Z"),
                repair=Repair(repaired, certain=False) if is_likely else None,
            )
        elif (expected := credit_code.check_character(tidy)) != tidy[-1]:
            yield Problem(
                rules.CODE_CHECK,
                say(
                    f"the check character should be {expected}, not {tidy[-1]}",
                    f"校验位应为 {expected}，现为 {tidy[-1]}",
                ),
                say("one of the characters is mistyped", "代码中有一位写错了"),
            )
        elif (expected := credit_code.organisation_check_character(tidy)) != tidy[16]:
            yield Problem(
                rules.CODE_ORGANISATION,
                say(
                    f"the 17th character should be {expected}, not {tidy[16]}",
                    f"第 17 位应为 {expected}，现为 {tidy[16]}",
                ),
                say("one of characters 9 to 17 is mistyped", "第 9 至 17 位中有一位写错了"),
            )
        elif tidy != value:
            yield Problem(
                rules.WRONG_FORM,
                say(
                    "expected are upper-case letters and digits without spaces",
                    "应为大写字母和数字，不含空格",
                ),
                say(f"write {tidy}", f"应写作 {tidy}"),
                repair=Repair(tidy),
            )

    def holds_words(self, value: Any) -> bool:
        return len(value) != credit_code.LENGTH or not _CODE_CHARACTERS.issuperset(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^[{credit_code.ALPHABET}]{{18}}$"}


def _is_right(code: str) -> bool:
    return (
        len(code) == credit_code.LENGTH
        and _CODE_CHARACTERS.issuperset(code)
        and credit_code.check_character(code) == code[-1]
        and credit_code.organisation_check_character(code) == code[16]
    )


def _hint_of_length(length: int) -> str:
    if length == 15:
        return say("15 digits are an old registration number", "15 位是旧的工商注册号")
    if length in (9, 10):
        return say("this is an organisation code only", "这只是组织机构代码")
    return ""
