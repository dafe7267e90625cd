"""Reads about bulletins: for the desk, for residents, for the clock."""

from linli.pillars.service.bulletins.queries._desk import (
    BulletinPage,
    BulletinRow,
    StepRow,
    Told,
    bulletin_page,
    bulletins_of,
    file_for_desk,
    get_bulletin,
    grounds_of,
)
from linli.pillars.service.bulletins.queries._public import (
    PublicBulletin,
    Shown,
    file_for_anybody,
    is_shown,
    known_outages,
    public_bulletin,
    shown_bulletins,
    speaks_of_outage,
)
from linli.pillars.service.bulletins.queries._rules import (
    approval_of,
    approvals,
    flow_facts,
)
from linli.pillars.service.bulletins.queries._told import (
    collect,
    compounds_in,
    subscribers_of,
    subscription_of,
    to_tell,
    told_accounts,
    withdrawn_to_tell,
)
from linli.pillars.service.bulletins.queries._versions import (
    Correction,
    corrections_of,
)

__all__ = [
    "BulletinPage",
    "BulletinRow",
    "Correction",
    "PublicBulletin",
    "Shown",
    "StepRow",
    "Told",
    "approval_of",
    "approvals",
    "bulletin_page",
    "bulletins_of",
    "collect",
    "compounds_in",
    "corrections_of",
    "file_for_anybody",
    "file_for_desk",
    "flow_facts",
    "get_bulletin",
    "grounds_of",
    "is_shown",
    "known_outages",
    "public_bulletin",
    "shown_bulletins",
    "speaks_of_outage",
    "subscribers_of",
    "subscription_of",
    "to_tell",
    "told_accounts",
    "withdrawn_to_tell",
]
