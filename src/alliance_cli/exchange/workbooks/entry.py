"""What helps a person to fill in a cell: drop-downs, hints, checks and notes.

All of it is derived from the type of the field, and none of it locks anybody out: what does not
fit is asked about once more, and whoever is sure goes on.
"""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...kinds.field import Field
from ...kinds.tables import Tables
from ...language import Phrase, Wording
from ...registry.registry import Registry
from ...registry.shown import cell
from ...values import credit_code
from ...values.choices import Choice, ListOf
from ...values.names import pinyin_order
from ...values.scalars import Date, Truth, WholeNumber
from ...values.texts import CreditCode, Text
from .book import cell_text, said, utf16_length
from .sheet_names import LISTS, named

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SUGGESTED = ("city",)
"""Fields of free text in which members often have the same."""

LENGTHS: Mapping[str, tuple[int, int]] = {
    "postcode": (6, 6),
    "mobile": (11, 11),
    "phone": (10, 20),
}
"""The least and the greatest length that the patterns of these fields allow."""

_LONGEST_TITLE = 32
_LONGEST_MESSAGE = 255
_FIRST_DATE = datetime.date(1900, 1, 1)
_CHECK_AGAIN = Phrase("Please check", "请核对")


class Entry:
    """Drop-downs, hints, checks and notes for the columns of a workbook."""

    def __init__(self, registry: Registry, wording: Wording, *, contacts: bool) -> None:
        self._registry = registry
        self._wording = wording
        self._contacts = contacts
        self._lists: dict[Field, list[str]] = {}

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
        check = choice or self._check(field)
        # A hint pops up in every cell: where people write freely it would be in their way.
        hint = self._hint(field) if choice or not _is_free(field) else ""
        if not check and not hint:
            return
        column, first, last = cells
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
        """Write what the drop-downs offer, each list a column of a hidden sheet."""
        if not self._lists:
            return
        sheet = workbook.add_worksheet(self._sheet)
        sheet.hide()
        for column, (field, texts) in enumerate(self._lists.items()):
            sheet.write_string(0, column, field.heading.worded(field.key, self._wording))
            for row, text in enumerate(texts, 1):
                sheet.write_string(row, column, text)

    @property
    def _sheet(self) -> str:
        return named(LISTS, self._wording)

    def _reference(self, column: int, count: int) -> str:
        from xlsxwriter.utility import xl_range_abs

        return f"='{self._sheet}'!{xl_range_abs(1, column, count, column)}"

    def _said(self, english: str, chinese: str) -> str:
        return said(Phrase(english, chinese), self._wording)

    def _explanation(self, field: Field) -> str:
        item = field.type.item if isinstance(field.type, ListOf) else field.type
        text = said(field.help, self._wording)
        if isinstance(item, Choice) and (labels := self._labels(field, item)):
            mark = self._said(", ", "、")
            text = self._said("One of: ", "可选：") + mark.join(labels)
        if isinstance(field.type, Tables):
            parts = field.type.fields.values()
            text = said(field.heading, self._wording) + self._said(": ", "：")
            text += self._said(", ", "、").join(said(part.heading, self._wording) for part in parts)
        elif isinstance(field.type, ListOf):
            text += "\n" + self._said(
                "Set several apart by a comma and a space.", "有多项时用顿号(、)分隔。"
            )
        return cell_text(text)

    def _hint(self, field: Field) -> str:
        if isinstance(field.type, Choice):
            return self._said("Choose from the list.", "请从列表中选择。")
        return self._explanation(field)

    def _labels(self, field: Field, item: Choice) -> list[str]:
        """The choices as the cells show them, in display order; none where all is open."""
        vocabularies = self._registry.vocabularies
        keys = item.labels(vocabularies, self._wording) or {}
        return [self._shown(field, [key] if field.type.is_list else key) for key in keys]

    def _shown(self, field: Field, value: Any) -> str:
        vocabularies = self._registry.vocabularies
        member = {field.key: value}
        return cell_text(cell(member, field, vocabularies, self._wording, contacts=self._contacts))

    def _used(self, field: Field) -> list[str]:
        """What members have in this field, in the order of pinyin."""
        values = [member.get(field.key) for member in self._registry.members]
        words = {value for value in values if isinstance(value, str)}
        return sorted((self._shown(field, word) for word in words), key=pinyin_order)

    def _choice(self, field: Field) -> dict[str, Any] | None:
        """A drop-down, where the values are known or often the same."""
        binding = True
        if isinstance(field.type, Choice):
            texts = self._labels(field, field.type)
            if not texts:
                texts, binding = self._used(field), False
        elif isinstance(field.type, Truth):
            texts = [field.type.text(value, {}, self._wording) for value in (True, False)]
        elif field.key in SUGGESTED:
            texts, binding = self._used(field), False
        else:
            return None
        texts = list(dict.fromkeys(filter(None, texts)))
        if not texts:
            return None
        known = self._lists.setdefault(field, texts)
        return {
            "validate": "list",
            "source": self._reference(list(self._lists).index(field), len(known)),
            # Another than those suggested is as good.
            "show_error": binding,
            "error_type": "warning" if binding else "information",
            "error_message": self._said("This is not in the list.", "列表中没有此项。"),
        }

    def _check(self, field: Field) -> dict[str, Any] | None:
        """A check of what is typed, as far as Excel can do it."""
        if isinstance(field.type, Date):
            return {
                "validate": "date",
                "criteria": ">=",
                "value": _FIRST_DATE,
                "error_message": self._said(
                    "This should be a date like 2019-05-28.", "应为日期，如 2019-05-28。"
                ),
            }
        if isinstance(field.type, WholeNumber):
            return {
                "validate": "integer",
                "criteria": ">=",
                "value": 0,
                "error_message": self._said(
                    "This should be a whole number without a unit.", "应为整数，不带单位。"
                ),
            }
        if not isinstance(field.type, Text):
            return None
        least, most = _lengths(field, field.type)
        if most is None:
            return None
        span = str(most) if least == most else f"{least}-{most}"
        return {
            "validate": "length",
            "criteria": "between",
            "minimum": least,
            "maximum": most,
            "error_message": self._said(
                f"This should have {span} characters.", f"应为 {span} 个字符。"
            ),
        }


def _is_free(field: Field) -> bool:
    """Whether any text will do."""
    type_ = field.type
    return isinstance(type_, Text) and not isinstance(type_, CreditCode) and not type_.pattern


def _lengths(field: Field, type_: Text) -> tuple[int, int | None]:
    if isinstance(type_, CreditCode):
        return credit_code.LENGTH, credit_code.LENGTH
    return LENGTHS.get(field.key, (type_.minimum, type_.maximum))


def _cut(text: str, units: int) -> str:
    """`text` in at most so many UTF-16 units, with an ellipsis where it is cut."""
    if utf16_length(text) <= units:
        return text
    return text.encode("utf-16-le")[: (units - 1) * 2].decode("utf-16-le", "ignore") + "…"
