"""What comes back every year: which troubles a season brings, and what to look at before anybody complains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Heating in October, flooding in June and graduates' rents in June are named in what cities publish about acting before "
    "complaint; the other rows are what a northern subdistrict hears by season. An office keeps its own calendar beside it."
)


@dataclass(frozen=True, slots=True)
class Season:
    """A trouble with its time of year, both days included, and what to do ahead of it; in Chinese and English."""

    code: str
    name: str
    name_en: str
    begins: tuple[int, int]
    ends: tuple[int, int]
    categories: tuple[str, ...]
    ahead: str
    ahead_en: str

    def next_after(self, day: date) -> tuple[date, date]:
        """Give the days of the season that runs on a day, or of the next one."""
        for year in (day.year - 1, day.year, day.year + 1):
            first = date(year, *self.begins)
            last = date(year + (self.ends < self.begins), *self.ends)
            if last >= day:
                return first, last
        raise AssertionError  # next year's always lies ahead


SEASONS: Final = (
    Season(
        "heating", "供暖季", "Heating season", (10, 15), (3, 15), ("utilities.heat", "utilities.burst", "housing.leak"),
        "供暖前：问清去年不热的楼，和供热站一起看管网，把试水时间贴到楼道。",
        "Before heating starts: ask the buildings that were cold last year, check pipes with the heating station, post when "
        "water is let in.",
    ),
    Season(
        "frost", "寒潮和雪", "Frost and snow", (12, 1), (2, 28), ("utilities.burst", "utilities.water", "safety.ice"),
        "寒潮前：包好裸露的水管和水表，备好融雪剂，约定哪条路谁来扫。",
        "Before frost: wrap bare pipes and meters, have grit ready, agree who sweeps which road.",
    ),
    Season(
        "spring", "春节前后", "Around the Spring Festival", (1, 10), (2, 25),
        ("disputes.labour", "streetscape.rubbish", "traffic.parking-space"),
        "节前：查欠薪，加排垃圾清运，想好返乡车停哪里。",
        "Before the festival: look for unpaid wages, add refuse rounds, plan where returning cars park.",
    ),
    Season(
        "trees", "飞絮和修枝", "Fluff and pruning", (4, 1), (5, 31), ("facilities.trees", "property.greenery"),
        "四月前：问绿化哪些树挡窗、飘絮，先剪先喷。",
        "Before April: ask which trees block windows or shed fluff, prune and spray first.",
    ),
    Season(
        "barbecue", "夏夜", "Summer nights", (5, 15), (9, 15),
        ("nuisance.fumes", "nuisance.business", "nuisance.square-dance", "neighbours.noise"),
        "入夏前：和烧烤店、广场舞队定好时间和音量，写下来。",
        "Before summer: agree on hours and volume with barbecues and dance groups, in writing.",
    ),
    Season(
        "flood", "汛期", "Flood season", (6, 1), (9, 15), ("safety.flooding", "facilities.sewer", "housing.leak"),
        "汛期前：清雨水篦子和低洼点，地下车库备沙袋，看老楼屋面。",
        "Before the rains: clear gullies and low points, put sandbags at garages, look at old roofs.",
    ),
    Season(
        "rent", "毕业租房", "Graduates' rents", (6, 1), (8, 31), ("housing.letting", "housing.group-letting"),
        "六月前：走一遍中介和出租房，讲押金和隔断的规矩。",
        "Before June: visit agents and lets, explain deposits and partitions.",
    ),
    Season(
        "power", "用电高峰", "Peak power", (6, 20), (8, 31), ("utilities.power", "property.lift"),
        "高温前：请供电所看跳过闸的变压器，电梯机房降温。",
        "Before the heat: have transformers that tripped looked at, cool lift rooms.",
    ),
    Season(
        "school", "入学季", "School enrolment", (5, 20), (9, 10),
        ("education.enrolment", "education.gate", "traffic.signals"),
        "五月底前：把划片和材料写成一张纸发到楼道，开学前看校门口的路。",
        "By the end of May: one sheet on catchments and papers in every stairwell; look at the roads by the gates.",
    ),
)  # fmt: skip

AHEAD: Final = timedelta(days=45)
"""So long before a season begins is the time to act; while it runs, it stays on the page."""


def near(day: date) -> list[tuple[Season, date, date]]:
    """List the seasons that run on a day or begin within six weeks, the next to begin first."""
    found = [(season, *season.next_after(day)) for season in SEASONS]
    return sorted((row for row in found if row[1] <= day + AHEAD), key=lambda row: (row[1] < day, row[1]))
