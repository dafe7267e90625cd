"""Numbers that lead to a person: telephones in every way people write them, identity numbers, cards, plates, accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stdnum.cn import ric

from linli.kernel.numbers import is_bank_card
from linli.kernel.personal import Kind, Stretch

_ALONE = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"
_SEP = r"[ \-_./·‐-―−]"

# What a run of digits is called when it is no telephone, card or identity number.
_OTHER: Final = re.compile(
    r"(?:编号|单号|工单|订单|运单|快递|流水号?|受理号?|证号|表号|户号|代码|发票\w{0,2}|账单|型号|货号|批号|案号|文号|金额|造价|合计|总价|共|约|第|[¥￥])"
    r"\s*[:是为有]?\s*$"
)
_ABOUT_ID: Final = re.compile(r"(?:身份|证件|一代证|老证|证号|旧证)\S{0,10}$")
_ABOUT_CARD: Final = re.compile(r"(?:卡号?|账号|帐号|户头|存折)\s*[:是为]?\s*$")
_ABOUT_PHONE: Final = re.compile(r"(?:电话|手机|号码|联系方式|微信)号?\s*[:是为]?\s*$")
_BEFORE = 12
"""How far back the word stands that says what a number is."""

_LONG: Final = re.compile(rf"\d(?:\)?{_SEP}{{0,2}}\d){{5}}")
"""Six digits, however they are parted: no telephone, card or identity number has fewer."""
_ID: Final = re.compile(
    rf"{_ALONE}[1-9]\d{{5}}[ \-]?(?:18|19|20)\d{{2}}[ \-]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ \-]?\d{{3}}[\dXx]{_END}"
)
_OLD_ID: Final = re.compile(
    rf"{_ALONE}[1-9]\d{{5}}[ \-]?\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ \-]?\d{{3}}{_END}"
)
_PROVINCES: Final = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
_CARD: Final = re.compile(r"(?<!\d)\d{4}(?:[ \-]?\d{4}){2}[ \-]?\d{3,4}(?:[ \-]?\d{1,3})?(?!\d)")
_MOBILE: Final = re.compile(
    rf"(?<![\d.])(?:\(?(?:\+|00)?86\)?{_SEP}?)?(1{_SEP}?[3-9](?:{_SEP}?\d){{9}})(?!\d|\.\d)"
)
_EXTENSION = r"(?: ?(?:转|分机)[ :]?\d{1,5})?"
_LANDLINE: Final = re.compile(
    rf"(?<!\d)(?:\(0[1-9]\d{{1,2}}\)|0[1-9]\d{{1,2}})(?:[ \-]|{_SEP}{{1,2}})?[2-8]\d{{2,3}}[ \-]?\d{{4}}(?!\d){_EXTENSION}"
)
_LOCAL: Final = re.compile(
    rf"(?:电话|座机|固话|号码|电话号|来电|[请就]打|拨|^打|(?<=[,，。;；、 ])打)[:是为 ]{{0,3}}"
    rf"([2-8]\d{{2,3}}[ \-]?\d{{3,4}}(?![\d元块万个]){_EXTENSION})"
)
_SPOKEN_DIGIT = "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
_SPOKEN: Final = re.compile(
    rf"(?<![{_SPOKEN_DIGIT}])[{_SPOKEN_DIGIT}](?:[ \-]?[{_SPOKEN_DIGIT}]){{6,11}}(?![{_SPOKEN_DIGIT}])"
)
_TO_DIGITS: Final = str.maketrans(
    {char: str(value) for value, char in enumerate("零一二三四五六七八九")}
    | {char: str(value) for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")}
    | {"○": "0", "幺": "1", "两": "2"}
)
_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][ ·.\-]{0,2}"
    rf"(?=[A-Za-z ]{{0,6}}\d)(?:[A-HJ-NP-Za-hj-np-z0-9][ ]?){{4,5}}[A-HJ-NP-Za-hj-np-z0-9学警挂港澳领]{_END}"
)
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_ACCOUNT: Final = re.compile(
    r"(?=[微wvq扣企])(?:微信号?|wechat|weixin|wx|vx|v信|微x|qq号?|扣扣号?|企鹅号?)\s*[:是为]?\s*"
    r"([a-z][a-z0-9_\-]{4,19}|\d{5,12})(?![0-9a-z@.])",
    re.IGNORECASE,
)


def accounts_in(plain: str) -> Iterator[Stretch]:
    """Yield e-mail addresses and accounts of WeChat and QQ."""
    if "@" in plain:
        for match in _EMAIL.finditer(plain):
            yield Stretch(Kind.EMAIL, match.start(), match.end())
    for match in _ACCOUNT.finditer(plain):
        yield Stretch(Kind.ACCOUNT, match.start(1), match.end(1))


def numbers_in(plain: str) -> Iterator[Stretch]:
    """Yield every number that leads to a person, the most certain kinds first; later ones may overlap earlier ones."""
    if _LONG.search(plain):
        yield from _long_numbers(plain)
    for match in _PLATE.finditer(plain):
        yield Stretch(Kind.PLATE, match.start(), match.end())


def _long_numbers(plain: str) -> Iterator[Stretch]:
    for match in _ID.finditer(plain):
        digits = re.sub(r"[ \-]", "", match[0]).upper()
        # A mistyped one is still somebody's; a number of something else seldom ends in the right character.
        if not _is_other(plain, match.start()) or ric.calc_check_digit(digits) == digits[-1]:
            yield Stretch(Kind.ID_CARD, match.start(), match.end())
    for match in _OLD_ID.finditer(plain):
        before = plain[max(0, match.start() - _BEFORE) : match.start()]
        if _ABOUT_ID.search(before) or (_PROVINCES.match(match[0]) and not _is_other(plain, match.start())):
            yield Stretch(Kind.ID_CARD, match.start(), match.end())
    for match in _CARD.finditer(plain):
        before = plain[max(0, match.start() - _BEFORE) : match.start()]
        if _ABOUT_CARD.search(before) or (is_bank_card(match[0]) and not _OTHER.search(before)):
            yield Stretch(Kind.BANK_CARD, match.start(), match.end())
    yield from _phones(plain)


def _is_other(plain: str, start: int) -> bool:
    before = plain[max(0, start - _BEFORE) : start]
    return bool(_OTHER.search(before)) and not _ABOUT_ID.search(before)


def _phones(plain: str) -> Iterator[Stretch]:
    for match in _MOBILE.finditer(plain):
        if not _is_grouped(match[1]):
            continue
        before = plain[max(0, match.start() - _BEFORE) : match.start()]
        if match[0].isdigit() and _OTHER.search(before) and not _ABOUT_PHONE.search(before):
            continue
        yield Stretch(Kind.PHONE, match.start(), match.end())
    for match in _LANDLINE.finditer(plain):
        if match[0].isdigit() and _OTHER.search(plain[max(0, match.start() - _BEFORE) : match.start()]):
            continue
        yield Stretch(Kind.PHONE, match.start(), match.end())
    for match in _LOCAL.finditer(plain):
        yield Stretch(Kind.PHONE, match.start(1), match.end(1))


def spoken_phones(plain: str) -> Iterator[Stretch]:
    """Yield telephones written in characters: 一三八零零零零一二三四."""
    for match in _SPOKEN.finditer(plain):
        digits = digits_of(match[0])
        if re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}[2-8]\d{6,7}|[2-8]\d{6,7}", digits) and (
            len(digits) > 8 or _ABOUT_PHONE.search(plain[max(0, match.start() - _BEFORE) : match.start()])
        ):
            yield Stretch(Kind.PHONE, match.start(), match.end())


def digits_of(written: str) -> str:
    """Return the digits of a number, those written as characters too; nothing else."""
    return re.sub(r"\D", "", written.translate(_TO_DIGITS))


def _is_grouped(written: str) -> bool:
    """Say whether digits stand in groups as a telephone is dictated: 138 0000 1234, never 1 3 5 7 9 11 13."""
    groups = [len(group) for group in re.split(_SEP, written)]
    return len(groups) == 1 or len(groups) == 11 or (len(groups) <= 5 and min(groups) >= 2)
