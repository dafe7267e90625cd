"""The alert when elders who always come do not: by day, to their community, and again each morning until it is answered."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time

from linli.base.notices import operations as notices
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY
from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.queries import live_posts
from linli.kernel.clock import local
from linli.pillars.service.canteens import queries

BY_DAY = (time(8), time(18))


def alert_missed(*, actor: Actor, at: datetime) -> int:
    """Tell a community that elders who always come did not: every morning until somebody wrote down how they are.

    A notice says how many, never who. Five queries, and two more for each community with somebody missed.
    """
    if not BY_DAY[0] <= local(at).time() < BY_DAY[1]:
        return 0
    counts = Counter(one.community_id for one in queries.missed(actor=SYSTEM, at=at))
    told = 0
    for unit in Unit.objects.filter(pk__in=counts).order_by("pk"):
        office = orgs.office_of(orgs.line_up(unit))
        posts = live_posts(at).filter(unit=unit, role__in=COMMUNITY)
        told += notices.tell_accounts(
            account_ids=sorted(set(posts.values_list("account", flat=True))),
            office=office,
            template="elder_missed",
            key=f"missed:{unit.pk}:{local(at):%Y%m%d}",
            at=at,
            unit=str(unit),
            data={"count": str(counts[unit.pk])},
        )
    return told
