"""Reads of cooperatives."""

from linli.pillars.governance.cooperative.queries._desk import (
    CooperativeRow,
    MemberPage,
    Page,
    Summary,
    cooperatives_of,
    distribution_page,
    founding_units,
    get_cooperative,
    get_resolution,
    member_page,
    page_of,
    proposal_of,
    state_of,
    summary_of,
)
from linli.pillars.governance.cooperative.queries._own import (
    FIELDS,
    REVEALED,
    Own,
    collect,
    find_member,
    own_of,
)
from linli.pillars.governance.cooperative.queries._register import (
    Line,
    Register,
    accounts_of,
    canonical,
    formula_of,
    is_member,
    lines_of,
    ratios_of,
    register_of,
    version_on,
)

__all__ = [
    "FIELDS", "REVEALED", "CooperativeRow", "Line", "MemberPage", "Own", "Page", "Register", "Summary", "accounts_of",
    "canonical", "collect", "cooperatives_of", "distribution_page", "find_member", "formula_of", "founding_units",
    "get_cooperative", "get_resolution", "is_member", "lines_of", "member_page", "own_of", "page_of", "proposal_of",
    "ratios_of", "register_of", "state_of", "summary_of", "version_on",
]  # fmt: skip
