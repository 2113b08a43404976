"""Incoming cells: what the text of a cell from outside makes of a value in the registry."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

from ..channels import unguarded
from ..data import same
from ..kinds.field import Field
from ..kinds.kind import Kind
from ..language import Wording, say
from ..registry.registry import Record, Registry, value_of
from ..registry.shown import Shown
from ..registry.spellings import Spellings
from ..values.characters import escape, is_invisible, printable
from ..values.dates import DayInPart
from ..values.value_type import ValueRefused
from ..values.words import is_clear, means_nothing

KEEP = object()
"""The decision that a value stays as it is."""

GONE = object()
"""The decision that a value goes."""

_MASK = "***"


class Prefer(Enum):
    """Whose value is taken where both were changed."""

    LIST = "list"
    REGISTRY = "registry"


class CellRefused(Exception):
    """A cell cannot be taken in; the text says why."""


class Contradicted(Exception):
    """A cell was edited since it was exported, and so was the value in the registry."""


class Cells:
    """Decides what cells mean for values of the records of a kind."""

    def __init__(
        self,
        registry: Registry,
        kind: Kind,
        *,
        blank_clears: bool = False,
        prefer: Prefer | None = None,
    ) -> None:
        self.kind = kind
        self._spellings = Spellings(registry.of(kind), kind)
        self._blank_clears = blank_clears
        self._prefer = prefer
        # Every way in which some export shows a value.
        self._shown = [
            Shown(registry, wording, contacts=contacts)
            for contacts in (True, False)
            for wording in Wording
        ]
        self._shown_with_names = [*self._shown, *(each.named for each in self._shown)]

    def decided(self, holder: Record, field: Field, text: str, exported: str | None) -> Any:
        """The new value of a field, or that it stays (KEEP) or goes (GONE).

        `exported` is what the cell was when it was exported, None where that is not known.  Raises
        CellRefused where the text means no value, Contradicted where both sides were edited.
        """
        if exported is not None and with_line_feeds(exported) == with_line_feeds(text):
            return KEEP
        if self.shows(holder, field, text):
            return KEEP
        if exported is None and field.type.means(text, holder.get(field.key)):
            return KEEP
        if isinstance(text, DayInPart) and text.whole == exported:
            # Another format is no edit.
            return KEEP
        clears = is_clear(text)
        if means_nothing(text) and not clears:
            if not self._blank_clears:
                return KEEP
            clears = True
        value = GONE if clears else self._read(holder, field, text)
        if value is GONE and field.key not in holder:
            return KEEP
        if value is not GONE and same(value, value_of(holder, field)):
            return KEEP
        if exported is not None and not self._showed(holder, field, exported):
            if self._prefer is None:
                raise Contradicted
            if self._prefer is Prefer.REGISTRY:
                return KEEP
        if value is GONE and field.required:
            raise CellRefused(say("it is required and stays", "必填项不能清空"))
        return value

    def _showed(self, holder: Record, field: Field, exported: str) -> bool:
        """Whether an export, some time ago, showed what is there by `exported`."""
        value = holder.get(field.key)
        return self.shows(holder, field, exported) or field.type.was_shown(exported, value)

    def shows(self, holder: Record, field: Field, text: str) -> bool:
        """Whether `text` is how some export shows what is there."""
        value = value_of(holder, field)
        if value is None:
            # Most cells are empty, and so is what is there.
            return not text
        if type(value) is str and value == text:
            # As an export with keys shows it.
            return True
        in_full = self._shown[0].value(value, field)
        return text == in_full or any(text == shown for shown in self.forms(holder, field))

    def forms(self, holder: Record, field: Field) -> Iterator[str]:
        """Every way in which some export shows what is there, and in which a list is read then."""
        for shown in self._exported(holder, field):
            yield shown
            if shown[:1] == "'" or "=" in shown:
                # What looks like a wrapper of a spreadsheet is taken off.
                yield unguarded(shown)

    def _exported(self, holder: Record, field: Field) -> Iterator[str]:
        value = value_of(holder, field)
        if value is None:
            yield ""
            return
        for each in self._shown_with_names if field.type.refers_to else self._shown:
            shown = each.value(value, field)
            yield shown
            if not shown.isprintable():
                # Line breaks stay in CSV, tabs in a workbook too.
                yield printable(shown, keep="\n")
                yield printable(shown, keep="\n\t")
            elif "::" in shown or "##[" in shown:
                yield printable(shown)

    def in_words(self, key: str, table: Record) -> str:
        """A table that a field holds, in words: what the field is called, and what is there."""
        parts = self.kind.parts(key)
        shown = (
            self._shown[0].cell(table, field) for field in parts.values() if field.key in table
        )
        return " ".join((self.kind.spoken_name(key), *shown))

    def masked(self, text: str) -> str:
        """A text that may be somebody's number."""
        return self._shown[-1].personal(text)

    def _hides(self, holder: Record, field: Field) -> bool:
        """Whether an export shows only a part of a value."""
        full, masked = self._shown[0], self._shown[len(Wording)]
        return full.cell(holder, field) != masked.cell(holder, field)

    def in_full(self, holder: Record, field: Field) -> str:
        """A value in Chinese, with nothing masked."""
        return self._shown[0].cell(holder, field)

    def _read(self, holder: Record, field: Field, text: str) -> Any:
        """The value that a text means.  Raises CellRefused where it means none."""
        old = holder.get(field.key)
        # In a text that hides a number, any star may stand for one of its digits.
        star = "*" if self._hides(holder, field) else _MASK
        if star in text and old is not None and star not in str(old):
            raise CellRefused(
                say(
                    "a part is masked; export with --contacts to edit it",
                    "内容有隐去的部分，请用 --contacts 导出后再修改",
                )
            )
        if field.type.spoilt(text):
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
            return self._spellings.of(field, field.type.read_cell(text, old))
        except ValueRefused as refused:
            raise CellRefused(f"{refused}{field.type.hint_for_cell(text)}") from None


def with_line_feeds(text: str) -> str:
    """`text` with the line ends that the registry has; spreadsheets have their own."""
    return text.replace("\r\n", "\n")
