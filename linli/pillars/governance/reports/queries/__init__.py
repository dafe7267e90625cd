"""Reads about reports, each for a named actor and in a fixed number of queries."""

from linli.pillars.governance.reports.queries._case import (
    CasePage,
    NearbyRow,
    ReporterRow,
    StepRow,
    case_page,
    earlier_of_phone,
    reporters_of,
    steps_of,
)
from linli.pillars.governance.reports.queries._facts import facts_of_report, moves_open_to
from linli.pillars.governance.reports.queries._get import get_report, report_by_link
from linli.pillars.governance.reports.queries._public import (
    FollowPage,
    PublicRow,
    follow_page,
    my_reports,
    nearby_open,
    published_points,
    published_report,
    published_reports,
)
from linli.pillars.governance.reports.queries._rows import (
    VIEWS,
    Filters,
    Page,
    Point,
    ReportRow,
    export_rows,
    inbox,
    map_points,
    selection,
    view_counts,
)
from linli.pillars.governance.reports.queries._units import Proposal, assignable_units, proposed_units

__all__ = [
    "VIEWS",
    "CasePage",
    "Filters",
    "FollowPage",
    "NearbyRow",
    "Page",
    "Point",
    "Proposal",
    "PublicRow",
    "ReportRow",
    "ReporterRow",
    "StepRow",
    "assignable_units",
    "case_page",
    "earlier_of_phone",
    "export_rows",
    "facts_of_report",
    "follow_page",
    "get_report",
    "inbox",
    "map_points",
    "moves_open_to",
    "my_reports",
    "nearby_open",
    "proposed_units",
    "published_points",
    "published_report",
    "published_reports",
    "report_by_link",
    "reporters_of",
    "selection",
    "steps_of",
    "view_counts",
]
