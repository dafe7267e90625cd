"""What residents really report: 17 headings and about a hundred categories under them, in their own words.

City-management codes do not cover heating, property companies, dogs or neighbours. This second tree does;
where a category means the same as a national code it says so (`gb`), so one report feeds both statistics.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from linli.kernel.sources import Source, local_choice
from linli.kernel.standards.resident_categories import (
    _care,
    _estate,
    _life,
    _public,
    _safety,
    _street,
    _supply,
)
from linli.kernel.standards.resident_categories._kinds import (
    AnswerKind,
    Category,
    First,
    Group,
    Inspection,
    Question,
)

__all__ = [
    "CATEGORIES",
    "GROUPS",
    "AnswerKind",
    "Category",
    "First",
    "Group",
    "Inspection",
    "Question",
    "category",
    "for_gb",
]

SOURCE: Final = local_choice(
    "Put together from published topic lists of hotlines (Beijing 2020, Taizhou 2018, Yinchuan, Mochouhu); "
    "a subdistrict adds, renames and hides categories in its own catalogue."
)
RULES_SOURCE: Final = Source(
    "数字化城市管理案件派遣原则: 部件先属主后属地，事件先属地后属主",
    "",
    "https://wanglu.net/thread/t4-254897-0.html",
    date(2026, 11, 21),
)

# In the order offered: what a subdistrict hears most stands first.
GROUPS: Final[tuple[Group, ...]] = (
    _estate.PROPERTY,
    _street.STREETSCAPE,
    _supply.UTILITIES,
    _supply.TRAFFIC,
    _life.NUISANCE,
    _street.FACILITIES,
    _life.NEIGHBOURS,
    _estate.HOUSING,
    _estate.ILLEGAL_BUILDING,
    _safety.SAFETY,
    _care.CARE,
    _care.INSURANCE,
    _care.EDUCATION,
    _safety.MARKET,
    _life.DISPUTES,
    _public.AFFAIRS,
    _public.OTHER,
)

CATEGORIES: Final[Mapping[str, Category]] = MappingProxyType(
    {category.code: category for group in GROUPS for category in group.categories}
)


def category(code: str) -> Category:
    """Return the category with that code.

    :raises KeyError: when there is none.
    """
    return CATEGORIES[code]


def for_gb(kind: str, code: str) -> Category | None:
    """Return the first category that covers a national code of that kind (`component`, `matter`), if any."""
    return next((row for row in CATEGORIES.values() if (kind, code) in row.gb), None)
