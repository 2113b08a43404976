"""Words: what somebody probably meant, and what people write where there is nothing."""

import functools
import re
import unicodedata
from collections.abc import Iterable

from ..language import say


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be, as a question, or nothing."""
    return did_you_mean(nearest(word, known))


def did_you_mean(near: str) -> str:
    """The question whether the word `near` was meant, or nothing where there is none."""
    return say(f"did you mean {near}?", f"是否想写 {near}？") if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be, or nothing."""
    return _nearest(word, tuple(known)) if len(word) <= LONGEST_WORD else ""


LONGEST_WORD = 100


@functools.lru_cache(maxsize=1000)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def is_a_slip(name: str, other: str) -> bool:
    """Whether one character, and at least one other is right, makes the difference."""
    if name == other or min(len(name), len(other)) < 2 or abs(len(name) - len(other)) > 1:
        return False
    if len(name) == len(other):
        wrong = [n for n, pair in enumerate(zip(name, other, strict=True)) if pair[0] != pair[1]]
        first = wrong[0]
        swapped = wrong == [first, first + 1] and name[first] + name[first + 1] == (
            other[first + 1] + other[first]
        )
        return len(wrong) == 1 or swapped
    shorter, longer = sorted((name, other), key=len)
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))


_MOST_ALIKE = 20
_LONGEST_COMPARED = 24


class Neighbours:
    """Finds among words those of which `is_a_slip` makes another, without comparing all of them.

    Of very many that are alike the first are found, and long words are none that anybody mistypes.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._alike: dict[str, list[str]] = {}
        for word in words:
            for form in _forms(word):
                alike = self._alike.setdefault(form, [])
                if len(alike) < _MOST_ALIKE:
                    alike.append(word)

    def of(self, word: str) -> set[str]:
        """The words that one character makes of `word`."""
        alike = {each for form in _forms(word) for each in self._alike.get(form, ())}
        return {each for each in alike if is_a_slip(word, each)}


def _forms(word: str) -> set[str]:
    """What two words have in common, at least one of it, of which one is a slip of the other."""
    if len(word) > _LONGEST_COMPARED:
        return set()
    places = range(len(word))
    without = {word[:n] + word[n + 1 :] for n in places}
    return {word, *without, *(f"{word[:n]}\0{word[n + 1 :]}" for n in places)}


def guidance(word: str, known: Iterable[str], shown: Iterable[str]) -> str:
    """What `word` was probably meant to be among what is `known`, and what there is, as `shown`."""
    return hints(suggestion(word, known), shown)


def hints(question: str, shown: Iterable[str]) -> str:
    """The question what was meant, where there is one, and what there is, as `shown`."""
    listed = ", ".join(shown)
    there_are = say("there are: ", "可选：") + listed if listed else ""
    # A question ends in a mark of its own.
    return say("; ", "").join(filter(None, (question, there_are)))


_NOTHING = ("", "无", "暂无", "/", "-", "--")
_FIRST_OF_NOTHING = frozenset(each[:1] for each in _NOTHING)


def _begins_plainly(text: str) -> bool:
    """Whether a text begins with a hanzi, a letter or a digit whose compatible form is itself."""
    first = text[:1]
    return "\u4e00" <= first <= "\u9fff" or (first.isascii() and first.isalnum())


def means_nothing(text: str) -> bool:
    """Whether `text` is what people fill a form with where nothing applies."""
    if _begins_plainly(text) and text[0] not in _FIRST_OF_NOTHING:
        return False
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip() in _NOTHING


# The errors of spreadsheets in any language, cells that are too narrow, what programs write for
# nothing, the day 0 of spreadsheets, and the marks that stand for the line above.
_NO_VALUE = (
    r"#[¡¿]?[^\W_]+(?:/[^\W_]+)?[!?]|#n/a(?:n/a)?|#n/d|#nv|#getting_data|#{3,}|(?:err|错误):\d{3}"
    r"|[(\[<]?(?:null|nil|none|nan|nat|undefined|n/a)[)\]>]?|<na>|\(空白?\)|清空"
    r"|(?:1900[-/.年]0?1[-/.月]0?0|1899[-/.年]12[-/.月]3[01])日?(?:t?0?0:00(?::00)?)?"
    r"|[同仝][上前左右][行栏格]?|上同|ditto|[〃\u2032\"“”']{1,4}"
)
_FIRST_OF_NO_VALUE = frozenset("上清 \t\r\n\u3000\xa0#eE错nN([<uU1同仝dD〃\u2032\u2033\"“”'")
_LONGEST_NO_VALUE = 24


def is_no_value(text: str) -> bool:
    """Whether `text` is what a spreadsheet or a program shows where there is no value.

    Such are `#N/A`, `Err:502`, `NULL` and ditto marks.  Nobody means them, and nobody means by
    them that there is nothing.
    """
    # Most texts are told by their first character; what is wide is looked at as what is usual.
    first = text[:1]
    if first not in _FIRST_OF_NO_VALUE and not "\uff01" <= first <= "\uff5e":
        return False
    text = text.strip()
    if len(text) > _LONGEST_NO_VALUE:
        return False
    usual = unicodedata.normalize("NFKC", text).lower().replace(" ", "")
    return re.fullmatch(_NO_VALUE, usual) is not None


def is_clear(text: str) -> bool:
    """Whether `text` asks to clear a value: [清空] or [clear], in whatever brackets."""
    if not text or _begins_plainly(text):
        return False
    usual = unicodedata.normalize("NFKC", text).strip()
    return bool(re.fullmatch(r"[\[(【〔](?:清空|clear)[\])】〕]", usual, re.IGNORECASE))


_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
