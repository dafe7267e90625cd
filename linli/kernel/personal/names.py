"""Names of people: after a word that introduces one, beside a telephone, before 女士 or 师傅, at the end of a letter,
or where a clause begins.

Whether characters are a name is weighed: how often each stands in names and how often in words (`characters`), what
stands before (`cues`) and behind, and what the segmenter makes of them, which knows 常年 and 高血压 for words. The
weights were fitted to written sentences (`benchmarks/language/name_weights.py`). A family name with a title or as
neighbours say it (张阿姨, 老李) is no name here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

import rjieba

from linli.kernel.chinese import HAN
from linli.kernel.personal import Kind, Stretch
from linli.kernel.personal.characters import (
    COMPOUND,
    COMPOUND_SURNAMES,
    FAMILY,
    FIRST,
    OTHER,
    SECOND,
)
from linli.kernel.personal.cues import Cue, cues_in
from linli.kernel.personal.given import BY_SOUND, GIVEN, is_by_sound, is_han, length_by_sound
from linli.kernel.personal.weights import BEHIND, BIAS, FAMILY_WEIGHT, GIVEN_WEIGHT, WORDS

__all__ = ["names_in"]

_LOOK: Final = 12
"""Characters that the segmenter is shown."""

_BACK: Final = 24
"""Characters before a place that tell which words it stands in."""

_ONLY: Final = -0.9
"""How much less often a given name has one character."""

_CHOSEN: Final = -0.5
"""A character of given names that the counts don't hold."""

_LEAST_SAID: Final = -3.0
"""What a given name that is spelt out (单名一个…字) must score."""

_LEAST: Final = -9.0
"""What no context makes a name: not worth asking the segmenter."""

SAID: Final = 14
"""What `_said_of` tells."""

_USUAL: Final = 0.5
"""A family name that is oftener a word: 于, 时, 公."""

_ALWAYS_USUAL: Final = -0.5
"""A family name that before an ordinary word is a word itself: 原建设, 能发布."""

_PLAIN: Final = 1.5
"""A given name that could as well be words."""

