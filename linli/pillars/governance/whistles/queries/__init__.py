"""Reads about whistles."""

from linli.pillars.governance.whistles.queries._claims import (
    OfferRow,
    WantedRow,
    get_offer,
    offers_for,
    offers_of,
    wanted_of,
)
from linli.pillars.governance.whistles.queries._desk import (
    CallRow,
    StepRow,
    WhistlePage,
    WhistleRow,
    callable_units,
    claimable_units,
    flow_facts,
    get_whistle,
    waiting,
    waiting_for,
    whistle_page,
    whistles_of,
)
from linli.pillars.governance.whistles.queries._late import check_open, told_by_department
from linli.pillars.governance.whistles.queries._ledger import Ledger, LedgerRow, ledger

__all__ = [
    "CallRow",
    "Ledger",
    "LedgerRow",
    "OfferRow",
    "StepRow",
    "WantedRow",
    "WhistlePage",
    "WhistleRow",
    "callable_units",
    "check_open",
    "claimable_units",
    "flow_facts",
    "get_offer",
    "get_whistle",
    "ledger",
    "offers_for",
    "offers_of",
    "told_by_department",
    "waiting",
    "waiting_for",
    "wanted_of",
    "whistle_page",
    "whistles_of",
]  # fmt: skip
