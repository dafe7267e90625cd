"""The one table of words: Chinese term, identifier in code, English on pages, where the word comes from.

Identifiers of models, states, verbs, roles and kinds of units are taken from here and nowhere else; a test
walks the code and refuses a name that is not listed. `docs/glossary.md` is made of it (`make docs`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from linli.kernel.sources import Source, local_choice
from linli.kernel.standards import components, hotline_limits, natures, satisfaction
from linli.kernel.standards._glossary_rows import SECTIONS_AS_WRITTEN

SOURCE: Final = local_choice("Compiled for Linli; each row names its own source.")

_READ: Final = date(2026, 11, 21)

SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "grid": Source(
            "舟山市网格化服务管理条例 (2023)",
            "第二章",
            "http://jianbiaoku.com/webarbs/book/171520/4858477.shtml",
            _READ,
        ),
        "city": components.SOURCE,
        "steps": Source(
            "CJ/T 315-2009 城市市政综合监管信息系统 监管案件立案、处置与结案",
            "",
            "https://yunbiaozhun.com/detail/1125429.html",
            _READ,
            "Words known from practice; the clauses were not read.",
        ),
        "hotline": Source(
            "GB/T 33358-2016 政府热线服务规范", "", "http://www.jyxzfw.cn/zhengcefagui/t670585.html", _READ
        ),
        "shandong": hotline_limits.SHANDONG_2020,
        "cards": hotline_limits.SHANDONG_2017,
        "beijing": natures.SOURCE,
        "committee": Source(
            "中华人民共和国城市居民委员会组织法 (2025 修订)",
            "",
            "http://www.npc.gov.cn/npc/c2/c30834/202510/t20251030_449149.html",
            _READ,
        ),
        "rating": satisfaction.SOURCE,
        "pipl": Source(
            "中华人民共和国个人信息保护法",
            "",
            "https://www.gov.cn/xinwen/2021-08/20/content_5632486.htm",
            _READ,
        ),
        "level": Source(
            "GB/T 22239-2019 信息安全技术 网络安全等级保护基本要求",
            "安全计算环境",
            "https://openstd.samr.gov.cn/bzgk/gb/",
            _READ,
            "Control points read in a listing.",
        ),
        "elders": Source(
            "移动互联网应用（APP）适老化通用设计规范 (2021)",
            "",
            "http://bc.tech-ex.com/qiche/2021/0510/100018384.html",
            _READ,
        ),
        "press": local_choice("Newspaper reports on the work of subdistricts in Jinan, 2017–2021."),
        "practice": local_choice("The word that offices use; no text was read that defines it."),
        "ours": local_choice("A word of Linli's own."),
    }
)


@dataclass(frozen=True, slots=True)
class Term:
    """One row: the Chinese term, its identifier, the English words, the key of its source."""

    chinese: str
    identifier: str
    english: str
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows."""

    title: str
    terms: tuple[Term, ...]


def _read(rows: str) -> tuple[Term, ...]:
    return tuple(Term(*(cell.strip() for cell in row.split("|"))) for row in rows.strip().splitlines())


SECTIONS: Final[tuple[Section, ...]] = tuple(
    Section(title, _read(rows)) for title, rows in SECTIONS_AS_WRITTEN
)

IDENTIFIERS: Final[frozenset[str]] = frozenset(
    term.identifier for section in SECTIONS for term in section.terms
)
