"""What helps a person to fill in a cell: drop-downs, hints, checks and notes.

All of it is derived from the type of the field, and none of it locks anybody out: what does not
fit is asked about once more, and whoever is sure goes on.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ...channels import workbook_cell
from ...kinds.field import Field
from ...kinds.kind import Kind
from ...language import Phrase, Wording
from ...registry.registry import is_gone
from ...registry.shown import Shown
from ...values.names import pinyin_order
from .book import said, utf16_length
from .sheet_names import LISTS, named

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST_TITLE = 32
_LONGEST_MESSAGE = 255
_CHECK_AGAIN = Phrase("Please check", "请核对")


class Lists:
    """What the drop-downs of a workbook offer, each list a column of a hidden sheet."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._columns: dict[tuple[str, ...], Field] = {}

    def source(self, field: Field, texts: Sequence[str]) -> str:
        """The cells in which these texts stand, which several fields may offer."""
        from xlsxwriter.utility import xl_range_abs

        key = tuple(texts)
        self._columns.setdefault(key, field)
        column = list(self._columns).index(key)
        return f"='{self._sheet}'!{xl_range_abs(1, column, len(key), column)}"

    def write(self, workbook: "Workbook") -> None:
        """Write the sheet, if anything is offered."""
        if not self._columns:
            return
        sheet = workbook.add_worksheet(self._sheet)
        sheet.hide()
        for column, field in enumerate(self._columns.values()):
            sheet.write_string(0, column, field.heading.worded(field.key, self._wording))
        for row, offered in enumerate(zip_longest(*self._columns), 1):
            cells = [(column, text, None) for column, text in enumerate(offered) if text]
            sheet.write_cells(row, cells)

    @property
    def _sheet(self) -> str:
        return named(LISTS, self._wording)


