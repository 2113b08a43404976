"""Where a command reads from: a file, or standard input."""

import sys
from pathlib import Path

from ..language import say
from ..store.load import read_bytes

STANDARD_INPUT = "-"


def bytes_of(file: str, most: int) -> bytes:
    """What stands in the file, or comes from standard input.

    Of standard input at most one byte more than `most`, which tells that there is more.
    """
    if file != STANDARD_INPUT:
        return read_bytes(Path(file))
    try:
        return sys.stdin.buffer.read(most + 1)
    except OSError as error:
        error.filename = say("standard input", "标准输入")
        raise
