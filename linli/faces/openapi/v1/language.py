"""What a text says, for a partner's own screen: proposals, never decisions; and where they come from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from linli.base.language import learnable, proposing
from linli.base.orgs import queries as orgs
from linli.base.people.api_keys import Ability
from linli.faces.openapi.v1 import shapes as s
from linli.faces.openapi.v1.door import asker
from linli.kernel.masking import mask_text
from linli.pillars.governance.reports import queries

router = Router(tags=["language"])


@router.post("/language/read", response=s.TextRead, operation_id="read_text")
def read_text(request: HttpRequest, body: s.TextIn) -> dict[str, Any]:
    """Say what a text may be about and why, what somebody wants, whether it can wait. Nothing is kept."""
    who = asker(request, Ability.READ)
    office = orgs.office_of(orgs.line_of(who.key.unit_id))
    office_id = office.pk if office else 0
    guesses = queries.guess_categories(body.text, office_id=office_id or None)
    nature = queries.read_nature(body.text, office_id=office_id)
    urgency = queries.read_urgency(body.text, office_id=office_id)
    return {
        "categories": [
            {
                "code": one.category.pk,
                "name": one.category.name,
                "name_en": one.category.name_en,
                "confidence": round(one.confidence, 4),
                "words": list(one.words),
            }
            for one in guesses
        ],
        "is_sure": any(one.is_sure for one in guesses),
        "nature": nature.nature.value,
        "nature_words": list(nature.words),
        "danger": urgency.danger.value if urgency else "",
        "danger_words": urgency.words if urgency else "",
        "redacted": mask_text(body.text),
    }


@router.get("/language/learned", response=s.LearnedList, operation_id="list_learned")
def list_learned(request: HttpRequest) -> dict[str, Any]:
    """Say of each thing that is proposed whether it was learned from the office's own cases, and which version answers."""
    who = asker(request, Ability.READ)
    office = orgs.office_of(orgs.line_of(who.key.unit_id))
    items = []
    for subject in learnable.subjects():
        state = proposing.state_of(subject.name, office.pk if office else 0)
        items.append(
            {
                "subject": subject.name,
                "source": state.source.value,
                "version": state.version,
                "is_broken": state.is_broken,
            }
        )
    return {"items": items}
