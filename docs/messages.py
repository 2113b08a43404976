"""List every text of the program that people read, in English and Chinese side by side.

    python docs/messages.py                     # a line of TSV each: place, English, Chinese
    python docs/messages.py 'commands/*'        # those of some modules

What stands between braces is filled in when the program runs. A person who knows how an office
writes reads the list from top to bottom; nothing else depends on it.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parent.parent / "src" / "alliance_cli"
# What takes a text in English and then in Chinese, and how many arguments stand before them.
_BILINGUAL = {"say": 0, "Phrase": 0, "argument": 1, "option": 1, "one_of": 2}


class Message(NamedTuple):
    """A text in both languages, and where in the program it stands."""

    place: str
    english: str
    chinese: str


def messages(pattern: str = "*") -> Iterator[Message]:
    """Every text of the modules whose path below the package fits the pattern."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE)
        if not name.match(pattern):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                before = _BILINGUAL.get(node.func.id)
                if before is not None and len(node.args) >= before + 2:
                    english, chinese = map(_text, node.args[before : before + 2])
                    if english and chinese:
                        yield Message(f"{name.as_posix()}:{node.lineno}", english, chinese)


def _text(node: ast.expr) -> str:
    """The text that an expression is, with what is filled in between braces."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_text, node.values))
    if isinstance(node, ast.FormattedValue):
        return f"{{{ast.unparse(node.value)}}}"
    return ""


def main() -> None:
    """Print the list."""
    for place, english, chinese in messages(*sys.argv[1:2]):
        cells = (place, english, chinese)
        print("\t".join(cell.replace("\n", r"\n") for cell in cells))


if __name__ == "__main__":
    main()
