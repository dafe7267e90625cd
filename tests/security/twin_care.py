"""What the twin offices have of care: somebody who is looked after, a canteen with somebody who eats there."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.pillars.service.canteens import operations as canteens
from linli.pillars.service.care import operations as care
from linli.pillars.service.care.models import Wish
from tests.town import MONDAY

PHONES = {"own": "13800001234", "beside": "13800005678", "elsewhere": "13800009012"}


def open_canteen(twin: Any, place: str, community: Unit) -> None:
    """A canteen and somebody who eats there."""
    about = canteens.About("长者食堂", "3 号院", 20, 1200, time(10))
    made = canteens.open_canteen(actor=SYSTEM, at=MONDAY, community=community, about=about)
    eater = canteens.enrol_eater(
        actor=SYSTEM,
        at=MONDAY,
        community=community,
        name="孙桂香",
        phone=PHONES[place],
        born=date(1950, 1, 1),
    )
    twin.things[place].canteen, twin.things[place].eater = made.pk, eater.pk


def cared_for(twin: Any, place: str, writer: str, grid: Unit) -> None:
    """Somebody who is looked after and visited, with a wish."""
    actor = twin.town.actor(writer) if writer else SYSTEM
    person = care.take_up(
        actor=actor, at=MONDAY, grid=grid, name="孙桂香", phone=PHONES[place], door="301",
        grounds=[care.Ground("alone", "consent", "当面答应")],
    )  # fmt: skip
    care.set_level(actor=actor, at=MONDAY, person_id=person.pk, level="key", reason="独自居住")
    teller = actor if writer else twin.town.actor("far_dispatcher")
    wish = Wish.objects.create(
        person=person, office_id=person.office_id, words="想要一台收音机", state="open", published_at=MONDAY,
        published_by_id=teller.account_id,
    )  # fmt: skip
    things = twin.things[place]
    things.person_id, things.wish_id = person.pk, wish.pk
    office = person.office
    things.pair_id = care.pair(actor=actor, at=MONDAY, person_id=person.pk, unit=office).pk
    things.membership_id = person.memberships.get().pk
