"""A day of the demo's hall: who had booked stands in the books of both, in the order the rule gives."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.demo import halls
from linli.demo.matters import catalogue
from linli.kernel.workdays import CHINA
from linli.pillars.service.appointments import queries
from linli.pillars.service.appointments.models import Appointment
from linli.pillars.service.counters.models import Hall, Ticket
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db


def test_who_had_booked_came_with_their_appointment_and_some_are_still_to_come(town: Town) -> None:
    halls.found(town.office)
    for ahead in (0, 1):
        day = MONDAY + timedelta(days=ahead)
        end = day + timedelta(hours=12 if not ahead else 3)
        halls.tell_day(
            street=town.office,
            day=day.date(),
            end=end,
            scale="subdistrict",
            seed=7,
            calendar=CHINA,
            known=catalogue(town.office),
        )
    booked = Ticket.objects.filter(source="booked").select_related("appointment")
    assert booked.count() > 8
    for ticket in booked:
        assert ticket.appointment.ended_at == ticket.taken_at
        assert ticket.taken_at < ticket.appointment.starts_at <= ticket.taken_at + timedelta(minutes=30)
    halls.seat(street=town.office, at=MONDAY + timedelta(days=1, hours=3), scale="subdistrict")
    ahead_of_now = Appointment.objects.filter(state="booked")
    assert ahead_of_now.count() >= 5
    # Whatever was told could have been booked: the places of the days to come still add up.
    for kind in Hall.objects.get().kinds.all():
        assert queries.days_of(hall=Hall.objects.get(), kind=kind, at=MONDAY + timedelta(days=1, hours=3))
