"""What words seem to be about, put so that somebody can take it with one press or leave it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from linli.base.people.actors import Actor
from linli.faces.desk import showing
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.operations import MOST_WORDS

SURE_OF_NATURE = 0.5
"""Below this what somebody seems to want is not said aloud. Ours to choose."""


def guesses_of(actor: Actor, text: str) -> dict[str, Any]:
    """Say what typed words may be about, which of them speak for it, and whether they tell of danger."""
    text = text[:MOST_WORDS].strip()
    found = queries.guess_categories(text, actor=actor) if text else []
    office_id = queries.office_of(actor)
    urgency = queries.read_urgency(text, office_id=office_id) if text else None
    nature = queries.read_nature(text, office_id=office_id) if text else None
    return {
        "guesses": [_row(one) for one in found],
        "proposed": next((one.category.pk for one in found if one.is_sure), ""),
        "danger": urgency.words if urgency else "",
        "nature": nature if nature and nature.confidence >= SURE_OF_NATURE else None,
    }


def proposal_of(report: Report, url: str) -> dict[str, Any] | None:
    """Propose a category for a report that has none. Four queries at most."""
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


def alarm_of(report: Report, words: str, url: str) -> dict[str, Any] | None:
    """Give the question whether a report is urgent, while nobody has answered it. Two queries at most.

    ``words`` are those that the reader may see: what is quoted is quoted from them.
    """
    case = report.case
    if not report.alarm or case.is_urgent or not case.is_open:
        return None
    urgency = queries.read_urgency(words, office_id=case.office_id)
    return {
        "what": report.get_alarm_display(),
        "words": urgency.words if urgency else "",
        "url": url,
        "seen": case.step_seq,
        "key": uuid.uuid4(),
    }


def classed_by_words(steps: Iterable[queries.StepRow]) -> bool:
    """Say whether the category came from the words alone and nobody has decided about it yet."""
    told = [step for step in steps if "classed" in step.data or "category" in step.data]
    return all(step.verb != "reclassify" for step in told) and any("classed" in step.data for step in told)


def _row(one: queries.CategoryGuess) -> dict[str, Any]:
    return {
        "code": one.category.pk,
        "name": showing.category_words(one.category),
        "words": "、".join(one.words),
        "share": f"{one.confidence:.0%}",
        "is_sure": one.is_sure,
    }
