"""One entry of a register put right on a visit: the old value is kept beside the new one, with who said so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.people import operations as people
from linli.base.people.actors import Actor
from linli.base.people.models import Resident
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards.visit_plans import Use
from linli.pillars.governance.visits.models import Change, Home, Plan, Visit
from linli.pillars.governance.visits.operations._plan import days_of, reckon
from linli.pillars.governance.visits.policies import NoSuchHome

What = Change.What


class NothingToPutRight(Refusal):
    """The register says so already."""


class WhoseIsIt(Refusal):
    """Nobody behind this door is named whom the change is about."""


class WhoMovedIn(Refusal):
    """Somebody moved in, and their name is not told."""


def note_change(
    *,
    actor: Actor,
    at: datetime,
    visit: Visit,
    what: str,
    was: str,
    now: str,
    source: str,
    resident: Resident | None = None,
) -> Change:
    """Keep what a register said before a visit put it right. The same visit sent again is the same change.

    :raises NoSuchHome: somebody else's visit. :raises NothingToPutRight: both are the same.
    """
    if visit.by_id != actor.account_id or actor.account_id is None:
        raise NoSuchHome
    if was == now:
        raise NothingToPutRight
    found, _made = Change.objects.get_or_create(
        visit=visit,
        defaults={
            "what": What(what).value,
            "resident": resident,
            "was": was,
            "now": now,
            "source": Change.Source(source).value,
            "at": at,
            "by_id": actor.account_id,
        },
    )
    return found


def put_right(
    *,
    actor: Actor,
    at: datetime,
    visit: Visit,
    what: str,
    source: str,
    use: str = "",
    name: str = "",
    phone: str = "",
    resident_id: int | None = None,
) -> Change:
    """Change one entry about a home or who lives there, as it was confirmed at the door.

    :raises NoSuchHome: no home was visited. :raises NothingToPutRight: :raises WhoseIsIt: :raises WhoMovedIn:
    """
    with transaction.atomic():
        if made := Change.objects.filter(visit=visit).first():
            return made
        home = (
            Home.objects.select_for_update(of=("self",))
            .select_related("household", "office")
            .filter(pk=visit.home_id or 0)
            .first()
        )
        if home is None or visit.by_id != actor.account_id:
            raise NoSuchHome
        told = f"{clock.local(at).date()} 走访，{Change.Source(source).label}"
        who: Resident | None = None
        if what == What.USE:
            was, now = home.use, Use(use).value
            _change_use(home, now, at)
        elif what == What.MOVED_IN:
            if not name.strip():
                raise WhoMovedIn
            who, before = people.settle_resident(
                household=home.household, name=name.strip(), phone=phone, source=told, at=at
            )
            was, now = str(before or ""), " ".join(part for part in (name.strip(), phone) if part)
        else:
            who = _of_door(home, resident_id)
            if what == What.PHONE:
                was, now = who.phone, phone
            else:
                was, now = " ".join(part for part in (who.name, who.phone) if part), ""
        change = note_change(
            actor=actor, at=at, visit=visit, what=what, was=was, now=now, source=source, resident=who
        )
        if who is not None and what == What.PHONE:
            people.correct_phone(resident=who, phone=phone, source=told)
        elif who is not None and what == What.MOVED_OUT:
            people.move_out(actor=actor, resident=who, at=at)
    return change


def _change_use(home: Home, use: str, at: datetime) -> None:
    plan = Plan.objects.filter(office_id=home.office_id).first()
    home.use = use
    reckon(home, days_of(home.office)[Use(use)], plan.since if plan else clock.local(at).date())
    home.save(update_fields=["use", "due_on"])


def _of_door(home: Home, resident_id: int | None) -> Resident:
    row = Resident.objects.select_for_update().filter(
        pk=resident_id or 0, household_id=home.household_id, erased_at=None
    )
    found = row.first()
    if found is None:
        raise WhoseIsIt
    return found
