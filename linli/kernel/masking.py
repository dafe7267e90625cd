"""Personal data out of sight: one field at a time, or wherever it turns up in free text.

Public pages and exports are masked by default, not by discipline. `find` looks for what identifies a person;
`mask_text` hides it. When in doubt it hides: an over-masked public sentence costs less than a leaked number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.chinese import HAN, half_width
from linli.kernel.numbers import is_bank_card, normalise_phone
from linli.kernel.sources import Source, local_choice

SOURCE: Final = Source(
    "中华人民共和国个人信息保护法",
    "第六条 (最小必要)、第五十一条 (去标识化)",
    "https://www.gov.cn/xinwen/2021-08/20/content_5632486.htm",
    date(2026, 11, 22),
    "Asks for de-identification; no national rule fixes a pattern.",
)
PATTERNS_SOURCE: Final = local_choice("张*, 138****1234, first six and last four of an ID: common practice.")

HIDDEN: Final = "***"


class Kind(StrEnum):
    """What was found."""

    PHONE = "phone"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    EMAIL = "email"
    ACCOUNT = "account"  # WeChat, QQ
    NAME = "name"
    ROOM = "room"


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
        return re.sub(r"[\s·.,\-‐-―−]", "", half_width(self.value))


# -------- one field

COMPOUND_SURNAMES: Final = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙"
        "慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷"
        "轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门第五",
    )
)


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
    hits = _rooms(plain)
    below = _BELOW_BUILDING.search(plain)
    if below is not None and (not hits or below.start() <= hits[0].start):
        return f"{address[: below.start()]}{HIDDEN}"
    return f"{address[: hits[0].start]}{hits[0].masked}" if hits else address


# -------- free text

_D = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"
_GAP = r"[ \-]?"
_ID: Final = re.compile(
    rf"{_D}[1-9]\d{{5}}[ ]?(?:18|19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ ]?\d{{3}}[\dXx]{_END}"
)
_CARD: Final = re.compile(rf"(?<!\d)\d{{4}}(?:{_GAP}\d{{4}}){{2}}{_GAP}\d{{3,4}}(?:{_GAP}\d{{1,3}})?(?!\d)")
_MOBILE: Final = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")
_LANDLINE: Final = re.compile(
    r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3})[ \-]?[2-9]\d{6,7}(?!\d)|"
    r"(?<=电话)[:是为 ]{0,2}[2-9]\d{6,7}(?!\d)|(?<=座机)[:是为 ]{0,2}[2-9]\d{6,7}(?!\d)"
)
_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][ ·.\-]?"
    rf"(?=[A-Za-z0-9]*\d)[A-HJ-NP-Za-hj-np-z0-9]{{4,5}}[A-HJ-NP-Za-hj-np-z0-9学警挂港澳领]{_END}"
)
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_ACCOUNT: Final = re.compile(
    r"(?:微信号?|[Ww][Xx]|[Vv]信|QQ号?|qq号?)\s*[:是为]?\s*([A-Za-z0-9][A-Za-z0-9_\-]{4,19})"
)

_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷"
    "车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻"
    "莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居"
    "衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
    "肖闫涂苟佟仝"
)
# The commonest family names, for where a rarer one is more likely to be a word (本人和家人, 我是全小区).
_COMMON: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范廖石金韦贾夏付邹熊孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵覃武钱戴严莫孔汤"
)
_COMPOUND = "|".join(sorted(COMPOUND_SURNAMES))
_TITLED = r"(?!先生|女士|小姐|老师|阿姨|大爷|大妈|师傅|经理|主任|医生|某)"  # 张女士 is hidden enough
_NOT_GIVEN = r"(?![在经多已于向的是对要们都也不将和与有为请谢])"  # 举报人曾在, 住户谢谢
_ANY_NAME = rf"(?:{_COMPOUND}|[{_SURNAMES}]){_TITLED}[{HAN}]{{1,2}}"
_LIKELY_NAME = rf"(?:{_COMPOUND}|[{_COMMON}]){_TITLED}{_NOT_GIVEN}[{HAN}]"
_PARTY = r"(?:联系人|当事人|投诉人|反映人|举报人|报修人|申请人|户主)"

_NAMES: Final = (
    # After a word that can only be followed by a name, two or three characters are one, whatever comes next.
    re.compile(rf"(?:我的?名字[叫是]|我名?叫|本人叫|姓名|名叫|{_PARTY}[:为是 ])[:为是 ]{{0,2}}({_ANY_NAME})"),
    re.compile(rf"{_PARTY}({_LIKELY_NAME}{{1,2}})"),
    # After one that often introduces something else (我是业主), only when the name ends there.
    re.compile(
        rf"(?:我是|本人|我,)[: ]?({_LIKELY_NAME}{{1,2}}?)"
        r"(?=[,，。.;；、!！()（）\s]|$|电话|手机|联系|身份证|家住|住|现|今年|男|女)"
    ),
    # After one that seldom does (业主许可), only when that person then speaks.
    re.compile(
        rf"(?:业主|居民|村民|住户)[: ]?({_LIKELY_NAME}{{1,2}}?)(?=反映|投诉|来电|表示|称|[(（]?(?:电话|手机|家住))"
    ),
)

_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_NOT_A_MEASURE = r"(?!\d|[多余来]?[户家人个元块米次年月日天平号栋幢%.])"
_STAIRWELL = rf"{_COUNT}单元[ \-]?(?:{_COUNT}[楼层][ \-]?)?"
_DOOR = rf"(?:\d{{3,4}}{_NOT_A_MEASURE}[室房户号]?|[东西中南北]+[户门](?!口)|{_COUNT}(?:室|号|户))"
_ROOM: Final = re.compile(
    rf"{_STAIRWELL}{_DOOR}"  # 2单元501室, 二单元3楼西户
    r"|(?<!\d)\d{3,4}[ ]?(?:室|房间|房(?![产屋租子价地顶补])|住户|业主)"  # 501室, 1203房
    r"|(?<=房号|门牌|室号)[: ]?\d{3,4}(?!\d)"
    rf"|{_COUNT}[楼层][ \-]?(?:[东西中南北]+[户门](?!口)|\d{{3,4}}[室房户])"  # 3楼西户
    rf"|(?<=[栋幢座楼])[ \-]?(?<!\d)\d{{3,4}}{_NOT_A_MEASURE}"  # after a building: 3号楼501, G2栋-320
)
_BELOW_BUILDING: Final = re.compile(rf"(?:{_STAIRWELL}|{_COUNT}[楼层](?=[^号]|$)).*|{_ROOM.pattern}")
_DASHED: Final = re.compile(r"(?<![\d\-])(\d{1,3})-\d{1,2}-\d{3,4}(?![\d\-])")


_STARS: Final = re.compile(r"[0-9A-Za-z]*\*{2,}[0-9A-Za-z]*")


def find(text: str) -> list[Found]:
    """Return what identifies a person in a free text, in order and without overlaps.

    Finds identity numbers by their date of birth (the checksum may be mistyped), bank cards by Luhn, mobile
    and landline numbers, plates, e-mail, WeChat and QQ accounts, names after a word that introduces them, and
    rooms behind a building (a stairwell alone stays). Names of third persons in running text are not found.
    """
    plain = half_width(text)
    found: list[Found] = []
    for hit in _candidates(plain):
        if all(hit.end <= other.start or hit.start >= other.end for other in found):
            found.append(Found(hit.kind, hit.start, hit.end, text[hit.start : hit.end], hit.masked))
    return sorted(found, key=lambda hit: hit.start)


def mask_text(text: str, *, keep: Collection[str] = (), kinds: Collection[Kind] = frozenset(Kind)) -> str:
    """Return a free text with what identifies a person masked.

    `keep` holds telephone numbers that are public, as `numbers.normalise_phone` writes them: an answer may
    tell people to ring the office.
    """
    hits = [hit for hit in find(text) if hit.kind in kinds and not (keep and _is_kept(hit, keep))]
    return _replace(text, hits)


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


def _candidates(plain: str) -> Iterator[Found]:
    """Yield hits, the most certain kinds first: a later one never overlaps an earlier one."""
    for match in _EMAIL.finditer(plain):
        yield _found(Kind.EMAIL, match, mask_email(match[0]))
    for match in _ACCOUNT.finditer(plain):
        masked = mask_phone(match[1]) if match[1].isdigit() else f"{match[1][0]}{HIDDEN}"
        yield Found(Kind.ACCOUNT, match.start(1), match.end(1), match[1], masked)
    for match in _ID.finditer(plain):
        yield _found(Kind.ID_CARD, match, mask_id_card(match[0].replace(" ", "")))
    for match in _CARD.finditer(plain):
        if is_bank_card(match[0]):
            yield _found(Kind.BANK_CARD, match, mask_bank_card(match[0]))
    for match in _MOBILE.finditer(plain):
        yield _found(Kind.PHONE, match, mask_phone(re.sub(r"\D", "", match[0])[-11:]))
    for match in _LANDLINE.finditer(plain):
        number = match[0].lstrip(":是为 ")
        start = match.end() - len(number)
        yield Found(Kind.PHONE, start, match.end(), number, f"{number[:-8] or number[:1]}****{number[-4:]}")
    for match in _PLATE.finditer(plain):
        yield _found(Kind.PLATE, match, mask_plate(match[0]))
    for pattern in _NAMES:
        for match in pattern.finditer(plain):
            yield Found(Kind.NAME, match.start(1), match.end(1), match[1], mask_name(match[1]))
    yield from _rooms(plain)


def _rooms(plain: str) -> list[Found]:
    rooms = [
        Found(Kind.ROOM, m.end(1), m.end(), plain[m.end(1) : m.end()], f"-{HIDDEN}")
        for m in _DASHED.finditer(plain)
    ]
    rooms += [_found(Kind.ROOM, match, HIDDEN) for match in _ROOM.finditer(plain)]
    return sorted(rooms, key=lambda hit: hit.start)


def _found(kind: Kind, match: re.Match[str], masked: str) -> Found:
    return Found(kind, match.start(), match.end(), match[0], masked)
