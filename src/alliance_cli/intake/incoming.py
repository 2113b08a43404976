"""Incoming cells: what the text of a cell from outside makes of a value in the registry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ..data import same
from ..kinds.field import Field
from ..language import Wording, say
from ..registry.registry import Member
from ..registry.shown import cell
from ..values.characters import escape, is_invisible, printable
from ..values.choices import LIST_MARKS, ListOf
from ..values.scalars import Date
from ..values.value_type import ValueRefused, Vocabularies
from ..values.words import is_clear, means_nothing

KEEP = object()
"""The decision that a value stays as it is."""

GONE = object()
"""The decision that a value goes."""

_SERIAL_NUMBER = re.compile(r"\d{5}")
_MASK = "***"
_SCIENTIFIC = re.compile(r"\s*\d(?:\.\d+)?[Ee]\+\d+\s*")


class Prefer(Enum):
    """Whose value is taken where both were changed."""

    LIST = "list"
    REGISTRY = "registry"


class CellRefused(Exception):
    """A cell cannot be taken in; the text says why."""


class Contradicted(Exception):
    """A cell was edited since it was exported, and so was the value in the registry."""


@dataclass(frozen=True)
class Cells:
    """Decides what cells mean for values of a registry with these vocabularies."""

    vocabularies: Vocabularies
    blank_clears: bool = False
    prefer: Prefer | None = None

    def decided(self, holder: Member, field: Field, text: str, exported: str | None) -> Any:
        """The new value of a field, or that it stays (KEEP) or goes (GONE).

        `exported` is what the cell was when it was exported, None where that is not known.  Raises
        CellRefused where the text means no value, Contradicted where both sides were edited.
        """
        if self.shows(holder, field, text):
            return KEEP
        if exported is None and field.type.means(text, holder.get(field.key)):
            return KEEP
        if exported is not None and with_line_feeds(exported) == with_line_feeds(text):
            return KEEP
        clears = is_clear(text)
        if means_nothing(text) and not clears:
            if not self.blank_clears:
                return KEEP
            clears = True
        value = GONE if clears else self._read(holder, field, text)
        if value is GONE and field.key not in holder:
            return KEEP
        if field.key in holder and same(value, holder[field.key]):
            return KEEP
        if exported is not None and not self.shows(holder, field, exported):
            if self.prefer is None:
                raise Contradicted
            if self.prefer is Prefer.REGISTRY:
                return KEEP
        if value is GONE and field.required:
            raise CellRefused(say("it is required and stays", "必填项不能清空"))
        return value

    def shows(self, holder: Member, field: Field, text: str) -> bool:
        """Whether `text` is how some export shows what is there."""
        return any(text == shown for shown in self._forms(holder, field))

    def _forms(self, holder: Member, field: Field) -> Iterator[str]:
        for contacts in (True, False):
            for wording in Wording:
                shown = ""
                if field.key in holder or field.default:
                    shown = cell(holder, field, self.vocabularies, wording, contacts=contacts)
                yield shown
                if not shown.isprintable():
                    # Line breaks stay in CSV, tabs in a workbook too.
                    yield printable(shown, keep="\n")
                    yield printable(shown, keep="\n\t")
                elif "::" in shown or "##[" in shown:
                    yield printable(shown)

    def _read(self, holder: Member, field: Field, text: str) -> Any:
        """The value that a text means.  Raises CellRefused where it means none."""
        old = holder.get(field.key)
        if _MASK in text and old is not None and _MASK not in str(old):
            raise CellRefused(
                say(
                    "a part is masked; export with --contacts to edit it",
                    "内容有隐去的部分，请用 --contacts 导出后再修改",
                )
            )
        if getattr(field.type, "compact", False) and _SCIENTIFIC.fullmatch(text):
            raise CellRefused(
                say(
                    f"a spreadsheet made {text.strip()} of it; format the column as text and type "
                    "it again",
                    f"已被电子表格变成 {text.strip()}，请将该列设为文本格式后重新录入",
                )
            )
        text = with_line_feeds(text)
        for character in set(str(old)) if isinstance(old, str) else ():
            if is_invisible(character) and character not in "\n\t":
                # An export shows it as an escape.
                text = text.replace(escape(character), character)
        try:
            if isinstance(field.type, ListOf):
                items = [field.type.read(item, self.vocabularies)[0] for item in _items(text, old)]
                return list(dict.fromkeys(items))
            return field.type.read(text, self.vocabularies)
        except ValueRefused as refused:
            hint = ""
            if isinstance(field.type, Date) and _SERIAL_NUMBER.fullmatch(text.strip()):
                hint = say(
                    "; a spreadsheet counts days so: format the column as dates",
                    "；这是电子表格的日期序号，请将该列设为日期格式",
                )
            raise CellRefused(f"{refused}{hint}") from None


def with_line_feeds(text: str) -> str:
    """`text` with the line ends that the registry has; spreadsheets have their own."""
    return text.replace("\r\n", "\n")


def _items(text: str, old: Any) -> list[str]:
    """The items of a list in a cell; those that are there already keep their commas."""
    known = [item for item in old if isinstance(item, str)] if isinstance(old, list) else []
    whole = sorted((item for item in known if LIST_MARKS.search(item)), key=len, reverse=True)
    pattern = "|".join([*map(re.escape, whole), LIST_MARKS.pattern])
    items: list[str] = []
    rest, position = "", 0
    for match in re.finditer(pattern, text):
        rest += text[position : match.start()]
        if match[0] in whole:
            rest += match[0]
        else:
            items.append(rest)
            rest = ""
        position = match.end()
    items.append(rest + text[position:])
    return [item for item in map(str.strip, items) if item]
