"""What a form at a campaign's door knows beforehand, and what it gives back: one confirmed change, as a visit does.

The registers of doors and of enterprises lie in pillars of their own; here they meet. Only whoever visits that ground is
shown what a register says, and only they put it right.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from linli.base.people.actors import Actor
from linli.faces.desk.visitkeeping import keep_visit
from linli.faces.desk.visitkeeping import target_of as place_of
from linli.kernel.refusals import Refusal
from linli.pillars.governance.campaigns.models import Target
from linli.pillars.governance.campaigns.rules import USES, Ask
from linli.pillars.governance.visits import policies, queries
from linli.pillars.governance.visits.models import Home, Visit

_WORDS = {code: word for word, code in USES.items()}


def code_of(target: Target) -> str:
    """Say which entry of a register a door is; nothing where it was only typed."""
    if target.household_id:
        return f"home:{target.household_id}"
    if target.shop_id:
        return f"shop:{target.shop_id}"
    return f"enterprise:{target.enterprise_id}" if target.enterprise_id else ""


def known(*, actor: Actor, target: Target) -> dict[str, str]:
    """Give what the registers say to the questions of a form, to whoever visits that ground. A few queries."""
    wanted = {ask.entry: ask.label for ask in target.campaign.asks if ask.entry}
    code = code_of(target)
    if not wanted or not code:
        return {}
    try:
        if target.household_id:
            if "use" not in wanted:
                return {}
            home = queries.home_page(actor=actor, household_id=target.household_id).home
            return {wanted["use"]: _WORDS[home.use if home is not None else Home.Use.OWN.value]}
        place = place_of(actor, code)
    except Refusal:
        return {}
    one = place.enterprise if place is not None else None
    if one is None or "staff_count" not in wanted or not policies.goes_to_firms(actor, one.area):
        return {}
    return {wanted["staff_count"]: "" if one.staff_count is None else str(one.staff_count)}


def give_back(
    *, actor: Actor, at: datetime, target: Target, ask: Ask, said: str, source: str, key: uuid.UUID
) -> None:
    """Put one entry of a register right as it was confirmed at the door: a visit with one change, once per `key`.

    :raises Refusal: what the books of visits say.
    """
    change = f"use:{USES[said]}" if ask.entry == "use" else ask.entry
    given: dict[str, Any] = {
        "outcome": Visit.Outcome.WELL.value,
        "way": Visit.Way.DOOR.value,
        "purposes": [Visit.Purpose.REGISTER.value],
        "said": f"{target.campaign.name}：{ask.label}，{said}",
        "change": change,
        "source": source,
        "named": "",
        "phone": "",
        "staff_count": int(float(said)) if ask.entry == "staff_count" else None,
    }
    place = place_of(actor, code_of(target))
    if place is not None:
        keep_visit(actor=actor, at=at, key=uuid.uuid5(key, "given-back"), target=place, given=given)
