"""Who is told that somebody must be looked after: of a change within a day, of a pair before its month is over.

A notice says where and until when, never whom: the name stands on the page, for those who may know it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Q

from linli.base.notices import operations as notices
from linli.base.orgs.roles import COMMUNITY, GRID
from linli.base.people.actors import Actor
from linli.base.people.queries import live_posts
from linli.kernel.clock import SHANGHAI, local
from linli.pillars.service.care import policies
from linli.pillars.service.care.models import CareNote, CarePerson, Pair

REMIND_BEFORE = timedelta(days=6)  # LOCAL: so long before the month is over a helper who has not been is told
BY_DAY = (time(8), time(18))
MOST_PAIRS = 5_000


def tell_change(person: CarePerson, note: CareNote, at: datetime) -> int:
    """Tell those who can go there: the grid, where they visit this person, and the community. Whoever wrote it knows.

    Two queries, and those of the notices.
    """
    if person.due_at is None:
        return 0
    roles = COMMUNITY | GRID if person.is_for_ground else COMMUNITY
    posts = live_posts(at).filter(unit__in=person.grid.line, role__in=roles).exclude(account=note.by_id)
    return notices.tell_accounts(
        account_ids=sorted(set(posts.values_list("account", flat=True))),
        office=person.office,
        template="care_change",
        key=f"care:{note.pk}",
        at=at,
        unit=str(person.grid),
        data={"due": person.due_at.isoformat()},
    )


def remind_pairs(*, actor: Actor, at: datetime) -> int:
    """Tell helpers that the month ends and the household they are paired with was not visited; once a month each.

    Nobody is told at night. Three queries a pair that is still owed.
    """
    today = local(at).date()
    if not BY_DAY[0] <= local(at).time() < BY_DAY[1]:
        return 0
    owed = Pair.objects.filter(until=None, due_on__gte=today, due_on__lte=today + REMIND_BEFORE)
    told = 0
    for pair in owed.select_related("unit", "person__office").order_by("pk")[:MOST_PAIRS]:
        who: Q = policies.helpers_of(pair)
        told += notices.tell_accounts(
            account_ids=sorted(set(live_posts(at).filter(who).values_list("account", flat=True))),
            office=pair.person.office,
            template="pair_due",
            key=f"pair:{pair.pk}:{pair.due_on:%Y%m}",
            at=at,
            unit=str(pair.unit),
            data={"until": datetime.combine(pair.due_on, BY_DAY[1], SHANGHAI).isoformat()},
        )
    return told
