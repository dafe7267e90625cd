"""Reads of points and honours of a shop."""

from __future__ import annotations

from datetime import date, datetime

from linli.base.orgs.models import Unit
from linli.kernel import clock
from linli.pillars.governance.inspections.models import Honour, PointRules, Rectification, Shop
from linli.pillars.governance.inspections.rules import points
from linli.pillars.governance.inspections.rules.points import Found, RuleSet, Score


def rule_sets(*, office: Unit) -> tuple[RuleSet, ...]:
    """List the versions of an office's rules, the newest first. One query."""
    rows = PointRules.objects.filter(office=office).order_by("-version")
    return tuple(RuleSet(r.version, r.since, r.base, r.points, r.basis) for r in rows)


def score(*, shop: Shop, at: datetime) -> Score:
    """Give the points of a shop in the calendar year of a moment, line by line. Two queries."""
    today = clock.local(at).date()
    first = date(today.year, 1, 1)
    rows = Rectification.objects.filter(shop=shop).select_related("case").order_by("-case")
    found = [
        Found(on, row.case.number, tuple(row.codes), row.case.state == "quashed")
        for row in rows
        if (on := clock.local(row.case.filed_at).date()) >= first
    ]
    return points.score_of(found, rule_sets(office=shop.office), today)


def honours_of(*, shop: Shop) -> tuple[Honour, ...]:
    """List the honours of a shop, those withdrawn too, the newest first. One query."""
    return tuple(Honour.objects.filter(shop=shop).order_by("-given_at", "-pk")[:20])


def honours_shown(*, shop: Shop) -> tuple[Honour, ...]:
    """List the honours that everybody may see: held, and the merchant agreed. One query."""
    rows = Honour.objects.filter(shop=shop, withdrawn_at=None, is_agreed=True)
    return tuple(rows.order_by("-given_at", "-pk")[:20])
