"""Comparing and sorting the names of organisations.

A name is stored exactly as it was typed; only the keys made here are ever compared.
"""

import functools
import re
import unicodedata

from .characters import all_visible, is_invisible

_LOOK_ALIKES = str.maketrans(
    {
        **dict.fromkeys("•‧・⋅∙", "·"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("[{〔【〖〘〚「『〈《<⟨⟦⟪", "("),
        **dict.fromkeys("]}〕】〗〙〛」』〉》>⟩⟧⟫", ")"),
        # Radicals that NFKC leaves as they are, and the hanzi that they are taken for.
        **dict(
            zip(
                "⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⺟⺠",
                "虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟母民",
                strict=True,
            )
        ),
    }
)

_DIGITS = re.compile(r"([0-9]+)")

# What two spellings of one organisation usually differ in.
_LEGAL_FORM = r"有限责任公司|股份有限公司|股份公司|有限公司|公司|集团"
_PLACE = re.compile(r"^(?:湖北省|湖北|武汉市|武汉)+")
# fmt: off
_KINDS = frozenset((
    "大学", "学院", "工业学院", "职业学院", "研究院", "研究所", "设计院", "协会", "学会", "商会",
    "联合会", "促进会", "汽车",
))
# fmt: on


@functools.cache
def _plain() -> re.Pattern[str]:
    """Common hanzi, ASCII letters and digits; the compiler takes a millisecond for the hanzi."""
    return re.compile(r"[\u4e00-\u9fff0-9a-z]*")


@functools.lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """The form under which two spellings of one name are equal.

    Width, case, white space, invisible characters, kinds of bracket, dash and middle dot make no
    difference; every hanzi does.  What is asked for often, and again soon, is remembered.
    """
    # Most names are their own key.
    if _plain().fullmatch(name):
        # Whatever else the cell of a list knows of itself is no part of it.
        return str(name)
    if name.isascii() and name.isalnum():
        return name.lower()
    folded = unicodedata.normalize("NFKC", name).translate(_LOOK_ALIKES).casefold()
    if all_visible(folded):
        # Of all white space only this is visible.
        return folded.replace(" ", "")
    return "".join(
        character for character in folded if not (character.isspace() or is_invisible(character))
    )


def has_hanzi(text: str) -> bool:
    """Whether common hanzi stand in a text."""
    return any("\u4e00" <= character <= "\u9fff" for character in text)


# A former name in brackets behind a name, or the present one behind the former.  What merely begins
# so (原阳分公司, 现代汽车) is told by the rest, which must be the name of an organisation.
_ORGANISATION = r"(?:公司|厂|集团|大学|学院|学校|院|所|中心|协会|学会|商会|联合会|促进会|社)"
_TOLD = r"{word}名?(?:称|为)?[:\uff1a]\s*|{word}名(?:称|为)?\s*"
_FORMER = (
    rf"(?:{_TOLD.format(word='原')}|曾用名(?:称|为)?[:\uff1a]?\s*|更名前(?:为)?[:\uff1a]?\s*"
    rf"|原(?![阳平州子料油创生点动])(?=.{{2,}}{_ORGANISATION}[)\uff09]$))"
)
_PRESENT = (
    rf"(?:{_TOLD.format(word='现')}|现?更名为[:\uff1a]?\s*|现?改名为[:\uff1a]?\s*"
    rf"|现(?![代场])(?:为)?(?=.{{2,}}{_ORGANISATION}[)\uff09]$))"
)

# Two names as long as names may be; the time that the patterns take grows with the square.
_LONGEST_PAIR = 250


def former_name_in(text: str) -> tuple[str, str] | None:
    """The present and the former name in `甲公司(原乙厂)` or `乙厂(现名甲公司)`, else None."""
    text = text.strip()
    if not text.endswith((")", "\uff09")) or len(text) > _LONGEST_PAIR:
        return None
    for pattern, is_former in ((_FORMER, True), (_PRESENT, False)):
        if match := re.fullmatch(rf"(.{{2,}}?)\s*[(\uff08]{pattern}(.{{2,}})[)\uff09]", text):
            name, other = match[1].strip(), match[2].strip()
            return (name, other) if is_former else (other, name)
    return None


def loose_key(name: str) -> str:
    """The form under which names that may mean one organisation are equal.

    Leaves out brackets, legal forms (有限公司, 集团 …) and leading 湖北 and 武汉, unless nothing
    would be left but a kind of organisation: 武汉大学 and 湖北大学 are two.
    """
    key = re.sub(_LEGAL_FORM, "", name_key(name).replace("(", "").replace(")", ""))
    without_place = _PLACE.sub("", key)
    return key if without_place in _KINDS else without_place or key or name_key(name)


def pinyin_order(text: str) -> bytes:
    """A sort key that puts names in pinyin order.

    GB 18030 keeps the pinyin order of GB 2312 for its 3,755 most common hanzi.  Polyphones (重庆)
    and rare hanzi sort wrongly; a member's `sort_key` is the cure.
    """
    return text.casefold().encode("gb18030", "replace")


def natural_order(code: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts M999 before M1000: digits go by their value, the rest as text."""
    parts = (part.lstrip("0") if part.isdigit() else part for part in _DIGITS.split(code))
    return tuple((len(part) if part.isdigit() else 0, part.casefold()) for part in parts)
