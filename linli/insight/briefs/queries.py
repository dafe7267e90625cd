"""Reads of briefs."""

from __future__ import annotations

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.insight.briefs import policies, rules
from linli.insight.briefs.models import Brief, BriefPlan
from linli.insight.briefs.policies import NoSuchBrief
from linli.insight.briefs.rules import BriefKind
from linli.insight.cited.figure import Cited
from linli.insight.spans import Span, figure_of

MOST = 60


def briefs_of(*, actor: Actor) -> list[Brief]:
    """List the latest briefs an actor reads, without their text. One query."""
    rows = Brief.objects.filter(policies.reachable(actor)).select_related("office")
    return list(rows.defer("words", "numbers", "charts")[:MOST])


def brief_page(*, actor: Actor, pk: int) -> Brief:
    """Give a brief. One query. :raises NoSuchBrief: absent or not theirs to read."""
    row = Brief.objects.filter(policies.reachable(actor), pk=pk).select_related("office").first()
    if row is None:
        raise NoSuchBrief
    return row


def figure_in(*, brief: Brief, code: str) -> Cited | None:
    """Give a figure that a brief speaks of. No query."""
    if not {code, f"{code}{rules.ABOVE}", f"{code}{rules.BELOW}"} & set(brief.numbers):
        return None
    figure, start, until = rules.told_of(code, brief.start, brief.until, BriefKind(brief.kind))
    return figure_of(figure, Span(start, until))


def offices_of(*, actor: Actor) -> list[Unit]:
    """Give the offices whose briefs an actor writes. One query."""
    return list(Unit.objects.filter(pk__in=policies.kept_offices(actor)))


def plan_of(*, office: Unit) -> tuple[list[str], int]:
    """Give the kinds an office has written by itself, and the hour. One query."""
    rows = list(BriefPlan.objects.filter(office=office).values_list("kind", "hour"))
    return [kind for kind, _hour in rows], rows[0][1] if rows else 7
