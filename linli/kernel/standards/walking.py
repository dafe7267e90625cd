"""How far people walk in 5, 10 and 15 minutes, how fast whoever is slower is, and which facility is for whom (生活圈)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from linli.kernel.sources import Source, local_choice

SOURCE: Final = Source(
    "城市居住区规划设计标准 GB 50180-2018",
    "2.0.2–2.0.4：步行十五、十分钟、五分钟生活圈，距离 800–1000 m、500 m、300 m",
    "http://geipa.cn/post/30020.html",
    date(2026, 11, 21),
    "The distances are known from the literature about the standard; its own text was not at hand.",
)
MINUTES: Final[Mapping[int, float]] = MappingProxyType({5: 300.0, 10: 500.0, 15: 1000.0})
"""Metres on foot for each circle; of 800 to 1,000 m the longer."""

SPEED_SOURCE: Final = Source(
    "TCRP-NCHRP study of pedestrian walking speeds (2005)",
    "15th percentile: 1.15 m/s up to 60 years, 0.92 m/s above",
    "https://discovery.researcher.life/article/another-look-at-pedestrian-walking-speed/039790e776493b37a7a167f346455a28",
    date(2026, 11, 23),
    "Read in the abstract of a paper about it. No Chinese standard with a speed for elders was found.",
)
ORDINARY_M_S: Final = 1.15
OLDER_M_S: Final = 0.92

LOCAL_SOURCE: Final = local_choice(
    "With a stick or a pram people are slower than elders are; what a wait at a light or a flight of stairs costs is "
    "nowhere written. Each office sets its own beside its streets."
)
STICK_M_S: Final = 0.75
CROSSING_S: Final = 8.0
SIGNALS_S: Final = 30.0
STAIRS: Final = 2.0
"""A metre of stairs is as long as two on the flat; who pushes a pram or a wheelchair takes none."""

SITING_SOURCE: Final = local_choice("More than three at once is a plan of years, not the next one to open.")
MOST_NEW: Final = 3

AGES_SOURCE: Final = local_choice(
    "Bands as communities count them for nurseries, schools and elders; counted for a grid, never for a door."
)
AGES: Final[Mapping[str, tuple[int, int | None]]] = MappingProxyType(
    {
        "a0": (0, 3),
        "a3": (3, 6),
        "a6": (6, 15),
        "a15": (15, 60),
        "a60": (60, 80),
        "a80": (80, None),
    }
)
"""Bands of age in full years, half-open: from, below."""


@dataclass(frozen=True, slots=True)
class Need:
    """How near a kind of facility should be, whom it is for (bands of age; nobody named is everybody), and who says so."""

    minutes: int
    ages: tuple[str, ...]
    source: Source


SCHOOLS_SOURCE: Final = Source(
    "居住区公共服务设施设置规定",
    "幼儿园服务半径不宜大于 300 m；小学不宜大于 500 m",
    "https://jz.jzsc.net/jingguanshejishuoming/96531.html",
    date(2026, 11, 23),
    "A design description that repeats the table of the residential standard; the standard itself was not at hand.",
)
NEEDS_SOURCE: Final = local_choice(
    "The standard names the circle, not every kind in it; each office has its own plan."
)
ELDERS: Final = ("a60", "a80")
NEEDS: Final[Mapping[str, Need]] = MappingProxyType(
    {
        "canteen": Need(15, ELDERS, NEEDS_SOURCE),
        "day_care": Need(15, ELDERS, NEEDS_SOURCE),
        "clinic": Need(15, (), NEEDS_SOURCE),
        "service_centre": Need(10, (), NEEDS_SOURCE),
        "kindergarten": Need(5, ("a3",), SCHOOLS_SOURCE),
        "school": Need(10, ("a6",), SCHOOLS_SOURCE),
        "market": Need(10, (), NEEDS_SOURCE),
        "park": Need(10, (), NEEDS_SOURCE),
        "pharmacy": Need(15, (), NEEDS_SOURCE),
        "supermarket": Need(10, (), NEEDS_SOURCE),
    }
)
