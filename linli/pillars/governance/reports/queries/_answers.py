"""How the like was answered before, so that its reporter was content: to read and to borrow from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import OuterRef, Q, Subquery

from linli.base.flow import policies as flow_policies
from linli.base.flow.models import Case
from linli.base.language import sameness
from linli.base.language.sameness import Said, Weighed
from linli.base.orgs import queries as orgs
from linli.base.people.actors import Actor
from linli.base.people.sealed_fields import opened
from linli.kernel.masking import mask_text
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Callback, Report
from linli.pillars.governance.reports.queries._public import last_said

SINCE: Final = timedelta(days=400)
WELL: Final = 4
MOST_OPENED: Final = 60


@dataclass(frozen=True, slots=True)
class GoodAnswer:
    """An answer that pleased: the case it belongs to, how it was rated, its words without what identifies anybody."""

    number: str
    title: str
    closed_at: datetime
    level: int
    text: str
    words: tuple[str, ...]


def wants_words(report: Report) -> bool:
    """Say whether a report wants an answer rather than a measure. No query."""
    return report.nature in (Report.Nature.CONSULT, Report.Nature.SUGGESTION)


def good_answers(*, actor: Actor, report: Report, at: datetime, most: int = 3) -> list[GoodAnswer]:
    """List well-rated answers to the likest closed cases that an actor may open. Three queries."""
    case = report.case
    if not case.topic:
        return []
    level = Callback.objects.filter(report=OuterRef("pk")).order_by("-id").values("level")[:1]
    rows = (
        Case.objects.filter(flow_policies.reachable(actor), ~Q(pk=case.pk), kind=KIND, state="closed")
        .filter(office_id=case.office_id, topic=case.topic, closed_at__gte=at - SINCE, is_confidential=False)
        .annotate(level=Subquery(level))
        .filter(level__gte=WELL)
        .order_by("-closed_at")
        .values_list("pk", "number", "title", "closed_at", "level", "report__text")[:MOST_OPENED]
    )
    mine = Weighed.of(Said.of("", report.text), sameness.usual)
    ranked = []
    for pk, number, title, closed_at, rated, text in rows:
        alike = sameness.compare(mine, Weighed.of(Said.of("", opened(text)), sameness.usual))
        ranked.append((-alike.score, -rated, -pk, number, title, closed_at, alike.words))
    chosen = sorted(ranked)[: 2 * most]
    said = last_said([-pk for _score, _rated, pk, *_rest in chosen])
    keep = orgs.public_phones()
    return [
        GoodAnswer(number, title, closed_at or at, -rated, mask_text(said[-pk], keep=keep), words)
        for _score, rated, pk, number, title, closed_at, words in chosen
        if said.get(-pk)
    ][:most]
