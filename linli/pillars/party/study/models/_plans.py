"""What an organisation, and those below it, study in a year; a meeting that was held fills a topic."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.life.models import LifeMeeting


class StudyPlan(models.Model):
    """The plan of a year: for the organisation that laid it, and for those below it without one of their own."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="study_plans")
    year = models.PositiveSmallIntegerField(_("哪一年"))
    aim = models.CharField(_("今年学习的要求"), max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="study_plan_once")]


class StudyTopic(models.Model):
    """What is studied in a month, and from what."""

    plan = models.ForeignKey(StudyPlan, models.CASCADE, related_name="topics")
    month = models.PositiveSmallIntegerField(
        _("几月"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    title = models.CharField(_("学什么"), max_length=80)
    material = models.CharField(_("用什么材料"), max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="study_topic_month"),
            models.UniqueConstraint(fields=["plan", "month", "title"], name="study_topic_once"),
        ]
        ordering = ["month", "id"]

    def __str__(self) -> str:
        return self.title


class Studied(models.Model):
    """That a meeting studied a topic; it counts for the organisation whose meeting it was, once enough came."""

    topic = models.ForeignKey(StudyTopic, models.CASCADE, related_name="studied")
    meeting = models.ForeignKey(LifeMeeting, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "studied"
        constraints = [models.UniqueConstraint(fields=["topic", "meeting"], name="studied_once")]
