"""Channels: the gates that text passes last, one for each kind of output.

What left a gate does nothing in its channel.  A text is made inert after it was wrapped, joined and
translated, never before.
"""

import datetime
import json
import math
from typing import Any

from .values.characters import all_visible, is_invisible


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
