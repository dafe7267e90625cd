"""Reads about whistles."""

from linli.pillars.governance.whistles.queries._desk import (
    CallRow,
    StepRow,
    WhistlePage,
    WhistleRow,
    callable_units,
    flow_facts,
    get_whistle,
    open_verbs,
    waiting_for,
    whistle_page,
    whistles_of,
)

__all__ = [
    "CallRow", "StepRow", "WhistlePage", "WhistleRow", "callable_units", "flow_facts", "get_whistle", "open_verbs",
    "waiting_for", "whistle_page", "whistles_of",
]  # fmt: skip
