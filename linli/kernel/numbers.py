"""Numbers that stand for people, firms and vehicles: read them in any spelling, check them, store them in
one.

`normalise_*` raises `ValueError` for what is no such number; `is_*` only says so. One spelling matters
because numbers are found again by a keyed fingerprint of exactly these characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

import phonenumbers
from stdnum import luhn
from stdnum.cn import ric, uscc

from linli.kernel.chinese import half_width
from linli.kernel.sources import Source

ID_CARD_SOURCE: Final = Source(
    "公民身份号码 (resident identity number): 18 characters, check character ISO 7064 MOD 11-2",
    "",
    "https://arthurdejong.org/python-stdnum/doc/2.2/stdnum.cn.ric",
    date(2026, 11, 22),
    "Read in the documentation and source of python-stdnum.",
)

_SEPARATORS: Final = re.compile(r"[\s\-‐-―−()（）.·]+")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_SERVICE: Final = re.compile(r"1[0-9]{2,4}|9[0-9]{4}|400[0-9]{7}|800[0-9]{7}")
_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE: Final = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z](?:[A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9学警挂港澳领]|[DF][A-HJ-NP-Z0-9][0-9]{{4}}|[0-9]{{5}}[DF])"
)
BANK_CARD_DIGITS: Final = range(15, 20)


# -------- telephones


def normalise_phone(text: str) -> str:
    """Return a telephone number as stored: a Chinese mobile as 11 digits, a landline as digits with its area
    code.

    `+86 138-1234-5678` → `13812345678`; `(0531) 8601 2345` → `053186012345`; a foreign number in E.164
    (`+442079460958`); service numbers (`12345`, `4001234567`) as they are.

    :raises ValueError: when it is no telephone number; a landline without its area code is none.
    """
    digits = _SEPARATORS.sub("", half_width(text))
    national = re.sub(r"^(?:\+|00)86", "", digits)
    if _MOBILE.fullmatch(national) or _SERVICE.fullmatch(national):
        return national
    # Only after the checks above: the library's tables lag behind new prefixes, ours do not.
    try:
        parsed = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException as unreadable:
        raise ValueError("not a telephone number") from unreadable
    if not phonenumbers.is_valid_number(parsed):
        raise ValueError("not a telephone number")
    if parsed.country_code != 86:
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return re.sub(r"\D", "", written)


def is_phone(text: str) -> bool:
    """Say whether `text` can be dialled."""
    return _is(normalise_phone, text)


def is_mobile(text: str) -> bool:
    """Say whether `text` is a Chinese mobile number, so that a code can be sent to it."""
    return is_phone(text) and _MOBILE.fullmatch(normalise_phone(text)) is not None


# -------- people and firms


def normalise_id_card(text: str) -> str:
    """Return an identity number as 18 characters with a capital X, its checksum and date of birth verified.

    :raises ValueError: when it is none. Whether it was ever issued, and to whom, nobody can tell from the
    number.
    """
    number = _SEPARATORS.sub("", half_width(text)).upper()
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) or ric.calc_check_digit(number) != number[-1]:
        raise ValueError("not an identity number")
    birth_date(number)
    return number


def is_id_card(text: str) -> bool:
    """Say whether `text` is an identity number with a correct checksum."""
    return _is(normalise_id_card, text)


def birth_date(id_card: str) -> date:
    """Return the date of birth written in an 18-character identity number.

    :raises ValueError: when there is no such date.
    """
    return date(int(id_card[6:10]), int(id_card[10:12]), int(id_card[12:14]))


def normalise_uscc(text: str) -> str:
    """Return a unified social credit code (统一社会信用代码) as 18 characters, its check characters verified.

    :raises ValueError: when it is none.
    """
    number = _SEPARATORS.sub("", half_width(text)).upper()
    if not uscc.is_valid(number):
        raise ValueError("not a unified social credit code")
    return number


def is_uscc(text: str) -> bool:
    """Say whether `text` is a unified social credit code with correct check characters."""
    return _is(normalise_uscc, text)


def normalise_bank_card(text: str) -> str:
    """Return a bank card number as 15–19 digits, its Luhn digit verified.

    :raises ValueError: when it is none.
    """
    number = _SEPARATORS.sub("", half_width(text))
    if not (
        number.isascii() and number.isdigit() and len(number) in BANK_CARD_DIGITS and luhn.is_valid(number)
    ):
        raise ValueError("not a bank card number")
    return number


def is_bank_card(text: str) -> bool:
    """Say whether `text` can be a bank card number."""
    return _is(normalise_bank_card, text)


# -------- vehicles


def normalise_plate(text: str) -> str:
    """Return a number plate of the mainland: province, letter, five characters (six for new-energy vehicles).

    :raises ValueError: when it is none.
    """
    plate = _SEPARATORS.sub("", half_width(text)).upper()
    if not _PLATE.fullmatch(plate):
        raise ValueError("not a number plate")
    return plate


def is_plate(text: str) -> bool:
    """Say whether `text` is a number plate of the mainland."""
    return _is(normalise_plate, text)


def _is(normalise: Callable[[str], str], text: str) -> bool:
    try:
        normalise(text)
    except ValueError:
        return False
    return True
