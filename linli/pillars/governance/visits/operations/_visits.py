"""A visit written down once, whatever it is to; and the visit that a resident asked for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from linli.base.flow.models import Case
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Household
from linli.base.writing import insert
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards.visit_plans import Use
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.operations import Filed
from linli.pillars.governance.visits import policies
from linli.pillars.governance.visits.models import Ask, Home, Plan, Visit
from linli.pillars.governance.visits.operations._plan import days_of, home_of, reckon
from linli.pillars.governance.visits.policies import NoSuchHome
from linli.pillars.governance.visits.rules.plan import Outcome, Purpose

LATEST: Final = timedelta(days=14)
"""LOCAL: a phone that was without signal for longer tells when it arrives, not when it was."""
_PURPOSES: Final = frozenset(one.value for one in Purpose)


class NothingNoted(Refusal):
    """Something is to be watched or done, and nobody says what."""


class NotYourDoors(Refusal):
    """It lies outside the ground of whoever was there."""


@dataclass(frozen=True, slots=True)
class Met:
    """Where somebody was: the door of a household, or an enterprise (and its shop) with the unit it lies in."""

    household_id: int | None = None
    enterprise_id: int | None = None
    shop_id: int | None = None
    area: Unit | None = None


def record_visit(
    *,
    actor: Actor,
    at: datetime,
    key: uuid.UUID,
    met: Met,
    outcome: str,
    way: str = Visit.Way.DOOR,
    purposes: Sequence[str] = (),
    said: str = "",
    happened_at: datetime | None = None,
) -> Visit:
    """Write a visit down; the same key again is the same visit. Nobody met is written down and pays nothing off.

    :raises NoSuchHome: absent or elsewhere. :raises NotYourDoors: an enterprise elsewhere. :raises NothingNoted:
    """
    said = said.strip()
    if outcome in (Outcome.WATCH, Outcome.HELP) and not said:
        raise NothingNoted
    with transaction.atomic():
        if actor.account_id is None:
            raise NoSuchHome
        moment = _moment(happened_at, at, LATEST if met.household_id is not None else None)
        home = _home(actor, met.household_id, at) if met.household_id is not None else None
        area = home.household.building.grid if home is not None else met.area
        if area is None or (home is None and not policies.goes_to_firms(actor, area)):
            raise NotYourDoors
        # Two sendings at once, by the page and by the worker behind it, are one visit.
        visit, is_new = Visit.objects.get_or_create(
            key=key,
            defaults={
                "office": _office_of(area),
                "area": area,
                "home": home,
                "enterprise_id": met.enterprise_id,
                "shop_id": met.shop_id,
                "way": Visit.Way(way).value,
                "outcome": Visit.Outcome(outcome).value,
                "purposes": sorted(_PURPOSES.intersection(purposes)),
                "said": said,
                "at": moment,
                "written_at": at,
                "by_id": actor.account_id,
            },
        )
        if visit.by_id != actor.account_id:
            raise NoSuchHome
        if is_new and home is not None and outcome != Outcome.AWAY:
            _pay_off(home, moment)
    return visit


def _moment(happened_at: datetime | None, at: datetime, latest: timedelta | None) -> datetime:
    if happened_at is None or happened_at > at or (latest is not None and happened_at < at - latest):
        return at
    return happened_at


def _office_of(area: Unit) -> Unit:
    office = orgs.office_of(orgs.line_up(area))
    if office is None:
        raise NoSuchHome
    return office


def _home(actor: Actor, household_id: int, at: datetime) -> Home:
    door = Household.objects.select_related("building__grid").filter(pk=household_id).first()
    if door is None or set(policies.grounds(actor)).isdisjoint(door.building.grid.line):
        raise NoSuchHome
    return home_of(door, _office_of(door.building.grid), at)


def _pay_off(home: Home, moment: datetime) -> None:
    day = clock.local(moment).date()
    home.seen_on = day if home.seen_on is None else max(home.seen_on, day)
    plan = Plan.objects.filter(office_id=home.office_id).first()
    reckon(home, days_of(home.office)[Use(home.use)], plan.since if plan else day)
    home.save(update_fields=["seen_on", "due_on"])


def link_case(*, actor: Actor, visit: Visit, case: Case) -> None:
    """Tie a visit to the case it gave rise to. One statement.

    :raises NoSuchHome: somebody else's visit.
    """
    if visit.by_id != actor.account_id:
        raise NoSuchHome
    visit.case = case
    visit.save(update_fields=["case"])


def ask_visit(*, actor: Actor, at: datetime, grid: Unit, **said: Any) -> Filed:
    """File a resident's wish for a visit as an ordinary report in their grid, bound as one. `said` as for `file_report`.

    :raises Refusal: what filing a report says.
    """
    with transaction.atomic():
        said["area"] = said.get("area") or grid
        filed = reports.file_report(actor=actor, at=at, **said)
        if filed.is_new:
            insert(Ask(case_id=filed.report.case_id, area=said["area"]))
    return filed


def answer_ask(*, actor: Actor, visit: Visit, number: str) -> Ask:
    """Say that a visit is the one a resident asked for; the case is answered by its own verb.

    :raises NoSuchHome: no such wish here, or another visit answered it.
    """
    with transaction.atomic():
        row = (
            Ask.objects.select_for_update(of=("self",))
            .select_related("area")
            .filter(case__number=number)
            .first()
        )
        if row is None or set(policies.grounds(actor)).isdisjoint(row.area.line):
            raise NoSuchHome
        if row.visit_id not in (None, visit.pk):
            raise NoSuchHome
        row.visit = visit
        row.save(update_fields=["visit"])
    return row
