"""Personal data out of sight: one field at a time, or wherever it turns up in free text.

Public pages and exports are masked by default, not by discipline. `find` looks for what identifies a person;
`mask_text` hides it. When in doubt it hides: an over-masked public sentence costs less than a leaked number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from linli.kernel.chinese import half_width
from linli.kernel.numbers import normalise_phone
from linli.kernel.personal import Kind, Stretch
from linli.kernel.personal.characters import COMPOUND_SURNAMES
from linli.kernel.personal.names import names_in
from linli.kernel.personal.numbers import accounts_in, digits_of, numbers_in, spoken_phones
from linli.kernel.personal.rooms import below_building, rooms_in
from linli.kernel.sources import Source, local_choice

__all__ = [
    "Found", "Kind", "find", "hide_words", "mask_address", "mask_bank_card", "mask_email", "mask_id_card", "mask_name",
    "mask_phone", "mask_plate", "mask_text", "pieces", "without",
]  # fmt: skip

SOURCE: Final = Source(
    "中华人民共和国个人信息保护法",
    "第六条 (最小必要)、第五十一条 (去标识化)",
    "https://www.gov.cn/xinwen/2021-08/20/content_5632486.htm",
    date(2026, 11, 22),
    "Asks for de-identification; no national rule fixes a pattern.",
)
PATTERNS_SOURCE: Final = local_choice("张*, 138****1234, first six and last four of an ID: common practice.")

BESIDE: Final = 4
"""Characters between a name and the number that belongs to it: 刘敏，电话 0000-8600110."""

HIDDEN: Final = "***"


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch `[start, end)` of a text that identifies a person, and what is shown instead."""

    kind: Kind
    start: int
    end: int
    value: str
    masked: str

    @property
    def plain(self) -> str:
        """The value as typed on a keyboard of half-width characters, without what people put between digits."""
        if self.kind is Kind.PHONE:
            return re.sub(
                r"^(?:00)?86(?=1[3-9]\d{9})", "", digits_of(half_width(re.split("转|分机", self.value)[0]))
            )
        return re.sub(r"[\s·.,\-‐-―−]", "", half_width(self.value))


# -------- one field


def mask_name(name: str) -> str:
    """Return the family name and a star: 张*, 欧阳*; the first letter of a name in another script."""
    name = name.strip()
    if not name:
        return ""
    return f"{name[: 2 if name[:2] in COMPOUND_SURNAMES else 1]}*"


def mask_phone(phone: str) -> str:
    """Return 138****1234: the first three and last four characters; a service number of up to six stays."""
    phone = phone.strip()
    if len(phone) <= 6:
        return phone
    return f"{phone[:3]}****{phone[-4:]}"


def mask_id_card(number: str) -> str:
    """Return the first six and last four characters of an identity number, the date of birth hidden."""
    number = number.strip()
    return f"{number[:6]}********{number[-4:]}" if len(number) >= 15 else "*" * len(number)


def mask_bank_card(number: str) -> str:
    """Return the first six (the bank's) and last four digits of a card number."""
    digits = re.sub(r"\D", "", half_width(number))
    return f"{digits[:6]}******{digits[-4:]}" if len(digits) >= 15 else "*" * len(digits)


def mask_plate(plate: str) -> str:
    """Return 鲁A***45: where it is from and the last two characters."""
    plate = re.sub(r"[\s·.]", "", plate)
    return f"{plate[:2]}***{plate[-2:]}" if len(plate) >= 6 else "*" * len(plate)


def mask_email(address: str) -> str:
    """Return the first letter and the domain: z***@example.org."""
    name, at, domain = address.strip().partition("@")
    return f"{name[:1]}{HIDDEN}{at}{domain}" if at else HIDDEN


def mask_address(address: str) -> str:
    """Return an address down to the building: 幸福路8号院3号楼2单元501室 → 幸福路8号院3号楼***."""
    plain = half_width(address)
    cut = below_building(plain)
    if cut is None:
        return address
    dash = "-" if plain[cut : cut + 1] == "-" else ""
    return f"{address[:cut]}{dash}{HIDDEN}"


# -------- free text

_DIGIT: Final = re.compile(r"\d")
_STARS: Final = re.compile(r"[0-9A-Za-z]*\*{2,}[0-9A-Za-z]*")


