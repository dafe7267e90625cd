"""Several matters at once (联办, 一件事): one intake, shared papers once, each matter its own case with its own clock."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.pillars.service.applications import rules
from linli.pillars.service.applications.models import Application, Paper
from linli.pillars.service.applications.operations._papers import supply_papers
from linli.pillars.service.applications.operations._submit import Submitted, submit_application
from linli.pillars.service.applications.queries import joined_with
from linli.pillars.service.applications.rules import GivenPaper, PaperState
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules.situations import accepted

OWN: Final = frozenset({"form"})
"""Papers that each matter has for itself: the form of one is not the form of another."""
SUPPLIED: Final = frozenset({"received", "correcting", "supplemented"})


@dataclass(frozen=True, slots=True)
class Part:
    """One of the matters: its item, and what of the situation and the form is asked for it."""

    item: ServiceItem
    situation: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    area: Unit | None = None


def submit_together(
    *,
    actor: Actor,
    at: datetime,
    parts: Sequence[Part],
    papers: Mapping[str, GivenPaper],
    key: uuid.UUID | None = None,
    area: Unit | None = None,
    **given: Any,
) -> tuple[Submitted, ...]:
    """Take several matters in at once, all or none; the rest of `given` is as `submit_application` takes it.

    A paper that two of them ask for is handed in with the first and stands in for the others. Everything that
    `submit_application` refuses is refused here for all.
    """
    with transaction.atomic():
        made: list[Submitted] = []
        kept: dict[str, int] = {}
        for number, part in enumerate(parts):
            item = part.item.item
            asked = {b.code for b in rules.checklist([item], accepted(item, part.situation))}
            own = {
                code: replace(one, files=(), source=kept[code]) if code in kept else one
                for code, one in papers.items()
                if code in asked
            }
            one = submit_application(
                actor=actor,
                at=at,
                item=part.item,
                situation=part.situation,
                answers=part.answers,
                papers=own,
                area=part.area or area,
                joined_to=made[0].application if made else None,
                key=uuid.uuid5(key, item.code) if key is not None and number else key,
                **given,
            )
            made.append(one)
            if one.is_new:
                kept |= _roots(one.application, own, kept)
    return tuple(made)


def _roots(
    application: Application, given: Mapping[str, GivenPaper], kept: Mapping[str, int]
) -> dict[str, int]:
    """Give the papers that may stand in for the same ones of the next matter: those that came in themselves."""
    rows = Paper.objects.filter(application=application, code__in=given, state=PaperState.RECEIVED.value)
    found = {p.code: p.pk for p in rows if p.code not in OWN and p.code not in kept}
    return {code: given[code].source or pk for code, pk in found.items()}


def supply_together(
    *,
    application: Application,
    actor: Actor,
    at: datetime,
    papers: Mapping[str, GivenPaper],
    words: str = "",
    as_applicant: bool = False,
    key: uuid.UUID | None = None,
) -> int:
    """Supply papers to one application and to those that came in with it and lack the same; count the applications."""
    with transaction.atomic():
        by: dict[str, Any] = {"actor": actor, "at": at, "as_applicant": as_applicant}
        supply_papers(number=application.case.number, papers=papers, words=words, key=key, **by)
        kept = _roots(application, papers, {})
        done = 1
        for other in joined_with(application):
            if other.case.state not in SUPPLIED:
                continue
            lacking = other.papers.filter(code__in=kept, state__in=("missing", "returned"))
            same = {p.code: GivenPaper(source=kept[p.code]) for p in lacking}
            if same:
                again = uuid.uuid5(key, other.item.code) if key is not None else None
                supply_papers(number=other.case.number, papers=same, key=again, **by)
                done += 1
    return done