_CLOSED = rf"(?=[^{HAN}A-Za-z]|$)"
_TITLES: Final = (
    "先生|女士|小姐|老师|阿姨|大爷|大妈|师傅|经理|主任|医生|书记|局长|科长|所长|校长|奶奶|爷爷|大姐|大哥|姐姐|哥哥|叔叔|婶子|同志|律师|"
    "警官|警察|处长|院长|店长|队长|站长|老板|大娘|大叔|老太|老汉|老头|大夫|同学|总经理|工程师|教授|会计|婆婆|伯伯|村长|镇长|乡长|组长|"
    "班长|厂长|董事长|护士|法官|教练|网格员|大嫂|嫂子|大伯|阿婆|阿公|老人|老太太|老先生|小朋友"
)
_TITLE: Final = re.compile(_TITLES)
_SHORT_TITLE: Final = re.compile(
    rf"[姐哥叔婶嫂伯爷奶姨总工某队局处科所家](?:{_CLOSED}|[说的在是就把被也和家不都让要来没打又])"
)
_TITLED: Final = re.compile(
    rf"(?=[{''.join(sorted({title[0] for title in _TITLES.split('|')}))}])(?<=[{HAN}]{{2}})(?:{_TITLES})"
)
_GOES_ON: Final = re.compile(
    "家|的|是|在|把|被|就|也|都|还|又|总|老是|天天|经常|常年|每天|今年|昨|今天|明天|现在|刚|已|曾|不|没|打|骂|说|讲|欠|收|骗|拒|乱|体罚|态度|帮|跑|"
    "卧床|走|种|养|开|放|和|与|跟|等|两|三|一|年|女|男|来|去|住|有|要|想|请|让|给|对|向|从|到|用|拿|做|干|当|答复|回复|处理|负责|"
    "失业|上|下|出|摔|生病|病|残疾|失踪|死|去世|半夜|晚上|早上|拖欠|恶意|强行|私|多次|非法|违|占|扔|"
    "很|太|特别|工作|热心|认真|服务|反映|投诉|举报|来电|表示|称|咨询|求助|建议|电话|手机|联系|身份证|户|系|敬上|实名|他|她|我|同意"
)
_STOP: Final = re.compile(rf"[^{HAN}A-Za-z0-9]| ?\d{{7}}| ?(?:19|20)\d\d[年.\-/]|$")
_NO_NAMES: Final = frozenset(
    re.findall(
        r"\w+",
        """
        许可 许多 敬礼 谢谢 申请 师傅 符合 符号 有关 应该 房东 房主 车主 车位 项目 国家 全家 全体 常务 马王 高兴
        安全 安静 安稳 安心 常规 明白 平安 平时 康复 健康 方案 高峰 居民 家属 高中 高级 高龄 高一 高二 高三 白领
        单身 农民 马上 高新 高端 高压 党员 同上 保密 匿名 都是 关系 支持 解决 安排 单位 时间 黄赌 黄牛 车难 别打
        可打 别公 支付 幸福 宿舍 顾问 家庭 银监 周日 周一 周二 周三 周四 周五 周六 金额 辛勤 楼盘 全程 常换 房号
        陈述 公司 严查 钱财 成绩 费用 连续 后来 时至 双向 明知 高学 包括 周边 周围 周末 季度 明天 明年 后面 容易
        任何 何时 何处 何人 双方 万一
        """,
    )
)
_FAR: Final = re.compile(rf"[{HAN}]{{1,10}}(?:[·•・‧][{HAN}]{{1,10}})+")
_DOTTED: Final = re.compile(rf"[{HAN}]{{2,10}}\.[{HAN}]{{2,10}}(?:\.[{HAN}]{{2,10}})?")
_SPACED: Final = re.compile(rf"([{HAN}]) {{1,3}}([{HAN}])(?: {{1,3}}([{HAN}])|([{HAN}]))?(?![{HAN}])")
_MOBILE_BEGINS: Final = re.compile(r"1[3-9]\d")
_BEFORE_NUMBER: Final = re.compile(
    rf"(?:^|[,，。;；:：、\s])(?P<name>[{HAN}]{{2,4}})[ ]?[(（,，:：\s]?[ ]?(?:电话|手机|tel)?[号码]{{0,2}}[:： ]?[ ]?"
    r"(?=(?:\+?86)?[ -]?1[3-9]\d)",
    re.IGNORECASE,
)
_AFTER_NUMBER: Final = re.compile(
    rf"1[3-9]\d{{9}}[ ]?[,，(（:：、 ]?[ ]?(?P<name>[{HAN}]{{2,4}})(?=[)）,，。;；!！\s]|$)"
)
_AT_END: Final = re.compile(
    rf"(?:[。!！?？;；)\n”—\-…] *|  +)"
    rf"(?P<name>[{HAN}]{{2,4}}|[{HAN}] {{1,3}}[{HAN}](?: {{1,3}}[{HAN}])?)[ 。]*(?:敬上|上|\d|\n|$)"
)
_FAMILY_AND_GIVEN: Final = re.compile(
    rf"(?<![百同老])姓(?P<name>[{HAN}]{{1,2}}[,，]?[单名一个叫字为是]{{1,4}}(?P<given>[{HAN}]{{1,2}}))(?:字)?(?![{HAN}])"
)
_CLAUSE: Final = re.compile(rf"(?:^|[^{HAN}A-Za-z0-9#\-·•.])(?=[{HAN}]{{2}})")
_NEXT: Final = re.compile("[、和与及,， ]|以及")
_KNOWN: Final = frozenset(FIRST) | frozenset(SECOND) | GIVEN
_MAY_BEGIN: Final = FAMILY.keys() | BY_SOUND | {name[0] for name in COMPOUND_SURNAMES}
"""What no name begins with need not be looked at."""
_FIRST: Final = {char: max(FIRST.get(char, OTHER), _CHOSEN if char in GIVEN else OTHER) for char in _KNOWN}
_SECOND: Final = {char: max(SECOND.get(char, OTHER), _CHOSEN if char in GIVEN else OTHER) for char in _KNOWN}
_PARTICLES: Final = frozenset("某的了已着过吗呢吧啊呀嘛很不没是也都就还又把被给让请们这那哪你我他她它什么怎")
_OWN: Final = frozenset("家想")
"""What follows a name although it makes a word with its last character: 李东家, 李想想问."""
_AND: Final = frozenset("和与跟同及")
_NO_LAST: Final = frozenset("人族区市县镇村路街店厂院园的了是在家者员们们班部社场馆门口")
"""What places, firms and offices end with."""
_DOES: Final = frozenset("vdtpcru")
"""Kinds of words that say what somebody does, and when."""
_NEVER: Final = frozenset(re.findall(r"\w+", "c p d r u uj ul y e o f"))
"""Conjunctions, prepositions, adverbs and the like."""


