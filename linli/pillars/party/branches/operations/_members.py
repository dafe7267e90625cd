"""Writing down whom organisations have: many at once, because a list has hundreds of rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies, rules
from linli.pillars.party.branches.models import Joining, Organisation, PartyMember
from linli.pillars.party.branches.operations._organisations import NotYourOrganisation, kept
from linli.pillars.party.branches.policies import NoSuchMember
from linli.pillars.party.branches.rules import Door, Enrolled, Left, OrgKind, Position, Relation, Standing


class NoGridThere(Refusal):
    """The grid is none of this office."""


class NotToJoin(Refusal):
    """Only functional branches and task forces are joined beside one's own; a group and those are not belonged to."""


class FloatsByEntry(Refusal):
    """Away or here from elsewhere is written down with its day and place, and ended there; not by changing a field."""


class AlreadyJoined(Refusal):
    """They take part in it."""


def enrol_members(
    *,
    actor: Actor,
    at: datetime,
    organisation: Organisation,
    rows: Sequence[tuple[Enrolled, Unit | None]],
) -> int:
    """Write people into an organisation, each with their grid; who stands there already is left. Returns how many are new.

    Three statements, however many there are.

    :raises NotYourOrganisation: somebody else keeps it. :raises NoGridThere: a grid of another office.
    :raises NotToJoin: nobody belongs to an organisation of this kind.
    """
    if not policies.keeps(actor, organisation):
        raise NotYourOrganisation
    if not belongs_in(OrgKind(organisation.kind)):
        raise NotToJoin
    today, made = local(at).date(), {}
    for row, grid in rows:
        if grid is not None and (grid.kind != UnitKind.GRID or organisation.office_id not in grid.line):
            raise NoGridThere
        key = policies.print_of(row.name, row.phone, organisation.pk)
        made[key] = _member(organisation, row, grid, key, today)
    with transaction.atomic():
        held = PartyMember.objects.filter(office_id=organisation.office_id, until=None)
        known = {bytes(p) for p in held.filter(print__in=list(made)).values_list("print", flat=True)}
        fresh = [member for key, member in made.items() if key not in known]
        PartyMember.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    return len(fresh)


def _member(
    organisation: Organisation, row: Enrolled, grid: Unit | None, key: bytes, today: date
) -> PartyMember:
    return PartyMember(
        organisation=organisation,
        office_id=organisation.office_id,
        grid=grid,
        name=row.name,
        phone=row.phone,
        phone_print=policies.phone_print(row.phone),
        print=key,
        door=row.door,
        home=str(row.home or ""),
        standing=row.standing.value,
        standing_since=row.since or today,
        relation=Relation.HERE.value,
        position=row.position.value,
        door_role=row.role_of_door.value,
        is_in_service=row.is_in_service,
        since=today,
    )


def known(actor: Actor, member_id: int) -> PartyMember:
    """Lock a member for somebody who keeps their organisation.

    :raises NoSuchMember: absent, or not theirs to know.
    """
    rows = PartyMember.objects.select_for_update(of=("self",)).select_related("organisation__unit")
    row = rows.filter(pk=member_id, until=None).first()
    if row is None or not policies.keeps(actor, row.organisation):
        raise NoSuchMember
    return row


def change_member(
    *,
    actor: Actor,
    at: datetime,
    member_id: int,
    standing: Standing,
    relation: Relation,
    position: Position = Position.NONE,
    door_role: Door = Door.NONE,
    grid: Unit | None = None,
) -> PartyMember:
    """Write down what changed about a member: how far, where the relation stands, what they do, in which grid they live.

    :raises NoSuchMember: as named. :raises NoGridThere: a grid of another office.
    :raises FloatsByEntry: floating begins or ends here.
    """
    with transaction.atomic():
        row = known(actor, member_id)
        if row.relation != relation.value and {relation, Relation(row.relation)} & rules.FLOATING:
            raise FloatsByEntry
        if grid is not None and (grid.kind != UnitKind.GRID or row.office_id not in grid.line):
            raise NoGridThere
        if row.standing != standing.value:
            row.standing, row.standing_since = standing.value, local(at).date()
        row.relation, row.position, row.door_role = relation.value, position.value, door_role.value
        row.grid = grid
        row.save()
    return row


