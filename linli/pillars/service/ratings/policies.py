"""Who may see which ratings, always as a pair: one row, many rows.

The unit that was rated, its desk and its leaders, and who sees work above it. Figures are for everybody.
"""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, INTAKE, LEADING
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.pillars.service.ratings import rules
from linli.pillars.service.ratings.models import Rating

ANSWERING = CENTRE | COMMUNITY | HANDLING | INTAKE | LEADING
MODERATING = CENTRE | LEADING
"""Who decides which words are shown: not the window they are about."""


def sees_some(actor: Actor) -> bool:
    """Say whether an actor has to do with ratings at all. No query."""
    return any(post.role in ANSWERING and post.unit_kind not in ("grid", "volunteer") for post in actor.posts)


def reaches(actor: Actor, rating: Rating) -> bool:
    """Say whether an actor may see a rating. `unit` must be loaded."""
    if actor.is_system:
        return True
    return any(post.role in ANSWERING and post.unit_id in rating.unit.line for post in actor.posts)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the ratings an actor may see."""
    if actor.is_system:
        return Q()
    found = Q(pk__in=[])
    for post in actor.posts:
        if post.role in ANSWERING:
            found |= Q(**{f"{prefix}unit__path__startswith": f"/{'/'.join(map(str, post.line))}/"})
    return found


def moderates(actor: Actor, rating: Rating) -> bool:
    """Say whether an actor decides which of its words are shown: the centre or a leader of the office or above."""
    return any(post.role in MODERATING and post.unit_id in rating.office.line for post in actor.posts)


def knows_rater(actor: Actor, rating: Rating) -> bool:
    """Say whether an actor may learn which visit it was and the number to call.

    Of somebody who wants to stay unknown to the window: only the centre and the leaders of the office.
    """
    return not rating.is_anonymous or actor.is_system or moderates(actor, rating)


def of_account(account: Account) -> Q:
    """Match the ratings that are somebody's own: by the number they left, or by the matter they raised."""
    found = Q(phone__isnull=False, phone_print=account.phone_print) if account.phone_print else Q(pk__in=[])
    for matter in rules.MATTERS.values():
        found |= matter.of_account(account)
    return found
