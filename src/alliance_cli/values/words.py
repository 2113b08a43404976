"""Words: what somebody probably meant, and what people write where there is nothing."""

import functools
import re
import unicodedata
from collections.abc import Iterable

from ..language import say


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be, as a question, or nothing."""
    near = nearest(word, known)
    return say(f"did you mean {near}?", f"是否想写 {near}？") if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be, or nothing."""
    return _nearest(word, tuple(known)) if len(word) <= LONGEST_WORD else ""


LONGEST_WORD = 100


@functools.lru_cache(maxsize=1000)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def guidance(word: str, known: Iterable[str], shown: Iterable[str]) -> str:
    """What `word` was probably meant to be among what is `known`, and what there is, as `shown`."""
    there_are = say("there are: ", "可选：") + ", ".join(shown)
    return say("; ", "；").join(filter(None, (suggestion(word, known), there_are)))


_NOTHING = ("", "无", "暂无", "/", "-", "--")


def means_nothing(text: str) -> bool:
    """Whether `text` is what people fill a form with where nothing applies."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip() in _NOTHING


def is_clear(text: str) -> bool:
    """Whether `text` asks to clear a value: [清空] or [clear], in whatever brackets."""
    usual = unicodedata.normalize("NFKC", text).strip()
    return bool(re.fullmatch(r"[\[(【〔](?:清空|clear)[\])】〕]", usual, re.IGNORECASE))


_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