def leave_organisation(*, actor: Actor, at: datetime, member_id: int, why: Left) -> None:
    """Write down that somebody is in an organisation no more. What was a mistake is erased at once, the rest after a year.

    :raises NoSuchMember: as named.
    """
    with transaction.atomic():
        row = known(actor, member_id)
        if why is Left.MISTAKE:
            row.delete()
            return
        row.joinings.all().delete()
        row.until, row.left = local(at).date(), why.value
        row.position, row.door_role = "", ""
        row.save(update_fields=["until", "left", "position", "door_role"])


def belongs_in(kind: OrgKind) -> bool:
    """Say whether people belong to an organisation of this kind, rather than only take part in it."""
    only_joined = rules.FUNCTIONAL - {OrgKind.TRADE_BRANCH, OrgKind.PROJECT_BRANCH}
    return kind not in only_joined | {OrgKind.GROUP, OrgKind.GREATER_WORKING}


def move_member(*, actor: Actor, at: datetime, member_id: int, to: int) -> PartyMember:
    """Move somebody to another organisation of the same office: their relation is there from now on, their seat is not.

    What they take part in stays, but for groups of the branch they leave.

    :raises NoSuchMember: not theirs to know. :raises NoSuchOrganisation, NotYourOrganisation: the other is not theirs to
        keep. :raises NotToJoin: nobody belongs there, or it is where they are, or of another office.
    """
    with transaction.atomic():
        row, target = known(actor, member_id), kept(actor, to)
        if (
            not belongs_in(OrgKind(target.kind))
            or target.pk == row.organisation_id
            or target.office_id != row.office_id
        ):
            raise NotToJoin
        row.joinings.filter(
            organisation__kind=OrgKind.GROUP.value, organisation__superior=row.organisation
        ).delete()
        row.joinings.filter(organisation=target).delete()
        row.organisation, row.position, row.since = target, Position.NONE.value, local(at).date()
        row.relation = Relation.HERE.value
        row.print = policies.print_of(row.name, row.phone, target.pk)
        try:
            with transaction.atomic():
                row.save(update_fields=["organisation", "position", "since", "relation", "print"])
        except IntegrityError:
            raise AlreadyJoined from None
    return row


def part_organisation(*, actor: Actor, member_id: int, pk: int) -> None:
    """End that a member takes part in a further organisation.

    :raises NoSuchMember: not theirs to know, or takes no part in it.
    """
    with transaction.atomic():
        row = known(actor, member_id)
        if not row.joinings.filter(organisation=pk).delete()[0]:
            raise NoSuchMember


def join_organisation(*, actor: Actor, at: datetime, pk: int, member_ids: Sequence[int]) -> int:
    """Let members take part in a functional branch or a task force beside their own branch. Returns how many are new.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises NotToJoin: it is not joined beside another.
    :raises NoSuchMember: one of them is not theirs to know.
    """
    with transaction.atomic():
        row = kept(actor, pk)
        if OrgKind(row.kind) not in rules.FUNCTIONAL | {OrgKind.GROUP}:
            raise NotToJoin
        found = PartyMember.objects.filter(pk__in=member_ids, until=None, office_id=row.office_id)
        ids = set(found.filter(policies.knowable(actor)).values_list("pk", flat=True))
        if ids != set(member_ids):
            raise NoSuchMember
        held = set(row.joinings.filter(member__in=ids).values_list("member_id", flat=True))
        if ids == held:
            raise AlreadyJoined
        today = local(at).date()
        fresh = [Joining(member_id=pk, organisation=row, since=today) for pk in sorted(ids - held)]
        try:
            Joining.objects.bulk_create(fresh)
        except IntegrityError:
            raise AlreadyJoined from None
    return len(fresh)
