"""Reads of trainings and honours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.kernel.clock import local
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.team import policies
from linli.pillars.party.team.models import (
    MemberHonour,
    OrganisationHonour,
    Trained,
    TrainingPlan,
    TrainingSession,
)
from linli.pillars.party.team.policies import NoSuchTraining

MOST = 500


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list: how many trainings it has, how many were held, how many seats were taken in them."""

    id: int
    organisation: str
    year: int
    sessions: int
    held: int
    came: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with its trainings; who was there is for who plans it."""

    plan: TrainingPlan
    sessions: tuple[TrainingSession, ...]
    keeps: bool
    trainees: tuple[Account, ...]
    came: Mapping[int, tuple[str, ...]]

    @property
    def held(self) -> int:
        """How many trainings were held."""
        return sum(one.held_at is not None for one in self.sessions)


def plans_of(*, actor: Actor) -> list[PlanRow]:
    """List the plans an actor sees, the newest first. One query."""
    rows = TrainingPlan.objects.filter(policies.reachable(actor)).select_related("organisation__unit")
    counted = rows.annotate(
        n=Count("sessions"),
        held=Count("sessions", filter=Q(sessions__held_at__isnull=False)),
        came=Sum("sessions__came_count"),
    )
    return [
        PlanRow(one.pk, str(one.organisation), one.year, one.n, one.held, one.came or 0)
        for one in counted.order_by("-year", "organisation__path")[:MOST]
    ]


def planners(*, actor: Actor) -> list[Organisation]:
    """List the organisations for which an actor lays plans. One query."""
    rows = Organisation.objects.filter(
        branches.keepable(actor), closed_on=None, kind__in=[k.value for k in policies.PLANNING]
    )
    return list(rows.select_related("unit").order_by("path"))


def plan_page(*, actor: Actor, pk: int) -> PlanPage:
    """Give a plan with its trainings. Up to four queries.

    :raises NoSuchTraining: absent or out of reach.
    """
    rows = TrainingPlan.objects.filter(policies.reachable(actor))
    plan = (
        rows.select_related("organisation__unit__parent__parent", "organisation__office")
        .filter(pk=pk)
        .first()
    )
    if plan is None:
        raise NoSuchTraining
    keeps = policies.plans(actor, plan.organisation)
    people: tuple[Account, ...] = ()
    came: dict[int, list[str]] = {}
    if keeps:
        people = tuple(Account.objects.filter(policies.trainees(plan.organisation)).order_by("name", "pk"))
        for row in (
            Trained.objects.filter(session__plan=plan).select_related("account").order_by("account__name")
        ):
            came.setdefault(row.session_id, []).append(row.account.name)
    return PlanPage(plan, tuple(plan.sessions.all()), keeps, people, {pk: tuple(v) for pk, v in came.items()})


def honours_of(*, actor: Actor, year: int | None = None) -> list[OrganisationHonour]:
    """List what the organisations an actor sees were honoured with, the newest first. One query."""
    rows = OrganisationHonour.objects.filter(branches.reachable(actor, "organisation__"))
    if year is not None:
        rows = rows.filter(year=year)
    return list(rows.select_related("organisation__unit")[:MOST])


def honours_at(*, actor: Actor, organisation: Organisation) -> list[OrganisationHonour]:
    """List what an organisation was honoured with, for who sees it. One query."""
    return list(organisation.honours.all()[:50]) if branches.reaches(actor, organisation) else []


def own_honours(*, member: PartyMember) -> list[MemberHonour]:
    """List what a member was honoured with, for who may know them and for themselves. One query."""
    return list(member.honours.all()[:50])


def own_trainings(*, account: Account, at: datetime) -> list[TrainingSession]:
    """List the trainings somebody was at this year. One query."""
    rows = TrainingSession.objects.filter(trained__account=account, day__year=local(at).year)
    return list(rows.order_by("-day")[:12])


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what is kept about them here."""
    print_ = branches.phone_print(account.phone)
    honours = MemberHonour.objects.filter(member__phone_print=print_) if print_ else ()
    been = Trained.objects.filter(account=account).select_related("session").order_by("session__day")
    return {
        "team": [
            *({"training": one.session.topic, "day": one.session.day} for one in been),
            *({"honour": one.title, "issuer": one.issuer, "year": one.year} for one in honours),
        ]
    }
