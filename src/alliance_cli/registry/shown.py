"""The values of members as text: cells of tables and exports, and JSON."""

import datetime
import json
import math
from typing import Any

from ..data import Data
from ..kinds.field import Field
from ..kinds.member import FIELDS
from ..kinds.tables import Tables
from ..language import Wording
from ..values.characters import all_visible, is_invisible
from ..values.privacy import masked, masked_data
from ..values.value_type import Vocabularies
from .registry import Member, value_of


def cell(
    member: Member,
    field: Field,
    vocabularies: Vocabularies,
    wording: Wording,
    *,
    contacts: bool = False,
) -> str:
    """One value as text, empty where there is none.

    `wording` decides between 整车企业 and `vehicle`, `contacts` shows personal numbers in full.
    The text is what the registry holds: whoever shows it makes it `printable` first.
    """
    value = value_of(member, field.key)
    if value is None:
        return ""
    if isinstance(field.type, Tables) and not contacts:
        value = field.type.masked(value)
    if not _fits(value, field):
        return str(value) if contacts else masked(str(value))
    text = field.type.text(value, vocabularies, wording)
    return text if contacts or not field.type.holds_words(value) else masked(text)


def _fits(value: Any, field: Field) -> bool:
    if isinstance(field.type, Tables):
        return isinstance(value, list) and all(isinstance(table, dict) for table in value)
    return isinstance(value, field.type.python_type)


def plain_data(member: Member, *, contacts: bool = False) -> Data:
    """A member as data for JSON: fields in field order, then what has no definition.

    Personal parts are masked unless `contacts`.
    """
    ordered = {key: member[key] for key in FIELDS if key in member}
    ordered.update((key, value) for key, value in member.items() if key not in FIELDS)
    if contacts:
        return ordered
    return {
        key if key in FIELDS else masked(key): _masked(key, value) for key, value in ordered.items()
    }


def _masked(key: str, value: Any) -> Any:
    field = FIELDS.get(key)
    if field is not None and isinstance(field.type, Tables):
        return field.type.masked(value)
    # A number under a mistyped key, or of a wrong type, is still somebody's.
    if field is None or not _fits(value, field) or field.type.holds_words(value):
        return masked_data(value)
    return value


def json_value(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON: hanzi as they are, dates as text, whatever would act as an escape."""
    text = json.dumps(_jsonable(value), ensure_ascii=False, allow_nan=False, indent=indent)
    if not all_visible(text):
        # Their number is small, that of the characters may be many millions.
        acting = {character for character in set(text) if is_invisible(character)} - {"\n"}
        text = text.translate({ord(character): json.dumps(character)[1:-1] for character in acting})
    return text.replace("##[", r"\u0023#[")


def _jsonable(value: Any) -> Any:
    """JSON has no infinities, and no numbers that are none."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _jsonable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_jsonable(part) for part in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value
