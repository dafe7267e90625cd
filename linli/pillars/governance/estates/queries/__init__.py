"""Reads of compounds, of what was reported there, and of their elections."""

from linli.pillars.governance.estates.queries._estates import (
    VIEWS,
    Board,
    EstatePage,
    EstateRow,
    companies_of,
    estate_page,
    estates_of,
    find_open,
    get_compound,
    home_compound,
    office_above,
    open_to_all,
    page_of,
)
from linli.pillars.governance.estates.queries._places import CaseCounts, CaseRow, cases_at, counts_at

__all__ = [
    "VIEWS", "Board", "CaseCounts", "CaseRow", "EstatePage", "EstateRow", "cases_at", "companies_of", "counts_at",
    "estate_page", "estates_of", "find_open", "get_compound", "home_compound", "office_above", "open_to_all", "page_of",
]  # fmt: skip
