"""Who sees organisations, who keeps them, and who may know whom they have.

The organisations themselves are for everybody who works on that ground. **Whom they have is a permission of its own: a
post at a Party organisation**, which opens that organisation and those below it in the Party's own line. Nothing else opens
it: not the leader of the office, not the community, not an administrator. There is no role to give it by a side door.
"""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.roles import COMMUNITY, HANDLING, LEADING, Role, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.grounds import SECTIONS, Ground, at
from linli.base.people.vault import fingerprint
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches.models import Joining, Organisation, PartyMember

SEEING = COMMUNITY | LEADING | {Role.GRID_LEADER}
_GROUND = Ground(
    own=at((UnitKind.COMMUNITY, UnitKind.SUBDISTRICT, UnitKind.DISTRICT, UnitKind.CITY), SEEING),
    above={**SECTIONS, **at((UnitKind.GRID, UnitKind.WORKSTATION), SEEING)},
)


class NoSuchOrganisation(Refusal):
    """Absent, or out of reach; both look the same."""


class NoSuchMember(Refusal):
    """Absent, or not theirs to know."""


def keys(actor: Actor) -> frozenset[int]:
    """Return the Party units at which an actor holds a post: what opens membership. No query."""
    return frozenset(
        p.unit_id for p in actor.posts if p.unit_kind == UnitKind.PARTY and p.role in HANDLING | LEADING
    )


def print_of(name: str, phone: str, organisation_id: int) -> bytes:
    """Return the keyed digest of somebody on a list; without a number the organisation keeps namesakes apart."""
    return fingerprint(f"{name}/{phone or organisation_id}", "party.member")


def phone_print(phone: str) -> bytes | None:
    """Return the keyed digest by which somebody's own rows are found; not the one that accounts have."""
    return fingerprint(phone, "party.phone") if phone else None


def knows_members(actor: Actor) -> bool:
    """Say whether an actor holds a post that opens membership anywhere. No query."""
    return actor.is_system or bool(keys(actor))


def grounds(actor: Actor) -> list[int]:
    """List the units on whose ground an actor sees organisations. No query."""
    return _GROUND.of_actor(actor)


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with Party organisations at all. No query."""
    return bool(keys(actor) or grounds(actor))


def reaches(actor: Actor, organisation: Organisation) -> bool:
    """Say whether an actor sees an organisation."""
    if actor.is_system or not set(grounds(actor)).isdisjoint(organisation.unit.line):
        return True
    return keeps(actor, organisation)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the organisations an actor sees."""
    if actor.is_system:
        return Q()
    found = keepable(actor, prefix)
    for pk in grounds(actor):
        found |= Q(**{f"{prefix}unit__path__contains": f"/{pk}/"})
    return found


def keeps(actor: Actor, organisation: Organisation) -> bool:
    """Say whether an actor keeps an organisation, and so may know whom it has: a post there, or above in its line."""
    return actor.is_system or not keys(actor).isdisjoint(organisation.line)


def keepable(actor: Actor, prefix: str = "") -> Q:
    """Match the organisations an actor keeps."""
    if actor.is_system:
        return Q()
    found = Q(pk__in=[])
    for pk in sorted(keys(actor)):
        found |= Q(**{f"{prefix}path__contains": f"/{pk}/"})
    return found


def knows(actor: Actor, member: PartyMember) -> bool:
    """Say whether an actor may know that somebody is in an organisation. Up to one query."""
    if keeps(actor, member.organisation):
        return True
    joined = member.joinings.select_related("organisation")
    return any(keeps(actor, joining.organisation) for joining in joined)


def knowable(actor: Actor) -> Q:
    """Match the members an actor may know of: those of organisations they keep, and who takes part in one of these."""
    if actor.is_system:
        return Q()
    taking_part = Joining.objects.filter(keepable(actor, "organisation__")).values("member")
    return keepable(actor, "organisation__") | Q(pk__in=taking_part)
