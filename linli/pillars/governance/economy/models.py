"""Targets of a year and what was reached; key projects with milestones, money by month, team and what is in the way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.pillars.governance.economy.rules import What


class EconomicTarget(models.Model):
    """What an office is to reach in a year, in 万元, and who set it."""

    class Of(models.TextChoices):
        REVENUE = What.REVENUE.value, _("财政收入")
        INVESTMENT = What.INVESTMENT.value, _("固定资产投资")
        ATTRACTED = What.ATTRACTED.value, _("招商引资")
        RETAIL = What.RETAIL.value, _("社会消费品零售总额")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    what = models.CharField(_("指标"), max_length=10, choices=Of.choices)
    amount_wan = models.PositiveIntegerField(_("目标（万元）"))
    basis = models.CharField(_("哪里定的"), max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "year", "what"], name="economic_target_once"),
            models.CheckConstraint(condition=Q(what__in=[w.value for w in What]), name="economic_what_known"),
            models.CheckConstraint(condition=Q(amount_wan__gt=0), name="economic_target_above_zero"),
        ]
        ordering = ["-year", "id"]

    def __str__(self) -> str:
        return f"{self.year} {self.get_what_display()}"


class EconomicValue(models.Model):
    """What was reached from January to the end of a month, as somebody answers for it. A correction replaces; both stay."""

    target = models.ForeignKey(EconomicTarget, models.PROTECT, related_name="values")
    until_month = models.PositiveSmallIntegerField(_("1 月到几月"))
    amount_wan = models.PositiveIntegerField(_("累计完成（万元）"))
    source = models.CharField(_("谁报的数"), max_length=120)
    reported_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target", "until_month"], condition=Q(replaced_at=None), name="economic_value_once"
            ),
            models.CheckConstraint(
                condition=Q(until_month__gte=1, until_month__lte=12), name="economic_month_of_year"
            ),
        ]
        ordering = ["until_month", "id"]


class KeyProject(models.Model):
    """A project that an office pushes: where, until when, for how much, and which unit leads."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("项目名称"), max_length=60)
    words = models.CharField(_("做什么"), max_length=300)
    is_contest = models.BooleanField(_("参加擂台赛"), default=False)
    starts_on = models.DateField(_("计划开工"))
    ends_on = models.DateField(_("计划完成"))
    total_wan = models.PositiveIntegerField(_("总投资（万元）"))
    opened_at = models.DateTimeField()
    ended_on = models.DateField(_("结束"), null=True)
    end_words = models.CharField(_("怎么结束的"), max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="key_project_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="key_project_ends_later"),
            models.CheckConstraint(condition=Q(total_wan__gt=0), name="key_project_costs"),
        ]
        ordering = ["ends_on", "id"]

    def __str__(self) -> str:
        return self.name


class ProjectUnit(models.Model):
    """A unit of the team of a project (专班), and what it does."""

    project = models.ForeignKey(KeyProject, models.CASCADE, related_name="team")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    task = models.CharField(_("做什么"), max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "unit"], name="project_unit_once")
        ]
        ordering = ["id"]


class Milestone(models.Model):
    """A step of the plan, and the day it was reached."""

    project = models.ForeignKey(KeyProject, models.CASCADE, related_name="milestones")
    name = models.CharField(_("节点"), max_length=60)
    due_on = models.DateField(_("计划哪天"))
    done_on = models.DateField(_("哪天到的"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "name"], name="milestone_once"),
        ]
        ordering = ["due_on", "id"]


class Spending(models.Model):
    """What was invested in a month. A correction replaces; both stay."""

    project = models.ForeignKey(KeyProject, models.PROTECT, related_name="spendings")
    month = models.DateField(_("哪个月"))
    amount_wan = models.PositiveIntegerField(_("当月完成投资（万元）"))
    reported_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "month"], condition=Q(replaced_at=None), name="spending_once_a_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="spending_of_a_month"),
        ]
        ordering = ["month", "id"]


class ProjectProblem(models.Model):
    """What stands in the way of a project: a supervised matter, with its clock."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="project_problem")
    project = models.ForeignKey(KeyProject, models.PROTECT, related_name="problems")

    class Meta:
        ordering = ["-case_id"]
