"""Words in a posting that shut somebody out for what they are: found before anybody reads it. Pure.

Found words are shown with their ground; a person decides, because no list of words knows every sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.chinese import half_width
from linli.kernel.sources import Source, local_choice

SOURCE: Final = Source(
    "中华人民共和国就业促进法 (2007; Employment Promotion Law)",
    "arts. 3, 26-31",
    "http://www.etogether.net/wap/policy/20180320/4938_6.html",
    date(2026, 11, 22),
    "Arts. 29-31 read there in Chinese and English; art. 3 and art. 27 in commentaries that quote them. Of the age of "
    "those over the legal minimum the law says nothing: that ground is LOCAL.",
)
AGE_SOURCE: Final = local_choice(
    "The article of law names no age; the task of this platform does: 不因年龄把人挡在门外."
)


class Ground(StrEnum):
    """For what somebody would be shut out."""

    SEX = "sex"
    MARRIAGE = "marriage"
    AGE = "age"
    ORIGIN = "origin"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    DISABILITY = "disability"
    HEALTH = "health"


ARTICLES: Final = {
    Ground.SEX: "3, 27",
    Ground.MARRIAGE: "27",
    Ground.AGE: "",
    Ground.ORIGIN: "31",
    Ground.ETHNICITY: "3, 28",
    Ground.RELIGION: "3",
    Ground.DISABILITY: "29",
    Ground.HEALTH: "30",
}
"""Articles of the law behind each ground; empty where the choice is ours."""

_N: Final = r"(?:\d{2}|[二三四五六]十[一二三四五六七八九]?)"
_SEX: Final = r"(?:男|女)(?:性|士|的|生|工)?"
_NO: Final = r"(?:不要|不招|谢绝)"
_ONLY: Final = r"(?:限|只招|只要|仅限|仅招)"
_PATTERNS: Final[dict[Ground, tuple[str, ...]]] = {
    Ground.SEX: (
        rf"(?:{_ONLY}|优先|要求)[:：]?{_SEX}",
        rf"{_SEX}(?:优先|限定)",
        rf"{_NO}{_SEX}",
        r"性别[:：]?(?:男|女)",
        r"(?:男|女)性?(?=[\d一二两三四五六]+[名人个])",
    ),
    Ground.MARRIAGE: (
        r"已婚|未婚|已育|未育|婚育|结婚|生过孩子",
        r"不(?:能|得|准)(?:怀孕|生育)",
        r"[\d一二两三]年内不.{0,3}(?:怀孕|生育)",
    ),
    Ground.AGE: (
        rf"{_N}(?:周)?岁?(?:以下|以内|之内|封顶)",
        rf"{_N}(?:-|至|到|—|~|～){_N}(?:周)?岁",
        rf"年龄.{{0,4}}(?:不超过|小于|低于){_N}",
        rf"{_NO}.{{0,3}}(?:年纪大|老人|大龄)",
        r"年轻(?:人)?优先|(?:70|80|90|00)后",
    ),
    Ground.ORIGIN: (
        rf"{_ONLY}(?:本地|本市|本省|城镇|城市)",
        r"(?:本地|本市|本省)(?:人|户口|户籍)(?:优先)?",
        rf"{_NO}(?:外地|农村|外省|[一-龥]{{1,3}}(?:省|市|籍)人)",
        r"外地(?:人)?(?:勿扰|不要)|[一-龥]{2,3}人(?:除外|勿扰)|(?:城镇|非农)户口",
    ),
    Ground.ETHNICITY: (
        rf"{_ONLY}[一-龥]{{1,3}}族",
        rf"{_NO}(?:少数民族|[一-龥]{{1,3}}族)",
        r"少数民族(?:除外|勿扰)",
    ),
    Ground.RELIGION: (rf"{_NO}(?:信教|[一-龥]{{0,2}}教徒)", r"无宗教信仰|不信教"),
    Ground.DISABILITY: (rf"{_NO}残疾", r"无残疾|非残疾|身体无缺陷|残疾人?(?:除外|勿扰)"),
    Ground.HEALTH: (r"乙肝|大三阳|小三阳|艾滋", rf"{_NO}(?:病毒)?携带者"),
}
_KNOWN: Final = tuple((ground, re.compile("|".join(parts))) for ground, parts in _PATTERNS.items())
# What the law itself asks for: not under sixteen, and eighteen where work is dangerous or at night.
_LAWFUL: Final = re.compile(
    r"(?:年?满|不低于)(?:16|18|十六|十八)(?:周)?岁(?:以上)?|男女(?:均可|不限|都要|都行)"
    r"|性别不限|不限性别|年龄不限|不限年龄"
)


@dataclass(frozen=True, slots=True)
class Shut:
    """Words that shut somebody out, and for what."""

    words: str
    ground: Ground

    @property
    def article(self) -> str:
        """Give the articles of the law behind it; empty where the choice is ours."""
        return ARTICLES[self.ground]


def shut_out(*texts: str) -> tuple[Shut, ...]:
    """Find the words that shut somebody out, each once, in the order of the text."""
    found: dict[tuple[str, Ground], int] = {}
    for number, text in enumerate(texts):
        said = _LAWFUL.sub("，", half_width(text).replace(" ", ""))
        for ground, pattern in _KNOWN:
            for hit in pattern.finditer(said):
                found.setdefault((hit.group(), ground), number * 100_000 + hit.start())
    return tuple(Shut(words, ground) for words, ground in sorted(found, key=lambda key: found[key]))
