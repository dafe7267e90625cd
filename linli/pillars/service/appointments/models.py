"""An appointment and its steps. Laws of the database: one place once, nothing leads out of the end, every step kept."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.people.models import Account
from linli.base.people.sealed_fields import SealedJSONField, SealedWordsField
from linli.base.people.vault import SealedTextField
from linli.pillars.service.appointments.rules import State
from linli.pillars.service.counters.models import Hall, ServiceKind, Ticket

_STATES = sorted(state.value for state in State)


class Appointment(models.Model):
    """A time somebody booked at a hall. Who it is matters only for telling them; without a number there is only the code."""

    class Source(models.TextChoices):
        PHONE = "phone", _("手机预约")
        DESK = "desk", _("打电话、当面约的")

    class Why(models.TextChoices):
        OWN = "own", _("自己取消")
        HALL = "hall", _("大厅取消")

    hall = models.ForeignKey(Hall, models.PROTECT, related_name="appointments")
    kind = models.ForeignKey(ServiceKind, models.PROTECT, related_name="appointments")
    number = models.PositiveIntegerField()
    day = models.DateField()
    starts_at = models.DateTimeField(_("约的时间"))
    place = models.PositiveSmallIntegerField()
    """The how manieth of its time: two who book at once cannot both have one."""
    matter = models.CharField(max_length=40, blank=True, default="")
    source = models.CharField(max_length=6, choices=Source.choices)
    state = models.CharField(max_length=10, default=State.BOOKED.value)
    why = models.CharField(max_length=6, choices=Why.choices, blank=True, default="")
    has_priority = models.BooleanField(_("优先"), default=False)
    name = SealedWordsField(_("怎么称呼"), max_length=30, blank=True, default="")
    phone = SealedTextField(_("手机号"), null=True)
    phone_print = models.BinaryField(max_length=32, null=True)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    papers: models.Field[Any, Any] = SealedJSONField(default=dict, blank=True)
    """`codes` of the papers to bring: by them one could guess somebody's situation."""
    language = models.CharField(max_length=10, default="zh-hans")
    booked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ticket = models.OneToOneField(Ticket, models.PROTECT, null=True, related_name="appointment")
    key = models.UUIDField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="appointment_number_once"),
            models.UniqueConstraint(
                fields=["hall", "starts_at", "place"],
                condition=~Q(state=State.CANCELLED.value),
                name="appointment_place_once",
            ),
            models.UniqueConstraint(
                fields=["hall", "day", "kind", "phone_print"],
                condition=Q(state=State.BOOKED.value, phone_print__isnull=False),
                name="appointment_once_a_day",
            ),
            models.UniqueConstraint(fields=["hall", "key"], name="appointment_key_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="appointment_places_from_one"),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="appointment_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.BOOKED.value, ended_at__isnull=True)
                | ~Q(state=State.BOOKED.value) & Q(ended_at__isnull=False),
                name="appointment_ends_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ARRIVED.value, ticket__isnull=False)
                | ~Q(state=State.ARRIVED.value) & Q(ticket__isnull=True),
                name="appointment_arrived_has_ticket",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED.value) & ~Q(why="")
                | ~Q(state=State.CANCELLED.value) & Q(why=""),
                name="appointment_cancelled_why",
            ),
        ]
        indexes = [
            models.Index(fields=["hall", "day"], name="appointment_day"),
            models.Index(fields=["day"], condition=Q(state="booked"), name="appointment_live"),
            models.Index(
                fields=["phone_print"], condition=Q(phone_print__isnull=False), name="appointment_phone"
            ),
            models.Index(fields=["account"], condition=Q(account__isnull=False), name="appointment_account"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What one says at the desk: Y1042."""
        return f"Y{self.number:04d}"

    @property
    def paper_codes(self) -> list[str]:
        """The codes of the papers to bring."""
        return list(self.papers.get("codes", ())) if self.papers else []

    @property
    def is_booked(self) -> bool:
        return self.state == State.BOOKED


class AppointmentMove(models.Model):
    """One step of an appointment, never changed: booked, moved, cancelled, arrived, missed; and for when."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=8)
    at = models.DateTimeField()
    starts_at = models.DateTimeField()
    actor = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["appointment", "id"], name="appointment_move_order")]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.verb}"
