"""Reads about visits."""

from linli.pillars.governance.visits.queries._day import (
    PAGE,
    VIEWS,
    AskRow,
    DayRow,
    DoorRow,
    HomePage,
    counts,
    day_way,
    doors,
    export_doors,
    home_page,
    household_by_words,
    is_on_ones_ground,
    open_asks,
)
from linli.pillars.governance.visits.queries._kept import (
    Coverage,
    collect,
    coverage,
    pages,
    plan_of,
    shared_pages,
)

__all__ = [
    "PAGE",
    "VIEWS",
    "AskRow",
    "Coverage",
    "DayRow",
    "DoorRow",
    "HomePage",
    "collect",
    "counts",
    "coverage",
    "day_way",
    "doors",
    "export_doors",
    "home_page",
    "household_by_words",
    "is_on_ones_ground",
    "open_asks",
    "pages",
    "plan_of",
    "shared_pages",
]
