"""Personal data out of sight: names, phones, identity numbers and bank cards, in fields and in free text."""

from __future__ import annotations

import re

_ID = re.compile(r"(?<!\d)(\d{6})(\d{8})(\d{3}[\dXx])(?!\d)")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)(\d{4})(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}-?)\d{4}(\d{3,4})(?!\d)")
_CARD = re.compile(r"(?<!\d)(\d{4})\d{8,11}(\d{4})(?!\d)")


def mask_phone(phone: str) -> str:
    """Return 138****1234."""
    return phone if len(phone) < 7 else f"{phone[:3]}****{phone[-4:]}"


def mask_name(name: str) -> str:
    """Return 张*; a compound family name keeps its two characters."""
    keep = (
        2
        if name[:2] in {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"}
        else 1
    )
    return f"{name[:keep]}*" if name else ""


def mask_text(text: str) -> str:
    """Return free text with identity numbers, bank cards and phones masked."""
    text = _ID.sub(r"\1********\3", text)
    text = _CARD.sub(r"\1 **** \2", text)
    text = _PHONE.sub(r"\1****\3", text)
    return _LANDLINE.sub(r"\1****\2", text)
