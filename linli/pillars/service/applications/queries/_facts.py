"""What the guards of the table ask about an application."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linli.base.flow.models import Assignment, Case, Petition
from linli.kernel.workdays import WorkCalendar
from linli.pillars.service.applications import rules
from linli.pillars.service.applications.models import Application, Objection, Publicity
from linli.pillars.service.applications.rules import PaperState
from linli.pillars.service.catalog.rules.item import Item, ResultKind, Review, Special

PUBLICITY = "publicity"
"""The code of a special procedure that is a publicity: it counts, and it must be over without objection."""


def specials(item: Item) -> tuple[Special, ...]:
    """List the special procedures of an item that stop its clock."""
    return tuple(s for s in item.time.specials if not s.counts)


def publicity_of(item: Item) -> Special | None:
    """Give the publicity that an item asks for, if it asks for one."""
    return next((s for s in item.time.specials if s.code == PUBLICITY), None)


def facts_of_application(
    case: Case, shares: list[Assignment], at: datetime, calendar: WorkCalendar
) -> Mapping[str, Any]:
    """Tell the guards of the table what they ask beyond the case. Seven queries at most."""
    application = Application.objects.select_related("item").get(case=case)
    item = application.item.item
    papers = list(application.papers.all())
    states = {p.code: PaperState(p.state) for p in papers}
    later = {p.code for p in papers if p.may_come_later}
    lacking = rules.lacking(states)
    promised = [p for p in papers if p.state == PaperState.PROMISED]
    flags = {
        "instant": item.is_instant,
        "papers_in": not lacking and not promised,
        "short": rules.may_be_short(lacking, later),
        "promised": bool(promised),
        "promise_over": any(p.promised_until is not None and p.promised_until < at for p in promised),
        "special": bool(specials(item)),
        "at_once": item.review is Review.AT_ONCE,
        "made": item.result.kind is not ResultKind.NONE,
        "extended": case.extended_count > 0,
        "extension": Petition.objects.filter(
            case=case, what=Petition.What.EXTENSION, is_granted=None
        ).exists(),
        "objection": Objection.objects.filter(
            publicity__application=application, publicity__ended_at__isnull=True
        ).exists(),
        "unanswered": Objection.objects.filter(
            publicity__application=application, answered_at__isnull=True, erased_at__isnull=True
        ).exists(),
        "shown": publicity_of(item) is None
        or Publicity.objects.filter(application=application, is_clean=True).exists(),
    }
    return {"pending": frozenset(name for name, holds in flags.items() if holds)}
