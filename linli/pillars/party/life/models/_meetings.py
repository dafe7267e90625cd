"""An organisation's own day, the meetings it plans and holds, what each counts for, and who came."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.life.rules import Audience, LifeKind


class Habit(models.Model):
    """From when the life of an organisation is kept here, and its own day of the month, hour and place."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, primary_key=True, related_name="habit")
    since = models.DateField(_("从哪天起记"))
    day = models.PositiveSmallIntegerField(_("每月几号"))
    time = models.TimeField(_("几点"))
    place = models.CharField(_("在哪里"), max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(day__gte=1, day__lte=28), name="habit_every_month")]


class LifeMeeting(models.Model):
    """A meeting that is planned, was held or was called off: minutes once, for all that it counts for."""

    class For(models.TextChoices):
        MEMBERS = Audience.MEMBERS.value, _("全体党员")
        COMMITTEE = Audience.COMMITTEE.value, _("支部委员")
        JOINED = Audience.JOINED.value, _("小组里的人")
        UNLISTED = Audience.UNLISTED.value, _("按通知")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="life_meetings")
    audience = models.CharField(max_length=9, choices=For.choices)
    starts_at = models.DateTimeField(_("什么时候"))
    place = models.CharField(_("在哪里"), max_length=60)
    topic = models.CharField(_("议什么、学什么"), max_length=200, blank=True, default="")
    is_election = models.BooleanField(_("这次换届选举"), default=False)
    told_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    """When it was written down that it was held; the day it was held is the one it starts on."""
    due_count = models.PositiveIntegerField(default=0)
    came_count = models.PositiveIntegerField(default=0)
    voting_due = models.PositiveIntegerField(default=0)
    voting_came = models.PositiveIntegerField(default=0)
    agenda = models.TextField(_("议了什么、学了什么"), blank=True, default="")
    settled = models.TextField(_("定了什么、谁来办"), blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(called_off_at=None, starts_at__lte=F("held_at")),
                name="life_held_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(came_count__lte=F("due_count"), voting_came__lte=F("voting_due"))
                | Q(audience=Audience.UNLISTED.value),
                name="life_came_of_those_due",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="life_meeting_of"),
            models.Index(
                fields=["organisation"],
                condition=Q(held_at=None, called_off_at=None),
                name="life_meeting_ahead",
            ),
        ]
        ordering = ["starts_at", "id"]


class LifePart(models.Model):
    """What a meeting counts for, in which period; valid once it was held and enough came."""

    class Kind(models.TextChoices):
        GENERAL = LifeKind.GENERAL.value, _("党员大会")
        COMMITTEE = LifeKind.COMMITTEE.value, _("支委会")
        GROUP = LifeKind.GROUP.value, _("党小组会")
        LECTURE = LifeKind.LECTURE.value, _("党课")
        DAY = LifeKind.DAY.value, _("主题党日")
        LIFE = LifeKind.LIFE.value, _("组织生活会")
        REVIEW = LifeKind.REVIEW.value, _("民主评议党员")
        STUDY = LifeKind.STUDY.value, _("理论中心组学习")

    meeting = models.ForeignKey(LifeMeeting, models.CASCADE, related_name="parts")
    kind = models.CharField(_("什么会"), max_length=9, choices=Kind.choices)
    period_from = models.DateField()
    is_valid = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind"], name="life_part_once"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in LifeKind]), name="life_part_known"),
        ]
        ordering = ["id"]


class Attendance(models.Model):
    """That somebody came. Kept until the year is closed and looked at; the numbers of the meeting stay."""

    meeting = models.ForeignKey(LifeMeeting, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(PartyMember, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="came_once")]
