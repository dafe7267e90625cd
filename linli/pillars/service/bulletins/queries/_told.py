"""Who asked to be told, and what is kept about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from linli.base.notices.models import Notice
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.places.models import Compound
from linli.pillars.service.bulletins.models import (
    Bulletin,
    Subscription,
)
from linli.pillars.service.bulletins.queries._public import is_shown


def to_tell(*, at: datetime, most: int = 20) -> list[Bulletin]:
    """List what is shown and of which subscribers have not been told in its present words. One query."""
    rows = Bulletin.objects.filter(is_shown(at), version__gt=0).exclude(told_version__gte=F("version"))
    return list(rows.select_related("case__office", "unit").order_by("case_id")[:most])


def subscribers_of(bulletin: Bulletin) -> QuerySet[Subscription]:
    """Match who asked to be told of a bulletin: its kind, whom it is for, and inside its places; nobody else."""
    targets = list(bulletin.targets.select_related("unit"))
    inside = Q(pk__in=[])
    for target in targets:
        if target.unit is not None:
            inside |= Q(grid__path__startswith=target.unit.path)
        else:
            inside |= Q(compound=target.compound_id)
    rows = Subscription.objects.filter(inside, kinds__contains=[bulletin.kind], account__is_active=True)
    return rows.filter(interests__overlap=bulletin.interests) if bulletin.interests else rows


def withdrawn_to_tell(*, at: datetime, most: int = 20) -> list[Bulletin]:
    """List what was withdrawn and of which those who had been told have not heard that yet. One query."""
    told = Notice.objects.filter(case=OuterRef("case"), account__is_resident=True)
    rows = Bulletin.objects.filter(Exists(told), case__state="withdrawn", told_version__gt=0)
    return list(rows.select_related("case__office", "unit").order_by("case_id")[:most])


def told_accounts(bulletin: Bulletin) -> Iterable[int]:
    """Give the residents who were told of a bulletin. One query."""
    rows = Notice.objects.filter(case=bulletin.case, account__is_resident=True)
    return rows.values_list("account", flat=True).distinct()


def subscription_of(*, account: Account) -> Subscription | None:
    """Give what somebody chose. One query."""
    return Subscription.objects.filter(account=account).select_related("grid__parent", "compound").first()


def compounds_in(grid: Unit) -> Sequence[Compound]:
    """Give the compounds that have a house in a grid. One query."""
    return list(Compound.objects.filter(buildings__grid=grid).distinct().order_by("name"))


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give a person what is kept about them here. One query."""
    row = subscription_of(account=account)
    if row is None:
        return {}
    kept = {
        "grid": str(row.grid),
        "compound": str(row.compound or ""),
        "kinds": row.kinds,
        "interests": row.interests,
        "since": row.since,
    }
    return {"subscription": [kept]}
