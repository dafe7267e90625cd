"""Residents and households, kept only as far as a purpose in `register` needs them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.base.people.models._accounts import Account
from linli.base.people.vault import SealedTextField
from linli.base.places.models import Building


class Household(models.Model):
    """One door: building, stairwell, floor, room."""

    building = models.ForeignKey(Building, models.PROTECT, related_name="households")
    stairwell = models.PositiveSmallIntegerField(_("单元"), default=1)
    floor = models.SmallIntegerField(_("层"), null=True)
    room = models.CharField(_("室"), max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["building", "stairwell", "room"], name="household_door_once"),
        ]

    def __str__(self) -> str:
        return f"{self.building}{self.stairwell}单元{self.room}"


class Resident(models.Model):
    """Someone who lives here or asked something of the office. Name and phone are sealed."""

    household = models.ForeignKey(Household, models.SET_NULL, null=True, blank=True, related_name="residents")
    account = models.OneToOneField(Account, models.SET_NULL, null=True, blank=True, related_name="resident")
    name = SealedTextField(_("姓名"), blank=True, default="")
    phone = SealedTextField(_("手机号"), blank=True, default="")
    phone_print = models.BinaryField(null=True, editable=False, db_index=True)
    source = models.CharField(_("来源"), max_length=40, help_text=_("谁在何时告诉我们的"))
    since = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True, editable=False)