def find(text: str) -> list[Found]:
    """Return what identifies a person in a free text, in order and without overlaps.

    Finds identity numbers by their date of birth (the checksum may be mistyped), bank cards by Luhn, mobile
    and landline numbers, plates, e-mail, WeChat and QQ accounts, names after a word that introduces them, and
    rooms behind a building (a stairwell alone stays). Names of third persons in running text are not found.
    """
    plain = half_width(text)
    found: list[Found] = []
    for hit in _stretches(plain):
        if all(hit.end <= other.start or hit.start >= other.end for other in found):
            masked = _masked(hit.kind, plain[hit.start : hit.end])
            found.append(Found(hit.kind, hit.start, hit.end, text[hit.start : hit.end], masked))
    return sorted(found, key=lambda hit: hit.start)


def mask_text(text: str, *, keep: Collection[str] = (), kinds: Collection[Kind] = frozenset(Kind)) -> str:
    """Return a free text with what identifies a person masked.

    `keep` holds telephone numbers that are public, as `numbers.normalise_phone` writes them: an answer may
    tell people to ring the office, and whom to ask for there.
    """
    return _replace(text, [hit for hit in to_hide(text, keep=keep) if hit.kind in kinds])


def to_hide(text: str, *, keep: Collection[str] = ()) -> list[Found]:
    """Return what identifies a person in a free text but for public numbers and the names that stand beside them."""
    found: list[Found] = []
    for hit in find(text):
        if not (keep and _is_kept(hit, keep)):
            found.append(hit)
        elif found and found[-1].kind is Kind.NAME and hit.start - found[-1].end <= BESIDE:
            found.pop()
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: as it stands, or of a kind that is hidden and shown as `masked`."""

    words: str
    kind: Kind | None = None
    masked: str = ""


def pieces(text: str, *, keep: Collection[str] = ()) -> list[Piece]:
    """Part a text into what stays and what is hidden, in order, for somebody who decides what the public reads."""
    found, done = [], 0
    for hit in to_hide(text, keep=keep):
        found += [Piece(text[done : hit.start]), Piece(hit.value, hit.kind, hit.masked)]
        done = hit.end
    return [piece for piece in [*found, Piece(text[done:])] if piece.words]


def hide_words(text: str, words: Collection[str]) -> str:
    """Return a text with these words hidden wherever they stand, the longest first."""
    for word in sorted({word.strip() for word in words} - {""}, key=len, reverse=True):
        text = text.replace(word, HIDDEN)
    return text


def without(text: str, hits: Sequence[Found] | None = None) -> str:
    """Return a free text with a gap where something identifies a person, or is masked already: the words to search by.

    `hits` are what `find` found in it, where that is known.
    """
    parts, done = [], 0
    for hit in find(text) if hits is None else hits:
        parts.append(text[done : hit.start])
        done = hit.end
    return _STARS.sub(" ", " ".join([*parts, text[done:]]))


def _is_kept(hit: Found, keep: Collection[str]) -> bool:
    if hit.kind is not Kind.PHONE:
        return False
    try:
        return normalise_phone(hit.value) in keep
    except ValueError:
        return re.sub(r"\D", "", half_width(hit.value)) in keep


def _replace(text: str, hits: list[Found]) -> str:
    parts: list[str] = []
    done = 0
    for hit in hits:
        parts += [text[done : hit.start], hit.masked]
        done = hit.end
    return "".join([*parts, text[done:]])


def _stretches(plain: str) -> Iterator[Stretch]:
    """Yield stretches, the most certain kinds first: a later one never overlaps an earlier one."""
    yield from accounts_in(plain)
    if _DIGIT.search(plain):
        yield from numbers_in(plain)
    yield from spoken_phones(plain)
    yield from names_in(plain)
    yield from rooms_in(plain)


def _masked(kind: Kind, value: str) -> str:
    match kind:
        case Kind.EMAIL:
            return mask_email(value)
        case Kind.ACCOUNT:
            return mask_phone(value) if value.isdigit() else f"{value[:1]}{HIDDEN}"
        case Kind.ID_CARD:
            return mask_id_card(re.sub(r"[ \-]", "", value))
        case Kind.BANK_CARD:
            return mask_bank_card(value)
        case Kind.PHONE:
            return _mask_written_phone(value)
        case Kind.PLATE:
            return mask_plate(value)
        case Kind.NAME:
            return mask_name(value)
        case Kind.ROOM:
            return f"-{HIDDEN}" if value.startswith("-") and value.count("-") > 1 else HIDDEN


def _mask_written_phone(value: str) -> str:
    digits = digits_of(re.split("转|分机", value)[0])
    national = re.sub(r"^(?:00)?86(?=1)", "", digits)
    if len(national) == 11 and national[0] == "1":
        return mask_phone(national)
    area = re.match(r"\(?0\d{2,3}\)?[ \-]?", value)
    return f"{area[0] if area else digits[:1]}****{digits[-4:]}"
