"""A joint meeting of a greater committee: its agenda, the units that sit there, what was agreed line by line.

Units speak, not members: nobody is named in any of these tables.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.partners.models._sharing import Project


class JointMeeting(models.Model):
    """A joint meeting (联席会议) that is called, was held or was called off; minutes once."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="joint_meetings")
    ground = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    """The office or the community on whose ground it meets: its communities read what is agreed."""
    starts_at = models.DateTimeField(_("什么时候"))
    place = models.CharField(_("在哪里"), max_length=60)
    called_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)
    why_off = models.CharField(_("为什么不开了"), max_length=200, blank=True, default="")
    held_at = models.DateTimeField(null=True)
    """When it was written down that it was held; the day it was held is the one it starts on."""
    minutes = models.TextField(_("说了什么"), blank=True, default="")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(called_off_at=None, starts_at__lte=F("held_at")),
                name="joint_held_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="joint_meeting_of"),
            models.Index(
                fields=["starts_at"],
                condition=Q(held_at=None, called_off_at=None),
                name="joint_meeting_ahead",
            ),
        ]
        ordering = ["starts_at", "id"]


class JointItem(models.Model):
    """A point of the agenda: in words, or a need or project of the area."""

    meeting = models.ForeignKey(JointMeeting, models.CASCADE, related_name="items")
    seq = models.PositiveSmallIntegerField()
    words = models.CharField(_("议什么"), max_length=120)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seq"], name="joint_item_once")]
        ordering = ["seq"]


class JointSeat(models.Model):
    """That a unit was asked to come, what its post answered, whether it came."""

    meeting = models.ForeignKey(JointMeeting, models.CASCADE, related_name="seats")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="joint_seats")
    is_coming = models.BooleanField(null=True)
    note = models.CharField(_("单位的话"), max_length=120, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    came = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="joint_seat_once"),
            models.CheckConstraint(
                condition=Q(is_coming=None) | Q(answered_at__isnull=False), name="joint_seat_answered"
            ),
        ]
        ordering = ["unit__kind", "unit__order", "unit"]


class JointLine(models.Model):
    """What was agreed: which unit does what by when. It is an assignment, or follows a need that the unit can claim."""

    meeting = models.ForeignKey(JointMeeting, models.CASCADE, related_name="lines")
    seq = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="joint_lines")
    what = models.CharField(_("做什么"), max_length=120)
    due_date = models.DateField(_("到哪天"))
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="agreed_in")
    is_done = models.BooleanField(null=True)
    said = models.CharField(_("结果"), max_length=200, blank=True, default="")
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seq"], name="joint_line_once"),
            models.CheckConstraint(
                condition=Q(is_done=None) | Q(project=None, said_at__isnull=False), name="joint_line_said"
            ),
        ]
        ordering = ["seq"]
