"""Asking a person what a new registry begins with, each answer checked at once."""

import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from ..actions.begin import (
    CATEGORIES,
    LEVELS,
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
from ..values.value_type import Term, Terms, ValueRefused
from ..values.words import means_nothing
from .console import ask, tell
from .interview import YES, ask_yes_or_no

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


def ask_for_categories(found: Found | None) -> dict[str, Term]:
    """The categories, by key: of the list if there is one, else what most alliances have."""
    tell("", say("Categories of members", "会员类别"))
    if found and found.words["category"] and not found.too_many("category"):
        return _ask_for_words_of_list(found, "category")
    tell(
        say(
            "Yours, with commas between; a key for scripts may stand before, parts=Suppliers.",
            "如有不同，请输入全部名称，用、隔开；如需供脚本使用的键，写作 parts=零部件企业。",
        )
    )
    return _ask_for_words(usual(CATEGORIES))


def ask_for_levels(found: Found | None) -> dict[str, Term]:
    """The levels of membership, by key; there may be none."""
    if found and not found.words["level"]:
        return {}
    tell("", say("Levels of membership", "联盟职务"))
    if found and not found.too_many("level"):
        return _ask_for_words_of_list(found, "level")
    tell(
        say(
            "Yours, with commas between; - for none.",
            "如有不同，请输入全部名称，用、隔开；没有则输入 无。",
        )
    )
    return _ask_for_words(usual(LEVELS), may_be_none=True)


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
    return ask_yes_or_no(question, otherwise=True)


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
        (say("Categories", "类别"), mark.join(_labels(beginning.categories))),
        (say("Levels", "职务"), mark.join(_labels(beginning.levels)) or say("none", "无")),
        (say("First id", "首个编号"), beginning.first_id),
        (say("Members", "会员"), taken_in),
        (say("Files", "文件"), mark.join([path, *files])),
    ]
    tell("")
    for heading, text in rows:
        if text:
            tell(masked_message(f"  {heading}{say(': ', '：')}{text}"))
    return ask_yes_or_no(say("Write this registry?", "写入此名录？"), otherwise=True)


def _labels(terms: Terms) -> Iterator[str]:
    return (str(term.label) for term in terms.values())


def _ask_for_words(proposed: Terms, *, may_be_none: bool = False) -> dict[str, Term]:
    def read(text: str) -> dict[str, Term]:
        if may_be_none and means_nothing(text):
            return {}
        return words_of(each for each in parted(text) if each)

    shown = say(", ", "、").join(_labels(proposed))
    return _answered(shown, dict(proposed), read)


def _ask_for_words_of_list(found: Found, key: str) -> dict[str, Term]:
    """The words of a column, some of which a person gives another label."""
    counted = found.words[key]
    tell(
        say(
            "These stand in the list. To call some otherwise: word in the list=name, with commas "
            "between; two words may get one name.",
            "表中有下列内容。要换名称，写作 表中内容=名称，多个用、隔开，可将几项合为一个名称。",
        )
    )
    in_short = _in_short(counted)
    for word, count in counted.items():
        name = f" = {in_short[word]}" if word in in_short else ""
        tell(masked_message(f"  {word} ({count}){name}"))

    def read(text: str) -> dict[str, Term]:
        labels = dict(_renamed(each, counted) for each in parted(text) if each)
        return words_of_list(counted, in_short | labels)

    return _answered(say("as they are", "照此采用"), words_of_list(counted, in_short), read)


def _in_short(words: Collection[str]) -> dict[str, str]:
    """The words that are short for another of them: 会员 for 会员单位, 整车 for 整车企业."""
    longer = {word: [word + end for end in ("单位", "企业")] for word in words}
    found = {word: [each for each in ways if each in words] for word, ways in longer.items()}
    return {word: ways[0] for word, ways in found.items() if ways}


def _renamed(typed: str, known: Collection[str]) -> tuple[str, str]:
    """A word of the list and its new name.  Raises ValueRefused where it is no such pair."""
    word, _, label = map(str.strip, typed.replace("\uff1d", "=").partition("="))
    if not label:
        raise ValueRefused(
            say(f"{typed} is not of the form word=name", f"{typed} 不是 内容=名称 的形式")
        )
    if word not in known:
        raise ValueRefused(say(f"{word} is not in the list", f"表中没有 {word}"))
    return word, label


def _answered(shown: str, proposed: _Answer, read: Callable[[str], _Answer]) -> _Answer:
    """What a person answers, or what is proposed for Enter alone, where something is."""
    if shown:
        tell(masked_message(f"[{shown}]"))
    while True:
        text = ask("> ").strip()
        # Whoever says yes to what stands there wants no category of that name.
        if shown and (not text or unicodedata.normalize("NFKC", text).lower() in YES):
            return proposed
        if not text:
            tell(say("this one is needed", "此项必填"))
            continue
        try:
            return read(text)
        except ValueRefused as refused:
            tell(masked_message(str(refused)))
