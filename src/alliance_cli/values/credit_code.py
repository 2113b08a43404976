"""The unified social credit code of Chinese organisations (统一社会信用代码, GB 32100-2015).

Eighteen characters: registering department, kind, six digits of region (GB/T 2260), the
organisation code of nine (GB 11714), and a check character.
"""

import operator

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))

# GB 11714 counts A=10 to Z=35, with no letter left out.
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_VALUES = {character: value for value, character in enumerate(_ORGANISATION_ALPHABET)}
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# What people type for the letters that the alphabet leaves out, because they look like digits.
TYPING_ERRORS = {"O": "0", "I": "1", "Z": "2", "S": "5"}


def check_character(code: str) -> str:
    """The 18th character that belongs to the first 17 of `code`.

    Raises KeyError where one of them is not in `ALPHABET`.
    """
    total = sum(map(operator.mul, map(_VALUES.__getitem__, code), _WEIGHTS))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check_character(code: str) -> str:
    """The 17th character of `code` that belongs to the organisation code in characters 9 to 16.

    Raises KeyError where one of them is not a digit or an upper-case letter.
    """
    values = map(_ORGANISATION_VALUES.__getitem__, code[8:16])
    total = sum(map(operator.mul, values, _ORGANISATION_WEIGHTS))
    return "0123456789X0"[11 - total % 11]


def was_cut_by_a_spreadsheet(code: str) -> bool:
    """Whether `code` looks like an 18-digit number of which a spreadsheet kept 15 digits."""
    return len(code) == LENGTH and code.isdecimal() and code.endswith("000")


def kind(code: str) -> str:
    """The registering department and kind of `code`, such as `91` for an enterprise."""
    return code[:2]


# What the label of a category says about the kinds of organisation in it; the first that fits.
# Research institutes are left out on purpose: they are institutions, companies and societies alike.
_KINDS_BY_LABEL = (
    ("学会", ("51", "13")),
    ("协会", ("51", "13")),
    ("企业", ("91", "92", "93")),
    ("公司", ("91", "92", "93")),
    ("院校", ("12", "52")),
    ("大学", ("12", "52")),
    ("高校", ("12", "52")),
)


def kinds_expected(category_label: str) -> tuple[str, ...]:
    """The kinds of code that members of a category usually have, or none where any will do."""
    for word, kinds in _KINDS_BY_LABEL:
        if word in category_label:
            return kinds
    return ()
