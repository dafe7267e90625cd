"""To whom a consent on paper goes from who may not read it: an office, never a branch, so that no membership is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linli.base.orgs.roles import HANDLING, LEADING
from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import COMMITTEES, OrgKind

OFFICES = frozenset(COMMITTEES | {OrgKind.WORKING_COMMITTEE})


@dataclass(frozen=True, slots=True)
class Taker:
    """A committee, and who holds a post there."""

    organisation: str
    names: tuple[str, ...]


def taker_for(*, actor: Actor, at: datetime) -> Taker | None:
    """Say who takes papers where an actor works: the committee of their community, or the office's. Up to two queries.

    Nobody, for whose post Party organisations are no matter of theirs.
    """
    if not branches.grounds(actor):
        return None
    units = {pk for post in actor.posts for pk in post.line}
    rows = Organisation.objects.filter(
        kind__in=[one.value for one in OFFICES], closed_on=None, unit__parent__in=units
    )
    nearest = max(rows, key=lambda one: (len(one.line), -one.pk), default=None)
    return taker_at(organisation=nearest, at=at) if nearest is not None else None


def taker_at(*, organisation: Organisation, at: datetime) -> Taker | None:
    """Say who takes papers at a committee: who holds a post there, else at the nearest above it. One query.

    Nobody at a branch: who holds a post there is a member among members.
    """
    if OrgKind(organisation.kind) not in OFFICES:
        return None
    posts = people.live_posts(at).filter(unit__in=organisation.line, role__in=list(HANDLING | LEADING))
    held = list(posts.select_related("account", "unit").order_by("account__name"))
    for pk in reversed(organisation.line):
        here = [post for post in held if post.unit_id == pk]
        if here:
            return Taker(str(here[0].unit), tuple(dict.fromkeys(post.account.name for post in here)))
    return None