class Entry:
    """Drop-downs, hints, checks and notes for the columns of a workbook, about records of a kind.

    What the drop-downs offer stands in `lists`, which the entries of several kinds may share.
    """

    def __init__(self, shown: Shown, kind: Kind, lists: Lists | None = None) -> None:
        self._shown = shown
        self._wording = shown.wording
        self._records = shown.registry.of(kind)
        self._lists = lists or Lists(shown.wording)
        self._offered: dict[Field, list[str]] = {}

    def note(self, field: Field) -> str:
        """What the field means, and whether it must be filled in."""
        needed = ""
        if field.required:
            needed = "\n" + self._said("Required.", "必填。")
        elif field.wanted:
            needed = "\n" + self._said("Wanted where it is known.", "请尽量填写。")
        return self._explanation(field) + needed

    def guide(
        self, sheet: "Worksheet", field: Field, heading: str, cells: tuple[int, int, int]
    ) -> None:
        """Give the cells of a column (column, first row, last row) what helps to fill them in."""
        choice = self._choice(field)
        column, first, last = cells
        check = choice or self._check(field, (first, column))
        # A hint pops up in every cell: where people write freely it would be in their way.
        hint = self._hint(field) if choice or not field.type.is_free else ""
        if not check and not hint:
            return
        options = {
            "validate": "any",
            "error_type": "warning",
            "error_title": said(_CHECK_AGAIN, self._wording),
            **(check or {}),
        }
        if hint:
            options["input_title"] = _cut(heading, _LONGEST_TITLE)
            options["input_message"] = _cut(hint, _LONGEST_MESSAGE)
        sheet.data_validation(first, column, last, column, options)

    def write_lists(self, workbook: "Workbook") -> None:
        """Write what the drop-downs offer."""
        self._lists.write(workbook)

    def _said(self, english: str, chinese: str) -> str:
        return said(Phrase(english, chinese), self._wording)

    def _explanation(self, field: Field) -> str:
        text = said(field.help, self._wording)
        if (labels := self._labels(field)) and (field.type.choices_explain or not text):
            text = self._said("One of: ", "可选：") + self._said(", ", "、").join(labels)
        if parts := field.type.fields.values():
            text = said(field.heading, self._wording) + self._said(": ", "：")
            text += self._said(", ", "、").join(said(part.heading, self._wording) for part in parts)
        elif field.type.is_list:
            text += f"\n{self._several()}"
        return workbook_cell(text)

    def _hint(self, field: Field) -> str:
        type_ = field.type
        if type_.choices_explain and not type_.is_list and (type_.choices() or type_.is_open):
            return self._said("Choose from the list.", "请从列表中选择。")
        if self._shown.is_named and type_.refers_to and not type_.choices():
            chosen = self._said(
                "Choose from the list, or write a name.", "请从列表中选择，或填写名称。"
            )
            return chosen + (f"\n{self._several()}" if type_.is_list else "")
        return self._explanation(field)

    def _several(self) -> str:
        return self._said("Set several apart by a comma and a space.", "有多项时用顿号(、)分隔。")

    def _labels(self, field: Field) -> list[str]:
        """The choices as the cells show them, in display order; none where all is open."""
        labels = field.type.choices(self._wording).values()
        return [workbook_cell(self._shown.said(label)) for label in labels]

    def _used(self, field: Field) -> list[str]:
        """What records have in this field, in the order of pinyin."""
        values = [record.get(field.key) for record in self._records]
        words = {value for value in values if isinstance(value, str)}
        shown = (workbook_cell(self._shown.value(word, field)) for word in words)
        return sorted(shown, key=pinyin_order)

    def _referred(self, field: Field) -> list[str]:
        """The records that a field may refer to, but for those of the past."""
        registry = self._shown.registry
        kind = registry.kinds[field.type.refers_to]
        there = (record.get("id") for record in registry.of(kind) if not is_gone(record, kind))
        ids = (each for each in there if isinstance(each, str))
        values = ([each] if field.type.is_list else each for each in ids)
        return [workbook_cell(self._shown.value(each, field)) for each in values]

    def _offers(self, field: Field) -> list[str]:
        """What a drop-down offers; nothing where there is none."""
        texts = self._labels(field)
        if self._shown.is_named and field.type.refers_to:
            texts = self._referred(field)
        elif not texts and (field.type.is_open or field.type.suggests_used):
            texts = self._used(field)
        return list(dict.fromkeys(filter(None, texts)))

    def _choice(self, field: Field) -> dict[str, Any] | None:
        """A drop-down, where the values are known or often the same.

        Of a list it gives the first item, and only where nobody knows the items by heart: others
        are typed behind it.
        """
        if field.type.is_list and not (self._shown.is_named and field.type.refers_to):
            return None
        if field not in self._offered:
            self._offered[field] = self._offers(field)
        if not (texts := self._offered[field]):
            return None
        # Another than those in use is as good, and a record is known by its name alone.
        binding = bool(self._labels(field)) and not field.type.refers_to
        return {
            "validate": "list",
            "source": self._lists.source(field, texts),
            "show_error": binding,
            "error_type": "warning" if binding else "information",
            "error_message": self._said("This is not in the list.", "列表中没有此项。"),
        }

    def _check(self, field: Field, cell: tuple[int, int]) -> dict[str, Any] | None:
        """A check of what is typed, as far as Excel can do it; `cell` is the first of its cells."""
        limit = field.type.limit
        if limit is None:
            return None
        message = said(limit.message, self._wording)
        if limit.of == "day":
            return {"validate": "custom", "value": _is_day(*cell), "error_message": message}
        bounds = (
            {"criteria": ">=", "value": limit.least}
            if limit.most is None
            else {"criteria": "between", "minimum": limit.least, "maximum": limit.most}
        )
        return {
            "validate": limit.of,
            **bounds,
            "error_message": message,
        }


def _is_day(row: int, column: int) -> str:
    """The formula whether a cell holds a day, or the text of one, or of a month or a year.

    A number as low as a year is one that Excel took for a day in 1905.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    cell = xl_rowcol_to_cell(row, column)
    return f"=IF(ISNUMBER({cell}),{cell}>2200,VALUE(LEFT({cell},4))>=1000)"


def _cut(text: str, units: int) -> str:
    """`text` in at most so many UTF-16 units, with an ellipsis where it is cut."""
    if utf16_length(text) <= units:
        return text
    return text.encode("utf-16-le")[: (units - 1) * 2].decode("utf-16-le", "ignore") + "…"
