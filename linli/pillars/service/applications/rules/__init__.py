"""Values and decisions of an application. Pure: no Django, no database."""

from linli.pillars.service.applications.rules.clocks import (
    before_acceptance,
    extended,
    latest_for_paper,
    promised_limit,
    statutory_limit,
)
from linli.pillars.service.applications.rules.papers import (
    BlankPaper,
    checklist,
    lacking,
    may_be_short,
    nothing_new,
)
from linli.pillars.service.applications.rules.reuse import GOOD_FOR, good_until, needs_consent
from linli.pillars.service.applications.rules.values import (
    Agent,
    AgentBasis,
    Applicant,
    ApplicantKind,
    Channel,
    Delivery,
    GivenPaper,
    Outcome,
    PaperState,
    Survey,
    Told,
)

__all__ = [
    "GOOD_FOR", "Agent", "AgentBasis", "Applicant", "ApplicantKind", "BlankPaper", "Channel", "Delivery",
    "GivenPaper", "Outcome", "PaperState", "Survey", "Told", "before_acceptance", "checklist", "extended",
    "good_until", "lacking", "latest_for_paper", "may_be_short", "needs_consent", "nothing_new", "promised_limit",
    "statutory_limit",
]  # fmt: skip
