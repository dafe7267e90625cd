"""Reads about campaigns, their doors, their mornings."""

from linli.pillars.governance.campaigns.queries._campaigns import (
    VIEWS,
    CampaignRow,
    NoSuchCampaign,
    NoSuchDoor,
    TargetPage,
    TargetRow,
    by_step,
    campaigns_of,
    compounds_in,
    deciders_of,
    get_campaign,
    get_target,
    grounds_of,
    households_in,
    named_grounds,
    parties_in,
    parties_of,
    photo_of,
    shops_in,
    target_page,
    targets_of,
)
from linli.pillars.governance.campaigns.queries._mornings import (
    DecisionPage,
    DecisionRow,
    MovedRow,
    Sheet,
    StuckRow,
    decision_page,
    every_decision,
    figures_of,
    get_decision,
    mornings_of,
    photo_count,
    progress_of,
    sheet_of,
    waiting_for,
)

__all__ = [
    "VIEWS", "CampaignRow", "DecisionPage", "DecisionRow", "MovedRow", "NoSuchCampaign", "NoSuchDoor", "Sheet",
    "StuckRow", "TargetPage", "TargetRow", "by_step", "campaigns_of", "compounds_in", "deciders_of", "decision_page",
    "every_decision", "figures_of", "get_campaign", "get_decision", "get_target", "grounds_of", "households_in",
    "mornings_of", "named_grounds", "parties_in", "parties_of", "photo_count", "photo_of", "progress_of", "sheet_of",
    "shops_in", "target_page", "targets_of", "waiting_for",
]  # fmt: skip
