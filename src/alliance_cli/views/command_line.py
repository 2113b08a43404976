"""Commands for a person to type: what is told as one does what it says when it is pasted."""

import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..data import Data
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..kinds.known import KINDS
from ..language import Wording
from ..store.locate import is_found
from ..values.choices import LIST_MARKS


def quoted(words: Iterable[str]) -> str:
    """The words as one line for the shell of this system."""
    # The shells of Windows know no single quotes.
    is_windows = sys.platform == "win32"
    return " ".join(f'"{word}"' if is_windows else shlex.quote(word) for word in words)


def adding(values: Data, kind: Kind, registry: Path) -> str:
    """The command that adds a record with these values to the registry at this path."""
    words = [
        "alliance",
        *kind.command,
        "add",
        *([] if is_found(registry) else ["-r", str(registry)]),
    ]
    for key, field in kind.fields.items():
        for item in items(values.get(key), field):
            # A field of the registry's own has no option.
            is_own = key in KINDS[kind.table].fields
            words += [field.option, item] if is_own else ["--set", f"{key}={item}"]
    return quoted(words)


def items(value: Any, field: Field) -> list[str]:
    """The texts by which an option gives a value, one for each item of a list."""
    if value is None:
        return []
    if not field.type.is_list:
        return [field.type.text(value, Wording.KEYS)]
    wording = Wording.CHINESE if field.type.fields else Wording.KEYS
    texts = [field.type.text([item], wording) for item in value]
    # A mark that belongs to an item sets nothing apart.
    return texts if field.type.fields else [LIST_MARKS.sub(r"\\\g<0>", text) for text in texts]