def names_in(plain: str) -> Iterator[Stretch]:
    """Yield names of people, those best introduced first; later ones may overlap earlier ones."""
    seen: set[int] = set()
    starts = [one for one in starts_of(plain) if plain[one[0] : one[0] + 1] in _MAY_BEGIN]
    for start, cue in sorted(starts, key=itemgetter(1)):
        if start in seen:
            continue
        seen.add(start)
        end = name_at(plain, start, cue)
        if end and not (cue >= Cue.DEED and is_inside(plain, start)):
            yield Stretch(Kind.NAME, start, end)
            while end and (comma := _NEXT.match(plain, end)):
                start = comma.end()
                end = None if start in seen else name_at(plain, start, Cue.LIST)
                if end:
                    seen.add(start)
                    yield Stretch(Kind.NAME, start, end)
    for match in _FAMILY_AND_GIVEN.finditer(plain):
        if match["name"][0] in FAMILY and _given_score(match["given"]) > _LEAST_SAID:
            yield Stretch(Kind.NAME, *match.span("name"))
    if "·" in plain or "•" in plain:
        for match in _FAR.finditer(plain):
            if is_by_sound(match[0]):
                yield Stretch(Kind.NAME, *match.span())


def starts_of(plain: str) -> Iterator[tuple[int, Cue]]:
    """Yield where a name may begin, and what promises it."""
    yield from cues_in(plain)
    for match in _TITLED.finditer(plain):
        at = match.start()
        for start in (at - 3, at - 2, at - 4):
            if (
                start >= 0
                and plain[start] in FAMILY
                and (start > at - 4 or plain[start : start + 2] in COMPOUND_SURNAMES)
            ):
                yield start, Cue.TITLED
    for match in _CLAUSE.finditer(plain):
        yield match.end(), Cue.OPEN
    if _MOBILE_BEGINS.search(plain):
        for pattern in (_BEFORE_NUMBER, _AFTER_NUMBER):
            for match in pattern.finditer(plain):
                yield match.start("name"), Cue.NUMBER
    for match in _AT_END.finditer(plain):
        yield match.start("name"), Cue.END


def is_inside(plain: str, start: int) -> bool:
    """Say whether a place stands inside an ordinary word: 对方 is not 对 and 方, 和平 not 和 and 平."""
    first = start
    while first > 0 and start - first < _BACK and is_han(plain[first - 1]):
        first -= 1
    at = first
    for word, kind in rjieba.tag(plain[first : start + _LOOK]):
        at += len(word)
        if at > start:
            return at - len(word) < start and not kind.startswith("nr")
    return False


def name_at(plain: str, start: int, cue: Cue) -> int | None:
    """Find where a name that begins here ends; None where none begins."""
    best, best_end = 0.0, None
    for length, features in candidates(plain, start, cue):
        weight = weigh(features)
        if weight > best:
            best, best_end = weight, start + length
    return best_end


_SURE: Final = frozenset({Cue.FIELD, Cue.CALLED, Cue.NUMBER, Cue.END})
"""Only behind these is an ordinary word a name: 联系人：原野."""

Features = tuple[Cue, int, float, float, tuple[bool, ...]]
"""What stands before, what stands behind, how family and given name score, and what the segmenter says."""


def weigh(features: Features) -> float:
    """Weigh for and against a name; above 0 it is one."""
    cue, behind, family, given, words = features
    kind = KINDS[cue]
    total = BIAS[cue] + BEHIND[kind][behind] + FAMILY_WEIGHT * family + GIVEN_WEIGHT * given
    return total + sum(weight for weight, holds in zip(WORDS[kind], words, strict=True) if holds)


