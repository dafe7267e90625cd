"""Who sees a cooperative and who knows its members: the community keeps it; the office above reads figures and no member."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.cooperative.models import Cooperative


class NoSuchCooperative(Refusal):
    """Absent, or out of reach; both look the same."""


SEEING = COMMUNITY | CENTRE | LEADING
GROUND = frozenset({UnitKind.COMMUNITY, UnitKind.SUBDISTRICT})


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with cooperatives at all. No query."""
    return any(p.role in SEEING and p.unit_kind in GROUND for p in actor.posts)


def reaches(actor: Actor, one: Cooperative) -> bool:
    """Say whether an actor sees a cooperative and its figures."""
    line = set(one.unit.line)
    return actor.is_system or any(p.unit_id in line and p.role in SEEING for p in actor.posts)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the cooperatives an actor sees."""
    if actor.is_system:
        return Q()
    found = Q(pk__in=[])
    for post in actor.posts:
        if post.role in SEEING:
            found |= Q(**{f"{prefix}unit__path__contains": f"/{post.unit_id}/"})
    return found


def keeps_at(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor keeps the cooperative of a community and knows its members: by a post in that community."""
    return actor.is_system or any(p.unit_id == unit.pk and p.role in COMMUNITY for p in actor.posts)
