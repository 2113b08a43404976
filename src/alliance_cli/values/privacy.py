"""Personal data: numbers and addresses of people are masked unless somebody asks for them."""

import re
from typing import Any

# \d takes full-width digits too.  People write +86 or 0 before a number, and spaces, hyphens, dots
# or brackets in it; letters such as wx may touch it.  A longer run of digits is no number.
_SEPARATOR = r"[ .()\-\u2010-\u2015\u2212\u00b7]{0,2}"
_MOBILE = (
    rf"(?<!\d)((?:(?:\+|00)?86{_SEPARATOR}|0)?[1\uff11][3-9\uff13-\uff19]\d)"
    rf"({_SEPARATOR})\d{{4}}({_SEPARATOR})(\d{{4}})(?!\d)"
)
_LANDLINE = r"(?<![0-9A-Za-z-])(\(?0\d{2,3}\)?[ -]?)\d{3,4}(\d{4})((?:-\d{1,6})?)(?![0-9A-Za-z])"
# The part before the @ is bounded, so that a long word without one costs no more than its length.
_EMAIL = (
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{0,63}"
    r"([@\uff20][\w-]{1,63}(?:\.[\w-]{1,63})+)"
)
_HANZI_EMAIL = r"([\u4e00-\u9fff])[\u4e00-\u9fff]{0,3}([@\uff20][\w-]{1,63}(?:\.[\w-]{1,63})+)"
# All of them have one of these, which most texts have not; they are compiled when one has.
_SIGN = re.compile(r"\d{4}|[@\uff20]")


def holds_mobile_number(text: str) -> bool:
    """Whether a full mobile number stands in `text`."""
    # Looking for its first digit first spares most texts the search.
    return ("1" in text or "\uff11" in text) and re.search(_MOBILE, text) is not None


def masked(text: str) -> str:
    """`text` with every mobile number, telephone number and e-mail address in it masked.

    138****0001, 027-****5678, z***@example.com: enough to recognise one, not enough to use it.
    """
    if not _SIGN.search(text):
        return text
    text = re.sub(_MOBILE, r"\1\2****\3\4", text)
    text = re.sub(_LANDLINE, r"\1****\2\3", text)
    text = re.sub(_EMAIL, r"\1***\2", text)
    return re.sub(_HANZI_EMAIL, r"\1***\2", text)


def masked_data(value: Any) -> Any:
    """`value`, text or lists and tables of it, with every text in it masked."""
    if isinstance(value, str):
        return masked(value)
    if type(value) is int and holds_mobile_number(str(value)):
        return masked(str(value))
    if isinstance(value, list):
        return [masked_data(part) for part in value]
    if isinstance(value, dict):
        return {masked(key): masked_data(part) for key, part in value.items()}
    return value


def masked_value(text: str) -> str:
    """A personal value masked whatever its form: a number mistyped is still somebody's."""
    known = masked(text)
    if known != text or len(text) < 2:
        return known
    shown = len(text) // 4
    return text[:shown] + "****" + text[len(text) - shown :]
