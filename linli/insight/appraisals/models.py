"""Schemes and their lines, rounds and what they said, who was left out and why, appeals and answers. No person anywhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.insight.appraisals.rules import LEAST, Whom


class AppraisalScheme(models.Model):
    """How units of a kind are assessed: a version of it. Published once, never changed; a change is the next version."""

    class Of(models.TextChoices):
        COMMUNITY = Whom.COMMUNITY.value, _("社区")
        DEPARTMENT = Whom.DEPARTMENT.value, _("部门")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("办法叫什么"), max_length=60)
    version = models.PositiveSmallIntegerField()
    whom = models.CharField(_("考核谁"), max_length=10, choices=Of.choices)
    basis = models.CharField(_("依据、怎么定的"), max_length=200)
    least = models.PositiveSmallIntegerField(_("不到几件不算"), default=LEAST)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "name", "version"], name="appraisal_scheme_version_once"
            ),
            models.CheckConstraint(condition=Q(whom__in=[w.value for w in Whom]), name="appraisal_of_units"),
            models.CheckConstraint(condition=Q(least__gte=1), name="appraisal_least_one"),
        ]
        ordering = ["name", "-version"]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.version} 版）"


class AppraisalLine(models.Model):
    """An indicator of a scheme, with its weight, what gives nothing and what gives all."""

    scheme = models.ForeignKey(AppraisalScheme, models.CASCADE, related_name="lines")
    code = models.CharField(max_length=30)
    weight = models.PositiveSmallIntegerField(_("权重"))
    base = models.FloatField(_("百分之几得零分"))
    target = models.FloatField(_("百分之几得满分"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "code"], name="appraisal_line_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100) & Q(base__gte=0, base__lte=100)
                & Q(target__gte=0, target__lte=100) & ~Q(base=F("target")),
                name="appraisal_line_weighs",
            ),
        ]  # fmt: skip
        ordering = ["id"]


class AppraisalRound(models.Model):
    """An assessment by a scheme over some days: drafted, then public for its days, then settled."""

    scheme = models.ForeignKey(AppraisalScheme, models.PROTECT, related_name="rounds")
    start = models.DateField(_("从哪天"))
    until = models.DateField()
    """The day after the last."""
    told = models.JSONField(default=dict)
    """Both numbers of each unit's lines as they were when it was made public."""
    shown_at = models.DateTimeField(null=True)
    public_until = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "start", "until"], name="appraisal_round_once"),
            models.CheckConstraint(condition=Q(until__gt=F("start")), name="appraisal_of_some_days"),
            models.CheckConstraint(
                condition=Q(shown_at=None, public_until=None, settled_at=None)
                | Q(shown_at__isnull=False, public_until__isnull=False),
                name="appraisal_public_before_settled",
            ),
        ]
        ordering = ["-start", "-id"]


class AppraisalExclusion(models.Model):
    """A unit, or one indicator of it, that takes no part in a round, and why; everybody assessed reads it."""

    round = models.ForeignKey(AppraisalRound, models.CASCADE, related_name="exclusions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=30, blank=True, default="")
    reason = models.CharField(_("为什么不算"), max_length=300)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "unit", "code"], name="appraisal_exclusion_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="appraisal_exclusion_says_why"),
        ]
        ordering = ["id"]


class AppraisalAppeal(models.Model):
    """What a unit says against its result, and the answer. While one is open no round is settled."""

    round = models.ForeignKey(AppraisalRound, models.CASCADE, related_name="appeals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="appraisal_appeal")
    """None of what was said before appeals were cases."""
    code = models.CharField(max_length=30, blank=True, default="")
    words = models.CharField(_("哪里不对"), max_length=500)
    made_at = models.DateTimeField()
    answer = models.CharField(_("答复"), max_length=500, blank=True, default="")
    is_upheld = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    is_withdrawn = models.BooleanField(default=False)
    """Taken back by the unit at `answered_at`; there is no answer then."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "unit", "code"], condition=Q(answered_at=None), name="appraisal_appeal_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", is_upheld=None, is_withdrawn=False)
                | Q(answered_at__isnull=False, answer="", is_upheld=None, is_withdrawn=True)
                | Q(answered_at__isnull=False, is_upheld__isnull=False, is_withdrawn=False) & ~Q(answer=""),
                name="appraisal_appeal_ended",
            ),
        ]
        ordering = ["id"]
