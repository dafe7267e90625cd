"""A supervised matter beside its case, responsibility lists with what was fulfilled, and leads for the discipline body."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.sealed_fields import SealedWordsField
from linli.pillars.governance.supervision.rules import DutyOf, Every, Why


class Responsibility(models.Model):
    """One line of a responsibility list: what a post of a unit owes again and again, on what ground, when next."""

    class Of(models.TextChoices):
        FIRST = DutyOf.FIRST.value, _("第一责任人")
        BRANCH = DutyOf.BRANCH.value, _("分管责任人")
        DUAL = DutyOf.DUAL.value, _("一岗双责")
        DIRECT = DutyOf.DIRECT.value, _("直接责任人")

    class Often(models.TextChoices):
        ONCE = Every.ONCE.value, _("一次")
        MONTH = Every.MONTH.value, _("每月")
        QUARTER = Every.QUARTER.value, _("每季度")
        HALF = Every.HALF.value, _("每半年")
        YEAR = Every.YEAR.value, _("每年")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="responsibilities")
    of = models.CharField(_("谁的责任"), max_length=8, choices=Of.choices)
    what = models.CharField(_("要做什么"), max_length=200)
    basis = models.CharField(_("依据"), max_length=200)
    proof = models.CharField(_("做到了凭什么看"), max_length=120, blank=True, default="")
    every = models.CharField(_("多久一次"), max_length=8, choices=Often.choices)
    due_date = models.DateField(_("下一次哪天前"))
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(basis=""), name="responsibility_has_basis"),
            models.CheckConstraint(
                condition=Q(of__in=[o.value for o in DutyOf], every__in=[e.value for e in Every]),
                name="responsibility_words_known",
            ),
        ]
        ordering = ["due_date", "id"]

    def __str__(self) -> str:
        return self.what


class Fulfilment(models.Model):
    """That a responsibility was fulfilled once: for which date, when, and what was done."""

    responsibility = models.ForeignKey(Responsibility, models.PROTECT, related_name="fulfilments")
    due_date = models.DateField()
    done_at = models.DateTimeField()
    words = models.CharField(_("做了什么"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["responsibility", "due_date"], name="fulfilled_once_a_date")
        ]
        ordering = ["-due_date"]


class Supervision(models.Model):
    """Why a matter is supervised, and which line of a responsibility list it is about. What over is the parent case."""

    class Reason(models.TextChoices):
        OVERDUE = Why.OVERDUE.value, _("超期没办")
        UNSOLVED = Why.UNSOLVED.value, _("回访不满意、重办过")
        LEADER = Why.LEADER.value, _("领导交办")
        MEETING = Why.MEETING.value, _("会议议定")
        CHECKED = Why.CHECKED.value, _("检查发现")
        LISTED = Why.LISTED.value, _("清单、计划到期没做")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="supervision")
    why = models.CharField(_("为什么督办"), max_length=8, choices=Reason.choices)
    responsibility = models.ForeignKey(Responsibility, models.PROTECT, null=True, related_name="matters")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(why__in=[w.value for w in Why]), name="supervised_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.case.number


class DisciplineLead(models.Model):
    """A lead about discipline, on its way to the discipline body: no case, no title, in nobody's list but as a number."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.CharField(_("编号"), max_length=24, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="discipline_leads")
    words = SealedWordsField(_("线索"), blank=True, default="")
    handed_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(received_at__isnull=False),
                name="lead_erased_once_received",
            )
        ]
        ordering = ["-handed_at"]

    def __str__(self) -> str:
        return self.number
