"""The two languages of the tool, and which one this run speaks.

What people read (headings, messages, help) stands in the code in English and Chinese side by
side.  What programs read (field keys, finding codes, exit codes) is English and never changes.
"""

import os
import sys
from enum import Enum
from typing import NamedTuple


class Wording(Enum):
    """How fields and choices are called in an output: in a language, or by their keys."""

    CHINESE = "zh"
    ENGLISH = "en"
    KEYS = "keys"


class Phrase(NamedTuple):
    """One text in both languages; `str()` gives the one of this run."""

    english: str
    chinese: str

    def __str__(self) -> str:
        return self.chinese if CHINESE else self.english

    def worded(self, key: str, wording: Wording) -> str:
        """The text in the language of `wording`, or the `key` it stands for."""
        if wording is Wording.KEYS:
            return key
        return self.chinese if wording is Wording.CHINESE else self.english


def say(english: str, chinese: str) -> str:
    """The one of the two texts that this run speaks."""
    return chinese if CHINESE else english


def spoken() -> Wording:
    """The language of this run as a wording."""
    return Wording.CHINESE if CHINESE else Wording.ENGLISH


def _speaks_chinese() -> bool:
    for variable in ("ALLIANCE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return value.lower().startswith("zh")
    if sys.platform == "win32":
        import ctypes

        # The low ten bits of a Windows language identifier are the language; 4 is Chinese.
        return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04)
    return False


# Help texts are built when the commands are imported, so a run has one language from start to end.
CHINESE = _speaks_chinese()
