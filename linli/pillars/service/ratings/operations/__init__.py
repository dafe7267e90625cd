"""The verbs of ratings."""

from linli.pillars.service.ratings.operations._answer import (
    OwnAppeal,
    appeal_rating,
    call_back_rating,
    explain_rating,
    judge_appeal,
    ledger_rating,
    note_rating,
    remedy_rating,
    show_words,
    take_up_rating,
)
from linli.pillars.service.ratings.operations._keep import erase, forget_phones, keep_ratings
from linli.pillars.service.ratings.operations._rate import (
    NotARating,
    NotRated,
    StaffMayNotRate,
    confirm_rating,
    matter_token,
    rate_matter,
    rate_visit,
    tablet_token,
)

__all__ = [
    "NotARating",
    "NotRated",
    "OwnAppeal",
    "StaffMayNotRate",
    "appeal_rating",
    "call_back_rating",
    "confirm_rating",
    "erase",
    "explain_rating",
    "forget_phones",
    "judge_appeal",
    "keep_ratings",
    "ledger_rating",
    "matter_token",
    "note_rating",
    "rate_matter",
    "rate_visit",
    "remedy_rating",
    "show_words",
    "tablet_token",
    "take_up_rating",
]