KINDS: Final = (0, 1, 1, 1, 4, 4, 2, 2, 5, 3, 3)
"""Cues that what stands behind them is weighed for alike."""


_WORDS_FOR: Final = tuple(sum(weight for weight in row if weight > 0) for row in WORDS)
_BEST: Final = tuple(
    bias + max(BEHIND[kind]) + _WORDS_FOR[kind] for bias, kind in zip(BIAS, KINDS, strict=True)
)
"""What speaks for a name at best, by cue, before its characters are known."""


def candidates(plain: str, start: int, cue: Cue, *, every: bool = False) -> Iterator[tuple[int, Features]]:
    """Yield how long a name that begins here could be, with what speaks for it; `every` one, or those that may be."""
    if (first := plain[start : start + 1]) not in _MAY_BEGIN:
        return
    if not every and cue > Cue.LIST and not _may_be(plain, start, cue):
        return
    tail = plain[start : start + _LOOK]
    if cue <= Cue.END and cue != Cue.NUMBER and tail[1:2] == " ":
        if spaced := _SPACED.match(tail):
            name = "".join(part for part in spaced.groups() if part)
            if first in FAMILY:
                yield spaced.end(), (cue, 0, FAMILY[first], _given_score(name[1:]), (False,) * SAID)
            return
    if cue <= Cue.ROLE:
        far = _FAR.match(plain, start) or _DOTTED.match(plain, start)
        if far and ("." not in far[0] or is_by_sound(far[0])):
            yield far.end() - start, (Cue.FIELD, 0, 6.0, 6.0, (False,) * SAID)
            return
    words: list[tuple[str, str]] = []
    is_first = start == 0 or not is_han(plain[start - 1])
    kind, best = KINDS[cue], 1.0 if every else _BEST[cue]
    for length, family, given in _options(tail):
        worth = 0.0 if every else FAMILY_WEIGHT * family + GIVEN_WEIGHT * given
        if best + worth <= 0 or family + given < _LEAST or _cannot_be(tail, length, cue):
            continue
        behind = _behind(tail, length)
        if not every and BIAS[cue] + BEHIND[kind][behind] + _WORDS_FOR[kind] + worth <= 0:
            continue
        words = words or rjieba.tag(tail)
        said = (*_said_of(tail, length, words), is_first)
        is_sure = cue in _SURE or (cue == Cue.LABEL and behind == 0)
        if is_sure or not (said[0] or (said[6] and _is_usual(family, tail[1:length]))):
            yield length, (cue, behind, family, given, said)
    if cue <= Cue.LIST and first in BY_SOUND and (sound := length_by_sound(tail)):
        if not rjieba.has_word(tail[:sound]) or rjieba.tag(tail[:sound])[0][1].startswith("nr"):
            yield sound, (cue, _behind(tail, sound), 1.0, sound - 1.0, (False,) * SAID)


def _may_be(plain: str, start: int, cue: Cue) -> bool:
    """Say whether two or three characters here could be a name at all: most that nothing introduces could not."""
    family = FAMILY.get(plain[start])
    given = plain[start + 1 : start + 3]
    if family is None or plain[start] + given[:1] in COMPOUND_SURNAMES:
        return True
    best = _SECOND.get(given[:1], OTHER) + _ONLY
    if len(given) == 2:
        # Names of both parents and one more character score less than the two that stand first.
        best = max(best, _given_score(given), _given_score(plain[start + 2 : start + 4]) - 2.0)
    return _BEST[cue] + FAMILY_WEIGHT * family + GIVEN_WEIGHT * best > 0


