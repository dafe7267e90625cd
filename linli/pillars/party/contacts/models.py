"""The chain from cadre to door: stewards, vanguard households, doors each covers or nobody does, words passed down."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.vault import SealedTextField
from linli.base.places.models import Building
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.contacts import rules


class Steward(models.Model):
    """Somebody on the staff who answers for a community in the chain: the cadre of the office, a member of its committee."""

    class Level(models.TextChoices):
        CADRE = rules.Level.CADRE.value, _("包居干部")
        COMMITTEE = rules.Level.COMMITTEE.value, _("社区党委委员")

    community = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    level = models.CharField(_("哪一级"), max_length=9, choices=Level.choices)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "account", "level"], condition=Q(until=None), name="steward_once"
            )
        ]


class Vanguard(models.Model):
    """A household that links others. Whose it is stands in the compartment of members; `shown_name` is what the person
    agreed to be called by, and empty unless a consent of theirs stands.
    """

    member = models.OneToOneField(PartyMember, models.CASCADE, related_name="linking")
    community = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    limit = models.PositiveSmallIntegerField(_("最多联系几户"), default=rules.HUNDRED)
    steward = models.ForeignKey(Steward, models.SET_NULL, null=True, related_name="vanguards")
    shown_name = SealedTextField(_("愿意让街坊怎么称呼"), blank=True, default="")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(limit__gt=0, limit__lte=rules.HUNDRED), name="vanguard_limit_fair"
            )
        ]


class KnownConsent(models.Model):
    """That a vanguard household agreed to be known to its doors, and to what exactly. Taken back it stays on record.

    Agreed on paper, it says on which day it was signed, where the paper lies and who wrote that down.
    """

    vanguard = models.ForeignKey(Vanguard, models.CASCADE, related_name="consents")
    community = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    agreed_to = models.CharField(_("同意了什么"), max_length=200)
    agreed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    signed_on = models.DateField(_("纸上哪天签的"), null=True)
    paper = models.CharField(_("那张纸放在哪里"), max_length=60, blank=True, default="")
    written_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vanguard"], condition=Q(withdrawn_at=None), name="known_consent_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("agreed_at")),
                name="known_consent_in_order",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None, written_by=None, paper="")
                | Q(signed_on__isnull=False, written_by__isnull=False) & ~Q(paper=""),
                name="known_consent_on_paper_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["community"], condition=Q(withdrawn_at=None), name="known_consent_here")
        ]


class Tie(models.Model):
    """That a vanguard household covers doors of a stairwell: so many, from the `first` on. No door is covered twice."""

    vanguard = models.ForeignKey(Vanguard, models.CASCADE, related_name="ties")
    building = models.ForeignKey(Building, models.PROTECT, related_name="+")
    stairwell = models.PositiveSmallIntegerField()
    first = models.PositiveSmallIntegerField()
    doors = models.PositiveSmallIntegerField()
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["building", "stairwell", "first"], name="tie_once"),
            models.UniqueConstraint(fields=["building", "stairwell", "vanguard"], name="tie_one_run"),
            models.CheckConstraint(condition=Q(doors__gt=0), name="tie_of_doors"),
        ]
        ordering = ["building", "stairwell", "first"]


class Uncovered(models.Model):
    """Doors of a stairwell that nobody covers, and why."""

    class Why(models.TextChoices):
        NOBODY = rules.Gap.NOBODY.value, _("社区里还没有先锋户")
        FAR = rules.Gap.FAR.value, _("走一刻钟以内没有先锋户")
        FULL = rules.Gap.FULL.value, _("附近的先锋户都满了")

    community = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, models.PROTECT, related_name="+")
    stairwell = models.PositiveSmallIntegerField()
    doors = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=6, choices=Why.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["building", "stairwell"], name="uncovered_once")]


class Plan(models.Model):
    """What the last plan of a community came to: how many doors, how many covered, how many kept whom they had."""

    community = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    doors = models.PositiveIntegerField()
    covered = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    vanguards = models.PositiveIntegerField()
    mean_m = models.PositiveIntegerField()
    most = models.PositiveSmallIntegerField()
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(covered__lte=models.F("doors")), name="plan_covers_doors")
        ]


class Passing(models.Model):
    """A word that goes down the chain of a community."""

    community = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    words = models.CharField(_("转告什么"), max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["community", "-at"], name="passing_recent")]
        ordering = ["-at"]


class Told(models.Model):
    """That a vanguard household told its doors: that they did, not whom or when they stood where."""

    passing = models.ForeignKey(Passing, models.CASCADE, related_name="told")
    vanguard = models.ForeignKey(Vanguard, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "told"
        constraints = [models.UniqueConstraint(fields=["passing", "vanguard"], name="doors_told_once")]


class Raised(models.Model):
    """That a need came up the chain: the case is a report like any and does not say through whom it came."""

    vanguard = models.ForeignKey(Vanguard, models.CASCADE, related_name="raised")
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "raised"
