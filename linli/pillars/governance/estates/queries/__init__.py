"""Reads of compounds, of what was reported there, and of their elections."""

from linli.pillars.governance.estates.queries._elections import (
    DateLine,
    ElectionPage,
    VoteLine,
    election_page,
    elections_of,
    facts_of,
    flow_facts,
    get_election,
    latest_votes,
    open_elections,
    public_election,
)
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
    "VIEWS", "Board", "CaseCounts", "CaseRow", "DateLine", "ElectionPage", "EstatePage", "EstateRow", "VoteLine",
    "cases_at", "companies_of", "counts_at", "election_page", "elections_of", "estate_page", "estates_of", "facts_of",
    "find_open", "flow_facts", "get_compound", "get_election", "home_compound", "latest_votes", "office_above",
    "open_elections", "open_to_all", "page_of", "public_election",
]  # fmt: skip
