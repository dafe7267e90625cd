"""An office's plan: from when its doors are owed visits, how often, and how many a day's way holds."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Household
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards.visit_plans import DAY_DOORS, INTERVAL_DAYS, MOST_DAY_DOORS, Use
from linli.pillars.governance.visits import policies
from linli.pillars.governance.visits.models import Home, Interval, Plan
from linli.pillars.governance.visits.rules import plan as rules

_BATCH = 2000


class NotYourPlan(Refusal):
    """The plan is the office's: its centre and its leaders begin and change it."""


class LessOften(Refusal):
    """An office may visit more often than the rule, never less: `most`."""


class DayTooFull(Refusal):
    """A day's way holds between one door and `most`."""


def start_plan(*, actor: Actor, at: datetime, office: Unit, day_doors: int = DAY_DOORS) -> Plan:
    """Begin to owe an office's doors their visits, from today on; or change how many doors a day's way holds.

    :raises NotYourPlan: :raises DayTooFull:
    """
    if not (actor.is_system or policies.plans_for(actor, office)):
        raise NotYourPlan
    if not 1 <= day_doors <= MOST_DAY_DOORS:
        raise DayTooFull(most=MOST_DAY_DOORS)
    with transaction.atomic():
        plan, _made = Plan.objects.get_or_create(office=office, defaults={"since": clock.local(at).date()})
        plan.day_doors = day_doors
        plan.save(update_fields=["day_doors"])
        enrol(plan, plan.since)
    return plan


def enrol(plan: Plan, since: date) -> int:
    """Write down until when doors that nobody has listed yet are owed their first visit. Returns how many."""
    days = days_of(plan.office)
    doors = Household.objects.filter(building__grid__path__startswith=plan.office.path, home=None)
    rows = [
        Home(
            household_id=pk,
            office_id=plan.office_id,
            due_on=rules.first_due(since, pk, days[Use.OWN]),
        )
        for pk in doors.order_by("pk").values_list("pk", flat=True)
    ]
    Home.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return len(rows)


def enrol_all(*, at: datetime) -> int:
    """List the doors that came to the register since; in every office that has a plan."""
    today = clock.local(at).date()
    return sum(enrol(plan, today) for plan in Plan.objects.select_related("office"))


def days_of(office: Unit) -> dict[Use, int]:
    """Return after how many days each kind of home is visited in an office. One query."""
    own = dict(Interval.objects.filter(office=office).values_list("use", "days"))
    return {use: rules.interval_of(use, own.get(use.value)) for use in INTERVAL_DAYS}


def set_days(*, actor: Actor, at: datetime, office: Unit, use: str, days: int, basis: str) -> None:
    """Visit one kind of home more often than the rule; 0 days is the rule again. What is owed is reckoned anew.

    :raises NotYourPlan: :raises LessOften: the rule asks for more.
    """
    if not (actor.is_system or policies.plans_for(actor, office)):
        raise NotYourPlan
    kind = Use(use)
    if not 0 <= days <= INTERVAL_DAYS[kind]:
        raise LessOften(most=INTERVAL_DAYS[kind])
    with transaction.atomic():
        if days:
            Interval.objects.update_or_create(office=office, use=use, defaults={"days": days, "basis": basis})
        else:
            Interval.objects.filter(office=office, use=use).delete()
        plan = Plan.objects.filter(office=office).first()
        since = plan.since if plan else clock.local(at).date()
        now = rules.interval_of(use, days or None)
        rows = list(Home.objects.select_for_update().filter(office=office, use=use))
        for row in rows:
            row.due_on = rules.due_on(since=since, door=row.household_id, days=now, seen_on=row.seen_on)
        Home.objects.bulk_update(rows, ["due_on"], batch_size=_BATCH)


def home_of(household: Household, office: Unit, at: datetime) -> Home:
    """Return a door's row, locked; made where the night has not listed it yet."""
    today = clock.local(at).date()
    Home.objects.get_or_create(household=household, defaults={"office": office, "due_on": today})
    return (
        Home.objects.select_for_update(of=("self",))
        .select_related("household__building__grid", "household__building__compound", "office")
        .get(household=household)
    )


def reckon(home: Home, days: int, since: date) -> None:
    """Say again until when a door is owed a visit."""
    home.due_on = rules.due_on(since=since, door=home.household_id, days=days, seen_on=home.seen_on)
