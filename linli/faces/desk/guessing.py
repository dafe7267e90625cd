"""What words seem to be about, put so that somebody can take it with one press or leave it."""

from __future__ import annotations

import uuid
from typing import Any

from linli.base.language.urgency import urgency_of
from linli.base.people.actors import Actor
from linli.faces.desk import showing
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.operations import MOST_WORDS


def guesses_of(actor: Actor, text: str) -> dict[str, Any]:
    """This function will say what typed words may be about, which of them speak for it, and whether they tell of danger."""
    text = text[:MOST_WORDS].strip()
    found = queries.guess_categories(text, actor=actor) if text else []
    urgency = urgency_of(text)
    return {
        "guesses": [_row(one) for one in found],
        "proposed": next((one.category.pk for one in found if one.is_sure), ""),
        "danger": urgency.words if urgency else "",
    }


def proposal_of(report: Report, url: str) -> dict[str, Any] | None:
    """This function will propose a category for a report that has none. Four queries at most."""
    if report.category is not None:
        return None
    case = report.case
    guesses = queries.guess_categories(report.text, office_id=case.office_id)
    if not guesses:
        return None
    return {
        "is_sure": guesses[0].is_sure,
        "rows": [_row(one) for one in guesses],
        "url": url,
        "nature": report.nature,
        "seen": case.step_seq,
        "key": uuid.uuid4(),
    }


def _row(one: queries.CategoryGuess) -> dict[str, Any]:
    return {
        "code": one.category.pk,
        "name": showing.category_words(one.category),
        "words": "、".join(one.words),
        "share": f"{one.confidence:.0%}",
        "is_sure": one.is_sure,
    }
