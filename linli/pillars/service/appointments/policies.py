"""Who may see which appointments: whoever sees the hall; who booked holds the link."""

from __future__ import annotations

from django.db.models import Q

from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.pillars.service.appointments.models import Appointment
from linli.pillars.service.counters import policies as halls


def reaches(actor: Actor, appointment: Appointment) -> bool:
    """Say whether an actor may see an appointment. `hall__unit` is loaded."""
    return halls.reaches(actor, appointment.hall)


def reachable(actor: Actor) -> Q:
    """Match the appointments an actor may see."""
    return halls.reachable(actor, "hall__")


def of_account(account: Account) -> Q:
    """Match what somebody booked with an account, or with its telephone number."""
    mine = Q(account=account)
    return mine | Q(phone_print=bytes(account.phone_print)) if account.phone_print else mine
