"""Asking a person what a new registry begins with, each answer checked at once."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from ..actions.begin import (
    CATEGORIES,
    LEVELS,
    MOST_WORDS,
    Found,
    check_action,
    first_id_of,
    name_of,
    usual,
    words_of,
    words_of_list,
)
from ..kinds.field import Field
from ..language import say
from ..registry.shown import masked_message
from ..store.beginning import Beginning
from ..values.choices import parted
from ..values.value_type import ValueRefused
from ..values.words import means_nothing
from .console import ask, tell
from .interview import ask_yes_or_no

_Answer = TypeVar("_Answer")

_FIRST_ID = "M001"


def begin_asking(path: str) -> None:
    """Tell what is going to be asked, and that nothing is written before the end."""
    tell(
        say(f"This makes a new registry, {path}.", f"现在新建名录 {path}。"),
        say(
            "Enter takes what stands in brackets, Ctrl-C stops; nothing is written before the end.",
            "直接回车采用方括号中的内容，Ctrl-C 放弃；最后确认之前不会写入。",
        ),
    )


def ask_for_name(proposed: str) -> str:
    """The name of the alliance."""
    tell("", say("Name of the alliance", "联盟名称"))
    return _answered(proposed, proposed, name_of)


def ask_for_categories(found: Found | None) -> dict[str, str]:
    """The categories, by key: of the list if there is one, else what most alliances have."""
    tell("", say("Categories of members", "会员类别"))
    if found and found.words["category"]:
        return _ask_for_words_of_list(found, "category")
    return _ask_for_words(usual(CATEGORIES))


def ask_for_levels(found: Found | None) -> dict[str, str]:
    """The levels of membership, by key; there may be none."""
    if found is None:
        tell("", say("Levels of membership (none: -)", "联盟职务(没有则输入 无)"))
        return _ask_for_words(usual(LEVELS), may_be_none=True)
    if not found.words["level"]:
        return {}
    tell("", say("Levels of membership", "联盟职务"))
    return _ask_for_words_of_list(found, "level")


def ask_for_first_id() -> str:
    """The id of the first member."""
    tell("", say("Id of the first member; others count on", "第一家会员的编号，其余依次递增"))
    return _answered(_FIRST_ID, _FIRST_ID, first_id_of)


def ask_for_default(field: Field, without: int) -> str:
    """The label of the choice that members have who have none in the list, or nothing."""
    labels = list(field.type.choices().values())
    tell(
        "",
        say(
            f"{without} members of the list have no category. Which one do they get?",
            f"表中有 {without} 家没有类别，归入哪一类？",
        ),
    )
    for number, label in enumerate(labels, 1):
        tell(f"  {number}  {masked_message(label)}")

    def read(text: str) -> str:
        if text.isdecimal() and 1 <= int(text[:9]) <= len(labels):
            return labels[int(text) - 1]
        field.type.read(text)
        return text

    if len(labels) == 1:
        return _answered(labels[0], labels[0], read)
    nothing = say("none: they are set aside", "不归类，暂不导入")
    return _answered(nothing, "", read)


def ask_for_gitignore() -> bool:
    """Whether git is to ignore what need not be kept."""
    question = say(
        "Let git ignore exports and temporary files (.gitignore)?",
        "让 git 忽略导出的文件和临时文件(.gitignore)？",
    )
    tell("")
    return ask_yes_or_no(question, "[Y/n]", otherwise=True)


def ask_for_action() -> str:
    """The action that checks the registry on GitHub, or nothing for no workflow."""
    tell(
        "",
        say(
            "Checks on GitHub: the action to use, OWNER/alliance-cli@COMMIT",
            "在 GitHub 上自动检查：所用的 Action，OWNER/alliance-cli@COMMIT",
        ),
    )
    return _answered(say("none", "不需要"), "", check_action)


def confirm(path: str, beginning: Beginning, files: list[str], taken_in: str) -> bool:
    """Show what is going to be written and ask whether to write it."""
    mark = say(", ", "、")
    rows = [
        (say("Name", "名称"), beginning.name),
        (say("Categories", "类别"), mark.join(beginning.categories.values())),
        (say("Levels", "职务"), mark.join(beginning.levels.values()) or say("none", "无")),
        (say("First id", "首个编号"), beginning.first_id),
        (say("Members", "会员"), taken_in),
        (say("Files", "文件"), mark.join([path, *files])),
    ]
    tell("")
    for heading, text in rows:
        if text:
            tell(masked_message(f"  {heading}{say(': ', '：')}{text}"))
    return ask_yes_or_no(say("Write this registry?", "写入此名录？"), "[Y/n]", otherwise=True)


def _ask_for_words(proposed: Mapping[str, str], *, may_be_none: bool = False) -> dict[str, str]:
    tell(
        say(
            "Several with commas between, as you call them; a key for scripts may stand before: "
            "parts=Suppliers",
            "可输入多个名称，用、隔开；需要供脚本使用的键时写作 parts=零部件企业",
        )
    )

    def read(text: str) -> dict[str, str]:
        if may_be_none and means_nothing(text):
            return {}
        return words_of(each for each in parted(text) if each)

    shown = say(", ", "、").join(proposed.values())
    return _answered(shown, dict(proposed), read)


def _ask_for_words_of_list(found: Found, key: str) -> dict[str, str]:
    """The words of a column, some of which a person gives another label."""
    counted = found.words[key]
    if found.too_many(key):
        tell(
            say(
                f"The list has {len(counted)} different words there, too many to be choices.",
                f"表中该列有 {len(counted)} 种不同内容，超过 {MOST_WORDS} 种，不作为选项。",
            )
        )
        return _ask_for_words(usual(CATEGORIES if key == "category" else LEVELS))
    proposed = words_of_list(counted)
    tell(
        say(
            "These stand in the list. To call one otherwise: word in the list=name, several with "
            "commas between",
            "表中有下列内容。要换名称，写作 表中内容=名称，多个用、隔开",
        )
    )
    for label in proposed.values():
        tell(masked_message(f"  {label} ({counted[label]})"))

    def read(text: str) -> dict[str, str]:
        renamed = words_of(each for each in parted(text) if each)
        for word in renamed:
            if word not in proposed.values():
                raise ValueRefused(say(f"{word} is not in the list", f"表中没有 {word}"))
        # The key is what stands in the list, so that the next one is read, too.
        pairs = (
            f"{label}={renamed[label]}" if label in renamed else f"{each}={label}"
            for each, label in proposed.items()
        )
        return words_of(pairs)

    return _answered(say("as they are", "照此采用"), proposed, read)


def _answered(shown: str, proposed: _Answer, read: Callable[[str], _Answer]) -> _Answer:
    """What a person answers, or what is proposed for Enter alone, where something is."""
    while True:
        text = ask(f"[{masked_message(shown)}] > " if shown else "> ").strip()
        if not text:
            if shown:
                return proposed
            tell(say("this one is needed", "此项必填"))
            continue
        try:
            return read(text)
        except ValueRefused as refused:
            tell(masked_message(str(refused)))
