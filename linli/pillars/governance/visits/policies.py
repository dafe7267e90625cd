"""Who sees which doors and visits, always as pairs: one row, many rows; and whose a diary is."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.grounds import on_grounds
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, INTAKE, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.visits.models import DiaryPage, Home, Visit

GROUND = frozenset({UnitKind.GRID, UnitKind.WORKSTATION, UnitKind.COMMUNITY})


class NoSuchHome(Refusal):
    """Absent, or not theirs to know; both look the same."""


class WhereWasIt(Refusal):
    """The words name no door, enterprise or shop of one's ground, or several."""


def grounds(actor: Actor) -> list[int]:
    """List the units whose doors an actor visits. No query."""
    return sorted({p.unit_id for p in actor.posts if p.role in GRID | COMMUNITY and p.unit_kind in GROUND})


def visits_some(actor: Actor) -> bool:
    """Say whether an actor goes to doors at all. No query."""
    return bool(grounds(actor))


def counted_grounds(actor: Actor) -> list[int]:
    """List the units whose coverage an actor may read: one's own, and the office's for its centre and leaders. No query."""
    above = {
        p.unit_id
        for p in actor.posts
        if p.role in CENTRE | LEADING and p.unit_kind in (UnitKind.SUBDISTRICT, UnitKind.COMMUNITY)
    }
    return sorted({*grounds(actor), *above})


def sees_some(actor: Actor) -> bool:
    """Say whether visits mean anything to an actor: the doors, or only their coverage. No query."""
    return bool(counted_grounds(actor))


def goes_to_firms(actor: Actor, area: Unit) -> bool:
    """Say whether an actor may have been at an enterprise: who visits the ground, or keeps it for the office. No query."""
    kept = {p.unit_id for p in actor.posts if p.role in INTAKE and p.unit_kind == UnitKind.SUBDISTRICT}
    kept |= {
        p.line[-2] for p in actor.posts if p.role in HANDLING | LEADING and p.unit_kind == UnitKind.OFFICE
    }
    return not {*counted_grounds(actor), *kept}.isdisjoint(area.line)


def plans_for(actor: Actor, office: Unit) -> bool:
    """Say whether an actor begins an office's plan and sets its days. No query."""
    return any(p.role in CENTRE | LEADING and p.unit_id == office.pk for p in actor.posts)


def reaches(actor: Actor, home: Home) -> bool:
    """Say whether a door lies on an actor's ground."""
    line = home.household.building.grid.line
    return actor.is_system or not set(grounds(actor)).isdisjoint(line)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the homes on an actor's ground."""
    if actor.is_system:
        return Q()
    return on_grounds(grounds(actor), f"{prefix}household__building__grid")


def reaches_visit(actor: Actor, visit: Visit) -> bool:
    """Say whether an actor reads what was said on a visit: whoever visits that ground."""
    return actor.is_system or not set(grounds(actor)).isdisjoint(visit.area.line)


def reachable_visits(actor: Actor) -> Q:
    """Match the visits whose words an actor reads."""
    if actor.is_system:
        return Q()
    return on_grounds(grounds(actor), "area")


def reads_page(actor: Actor, page: DiaryPage) -> bool:
    """Say whether somebody reads a page of a diary: its writer, or the community it was shared with. Nobody above."""
    if actor.account_id is None:
        return False
    if page.owner_id == actor.account_id:
        return True
    return page.shared_with_id is not None and page.shared_with_id in shared_units(actor)


def readable_pages(actor: Actor) -> Q:
    """Match the pages that somebody reads."""
    if actor.account_id is None:
        return Q(pk__in=[])
    return Q(owner_id=actor.account_id) | Q(shared_with_id__in=shared_units(actor))


def shared_units(actor: Actor) -> list[int]:
    """List the units above somebody who works on the ground; a page is only ever shared with the community of them."""
    posts = (p for p in actor.posts if p.role in GRID | COMMUNITY and p.unit_kind in GROUND)
    return sorted({pk for post in posts for pk in post.line})