def _options(tail: str) -> Iterator[tuple[int, float, float]]:
    """Yield each length with the scores of family and given name."""
    if _TITLE.match(tail):
        return
    if tail[:2] in COMPOUND_SURNAMES:
        if not _is_title(tail, 2):
            for size in (1, 2):
                given = tail[2 : 2 + size]
                if len(given) == size and is_han(given):
                    yield 2 + size, COMPOUND, _given_score(given)
    family = FAMILY.get(tail[0])
    if family is None or len(tail) < 2 or _is_title(tail, 1):
        return
    for size in (1, 2):
        given = tail[1 : 1 + size]
        if len(given) == size and is_han(given):
            yield 1 + size, family, _given_score(given)
    second = FAMILY.get(tail[1], -9.0)
    if len(tail) >= 4 and min(family, second) >= 2.5 and is_han(tail[2:4]):
        yield 4, family, _given_score(tail[2:4]) - 2.0  # both parents' names: 李王梓轩


def _cannot_be(tail: str, length: int, cue: Cue) -> bool:
    """Say whether these characters are no name whatever stands before: with a particle, 和 behind 业主, known words."""
    is_told = cue in (Cue.FIELD, Cue.CALLED)
    return (
        tail[length - 1] in "人号"
        or not _PARTICLES.isdisjoint(tail[1:length])
        or (tail[0] in _AND and not is_told)
        or (cue == Cue.TITLED and tail[1] in _AND)
        or (tail[:2] in _NO_NAMES and not (is_told and length > 2))
    )


def _is_usual(family: float, given: str) -> bool:
    """Say whether a family name that is a word as well makes words together with what follows."""
    return family <= _ALWAYS_USUAL or (family <= _USUAL and _is_deed(given))


def _is_deed(given: str) -> bool:
    """Say whether what would be a given name is a word for doing something, or how often: 房多次, 都满怀."""
    words: list[tuple[str, str]] = rjieba.tag(given)
    return words[0][1][0] in "vdmcp"


def _is_title(tail: str, at: int) -> bool:
    return bool(_TITLE.match(tail, at) or _SHORT_TITLE.match(tail, at))


def _given_score(given: str) -> float:
    if len(given) == 1:
        return _SECOND.get(given, OTHER) + _ONLY
    return _FIRST.get(given[0], OTHER) + _SECOND.get(given[1], OTHER)


def _behind(tail: str, length: int) -> int:
    """Say what follows: 0 nothing, 1 a title, 2 what people do or have, 3 another word, 4 a character of its own."""
    if _STOP.match(tail, length):
        return 0
    if _TITLE.match(tail, length):
        return 1
    if _GOES_ON.match(tail, length):
        return 2
    word, kind = rjieba.tag(tail[length:])[0]
    if len(word) == 1 and kind[0] in _DOES and SECOND.get(word, OTHER) < 0 and word not in GIVEN:
        return 2
    if len(word) == 1 or kind.startswith("nr") or not rjieba.has_word(word):
        return 4
    return 2 if kind[0] in _DOES else 3


def _said_of(tail: str, length: int, words: list[tuple[str, str]]) -> tuple[bool, ...]:
    """Say what the segmenter makes of these characters; in the order of `weights.WORDS`."""
    name = tail[:length]
    first, kind = words[0]
    at, is_cut = 0, False
    for word, its_kind in words:
        at += len(word)
        if at >= length:
            is_cut = (
                at > length
                and tail[length] not in _OWN
                and not its_kind.startswith("nr")
                and rjieba.has_word(word)
            )
            break
    is_name = kind.startswith("nr")
    given = name[1:]
    is_given = length == 3 and rjieba.has_word(given)
    is_usual = is_given and rjieba.tag(given)[0][1][:2] not in ("nr", "nz", "ns")
    return (
        rjieba.has_word(name) and not rjieba.tag(name)[0][1].startswith("nr"),  # an ordinary word
        is_cut,  # its end stands inside a word
        1 < len(first) < length and not is_name and rjieba.has_word(first),  # begins with a word
        is_name and len(first) == length,  # the segmenter takes it for a name
        is_name and len(first) > 1 and len(first) != length,  # ... or something of another length
        len(first) == 1 and kind in _NEVER,
        is_usual,
        is_given and not is_usual,
        name[-1] in _NO_LAST,
        length == 2,
        not _KNOWN.issuperset(given),  # a character that no given name was seen with
        FAMILY.get(name[0], 0.0) <= _USUAL,
        FAMILY.get(name[0], 0.0) <= _USUAL and _given_score(given) < _PLAIN,
    )
