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
from linli.pillars.governance.reports.queries._files import (
    FileRow,
    file_for_anybody,
    file_for_reporter,
    file_for_staff,
    files_of,
)
from linli.pillars.governance.reports.queries._follow import (
    FollowPage,
    FollowStep,
    Voice,
    follow_page,
)
from linli.pillars.governance.reports.queries._get import get_report, report_by_link
from linli.pillars.governance.reports.queries._public import (
    PublicRow,
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
    "FileRow",
    "Filters",
    "FollowPage",
    "FollowStep",
    "NearbyRow",
    "Page",
    "Point",
    "Proposal",
    "PublicRow",
    "ReportRow",
    "ReporterRow",
    "StepRow",
    "Voice",
    "assignable_units",
    "case_page",
    "earlier_of_phone",
    "export_rows",
    "facts_of_report",
    "file_for_anybody",
    "file_for_reporter",
    "file_for_staff",
    "files_of",
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
