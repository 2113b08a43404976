import pytest

from alliance_cli.values.credit_code import ALPHABET, check_character, organisation_check_character
from alliance_cli.values.texts import CreditCode

# A public university and a company, as they print them on their own documents.
PUBLIC_CODES = ["12100000441626842D", "91420000177570439L"]


def codes_of(value: object) -> list[str]:
    return [problem.rule.code for problem in CreditCode().problems(value)]


def made(first_eight: str, organisation: str) -> str:
    """A right code for a made-up organisation."""
    head = first_eight + organisation
    head += organisation_check_character(head)
    return head + check_character(head)


@pytest.mark.parametrize("code", PUBLIC_CODES)
def test_public_codes_are_right(code: str) -> None:
    assert codes_of(code) == []


def test_every_single_error_is_found() -> None:
    code = made("91420100", "MA4KWX12")
    assert codes_of(code) == []
    for place in range(18):
        for other in set(ALPHABET) - {code[place]}:
            assert codes_of(code[:place] + other + code[place + 1 :]), (place, other)


def test_every_swap_of_neighbours_is_found() -> None:
    code = made("91420100", "MA4KWX12")
    for place in range(17):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or codes_of(swapped), place


@pytest.mark.parametrize("remainder_zero", [made("91420100", f"{n:08d}") for n in range(200)])
def test_check_character_where_the_remainder_is_zero(remainder_zero: str) -> None:
    # The outer modulo of the standard matters in one code of 31; some of these are such.
    assert codes_of(remainder_zero) == []


def test_typing_errors_have_codes_of_their_own() -> None:
    right = made("91420100", "MA4KWX12")
    other = "0" if right[-1] != "0" else "1"
    wrong_organisation = right[:16] + ("1" if right[16] != "1" else "2")
    assert codes_of(right[:15]) == ["F311"]
    assert codes_of("914201007476909000") == ["F312"]
    assert codes_of(right[:15] + "S" + right[16:]) == ["F313"]
    assert codes_of(right[:17] + other) == ["F314"]
    assert codes_of(wrong_organisation + check_character(wrong_organisation)) == ["F315"]
    assert codes_of(right.lower()) == ["F303"]
    assert codes_of(int("9" * 18)) == ["F301"]


def test_a_mistyped_letter_is_repaired_in_the_hint() -> None:
    right = made("91420100", "MA4K0123")
    wrong = right.replace("0", "O")
    (problem,) = CreditCode().problems(wrong)
    assert problem.rule.code == "F313"
    assert right in problem.hint


def test_reading_puts_width_and_case_right() -> None:
    typed = " \uff11\uff12100000 441626842d "
    assert CreditCode().read(typed) == "12100000441626842D"
