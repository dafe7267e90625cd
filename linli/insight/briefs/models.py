"""Briefs of an office, and which of them it has written by itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.insight.briefs.rules import BriefKind


class Brief(models.Model):
    """A brief about some days: its text with numbers that lead to figures, the figures as they were, its charts."""

    class Kind(models.TextChoices):
        DAILY = BriefKind.DAILY.value, _("每日早报")
        WEEKLY = BriefKind.WEEKLY.value, _("周通报")
        MONTHLY = BriefKind.MONTHLY.value, _("月通报")
        HOT = BriefKind.HOT.value, _("热点专报")
        THEME = BriefKind.THEME.value, _("每月一题")
        ANNUAL = BriefKind.ANNUAL.value, _("年度回顾")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("哪一种"), max_length=8, choices=Kind.choices)
    start = models.DateField()
    until = models.DateField()
    """The day after the last it is about."""
    made_at = models.DateTimeField()
    words = models.TextField()
    numbers = models.JSONField(default=dict)
    """What the number behind each code in the text is; nothing else may stand there."""
    charts = models.JSONField(default=list)
    edited_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "kind", "start"], name="brief_once"),
            models.CheckConstraint(condition=Q(until__gt=F("start")), name="brief_of_some_days"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in BriefKind]), name="brief_kind_known"
            ),
        ]
        ordering = ["-start", "-id"]


class BriefPlan(models.Model):
    """That an office has a kind of brief written by itself each time, at an hour of the morning."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Brief.Kind.choices)
    hour = models.PositiveSmallIntegerField(_("早上几点写好"), default=7)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "kind"], name="brief_plan_once"),
            models.CheckConstraint(condition=Q(hour__gte=5, hour__lte=11), name="brief_in_the_morning"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in BriefKind]), name="brief_plan_kind_known"
            ),
        ]
