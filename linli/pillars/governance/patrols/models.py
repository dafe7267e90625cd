"""What is walked by plan, each walk by day and unit, and what it led to."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Post
from linli.base.places.models import Road
from linli.pillars.governance.patrols.rules import BeatKind


class Beat(models.Model):
    """A road or a spot that is walked on some days of the week, the post that answers for it, and what is looked at."""

    class Kind(models.TextChoices):
        ROAD = BeatKind.ROAD.value, _("路段")
        SPOT = BeatKind.SPOT.value, _("点位")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Unit, models.PROTECT, related_name="beats")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    steward = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+", db_index=False)
    kind = models.CharField(_("路段还是点位"), max_length=4, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=60)
    road = models.ForeignKey(Road, models.PROTECT, null=True, related_name="beats")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("哪几天走"))
    looks = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("看什么"))
    from_date = models.DateField(_("从哪天起"))
    ended_on = models.DateField(null=True)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"], condition=Q(ended_on=None), name="beat_name_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=BeatKind.ROAD.value, road__isnull=False)
                | Q(kind=BeatKind.SPOT.value, lon__isnull=False, lat__isnull=False),
                name="beat_lies_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__len__gt=0, weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]),
                name="beat_has_days",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_date")), name="beat_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Patrol(models.Model):
    """That a beat was walked on a day, by a unit. Who went stands nowhere, nor when and which way."""

    beat = models.ForeignKey(Beat, models.PROTECT, related_name="patrols", db_index=False)
    on = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["beat", "on"], name="patrol_once_a_day")]


class Finding(models.Model):
    """A report that a patrol filed."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="found_on_patrol")
    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="findings")
