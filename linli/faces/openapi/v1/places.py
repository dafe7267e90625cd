"""From words to a place, for systems that take reports down elsewhere: what is certain, else what to ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from linli.base.orgs import queries as orgs
from linli.base.people.api_keys import Ability
from linli.base.places import queries as places
from linli.base.places.finding import Found
from linli.base.places.texts import QUESTIONS, RULES
from linli.faces.openapi.v1 import shapes_places as s
from linli.faces.openapi.v1.door import asker

router = Router(tags=["language"])


@router.post("/language/place", response=s.PlaceReading, operation_id="read_place")
def read_place(request: HttpRequest, body: s.PlaceAsked) -> dict[str, Any]:
    """Read what place words mean. `chosen` where one is certain, otherwise a `question` and the `choices`, with reasons.

    Words that name another place than the point are asked about, never decided. Nothing is stored. At most six queries.
    """
    who = asker(request, Ability.READ, Ability.FILE)
    office = orgs.office_of(orgs.line_up(who.key.unit))
    point = (body.lon, body.lat) if body.lon is not None and body.lat is not None else None
    proposal = places.propose(body.place, body.text, office=office, point=point)
    ids = {found.unit_id for found in proposal.found} | ({proposal.unit_id} if proposal.unit_id else set())
    units = orgs.units_by_id(ids)
    return {
        "unit": _unit(units, proposal.unit_id),
        "chosen": _place(proposal.chosen, units) if proposal.chosen else None,
        "question": proposal.question.value,
        "question_words": str(QUESTIONS[proposal.question]),
        "choices": [_place(found, units) for found in proposal.found],
    }


def _place(found: Found, units: dict[int, str]) -> dict[str, Any]:
    return {
        "name": found.words,
        "unit": _unit(units, found.unit_id),
        "lon": found.lon,
        "lat": found.lat,
        "is_exact": found.is_exact,
        "away_m": round(found.away_m) if found.away_m is not None else None,
        "reasons": [
            {
                "rule": reason.rule.value,
                "words": str(RULES[reason.rule]),
                "said": reason.said,
                "name": reason.name,
            }
            for reason in found.reasons
        ],
    }


def _unit(units: dict[int, str], unit_id: int | None) -> dict[str, Any] | None:
    return {"id": unit_id, "name": units[unit_id]} if unit_id in units else None
